/*
 * rar5_lock - a RAR 5 archive behind a password.
 *
 * After "RAR 5.0 archive format" (rarlab.com/technote.htm).  A file's header has
 * a record that says how its data is locked; where a header of its own begins
 * the archive, all headers behind it are locked too.  AES-256 in chains, its key
 * is PBKDF2 of the word.  The archive is written again without records and
 * locks.  Sums of a locked file are keyed: those of stored files are held
 * against the content here, those of packed ones are left out.  The library
 * does not know of locked files and would give their bytes as they are: a file
 * that stays locked is written without any.
 */
#include "scanner/extract/rar_lock.h"

#include "base/crypt.h"
#include "scanner/extract/cipher.h"
#include "scanner/extract/inflate.h"
#include "scanner/extract/little.h"
#include "scanner/extract/tries.h"
#include "scanner/extract/unpack.h"

enum {
	MARK = 8, BLOCK = 16, KEY = 32, SALT = 16, CHECK = 12, CHECK_OF = 8,
	POWER_MOST = 20,	/* RAR has 15; 2^24 would take ten seconds */
	ROUNDS_MOST = 1 << 23,	/* of all keys of an archive, once opened */
	HEADER_MOST = 1 << 21,	/* "not greater than 2 MB" */
	HEAD_FILE = 2, HEAD_SERVICE = 3, HEAD_LOCK = 4, HEAD_END = 5,
	HAS_EXTRA = 1, HAS_DATA = 2, HOST_UNIX = 1,
	FILE_TIME = 2, FILE_SUM = 4, FILE_UNKNOWN_SIZE = 8,
	RECORD_LOCK = 1, RECORD_SUM = 2, LOCK_CHECK = 1, LOCK_KEYED_SUMS = 2,
};

/* How something is locked. */
struct locked {
	unsigned power;
	bool keyed_sums;
	struct slice salt, iv;
	struct slice check;	/* of the word; empty: none that is sound */
};

struct block {
	uint64_t type, flags, extra_len, data_len;
	struct slice body;	/* from its type on; in the clear */
	size_t fields;		/* where those of its type begin in it */
	struct slice data;
};

/* A file's header, or a service's. */
struct file {
	uint64_t flags, size;
	bool stored;
	uint32_t sum;
	size_t at_flags, at_sum;	/* of the body */
	struct slice extra;
	bool is_locked;
	bool is_known;		/* the lock is of a kind that is opened here */
	struct locked locked;
};

struct lock {
	struct emit *emit;
	struct slice file;
	bool sealed;		/* headers are locked, this way: */
	struct locked seal;
	size_t behind_seal;	/* where the first locked header is */
	struct slice word;
	bool keyed, checked;	/* made, of this power and salt: */
	unsigned power;
	unsigned char salt[SALT];
	unsigned char key[KEY], sum_key[KEY], check[CHECK_OF];
	uint64_t rounds;
	bool open;		/* the word is a right one */
	bool shut;		/* files were written without their bytes */
	struct buf header;	/* the one that was opened last */
};

/* ---------------------------------------------------------------- numbers */

/* Seven bits a byte, the lowest first; false at the end of the bytes. */
static bool
number(struct slice s, size_t *at, uint64_t *value)
{
	*value = 0;
	for (unsigned shift = 0; shift < 64 && *at < s.len; shift += 7) {
		unsigned char byte = s.at[(*at)++];

		*value |= (uint64_t)(byte & 0x7f) << shift;
		if ((byte & 0x80) == 0)
			return true;
	}
	return false;
}

static void
put_number(struct buf *out, uint64_t value)
{
	for (; value > 0x7f; value >>= 7)
		(void)!buf_byte(out, (unsigned char)(value | 0x80));
	(void)!buf_byte(out, (unsigned char)value);
}

static void
put_32(struct buf *out, uint32_t value)
{
	for (unsigned i = 0; i < 4; i++)
		(void)!buf_byte(out, (unsigned char)(value >> (8 * i)));
}

static void
put_block(struct buf *out, struct slice body)
{
	struct buf sized = buf_new(body.len + 16);

	put_number(&sized, body.len);
	(void)!buf_put(&sized, body);
	put_32(out, inflate_sum(buf_slice(&sized)));
	(void)!buf_put(out, buf_slice(&sized));
	out->full |= sized.full;
	buf_free(&sized);
}

/* ------------------------------------------------------------------- keys */

