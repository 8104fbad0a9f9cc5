/*
 * rar_lock - a RAR archive behind a password.
 */
#ifndef OUTMARK_SCANNER_EXTRACT_RAR_LOCK_H
#define OUTMARK_SCANNER_EXTRACT_RAR_LOCK_H

#include "base/buf.h"
#include "scanner/extract/emit.h"

/*
 * Try the words on the job's part if it is locked, the one for RAR 5, the other
 * for 2.9 to 4.  RC_OK: `opened` is the same archive without its lock, or where
 * no word opens it, which was flagged, without what is locked.  RC_END: not
 * locked, or not opened, which was flagged; `opened` is empty.
 */
enum rc rar5_lock_open(struct emit *emit, struct buf *opened,
    struct err *err) MUST_USE;
enum rc rar4_lock_open(struct emit *emit, struct buf *opened,
    struct err *err) MUST_USE;

#endif
