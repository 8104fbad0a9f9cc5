/*
 * clock - what time it is, as a value that is passed in.
 *
 * Deadlines use the monotonic side, records the wall side.  Tests pass a clock
 * that they move themselves.
 */
#ifndef OUTMARK_BASE_CLOCK_H
#define OUTMARK_BASE_CLOCK_H

#include <stdint.h>

struct clock {
	uint64_t (*monotonic_ms)(void *own);
	uint64_t (*wall_ms)(void *own);		/* since 1970-01-01T00:00Z */
	void *own;
};

/* The machine's own clocks. */
struct clock clock_system(void);

uint64_t clock_monotonic_ms(const struct clock *clock);
uint64_t clock_wall_ms(const struct clock *clock);

/* Milliseconds from now to `deadline_ms` (monotonic); 0 when it has passed. */
uint64_t clock_left_ms(const struct clock *clock, uint64_t deadline_ms);

enum { CLOCK_TEXT_SIZE = 25 };

/* `wall_ms` as RFC 3339 in UTC, "2026-11-21T09:30:00.123Z"; `text` is yours. */
void clock_rfc3339(uint64_t wall_ms, char text[CLOCK_TEXT_SIZE]);

#endif
