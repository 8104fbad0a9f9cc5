/*
 * seen - which values were counted already: a set with a number for each.
 *
 * Keys are a kind, a rule or label number, a part and a digest; half of the
 * digest is kept.  Grows in an arena.
 */
#ifndef OUTMARK_SCANNER_MATCH_SEEN_H
#define OUTMARK_SCANNER_MATCH_SEEN_H

#include "base/arena.h"
#include "base/crypt.h"

enum seen_kind {
	SEEN_FINDING = 1,
	SEEN_RULE,
	SEEN_LABEL,
	SEEN_LABEL_PART,
	SEEN_PERSON,	/* a row of a combination */
};

struct seen_key {
	uint32_t kind;
	uint32_t number;
	uint32_t part;
	unsigned char digest[CRYPT_DIGEST_BYTES / 2];
};

struct seen {
	struct seen_entry *entries;
	size_t count;
	size_t room;
};

struct seen_key seen_key(enum seen_kind kind, size_t number, uint32_t part,
    const unsigned char digest[CRYPT_DIGEST_BYTES]);

/*
 * The number kept for the key; `*is_new` says that it was added now with
 * `number`.  SIZE_MAX when the arena is full.
 */
size_t seen_put(struct seen *seen, struct arena *arena, struct seen_key key,
    size_t number, bool *is_new);

#endif
