/*
 * crypt - the only place that knows a cipher.
 *
 * Every format that stores something made here stores the algorithm id with it.
 * Backend: libsodium (owner file crypt.c).  Keys are wiped by their holder with
 * crypt_wipe.
 */
#ifndef OUTMARK_BASE_CRYPT_H
#define OUTMARK_BASE_CRYPT_H

#include "base/err.h"
#include "base/slice.h"

enum {
	CRYPT_KEY_BYTES = 32,
	CRYPT_DIGEST_BYTES = 32,
	CRYPT_DIGEST_HEX = 65,		/* with the NUL */
	CRYPT_BLOCK_OVERHEAD = 16,	/* bytes a sealed block is longer */
};

/* Ids that formats store. */
#define CRYPT_DIGEST_ID "sha256"
#define CRYPT_KEYED_ID "blake2b-256-keyed"
#define CRYPT_SEAL_ID "xchacha20poly1305-ietf"

struct crypt_key {
	unsigned char bytes[CRYPT_KEY_BYTES];
};

/* Once per process, before anything else here.  RC_SYSTEM if it cannot run. */
enum rc crypt_start(struct err *err) MUST_USE;

void crypt_random(void *bytes, size_t len);
struct crypt_key crypt_key_new(void);
void crypt_wipe(void *bytes, size_t len);
bool crypt_same(const void *a, const void *b, size_t len);

/* SHA-256 of the bytes. */
void crypt_digest(struct slice bytes, unsigned char out[CRYPT_DIGEST_BYTES]);

/* The same in pieces. */
struct crypt_digest_state;
struct crypt_digest_state *crypt_digest_begin(void) MUST_USE;
void crypt_digest_more(struct crypt_digest_state *state, struct slice bytes);
/* Gives the digest and frees the state (taken). */
void crypt_digest_end(struct crypt_digest_state *state,
    unsigned char out[CRYPT_DIGEST_BYTES]);

/* Keyed BLAKE2b-256: equal values give equal digests, only with the key. */
void crypt_keyed(const struct crypt_key *key, struct slice bytes,
    unsigned char out[CRYPT_DIGEST_BYTES]);

void crypt_hex(const unsigned char *bytes, size_t len, char *text);

/*
 * Seal and open one block under a key; `number` is the block's place and must
 * not repeat under one key.  `out` has room for len + CRYPT_BLOCK_OVERHEAD
 * (seal) or len - CRYPT_BLOCK_OVERHEAD (open).  Open: RC_SYSTEM when the block
 * was changed.
 */
void crypt_seal(const struct crypt_key *key, uint64_t number,
    struct slice plain, unsigned char *out);
enum rc crypt_open(const struct crypt_key *key, uint64_t number,
    struct slice sealed, unsigned char *out, struct err *err) MUST_USE;

/* A key file of 32 random bytes, mode 0600: read, or made when absent. */
enum rc crypt_key_file(const char *path, struct crypt_key *key,
    struct err *err) MUST_USE;

#endif
