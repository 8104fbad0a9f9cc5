/*
 * words - a line as the words of a marking and what stands between them.
 *
 * National tables spell a marking one way and people another: "OFFICIAL-
 * SENSITIVE", "OFFICIAL - SENSITIVE", "Official: Sensitive".  So phrases are
 * compared by their words, in capitals and without accents, and the gaps between
 * are kept apart for those rules that prescribe them.  Never allocates.
 */
#ifndef OUTMARK_SCANNER_MARKING_WORDS_H
#define OUTMARK_SCANNER_MARKING_WORDS_H

#include "base/slice.h"

enum {
	WORDS_MOST = 32,	/* of a line that may be a marking */
	WORDS_BYTES = 256,	/* folded; longer lines are no markings */
};

/* What stands before a word. */
enum gap {
	GAP_NONE, GAP_SPACE, GAP_DASH, GAP_SLASH, GAP_DOUBLE, GAP_COLON,
	GAP_COMMA, GAP_BRACKET, GAP_OTHER,
};

struct words {
	char at[WORDS_BYTES];	/* folded words with one space between them */
	size_t len;
	size_t count;
	unsigned short start[WORDS_MOST];	/* of each word in `at` */
	unsigned short end[WORDS_MOST];
	unsigned char gap[WORDS_MOST];	/* enum gap before the word */
	bool small[WORDS_MOST];	/* the word has a small ASCII letter */
};

/* Take a line apart.  False: it cannot be a marking. */
bool words_read(struct slice line, struct words *words);

/* Word `i`; empty behind the last. */
struct slice words_get(const struct words *words, size_t i);

/*
 * Does the folded `phrase` (as words_read leaves it in `at`) stand at word `i`?
 * The number of its words, 0 when not.
 */
size_t words_match(const struct words *words, size_t i, struct slice phrase);

/* A number for a word, for tables that are asked by it. */
uint32_t words_hash(struct slice word);

/*
 * `line` in plain capitals of one alphabet: look-alikes of other scripts in a
 * word that has Latin letters, and letters spaced out ("S E C R E T").  False
 * when nothing had to change; `to` holds WORDS_BYTES.
 */
bool words_plain(struct slice line, char *to, size_t *len);

#endif
