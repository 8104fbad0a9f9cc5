/*
 * slice - bytes and where they are.  See slice.h; nothing here allocates.
 */
#include "base/slice.h"

struct slice
slice_of(const char *text)
{
	if (text == NULL)
		return (struct slice){0};
	return slice_bytes(text, strlen(text));
}

struct slice
slice_bytes(const void *at, size_t len)
{
	return (struct slice){ .at = at, .len = len };
}

struct slice
slice_sub(struct slice s, size_t start, size_t end)
{
	if (end > s.len)
		end = s.len;
	if (start > end)
		start = end;
	if (s.at == NULL)
		return s;
	return slice_bytes(s.at + start, end - start);
}

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
slice_is(struct slice a, struct slice b)
{
	return a.len == b.len &&
	    (a.len == 0 || memcmp(a.at, b.at, a.len) == 0);
}

bool
slice_is_nocase(struct slice a, struct slice b)
{
	return a.len == b.len && slice_starts_nocase(a, b);
}

bool
slice_is_text(struct slice a, const char *text)
{
	return slice_is(a, slice_of(text));
}

bool
slice_is_text_nocase(struct slice a, const char *text)
{
	return slice_is_nocase(a, slice_of(text));
}

bool
slice_starts(struct slice s, struct slice with)
{
	return s.len >= with.len &&
	    (with.len == 0 || memcmp(s.at, with.at, with.len) == 0);
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

size_t
slice_find_nocase(struct slice s, struct slice what)
{
	if (s.len < what.len)
		return SIZE_MAX;
	for (size_t i = 0; i <= s.len - what.len; i++)
		if (same_nocase(s.at + i, what.at, what.len))
			return i;
	return SIZE_MAX;
}

size_t
slice_find_byte(struct slice s, unsigned char byte)
{
	const unsigned char *hit;

	if (s.len == 0)
		return SIZE_MAX;
	hit = memchr(s.at, byte, s.len);
	return hit == NULL ? SIZE_MAX : (size_t)(hit - s.at);
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

unsigned char
byte_lower(unsigned char byte)
{
	return byte >= 'A' && byte <= 'Z' ? byte + ('a' - 'A') : byte;
}

bool
byte_is_digit(unsigned char byte)
{
	return byte >= '0' && byte <= '9';
}

bool
byte_is_alpha(unsigned char byte)
{
	return byte_lower(byte) >= 'a' && byte_lower(byte) <= 'z';
}

bool
byte_is_alnum(unsigned char byte)
{
	return byte_is_digit(byte) || byte_is_alpha(byte);
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
byte_is_space(unsigned char byte)
{
	return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n';
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
