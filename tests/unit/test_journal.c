/*
 * test_journal - promises of keeper/chain, keeper/files and keeper/journal.
 *
 * proves P-12
 */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/io.h"
#include "base/json.h"
#include "keeper/files.h"
#include "keeper/journal.h"
#include "unit/unit.h"

static struct clock machine_clock;
static char dir[] = "/tmp/outmark-journal-XXXXXX";

/* A fresh, empty folder for each test. */
static void
clean(void)
{
	unit_empty_folder(dir);
}

static struct journal *
open_journal(uint64_t file_bytes)
{
	const struct journal_rules rules = {
		.dir = dir, .instance = "test", .clock = &machine_clock,
		.file_bytes = file_bytes,
	};
	struct journal *journal = NULL;
	struct err err;

	CHECK_RC(journal_open(&rules, &journal, &err), RC_OK, &err);
	CHECK_FATAL(journal != NULL);
	return journal;
}

static uint64_t
append(struct journal *journal, const char *body)
{
	struct err err;
	uint64_t seq = 0;

	CHECK_RC(journal_append(journal, slice_of("message"),
	    slice_of("01ABC"), slice_of("gen"), slice_of(body), &seq, &err),
	    RC_OK, &err);
	return seq;
}

/* The sentence of a check; `sound` says how it ended. */
static const char *
verify(const struct journal *journal, bool *sound, char sentence[512])
{
	struct journal_check *check;
	struct err err;
	enum rc rc;

	CHECK_RC(journal_check_begin(journal, &check, &err), RC_OK, &err);
	while ((rc = journal_check_step(check, 1000, &err)) == RC_OK)
		;
	CHECK_RC(rc, RC_END, &err);
	*sound = journal_check_sound(check);
	snprintf(sentence, 512, "%s", journal_check_sentence(check));
	journal_check_free(check);
	return sentence;
}

static void
numbers_go_on_without_a_gap_over_a_restart(void)
{
	struct journal *journal;
	char text[512];
	bool sound;

	clean();
	journal = open_journal(1 << 20);
	CHECK_NUMBER(journal_last(journal), 0);
	CHECK_NUMBER(append(journal, "{\"a\":1}"), 1);
	CHECK_NUMBER(append(journal, "{}"), 2);
	journal_close(journal);
	journal = open_journal(1 << 20);
	CHECK_NUMBER(journal_last(journal), 2);
	CHECK_NUMBER(append(journal, "{\"b\":[1,2]}"), 3);
	CHECK_HOLDS(verify(journal, &sound, text),
	    "The chain is whole: 3 records, numbers 1 to 3");
	CHECK(sound);
	journal_close(journal);
}

static void
a_line_is_the_envelope_and_the_body(void)
{
	struct journal *journal;
	struct journal_cursor *cursor;
	char prev[CRYPT_DIGEST_HEX], copy[2048];
	struct slice line;
	struct err err;
	uint64_t seq;

	clean();
	journal = open_journal(1 << 20);
	append(journal, "{ \"sender\" : \"<a@b.test>\" }");
	CHECK_RC(journal_seek(journal, 1, &cursor, &err), RC_OK, &err);
	CHECK_RC(journal_next(cursor, &line, &err), RC_OK, &err);
	CHECK_RC(json_check(line, 8, &err), RC_OK, &err);
	snprintf(copy, sizeof copy, "%.*s", (int)line.len,
	    (const char *)line.at);
	CHECK_HOLDS(copy, "{\"schema\":1,\"event\":\"message\",\"id\":"
	    "\"01ABC\",\"seq\":1,\"prev\":\"0000");
	CHECK_HOLDS(copy, "\"instance\":\"test\",\"generation\":\"gen\","
	    "\"time\":\"20");
	CHECK_HOLDS(copy, ",\"sender\" : \"<a@b.test>\"}");
	CHECK(chain_read(line, &seq, prev));
	CHECK_NUMBER(seq, 1);
	CHECK_RC(journal_next(cursor, &line, &err), RC_END, &err);
	journal_cursor_free(cursor);
	journal_close(journal);
}

