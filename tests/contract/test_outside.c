/*
 * test_outside - programs of the site: the example reads its sample, and one
 * that misbehaves is contained.
 *
 * Both run as the scanner runs them, in their jail.
 *
 * proves P-5
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cause.h"
#include "base/io.h"
#include "fault/scanrun.h"
#include "scanner/outside.h"
#include "unit/unit.h"

static struct scanrun run;
static char folder[] = "/tmp/test_outside-XXXXXX";

#ifndef OUTMARK_SANITIZED
/* ------------------------------------------------------------ the example */

static struct scanrun_answer
ask(const void *bytes, size_t len)
{
	return scanrun_ask(&run, slice_bytes(bytes, len), 1);
}

static void
the_example_reads_its_sample(void)
{
	static const char sample[] = "LEDGER1\n"
	    "T\13\0\0\0HARBOUR one" "T\13\0\0\0HARBOUR two"
	    "F\14\0\0\0HARBOUR file" "X\1\0\0\0?";
	struct scanrun_answer answer = ask(sample, sizeof sample - 1);

	CHECK(answer.done);
	CHECK_HOLDS(answer.text, "HARBOUR one\nHARBOUR two");
	CHECK_HOLDS(answer.text, "HARBOUR file");
	CHECK_NUMBER(answer.parts, 2);
	CHECK_NUMBER(answer.causes, cause_bit(CAUSE_encrypted));
}

static void
a_sample_that_is_cut_is_truncated(void)
{
	static const char sample[] = "LEDGER1\n"
	    "T\13\0\0\0HARBOUR one" "T\77\0\0\0HARBOUR";
	struct scanrun_answer answer = ask(sample, sizeof sample - 1);

	CHECK(answer.done);
	CHECK_HOLDS(answer.text, "HARBOUR one");
	CHECK_NUMBER(answer.causes, cause_bit(CAUSE_truncated));
}

static void
what_only_claims_to_be_one_is_not_given_to_it(void)
{
	struct scanrun_answer answer = ask("LEDGER2 plain words", 19);

	CHECK(answer.done);
	CHECK_HOLDS(answer.text, "plain words");
	CHECK_NUMBER(answer.causes, 0);
}

/* ---------------------------------------------------------- a bad program */

static struct scanrun_answer
bad(const char *word)
{
	char text[64];
	int len = snprintf(text, sizeof text, "BAD %s\n", word);

	return ask(text, (size_t)len);
}

static void
check_bad(const char *word, enum cause cause)
{
	struct scanrun_answer answer = bad(word);

	CHECK(answer.done);
	if (answer.causes != cause_bit(cause))
		fprintf(stderr, "%s: causes %llx\n", word,
		    (unsigned long long)answer.causes);
	CHECK_NUMBER(answer.causes, cause_bit(cause));
}

static void
one_that_behaves_is_read(void)
{
	struct scanrun_answer answer = bad("be-good");

	CHECK(answer.done);
	CHECK_NUMBER(answer.causes, 0);
	CHECK_TEXT(answer.text, "done\n");
}

static void
one_that_dies_crashed(void)
{
	check_bad("crash", CAUSE_crashed);
	check_bad("leave", CAUSE_crashed);
	check_bad("fail", CAUSE_crashed);
}

static void
one_that_hangs_is_ended(void)
{
	check_bad("sleep", CAUSE_time);
	check_bad("spin", CAUSE_time);
}

static void
one_that_eats_memory_is_ended(void)
{
	check_bad("eat", CAUSE_memory);
}

static void
one_that_lies_crashed(void)
{
	check_bad("order", CAUSE_crashed);
	check_bad("words", CAUSE_crashed);
	check_bad("babble", CAUSE_crashed);
	check_bad("unsealed", CAUSE_crashed);
	check_bad("document", CAUSE_crashed);
	check_bad("nowhere", CAUSE_crashed);
}

