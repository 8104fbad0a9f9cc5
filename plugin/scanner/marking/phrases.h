/*
 * phrases - which phrases of which system begin with this word?
 *
 * One index over the tables of all systems that share the grammar of nation.h,
 * made once with the rules.  A line asks it word by word; nearly every line of a
 * mail gets the answer "none" from its first words.
 */
#ifndef OUTMARK_SCANNER_MARKING_PHRASES_H
#define OUTMARK_SCANNER_MARKING_PHRASES_H

#include "scanner/marking/table.h"
#include "scanner/marking/words.h"

enum phrase_role {
	PHRASE_LEVEL, PHRASE_OWNER, PHRASE_CONTROL, PHRASE_COUNTRY,
	PHRASE_STATE,	/* "DRAFT": beside a marking of any system */
};

struct phrase {
	const struct phrase *next;	/* with the same first word's hash */
	struct slice words;		/* folded */
	const unsigned char *gaps;	/* as the table spells it */
	const struct marking_entry *entry;
	uint64_t systems;		/* bits, in the order of markings.def */
	enum phrase_role role;
	bool short_form;		/* the entry's portion */
	bool slip;			/* a spelling that is known to be wrong */
};

/*
 * Index all tables for the systems with a `nation`.  Call it when the last table
 * was added.  RC_LIMIT when the arena is full.
 */
enum rc phrases_seal(struct marking_tables *tables, struct arena *arena,
    struct err *err) MUST_USE;

/* The first phrase that may begin with this word; NULL when none does. */
const struct phrase *phrases_first(const struct marking_tables *tables,
    struct slice word);

/* Does a level or an owner's name begin with these two letters? */
bool phrases_begin(const struct marking_tables *tables, unsigned char first,
    unsigned char second);

/*
 * "NATOSECRET", of letters that were spaced out evenly, as the words of the level
 * they are.  False when it is none; each phrase is looked at, so ask seldom.
 */
bool phrases_part(const struct marking_tables *tables,
    const struct words *spaced, struct words *words);

/*
 * A line with each of its misspelt words as the word of a level it is nearest to: a
 * letter left out, doubled or strange to it, two that changed places, a digit for
 * a letter.  First and last letter are right, and other words stay.  False when
 * nothing is misspelt; all words of levels are looked at, so ask seldom.
 */
bool phrases_mend(const struct marking_tables *tables, struct slice line,
    char to[static WORDS_BYTES], size_t *len);

/* The systems that have a level, or a control that stands alone, in this line. */
uint64_t phrases_systems(const struct marking_tables *tables,
    const struct words *words);

#endif
