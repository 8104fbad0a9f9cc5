/*
 * doc - the text of a Word document of the binary kind ([MS-DOC]).
 *
 * Main text, notes, headers, comments and boxes, each at its place; field codes
 * and hidden words apart.  Layout is not read; pictures are ole's.
 */
#ifndef OUTMARK_SCANNER_EXTRACT_DOC_H
#define OUTMARK_SCANNER_EXTRACT_DOC_H

#include "scanner/extract/ole.h"

/* Read the stream WordDocument of the part, which exists. */
enum rc doc_read(const struct ole_part *part, struct err *err) MUST_USE;

#endif
