/*
 * test_compile - promises of match/compile: the cache and the limited child.
 */
#include <sys/stat.h>

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/crypt.h"
#include "base/io.h"
#include "scanner/match/compile.h"
#include "unit/unit.h"

static const struct rule_pattern patterns[] = {
	{.regex = "\\bsecret plan\\b", .caseless = true},
	{.regex = "nightjar[0-9]{2}", .caseless = false},
};

struct counted {
	unsigned hits[2];
};

static bool
count(void *own, uint32_t pattern, uint32_t end)
{
	struct counted *counted = own;

	(void)end;
	counted->hits[pattern]++;
	return true;
}

static void
check_finds(struct hsdb *db)
{
	static const char text[] = "The Secret Plan is nightjar07.\n"
	    "                                                                 ";
	struct counted counted = {{0, 0}};
	struct err err = {0};

	CHECK_RC(hsdb_scan(db, slice_bytes(text, 31), count, &counted, &err),
	    RC_OK, &err);
	CHECK_NUMBER(counted.hits[0], 1);
	CHECK_NUMBER(counted.hits[1], 1);
}

static char folder[64];

static size_t
files(char *path, size_t size)
{
	DIR *dir = opendir(folder);
	struct dirent *entry;
	size_t found = 0;

	if (!dir)
		return 0;
	while ((entry = readdir(dir)))
		if (entry->d_name[0] != '.') {
			found++;
			snprintf(path, size, "%s/%s", folder, entry->d_name);
		}
	closedir(dir);
	return found;
}

static void
open_and_check(void)
{
	struct limits limits = limit_defaults();
	struct hsdb *db = NULL;
	struct err err = {0};
	size_t bad;

	CHECK_RC(compile_open(patterns, 2, folder, &limits, &db, &bad, &err),
	    RC_OK, &err);
	CHECK_FATAL(db != NULL);
	check_finds(db);
	hsdb_close(db);
}

static void
a_compiled_pack_is_kept_and_used_again(void)
{
	char path[512] = "";
	struct stat first, second;

	open_and_check();
	CHECK_NUMBER(files(path, sizeof(path)), 1);
	CHECK_NUMBER(stat(path, &first), 0);
	CHECK_NUMBER(first.st_mode & 0777, 0600);
	open_and_check();
	CHECK_NUMBER(stat(path, &second), 0);
	CHECK(first.st_ino == second.st_ino);
}

static void
change(const char *path, long offset, size_t cut)
{
	struct buf bytes = buf_new(64 << 20);
	struct err err = {0};

	CHECK_RC(io_read_file(path, &bytes, &err), RC_OK, &err);
	if (cut)
		bytes.len -= cut;
	else
		bytes.at[offset < 0 ? (long)bytes.len + offset : offset] ^= 1;
	CHECK_RC(io_replace_file(path, buf_slice(&bytes), 0600, &err), RC_OK,
	    &err);
	buf_free(&bytes);
}

/* Magic, key, digest, length, body, end: each changed byte means: compile anew. */
static void
a_changed_or_cut_file_is_compiled_anew(void)
{
	static const long offsets[] = {0, 20, 60, 85, 100, 200, -1};
	char path[512] = "";

	for (size_t i = 0; i < sizeof(offsets) / sizeof(offsets[0]); i++) {
		CHECK_NUMBER(files(path, sizeof(path)), 1);
		change(path, offsets[i], 0);
		open_and_check();
	}
	change(path, 0, 1);
	open_and_check();
	change(path, 0, 300);
	open_and_check();
}

static void
a_file_that_others_may_write_is_not_read(void)
{
	char path[512] = "";
	struct stat before, after;

	CHECK_NUMBER(files(path, sizeof(path)), 1);
	CHECK_NUMBER(chmod(path, 0666), 0);
	CHECK_NUMBER(stat(path, &before), 0);
	open_and_check();
	CHECK_NUMBER(stat(path, &after), 0);
	CHECK(before.st_ino != after.st_ino);
	CHECK_NUMBER(after.st_mode & 0777, 0600);
}

static void
the_key_names_what_was_compiled(void)
{
	static const struct rule_pattern other[] = {
		{.regex = "\\bsecret plan\\b", .caseless = false},
		{.regex = "nightjar[0-9]{2}", .caseless = false},
	};
	unsigned char a[COMPILE_KEY_BYTES], b[COMPILE_KEY_BYTES];
	struct buf file = buf_new(4096);
	struct slice payload;
	struct err err = {0};

	CHECK_RC(compile_key(patterns, 2, a, &err), RC_OK, &err);
	CHECK_RC(compile_key(other, 2, b, &err), RC_OK, &err);
	CHECK(memcmp(a, b, sizeof(a)) != 0);
	CHECK_RC(compile_wrap(a, slice_of("payload"), &file, &err), RC_OK,
	    &err);
	CHECK_RC(compile_unwrap(b, buf_slice(&file), &payload, &err), RC_INPUT,
	    &err);
	CHECK_HOLDS(err.text, "another library");
	CHECK_RC(compile_unwrap(a, buf_slice(&file), &payload, &err), RC_OK,
	    &err);
	CHECK(slice_is_text(payload, "payload"));
	CHECK_RC(compile_unwrap(a, (struct slice){0}, &payload, &err),
	    RC_INPUT, &err);
	buf_free(&file);
}

static void
a_wrong_pattern_is_named(void)
{
	static const struct rule_pattern wrong[] = {
		{.regex = "good"}, {.regex = "(bad"},
	};
	struct limits limits = limit_defaults();
	struct hsdb *db = NULL;
	struct err err = {0};
	size_t bad = 99;

	CHECK_RC(compile_open(wrong, 2, NULL, &limits, &db, &bad, &err),
	    RC_CONFIG, &err);
	CHECK_NUMBER(bad, 1);
	CHECK(db == NULL);
	CHECK_HOLDS(err.text, "refuses");
}

/* Wide repeats take seconds to compile: the limit comes first. */
static void
an_endless_compile_is_ended(void)
{
	static const struct rule_pattern slow[] = {
		{.regex = "a.{0,32000}b"}, {.regex = "c.{0,31000}d"},
		{.regex = "e.{0,30000}f"}, {.regex = "g.{0,29000}h"},
	};
	struct limits limits = limit_defaults();
	struct hsdb *db = NULL;
	struct err err = {0};
	size_t bad;

	limits.pack_compile_ms = 20;
	CHECK_RC(compile_open(slow, 4, NULL, &limits, &db, &bad, &err),
	    RC_CONFIG, &err);
	CHECK_HOLDS(err.text, "pack_compile_ms");
	hsdb_close(db);
}

int
main(void)
{
	static const struct unit_test tests[] = {
		UNIT(a_compiled_pack_is_kept_and_used_again),
		UNIT(a_changed_or_cut_file_is_compiled_anew),
		UNIT(a_file_that_others_may_write_is_not_read),
		UNIT(the_key_names_what_was_compiled),
		UNIT(a_wrong_pattern_is_named),
		UNIT(an_endless_compile_is_ended),
		{NULL, NULL},
	};
	struct err err = {0};
	char path[512] = "";
	int status;

	if (crypt_start(&err) != RC_OK)
		return 1;
	snprintf(folder, sizeof(folder), "test_compile-XXXXXX");
	if (!mkdtemp(folder))
		return 1;
	status = unit_run("compile", tests);
	while (files(path, sizeof(path)))
		unlink(path);
	rmdir(folder);
	return status;
}
