/*
 * record_store - a walk over records that two stages share.
 *
 * The first stage walks as far as it needs; the second sees the same records
 * from the beginning and walks on.  Records with nothing in them for either are
 * not kept; of a long table too few are, and then the second walks anew.
 */
#ifndef OUTMARK_SCANNER_MATCH_RECORD_STORE_H
#define OUTMARK_SCANNER_MATCH_RECORD_STORE_H

#include "scanner/match/record.h"
#include "scanner/match/vec.h"

struct record_store {
	struct record_walk *walk;	/* NULL: not begun */
	struct vec records;		/* struct record_kept */
	struct vec cells;		/* struct record_cell, of all of them */
	size_t next;			/* of those that are read again */
	bool overflown;			/* some were not kept */
};

/* Begin to walk the text; false: the arena is full. */
bool record_store_begin(struct record_store *store, const struct text *text,
    struct arena *arena) MUST_USE;

/* The next record of the first stage; false at the end. */
bool record_store_first(struct record_store *store, struct record *record);

/* Keep it for the second stage. */
void record_store_keep(struct record_store *store, const struct record *record,
    struct arena *arena);

/*
 * Before the first record_store_second(): false when the store cannot be used
 * again, because nobody walked or it has overflown.
 */
bool record_store_is_whole(const struct record_store *store);

/* The next record of the second stage; false at the end. */
bool record_store_second(struct record_store *store, struct record *record);

#endif
