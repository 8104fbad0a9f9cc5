/*
 * cfb - the compound file: storages and streams within one file ([MS-CFB]).
 *
 * Reads the whole directory once into a list with parents and children, and a
 * stream into one slice.  Promises to end: each chain of sectors and the tree
 * of the directory are walked at most once per sector and entry, and all that
 * is copied together is at most twice the file.  What the tree does not reach
 * is kept, as a child of the root, and said to be corrupt.  Does not write, and
 * knows nothing of what a stream means.
 */
#ifndef OUTMARK_SCANNER_EXTRACT_CFB_H
#define OUTMARK_SCANNER_EXTRACT_CFB_H

#include "base/arena.h"
#include "base/cause.h"

enum cfb_kind { CFB_NONE = 0, CFB_STORAGE = 1, CFB_STREAM = 2, CFB_ROOT = 5 };

struct cfb_entry {
	struct slice name;	/* UTF-8 */
	enum cfb_kind kind;
	uint64_t size;		/* of a stream, as the directory says */
	struct slice class;	/* CLSID: 16 bytes in the file */
	const struct cfb_entry *parent;	/* NULL for the root */
	const struct cfb_entry *child;	/* the first one within a storage */
	const struct cfb_entry *next;	/* the next one in the same storage */
	uint32_t depth;		/* storages above it */
};

struct cfb;

/* Do the bytes begin like a compound file? */
bool cfb_is(struct slice bytes);

/*
 * Is there an entry of one of these names (NULL at the end) in the root?  Looks
 * at the bytes alone and keeps nothing: for choosing a reader.
 */
bool cfb_has(struct slice bytes, const char *const *names);

/*
 * Open; borrows `bytes` as long as the arena.  What is wrong comes in
 * cfb_causes; a file without a readable header or root is RC_INPUT.
 */
enum rc cfb_open(struct arena *arena, struct slice bytes, struct cfb **cfb,
    struct err *err) MUST_USE;

const struct cfb_entry *cfb_root(const struct cfb *cfb);

/* Every entry, the root first, in the order of the directory; `*count` of them. */
const struct cfb_entry *cfb_entries(const struct cfb *cfb, size_t *count);

/* The child of that name (without case), or NULL. */
const struct cfb_entry *cfb_find(const struct cfb_entry *storage,
    const char *name);

/*
 * A stream's bytes: borrowed from the file, or copied into the arena.  What is
 * missing or wrong is added to `*causes`; the bytes then end there.  RC_LIMIT
 * when the arena is full.
 */
enum rc cfb_read(struct cfb *cfb, const struct cfb_entry *stream,
    struct slice *bytes, cause_set *causes, struct err *err) MUST_USE;

/* What is wrong with the file as such. */
cause_set cfb_causes(const struct cfb *cfb);

#endif
