/*
 * office_agile - agile encryption of Office packages ([MS-OFFCRYPTO] 2.3.4.10
 * to 2.3.4.15).
 *
 * An XML text describes two ciphers: one opens the key with a word, the other
 * opens the package with the key.  Only AES in chains and the digests of cipher
 * are read; the certificate's way in is not.
 */
#include "scanner/extract/office_lock.h"

#include "base/crypt.h"
#include "scanner/extract/little.h"
#include "scanner/extract/run.h"
#include "scanner/extract/xml.h"

/* 10,000,000 is the most that 2.3.4.10 allows; a try must end sooner. */
enum { SPIN_MOST = 1000000, SEGMENT = 4096, BLOCK = 16, VALUE_MOST = 1024 };

struct reading {
	struct arena *arena;
	struct office_lock *lock;
	bool package, word;
};

/* --------------------------------------------------------------- reading */

static struct slice
bytes_of(struct reading *reading, const struct xml_element *element,
    const char *name)
{
	struct slice value = slice_sub(xml_attribute(element, name), 0,
	    VALUE_MOST);
	unsigned char *out = arena_room(reading->arena, value.len + 1);

	if (out == NULL)
		return (struct slice){0};
	return slice_bytes(out, run_base64_decode(value, out));
}

/* The attributes that both ciphers have; false when they cannot be read. */
static bool
read_cipher(struct reading *reading, const struct xml_element *element,
    struct office_agile *agile)
{
	uint64_t block = 0, bits = 0;

	agile->digest = cipher_digest_of(xml_attribute(element,
	    "hashAlgorithm"));
	agile->salt = bytes_of(reading, element, "saltValue");
	(void)!slice_number(xml_attribute(element, "blockSize"), &block);
	(void)!slice_number(xml_attribute(element, "keyBits"), &bits);
	agile->block = (uint32_t)block;
	agile->bits = (uint32_t)bits;
	return slice_is_text_nocase(xml_attribute(element,
	    "cipherAlgorithm"), "AES") && slice_is_text(xml_attribute(
	    element, "cipherChaining"), "ChainingModeCBC") &&
	    agile->digest < CIPHER_DIGESTS && block == BLOCK &&
	    (bits == 128 || bits == 192 || bits == 256) &&
	    agile->salt.len > 0;
}

static enum rc
on_begin(void *own, const struct xml_element *element, struct err *err)
{
	struct reading *reading = own;
	struct office_lock *lock = reading->lock;
	uint64_t spin = 0;

	(void)err;
	if (xml_is(element, "keyData"))
		reading->package = read_cipher(reading, element,
		    &lock->package);
	if (!xml_is(element, "encryptedKey") || reading->word)
		return RC_OK;
	lock->verifier = bytes_of(reading, element,
	    "encryptedVerifierHashInput");
	lock->verifier_digest = bytes_of(reading, element,
	    "encryptedVerifierHashValue");
	lock->key_value = bytes_of(reading, element, "encryptedKeyValue");
	reading->word = read_cipher(reading, element, &lock->word) &&
	    slice_number(xml_attribute(element, "spinCount"), &spin) &&
	    spin <= SPIN_MOST;
	lock->spin = (uint32_t)spin;
	return RC_OK;
}

enum rc
office_agile_read(struct emit *emit, struct slice xml,
    struct office_lock *lock, struct err *err)
{
	struct reading reading = {.arena = emit->job->arena, .lock = lock};
	struct xml_handler handler = {.own = &reading, .begin = on_begin};
	cause_set causes;

	TRY(xml_read(emit, xml, &handler, &causes, err));
	if (reading.package && reading.word &&
	    lock->verifier.len <= VALUE_MOST &&
	    lock->verifier.len >= lock->word.salt.len &&
	    lock->verifier_digest.len >=
	    cipher_digest_size(lock->word.digest) &&
	    lock->key_value.len >= lock->package.bits / 8)
		lock->kind = OFFICE_LOCK_AGILE;
	return RC_OK;
}

