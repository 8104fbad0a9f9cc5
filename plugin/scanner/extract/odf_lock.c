/*
 * odf_lock - the parts of an OpenDocument package behind a password
 * (OpenDocument 1.2 part 3, sections 3.4 and 4).
 *
 * A digest of the word starts PBKDF2, which gives the key of AES-CBC, or before
 * version 1.2 of Blowfish; what it opens is deflated, and a digest of its first
 * kilobyte tells a right word.  The Argon2 of newer LibreOffice is not opened:
 * no library at hand has it in several lanes.
 */
#include "scanner/extract/odf_lock.h"

#include "base/crypt.h"
#include "scanner/extract/blowfish.h"
#include "scanner/extract/cipher.h"
#include "scanner/extract/inflate.h"
#include "scanner/extract/run.h"
#include "scanner/extract/tries.h"

enum { COUNT_MOST = 1000000, SUMMED = 1024, VALUE_MOST = 256, IV = 16 };

/* --------------------------------------------------------------- reading */

static struct slice
bytes_of(struct odf_lock *lock, const struct xml_element *element,
    const char *name)
{
	struct slice value = slice_sub(xml_attribute(element, name), 0,
	    VALUE_MOST);
	unsigned char *out = arena_room(lock->odf->arena, value.len + 1);

	if (out == NULL)
		return (struct slice){0};
	return slice_bytes(out, run_base64_decode(value, out));
}

static uint32_t
number_of(const struct xml_element *element, const char *name,
    uint32_t usual)
{
	uint64_t number;

	if (!slice_number(xml_attribute(element, name), &number))
		return usual;
	return number > COUNT_MOST ? 0 : (uint32_t)number;
}

static bool
says(const struct xml_element *element, const char *name, const char *what)
{
	return slice_find_nocase(xml_attribute(element, name),
	    slice_of(what)) != SIZE_MAX;
}

enum rc
odf_lock_begin(struct odf_lock *lock, const struct xml_element *element,
    struct opc_part *part, struct err *err)
{
	struct odf_lock_part *last = lock->count == 0 ? NULL :
	    &lock->parts[lock->count - 1];

	(void)err;
	if (part == NULL)
		return RC_OK;
	if (xml_is(element, "encryption-data")) {
		if (lock->count == ODF_LOCK_PARTS)
			return RC_OK;
		lock->parts[lock->count++] = (struct odf_lock_part){
			.part = part, .key_len = 16,
			.checksum = bytes_of(lock, element, "checksum"),
			.sha256_sum = says(element, "checksum-type",
			    "sha256")};
		return RC_OK;
	}
	if (last == NULL || last->part != part)
		return RC_OK;
	if (xml_is(element, "algorithm")) {
		last->iv = bytes_of(lock, element,
		    "initialisation-vector");
		last->blowfish = says(element, "algorithm-name", "blowfish");
		last->readable = last->blowfish ||
		    (says(element, "algorithm-name", "aes") &&
		    says(element, "algorithm-name", "cbc"));
	} else if (xml_is(element, "key-derivation")) {
		last->salt = bytes_of(lock, element, "salt");
		last->count = number_of(element, "iteration-count", 0);
		last->key_len = number_of(element, "key-size", 16);
		last->readable &= says(element, "key-derivation-name",
		    "PBKDF2");
	} else if (xml_is(element, "start-key-generation")) {
		last->sha256_start = says(element,
		    "start-key-generation-name", "sha256");
	}
	return RC_OK;
}

static bool
is_readable(const struct odf_lock_part *locked)
{
	return locked->readable && locked->iv.len ==
	    (locked->blowfish ? BLOWFISH_BLOCK : IV) && locked->salt.len > 0 && locked->count > 0 &&
	    (locked->key_len == 16 || locked->key_len == 24 ||
	    locked->key_len == 32) && locked->checksum.len > 0;
}

/* ----------------------------------------------------------------- trying */

/* What a part holds, still deflated; `out` has its room. */
static size_t
open_bytes(const struct odf_lock *lock, const struct odf_lock_part *locked,
    struct slice in, unsigned char *out)
{
	struct blowfish blowfish;
	unsigned char key[32];

	if (!cipher_pbkdf2(CIPHER_SHA1, slice_bytes(lock->start,
	    lock->start_len), locked->salt, locked->count, key,
	    locked->key_len))
		return 0;
	if (!locked->blowfish)
		return cipher_aes_open(slice_bytes(key, locked->key_len),
		    locked->iv.at, in, out);
	blowfish_start(&blowfish, slice_bytes(key, locked->key_len));
	blowfish_open(&blowfish, locked->iv.at, in, out);
	crypt_wipe(&blowfish, sizeof(blowfish));
	return in.len;
}

