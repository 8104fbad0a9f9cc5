/*
 * dots - a picture of dots that lacks the head of a file (a "DIB").
 *
 * Documents keep the rest of a BMP file so ([MS-WMF] 2.2.2.9).  With its head it
 * is a file that a reader of pictures takes.
 */
#ifndef OUTMARK_SCANNER_EXTRACT_DOTS_H
#define OUTMARK_SCANNER_EXTRACT_DOTS_H

#include "base/buf.h"

/* Could these bytes be the head of such a picture? */
bool dots_is(struct slice head);

/* Is it large enough for words (ocr.h)? */
bool dots_is_worth(struct slice head);

/* Bytes of head, masks and colours in front of the bits. */
size_t dots_head(struct slice dots);

/*
 * Append the file to `out`.  A picture that is packed as a whole (JPEG, PNG) is
 * a file already.
 */
void dots_file(struct slice head, struct slice bits, struct buf *out);

#endif
