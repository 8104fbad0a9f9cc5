/*
 * pdf_slant - words that stand aslant over a page: a watermark.
 *
 * The library gives such a word letter by letter between the page's own lines.
 * Knows no library.
 */
#ifndef OUTMARK_SCANNER_EXTRACT_PDF_SLANT_H
#define OUTMARK_SCANNER_EXTRACT_PDF_SLANT_H

#include "scanner/extract/pdf_text.h"

/*
 * Append what stands aslant to `out`, as one line; nothing when nothing does.
 * `boxes` has one entry for each character of the text.
 */
void pdf_slant_read(struct slice text, const struct pdf_box *boxes,
    size_t count, struct buf *out);

#endif
