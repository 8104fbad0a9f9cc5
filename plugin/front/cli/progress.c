/*
 * progress - how far a long run is.  See progress.h.
 */
#include "front/cli/progress.h"

#include <inttypes.h>

enum { SILENT_MS = 1000, REDRAW_MS = 250, BAR = 20, LINE_BYTES_MAX = 256 };

struct progress
progress_begin(FILE *to, struct clock clock, uint64_t total)
{
	return (struct progress){
		.to = to,
		.clock = clock,
		.start_ms = clock_monotonic_ms(&clock),
		.total = total,
	};
}

static void
put_bar(struct buf *out, uint64_t done, uint64_t total)
{
	uint64_t full = done >= total ? BAR : done * BAR / total;

	buf_byte(out, '[');
	for (uint64_t i = 0; i < BAR; i++)
		buf_byte(out, i < full ? '#' : '-');
	buf_byte(out, ']');
}

void
progress_line(const struct progress *progress, uint64_t now_ms,
    struct buf *out)
{
	uint64_t ms = now_ms - progress->start_ms;
	uint64_t tenths = ms == 0 ? 0 : progress->messages * 10000 / ms;

	if (progress->total > 0) {
		put_bar(out, progress->done, progress->total);
		buf_printf(out, " %" PRIu64 " of %" PRIu64 " files, ",
		    progress->done, progress->total);
	}
	buf_printf(out, "%" PRIu64 " examined, %" PRIu64 ".%" PRIu64
	    " a second, %" PRIu64 ":%02" PRIu64, progress->messages,
	    tenths / 10, tenths % 10, ms / 60000, ms / 1000 % 60);
}

void
progress_step(struct progress *progress)
{
	struct buf line = buf_new(LINE_BYTES_MAX);
	uint64_t now;

	if (progress->to == NULL)
		return;
	now = clock_monotonic_ms(&progress->clock);
	if (now - progress->start_ms < SILENT_MS ||
	    now - progress->drawn_ms < REDRAW_MS)
		return;
	progress_line(progress, now, &line);
	fprintf(progress->to, "\r%s\033[K", buf_string(&line));
	fflush(progress->to);
	progress->drawn_ms = now;
	progress->shown = true;
	buf_free(&line);
}

void
progress_hide(struct progress *progress)
{
	if (!progress->shown)
		return;
	fputs("\r\033[K", progress->to);
	fflush(progress->to);
	progress->shown = false;
}
