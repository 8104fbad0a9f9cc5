/*
 * office_lock - the locks of Office files ([MS-OFFCRYPTO] 2.3).
 *
 * Which kind it is stands in the first four bytes: 1.1 is RC4 of 40 bits, 2 to
 * 4 point 2 has a header that names a cipher, 4.4 is agile.  Excel locks a
 * workbook whose structure alone is protected with a word of its own.
 */
#include "scanner/extract/office_lock.h"

#include "base/crypt.h"
#include "scanner/extract/little.h"
#include "scanner/extract/tries.h"

enum {
	CIPHER_RC4 = 0x6801, CIPHER_AES_128 = 0x660e, CIPHER_AES_256 = 0x6610,
	STANDARD_SPIN = 50000, SALT_BYTES = 16, SHA1_BYTES = 20,
	WORD_MOST = 510, RC4_KEY = 16, RC4_SHORT_KEY = 5,
};

/* What Excel uses when nobody gave a word (2.3.4.x, Excel's own). */
static const char usual[] = "VelvetSweatshop";

/* --------------------------------------------------------------- reading */

/* 2.3.3: salt and verifier, behind the header of 2.3.2. */
static void
read_verifier(struct slice rest, struct office_lock *lock)
{
	size_t encrypted = lock->kind == OFFICE_LOCK_STANDARD ? 32 :
	    SHA1_BYTES;

	if (little_32(rest, 0) != SALT_BYTES ||
	    !little_has(rest, 40, encrypted)) {
		lock->kind = OFFICE_LOCK_UNKNOWN;
		return;
	}
	lock->salt = little_bytes(rest, 4, SALT_BYTES);
	lock->verifier = little_bytes(rest, 20, 16);
	lock->verifier_digest = little_bytes(rest, 40, encrypted);
}

/* 2.3.4.5 and 2.3.5.1: flags, length of the header, header, verifier. */
static void
read_header(struct slice info, struct office_lock *lock)
{
	uint32_t header_len = little_32(info, 8);
	uint32_t cipher = little_32(info, 12 + 8);
	uint32_t bits = little_32(info, 12 + 16);

	if (!little_has(info, 12, header_len) || header_len < 32)
		return;
	if (cipher == CIPHER_RC4)
		lock->kind = OFFICE_LOCK_CRYPTOAPI;
	else if (cipher >= CIPHER_AES_128 && cipher <= CIPHER_AES_256)
		lock->kind = OFFICE_LOCK_STANDARD;
	/* 2.3.2: zero stands for 40 bits of RC4. */
	if (cipher == CIPHER_RC4 && bits == 0)
		bits = 40;
	lock->key_len = bits / 8;
	if (lock->key_len < RC4_SHORT_KEY || lock->key_len > 32 ||
	    bits % 8 != 0)
		lock->kind = OFFICE_LOCK_UNKNOWN;
	lock->spin = lock->kind == OFFICE_LOCK_STANDARD ? STANDARD_SPIN : 0;
	if (lock->kind != OFFICE_LOCK_UNKNOWN)
		read_verifier(slice_sub(info, 12 + header_len, info.len),
		    lock);
}

enum rc
office_lock_read(struct emit *emit, struct slice info,
    struct office_lock *lock, struct err *err)
{
	unsigned major = little_16(info, 0), minor = little_16(info, 2);

	*lock = (struct office_lock){0};
	if (major == 4 && minor == 4)
		return office_agile_read(emit, slice_sub(info, 8, info.len),
		    lock, err);
	if (major >= 2 && major <= 4 && minor == 2)
		read_header(info, lock);
	/* 2.3.6.1: salt, verifier and its digest of 16 bytes each. */
	if (major == 1 && minor == 1 && little_has(info, 4, 48)) {
		lock->kind = OFFICE_LOCK_RC4;
		lock->key_len = RC4_SHORT_KEY;
		lock->salt = little_bytes(info, 4, 16);
		lock->verifier = little_bytes(info, 20, 16);
		lock->verifier_digest = little_bytes(info, 36, 16);
	}
	return RC_OK;
}

/* ------------------------------------------------------------------- keys */

/* 2.3.6.2: five bytes of the digest and the salt, sixteen times. */
static bool
rc4_base(const struct office_lock *lock, struct slice wide,
    unsigned char *key)
{
	unsigned char digest[CIPHER_DIGEST_MOST];
	unsigned char all[16 * (RC4_SHORT_KEY + SALT_BYTES)];
	const size_t step = RC4_SHORT_KEY + SALT_BYTES;

	if (!cipher_digest(CIPHER_MD5, wide, (struct slice){0}, digest))
		return false;
	for (size_t i = 0; i < 16; i++) {
		memcpy(all + i * step, digest, RC4_SHORT_KEY);
		memcpy(all + i * step + RC4_SHORT_KEY, lock->salt.at,
		    SALT_BYTES);
	}
	return cipher_digest(CIPHER_MD5, slice_bytes(all, sizeof(all)),
	    (struct slice){0}, key);
}

/* 2.3.4.7: the digest spread over two halves; the key is their beginning. */
static bool
standard_key(const struct office_lock *lock, const unsigned char *spun,
    unsigned char *key)
{
	unsigned char digest[CIPHER_DIGEST_MOST], pad[64];
	const unsigned char zeros[4] = {0}, fill[2] = {0x36, 0x5c};
	unsigned char halves[2 * CIPHER_DIGEST_MOST];

	if (!cipher_digest(CIPHER_SHA1, slice_bytes(spun, SHA1_BYTES),
	    slice_bytes(zeros, 4), digest))
		return false;
	for (size_t half = 0; half < 2; half++) {
		memset(pad, fill[half], sizeof(pad));
		for (size_t i = 0; i < SHA1_BYTES; i++)
			pad[i] ^= digest[i];
		if (!cipher_digest(CIPHER_SHA1, slice_bytes(pad, sizeof(pad)),
		    (struct slice){0}, halves + half * SHA1_BYTES))
			return false;
	}
	memcpy(key, halves, lock->key_len);
	return true;
}

