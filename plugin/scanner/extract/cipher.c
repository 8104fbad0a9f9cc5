/*
 * cipher - the old ciphers and digests that document formats chose.
 */
#include "scanner/extract/cipher.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "base/crypt.h"

static const struct {
	const char *name, *other;
	size_t size;
	const EVP_MD *(*get)(void);
} digests[CIPHER_DIGESTS] = {
	[CIPHER_MD5] = {"MD5", "MD5", 16, EVP_md5},
	[CIPHER_SHA1] = {"SHA1", "SHA-1", 20, EVP_sha1},
	[CIPHER_SHA256] = {"SHA256", "SHA-256", 32, EVP_sha256},
	[CIPHER_SHA384] = {"SHA384", "SHA-384", 48, EVP_sha384},
	[CIPHER_SHA512] = {"SHA512", "SHA-512", 64, EVP_sha512},
};

void
cipher_preload(void)
{
	static const unsigned char zeros[32];
	unsigned char out[CIPHER_DIGEST_MOST];

	/* No configuration file: it could load more code into the jail. */
	(void)OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG |
	    OPENSSL_INIT_NO_ATEXIT, NULL);
	/* The first use of each loads its tables. */
	for (int i = 0; i < CIPHER_DIGESTS; i++)
		(void)!cipher_digest((enum cipher_digest)i, slice_of("a"),
		    (struct slice){0}, out);
	for (int i = 0; i < CIPHER_DIGESTS; i++)
		(void)!(cipher_pbkdf2((enum cipher_digest)i, slice_of("a"),
		    slice_of("b"), 1, out, 16) && cipher_hmac(
		    (enum cipher_digest)i, slice_of("a"), slice_of("b"),
		    out));
	for (size_t bits = 16; bits <= 32; bits += 8) {
		(void)!cipher_aes_open(slice_bytes(zeros, bits), zeros,
		    slice_bytes(zeros, 16), out);
		(void)!cipher_aes_open(slice_bytes(zeros, bits), NULL,
		    slice_bytes(zeros, 16), out);
	}
}

enum cipher_digest
cipher_digest_of(struct slice name)
{
	int i = 0;

	while (i < CIPHER_DIGESTS &&
	    !slice_is_text_nocase(name, digests[i].name) &&
	    !slice_is_text_nocase(name, digests[i].other))
		i++;
	return (enum cipher_digest)i;
}

size_t
cipher_digest_size(enum cipher_digest digest)
{
	return digest < CIPHER_DIGESTS ? digests[digest].size : 0;
}

static bool
update(EVP_MD_CTX *state, struct slice bytes)
{
	return bytes.len == 0 ||
	    EVP_DigestUpdate(state, bytes.at, bytes.len) == 1;
}

static bool
digest_with(EVP_MD_CTX *state, const EVP_MD *digest, struct slice a,
    struct slice b, unsigned char *out)
{
	return EVP_DigestInit_ex2(state, digest, NULL) == 1 &&
	    update(state, a) && update(state, b) &&
	    EVP_DigestFinal_ex(state, out, NULL) == 1;
}

bool
cipher_digest(enum cipher_digest digest, struct slice a, struct slice b,
    unsigned char out[CIPHER_DIGEST_MOST])
{
	EVP_MD_CTX *state = EVP_MD_CTX_new();
	bool done = state != NULL && digest < CIPHER_DIGESTS &&
	    digest_with(state, digests[digest].get(), a, b, out);

	EVP_MD_CTX_free(state);
	return done;
}

bool
cipher_spin(enum cipher_digest digest, struct slice salt, struct slice word,
    uint32_t count, unsigned char out[CIPHER_DIGEST_MOST])
{
	EVP_MD_CTX *state = EVP_MD_CTX_new();
	size_t size = cipher_digest_size(digest);
	bool done = state != NULL && digest < CIPHER_DIGESTS &&
	    digest_with(state, digests[digest].get(), salt, word, out);

	for (uint32_t i = 0; done && i < count; i++) {
		unsigned char number[4] = {(unsigned char)i,
			(unsigned char)(i >> 8), (unsigned char)(i >> 16),
			(unsigned char)(i >> 24)};

		/* No digest named: the same again, without its set-up. */
		done = digest_with(state, NULL, slice_bytes(number, 4),
		    slice_bytes(out, size), out);
	}
	EVP_MD_CTX_free(state);
	return done;
}

/* The digest so far, with the last byte of it; the state goes on. */
static bool
tap(const EVP_MD_CTX *state, size_t size, unsigned char *last)
{
	unsigned char digest[CIPHER_DIGEST_MOST];
	EVP_MD_CTX *copy = EVP_MD_CTX_new();
	bool done = copy != NULL && EVP_MD_CTX_copy_ex(copy, state) == 1 &&
	    EVP_DigestFinal_ex(copy, digest, NULL) == 1;

	EVP_MD_CTX_free(copy);
	if (done)
		*last = digest[size - 1];
	return done;
}

