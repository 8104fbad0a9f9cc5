/*
 * crypt - the only place that knows a cipher.  See crypt.h.
 *
 * Backend libsodium: ISC licence, kept by its author since 2013, in Debian
 * stable.  SHA-256 for content hashes (FIPS 180-4), keyed BLAKE2b for digests of
 * values (RFC 7693), XChaCha20-Poly1305 for what rests outside memory.
 */
#include "base/crypt.h"

#include <sys/stat.h>

#include <fcntl.h>
#include <sodium.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/io.h"

_Static_assert((int)CRYPT_DIGEST_BYTES == crypto_hash_sha256_BYTES, "digest");
_Static_assert((int)CRYPT_BLOCK_OVERHEAD ==
    crypto_aead_xchacha20poly1305_ietf_ABYTES, "overhead");

struct crypt_digest_state {
	crypto_hash_sha256_state sha;
};

enum rc
crypt_start(struct err *err)
{
	if (sodium_init() < 0)
		return err_set(err, RC_SYSTEM,
		    "libsodium cannot start; check its installation");
	return RC_OK;
}

void
crypt_random(void *bytes, size_t len)
{
	randombytes_buf(bytes, len);
}

struct crypt_key
crypt_key_new(void)
{
	struct crypt_key key;

	crypt_random(key.bytes, sizeof(key.bytes));
	return key;
}

void
crypt_wipe(void *bytes, size_t len)
{
	sodium_memzero(bytes, len);
}

bool
crypt_same(const void *a, const void *b, size_t len)
{
	return sodium_memcmp(a, b, len) == 0;
}

void
crypt_digest(struct slice bytes, unsigned char out[CRYPT_DIGEST_BYTES])
{
	crypto_hash_sha256(out, bytes.at, bytes.len);
}

struct crypt_digest_state *
crypt_digest_begin(void)
{
	struct crypt_digest_state *state = malloc(sizeof(*state));

	if (state != NULL)
		crypto_hash_sha256_init(&state->sha);
	return state;
}

void
crypt_digest_more(struct crypt_digest_state *state, struct slice bytes)
{
	crypto_hash_sha256_update(&state->sha, bytes.at, bytes.len);
}

void
crypt_digest_end(struct crypt_digest_state *state,
    unsigned char out[CRYPT_DIGEST_BYTES])
{
	crypto_hash_sha256_final(&state->sha, out);
	sodium_memzero(state, sizeof(*state));
	free(state);
}

void
crypt_keyed(const struct crypt_key *key, struct slice bytes,
    unsigned char out[CRYPT_DIGEST_BYTES])
{
	crypto_generichash(out, CRYPT_DIGEST_BYTES, bytes.at, bytes.len,
	    key->bytes, sizeof(key->bytes));
}

void
crypt_hex(const unsigned char *bytes, size_t len, char *text)
{
	sodium_bin2hex(text, len * 2 + 1, bytes, len);
}

static void
nonce_of(uint64_t number,
    unsigned char nonce[crypto_aead_xchacha20poly1305_ietf_NPUBBYTES])
{
	memset(nonce, 0, crypto_aead_xchacha20poly1305_ietf_NPUBBYTES);
	for (int i = 0; i < 8; i++)
		nonce[i] = (unsigned char)(number >> (8 * i));
}

void
crypt_seal(const struct crypt_key *key, uint64_t number, struct slice plain,
    unsigned char *out)
{
	unsigned char nonce[crypto_aead_xchacha20poly1305_ietf_NPUBBYTES];

	nonce_of(number, nonce);
	crypto_aead_xchacha20poly1305_ietf_encrypt(out, NULL, plain.at,
	    plain.len, NULL, 0, NULL, nonce, key->bytes);
}

enum rc
crypt_open(const struct crypt_key *key, uint64_t number, struct slice sealed,
    unsigned char *out, struct err *err)
{
	unsigned char nonce[crypto_aead_xchacha20poly1305_ietf_NPUBBYTES];

	nonce_of(number, nonce);
	if (crypto_aead_xchacha20poly1305_ietf_decrypt(out, NULL, NULL,
	    sealed.at, sealed.len, NULL, 0, nonce, key->bytes) != 0)
		return err_set(err, RC_SYSTEM,
		    "a sealed block was changed on disk or has another key");
	return RC_OK;
}

static enum rc
make_key_file(const char *path, struct err *err)
{
	struct crypt_key key = crypt_key_new();
	enum rc rc = io_replace_file(path,
	    slice_bytes(key.bytes, sizeof(key.bytes)), 0600, err);

	crypt_wipe(&key, sizeof(key));
	return rc;
}

enum rc
crypt_key_file(const char *path, struct crypt_key *key, struct err *err)
{
	struct buf bytes = buf_new(CRYPT_KEY_BYTES);
	enum rc rc;

	if (access(path, F_OK) != 0)
		TRY(make_key_file(path, err));
	rc = io_read_file(path, &bytes, err);
	if (rc == RC_OK && bytes.len != CRYPT_KEY_BYTES)
		rc = err_set(err, RC_CONFIG,
		    "%s holds %zu bytes, not a key of %d; restore it from a "
		    "backup", path, bytes.len, CRYPT_KEY_BYTES);
	if (rc == RC_OK)
		memcpy(key->bytes, bytes.at, CRYPT_KEY_BYTES);
	buf_free(&bytes);
	return rc;
}
