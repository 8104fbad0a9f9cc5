/*
 * pdf_text - the words of a page apart where they stand apart, and whole where
 * a line end split them.
 *
 * The library joins cells of a table that stand far from each other ("Card" and
 * a number), because no space character is between them.  The place of each
 * character tells better.  Knows no library.
 */
#ifndef OUTMARK_SCANNER_EXTRACT_PDF_TEXT_H
#define OUTMARK_SCANNER_EXTRACT_PDF_TEXT_H

#include "base/buf.h"

struct pdf_box {
	double x1, y1, x2, y2;
};

/* The bytes of the character at `at`, and how many the text has. */
size_t pdf_text_length(struct slice text, size_t at);
size_t pdf_text_count(struct slice text);

/*
 * Append `text` to `out`, with a space where two characters stand apart, a tab
 * where they stand far apart, and without the hyphen that ends a line inside a
 * word.  `boxes` has one entry for each character of the text; with any other
 * `count` only the hyphens are mended.
 */
void pdf_text_mend(struct slice text, const struct pdf_box *boxes,
    size_t count, struct buf *out);

#endif