static bool
derive(const struct lock *lock, const struct locked *locked, uint32_t more,
    unsigned char key[KEY])
{
	return cipher_pbkdf2(CIPHER_SHA256, lock->word, locked->salt,
	    (UINT32_C(1) << locked->power) + more, key, KEY);
}

/* What was made is of this lock, or nothing was made; so many rounds are left. */
static bool
begin_key(struct lock *lock, const struct locked *locked, uint64_t times)
{
	uint64_t rounds = times << locked->power;

	if (locked->power != lock->power ||
	    !slice_is(locked->salt, slice_bytes(lock->salt, SALT))) {
		lock->power = locked->power;
		memcpy(lock->salt, locked->salt.at, SALT);
		lock->keyed = lock->checked = false;
	}
	return rounds <= lock->rounds;
}

/* The key of the data (2^n rounds), and that of sums (16 more). */
static bool
key_for(struct lock *lock, const struct locked *locked)
{
	bool left = begin_key(lock, locked, 2);

	if (lock->keyed || !left)
		return lock->keyed;
	lock->rounds -= UINT64_C(2) << locked->power;
	lock->keyed = derive(lock, locked, 0, lock->key) &&
	    derive(lock, locked, 16, lock->sum_key);
	return lock->keyed;
}

/* What tells the word (32 more), folded. */
static bool
check_for(struct lock *lock, const struct locked *locked)
{
	bool left = begin_key(lock, locked, 1);
	unsigned char folded[KEY];

	if (lock->checked || !left)
		return lock->checked;
	lock->rounds -= UINT64_C(1) << locked->power;
	lock->checked = derive(lock, locked, 32, folded);
	memset(lock->check, 0, CHECK_OF);
	for (size_t i = 0; i < KEY && lock->checked; i++)
		lock->check[i % CHECK_OF] ^= folded[i];
	crypt_wipe(folded, sizeof(folded));
	return lock->checked;
}

/* A sum of the content as it is told of a locked file. */
static bool
keyed_sum(const struct lock *lock, uint32_t sum, uint32_t *told)
{
	unsigned char bytes[4] = {(unsigned char)sum,
		(unsigned char)(sum >> 8), (unsigned char)(sum >> 16),
		(unsigned char)(sum >> 24)}, digest[CIPHER_DIGEST_MOST];

	*told = 0;
	if (!cipher_hmac(CIPHER_SHA256, slice_bytes(lock->sum_key, KEY),
	    slice_bytes(bytes, 4), digest))
		return false;
	for (size_t i = 0; i < KEY; i++)
		*told ^= (uint32_t)digest[i] << (i % 4 * 8);
	return true;
}

/* ---------------------------------------------------------------- reading */

/* Version, flags, rounds and salt; `iv` where it is of a file. */
static bool
read_locked(struct slice s, bool has_iv, struct locked *locked)
{
	unsigned char digest[CIPHER_DIGEST_MOST];
	uint64_t version, flags;
	struct slice check;
	size_t at = 0;

	*locked = (struct locked){0};
	if (!number(s, &at, &version) || !number(s, &at, &flags) ||
	    version != 0)
		return false;
	locked->keyed_sums = (flags & LOCK_KEYED_SUMS) != 0;
	locked->power = little_8(s, at);
	locked->salt = little_bytes(s, at + 1, SALT);
	at += 1 + SALT;
	if (has_iv) {
		locked->iv = little_bytes(s, at, BLOCK);
		at += BLOCK;
	}
	if (at > s.len || locked->power > POWER_MOST)
		return false;
	check = little_bytes(s, at, CHECK);
	if ((flags & LOCK_CHECK) != 0 && check.len == CHECK &&
	    cipher_digest(CIPHER_SHA256, slice_sub(check, 0, CHECK_OF),
	    (struct slice){0}, digest) &&
	    memcmp(digest, check.at + CHECK_OF, CHECK - CHECK_OF) == 0)
		locked->check = slice_sub(check, 0, CHECK_OF);
	return true;
}

/* How long a header is with its sum and its length; 0: too long, or none. */
static size_t
header_len(struct slice s)
{
	uint64_t size;
	size_t at = 4;

	if (!number(slice_sub(s, 0, 8), &at, &size) || size == 0 ||
	    size > HEADER_MOST)
		return 0;
	return at + (size_t)size;
}

