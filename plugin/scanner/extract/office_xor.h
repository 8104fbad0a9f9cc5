/*
 * office_xor - the oldest lock of Word and Excel ([MS-OFFCRYPTO] 2.3.7).
 *
 * A key of sixteen bytes out of the word, over and over.  Word and Excel make it
 * the same way, and use it in ways of their own.
 */
#ifndef OUTMARK_SCANNER_EXTRACT_OFFICE_XOR_H
#define OUTMARK_SCANNER_EXTRACT_OFFICE_XOR_H

#include "base/slice.h"

enum { OFFICE_XOR = 16 };

struct office_xor {
	unsigned key, verifier;		/* as the file tells them */
	unsigned char bytes[OFFICE_XOR];
};

/*
 * Does this word give the file's key and verifier?  `bytes` are set then.  Fits
 * struct tries.
 */
bool office_xor_opens(void *own, struct slice word);

/* Open a stream of Word in place but for its first `clear` bytes. */
void office_xor_stream(const struct office_xor *lock, size_t clear,
    unsigned char *bytes, size_t len);

#endif
