/*
 * rar4_lock - a RAR 2.9 to 4 archive behind a password.
 *
 * After technote.txt of RAR 3.x; the key is no part of it and follows what free
 * readers do: SHA-1 of 0x40000 times word, salt and number gives the key of
 * AES-128 in chains, and bytes on the way where the chain begins.  Nothing but
 * the content's own sum tells a right word.  The archive is written again
 * without locks; a file that stays locked is written without its bytes, because
 * the library ends at the first that is.
 */
#include "scanner/extract/rar_lock.h"

#include "base/crypt.h"
#include "scanner/extract/cipher.h"
#include "scanner/extract/inflate.h"
#include "scanner/extract/little.h"
#include "scanner/extract/tries.h"
#include "scanner/extract/unpack.h"

enum {
	MARK = 7, BLOCK = 16, KEY = 16, SALT = 8, SHA1_BYTES = 20,
	ROUNDS = 0x40000,
	KEYS_MOST = 128,	/* of one archive, once opened: 20 ms each */
	/* RAR digests a longer one in a way of its own, by mistake. */
	WIDE_MOST = 56,
	HEAD_LEAST = 7, HEAD_MAIN = 0x73, HEAD_FILE = 0x74,
	HEAD_SERVICE = 0x7a, HEAD_END = 0x7b,
	MAIN_LOCKED = 0x80, HAS_MORE = 0x8000,
	FILE_SPLIT = 0x03, FILE_LOCKED = 0x04, FILE_SOLID = 0x10,
	FILE_LARGE = 0x100, FILE_SALTED = 0x400,
	AT_PACKED = 7, AT_SIZE = 11, AT_HOST = 15, AT_SUM = 16, AT_VERSION = 24,
	AT_METHOD = 25, AT_NAME_LEN = 26, AT_MODE = 28, AT_HIGH = 32,
	VERSION_AES = 29, STORED = 0x30, HOST_UNIX = 3,
};

struct block {
	unsigned type, flags;
	struct slice header;	/* in the clear */
	bool sound;		/* its sum is right */
	uint64_t data_len;
	struct slice data;
};

struct file {
	bool is_known;		/* the lock is of a kind that is opened here */
	bool stored;
	uint64_t size;
	size_t at_salt;		/* of the header */
	struct slice salt;
};

struct lock {
	struct emit *emit;
	struct slice file;
	bool sealed;		/* headers behind the first are locked */
	struct buf wide;	/* the word that is tried */
	bool keyed;		/* of this salt: */
	unsigned char salt[SALT];
	size_t salt_len;
	unsigned char key[KEY], iv[BLOCK];
	unsigned keys;		/* that may still be made */
	bool open;		/* the word is a right one */
	bool shut;		/* files were written without their bytes */
	struct buf header;	/* the one that was opened last */
};

/* ------------------------------------------------------------------- keys */

static bool
key_for(struct lock *lock, struct slice salt)
{
	unsigned char prefix[WIDE_MOST + SALT], digest[CIPHER_DIGEST_MOST];
	struct slice wide = buf_slice(&lock->wide);

	if (lock->keyed && slice_is(salt, slice_bytes(lock->salt,
	    lock->salt_len)))
		return true;
	if (lock->keys == 0 || wide.len > WIDE_MOST || salt.len > SALT)
		return false;
	lock->keys--;
	if (wide.len > 0)
		memcpy(prefix, wide.at, wide.len);
	if (salt.len > 0) {
		memcpy(prefix + wide.len, salt.at, salt.len);
		memcpy(lock->salt, salt.at, salt.len);
	}
	lock->salt_len = salt.len;
	lock->keyed = cipher_count(CIPHER_SHA1, slice_bytes(prefix,
	    wide.len + salt.len), 3, ROUNDS, &lock->iv, digest);
	/* Words of four bytes, their lowest byte first. */
	for (size_t i = 0; i < KEY; i++)
		lock->key[i] = digest[i / 4 * 4 + 3 - i % 4];
	crypt_wipe(prefix, sizeof(prefix));
	crypt_wipe(digest, sizeof(digest));
	return lock->keyed;
}

static size_t
open_bytes(const struct lock *lock, struct slice in, unsigned char *out)
{
	return cipher_aes_open(slice_bytes(lock->key, KEY), lock->iv, in,
	    out);
}