void
office_lock_block(const struct office_lock *lock, uint32_t block,
    struct cipher_rc4 *rc4)
{
	bool short_lock = lock->kind == OFFICE_LOCK_RC4;
	unsigned char number[4] = {(unsigned char)block,
		(unsigned char)(block >> 8), (unsigned char)(block >> 16),
		(unsigned char)(block >> 24)};
	unsigned char key[CIPHER_DIGEST_MOST] = {0};
	size_t len = RC4_KEY;

	if (!cipher_digest(short_lock ? CIPHER_MD5 : CIPHER_SHA1,
	    slice_bytes(lock->key, short_lock ? RC4_SHORT_KEY : SHA1_BYTES),
	    slice_bytes(number, 4), key))
		memset(key, 0, sizeof(key));
	/* 2.3.5.2: 40 bits are filled up with zeros. */
	if (!short_lock && lock->key_len == RC4_SHORT_KEY)
		memset(key + RC4_SHORT_KEY, 0, RC4_KEY - RC4_SHORT_KEY);
	else if (!short_lock)
		len = lock->key_len < SHA1_BYTES ? lock->key_len : SHA1_BYTES;
	cipher_rc4_start(rc4, slice_bytes(key, len));
	crypt_wipe(key, sizeof(key));
}

/* 2.3.5.6, 2.3.6.4: verifier and digest are one run of block 0. */
static bool
rc4_verifies(const struct office_lock *lock)
{
	enum cipher_digest kind = lock->kind == OFFICE_LOCK_RC4 ? CIPHER_MD5 :
	    CIPHER_SHA1;
	size_t size = cipher_digest_size(kind);
	unsigned char verifier[16], digest[CIPHER_DIGEST_MOST];
	unsigned char mine[CIPHER_DIGEST_MOST];
	struct cipher_rc4 rc4;

	memcpy(verifier, lock->verifier.at, 16);
	memcpy(digest, lock->verifier_digest.at, size);
	office_lock_block(lock, 0, &rc4);
	cipher_rc4_next(&rc4, verifier, 16);
	cipher_rc4_next(&rc4, digest, size);
	return cipher_digest(kind, slice_bytes(verifier, 16),
	    (struct slice){0}, mine) && memcmp(mine, digest, size) == 0;
}

/* 2.3.4.9 */
static bool
standard_verifies(const struct office_lock *lock)
{
	struct slice key = slice_bytes(lock->key, lock->key_len);
	unsigned char verifier[16], digest[32], mine[CIPHER_DIGEST_MOST];

	return cipher_aes_open(key, NULL, lock->verifier, verifier) == 16 &&
	    cipher_aes_open(key, NULL, lock->verifier_digest, digest) == 32 &&
	    cipher_digest(CIPHER_SHA1, slice_bytes(verifier, 16),
	    (struct slice){0}, mine) &&
	    memcmp(mine, digest, SHA1_BYTES) == 0;
}

static bool
opens_wide(struct office_lock *lock, struct slice wide)
{
	unsigned char spun[CIPHER_DIGEST_MOST];

	switch (lock->kind) {
	case OFFICE_LOCK_AGILE:
		return office_agile_opens(lock, wide);
	case OFFICE_LOCK_RC4:
		return rc4_base(lock, wide, lock->key) && rc4_verifies(lock);
	case OFFICE_LOCK_CRYPTOAPI:
		return cipher_digest(CIPHER_SHA1, lock->salt, wide,
		    lock->key) && rc4_verifies(lock);
	case OFFICE_LOCK_STANDARD:
		return cipher_spin(CIPHER_SHA1, lock->salt, wide, lock->spin,
		    spun) && standard_key(lock, spun, lock->key) &&
		    standard_verifies(lock);
	case OFFICE_LOCK_UNKNOWN:
		break;
	}
	return false;
}

static bool
opens(void *own, struct slice word)
{
	struct buf wide = buf_new(WORD_MOST);
	bool open;

	tries_wide(word, &wide);
	open = !wide.full && opens_wide(own, buf_slice(&wide));
	buf_free(&wide);
	return open;
}

enum rc
office_lock_open(struct emit *emit, struct office_lock *lock,
    struct err *err)
{
	struct tries tries = {lock, opens, usual};

	return tries_run(emit, &tries, err);
}

/* ---------------------------------------------------------------- content */

size_t
office_lock_package(const struct office_lock *lock, struct slice in,
    unsigned char *out, bool *whole)
{
	uint64_t len = little_64(in, 0);
	size_t done;

	in = slice_sub(in, 8, in.len);
	done = lock->kind == OFFICE_LOCK_AGILE ?
	    office_agile_package(lock, in, out) :
	    cipher_aes_open(slice_bytes(lock->key, lock->key_len), NULL, in,
	    out);
	*whole = len <= done;
	return len < done ? (size_t)len : done;
}

void
office_lock_stream(const struct office_lock *lock, size_t block_bytes,
    size_t clear, unsigned char *bytes, size_t len)
{
	struct cipher_rc4 rc4;

	for (size_t at = 0; at < len; at += block_bytes) {
		size_t now = len - at < block_bytes ? len - at : block_bytes;
		size_t skip = clear <= at ? 0 : clear - at < now ?
		    clear - at : now;

		office_lock_block(lock, (uint32_t)(at / block_bytes), &rc4);
		cipher_rc4_skip(&rc4, skip);
		cipher_rc4_next(&rc4, bytes + at + skip, now - skip);
	}
}