/* Many rounds in one piece: a call for each costs more than its digest. */
static bool
count_rounds(EVP_MD_CTX *state, struct slice prefix, size_t width,
    uint32_t from, uint32_t to)
{
	enum { ROUNDS = 64 };
	unsigned char piece[ROUNDS * (CIPHER_PREFIX_MOST + 8)];
	size_t step = prefix.len + width;
	bool fine = true;

	for (size_t i = 0; i < ROUNDS && prefix.len > 0; i++)
		memcpy(piece + i * step, prefix.at, prefix.len);
	while (fine && from < to) {
		size_t n = to - from < ROUNDS ? to - from : ROUNDS;

		for (size_t i = 0; i < n; i++)
			for (size_t j = 0; j < width; j++)
				piece[i * step + prefix.len + j] = j > 3 ? 0 :
				    (unsigned char)((from + i) >> (8 * j));
		fine = update(state, slice_bytes(piece, n * step));
		from += (uint32_t)n;
	}
	crypt_wipe(piece, sizeof(piece));
	return fine;
}

bool
cipher_count(enum cipher_digest digest, struct slice prefix, size_t width,
    uint32_t rounds, unsigned char (*taps)[16],
    unsigned char out[CIPHER_DIGEST_MOST])
{
	EVP_MD_CTX *state = EVP_MD_CTX_new();
	uint32_t part = taps == NULL ? rounds : rounds / 16;
	bool done = state != NULL && digest < CIPHER_DIGESTS && width <= 8 &&
	    prefix.len <= CIPHER_PREFIX_MOST && part > 0 &&
	    EVP_DigestInit_ex2(state, digests[digest].get(), NULL) == 1;

	for (uint32_t i = 0; done && i < rounds; i += part) {
		done = count_rounds(state, prefix, width, i, i + 1);
		if (taps != NULL)
			done = done && tap(state, digests[digest].size,
			    &(*taps)[i / part & 15]);
		done = done && count_rounds(state, prefix, width, i + 1,
		    i + part);
	}
	done = done && EVP_DigestFinal_ex(state, out, NULL) == 1;
	EVP_MD_CTX_free(state);
	return done;
}

bool
cipher_hmac(enum cipher_digest digest, struct slice key, struct slice bytes,
    unsigned char out[CIPHER_DIGEST_MOST])
{
	unsigned len = CIPHER_DIGEST_MOST;

	return digest < CIPHER_DIGESTS && key.len <= 4096 &&
	    HMAC(digests[digest].get(), key.at, (int)key.len, bytes.at,
	    bytes.len, out, &len) != NULL;
}

bool
cipher_pbkdf2(enum cipher_digest digest, struct slice word,
    struct slice salt, uint32_t count, unsigned char *key, size_t key_len)
{
	return word.len <= 4096 && salt.len <= 4096 && count <= INT32_MAX &&
	    digest < CIPHER_DIGESTS && PKCS5_PBKDF2_HMAC(
	    (const char *)word.at, (int)word.len, salt.at, (int)salt.len,
	    (int)count, digests[digest].get(), (int)key_len, key) == 1;
}

static const EVP_CIPHER *
aes(size_t key_len, bool chained)
{
	switch (key_len) {
	case 16:
		return chained ? EVP_aes_128_cbc() : EVP_aes_128_ecb();
	case 24:
		return chained ? EVP_aes_192_cbc() : EVP_aes_192_ecb();
	case 32:
		return chained ? EVP_aes_256_cbc() : EVP_aes_256_ecb();
	default:
		return NULL;
	}
}

size_t
cipher_aes_open(struct slice key, const unsigned char *iv, struct slice in,
    unsigned char *out)
{
	const EVP_CIPHER *cipher = aes(key.len, iv != NULL);
	EVP_CIPHER_CTX *state = EVP_CIPHER_CTX_new();
	size_t done = 0;
	int written;
	bool fine = state != NULL && cipher != NULL &&
	    EVP_DecryptInit_ex2(state, cipher, key.at, iv, NULL) == 1 &&
	    EVP_CIPHER_CTX_set_padding(state, 0) == 1;

	in.len -= in.len % 16;
	while (fine && done < in.len) {
		size_t now = in.len - done < (1 << 20) ? in.len - done :
		    1 << 20;

		fine = EVP_DecryptUpdate(state, out + done, &written,
		    in.at + done, (int)now) == 1;
		done += fine ? (size_t)written : 0;
	}
	EVP_CIPHER_CTX_free(state);
	return done;
}

/* -------------------------------------------------------------------- RC4 */

void
cipher_rc4_start(struct cipher_rc4 *rc4, struct slice key)
{
	unsigned char j = 0;

	rc4->i = rc4->j = 0;
	for (unsigned i = 0; i < 256; i++)
		rc4->state[i] = (unsigned char)i;
	for (unsigned i = 0; i < 256 && key.len > 0; i++) {
		unsigned char old = rc4->state[i];

		j = (unsigned char)(j + old + key.at[i % key.len]);
		rc4->state[i] = rc4->state[j];
		rc4->state[j] = old;
	}
}

static unsigned char
rc4_byte(struct cipher_rc4 *rc4)
{
	unsigned char old = rc4->state[++rc4->i];

	rc4->j = (unsigned char)(rc4->j + old);
	rc4->state[rc4->i] = rc4->state[rc4->j];
	rc4->state[rc4->j] = old;
	return rc4->state[(unsigned char)(rc4->state[rc4->i] + old)];
}

void
cipher_rc4_next(struct cipher_rc4 *rc4, unsigned char *bytes, size_t len)
{
	for (size_t i = 0; i < len; i++)
		bytes[i] ^= rc4_byte(rc4);
}

void
cipher_rc4_skip(struct cipher_rc4 *rc4, size_t len)
{
	for (size_t i = 0; i < len; i++)
		(void)rc4_byte(rc4);
}