/* Open the header at `at`, in front of which its beginning stands. */
static bool
open_header(struct lock *lock, size_t at, struct slice *header, size_t *next)
{
	struct slice iv = little_bytes(lock->file, at, BLOCK);
	struct slice first = little_bytes(lock->file, at + BLOCK, BLOCK);
	unsigned char block[BLOCK], *room;
	struct slice all;
	size_t len;

	if (iv.len < BLOCK || first.len < BLOCK || !key_for(lock,
	    &lock->seal) || cipher_aes_open(slice_bytes(lock->key, KEY),
	    iv.at, first, block) != BLOCK)
		return false;
	len = header_len(slice_bytes(block, BLOCK));
	all = little_bytes(lock->file, at + BLOCK, (len + BLOCK - 1) / BLOCK *
	    BLOCK);
	if (len == 0 || all.len < len)
		return false;
	buf_clear(&lock->header);
	room = buf_reserve(&lock->header, all.len);
	if (room == NULL || cipher_aes_open(slice_bytes(lock->key, KEY),
	    iv.at, all, room) < len)
		return false;
	*header = slice_bytes(room, len);
	*next = at + BLOCK + all.len;
	return true;
}

static bool
plain_header(const struct lock *lock, size_t at, struct slice *header,
    size_t *next)
{
	struct slice rest = slice_sub(lock->file, at, lock->file.len);
	size_t len = header_len(rest);

	if (len == 0 || len > rest.len)
		return false;
	*header = slice_sub(rest, 0, len);
	*next = at + len;
	return true;
}

/* The block at `*at`, whose header sums up; false: there is none. */
static bool
next_block(struct lock *lock, size_t *at, struct block *block)
{
	struct slice header;
	size_t field = 4;
	uint64_t size;

	*block = (struct block){0};
	if (lock->sealed ? !open_header(lock, *at, &header, at) :
	    !plain_header(lock, *at, &header, at))
		return false;
	if (inflate_sum(slice_sub(header, 4, header.len)) !=
	    little_32(header, 0) || !number(header, &field, &size))
		return false;
	block->body = slice_sub(header, field, header.len);
	field = 0;
	if (!number(block->body, &field, &block->type) ||
	    !number(block->body, &field, &block->flags) ||
	    ((block->flags & HAS_EXTRA) != 0 &&
	    !number(block->body, &field, &block->extra_len)) ||
	    ((block->flags & HAS_DATA) != 0 &&
	    !number(block->body, &field, &block->data_len)) ||
	    block->extra_len > block->body.len - field)
		return false;
	block->fields = field;
	block->data = little_bytes(lock->file, *at,
	    block->data_len > SIZE_MAX / 2 ? SIZE_MAX / 2 :
	    (size_t)block->data_len);
	*at += block->data.len;
	return true;
}

/* The next record of what a header has more; false behind the last. */
static bool
next_record(struct slice extra, size_t *at, uint64_t *type,
    struct slice *record, struct slice *whole)
{
	size_t start = *at, in;
	uint64_t size;

	if (!number(extra, at, &size) || size > extra.len - *at)
		return false;
	in = *at;
	*at += (size_t)size;
	*whole = slice_sub(extra, start, *at);
	if (!number(slice_sub(extra, 0, *at), &in, type))
		return false;
	*record = slice_sub(extra, in, *at);
	return true;
}

static bool
read_file(const struct block *block, struct file *file)
{
	struct slice body = block->body, record, whole;
	uint64_t attributes, packing, type;
	size_t at = block->fields;

	*file = (struct file){.at_flags = at};
	if ((block->type != HEAD_FILE && block->type != HEAD_SERVICE) ||
	    !number(body, &at, &file->flags) ||
	    !number(body, &at, &file->size) ||
	    !number(body, &at, &attributes))
		return false;
	at += (file->flags & FILE_TIME) != 0 ? 4 : 0;
	file->at_sum = at;
	file->sum = little_32(body, at);
	at += (file->flags & FILE_SUM) != 0 ? 4 : 0;
	if (at > body.len - block->extra_len || !number(body, &at, &packing))
		return false;
	file->stored = (packing >> 7 & 7) == 0;
	file->extra = slice_sub(body, body.len - (size_t)block->extra_len,
	    body.len);
	at = 0;
	while (next_record(file->extra, &at, &type, &record, &whole))
		if (type == RECORD_LOCK && !file->is_locked) {
			file->is_locked = true;
			file->is_known = read_locked(record, true,
			    &file->locked);
		}
	return true;
}

/* ---------------------------------------------------------------- writing */

/* Does this word open it, as far as its check can tell? */
static bool
is_right(struct lock *lock, const struct locked *locked)
{
	if (locked->check.len > 0 && (!check_for(lock, locked) ||
	    !slice_is(locked->check, slice_bytes(lock->check, CHECK_OF))))
		return false;
	return key_for(lock, locked);
}