/*
 * OpenOffice digested bytes of which 52 to 55 were left over in a way of its
 * own, by mistake: their sum says nothing.
 */
static bool
is_doubtful(const struct odf_lock_part *locked, size_t len)
{
	return locked->blowfish && len < SUMMED && len % 64 >= 52 &&
	    len % 64 <= 55;
}

static bool
sums_up(const struct odf_lock_part *locked, struct slice bytes)
{
	enum cipher_digest kind = locked->sha256_sum ? CIPHER_SHA256 :
	    CIPHER_SHA1;
	unsigned char digest[CIPHER_DIGEST_MOST];

	/* The filling at the end counts for short parts: it is passed over. */
	for (size_t cut = 0; cut <= IV && cut < bytes.len; cut++) {
		struct slice head = slice_sub(bytes, 0, bytes.len - cut);

		if (cipher_digest(kind, slice_sub(head, 0, SUMMED),
		    (struct slice){0}, digest) && slice_is(locked->checksum,
		    slice_bytes(digest, cipher_digest_size(kind))))
			return true;
		if (head.len > SUMMED)
			break;
	}
	return false;
}

/* The smallest part that can be opened is enough to know a word by. */
static const struct odf_lock_part *
pick(const struct odf_lock *lock)
{
	const struct odf_lock_part *best = NULL;

	for (size_t i = 0; i < lock->count; i++) {
		const struct odf_lock_part *locked = &lock->parts[i];

		if (is_readable(locked) && !is_doubtful(locked,
		    locked->part->content.len) && (best == NULL ||
		    locked->part->content.len < best->part->content.len))
			best = locked;
	}
	return best;
}

static bool
opens(void *own, struct slice word)
{
	struct odf_lock *lock = own;
	const struct odf_lock_part *locked = pick(lock);
	unsigned char digest[CIPHER_DIGEST_MOST];
	unsigned char bytes[SUMMED + IV];
	enum cipher_digest kind;

	if (locked == NULL)
		return false;
	kind = locked->sha256_start ? CIPHER_SHA256 : CIPHER_SHA1;
	if (!cipher_digest(kind, word, (struct slice){0}, digest))
		return false;
	lock->start_len = cipher_digest_size(kind);
	memcpy(lock->start, digest, lock->start_len);
	return sums_up(locked, slice_bytes(bytes, open_bytes(lock, locked,
	    slice_sub(buf_slice(&locked->part->content), 0, sizeof(bytes)),
	    bytes)));
}

/* ---------------------------------------------------------------- opening */

/* 3.4.1: inflate what was opened, in the place of what was locked. */
static enum rc
open_part(struct odf_lock *lock, const struct odf_lock_part *locked,
    struct err *err)
{
	struct opc_part *part = locked->part;
	struct emit *emit = lock->odf->emit;
	struct buf opened = buf_new((size_t)emit->job->limits->entry_bytes);
	struct slice bytes = buf_slice(&part->content);
	cause_set causes = 0;
	enum rc rc;

	/* In place: no byte is written before it was read. */
	bytes.len = open_bytes(lock, locked, bytes, part->content.at);
	if (!is_doubtful(locked, bytes.len) && !sums_up(locked, bytes)) {
		buf_free(&opened);
		return RC_OK;
	}
	rc = inflate_raw(emit, bytes, &opened, &causes, err);
	buf_free(&part->content);
	part->content = opened;
	part->causes = (part->causes & ~cause_bit(CAUSE_encrypted)) | causes;
	part->flags |= PART_FLAG_opened;
	return rc == RC_OK ? opc_find_root(&lock->odf->opc, part, err) : rc;
}

enum rc
odf_lock_open(struct odf_lock *lock, struct err *err)
{
	struct tries tries = {lock, opens, NULL};
	struct emit *emit = lock->odf->emit;
	bool all = lock->count < ODF_LOCK_PARTS;

	TRY(tries_run(emit, &tries, err));
	for (size_t i = 0; i < lock->count; i++) {
		TRY(emit_due(emit, err));
		if (is_readable(&lock->parts[i]))
			TRY(open_part(lock, &lock->parts[i], err));
		all &= (lock->parts[i].part->causes &
		    cause_bit(CAUSE_encrypted)) == 0;
	}
	return all ? RC_OK : emit_cause(emit, 0, CAUSE_encrypted, err);
}
