/*
 * edges - where a line of a laid-out text has more than one part.
 *
 * Texts that programs print, convert or recognise keep what a page shows by spaces
 * and by heads: "Acme plc          INTERNAL", "3. (S//NF) Text", "Subject: [..]".
 */
#ifndef OUTMARK_SCANNER_MARKING_EDGES_H
#define OUTMARK_SCANNER_MARKING_EDGES_H

#include "base/slice.h"

enum {
	EDGES_LINES = 3,	/* of a text at each end that are looked at */
	EDGES_HEAD = 16,	/* bytes with what makes a line worth a look */
};

/*
 * May the line be a numbered paragraph or a field of a head?  Without a branch for
 * each byte, as it is asked of every line.
 */
static inline bool
edges_is_worth(struct slice line)
{
	unsigned char any = 0;

	if (line.len <= EDGES_HEAD)
		return false;
	for (unsigned i = 0; i < EDGES_HEAD; i++)
		any |= (unsigned char)(line.at[i] == '(') |
		    (unsigned char)(line.at[i] == '[') |
		    (unsigned char)(line.at[i] == ':');
	return any;
}

/* Where the last EDGES_LINES lines that are not empty begin. */
size_t edges_foot(struct slice all);

/*
 * What stands left and right of the first and the last gap of three spaces or
 * more; both empty when the line has no such gap.
 */
struct slice edges_first(struct slice line);
struct slice edges_last(struct slice line);

/* Is the line a row of a table: does one beside it have such a gap, too? */
bool edges_is_row(struct slice all, struct slice line);

/* "2. (S//NF) Text", "Item 3 (U) Text": the line from its mark on. */
struct slice edges_paragraph(struct slice line);

/*
 * The value of "Subject: ..." in a printed mail's head: the text's first line, or
 * beside another field of it.
 */
bool edges_subject(struct slice all, struct slice line, struct slice *value);

#endif
