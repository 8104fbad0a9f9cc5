/*
 * bench_match - the matcher against the pattern library alone, in one run.
 *
 *   bench_match [--plain] RULES [FILE|FOLDER]
 *
 * Prints MB/s (10^6 bytes a second of processor time, one core, median of five
 * alternating rounds) of hs_scan over one database of all that the pack looks
 * for in text (patterns, words of evidence, phrases, names of columns; nothing is
 * done with what it finds), of match_text, and of the whole pipeline (MIME walk,
 * base64, normalise, match) on a mail with the same bytes attached: made prose
 * with a planted value each 24 KiB, made CSV, or FILE.  For a FOLDER of mails: the
 * pipeline on each of them.
 *
 * --plain: the same with the shapes of values as regexes in that one database, as
 * who has the library and the rules alone would do it; compiling takes minutes.
 */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/io.h"
#include "scanner/match/compile.h"
#include "scanner/match/engine.h"
#include "scanner/message/charset.h"
#include "scanner/pipeline.h"

enum { BYTES = 16 << 20, ROUNDS = 5, PLANT_EACH = 24 << 10,
	MEMORY = 1 << 30, SLACK = 64, MAILS_MOST = 4096 };

struct bench {
	struct matcher *matcher;
	struct hsdb *raw_db;
	const char *name;
	struct charsets *charsets;
	struct slice text, mail;
	double raw[ROUNDS], all[ROUNDS], whole[ROUNDS];
	size_t findings;
};

static double
seconds(void)
{
	struct timespec at;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &at);
	return (double)at.tv_sec + (double)at.tv_nsec / 1e9;
}

static uint64_t
next_random(uint64_t *seed)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 7;
	*seed ^= *seed << 17;
	return *seed;
}

/* A word of two to nine letters, more often short. */
static size_t
word(unsigned char *at, uint64_t *seed)
{
	static const char letters[] = "etaoinshrdlucmfwypvbgkqjxz";
	size_t length = 2 + next_random(seed) % 4 + next_random(seed) % 5;

	for (size_t i = 0; i < length; i++) {
		uint64_t r = next_random(seed);

		at[i] = (unsigned char)letters[(r % 26) * (r / 26 % 26) / 26];
	}
	return length;
}

static struct slice
make_prose(void)
{
	unsigned char *at = calloc(1, BYTES + SLACK + 128);
	uint64_t seed = 88172645463325252ull;
	size_t len = 0, planted = 0;

	while (at && len < BYTES) {
		uint64_t r = next_random(&seed);

		if (len / PLANT_EACH > planted) {
			planted++;
			len += (size_t)snprintf((char *)at + len, 64,
			    "SSN %03u-%02u-%04u. ", 100 + (unsigned)(r % 500),
			    1 + (unsigned)(r >> 20) % 98,
			    1 + (unsigned)(r >> 32) % 9998);
		}
		if (r % 23 == 0)
			len += (size_t)snprintf((char *)at + len, 64, "%u",
			    (unsigned)(r >> 40) % 3000);
		else
			len += word(at + len, &seed);
		at[len++] = r % 17 == 0 ? '.' : ' ';
		if (r % 97 == 0)
			at[len++] = '\n';
	}
	return slice_bytes(at, BYTES);
}

static struct slice
make_csv(void)
{
	unsigned char *at = calloc(1, BYTES + SLACK + 256);
	uint64_t seed = 362436069ull;
	size_t len = 0;

	while (at && len < BYTES) {
		for (unsigned c = 0; c < 10; c++)
			len += (size_t)snprintf((char *)at + len, 64, "%llu%c",
			    (unsigned long long)(next_random(&seed) %
			    (c < 5 ? 100000 : 10000000000ull)),
			    c == 9 ? '\n' : ',');
	}
	return slice_bytes(at, BYTES);
}

static bool
ignore(void *own, uint32_t pattern, uint32_t end)
{
	(void)own;
	(void)pattern;
	(void)end;
	return true;
}

static enum rc
run_raw(struct bench *b, unsigned round, struct err *err)
{
	double start = seconds();
	enum rc rc = hsdb_scan(b->raw_db, b->text, ignore, NULL, err);

	b->raw[round] = seconds() - start;
	return rc;
}

