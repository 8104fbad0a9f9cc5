/*
 * test_progress - promises of front/cli/progress.
 */
#include "front/cli/progress.h"

#include <stdlib.h>

#include "unit/unit.h"

static uint64_t
at(void *own)
{
	return *(uint64_t *)own;
}

static void
the_line_has_counts_rate_and_time(void)
{
	uint64_t now = 1000;
	struct clock clock = { at, at, &now };
	struct progress progress = progress_begin(NULL, clock, 200);
	struct buf line = buf_new(256);

	progress.done = 50;
	progress.messages = 130;
	progress_line(&progress, 66000, &line);
	CHECK_TEXT(buf_string(&line), "[#####---------------] 50 of 200 files, "
	    "130 examined, 2.0 a second, 1:05");
	buf_free(&line);
}

static void
an_unknown_total_and_no_time_are_no_trouble(void)
{
	uint64_t now = 1000;
	struct clock clock = { at, at, &now };
	struct progress progress = progress_begin(NULL, clock, 0);
	struct buf line = buf_new(256);

	progress_line(&progress, 1000, &line);
	CHECK_TEXT(buf_string(&line), "0 examined, 0.0 a second, 0:00");
	buf_free(&line);
}

static void
nothing_is_drawn_within_the_first_second_and_all_is_erased(void)
{
	uint64_t now = 1000;
	struct clock clock = { at, at, &now };
	char *text = NULL;
	size_t size = 0;
	FILE *to = open_memstream(&text, &size);
	struct progress progress = progress_begin(to, clock, 2);

	CHECK_FATAL(to != NULL);
	progress_step(&progress);
	now += 999;
	progress_step(&progress);
	fflush(to);
	CHECK_NUMBER(size, 0);
	now += 1;
	progress_step(&progress);
	CHECK(size > 0);
	CHECK_HOLDS(text, "0 of 2 files");
	progress_hide(&progress);
	CHECK(size > 4);
	CHECK_TEXT(text + size - 4, "\r\033[K");
	fclose(to);
	free(text);
}

static const struct unit_test tests[] = {
	UNIT(the_line_has_counts_rate_and_time),
	UNIT(an_unknown_total_and_no_time_are_no_trouble),
	UNIT(nothing_is_drawn_within_the_first_second_and_all_is_erased),
	{ NULL, NULL }
};

int
main(void)
{
	return unit_run("progress", tests);
}
