/*
 * office_xor - the oldest lock of Word and Excel ([MS-OFFCRYPTO] 2.3.7).
 */
#include "scanner/extract/office_xor.h"

#include "scanner/extract/tries.h"

enum { WORD_MOST = 15 };

/* 2.3.7.1: what the word must give. */
static unsigned
verifier_of(struct slice word)
{
	unsigned sum = 0;

	for (size_t i = word.len + 1; i-- > 0;) {
		unsigned byte = i == 0 ? (unsigned)word.len : word.at[i - 1];

		sum = ((sum >> 14 & 1) | (sum << 1 & 0x7fff)) ^ byte;
	}
	return sum ^ 0xce4b;
}

static unsigned
twice(unsigned value)
{
	return (value << 1 & 0xffff) ^ (value & 0x8000 ? 0x1021 : 0);
}

/*
 * 2.3.7.2: the matrix has seven numbers for each place of a word, each twice
 * the one before; the first of each row stands here.
 */
static unsigned
key_of(struct slice word)
{
	static const unsigned short first[WORD_MOST] = {0x1021, 0x3331,
		0x3730, 0x76b4, 0xaa51, 0x45a0, 0xb861, 0x47d3, 0xeb23,
		0x6f45, 0xd849, 0x0375, 0x4563, 0x7b61, 0xaefc};
	static const unsigned short initial[WORD_MOST] = {0xe1f0, 0x1d0f,
		0xcc9c, 0x84c0, 0x110c, 0x0e10, 0xf1ce, 0x313e, 0x1872,
		0xe139, 0xd40f, 0x84f9, 0x280c, 0xa96a, 0x4ec3};
	unsigned key = initial[word.len - 1];

	for (size_t i = 0; i < word.len; i++) {
		unsigned row = first[word.len - 1 - i];

		for (unsigned bit = 0; bit < 7; bit++) {
			if (word.at[i] >> bit & 1)
				key ^= row;
			row = twice(row);
		}
	}
	return key;
}

static unsigned char
turn_right(unsigned char byte)
{
	return (unsigned char)(byte >> 1 | byte << 7);
}

/* 2.3.7.2 CreateXorArray_Method1: the word, filled up, against the key. */
static bool
opens(struct office_xor *lock, struct slice word)
{
	static const unsigned char fill[OFFICE_XOR] = {0xbb, 0xff, 0xff, 0xba,
		0xff, 0xff, 0xb9, 0x80, 0x00, 0xbe, 0x0f, 0x00, 0xbf, 0x0f,
		0x00, 0x00};

	if (word.len == 0 || verifier_of(word) != lock->verifier ||
	    key_of(word) != lock->key)
		return false;
	for (size_t i = 0; i < OFFICE_XOR; i++) {
		unsigned char byte = i < word.len ? word.at[i] :
		    fill[i - word.len];

		byte ^= (unsigned char)(i % 2 == 0 ? lock->key :
		    lock->key >> 8);
		lock->bytes[i] = turn_right(byte);
	}
	return true;
}

/* 2.3.7.4: of each character the low byte, or the high one where that is 0. */
bool
office_xor_opens(void *own, struct slice word)
{
	struct buf wide = buf_new((WORD_MOST + 1) * 2);
	unsigned char narrow[WORD_MOST + 1];
	size_t len = 0;
	bool open;

	tries_wide(word, &wide);
	for (; 2 * len < wide.len; len++)
		narrow[len] = wide.at[2 * len] != 0 ? wide.at[2 * len] :
		    wide.at[2 * len + 1];
	open = len <= WORD_MOST && !wide.full &&
	    opens(own, slice_bytes(narrow, len));
	buf_free(&wide);
	return open;
}

/* 2.3.7.6: what is zero stays so, and so does what would become zero. */
void
office_xor_stream(const struct office_xor *lock, size_t clear,
    unsigned char *bytes, size_t len)
{
	for (size_t i = clear; i < len; i++) {
		unsigned char open = bytes[i] ^ lock->bytes[i % OFFICE_XOR];

		if (bytes[i] != 0 && open != 0)
			bytes[i] = open;
	}
}
