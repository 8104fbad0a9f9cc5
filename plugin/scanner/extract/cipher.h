/*
 * cipher - the old ciphers and digests that document formats chose.
 *
 * Only opens: what Outmark itself keeps secret goes through base/crypt.  Owns
 * libcrypto; RC4 is written out here, because libraries have it no longer.
 * Keys are wiped by their holder.
 */
#ifndef OUTMARK_SCANNER_EXTRACT_CIPHER_H
#define OUTMARK_SCANNER_EXTRACT_CIPHER_H

#include "base/buf.h"

enum cipher_digest { CIPHER_MD5, CIPHER_SHA1, CIPHER_SHA256, CIPHER_SHA384,
	CIPHER_SHA512, CIPHER_DIGESTS };

enum { CIPHER_DIGEST_MOST = 64, CIPHER_KEY_MOST = 64,
	CIPHER_PREFIX_MOST = 1024 };

/* Set the library up while files can still be opened. */
void cipher_preload(void);

/* The digest of that name ("SHA512", "SHA-1"); CIPHER_DIGESTS: unknown. */
enum cipher_digest cipher_digest_of(struct slice name);
size_t cipher_digest_size(enum cipher_digest digest);

/* Digest of two slices, one behind the other.  False: the library failed. */
bool cipher_digest(enum cipher_digest digest, struct slice a, struct slice b,
    unsigned char out[CIPHER_DIGEST_MOST]) MUST_USE;

/*
 * The slow digest of Office ([MS-OFFCRYPTO] 2.3.4.7, 2.3.4.11): of salt and
 * word, then `count` times of a counter and the last one.
 */
bool cipher_spin(enum cipher_digest digest, struct slice salt,
    struct slice word, uint32_t count,
    unsigned char out[CIPHER_DIGEST_MOST]) MUST_USE;

/*
 * The slow digest of archivers: of `rounds` times the prefix and the number of
 * the round in `width` bytes (at most 8), little-endian.  `*taps`, if not NULL,
 * gets the last byte of the digest at the first round of each sixteenth.  The
 * prefix has CIPHER_PREFIX_MOST bytes at most.
 */
bool cipher_count(enum cipher_digest digest, struct slice prefix,
    size_t width, uint32_t rounds, unsigned char (*taps)[16],
    unsigned char out[CIPHER_DIGEST_MOST]) MUST_USE;

/* HMAC with that digest (RFC 2104). */
bool cipher_hmac(enum cipher_digest digest, struct slice key,
    struct slice bytes, unsigned char out[CIPHER_DIGEST_MOST]) MUST_USE;

/* PBKDF2 with HMAC of that digest (RFC 8018). */
bool cipher_pbkdf2(enum cipher_digest digest, struct slice word,
    struct slice salt, uint32_t count, unsigned char *key, size_t key_len)
    MUST_USE;

/*
 * AES of 16, 24 or 32 key bytes over whole blocks; an odd end is left out.
 * `iv` of 16 bytes chains blocks (CBC), NULL does not (ECB).  `out` has the room
 * of `in` and may be the same.  Gives the bytes written.
 */
size_t cipher_aes_open(struct slice key, const unsigned char *iv,
    struct slice in, unsigned char *out) MUST_USE;

struct cipher_rc4 {
	unsigned char state[256];
	unsigned char i, j;
};

void cipher_rc4_start(struct cipher_rc4 *rc4, struct slice key);

/* Open the next bytes in place, or pass over so many. */
void cipher_rc4_next(struct cipher_rc4 *rc4, unsigned char *bytes,
    size_t len);
void cipher_rc4_skip(struct cipher_rc4 *rc4, size_t len);

#endif
