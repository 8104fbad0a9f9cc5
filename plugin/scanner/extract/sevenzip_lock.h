/*
 * sevenzip_lock - a 7z archive behind a password.
 */
#ifndef OUTMARK_SCANNER_EXTRACT_SEVENZIP_LOCK_H
#define OUTMARK_SCANNER_EXTRACT_SEVENZIP_LOCK_H

#include "base/buf.h"
#include "scanner/extract/emit.h"

/*
 * Try the words on the job's part if it is locked.  RC_OK: `opened` is the same
 * archive without its lock.  RC_END: not locked, or not opened, which was
 * flagged; `opened` is empty.
 */
enum rc sevenzip_lock_open(struct emit *emit, struct buf *opened,
    struct err *err) MUST_USE;

#endif
