/*
 * prose - running text of one place, told paragraph by paragraph.
 *
 * What a reader sees is told first, in one piece, so that nothing hidden splits
 * a word that is seen whole; what is hidden (field codes, hidden and deleted
 * words) follows on a line of its own, flagged hidden.
 */
#ifndef OUTMARK_SCANNER_EXTRACT_PROSE_H
#define OUTMARK_SCANNER_EXTRACT_PROSE_H

#include "base/buf.h"
#include "scanner/extract/emit.h"

struct prose {
	struct emit *emit;
	uint32_t place;
	unsigned flags;		/* TEXT_FLAG_* of everything told */
	struct buf seen, aside;
	bool open;		/* text was told whose line has not ended */
	bool hidden_said;	/* the part was flagged hidden */
};

/* Begin at the whole part, without flags. */
struct prose prose_new(struct emit *emit);
void prose_free(struct prose *prose);

/* From here on the text stands at this place; ends the paragraph. */
enum rc prose_move(struct prose *prose, uint32_t place, unsigned flags,
    struct err *err) MUST_USE;

/* More text of the paragraph; told early when it is very long. */
enum rc prose_put(struct prose *prose, struct slice utf8, bool hidden,
    struct err *err) MUST_USE;

/* The paragraph is over: tell it. */
enum rc prose_end(struct prose *prose, struct err *err) MUST_USE;

#endif
