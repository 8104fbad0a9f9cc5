/*
 * lint - is a rule cheap enough, and does it say what it means?
 */
#include "scanner/match/lint.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "scanner/match/compile.h"

enum {
	RUNS = 3,
	WORST_BYTES = 1 << 16,
	SERIALISED_MOST = 64 << 20,
	COMPILE_WARN_US = 50000,
	SIZE_WARN = 65536,
	TEXT_PAD = 64,
};

static uint64_t
now_ns(clockid_t id)
{
	struct timespec at;

	clock_gettime(id, &at);
	return (uint64_t)at.tv_sec * 1000000000u + (uint64_t)at.tv_nsec;
}

/* Words, numbers and tables in the proportion of business mail. */
enum rc
lint_text(size_t bytes, struct slice *text, struct err *err)
{
	static const char *const words[] = {"the", "agreement", "of", "and",
		"delivery", "please", "find", "attached", "meeting", "on",
		"invoice", "for", "Müller", "customer", "report", "quarter",
		"budget", "to", "we", "will", "send", "server", "update",
		"password", "in", "account", "http", "security", "order",
		"project", "SECRET", "parties", "is", "not"};
	unsigned char *at = malloc(bytes + TEXT_PAD);
	uint64_t seed = 88172645463325252ull;
	size_t len = 0;

	if (!at)
		return err_set(err, RC_SYSTEM, "no memory to measure rules");
	while (len + 64 < bytes) {
		const char *end;
		int n;

		seed ^= seed << 13;
		seed ^= seed >> 7;
		seed ^= seed << 17;
		end = seed % 13 == 0 ? ".\n" : seed % 7 == 0 ? ", " : " ";
		if (seed % 29 == 0)
			n = snprintf((char *)at + len, 64, "%llu-%02llu-%llu%s",
			    (unsigned long long)(seed >> 20) % 2000,
			    (unsigned long long)(seed >> 33) % 100,
			    (unsigned long long)(seed >> 40) % 100000, end);
		else
			n = snprintf((char *)at + len, 64, "%s%s",
			    words[(seed >> 8) % (sizeof(words) /
			    sizeof(words[0]))], end);
		len += (size_t)n;
	}
	memset(at + len, 0, bytes + TEXT_PAD - len);
	*text = slice_bytes(at, len);
	return RC_OK;
}

static bool
count(void *own, uint32_t pattern, uint32_t end)
{
	(void)pattern;
	(void)end;
	++*(uint64_t *)own;
	return true;
}

enum rc
lint_time(struct hsdb *db, struct slice text, uint64_t *best_ns,
    uint64_t *reports, struct err *err)
{
	*best_ns = UINT64_MAX;
	for (unsigned run = 0; run < RUNS; run++) {
		uint64_t start = now_ns(CLOCK_PROCESS_CPUTIME_ID), took;

		*reports = 0;
		TRY(hsdb_scan(db, text, count, reports, err));
		took = now_ns(CLOCK_PROCESS_CPUTIME_ID) - start;
		*best_ns = took < *best_ns ? took : *best_ns;
	}
	return RC_OK;
}

/* The rule's own example, again and again: how many reports for each byte? */
static enum rc
measure_worst(struct hsdb *db, struct slice example,
    struct lint_measure *measure, struct err *err)
{
	unsigned char *at;
	uint64_t reports = 0;
	size_t len = 0;
	enum rc rc;

	if (!example.len || example.len > WORST_BYTES / 2)
		return RC_OK;
	at = calloc(1, WORST_BYTES + TEXT_PAD);
	if (!at)
		return err_set(err, RC_SYSTEM, "no memory to measure rules");
	while (len + example.len + 1 < WORST_BYTES) {
		memcpy(at + len, example.at, example.len);
		len += example.len;
		at[len++] = '\n';
	}
	rc = hsdb_scan(db, slice_bytes(at, len), count, &reports, err);
	measure->worst_reports_per_byte = (double)reports / (double)len;
	free(at);
	return rc;
}

static enum rc
measure_open(struct hsdb *db, struct slice example, struct slice text,
    uint64_t literal_ns, struct lint_measure *measure, struct err *err)
{
	uint64_t best, reports;

	TRY(lint_time(db, text, &best, &reports, err));
	measure->database_bytes = hsdb_size(db);
	measure->ratio = (double)best / (double)(literal_ns ? literal_ns : 1);
	measure->reports_per_mib = (double)reports * 1048576.0 /
	    (double)text.len;
	return measure_worst(db, example, measure, err);
}

enum rc
lint_pattern(const struct rule_pattern *pattern, struct slice example,
    struct slice text, uint64_t literal_ns, const struct limits *limits,
    struct lint_measure *measure, struct err *err)
{
	struct buf serialised = buf_new(SERIALISED_MOST);
	struct hsdb_info info = {0};
	struct hsdb *db = NULL;
	uint64_t start = now_ns(CLOCK_MONOTONIC);
	size_t bad;
	enum rc rc = hsdb_info(pattern, &info, err);

	memset(measure, 0, sizeof(*measure));
	measure->min_width = info.min_width;
	measure->max_width = info.max_width;
	if (rc == RC_OK)
		rc = compile_in_child(pattern, 1, limits, &serialised, &bad,
		    err);
	measure->compile_us = (now_ns(CLOCK_MONOTONIC) - start) / 1000;
	if (rc == RC_OK)
		rc = hsdb_open(buf_slice(&serialised), &db, err);
	if (rc == RC_OK)
		rc = measure_open(db, example, text, literal_ns, measure, err);
	hsdb_close(db);
	buf_free(&serialised);
	return rc;
}

enum lint_verdict
lint_judge(const struct lint_measure *m, bool allow_slow, const char **why)
{
	*why = NULL;
	if (m->min_width == 0)
		*why = "it matches nothing at all: every alternative needs text";
	else if (m->ratio > 200 && !allow_slow)
		*why = "it is more than 200 times slower than a plain phrase: "
		    "give it a literal, or write it as shape";
	else if (m->worst_reports_per_byte > 1)
		*why = "it reports several ends for each byte: end it with \\b "
		    "or a fixed character";
	if (*why)
		return LINT_REFUSE;
	if (m->ratio > 30)
		*why = "it is more than 30 times slower than a plain phrase";
	else if (m->reports_per_mib > 500)
		*why = "it reports more than 500 times in a MiB: it needs "
		    "evidence, or a boundary at its end";
	else if (m->compile_us > COMPILE_WARN_US)
		*why = "compiling it takes longer than 50 ms";
	else if (m->database_bytes > SIZE_WARN)
		*why = "its database is larger than 64 KiB";
	return *why ? LINT_WARN : LINT_GOOD;
}
