/*
 * office_lock - the locks of Office files ([MS-OFFCRYPTO] 2.3).
 *
 * Reads the stream or record that describes a lock, tries words on it, and
 * opens what it locks: a whole package (agile and standard encryption), or the
 * blocks of a stream (RC4 and RC4 CryptoAPI).
 */
#ifndef OUTMARK_SCANNER_EXTRACT_OFFICE_LOCK_H
#define OUTMARK_SCANNER_EXTRACT_OFFICE_LOCK_H

#include "scanner/extract/cipher.h"
#include "scanner/extract/emit.h"

enum office_lock_kind { OFFICE_LOCK_UNKNOWN, OFFICE_LOCK_RC4,
	OFFICE_LOCK_CRYPTOAPI, OFFICE_LOCK_STANDARD, OFFICE_LOCK_AGILE };

struct office_agile {
	enum cipher_digest digest;
	struct slice salt;
	uint32_t block, bits;
};

struct office_lock {
	enum office_lock_kind kind;
	uint32_t spin;
	size_t key_len;
	struct slice salt, verifier, verifier_digest;
	/* agile only */
	struct slice key_value;
	struct office_agile word, package;	/* of the word, of the bytes */
	/* what a word that opens gives */
	unsigned char key[CIPHER_KEY_MOST];
};

/* Read the description; `unknown` when it is none of these. */
enum rc office_lock_read(struct emit *emit, struct slice info,
    struct office_lock *lock, struct err *err) MUST_USE;

/* Try the words; as tries_run. */
enum rc office_lock_open(struct emit *emit, struct office_lock *lock,
    struct err *err) MUST_USE;

/*
 * Open a package (agile, standard): `out` has the room of `in`.  `*whole` is
 * false when it ends before its length says.  Gives the bytes written.
 */
size_t office_lock_package(const struct office_lock *lock, struct slice in,
    unsigned char *out, bool *whole);

/* The key stream of one block (RC4, CryptoAPI). */
void office_lock_block(const struct office_lock *lock, uint32_t block,
    struct cipher_rc4 *rc4);

/*
 * Open a stream in place whose blocks have this many bytes, but for the first
 * `clear` of it.
 */
void office_lock_stream(const struct office_lock *lock, size_t block_bytes,
    size_t clear, unsigned char *bytes, size_t len);

/* The agile kind, for office_lock.c. */
enum rc office_agile_read(struct emit *emit, struct slice xml,
    struct office_lock *lock, struct err *err) MUST_USE;
bool office_agile_opens(struct office_lock *lock, struct slice wide);
size_t office_agile_package(const struct office_lock *lock, struct slice in,
    unsigned char *out);

#endif