static void
what_could_lie_about_the_envelope_is_refused(void)
{
	static const char *const bodies[] = {
		"", "[]", "{", "{}x", "{\"a\":1}\n{\"b\":2}", "{'a':1}",
		"{\"seq\":9}", "{\"x\":1,\"prev\":\"\"}",
		"{\"x\":{\"y\":1},\"time\":1}", "{\"\\u0073eq\":9}",
		"{\"a\":\"b\",\"schema\":2}", "{\"a\":[\",\"],\"event\":1}",
		"{\"a\" : 1 ,  \"id\" : 2}",
	};
	static const char *const fine[] = {
		"{\"a\":\"seq\"}", "{\"a\":{\"seq\":1}}",
		"{\"a\":[\"seq\",\"prev\"]}", "{\"seqs\":1}",
		"{\"a\":\"\\\"\",\"b\":\"seq\"}",
	};
	struct journal *journal;
	struct err err;
	uint64_t seq;

	clean();
	journal = open_journal(1 << 20);
	for (size_t i = 0; i < sizeof bodies / sizeof bodies[0]; i++)
		CHECK_RC(journal_append(journal, slice_of("e"), slice_of("i"),
		    slice_of(""), slice_of(bodies[i]), &seq, &err), RC_INPUT,
		    &err);
	for (size_t i = 0; i < sizeof fine / sizeof fine[0]; i++)
		append(journal, fine[i]);
	CHECK_RC(journal_append(journal, slice_of("e\",\"x"), slice_of("i"),
	    slice_of(""), slice_of("{}"), &seq, &err), RC_INPUT, &err);
	CHECK_RC(journal_append(journal, slice_of("e"), slice_of("i j"),
	    slice_of(""), slice_of("{}"), &seq, &err), RC_INPUT, &err);
	CHECK_RC(journal_append(journal, slice_of(""), slice_of("i"),
	    slice_of(""), slice_of("{}"), &seq, &err), RC_INPUT, &err);
	CHECK_NUMBER(journal_last(journal), sizeof fine / sizeof fine[0]);
	journal_close(journal);
}

static void
a_torn_last_line_is_cut_kept_and_said(void)
{
	static const char *const tails[] = {
		"{\"schema\":1,\"event\":\"mess", "x", "\0\0\0\0",
		"no record but a whole line\n", "{}\n{}\n",
	};

	for (size_t i = 0; i < sizeof tails / sizeof tails[0]; i++) {
		struct journal *journal;
		char path[PATH_MAX], text[512];
		bool sound;
		int fd;

		clean();
		journal = open_journal(1 << 20);
		append(journal, "{\"n\":1}");
		append(journal, "{\"n\":2}");
		journal_close(journal);
		files_path(dir, 1, path);
		fd = open(path, O_WRONLY | O_APPEND);
		CHECK(write(fd, tails[i], i == 2 ? 4 : strlen(tails[i])) > 0);
		close(fd);
		journal = open_journal(1 << 20);
		/* The third says what happened; a fourth goes on. */
		CHECK_NUMBER(journal_last(journal), 3);
		CHECK_NUMBER(append(journal, "{\"n\":4}"), 4);
		verify(journal, &sound, text);
		CHECK(sound);
		journal_close(journal);
	}
}

/* Flip one bit at `at` of file 1. */
static void
flip(off_t at)
{
	char path[PATH_MAX];
	unsigned char byte;
	int fd;

	files_path(dir, 1, path);
	fd = open(path, O_RDWR);
	CHECK(pread(fd, &byte, 1, at) == 1);
	byte ^= 1;
	CHECK(pwrite(fd, &byte, 1, at) == 1);
	close(fd);
}

static void
any_changed_bit_breaks_the_chain(void)
{
	struct journal *journal;
	struct stat st;
	char path[PATH_MAX], text[512];
	size_t found = 0, tried = 0;
	bool sound;

	clean();
	journal = open_journal(1 << 20);
	for (int i = 0; i < 5; i++)
		append(journal, "{\"who\":\"x\"}");
	files_path(dir, 1, path);
	CHECK(stat(path, &st) == 0);
	for (off_t at = 0; at < st.st_size; at++, tried++) {
		flip(at);
		verify(journal, &sound, text);
		found += !sound;
		flip(at);
	}
	CHECK_NUMBER(found, tried);
	verify(journal, &sound, text);
	CHECK(sound);
	journal_close(journal);
}

