/*
 * spool - the bytes of one message, from its first to its last.
 *
 * Memory first, as long as this message stays under its own share and all
 * sessions together under theirs; what comes later goes to a nameless file,
 * sealed block by block with a key that never leaves this process and is wiped
 * with the spool.  Beyond the ceiling of a message bytes are only counted and
 * digested (spool_is_cut).  It does not look at what the bytes mean, but for
 * the empty line that ends the header (spool_body_digest).
 */
#ifndef OUTMARK_LIB_SPOOL_H
#define OUTMARK_LIB_SPOOL_H

#include <stdatomic.h>

#include "base/crypt.h"

enum { SPOOL_BLOCK = 16384 };

/* What all sessions hold in memory together; owned by the library. */
struct spool_budget {
	atomic_size_t used;
	size_t most;
};

struct spool_rules {
	size_t memory_bytes;	/* of this message in memory */
	uint64_t message_bytes;	/* what is kept at all */
	const char *dir;	/* where the nameless file is made */
};

struct spool;

/* An empty spool; `budget` is borrowed for its life.  NULL without memory. */
struct spool *spool_new(const struct spool_rules *rules,
    struct spool_budget *budget) MUST_USE;

/* Wipe and release; the file is gone with it.  NULL is allowed. */
void spool_free(struct spool *spool);

/* Append.  RC_SYSTEM when the disk fails: the spool is then of no more use. */
enum rc spool_write(struct spool *spool, struct slice bytes, struct err *err)
    MUST_USE;

/* No more bytes come: the digests are final.  RC_BUG the second time. */
enum rc spool_seal(struct spool *spool, struct err *err) MUST_USE;

/* All bytes kept, as a sealed memory file.  After spool_seal.  Yours. */
enum rc spool_give(const struct spool *spool, int *fd, struct err *err)
    MUST_USE;

/* All bytes that were written, kept or not. */
uint64_t spool_size(const struct spool *spool);

/* Were there more bytes than are kept? */
bool spool_is_cut(const struct spool *spool);

/* Did some of it go to the file? */
bool spool_is_on_disk(const struct spool *spool);

/* SHA-256 of all bytes, and of those behind the header.  After spool_seal. */
const unsigned char *spool_digest(const struct spool *spool);
const unsigned char *spool_body_digest(const struct spool *spool);

#endif
