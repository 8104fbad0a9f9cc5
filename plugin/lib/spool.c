/*
 * spool - the bytes of one message, from its first to its last.
 *
 * The part in memory comes first and stays; behind it the file holds whole
 * blocks of SPOOL_BLOCK bytes, each sealed under its number, and `tail` what
 * does not fill one yet.  The last, short block is never written: giving the
 * bytes away reads memory, blocks and tail in this order.
 */
#include "lib/spool.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/io.h"

struct spool {
	struct spool_rules rules;
	struct spool_budget *budget;
	size_t charged;
	struct buf memory;
	struct buf tail;
	int fd;				/* of the file, or -1 */
	uint64_t blocks;		/* sealed blocks in the file */
	struct crypt_key key;
	uint64_t size, kept;
	unsigned matched;		/* bytes of CR LF CR LF seen */
	bool in_body, sealed, broken;
	struct crypt_digest_state *whole, *body;
	unsigned char digest[CRYPT_DIGEST_BYTES];
	unsigned char body_digest[CRYPT_DIGEST_BYTES];
};

struct spool *
spool_new(const struct spool_rules *rules, struct spool_budget *budget)
{
	struct spool *sp = calloc(1, sizeof *sp);

	if (sp == NULL)
		return NULL;
	sp->rules = *rules;
	sp->budget = budget;
	sp->fd = -1;
	sp->memory = buf_new(rules->memory_bytes);
	sp->tail = buf_new(SPOOL_BLOCK);
	sp->whole = crypt_digest_begin();
	sp->body = crypt_digest_begin();
	/* A header starts after a line end: "\r\n" first is an empty header. */
	sp->matched = 2;
	if (sp->whole == NULL || sp->body == NULL) {
		spool_free(sp);
		return NULL;
	}
	return sp;
}

static void
spool_end_digests(struct spool *sp)
{
	if (sp->whole != NULL)
		crypt_digest_end(sp->whole, sp->digest);
	if (sp->body != NULL)
		crypt_digest_end(sp->body, sp->body_digest);
	sp->whole = sp->body = NULL;
}

void
spool_free(struct spool *sp)
{
	if (sp == NULL)
		return;
	atomic_fetch_sub(&sp->budget->used, sp->charged);
	spool_end_digests(sp);
	buf_free(&sp->memory);
	buf_free(&sp->tail);
	io_close(&sp->fd);
	crypt_wipe(sp, sizeof *sp);
	free(sp);
}

/* How many of the `want` bytes may stay in memory; they are charged. */
static size_t
spool_charge(struct spool *sp, size_t want)
{
	size_t room = sp->rules.memory_bytes - sp->memory.len;
	size_t used;

	if (sp->fd >= 0 || sp->tail.len > 0)
		return 0;	/* the order of the bytes is memory, then file */
	if (want > room)
		want = room;
	used = atomic_fetch_add(&sp->budget->used, want);
	if (used > sp->budget->most || want > sp->budget->most - used) {
		atomic_fetch_sub(&sp->budget->used, want);
		return 0;
	}
	sp->charged += want;
	return want;
}

/* A file without a name: in the folder asked for, else in /tmp. */
static enum rc
spool_open_file(struct spool *sp, struct err *err)
{
	const char *const dirs[] = {sp->rules.dir, "/tmp"};
	char path[] = "/tmp/outmark-XXXXXX";

	for (size_t i = 0; i < 2 && sp->fd < 0; i++)
		if (dirs[i] != NULL && dirs[i][0] != '\0')
			sp->fd = open(dirs[i],
			    O_TMPFILE | O_RDWR | O_CLOEXEC | O_EXCL, 0600);
	if (sp->fd < 0) {
		/* Some file systems know no O_TMPFILE. */
		sp->fd = mkostemp(path, O_CLOEXEC);
		if (sp->fd >= 0)
			unlink(path);
	}
	if (sp->fd < 0)
		return err_set_errno(err, RC_SYSTEM,
		    "no file for a long message can be made in %s or /tmp",
		    sp->rules.dir);
	sp->key = crypt_key_new();
	return RC_OK;
}

static enum rc
spool_flush(struct spool *sp, struct err *err)
{
	unsigned char sealed[SPOOL_BLOCK + CRYPT_BLOCK_OVERHEAD];

	if (sp->fd < 0)
		TRY(spool_open_file(sp, err));
	crypt_seal(&sp->key, sp->blocks, buf_slice(&sp->tail), sealed);
	TRY(io_write_all(sp->fd, slice_bytes(sealed, sizeof sealed),
	    "the encrypted file of a long message", err));
	sp->blocks++;
	buf_clear(&sp->tail);
	return RC_OK;
}

