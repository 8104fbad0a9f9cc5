/*
 * canvas - words that were drawn at points, in the order a person reads them.
 *
 * A picture of drawing records may draw its words in any order, and one word
 * letter by letter.  They are put into lines by where they stand, apart where
 * they stand apart.  Text that runs up, down or upside down is read by itself.
 * Knows no format.
 */
#ifndef OUTMARK_SCANNER_EXTRACT_CANVAS_H
#define OUTMARK_SCANNER_EXTRACT_CANVAS_H

#include "base/buf.h"

/* One text: it begins on its base line at x, y and runs along the arrow. */
struct canvas_text {
	struct slice utf8;	/* borrowed during the call */
	double x, y;
	double along_x, along_y;	/* to where it ends; y grows downwards */
	double high;		/* of a letter */
	bool guessed;		/* the end is no more than likely */
};

struct canvas {
	struct buf words, text;
	bool full;		/* more was drawn than is kept */
};

struct canvas canvas_new(void);
void canvas_free(struct canvas *canvas);

/* Draw one more. */
void canvas_put(struct canvas *canvas, const struct canvas_text *text);

/* Append everything drawn to `out`, line by line. */
void canvas_read(struct canvas *canvas, struct buf *out);

/*
 * How far a text of letters of this height likely runs, when the picture does
 * not say; `fixed`: in a font whose letters are equally wide.
 */
double canvas_likely_width(struct slice utf8, double high, bool fixed);

#endif
