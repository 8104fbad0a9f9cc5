/*
 * budget - what one message may still cost, counted in one place.
 *
 * Readers and workers report what they produce; this says when it is enough
 * and with which cause.  It never stops anybody by itself.
 */
#ifndef OUTMARK_SCANNER_BUDGET_H
#define OUTMARK_SCANNER_BUDGET_H

#include "base/cause.h"
#include "base/clock.h"
#include "base/limit.h"

struct budget {
	const struct limits *limits;
	const struct clock *clock;
	uint64_t deadline_ms;	/* monotonic */
	uint64_t parts;		/* so far, of all kinds */
	uint64_t parts_most;
	uint64_t unpacked;
	uint64_t unpacked_most;
	uint64_t text;
	uint64_t text_most;
	uint64_t pictures;	/* that were read */
	uint64_t picture_ms;	/* spent on reading them */
};

/* A fresh budget with the ceilings of `limits`. */
struct budget budget_new(const struct limits *limits,
    const struct clock *clock, uint64_t deadline_ms);

/* CAUSE_none or CAUSE_time. */
enum cause budget_time(const struct budget *budget);

/* One more part: CAUSE_none or CAUSE_too_many (not counted then). */
enum cause budget_part(struct budget *budget);

/* May a part stand this deep?  CAUSE_none or CAUSE_too_deep. */
enum cause budget_depth(const struct budget *budget, uint32_t depth,
    uint32_t archive_depth);

/*
 * `more` bytes were unpacked from a part of `packed` bytes which has given
 * `*from_part` before: CAUSE_none, CAUSE_too_big or CAUSE_ratio.
 */
enum cause budget_unpacked(struct budget *budget, uint64_t more,
    uint64_t packed, uint64_t *from_part);

/* So many pictures were read, in so many milliseconds. */
void budget_pictures(struct budget *budget, uint64_t pictures, uint64_t ms);

/* How much text one part may still add. */
uint64_t budget_text_left(const struct budget *budget);

#endif
