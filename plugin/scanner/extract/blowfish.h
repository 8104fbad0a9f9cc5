/*
 * blowfish - the cipher of OpenDocument before version 1.2.
 *
 * Written out here, because libcrypto has it no longer where nobody asked for
 * old things.  Only opens; the holder wipes what was set up.
 */
#ifndef OUTMARK_SCANNER_EXTRACT_BLOWFISH_H
#define OUTMARK_SCANNER_EXTRACT_BLOWFISH_H

#include "base/slice.h"

enum { BLOWFISH_BLOCK = 8, BLOWFISH_KEY_MOST = 56 };

struct blowfish {
	uint32_t keys[18], boxes[4][256];
};

/* Set up with a key of 1 to BLOWFISH_KEY_MOST bytes. */
void blowfish_start(struct blowfish *blowfish, struct slice key);

/*
 * Open what was fed back by whole blocks (CFB of 64 bits); the last may be
 * short.  `out` has the room of `in` and may be the same.
 */
void blowfish_open(const struct blowfish *blowfish,
    const unsigned char iv[BLOWFISH_BLOCK], struct slice in,
    unsigned char *out);

#endif
