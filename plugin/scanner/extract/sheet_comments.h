/*
 * sheet_comments - comments and threads on the cells of one sheet.
 *
 * The author is the name of the place: content, not structure.
 */
#ifndef OUTMARK_SCANNER_EXTRACT_SHEET_COMMENTS_H
#define OUTMARK_SCANNER_EXTRACT_SHEET_COMMENTS_H

#include "scanner/extract/ooxml.h"

/* Tell the comments of a part at "sheet N > B7 > comment". */
enum rc sheet_comments_read(struct ooxml *ooxml, struct opc_part *part,
    uint32_t sheet, struct err *err) MUST_USE;

#endif