static void
one_that_floods_is_a_limit(void)
{
	check_bad("flood", CAUSE_too_big);
	CHECK(bad("breed").causes & cause_bit(CAUSE_too_many));
}

static void
one_that_tries_to_get_out_stays_in(void)
{
	struct scanrun_answer answer = bad("escape");

	CHECK(answer.done);
	CHECK_HOLDS(answer.text, "stayed inside");
	CHECK(strstr(answer.text, "escaped") == NULL);
	CHECK(access("/tmp/x", F_OK) != 0);
}

static void
nothing_it_prints_comes_out(void)
{
	struct buf output = buf_new(1 << 24);
	struct scanrun_answer answer = bad("print");
	struct err err;

	CHECK(answer.done);
	CHECK_RC(io_read_file(run.output, &output, &err), RC_OK, &err);
	CHECK(slice_find(buf_slice(&output),
	    slice_of("planted-secret-77aa")) == SIZE_MAX);
	buf_free(&output);
}

static void
the_next_one_is_served(void)
{
	one_that_behaves_is_read();
	the_example_reads_its_sample();
}

#endif

/* ----------------------------------------------------------- descriptions */

static void
put_file(const char *name, const char *text, mode_t mode)
{
	char path[128];
	int fd;

	snprintf(path, sizeof path, "%s/%s", folder, name);
	fd = open(path, O_CREAT | O_WRONLY | O_TRUNC, 0600);
	CHECK_FATAL(fd >= 0);
	CHECK(write(fd, text, strlen(text)) == (ssize_t)strlen(text));
	CHECK(fchmod(fd, mode) == 0);
	close(fd);
}

/* One more file in the folder: what is said about it? */
static void
check_refused(const char *text, mode_t mode, const char *sentence)
{
	struct outsides *list = NULL;
	struct err err = { .text = "" };
	char path[128];

	put_file("wrong.yaml", text, mode);
	CHECK_NUMBER(outside_open(folder, &list, &err), RC_CONFIG);
	CHECK_HOLDS(err.text, sentence);
	CHECK_HOLDS(err.text, "wrong.yaml");
	outside_free(list);
	snprintf(path, sizeof path, "%s/wrong.yaml", folder);
	unlink(path);
}

#define HEAD "format: 1\nname: wrong\nprogram: ledger\ntype: a/b\n"

static void
a_wrong_description_is_answered_with_what_to_write(void)
{
	check_refused(HEAD "magic: [{text: A}]\n", 0666, "chmod go-w");
	check_refused("name: wrong\nprogram: ledger\ntype: a/b\n"
	    "magic: [{text: A}]\n", 0600, "format");
	check_refused(HEAD "magics: []\n", 0600, "magic");
	check_refused(HEAD, 0600, "magic");
	check_refused(HEAD "magic: []\n", 0600, "write a list");
	check_refused(HEAD "magic: [{at: 1}]\n", 0600, "text: or hex:");
	check_refused(HEAD "magic: [{hex: 4g}]\n", 0600, "pairs");
	check_refused(HEAD "magic: [{hex: 456}]\n", 0600, "half a byte");
	check_refused("format: 1\nname: pdf\nprogram: ledger\ntype: a/b\n"
	    "magic: [{text: A}]\n", 0600, "choose another");
	check_refused("format: 1\nname: ledger\nprogram: ledger\ntype: a/b\n"
	    "magic: [{text: A}]\n", 0600, "another file");
	check_refused("format: 1\nname: wrong\nprogram: ../sh\ntype: a/b\n"
	    "magic: [{text: A}]\n", 0600, "without a path");
	check_refused("format: 1\nname: wrong\nprogram: missing\ntype: a/b\n"
	    "magic: [{text: A}]\n", 0600, "not a program");
}

