/*
 * lint - is a rule cheap enough, and does it say what it means?
 *
 * Times are ratios to a fixed literal rule timed in the same run, so that they
 * hold on any machine.  Solo cost is a class, not a sum: removing one of
 * several slow rules often changes nothing.
 */
#ifndef OUTMARK_SCANNER_MATCH_LINT_H
#define OUTMARK_SCANNER_MATCH_LINT_H

#include "base/limit.h"
#include "scanner/match/hsdb.h"

struct lint_measure {
	uint64_t compile_us;
	size_t database_bytes;
	double ratio;			/* to the literal rule; 1 is as fast */
	double reports_per_mib;
	double worst_reports_per_byte;	/* on text made of its own matches */
	unsigned min_width;
	unsigned max_width;
};

enum lint_verdict { LINT_GOOD, LINT_WARN, LINT_REFUSE };

/* Made text to measure on; `bytes` is yours to free with free(). */
enum rc lint_text(size_t bytes, struct slice *text, struct err *err) MUST_USE;

/* Nanoseconds for scanning `text` once with this database, best of three. */
enum rc lint_time(struct hsdb *db, struct slice text, uint64_t *best_ns,
    uint64_t *reports, struct err *err) MUST_USE;

/* Measure one pattern alone; `example` (or empty) is a text it matches. */
enum rc lint_pattern(const struct rule_pattern *pattern, struct slice example,
    struct slice text, uint64_t literal_ns, const struct limits *limits,
    struct lint_measure *measure, struct err *err) MUST_USE;

/* What to say about it; `*why` is NULL when it is good. */
enum lint_verdict lint_judge(const struct lint_measure *measure,
    bool allow_slow, const char **why);

#endif
