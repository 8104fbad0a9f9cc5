/*
 * inflate - what was deflated within a document, inside budget.
 *
 * Owner of zlib.h.  For whole streams of moderate size; archives have a reader
 * of their own.
 */
#ifndef OUTMARK_SCANNER_EXTRACT_INFLATE_H
#define OUTMARK_SCANNER_EXTRACT_INFLATE_H

#include "base/buf.h"
#include "scanner/extract/emit.h"

/*
 * Append the content of a zlib stream (RFC 1950) to `into`.  Damage, a missing
 * end and limits are added to `*causes`, `into` then holds what came before.
 * RC_LIMIT when the message's budget is used up.
 */
enum rc inflate_zlib(struct emit *emit, struct slice bytes, struct buf *into,
    cause_set *causes, struct err *err) MUST_USE;

/* The same for a stream without a head and a sum (RFC 1951). */
enum rc inflate_raw(struct emit *emit, struct slice bytes, struct buf *into,
    cause_set *causes, struct err *err) MUST_USE;

/* The first bytes of a zlib stream, at most `room`; gives how many. */
size_t inflate_head(struct slice bytes, unsigned char *out, size_t room);

/* CRC-32 as zip, 7z and RAR have it (ISO 3309). */
uint32_t inflate_sum(struct slice bytes);

#endif