static void
missing_and_doubled_lines_are_named(void)
{
	struct buf bytes = buf_new(1 << 20), changed = buf_new(1 << 20);
	struct slice rest, line;
	struct journal *journal;
	char path[PATH_MAX], text[512];
	struct err err;
	bool sound;

	clean();
	journal = open_journal(1 << 20);
	for (int i = 0; i < 5; i++)
		append(journal, "{}");
	files_path(dir, 1, path);
	CHECK_RC(io_read_file(path, &bytes, &err), RC_OK, &err);
	for (int mode = 0; mode < 3; mode++) {
		size_t n = 0;

		buf_clear(&changed);
		rest = buf_slice(&bytes);
		while (slice_cut(&rest, '\n', &line)) {
			int times = ++n != 3 ? 1 : mode == 0 ? 0 : 2;

			if (mode == 2 && n > 3)
				break;
			for (int k = 0; k < (mode == 2 ? 1 : times); k++) {
				buf_put(&changed, line);
				buf_byte(&changed, '\n');
			}
		}
		CHECK_RC(io_replace_file(path, buf_slice(&changed), 0600,
		    &err), RC_OK, &err);
		verify(journal, &sound, text);
		CHECK(!sound);
		CHECK_HOLDS(text, mode == 0 ? "before number 4" : mode == 1 ?
		    "before number 3" : "after record number 3");
	}
	journal_close(journal);
	buf_free(&bytes);
	buf_free(&changed);
}

/* It begins where it likes, as what is left of a journal may, but too late. */
static void
one_forged_line_in_place_of_all_is_found(void)
{
	const struct chain_record record = {
		.instance = "test", .time = "2026-11-02T00:00:00.000Z",
		.event = slice_of("message"), .id = slice_of("01ABC"),
		.generation = slice_of("gen"), .body = slice_of("{}"),
	};
	struct chain chain = chain_begin();
	struct buf forged = buf_new(CHAIN_LINE_MAX);
	struct journal *journal;
	char path[PATH_MAX], text[512];
	struct err err;
	bool sound;

	clean();
	journal = open_journal(1 << 20);
	for (int i = 0; i < 3; i++)
		append(journal, "{}");
	files_path(dir, 1, path);
	for (chain.seq = 1; chain.seq < 6; chain.seq++) {
		CHECK_RC(chain_write(&chain, &record, &forged, &err), RC_OK,
		    &err);
		CHECK_RC(io_replace_file(path, buf_slice(&forged), 0600,
		    &err), RC_OK, &err);
		verify(journal, &sound, text);
		CHECK(!sound);
	}
	CHECK_HOLDS(text, "was not written stands at number 6");
	journal_close(journal);
	buf_free(&forged);
}

static void
files_turn_and_the_chain_goes_on(void)
{
	struct journal *journal;
	struct journal_cursor *cursor;
	unsigned first, last;
	char prev[CRYPT_DIGEST_HEX], text[512], path[PATH_MAX];
	struct slice line;
	struct err err;
	uint64_t seq;
	bool sound;

	clean();
	journal = open_journal(2000);
	for (int i = 0; i < 200; i++)
		append(journal, "{\"some\":\"thing\"}");
	CHECK_RC(files_range(dir, &first, &last, &err), RC_OK, &err);
	CHECK(first == 1 && last > 20);
	journal_close(journal);
	journal = open_journal(2000);
	CHECK_NUMBER(append(journal, "{}"), 201);
	CHECK_HOLDS(verify(journal, &sound, text), "201 records");
	CHECK(sound);
	for (uint64_t want = 1; want <= 201; want += 25) {
		CHECK_RC(journal_seek(journal, want, &cursor, &err), RC_OK,
		    &err);
		CHECK_RC(journal_next(cursor, &line, &err), RC_OK, &err);
		CHECK(chain_read(line, &seq, prev));
		CHECK_NUMBER(seq, want);
		journal_cursor_free(cursor);
	}
	/* Old files may be moved away whole; a file between may not. */
	files_path(dir, 1, path);
	CHECK(unlink(path) == 0);
	CHECK_HOLDS(verify(journal, &sound, text), "to 201");
	CHECK(sound);
	journal_close(journal);
	journal = open_journal(2000);
	CHECK(journal_first(journal) > 1);
	CHECK_NUMBER(append(journal, "{}"), 202);
	files_path(dir, 10, path);
	CHECK(truncate(path, 0) == 0);
	verify(journal, &sound, text);
	CHECK(!sound);
	journal_close(journal);
}

