/*
 * slice - bytes and where they are: the two values everything passes around.
 *
 * A slice borrows bytes; it never owns them and is not NUL-terminated.  A span
 * is a half-open range of offsets into some text named by the context.  Case
 * folding here is ASCII only and ignores the locale.  What is asked of every byte of
 * every mail stands here, so that it costs no call.
 */
#ifndef OUTMARK_BASE_SLICE_H
#define OUTMARK_BASE_SLICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct slice {
	const unsigned char *at;
	size_t len;
};

struct span {
	size_t start;
	size_t end;
};

/* `len` bytes at `at`.  Borrowed. */
static inline struct slice
slice_bytes(const void *at, size_t len)
{
	return (struct slice){ .at = at, .len = len };
}

/* The bytes of a C string without its NUL; a NULL string is empty.  Borrowed. */
static inline struct slice
slice_of(const char *text)
{
	if (text == NULL)
		return (struct slice){0};
	return slice_bytes(text, strlen(text));
}

/* The part of `s` from `start` (clamped) up to `end` (clamped). */
static inline struct slice
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

/* `s` without leading and trailing space, tab, CR and LF. */
struct slice slice_trim(struct slice s);

/* Same bytes; same bytes but for ASCII case. */
static inline bool
slice_is(struct slice a, struct slice b)
{
	return a.len == b.len &&
	    (a.len == 0 || memcmp(a.at, b.at, a.len) == 0);
}

static inline bool
slice_is_text(struct slice a, const char *text)
{
	return slice_is(a, slice_of(text));
}

bool slice_is_nocase(struct slice a, struct slice b);
bool slice_is_text_nocase(struct slice a, const char *text);

/* Does `s` begin or end with these bytes? */
static inline bool
slice_starts(struct slice s, struct slice with)
{
	return s.len >= with.len &&
	    (with.len == 0 || memcmp(s.at, with.at, with.len) == 0);
}

bool slice_starts_nocase(struct slice s, struct slice with);
bool slice_ends_nocase(struct slice s, struct slice with);

/* Offset of the first `what` in `s`, or SIZE_MAX. */
size_t slice_find(struct slice s, struct slice what);
size_t slice_find_nocase(struct slice s, struct slice what);
static inline size_t
slice_find_byte(struct slice s, unsigned char byte)
{
	const unsigned char *hit;

	if (s.len == 0)
		return SIZE_MAX;
	hit = memchr(s.at, byte, s.len);
	return hit == NULL ? SIZE_MAX : (size_t)(hit - s.at);
}

/* The next line of `*rest` without its end, LF or CR LF.  False: no more. */
bool slice_line(struct slice *rest, struct slice *line);

/*
 * The next piece of `*rest` up to `separator`, which is consumed.  False when
 * nothing is left.  "a,,b" gives "a", "", "b"; "" gives nothing.
 */
bool slice_cut(struct slice *rest, unsigned char separator,
    struct slice *piece);

/* A decimal number with nothing around it; false if not one or over 2^64-1. */
bool slice_number(struct slice s, uint64_t *number);

/* ASCII lower case, digits and letters without the locale. */
static inline unsigned char
byte_lower(unsigned char byte)
{
	return byte >= 'A' && byte <= 'Z' ? byte + ('a' - 'A') : byte;
}

static inline bool
byte_is_digit(unsigned char byte)
{
	return byte >= '0' && byte <= '9';
}

static inline bool
byte_is_alpha(unsigned char byte)
{
	return byte_lower(byte) >= 'a' && byte_lower(byte) <= 'z';
}

static inline bool
byte_is_alnum(unsigned char byte)
{
	return byte_is_digit(byte) || byte_is_alpha(byte);
}

static inline bool
byte_is_space(unsigned char byte)
{
	return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n';
}

/* The value of a hexadecimal digit, or -1. */
int byte_hex(unsigned char byte);

/*
 * Sums and products of untrusted sizes.  False, and `*out` untouched, when the
 * result does not fit.
 */
bool size_add(size_t a, size_t b, size_t *out);
bool size_mul(size_t a, size_t b, size_t *out);

#endif
