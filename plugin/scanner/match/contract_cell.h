/*
 * contract_cell - what a piece of a signature page looks like.
 *
 * Signatures stand in columns: a line is cut into cells where a bar, a tab or three
 * spaces stand, and each cell is told by its build: strokes to write on, a label, a
 * person's name, a date, the mark of a signature ("/s/", "gez.", "firmato
 * digitalmente"), a word that says that one is awaited.  What cells say together,
 * tells contract_sign.  Nothing of a name is kept.
 */
#ifndef OUTMARK_SCANNER_MATCH_CONTRACT_CELL_H
#define OUTMARK_SCANNER_MATCH_CONTRACT_CELL_H

#include "base/slice.h"

enum { CONTRACT_CELLS = 6 };

struct contract_cell {
	struct slice text;	/* trimmed, without markup */
	size_t column;		/* letters before it, or 24 for each cell of a table */
};

/* The cells of a line that are not empty, CONTRACT_CELLS at most. */
size_t contract_cell_cut(struct slice line, struct contract_cell *cells);

enum contract_label { LABEL_NONE, LABEL_SIGNATURE, LABEL_WHO, LABEL_NAME,
	LABEL_DATE, LABEL_OTHER };

/*
 * "By: Jane", "Signed for Acme: ____" (who), "Date" before strokes: which label, and
 * the rest behind it.  A label needs a colon or strokes behind it.
 */
enum contract_label contract_cell_label(struct slice cell, struct slice *value);

/* The word alone, as it stands under a line to write on. */
bool contract_cell_is_caption(struct slice cell, enum contract_label label);

/* "{{signature:buyer}}": where a signing service puts one. */
bool contract_cell_is_tag(struct slice cell);

/* Is nothing there, or a gap that waits ("[Name]", "{{ date }}", strokes)? */
bool contract_cell_is_blank(struct slice value);

/* Where strokes long enough to write on begin, and their length; 0: none. */
size_t contract_cell_strokes(struct slice cell, size_t *start);

/*
 * What stands behind strokes: does a sentence go on or end there ("for ________
 * dollars", "The Original Code is ________."), or a page's number follow?
 */
bool contract_cell_goes_on(struct slice rest);

/* "Jane Roe", "J. Roe, Director"; `brief`: the given name is one letter. */
bool contract_cell_is_name(struct slice cell, bool *brief);

/* "Acme GP, LLC, its partner": a firm or an office, nobody's hand. */
bool contract_cell_is_firm(struct slice cell);

/* A day, a month and a year stand in it. */
bool contract_cell_has_date(struct slice cell);

/* Somebody has signed here. */
bool contract_cell_is_signed(struct slice cell);

/* Who signs in another's name, as German firms write it: "i. V. Roe". */
bool contract_cell_is_proxy(struct slice cell);

/* A signature is said to be awaited: "[sign here]", "pending", "in attesa". */
bool contract_cell_is_awaited(struct slice cell);

/* The state alone of a step that was not taken: "open". */
bool contract_cell_is_waiting(struct slice cell);

/* "Approved", "Head of finance: released": a step of a workflow was taken. */
bool contract_cell_is_approved(struct slice cell);

/* Does such a line stand over signatures: "For Acme Ltd", "In witness whereof"? */
bool contract_cell_opens(struct slice line);

#endif