/* The sum that the content has to have without a lock; none if not known. */
static bool
plain_sum(const struct lock *lock, const struct file *file,
    struct slice content, uint32_t *sum)
{
	uint32_t told;

	*sum = file->sum;
	if ((file->flags & FILE_SUM) == 0)
		return false;
	if (!file->locked.keyed_sums)
		return true;
	if (!file->stored || content.len != file->size)
		return false;
	*sum = inflate_sum(content);
	/* One that it cannot have says that it is damaged. */
	if (!keyed_sum(lock, *sum, &told) || told != file->sum)
		*sum = ~*sum;
	return true;
}

/* Its header again: no lock, the length of the open data, a plain sum. */
static void
put_file_header(struct buf *out, const struct lock *lock,
    const struct block *block, const struct file *file,
    struct slice content, uint64_t data_len)
{
	struct buf body = buf_new(HEADER_MOST + 64);
	struct buf extra = buf_new(HEADER_MOST);
	struct slice record, whole, old = block->body;
	uint64_t type, flags = file->flags;
	size_t at = 0, after = file->at_flags;
	uint32_t sum;

	while (next_record(file->extra, &at, &type, &record, &whole))
		if (type != RECORD_LOCK && (type != RECORD_SUM ||
		    !file->locked.keyed_sums))
			(void)!buf_put(&extra, whole);
	if (!plain_sum(lock, file, content, &sum))
		flags &= ~(uint64_t)FILE_SUM;
	put_number(&body, block->type);
	put_number(&body, block->flags | HAS_EXTRA | HAS_DATA);
	put_number(&body, extra.len);
	put_number(&body, data_len);
	put_number(&body, flags);
	(void)!number(old, &after, &type);
	(void)!buf_put(&body, slice_sub(old, after, file->at_sum));
	if (flags & FILE_SUM)
		put_32(&body, sum);
	(void)!buf_put(&body, slice_sub(old, file->at_sum +
	    ((file->flags & FILE_SUM) != 0 ? 4 : 0),
	    old.len - file->extra.len));
	(void)!buf_put(&body, buf_slice(&extra));
	put_block(out, buf_slice(&body));
	buf_free(&body);
	buf_free(&extra);
}

/*
 * Packed data is blocks; each begins with flags, a sum and one to three bytes of
 * its length, and one is told to be the last.  Behind it stands what filled up
 * the lock's own last block, which the library would take for another.
 */
static size_t
packed_len(struct slice data)
{
	enum { SUM = 0x5a, LAST = 0x40 };
	size_t at = 0;
	unsigned flags = 0;

	while (at < data.len && (flags & LAST) == 0) {
		size_t bytes, len = 0;
		unsigned sum;

		flags = data.at[at];
		sum = SUM ^ flags ^ little_8(data, at + 1);
		bytes = (flags >> 3 & 3) + 1;
		for (size_t i = 0; i < bytes; i++) {
			len |= (size_t)little_8(data, at + 2 + i) << (8 * i);
			sum ^= little_8(data, at + 2 + i);
		}
		if (sum != 0 || bytes > 3 || len > data.len - at)
			return data.len;
		at += 2 + bytes + len;
	}
	return at < data.len ? at : data.len;
}

static bool
put_file(struct buf *out, struct lock *lock, const struct block *block,
    const struct file *file)
{
	struct buf content = buf_new(block->data.len + 1);
	unsigned char *room = buf_reserve(&content, block->data.len);
	uint64_t len = block->data_len;
	bool fine = room != NULL;

	if (fine)
		content.len = cipher_aes_open(slice_bytes(lock->key, KEY),
		    file->locked.iv.at, block->data, room);
	/* Blocks are filled up; a stored file ends where its content does. */
	if (file->stored && (file->flags & FILE_UNKNOWN_SIZE) == 0 &&
	    file->size < len)
		len = file->size;
	if (!file->stored && content.len == len)
		len = packed_len(buf_slice(&content));
	if (content.len > len)
		content.len = (size_t)len;
	if (fine)
		put_file_header(out, lock, block, file, buf_slice(&content),
		    len);
	fine = fine && buf_put(out, buf_slice(&content)) && !out->full;
	buf_free(&content);
	return fine;
}