static void
an_empty_last_file_takes_its_chain_from_the_one_before(void)
{
	struct journal *journal;
	char path[PATH_MAX], text[512];
	bool sound;
	int fd;

	clean();
	journal = open_journal(1 << 20);
	append(journal, "{}");
	journal_close(journal);
	files_path(dir, 2, path);
	fd = open(path, O_CREAT | O_WRONLY, 0600);
	close(fd);
	journal = open_journal(1 << 20);
	CHECK_NUMBER(append(journal, "{}"), 2);
	verify(journal, &sound, text);
	CHECK(sound);
	journal_close(journal);
}

static void
a_full_disk_leaves_no_half_line(void)
{
	struct rlimit old, small;
	struct journal *journal;
	char text[512];
	struct err err;
	enum rc rc = RC_OK;
	uint64_t seq, kept;
	bool sound;

	clean();
	journal = open_journal(1 << 20);
	getrlimit(RLIMIT_FSIZE, &old);
	small = old;
	small.rlim_cur = 5000;
	signal(SIGXFSZ, SIG_IGN);
	setrlimit(RLIMIT_FSIZE, &small);
	for (int i = 0; i < 100 && rc == RC_OK; i++)
		rc = journal_append(journal, slice_of("e"), slice_of("i"),
		    slice_of(""), slice_of("{\"a\":\"bcd\"}"), &seq, &err);
	CHECK_RC(rc, RC_LATER, &err);
	kept = journal_last(journal);
	CHECK(kept > 5 && kept < 100);
	setrlimit(RLIMIT_FSIZE, &old);
	CHECK_NUMBER(append(journal, "{}"), kept + 1);
	verify(journal, &sound, text);
	CHECK(sound);
	journal_close(journal);
}

static void
only_one_keeper_has_the_journal(void)
{
	const struct journal_rules rules = {
		.dir = dir, .instance = "test", .clock = &machine_clock,
		.file_bytes = 1 << 20, .lock_ms = 30,
	};
	struct journal *journal, *second;
	struct err err;

	clean();
	journal = open_journal(1 << 20);
	CHECK_RC(journal_open(&rules, &second, &err), RC_LATER, &err);
	CHECK_HOLDS(err.text, "another keeper");
	journal_close(journal);
}

static void
a_hundred_thousand_records_hold(void)
{
	struct journal *journal;
	char text[512];
	bool sound;

	clean();
	journal = open_journal(1 << 23);
	for (int i = 0; i < 100000; i++)
		append(journal, "{\"verdicts\":[],\"sender\":\"<a@b.test>\"}");
	journal_close(journal);
	journal = open_journal(1 << 23);
	CHECK_NUMBER(journal_last(journal), 100000);
	CHECK_HOLDS(verify(journal, &sound, text), "100000 records");
	CHECK(sound);
	journal_close(journal);
	clean();
}

int
main(void)
{
	static const struct unit_test tests[] = {
		UNIT(numbers_go_on_without_a_gap_over_a_restart),
		UNIT(a_line_is_the_envelope_and_the_body),
		UNIT(what_could_lie_about_the_envelope_is_refused),
		UNIT(a_torn_last_line_is_cut_kept_and_said),
		UNIT(any_changed_bit_breaks_the_chain),
		UNIT(missing_and_doubled_lines_are_named),
		UNIT(one_forged_line_in_place_of_all_is_found),
		UNIT(files_turn_and_the_chain_goes_on),
		UNIT(an_empty_last_file_takes_its_chain_from_the_one_before),
		UNIT(a_full_disk_leaves_no_half_line),
		UNIT(only_one_keeper_has_the_journal),
		UNIT(a_hundred_thousand_records_hold),
		{NULL, NULL},
	};
	struct err err;
	int failed;

	machine_clock = clock_system();
	if (crypt_start(&err) != RC_OK || mkdtemp(dir) == NULL)
		return 1;
	failed = unit_run("journal", tests);
	clean();
	rmdir(dir);
	return failed;
}
