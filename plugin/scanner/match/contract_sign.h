/*
 * contract_sign - who has signed, and who has not?
 *
 * A place for a signature is found by its build: strokes to write on, a label ("By:"),
 * the mark of a signature, a step of a workflow.  It is filled or open.  A name
 * is a signature where a date stands beside or under it, where the same line has the
 * strokes of another party, or where the full name stands near a brief one ("J. Roe").
 * The lines that speak of one place ("By:", "Name:", "Date:" in a column) are one.
 */
#ifndef OUTMARK_SCANNER_MATCH_CONTRACT_SIGN_H
#define OUTMARK_SCANNER_MATCH_CONTRACT_SIGN_H

#include "base/slice.h"

struct contract_signs {
	unsigned filled;
	unsigned marked;	/* of those, by a mark or with a date */
	unsigned open;		/* of those near a filled one, else of all */
	unsigned awaited;	/* open ones that say that somebody was asked */
	unsigned sender;	/* 1: above them its sender closed the letter */
	unsigned names;		/* where nothing is drawn or marked: names, dated */
	unsigned gaps;		/* lines with a gap where nobody signs */
};

struct contract_signs contract_sign_read(struct slice text);

#endif
