/*
 * texty - can these bytes be text at all?
 */
#include "scanner/extract/texty.h"

/* Text has no control characters but white space, escape and form feed. */
static bool
is_shown(struct slice head)
{
	size_t odd = 0;

	for (size_t i = 0; i < head.len; i++) {
		unsigned char c = head.at[i];
		odd += c < 32 && !byte_is_space(c) && c != 0x1b && c != 0x0c;
	}
	return odd * 50 <= head.len;
}

/* UTF-16 and UTF-32 are full of NULs, in one pattern. */
static bool
is_wide(struct slice head)
{
	size_t zero[2] = {0};

	if (slice_starts(head, slice_of("\xff\xfe")) ||
	    slice_starts(head, slice_of("\xfe\xff")))
		return true;
	for (size_t i = 0; i < head.len; i++)
		zero[i & 1] += head.at[i] == 0;
	return (zero[0] * 4 >= head.len && zero[1] * 16 < zero[0]) ||
	    (zero[1] * 4 >= head.len && zero[0] * 16 < zero[1]);
}

bool
texty_is(struct slice bytes)
{
	struct slice head = slice_sub(bytes, 0, 4096);

	return head.len == 0 || is_shown(head) || is_wide(head);
}

struct slice
texty_narrow(struct slice bytes, unsigned char *out, size_t size)
{
	bool little = slice_starts(bytes, slice_of("\xff\xfe"));
	size_t len = 0;

	if (!little && !slice_starts(bytes, slice_of("\xfe\xff")))
		return slice_sub(bytes, 0, size);
	for (size_t i = little ? 2 : 3; i < bytes.len && len < size; i += 2)
		out[len++] = bytes.at[i];
	return slice_bytes(out, len);
}
