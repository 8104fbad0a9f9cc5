/*
 * flow - running text of Word and of drawings: paragraphs, runs, tables, boxes.
 *
 * Both markup languages name these alike (p, r, t, tbl, tr, tc), so one reader
 * serves documents, slides, charts and text boxes.  Runs join, paragraphs and
 * cells end a line.  A paragraph is told as it is seen; when something in it is
 * deleted, inserted or hidden, it is told once more as it was, flagged hidden;
 * field codes, alternative texts and the like follow on lines of their own, so
 * that they never split a word that is seen whole.
 */
#ifndef OUTMARK_SCANNER_EXTRACT_FLOW_H
#define OUTMARK_SCANNER_EXTRACT_FLOW_H

#include "scanner/extract/opc.h"

struct flow_source {
	struct emit *emit;
	const struct opc_part *part;
	const char *where;	/* "slide 3"; "" for the whole part */
	struct slice name;	/* content that names the place, may be empty */
	unsigned flags;		/* TEXT_FLAG_* of all its text */
	bool forgiving;		/* damage is usual here and no cause */
};

/* Tell all text of one XML part; damage is flagged. */
enum rc flow_read(const struct flow_source *source, struct err *err)
    MUST_USE;

#endif
