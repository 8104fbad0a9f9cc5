/*
 * structure - what is built like a name or an address, though no word list and
 * no check digit proves it.
 *
 * Evidence for combinations, and only looked for in records where something
 * else was found, or that have a digit in a list of addresses; by themselves
 * these would be found everywhere.  One const struct per kind, one line in
 * structures.def.
 */
#ifndef OUTMARK_SCANNER_MATCH_STRUCTURE_H
#define OUTMARK_SCANNER_MATCH_STRUCTURE_H

#include "base/slice.h"
#include "scanner/match/mask.h"

/* Bytes of a record that are looked through. */
enum { STRUCTURE_LOOK = 4096 };

struct structure {
	const char *name;
	const char *title;
	/*
	 * The first one at or after `*at`: what it is, in bits; 0: none.  `*at`
	 * goes behind it.  Never allocates, and looks at each byte a bounded
	 * number of times.  Kinds that are told apart by one look share it.
	 */
	unsigned (*find)(struct slice text, size_t *at, struct span *span);
	unsigned is;	/* the bits that make it one of these */
	enum mask_style mask;
	const char *const *good;	/* texts that hold one; NULL at the end */
	const char *const *bad;
};

const struct structure *const *structures(size_t *count);

/* The structure of that name, or NULL. */
const struct structure *structure_find(struct slice name);

/* The names, NULL at the end, for sentences. */
const char *const *structure_names(void);

/* Does a capital stand at `at`?  Beyond ASCII each letter may be one. */
bool structure_capital(struct slice text, size_t at);

/*
 * Is this word one of the list, which NULL ends, in any case of ASCII letters?  One
 * that "*" begins is the end of longer words.
 */
bool structure_word(const char *const words[], struct slice word);

#endif