/* ---------------------------------------------------------------- reading */

/* Open the header at `*at`, in front of which its salt stands. */
static bool
open_header(struct lock *lock, size_t *at, struct slice *header)
{
	struct slice salt = little_bytes(lock->file, *at, SALT), all;
	unsigned char block[BLOCK], *room;
	size_t start = *at + SALT, len;

	if (!little_has(lock->file, start, BLOCK) || !key_for(lock, salt) ||
	    open_bytes(lock, little_bytes(lock->file, start, BLOCK), block) !=
	    BLOCK)
		return false;
	len = little_16(slice_bytes(block, BLOCK), 5);
	all = little_bytes(lock->file, start, (len + BLOCK - 1) / BLOCK *
	    BLOCK);
	if (len < HEAD_LEAST || all.len < len)
		return false;
	buf_clear(&lock->header);
	room = buf_reserve(&lock->header, all.len);
	if (room == NULL || open_bytes(lock, all, room) < len)
		return false;
	*header = slice_bytes(room, len);
	*at = start + all.len;
	return true;
}

static bool
plain_header(const struct lock *lock, size_t *at, struct slice *header)
{
	size_t len = little_16(lock->file, *at + 5);

	if (len < HEAD_LEAST || !little_has(lock->file, *at, len))
		return false;
	*header = little_bytes(lock->file, *at, len);
	*at += len;
	return true;
}

static bool
is_file(const struct block *block)
{
	return block->type == HEAD_FILE || block->type == HEAD_SERVICE;
}

/* The block at `*at`; the first one is never locked. */
static bool
next_block(struct lock *lock, size_t *at, struct block *block)
{
	struct slice header;

	*block = (struct block){0};
	if (lock->sealed && *at > MARK ? !open_header(lock, at, &header) :
	    !plain_header(lock, at, &header))
		return false;
	block->header = header;
	block->type = little_8(header, 2);
	block->flags = little_16(header, 3);
	block->sound = (inflate_sum(slice_sub(header, 2, header.len)) &
	    0xffff) == little_16(header, 0);
	if (is_file(block) || (block->flags & HAS_MORE) != 0)
		block->data_len = little_32(header, AT_PACKED);
	if (is_file(block) && (block->flags & FILE_LARGE) != 0)
		block->data_len |= (uint64_t)little_32(header, AT_HIGH) << 32;
	block->data = little_bytes(lock->file, *at,
	    block->data_len > SIZE_MAX / 2 ? SIZE_MAX / 2 :
	    (size_t)block->data_len);
	*at += block->data.len;
	return true;
}

/* False: not a file that is locked. */
static bool
read_file(const struct block *block, struct file *file)
{
	struct slice header = block->header;
	bool large = (block->flags & FILE_LARGE) != 0;
	size_t salt = (block->flags & FILE_SALTED) != 0 ? SALT : 0;

	*file = (struct file){.stored = little_8(header, AT_METHOD) == STORED,
		.size = little_32(header, AT_SIZE),
		.at_salt = AT_HIGH + (large ? 8 : 0) +
		    (size_t)little_16(header, AT_NAME_LEN)};
	if (large)
		file->size |= (uint64_t)little_32(header, AT_HIGH + 4) << 32;
	if (!is_file(block) || !block->sound ||
	    (block->flags & FILE_LOCKED) == 0 ||
	    !little_has(header, file->at_salt, salt))
		return false;
	file->salt = little_bytes(header, file->at_salt, salt);
	file->is_known = little_8(header, AT_VERSION) >= VERSION_AES;
	return true;
}

/* ---------------------------------------------------------------- writing */

static void
set_number(struct buf *out, size_t at, uint64_t value, size_t size)
{
	for (size_t i = 0; i < size && at + i < out->len; i++, value >>= 8)
		out->at[at + i] = (unsigned char)value;
}

/* A header with its length and its sum set right. */
static void
put_header(struct buf *out, struct buf *header)
{
	struct slice bytes = buf_slice(header);

	set_number(header, 5, header->len, 2);
	set_number(header, 0, inflate_sum(slice_sub(bytes, 2, bytes.len)), 2);
	(void)!buf_put(out, bytes);
	out->full |= header->full;
}

