/*
 * scan - one question to the scanner and its whole answer.
 *
 * Whatever happens on the other side becomes an answer with a cause: an end
 * before DONE is `crashed`, silence `time`, an answer that breaks a rule
 * `internal`.  Only a scanner that cannot be reached is an error.
 */
#ifndef OUTMARK_LIB_SCAN_H
#define OUTMARK_LIB_SCAN_H

#include "lib/answer.h"
#include "lib/envelope.h"
#include "lib/service.h"

struct scan {
	int message_fd;			/* sealed; stays the caller's */
	bool is_document, want_text, want_explain, is_cut;
	const char *name;		/* of the document, or NULL */
	const char *rule;		/* explain only this one, or NULL */
	const struct envelope *envelope;
	uint64_t wait_ms;		/* that the scanner is given */
	uint64_t deadline_ms;		/* monotonic; ours */
	const struct limits *limits;
	const struct clock *clock;
	void (*tick)(void *own);	/* about every two seconds, or NULL */
	void *own;
};

/* RC_LATER or RC_CONFIG when the scanner is not there.  The answer is yours. */
enum rc scan_run(const struct scan *scan, struct service *service,
    struct answer **answer, struct err *err) MUST_USE;

/* An answer without a scan, of this cause, with a sentence.  NULL: no memory. */
struct answer *scan_fault(const struct limits *limits, enum cause cause,
    const char *sentence) MUST_USE;

#endif
