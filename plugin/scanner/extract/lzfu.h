/*
 * lzfu - compressed RTF of mail items ([MS-OXRTFCP]).
 */
#ifndef OUTMARK_SCANNER_EXTRACT_LZFU_H
#define OUTMARK_SCANNER_EXTRACT_LZFU_H

#include "base/buf.h"
#include "scanner/extract/emit.h"

/*
 * Append the RTF to `into`.  Damage and limits are added to `*causes`, `into`
 * then holds what came before.  At most nine times as long as `bytes`.
 * RC_LIMIT when the message's budget is used up.
 */
enum rc lzfu_unpack(struct emit *emit, struct slice bytes, struct buf *into,
    cause_set *causes, struct err *err) MUST_USE;

#endif
