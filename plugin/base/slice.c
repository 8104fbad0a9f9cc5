/*
 * slice - bytes and where they are.  See slice.h; nothing here allocates.
 */
#include "base/slice.h"

#include "base/block.h"

struct slice
slice_trim(struct slice s)
{
	size_t start = 0, end = s.len;

	while (start < end && byte_is_space(s.at[start]))
		start++;
	while (end > start && byte_is_space(s.at[end - 1]))
		end--;
	return slice_sub(s, start, end);
}

bool
slice_is_nocase(struct slice a, struct slice b)
{
	return a.len == b.len && slice_starts_nocase(a, b);
}

bool
slice_is_text_nocase(struct slice a, const char *text)
{
	return slice_is_nocase(a, slice_of(text));
}

static bool
same_nocase(const unsigned char *a, const unsigned char *b, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (byte_lower(a[i]) != byte_lower(b[i]))
			return false;
	return true;
}

bool
slice_starts_nocase(struct slice s, struct slice with)
{
	return s.len >= with.len && same_nocase(s.at, with.at, with.len);
}

bool
slice_ends_nocase(struct slice s, struct slice with)
{
	return s.len >= with.len && (with.len == 0 ||
	    same_nocase(s.at + s.len - with.len, with.at, with.len));
}

size_t
slice_find(struct slice s, struct slice what)
{
	const unsigned char *hit;

	if (what.len == 0)
		return 0;
	if (s.len < what.len)
		return SIZE_MAX;
	hit = memmem(s.at, s.len, what.at, what.len);
	return hit == NULL ? SIZE_MAX : (size_t)(hit - s.at);
}

/* Bits that make a byte small, for comparing without case. */
static unsigned char
fold_of(unsigned char byte)
{
	return byte_is_alpha(byte) ? 0x20 : 0;
}

/* Places of a block where a text with this first and last byte may begin. */
static uint64_t
may_begin(const unsigned char *at, struct slice what)
{
	unsigned char first = what.at[0], last = what.at[what.len - 1];

	first |= fold_of(first);
	last |= fold_of(last);
	return block_range(at, first, first, fold_of(first)) &
	    block_range(at + what.len - 1, last, last, fold_of(last));
}

size_t
slice_find_nocase(struct slice s, struct slice what)
{
	size_t i = 0;

	if (what.len == 0)
		return 0;
	for (; s.len >= BLOCK_BYTES + what.len - 1 &&
	    i <= s.len - (BLOCK_BYTES + what.len - 1); i += BLOCK_BYTES)
		for (uint64_t may = may_begin(s.at + i, what); may;
		    may &= may - 1)
			if (same_nocase(s.at + i + block_first(may), what.at,
			    what.len))
				return i + block_first(may);
	for (; i + what.len <= s.len; i++)
		if (same_nocase(s.at + i, what.at, what.len))
			return i;
	return SIZE_MAX;
}

bool
slice_cut(struct slice *rest, unsigned char separator, struct slice *piece)
{
	size_t at;

	if (rest->at == NULL)
		return false;
	at = slice_find_byte(*rest, separator);
	if (at == SIZE_MAX) {
		if (rest->len == 0)
			return false;
		*piece = *rest;
		*rest = (struct slice){0};
		return true;
	}
	*piece = slice_sub(*rest, 0, at);
	*rest = slice_sub(*rest, at + 1, rest->len);
	return true;
}

bool
slice_line(struct slice *rest, struct slice *line)
{
	if (!slice_cut(rest, '\n', line))
		return false;
	while (line->len > 0 && line->at[line->len - 1] == '\r')
		line->len--;
	return true;
}

bool
slice_number(struct slice s, uint64_t *number)
{
	uint64_t value = 0;

	if (s.len == 0)
		return false;
	for (size_t i = 0; i < s.len; i++) {
		if (!byte_is_digit(s.at[i]))
			return false;
		if (__builtin_mul_overflow(value, 10, &value) ||
		    __builtin_add_overflow(value, s.at[i] - '0', &value))
			return false;
	}
	*number = value;
	return true;
}

int
byte_hex(unsigned char byte)
{
	byte = byte_lower(byte);
	if (byte_is_digit(byte))
		return byte - '0';
	return byte >= 'a' && byte <= 'f' ? byte - 'a' + 10 : -1;
}

bool
size_add(size_t a, size_t b, size_t *out)
{
	size_t sum;

	if (__builtin_add_overflow(a, b, &sum))
		return false;
	*out = sum;
	return true;
}

bool
size_mul(size_t a, size_t b, size_t *out)
{
	size_t product;

	if (__builtin_mul_overflow(a, b, &product))
		return false;
	*out = product;
	return true;
}
