/*
 * ole_props - the properties of a document in a compound file ([MS-OLEPS]).
 *
 * Title, author, company and the user's own properties (sensitivity labels
 * among them) are told as "name=value", each at a place of its own.  Pictures
 * and times are not told.
 */
#ifndef OUTMARK_SCANNER_EXTRACT_OLE_PROPS_H
#define OUTMARK_SCANNER_EXTRACT_OLE_PROPS_H

#include "scanner/extract/ole.h"

/* Tell the properties in a stream of the part; damage is flagged. */
enum rc ole_props_read(const struct ole_part *part, struct slice stream,
    struct err *err) MUST_USE;

#endif