static enum rc
spool_to_file(struct spool *sp, struct slice bytes, struct err *err)
{
	while (bytes.len > 0) {
		size_t n = SPOOL_BLOCK - sp->tail.len;

		if (n > bytes.len)
			n = bytes.len;
		if (!buf_put(&sp->tail, slice_sub(bytes, 0, n)))
			return err_set(err, RC_SYSTEM,
			    "no memory to keep the bytes of a message");
		bytes = slice_sub(bytes, n, bytes.len);
		if (sp->tail.len == SPOOL_BLOCK)
			TRY(spool_flush(sp, err));
	}
	return RC_OK;
}

static enum rc
spool_keep(struct spool *sp, struct slice bytes, struct err *err)
{
	size_t n = spool_charge(sp, bytes.len);

	if (n > 0 && !buf_put(&sp->memory, slice_sub(bytes, 0, n)))
		return err_set(err, RC_SYSTEM,
		    "no memory to keep the bytes of a message");
	return spool_to_file(sp, slice_sub(bytes, n, bytes.len), err);
}

/* Digest what stands behind the first empty line. */
static void
spool_watch_body(struct spool *sp, struct slice bytes)
{
	static const unsigned char end[] = {'\r', '\n', '\r', '\n'};
	size_t i = 0;

	for (; !sp->in_body && i < bytes.len; i++) {
		if (bytes.at[i] == end[sp->matched])
			sp->matched++;
		else
			sp->matched = bytes.at[i] == '\r';
		sp->in_body = sp->matched == sizeof end;
	}
	if (i < bytes.len)
		crypt_digest_more(sp->body, slice_sub(bytes, i, bytes.len));
}

enum rc
spool_write(struct spool *sp, struct slice bytes, struct err *err)
{
	uint64_t room = sp->rules.message_bytes - sp->kept;
	size_t n = bytes.len;
	enum rc rc;

	if (sp->sealed)
		return err_set(err, RC_BUG, "a sealed spool was written to");
	if (sp->broken)
		return err_set(err, RC_SYSTEM,
		    "the bytes of this message could not be kept");
	sp->size += bytes.len;
	crypt_digest_more(sp->whole, bytes);
	spool_watch_body(sp, bytes);
	if (n > room)
		n = (size_t)room;
	rc = spool_keep(sp, slice_sub(bytes, 0, n), err);
	if (rc != RC_OK)
		sp->broken = true;
	else
		sp->kept += n;
	return rc;
}

enum rc
spool_seal(struct spool *sp, struct err *err)
{
	if (sp->sealed)
		return err_set(err, RC_BUG, "a spool was sealed twice");
	sp->sealed = true;
	spool_end_digests(sp);
	return RC_OK;
}

/* The blocks of the file, opened again, in their order. */
static enum rc
spool_copy_blocks(const struct spool *sp, int to, struct err *err)
{
	unsigned char sealed[SPOOL_BLOCK + CRYPT_BLOCK_OVERHEAD];
	unsigned char plain[SPOOL_BLOCK];
	enum rc rc = RC_OK;

	for (uint64_t i = 0; i < sp->blocks && rc == RC_OK; i++) {
		ssize_t n = pread(sp->fd, sealed, sizeof sealed,
		    (off_t)(i * sizeof sealed));

		if (n != (ssize_t)sizeof sealed)
			rc = err_set_errno(err, RC_SYSTEM,
			    "the encrypted file of a message cannot be read");
		if (rc == RC_OK)
			rc = crypt_open(&sp->key, i,
			    slice_bytes(sealed, sizeof sealed), plain, err);
		if (rc == RC_OK)
			rc = io_write_all(to,
			    slice_bytes(plain, sizeof plain),
			    "the message for the scanner", err);
	}
	crypt_wipe(plain, sizeof plain);
	return rc;
}

enum rc
spool_give(const struct spool *sp, int *fd, struct err *err)
{
	enum rc rc;
	int to;

	if (!sp->sealed || sp->broken)
		return err_set(err, RC_BUG, "an open spool was given away");
	TRY(io_memory_open("outmark-message", &to, err));
	rc = io_write_all(to, buf_slice(&sp->memory),
	    "the message for the scanner", err);
	if (rc == RC_OK)
		rc = spool_copy_blocks(sp, to, err);
	if (rc == RC_OK)
		rc = io_write_all(to, buf_slice(&sp->tail),
		    "the message for the scanner", err);
	if (rc == RC_OK)
		rc = io_seal(to, err);
	if (rc != RC_OK)
		io_close(&to);
	*fd = to;
	return rc;
}

uint64_t
spool_size(const struct spool *sp)
{
	return sp->size;
}

bool
spool_is_cut(const struct spool *sp)
{
	return sp->size > sp->kept;
}

bool
spool_is_on_disk(const struct spool *sp)
{
	return sp->fd >= 0;
}

const unsigned char *
spool_digest(const struct spool *sp)
{
	return sp->digest;
}

const unsigned char *
spool_body_digest(const struct spool *sp)
{
	return sp->body_digest;
}