/* A file's header again, without the lock, for so much data. */
static void
put_file_header(struct buf *out, const struct block *block,
    const struct file *file, uint64_t data_len, bool shut)
{
	struct buf header = buf_new(block->header.len + 1);
	bool large = (block->flags & FILE_LARGE) != 0;

	(void)!buf_put(&header, slice_sub(block->header, 0, file->at_salt));
	(void)!buf_put(&header, slice_sub(block->header,
	    file->at_salt + file->salt.len, block->header.len));
	set_number(&header, 3, block->flags & ~(unsigned)(FILE_LOCKED |
	    FILE_SALTED), 2);
	set_number(&header, AT_PACKED, data_len, 4);
	if (large)
		set_number(&header, AT_HIGH, data_len >> 32, 4);
	if (shut) {
		set_number(&header, AT_HOST, HOST_UNIX, 1);
		set_number(&header, AT_MODE, UNPACK_SHUT, 4);
		set_number(&header, AT_SIZE, 0, 4);
		set_number(&header, AT_SUM, 0, 4);
		set_number(&header, AT_METHOD, STORED, 1);
		if (large)
			set_number(&header, AT_HIGH + 4, 0, 4);
	}
	put_header(out, &header);
	buf_free(&header);
}

static bool
put_file(struct buf *out, const struct lock *lock, const struct block *block,
    const struct file *file)
{
	struct buf content = buf_new(block->data.len + 1);
	unsigned char *room = buf_reserve(&content, block->data.len);
	uint64_t len = block->data_len;
	bool fine = room != NULL;

	if (fine)
		content.len = open_bytes(lock, block->data, room);
	/* Blocks are filled up; a stored file ends where its content does. */
	if (file->stored && (block->flags & FILE_SPLIT) == 0 &&
	    file->size < len)
		len = file->size;
	if (content.len > len)
		content.len = (size_t)len;
	put_file_header(out, block, file, len, false);
	fine = fine && buf_put(out, buf_slice(&content)) && !out->full;
	buf_free(&content);
	return fine;
}

/* The archive's own header, which says no more that others are locked. */
static void
put_main(struct buf *out, const struct block *block)
{
	struct buf header = buf_new(block->header.len + 1);

	(void)!buf_put(&header, block->header);
	set_number(&header, 3, block->flags & ~(unsigned)MAIN_LOCKED, 2);
	put_header(out, &header);
	buf_free(&header);
}

/* Every block; what is not opened is left without its bytes. */
static bool
write_open(struct lock *lock, struct buf *out)
{
	const struct extract_job *job = lock->emit->job;
	struct block block = {0};
	struct file file;
	size_t at = MARK;

	(void)!buf_put(out, slice_sub(lock->file, 0, MARK));
	while (block.type != HEAD_END && next_block(lock, &at, &block)) {
		bool locked = read_file(&block, &file);

		if (clock_left_ms(job->clock, job->deadline_ms) == 0)
			return false;
		if (locked && lock->open && file.is_known &&
		    key_for(lock, file.salt)) {
			if (!put_file(out, lock, &block, &file))
				return false;
		} else if (locked) {
			put_file_header(out, &block, &file, 0, true);
			lock->shut = true;
		} else if (block.type == HEAD_MAIN && lock->sealed) {
			put_main(out, &block);
		} else {
			(void)!buf_put(out, block.header);
			(void)!buf_put(out, block.data);
		}
	}
	return !out->full;
}

/* ----------------------------------------------------------------- trying */

/* The smallest locked file that can be read without the one before it. */
static bool
pick(struct lock *lock, struct block *best, struct file *best_file)
{
	size_t at = MARK;
	bool found = false;
	struct block block = {0};
	struct file file;

	while (block.type != HEAD_END && next_block(lock, &at, &block))
		if (read_file(&block, &file) && file.is_known &&
		    file.size > 0 && block.type == HEAD_FILE &&
		    (block.flags & (FILE_SOLID | FILE_SPLIT)) == 0 &&
		    (!found || block.data.len < best->data.len)) {
			*best = block;
			*best_file = file;
			found = true;
		}
	return found;
}

