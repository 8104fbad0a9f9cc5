/*
 * unit - a test program in one table.  See unit.h.
 */
#include "unit/unit.h"

#include <CUnit/Basic.h>
#include <dirent.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

int
unit_run(const char *suite_name, const struct unit_test *tests)
{
	CU_pSuite suite;
	unsigned failed;

	setvbuf(stdout, NULL, _IOLBF, 0);
	if (CU_initialize_registry() != CUE_SUCCESS)
		return 99;
	suite = CU_add_suite(suite_name, NULL, NULL);
	if (suite == NULL)
		return 99;
	for (; tests->name != NULL; tests++)
		if (CU_add_test(suite, tests->name, tests->run) == NULL)
			return 99;
	CU_basic_set_mode(CU_BRM_VERBOSE);
	CU_basic_run_tests();
	failed = CU_get_number_of_tests_failed();
	printf("tests %u failed %u\n", CU_get_number_of_tests_run(), failed);
	CU_cleanup_registry();
	return failed == 0 ? 0 : 1;
}

void
unit_empty_folder(const char *path)
{
	DIR *folder = opendir(path);
	const struct dirent *entry;

	while ((entry = readdir(folder)) != NULL)
		if (entry->d_name[0] != '.')
			unlinkat(dirfd(folder), entry->d_name, 0);
	closedir(folder);
}

const char *
unit_source_dir(void)
{
	const char *dir = getenv("srcdir");

	return dir == NULL ? "." : dir;
}

uint32_t
unit_seed(void)
{
	static uint32_t seed;
	const char *given = getenv("OUTMARK_SEED");

	if (seed != 0)
		return seed;
	seed = given != NULL ? (uint32_t)strtoul(given, NULL, 0) :
	    (uint32_t)time(NULL) ^ (uint32_t)getpid() << 16;
	seed = seed == 0 ? 1 : seed;
	printf("      OUTMARK_SEED=%#x repeats this run\n", seed);
	return seed;
}

uint32_t
unit_random(uint32_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 17;
	*state ^= *state << 5;
	return *state;
}

static void
report(bool sound, const char *what, const char *file, int line)
{
	CU_assertImplementation(sound, (unsigned)line, what, file, "", CU_FALSE);
}

void
unit_number(unsigned long long got, unsigned long long want, const char *file,
    int line)
{
	char what[128];

	snprintf(what, sizeof(what), "got %llu, want %llu", got, want);
	report(got == want, what, file, line);
}

void
unit_text(const char *got, const char *want, const char *file, int line)
{
	char what[1024];

	snprintf(what, sizeof(what), "got \"%s\", want \"%s\"",
	    got == NULL ? "(none)" : got, want);
	report(got != NULL && strcmp(got, want) == 0, what, file, line);
}

void
unit_rc(enum rc got, enum rc want, const struct err *err, const char *file,
    int line)
{
	char what[ERR_TEXT_MAX + 64];

	snprintf(what, sizeof(what), "got %s, want %s%s%s", rc_name(got),
	    rc_name(want), got == RC_OK ? "" : ": ",
	    got == RC_OK ? "" : err->text);
	report(got == want, what, file, line);
}

void
unit_holds(const char *text, const char *part, const char *file, int line)
{
	char what[1024];

	snprintf(what, sizeof(what), "\"%s\" is not in \"%s\"", part, text);
	report(strstr(text, part) != NULL, what, file, line);
}