/* ------------------------------------------------------------------- keys */

/* A digest as long as it must be: cut, or filled up with 0x36 (2.3.4.11). */
static void
fit(unsigned char *bytes, size_t size, size_t want)
{
	if (size < want)
		memset(bytes + size, 0x36, want - size);
}

/* Open a value that the key of this purpose locks. */
static bool
open_value(const struct office_lock *lock, const unsigned char *spun,
    const unsigned char purpose[8], struct slice value, unsigned char *out)
{
	const struct office_agile *agile = &lock->word;
	size_t size = cipher_digest_size(agile->digest);
	unsigned char key[CIPHER_DIGEST_MOST], iv[VALUE_MOST];
	bool done;

	if (!cipher_digest(agile->digest, slice_bytes(spun, size),
	    slice_bytes(purpose, 8), key))
		return false;
	fit(key, size, agile->bits / 8);
	memcpy(iv, agile->salt.at, agile->salt.len);
	fit(iv, agile->salt.len, BLOCK);
	done = cipher_aes_open(slice_bytes(key, agile->bits / 8), iv, value,
	    out) == value.len - value.len % BLOCK;
	crypt_wipe(key, sizeof(key));
	return done;
}

bool
office_agile_opens(struct office_lock *lock, struct slice wide)
{
	static const unsigned char input[8] = {0xfe, 0xa7, 0xd2, 0x76, 0x3b,
		0x4b, 0x9e, 0x79}, digest[8] = {0xd7, 0xaa, 0x0f, 0x6d, 0x30,
		0x61, 0x34, 0x4e}, value[8] = {0x14, 0x6e, 0x0b, 0xe7, 0xab,
		0xac, 0xd0, 0xd6};
	unsigned char spun[CIPHER_DIGEST_MOST], mine[CIPHER_DIGEST_MOST];
	/* A value that is no whole block is opened in part only. */
	unsigned char got[VALUE_MOST] = {0}, theirs[VALUE_MOST] = {0};
	const struct office_agile *agile = &lock->word;

	if (!cipher_spin(agile->digest, agile->salt, wide, lock->spin, spun) ||
	    !open_value(lock, spun, input, lock->verifier, got) ||
	    !open_value(lock, spun, digest, lock->verifier_digest, theirs) ||
	    !cipher_digest(agile->digest, slice_bytes(got, agile->salt.len),
	    (struct slice){0}, mine) ||
	    memcmp(mine, theirs, cipher_digest_size(agile->digest)) != 0 ||
	    !open_value(lock, spun, value, lock->key_value, got))
		return false;
	lock->key_len = lock->package.bits / 8;
	memcpy(lock->key, got, lock->key_len);
	crypt_wipe(got, sizeof(got));
	return true;
}

/* ---------------------------------------------------------------- content */

/* 2.3.4.15: segments of 4096 bytes, each with a beginning of its own. */
size_t
office_agile_package(const struct office_lock *lock, struct slice in,
    unsigned char *out)
{
	const struct office_agile *agile = &lock->package;
	size_t size = cipher_digest_size(agile->digest), done = 0;
	unsigned char iv[CIPHER_DIGEST_MOST];

	for (size_t at = 0; at < in.len; at += SEGMENT) {
		uint32_t number = (uint32_t)(at / SEGMENT);
		unsigned char index[4] = {(unsigned char)number,
			(unsigned char)(number >> 8),
			(unsigned char)(number >> 16),
			(unsigned char)(number >> 24)};

		if (!cipher_digest(agile->digest, agile->salt,
		    slice_bytes(index, 4), iv))
			break;
		fit(iv, size, BLOCK);
		done += cipher_aes_open(slice_bytes(lock->key,
		    lock->key_len), iv, slice_sub(in, at, at + SEGMENT),
		    out + at);
	}
	return done;
}
