/*
 * block - 64 bytes at once: which of them are of a kind?
 *
 * Bit i of a mask is about byte i.  All 64 bytes must be readable: texts have
 * that many behind their end (TEXT_SLACK), and what a mask says beyond the
 * text is cut off by block_below().  Where the processor has no vectors that
 * every one of its kind has, the same is asked byte by byte.
 */
#ifndef OUTMARK_BASE_BLOCK_H
#define OUTMARK_BASE_BLOCK_H

#include <stddef.h>
#include <stdint.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

enum { BLOCK_BYTES = 64 };

/* The bits below `count`. */
static inline uint64_t
block_below(size_t count)
{
	return count < BLOCK_BYTES ? (UINT64_C(1) << count) - 1 : UINT64_MAX;
}

/* Bytes of the mask's first one: how many, BLOCK_BYTES when there is none. */
static inline size_t
block_first(uint64_t mask)
{
	return mask ? (size_t)__builtin_ctzll(mask) : BLOCK_BYTES;
}

/*
 * Bytes from `low` to `high`, once the bits of `fold` are set in them (0x20
 * makes capitals small).
 */
static inline uint64_t
block_range(const unsigned char *at, unsigned char low, unsigned char high,
    unsigned char fold)
{
	uint64_t mask = 0;

#ifdef __SSE2__
	const __m128i lows = _mm_set1_epi8((char)low);
	const __m128i folds = _mm_set1_epi8((char)fold);
	const __m128i width = _mm_set1_epi8((char)(high - low));

	for (unsigned i = 0; i < BLOCK_BYTES; i += 16) {
		__m128i v = _mm_sub_epi8(_mm_or_si128(_mm_loadu_si128(
		    (const __m128i *)(const void *)(at + i)), folds), lows);

		mask |= (uint64_t)(uint16_t)_mm_movemask_epi8(_mm_cmpeq_epi8(
		    _mm_min_epu8(v, width), v)) << i;
	}
#else
	for (unsigned i = 0; i < BLOCK_BYTES; i++)
		mask |= (uint64_t)((unsigned char)((at[i] | fold) - low) <=
		    high - low) << i;
#endif
	return mask;
}

/* Bytes that are this one. */
static inline uint64_t
block_is(const unsigned char *at, unsigned char byte)
{
	uint64_t mask = 0;

#ifdef __SSE2__
	const __m128i bytes = _mm_set1_epi8((char)byte);

	for (unsigned i = 0; i < BLOCK_BYTES; i += 16)
		mask |= (uint64_t)(uint16_t)_mm_movemask_epi8(_mm_cmpeq_epi8(
		    _mm_loadu_si128((const __m128i *)(const void *)(at + i)),
		    bytes)) << i;
#else
	for (unsigned i = 0; i < BLOCK_BYTES; i++)
		mask |= (uint64_t)(at[i] == byte) << i;
#endif
	return mask;
}

static inline uint64_t
block_digits(const unsigned char *at)
{
	return block_range(at, '0', '9', 0);
}

static inline uint64_t
block_letters(const unsigned char *at)
{
	return block_range(at, 'a', 'z', 0x20);
}

static inline uint64_t
block_capitals(const unsigned char *at)
{
	return block_range(at, 'A', 'Z', 0);
}

#endif
