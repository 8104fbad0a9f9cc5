/*
 * us_block - the classification authority block (32 CFR 2001.21 and 2001.22).
 *
 *   block = two of: Classified By, Derived From, Declassify On, within six
 *           lines or in one, with a value that only such a block has
 */
#ifndef OUTMARK_SCANNER_MARKING_US_BLOCK_H
#define OUTMARK_SCANNER_MARKING_US_BLOCK_H

#include "scanner/marking/reading.h"

/* The block of a text while its lines come; zeroed at first. */
struct us_block {
	unsigned keys;
	unsigned last_line;
	struct line first;
	bool plausible;		/* a value only such a block has */
	bool dated;		/* it is declassified on a date */
	unsigned all;		/* keys of all blocks of the text */
	bool kept;
	struct reading r;
};

/* Read a line; keeps a claim "block" once.  False when the arena is full. */
bool us_block_line(struct us_block *block, struct page *page,
    const struct line *line);

/* What the text's blocks lack, as a broken rule; NULL: nothing. */
const char *us_block_lacks(const struct us_block *block);

#endif
