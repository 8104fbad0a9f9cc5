/*
 * clock - what time it is, as a value that is passed in.  See clock.h.
 */
#include "base/clock.h"

#include <stdio.h>
#include <time.h>

static uint64_t
read_ms(clockid_t id)
{
	struct timespec now;

	clock_gettime(id, &now);
	return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

static uint64_t
system_monotonic_ms(void *own)
{
	(void)own;
	return read_ms(CLOCK_MONOTONIC);
}

static uint64_t
system_wall_ms(void *own)
{
	(void)own;
	return read_ms(CLOCK_REALTIME);
}

struct clock
clock_system(void)
{
	return (struct clock){ .monotonic_ms = system_monotonic_ms,
	    .wall_ms = system_wall_ms };
}

uint64_t
clock_monotonic_ms(const struct clock *clock)
{
	return clock->monotonic_ms(clock->own);
}

uint64_t
clock_wall_ms(const struct clock *clock)
{
	return clock->wall_ms(clock->own);
}

uint64_t
clock_left_ms(const struct clock *clock, uint64_t deadline_ms)
{
	uint64_t now = clock_monotonic_ms(clock);

	return now >= deadline_ms ? 0 : deadline_ms - now;
}

void
clock_rfc3339(uint64_t wall_ms, char text[CLOCK_TEXT_SIZE])
{
	time_t seconds = (time_t)(wall_ms / 1000);
	struct tm tm;
	char day[CLOCK_TEXT_SIZE];

	if (gmtime_r(&seconds, &tm) == NULL || tm.tm_year > 8099)
		tm = (struct tm){ .tm_year = 70, .tm_mday = 1 };
	strftime(day, sizeof(day), "%Y-%m-%dT%H:%M:%S", &tm);
	snprintf(text, CLOCK_TEXT_SIZE, "%.19s.%03uZ", day,
	    (unsigned)(wall_ms % 1000));
}