static enum rc
run_all(struct bench *b, unsigned round, struct err *err)
{
	struct arena *arena = arena_new(MEMORY);
	struct text_run run = {.where = "bench", .scope = SCOPE_body};
	struct text text = {.part = 1, .bytes = b->text, .runs = &run,
	    .run_count = 1};
	struct match_options options = {0};
	struct match_result result = {0};
	struct match *match;
	double start = seconds();
	enum rc rc = match_begin(b->matcher, arena, &options, &match, err);

	if (rc == RC_OK)
		rc = match_text(match, &text, err);
	if (rc == RC_OK)
		rc = match_end(match, &result, err);
	b->all[round] = seconds() - start;
	b->findings = result.finding_count;
	arena_free(arena);
	return rc;
}

/* A mail with the text attached in base64, in lines of 76. */
static struct slice
make_mail(struct slice text)
{
	static const char head[] = "From: a@example.org\r\nTo: b@example.org\r\n"
	    "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n"
	    "Content-Transfer-Encoding: base64\r\n\r\n";
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	    "abcdefghijklmnopqrstuvwxyz0123456789+/";
	unsigned char *at = malloc(sizeof(head) + text.len / 57 * 78 + 256);
	size_t len = sizeof(head) - 1;

	if (at == NULL)
		return (struct slice){0};
	memcpy(at, head, len);
	for (size_t i = 0; i + 3 <= text.len; i += 3) {
		uint32_t three = (uint32_t)text.at[i] << 16 |
		    (uint32_t)text.at[i + 1] << 8 | text.at[i + 2];

		for (int shift = 18; shift >= 0; shift -= 6)
			at[len++] = (unsigned char)digits[three >> shift & 63];
		if (i % 57 == 54) {
			at[len++] = '\r';
			at[len++] = '\n';
		}
	}
	return slice_bytes(at, len);
}

static enum rc
run_whole(struct bench *b, unsigned round, struct err *err)
{
	struct limits limits = limit_defaults();
	struct clock clock = clock_system();
	struct pipeline with = {.limits = &limits, .clock = &clock,
	    .charsets = b->charsets, .matcher = b->matcher};
	struct pipeline_request request = {.bytes = b->mail,
	    .deadline_ms = clock_monotonic_ms(&clock) + 600000};
	struct pipeline_result result;
	struct arena *arena = arena_new(MEMORY);
	double start;
	enum rc rc;

	limits.text_part_bytes = limits.text_mail_bytes = 1 << 29;
	start = seconds();
	rc = pipeline_run(&with, &request, arena, &result, err);
	b->whole[round] = seconds() - start;
	arena_free(arena);
	return rc;
}

static int
by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double
rate(const struct bench *b, double *rounds)
{
	qsort(rounds, ROUNDS, sizeof(*rounds), by_value);
	return (double)b->text.len / 1e6 / rounds[ROUNDS / 2];
}

/* What a letter of the shape language is as a regex, or NULL: itself. */
static const char *
class_of(char letter)
{
	switch (letter) {
	case 'd':
		return "[0-9]";
	case 'L':
		return "[A-Z]";
	case 'l':
		return "[A-Za-z]";
	case 'A':
		return "[A-Z0-9]";
	case 'a':
		return "[A-Za-z0-9]";
	}
	return NULL;
}

/* The built-in shapes, as one would write them; NULL: it is none. */
static const char *
built_in(const char *shape)
{
	if (!strcmp(shape, "email"))
		return "\\b[\\w.+-]{1,64}@[\\w-]{1,63}\\.[\\w.-]{2,63}\\b";
	if (!strcmp(shape, "iban"))
		return "\\b[A-Z]{2}[0-9]{2}([ -]?[A-Z0-9]{4}){2,7}\\b";
	if (!strcmp(shape, "phone"))
		return "\\b[0-9][0-9 ()./-]{5,18}[0-9]\\b";
	return strcmp(shape, "phone+") ? NULL :
	    "\\+[0-9][0-9 ()./-]{6,18}[0-9]\\b";
}