/* The first bytes of a packed file, alone in an archive. */
static bool
unpack_file(struct lock *lock, const struct block *block,
    const struct file *file, struct buf *head)
{
	/* The archive's own header and its end (technote.txt). */
	static const unsigned char start[] = {0xcf, 0x90, HEAD_MAIN, 0, 0, 13,
		0, 0, 0, 0, 0, 0, 0}, end[] = {0xc4, 0x3d, HEAD_END, 0, 0x40,
		7, 0};
	struct buf archive = buf_new(block->data.len + (1 << 17));
	bool fine = buf_put(&archive, slice_sub(lock->file, 0, MARK)) &&
	    buf_put(&archive, slice_bytes(start, sizeof(start))) &&
	    put_file(&archive, lock, block, file) &&
	    buf_put(&archive, slice_bytes(end, sizeof(end))) &&
	    unpack_head(lock->emit, UNPACK_RAR, buf_slice(&archive),
	    file->size, head);

	buf_free(&archive);
	return fine;
}

/* Does its content sum up? */
static bool
sums_up(struct lock *lock, const struct block *block,
    const struct file *file)
{
	const struct limits *limits = lock->emit->job->limits;
	struct buf head = buf_new((size_t)limits->entry_bytes + 1);
	unsigned char *room;
	bool fine = file->size <= limits->entry_bytes;

	if (fine && file->stored) {
		room = buf_reserve(&head, block->data.len);
		fine = room != NULL && open_bytes(lock, block->data, room) >=
		    file->size;
		head.len = fine ? (size_t)file->size : 0;
	} else if (fine) {
		fine = unpack_file(lock, block, file, &head);
	}
	fine = fine && head.len == file->size && inflate_sum(
	    buf_slice(&head)) == little_32(block->header, AT_SUM);
	buf_free(&head);
	return fine;
}

/* A right word gives a header that sums up, of a type there is. */
static bool
opens_header(struct lock *lock)
{
	struct block block;
	size_t at = MARK;

	return next_block(lock, &at, &block) &&
	    next_block(lock, &at, &block) && block.sound &&
	    block.type > HEAD_MAIN && block.type <= HEAD_END;
}

static bool
opens(void *own, struct slice word)
{
	struct lock *lock = own;
	struct block block;
	struct file file;

	buf_clear(&lock->wide);
	tries_wide(word, &lock->wide);
	lock->keyed = false;
	lock->keys = KEYS_MOST;
	if (lock->wide.full)
		return false;
	if (lock->sealed)
		return opens_header(lock);
	return pick(lock, &block, &file) && key_for(lock, file.salt) &&
	    sums_up(lock, &block, &file);
}

static bool
read_lock(struct lock *lock)
{
	size_t at = MARK;
	struct block block;
	struct file file;

	if (!next_block(lock, &at, &block) || block.type != HEAD_MAIN)
		return false;
	lock->sealed = (block.flags & MAIN_LOCKED) != 0;
	while (!lock->sealed && block.type != HEAD_END &&
	    next_block(lock, &at, &block))
		if (read_file(&block, &file))
			return true;
	return lock->sealed;
}

/* The archive without its locks, or without what they lock. */
static enum rc
open_all(struct lock *lock, struct buf *opened, struct err *err)
{
	struct tries tries = {lock, opens, NULL};
	enum rc rc = tries_run(lock->emit, &tries, err);
	bool written;

	if (rc != RC_OK && (rc != RC_END || lock->sealed))
		return rc;
	lock->open = rc == RC_OK;
	written = write_open(lock, opened);
	if (lock->open && (lock->shut || !written))
		TRY(emit_cause(lock->emit, 0, CAUSE_encrypted, err));
	if (written)
		return RC_OK;
	buf_free(opened);
	return RC_END;
}

enum rc
rar4_lock_open(struct emit *emit, struct buf *opened, struct err *err)
{
	struct lock lock = {.emit = emit, .file = emit->job->part->bytes,
		.wide = buf_new(WIDE_MOST), .header = buf_new(1 << 17)};
	enum rc rc = read_lock(&lock) ? open_all(&lock, opened, err) : RC_END;

	buf_free(&lock.wide);
	buf_free(&lock.header);
	crypt_wipe(&lock, sizeof(lock));
	return rc;
}
