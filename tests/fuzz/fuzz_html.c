/*
 * fuzz_html - any bytes as a page: the reader ends, and what it gives is text.
 */
#include "base/arena.h"
#include "scanner/extract/extract.h"
#include "scanner/extract/gather.h"
#include "scanner/message/charset.h"
#include "scanner/reading.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
read_page(struct charsets *set, const struct part *part, struct arena *arena)
{
	struct limits limits = limit_defaults();
	struct clock clock = clock_system();
	struct budget budget = budget_new(&limits, &clock,
	    clock_monotonic_ms(&clock) + 10000);
	struct part mine = *part;
	struct reading reading = { .part = &mine, .budget = &budget,
	    .arena = arena };
	struct extract_sink sink = reading_sink(&reading);
	struct extract_job job = { .part = part, .limits = &limits,
	    .clock = &clock, .deadline_ms = budget.deadline_ms,
	    .arena = arena, .charsets = set };
	struct text text;
	struct err err;

	limits.html_tag_bytes = 1024;
	if (gather_begin(arena, part, 1 << 20, &reading.gather, &err) != RC_OK)
		return;
	if (extractor_html.extract(&job, &sink, &err) == RC_BUG)
		__builtin_trap();
	if (gather_end(reading.gather, &text, &err) == RC_OK &&
	    !charset_is_utf8(text.bytes))
		__builtin_trap();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct charsets *set;
	struct arena *arena = arena_new(1 << 28);
	struct part part = { .id = 2, .fd = -1, .where = "body",
	    .bytes = slice_bytes(data, size) };
	struct err err;

	if (set == NULL && charsets_open(&set, &err) != RC_OK)
		return -1;
	read_page(set, &part, arena);
	arena_free(arena);
	return 0;
}