/* A shape, see shape.h, as a regex with the edges of a word round it.  Yours. */
static char *
regex_of_shape(const char *shape)
{
	char *regex = malloc(16 * strlen(shape) + 16), *at = regex;
	bool quoted = false;

	if (built_in(shape) || !regex) {
		free(regex);
		return strdup(built_in(shape) ? built_in(shape) : "");
	}
	if (byte_is_alnum((unsigned char)*shape) || *shape == '\'')
		at = stpcpy(at, "\\b");
	for (; *shape; shape++) {
		const char *class = quoted ? NULL : class_of(*shape);

		if (*shape == '\'') {
			quoted = !quoted;
		} else if (class) {
			at = stpcpy(at, class);
		} else if (*shape == '{') {
			while ((*at++ = *shape) != '}')
				shape++;
		} else {
			if (!byte_is_alnum((unsigned char)*shape))
				*at++ = '\\';
			*at++ = *shape;
		}
	}
	strcpy(at, at[-1] == ']' || at[-1] == '}' ? "\\b" : "");
	return regex;
}

/* The shapes of all rules behind the patterns. */
static void
add_shapes(const struct ruleset *rules, struct rule_pattern *all,
    size_t *count)
{
	for (size_t i = 0; i < rules->rule_count; i++)
		for (size_t k = 0; k < rules->rules[i]->shape_count; k++)
			all[(*count)++] = (struct rule_pattern){.regex =
			    regex_of_shape(rules->rules[i]->shapes[k])};
}

/* All that is looked for in text, as one database of the library. */
static enum rc
open_raw(struct matcher *matcher, bool plain, struct hsdb **db,
    struct err *err)
{
	const struct catalogue *c = &matcher->catalogue;
	const struct catalogue_list *lists[] = {&c->texts, &c->words,
	    &c->phrases, &c->heads};
	size_t count = 0, shapes = 0, bad;
	struct rule_pattern *all;
	enum rc rc;

	for (size_t i = 0; plain && i < matcher->rules->rule_count; i++)
		shapes += matcher->rules->rules[i]->shape_count;
	all = calloc(c->texts.count + c->words.count + c->phrases.count +
	    c->heads.count + shapes + 1, sizeof(*all));
	if (!all)
		return err_set(err, RC_SYSTEM, "no memory for the bench");
	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++) {
		memcpy(all + count, lists[i]->patterns,
		    lists[i]->count * sizeof(*all));
		count += lists[i]->count;
	}
	if (plain)
		add_shapes(matcher->rules, all, &count);
	rc = compile_open(all, count, NULL, &matcher->limits, db, &bad, err);
	for (size_t i = count - shapes; i < count; i++)
		free((void *)(uintptr_t)all[i].regex);
	free(all);
	return rc;
}

static enum rc
run(struct matcher *matcher, bool plain, const char *name,
    struct slice text, struct err *err)
{
	struct bench b = {.matcher = matcher, .name = name, .text = text,
	    .mail = make_mail(text)};
	double raw, all, whole;

	TRY(charsets_open(&b.charsets, err));
	TRY(open_raw(matcher, plain, &b.raw_db, err));
	for (unsigned round = 0; round < ROUNDS; round++) {
		TRY(run_raw(&b, round, err));
		TRY(run_all(&b, round, err));
		TRY(run_whole(&b, round, err));
	}
	raw = rate(&b, b.raw);
	all = rate(&b, b.all);
	whole = rate(&b, b.whole);
	printf("%-6s %s library %8.1f MB/s   matcher %7.1f MB/s %5.1f %%   "
	    "pipeline %7.1f MB/s %5.1f %%   %zu findings\n", name, plain ?
	    "plain" : "raw", raw, all,
	    100 * all / raw, whole, 100 * whole / raw, b.findings);
	hsdb_close(b.raw_db);
	free((void *)(uintptr_t)b.mail.at);
	return RC_OK;
}

static enum rc
run_file(struct matcher *matcher, bool plain, const char *path,
    struct err *err)
{
	struct buf bytes = buf_new(MEMORY);
	enum rc rc = io_read_file(path, &bytes, err);

	if (rc == RC_OK)
		rc = run(matcher, plain, "file", buf_slice(&bytes), err);
	buf_free(&bytes);
	return rc;
}

