/*
 * printable - the readable words in bytes whose format nobody knows.
 */
#include "scanner/extract/printable.h"

enum { PRINTABLE_LINE = 1024, PRINTABLE_LEAST = 4 };

static bool
printable_is(unsigned char byte)
{
	return (byte >= ' ' && byte <= '~') || byte == '\t';
}

/* A run from `at` with letters `step` bytes apart; gives its length. */
static size_t
printable_run(struct slice bytes, size_t at, size_t step,
    unsigned char line[PRINTABLE_LINE])
{
	size_t len = 0;

	for (; at < bytes.len && len < PRINTABLE_LINE; at += step) {
		if (!printable_is(bytes.at[at]) || (step == 2 &&
		    (at + 1 >= bytes.len || bytes.at[at + 1] != 0)))
			break;
		line[len++] = bytes.at[at];
	}
	return len;
}

enum rc
printable_tell(struct emit *emit, uint32_t place, unsigned flags,
    struct slice bytes, struct err *err)
{
	unsigned char line[PRINTABLE_LINE];
	size_t at = 0;

	while (at < bytes.len) {
		size_t step = at + 1 < bytes.len && bytes.at[at + 1] == 0 ?
		    2 : 1;
		size_t len = printable_run(bytes, at, step, line);

		if (len >= PRINTABLE_LEAST)
			TRY(emit_line(emit, place, flags,
			    slice_bytes(line, len), err));
		at += len > 0 ? len * step : 1;
	}
	return RC_OK;
}
