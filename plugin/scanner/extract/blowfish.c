/*
 * blowfish - the cipher of OpenDocument before version 1.2.
 *
 * B. Schneier, "Description of a New Variable-Length Key, 64-Bit Block Cipher",
 * 1993.
 */
#include "scanner/extract/blowfish.h"

#include "scanner/extract/blowfish_table.h"

enum { ROUNDS = 16, KEYS = ROUNDS + 2 };

static uint32_t
mix(const struct blowfish *b, uint32_t x)
{
	return ((b->boxes[0][x >> 24] + b->boxes[1][x >> 16 & 255]) ^
	    b->boxes[2][x >> 8 & 255]) + b->boxes[3][x & 255];
}

static void
encipher(const struct blowfish *b, uint32_t *left, uint32_t *right)
{
	uint32_t l = *left, r = *right, swap;

	for (size_t i = 0; i < ROUNDS; i++) {
		l ^= b->keys[i];
		r ^= mix(b, l);
		swap = l;
		l = r;
		r = swap;
	}
	/* The last exchange is taken back. */
	*left = r ^ b->keys[ROUNDS + 1];
	*right = l ^ b->keys[ROUNDS];
}

void
blowfish_start(struct blowfish *b, struct slice key)
{
	uint32_t left = 0, right = 0;
	size_t at = 0;

	memcpy(b->boxes, pi + KEYS, sizeof(b->boxes));
	for (size_t i = 0; i < KEYS; i++) {
		uint32_t word = 0;

		for (size_t j = 0; j < 4 && key.len > 0; j++)
			word = word << 8 | key.at[at++ % key.len];
		b->keys[i] = pi[i] ^ word;
	}
	for (size_t i = 0; i < KEYS; i += 2) {
		encipher(b, &left, &right);
		b->keys[i] = left;
		b->keys[i + 1] = right;
	}
	for (size_t box = 0; box < 4; box++)
		for (size_t i = 0; i < 256; i += 2) {
			encipher(b, &left, &right);
			b->boxes[box][i] = left;
			b->boxes[box][i + 1] = right;
		}
}

static uint32_t
big_32(const unsigned char *at)
{
	return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 |
	    (uint32_t)at[2] << 8 | at[3];
}

void
blowfish_open(const struct blowfish *b, const unsigned char iv[8],
    struct slice in, unsigned char *out)
{
	uint32_t left = big_32(iv), right = big_32(iv + 4);

	for (size_t at = 0; at < in.len; at += BLOWFISH_BLOCK) {
		unsigned char locked[BLOWFISH_BLOCK] = {0};
		size_t len = in.len - at < BLOWFISH_BLOCK ? in.len - at :
		    BLOWFISH_BLOCK;

		memcpy(locked, in.at + at, len);
		encipher(b, &left, &right);
		for (size_t i = 0; i < len; i++)
			out[at + i] = locked[i] ^ (unsigned char)
			    ((i < 4 ? left : right) >> (24 - i % 4 * 8));
		left = big_32(locked);
		right = big_32(locked + 4);
	}
}