/* All mails of a folder, each in the median of its rounds. */
struct mails {
	struct bench bench;
	double times[MAILS_MOST];	/* seconds */
	size_t count, bytes;
};

static enum rc
run_mail(struct mails *mails, const char *path, struct err *err)
{
	struct buf bytes = buf_new(MEMORY);
	enum rc rc = io_read_file(path, &bytes, err);

	mails->bench.mail = buf_slice(&bytes);
	for (unsigned round = 0; rc == RC_OK && round < ROUNDS; round++)
		rc = run_whole(&mails->bench, round, err);
	if (rc == RC_OK) {
		qsort(mails->bench.whole, ROUNDS, sizeof(double), by_value);
		mails->times[mails->count++] = mails->bench.whole[ROUNDS / 2];
		mails->bytes += mails->bench.mail.len;
	}
	buf_free(&bytes);
	return rc;
}

static void
print_mails(struct mails *mails)
{
	double total = 0;

	for (size_t i = 0; i < mails->count; i++)
		total += mails->times[i];
	qsort(mails->times, mails->count, sizeof(double), by_value);
	printf("mails  %zu of %.1f KB in the mean   pipeline %7.1f MB/s   "
	    "%.2f ms a mail, median %.2f, 95 %% below %.2f, most %.2f\n",
	    mails->count, (double)mails->bytes / 1e3 / (double)mails->count,
	    (double)mails->bytes / 1e6 / total,
	    1e3 * total / (double)mails->count,
	    1e3 * mails->times[mails->count / 2],
	    1e3 * mails->times[mails->count * 95 / 100],
	    1e3 * mails->times[mails->count - 1]);
}

static enum rc
run_folder(struct matcher *matcher, const char *path, DIR *folder,
    struct err *err)
{
	static struct mails mails;
	struct dirent *entry;
	char name[4096];

	mails.bench.matcher = matcher;
	TRY(charsets_open(&mails.bench.charsets, err));
	while ((entry = readdir(folder)) && mails.count < MAILS_MOST) {
		if (entry->d_name[0] == '.')
			continue;
		snprintf(name, sizeof(name), "%s/%s", path, entry->d_name);
		TRY(run_mail(&mails, name, err));
	}
	if (!mails.count)
		return err_set(err, RC_CONFIG, "%s holds no file", path);
	print_mails(&mails);
	return RC_OK;
}

static enum rc
run_path(struct matcher *matcher, bool plain, const char *path,
    struct err *err)
{
	DIR *folder = opendir(path);
	enum rc rc;

	if (!folder && errno != ENOTDIR)
		return err_set(err, RC_CONFIG, "%s cannot be read: %s", path,
		    strerror(errno));
	rc = folder ? run_folder(matcher, path, folder, err) :
	    run_file(matcher, plain, path, err);
	if (folder)
		closedir(folder);
	return rc;
}

int
main(int argc, char **argv)
{
	struct limits limits = limit_defaults();
	struct clock clock = clock_system();
	struct matcher_options options = {.limits = &limits, .clock = &clock};
	struct matcher *matcher;
	struct slice text;
	struct err err = {0};
	bool plain = argc > 1 && !strcmp(argv[1], "--plain");
	enum rc rc;

	argc -= plain;
	argv += plain;
	if (argc < 2) {
		fprintf(stderr, "usage: bench_match [--plain] RULES "
		    "[FILE|FOLDER]\n");
		return 2;
	}
	/* Regexes of all shapes are more than the limit for packs allows. */
	if (plain)
		limits.pack_compile_ms = 600000;
	options.rules_dir = argv[1];
	rc = matcher_open(&options, &matcher, &err);
	if (rc == RC_OK && argc > 2)
		rc = run_path(matcher, plain, argv[2], &err);
	for (unsigned kind = 0; rc == RC_OK && argc == 2 && kind < 2; kind++) {
		text = kind ? make_csv() : make_prose();
		rc = run(matcher, plain, kind ? "csv" : "prose", text, &err);
		free((void *)(uintptr_t)text.at);
	}
	if (rc != RC_OK) {
		fprintf(stderr, "bench_match: %s\n", err.text);
		return 2;
	}
	matcher_close(matcher);
	return 0;
}
