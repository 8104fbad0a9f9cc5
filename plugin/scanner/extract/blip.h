/*
 * blip - the pictures that old Office files keep ([MS-ODRAW] 2.2.22).
 *
 * They are found by their own heads wherever they stand in a stream, so that one
 * that nothing points to is found, too.  Drawing records are packed in them.
 * Each becomes a child part.
 */
#ifndef OUTMARK_SCANNER_EXTRACT_BLIP_H
#define OUTMARK_SCANNER_EXTRACT_BLIP_H

#include "scanner/extract/ole.h"

/* Give all of a stream; `*count` goes up by how many there were. */
enum rc blip_find(const struct ole_part *part, struct slice stream,
    uint32_t *count, struct err *err) MUST_USE;

/*
 * The picture that stands for an object, out of its stream: drawing records or
 * dots behind a head ([MS-OLEDS] 2.3.4, [MS-DOC] 2.1.9).  Nothing when there is
 * none.
 */
enum rc blip_preview(const struct ole_part *part, struct slice stream,
    struct err *err) MUST_USE;

#endif
