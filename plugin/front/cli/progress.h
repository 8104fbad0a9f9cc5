/*
 * progress - how far a long run is, on one line that is erased at the end.
 *
 * Silent unless it writes to a terminal and the run takes longer than a second.
 * It shows counts only, never a name.
 */
#ifndef OUTMARK_FRONT_CLI_PROGRESS_H
#define OUTMARK_FRONT_CLI_PROGRESS_H

#include <stdio.h>

#include "base/buf.h"
#include "base/clock.h"

struct progress {
	FILE *to;		/* NULL: silent */
	struct clock clock;
	uint64_t start_ms, drawn_ms;
	uint64_t done, total;	/* files; total 0: not known */
	uint64_t messages;	/* examined so far */
	bool shown;
};

/* From now on, on `to` (borrowed; NULL is silent); `total` files, 0: unknown. */
struct progress progress_begin(FILE *to, struct clock clock, uint64_t total);

/* Draw it, if it is time to. */
void progress_step(struct progress *progress);

/* Erase the line, so that something else can be written. */
void progress_hide(struct progress *progress);

/* The line as it would be drawn at `now_ms`, without control characters. */
void progress_line(const struct progress *progress, uint64_t now_ms,
    struct buf *out);

#endif
