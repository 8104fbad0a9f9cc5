/*
 * record_lines - the records of plain text: rows, labelled blocks, lines.
 *
 * A table is a line of names followed by lines with the same number of columns,
 * told apart by tabs, semicolons, bars, commas or wide gaps, as pasted sheets
 * and HTML tables are.  A block whose lines are mostly "name: value" is one
 * record until its first name returns; a few short lines together are one
 * (an address, a signature); any other line is a record of its own.
 */
#ifndef OUTMARK_SCANNER_MATCH_RECORD_LINES_H
#define OUTMARK_SCANNER_MATCH_RECORD_LINES_H

#include "scanner/match/record.h"

enum { RECORD_AHEAD = 128 };	/* lines kept in mind; a power of two */

/* What is asked of a line again and again. */
struct record_line {
	struct span span;	/* without its end */
	size_t next;		/* where the next one begins */
	struct slice text;	/* without space around it; empty: a blank line */
	unsigned char near;	/* bit for each sign that ends a first name */
	bool prose;		/* long, and nothing at its beginning ends a name */
	bool labelled;		/* perhaps "name: value" */
};

struct record_lines {
	struct slice text;		/* of the whole part */
	size_t at, end;			/* what is left of the run */
	unsigned char sign;		/* between columns; 0: in no table */
	size_t columns;
	unsigned others;		/* lines since the last row */
	struct slice heads[RECORD_CELLS_MOST];
	size_t form_end;		/* labelled lines up to here */
	size_t lines_end;		/* lines of their own up to here */
	size_t first, count;		/* lines that were read from `at` on */
	struct record_line ahead[RECORD_AHEAD];
};

/* Begin with the lines of this stretch of the text (TEXT_SLACK behind it). */
void record_lines_begin(struct record_lines *lines, struct slice text,
    struct span span);

/* The next record's span and cells (its run is the caller's); false: none. */
bool record_lines_next(struct record_lines *lines, struct record *record);

#endif