/* A file of this name that is stored, has no bytes, and is said to be shut. */
static void
put_shut(struct buf *out, const struct block *block, const struct file *file)
{
	struct buf body = buf_new(HEADER_MOST + 64);
	struct slice old = block->body;
	size_t at = file->at_sum + ((file->flags & FILE_SUM) != 0 ? 4 : 0);
	/* All numbers of the header up to the name's length. */
	const uint64_t numbers[] = {block->type, HAS_EXTRA | HAS_DATA, 0, 0,
		0, 0, UNPACK_SHUT, 0, HOST_UNIX};
	uint64_t ignored;

	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
		put_number(&body, numbers[i]);
	if (number(old, &at, &ignored) && number(old, &at, &ignored))
		(void)!buf_put(&body, slice_sub(old, at,
		    old.len - file->extra.len));
	put_block(out, buf_slice(&body));
	buf_free(&body);
}

/* Every block; what another word locks is left without its bytes. */
static bool
write_open(struct lock *lock, struct buf *out)
{
	const struct extract_job *job = lock->emit->job;
	size_t at = lock->sealed ? lock->behind_seal : MARK;
	struct block block = {0};
	struct file file;

	(void)!buf_put(out, slice_sub(lock->file, 0, MARK));
	while (block.type != HEAD_END && next_block(lock, &at, &block)) {
		bool locked = read_file(&block, &file) && file.is_locked;

		if (clock_left_ms(job->clock, job->deadline_ms) == 0)
			return false;
		if (locked && lock->open && file.is_known &&
		    is_right(lock, &file.locked)) {
			if (!put_file(out, lock, &block, &file))
				return false;
		} else if (locked) {
			put_shut(out, &block, &file);
			lock->shut = true;
		} else {
			put_block(out, block.body);
			(void)!buf_put(out, block.data);
		}
	}
	return !out->full;
}

/* ----------------------------------------------------------------- trying */

/* A file whose lock has no check of the word: does its content sum up? */
static bool
sums_up(struct lock *lock, const struct block *block,
    const struct file *file)
{
	struct buf archive = buf_new(block->data.len + HEADER_MOST);
	struct buf head = buf_new((size_t)
	    lock->emit->job->limits->entry_bytes + 1);
	uint32_t sum = 0, told = 0;
	bool fine;

	(void)!buf_put(&archive, slice_sub(lock->file, 0, MARK));
	put_block(&archive, slice_bytes("\1\0\0", 3));
	fine = (file->flags & FILE_SUM) != 0 &&
	    file->size <= lock->emit->job->limits->entry_bytes &&
	    put_file(&archive, lock, block, file);
	put_block(&archive, slice_bytes("\5\0\0", 3));
	fine = fine && unpack_head(lock->emit, UNPACK_RAR,
	    buf_slice(&archive), file->size, &head) &&
	    head.len == file->size;
	if (fine)
		sum = told = inflate_sum(buf_slice(&head));
	if (fine && file->locked.keyed_sums)
		fine = keyed_sum(lock, sum, &told);
	buf_free(&archive);
	buf_free(&head);
	return fine && told == file->sum;
}

/* The first file that is locked. */
static bool
first_locked(struct lock *lock, struct block *block, struct file *file)
{
	size_t at = MARK;

	while (next_block(lock, &at, block) && block->type != HEAD_END)
		if (read_file(block, file) && file->is_locked)
			return true;
	return false;
}

static bool
opens(void *own, struct slice word)
{
	struct lock *lock = own;
	size_t at = lock->behind_seal;
	struct block block;
	struct file file;

	lock->word = word;
	lock->keyed = lock->checked = false;
	lock->rounds = ROUNDS_MOST;
	if (lock->sealed)
		return is_right(lock, &lock->seal) &&
		    next_block(lock, &at, &block);
	return first_locked(lock, &block, &file) && file.is_known &&
	    is_right(lock, &file.locked) &&
	    (file.locked.check.len > 0 || sums_up(lock, &block, &file));
}

/* Is it locked? */
static bool
read_lock(struct lock *lock)
{
	size_t at = MARK;
	struct block block;
	struct file file;

	if (!next_block(lock, &at, &block))
		return false;
	if (block.type != HEAD_LOCK)
		return first_locked(lock, &block, &file);
	lock->behind_seal = at;
	lock->sealed = read_locked(slice_sub(block.body, block.fields,
	    block.body.len), false, &lock->seal);
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
rar5_lock_open(struct emit *emit, struct buf *opened, struct err *err)
{
	struct lock lock = {.emit = emit, .file = emit->job->part->bytes,
		.header = buf_new(HEADER_MOST + 64)};
	enum rc rc = read_lock(&lock) ? open_all(&lock, opened, err) : RC_END;

	buf_free(&lock.header);
	crypt_wipe(&lock, sizeof(lock));
	return rc;
}
