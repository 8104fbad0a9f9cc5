/*
 * little - little-endian numbers out of bytes that cannot be trusted.
 *
 * A number that lies beyond the end reads as 0; a reader that must know the
 * difference asks little_has first.  Never reads outside of the slice.
 */
#ifndef OUTMARK_SCANNER_EXTRACT_LITTLE_H
#define OUTMARK_SCANNER_EXTRACT_LITTLE_H

#include "base/slice.h"

/* Are there `len` bytes at `at`? */
static inline bool
little_has(struct slice s, size_t at, size_t len)
{
	return at <= s.len && s.len - at >= len;
}

/* Numbers of one, two, four and eight bytes at `at`. */
static inline uint8_t
little_8(struct slice s, size_t at)
{
	return at < s.len ? s.at[at] : 0;
}

static inline uint16_t
little_16(struct slice s, size_t at)
{
	if (!little_has(s, at, 2))
		return 0;
	return (uint16_t)(s.at[at] | s.at[at + 1] << 8);
}

static inline uint32_t
little_32(struct slice s, size_t at)
{
	if (!little_has(s, at, 4))
		return 0;
	return (uint32_t)little_16(s, at) |
	    (uint32_t)little_16(s, at + 2) << 16;
}

static inline uint64_t
little_64(struct slice s, size_t at)
{
	if (!little_has(s, at, 8))
		return 0;
	return (uint64_t)little_32(s, at) |
	    (uint64_t)little_32(s, at + 4) << 32;
}

/* Real numbers of four and eight bytes (IEEE 754), as they stand: maybe no number. */
static inline double
little_real32(struct slice s, size_t at)
{
	uint32_t bits = little_32(s, at);
	float value;

	memcpy(&value, &bits, sizeof(value));
	return (double)value;
}

static inline double
little_real64(struct slice s, size_t at)
{
	uint64_t bits = little_64(s, at);
	double value;

	memcpy(&value, &bits, sizeof(value));
	return value;
}

/* `len` bytes at `at`, cut at the end of `s`. */
static inline struct slice
little_bytes(struct slice s, size_t at, size_t len)
{
	if (at >= s.len)
		return (struct slice){s.at, 0};
	return slice_bytes(s.at + at, len < s.len - at ? len : s.len - at);
}

/* What stands before the first NUL, or everything. */
static inline struct slice
little_text(struct slice s)
{
	return slice_sub(s, 0, slice_find_byte(s, 0));
}

/* UTF-16 up to the first NUL character, or everything but an odd last byte. */
static inline struct slice
little_wide(struct slice s)
{
	size_t at = 0;

	while (s.len - at >= 2 && (s.at[at] | s.at[at + 1]) != 0)
		at += 2;
	return slice_sub(s, 0, at);
}

#endif
