/*
 * record - what is one row, one person, in the text of a part?
 *
 * A worksheet and a table know their rows, a card its object; in JSON and XML a
 * record begins where the name of its leading field returns; in plain text it is
 * a row of a table, a block of lines that are labelled or belong together, or
 * a line.  Records come in order, do not overlap, and each byte is looked at a
 * bounded number of times.  What stands in a record is not known here.
 */
#ifndef OUTMARK_SCANNER_MATCH_RECORD_H
#define OUTMARK_SCANNER_MATCH_RECORD_H

#include "base/arena.h"
#include "scanner/extract/text.h"

enum { RECORD_CELLS_MOST = 64 };

/* A value and the name above its column or before it. */
struct record_cell {
	struct span span;
	struct slice head;
};

struct record {
	struct span span;
	const struct text_run *run;	/* where it begins */
	struct record_cell cells[RECORD_CELLS_MOST];
	size_t cell_count;		/* those that have a head */
	bool pasted;			/* a row of a table in plain text */
};

struct record_walk;

/* Begin at the first record of the text, which is borrowed; NULL: arena full. */
struct record_walk *record_begin(const struct text *text,
    struct arena *arena) MUST_USE;

/* The next record; false at the end.  Its heads are borrowed from the walk. */
bool record_next(struct record_walk *walk, struct record *record);

#endif