static void
a_folder_that_is_not_there_is_empty(void)
{
	struct outsides *list;
	struct err err;

	CHECK_RC(outside_open("/nonexistent/folder", &list, &err), RC_OK,
	    &err);
	CHECK_NUMBER(outside_count(list), 0);
	outside_free(list);
}

/* ------------------------------------------------------------------- main */

static bool
copy(const char *from, const char *to, mode_t mode)
{
	struct buf bytes = buf_new(1 << 26);
	char path[128];
	struct err err;
	bool done;

	snprintf(path, sizeof path, "%s/%s", folder, to);
	done = io_read_file(from, &bytes, &err) == RC_OK &&
	    io_replace_file(path, buf_slice(&bytes), mode, &err) == RC_OK;
	if (!done)
		fprintf(stderr, "%s\n", err.text);
	buf_free(&bytes);
	return done;
}

static bool
write_text(const char *name, const char *format, const char *value)
{
	char path[128];
	FILE *file;

	snprintf(path, sizeof path, "%s/%s", folder, name);
	file = fopen(path, "w");
	return file != NULL && fprintf(file, format, value) > 0 &&
	    fclose(file) == 0 && chmod(path, 0644) == 0;
}

static bool
prepare(char *config, size_t size)
{
	char yaml[512];

	umask(022);
	if (mkdtemp(folder) == NULL || chmod(folder, 0755) != 0)
		return false;
	snprintf(yaml, sizeof yaml,
	    "%s/packaging/example/extractor/ledger.yaml", unit_source_dir());
	snprintf(config, size, "%s/outmark.conf", folder);
	return copy("./ledger", "ledger", 0755) &&
	    copy("./outside-bad", "bad", 0755) &&
	    copy(yaml, "ledger.yaml", 0644) &&
	    write_text("bad.yaml", "format: 1\nname: bad\nprogram: bad\n"
	    "type: application/x-bad\nmagic: [{text: \"%s\"}]\n", "BAD ") &&
	    write_text("outmark.conf", "scanner_user: \"65534:65534\"\n"
	    "extractors_dir: %s\nocr: false\nlimits:\n"
	    "  part_wall_ms: 1500\n  text_part_bytes: 65536\n  parts: 50\n"
	    "  worker_outside_memory_bytes: 33554432\n", folder);
}

static void
clean(void)
{
	static const char *const files[] = { "ledger", "bad", "ledger.yaml",
		"bad.yaml", "outmark.conf" };
	char path[128];

	for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
		snprintf(path, sizeof path, "%s/%s", folder, files[i]);
		unlink(path);
	}
	rmdir(folder);
}

int
main(void)
{
	static const struct unit_test tests[] = {
#ifndef OUTMARK_SANITIZED	/* sanitizers need what the jail refuses */
		UNIT(the_example_reads_its_sample),
		UNIT(a_sample_that_is_cut_is_truncated),
		UNIT(what_only_claims_to_be_one_is_not_given_to_it),
		UNIT(one_that_behaves_is_read),
		UNIT(one_that_dies_crashed),
		UNIT(one_that_hangs_is_ended),
		UNIT(one_that_eats_memory_is_ended),
		UNIT(one_that_lies_crashed),
		UNIT(one_that_floods_is_a_limit),
		UNIT(one_that_tries_to_get_out_stays_in),
		UNIT(nothing_it_prints_comes_out),
		UNIT(the_next_one_is_served),
#endif
		UNIT(a_wrong_description_is_answered_with_what_to_write),
		UNIT(a_folder_that_is_not_there_is_empty),
		{ NULL, NULL },
	};
	char config[128], rules[512];
	int status = 1;

	snprintf(rules, sizeof rules, "%s/rules", unit_source_dir());
	run = (struct scanrun){ .program = "./outmark-scanner",
	    .config = config, .rules = rules };
	if (prepare(config, sizeof config) && scanrun_start(&run)) {
		status = unit_run("outside", tests);
		status |= scanrun_stop(&run);
	}
	clean();
	return status;
}
