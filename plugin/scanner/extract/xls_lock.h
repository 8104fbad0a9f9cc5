/*
 * xls_lock - a workbook stream behind its FILEPASS record ([MS-XLS] 2.2.10).
 */
#ifndef OUTMARK_SCANNER_EXTRACT_XLS_LOCK_H
#define OUTMARK_SCANNER_EXTRACT_XLS_LOCK_H

#include "scanner/extract/biff.h"
#include "scanner/extract/emit.h"

/*
 * Open what follows the FILEPASS record that `biff` stands at: its stream is
 * then an open copy in the arena.  RC_END: no word opens it, flagged.
 */
enum rc xls_lock_open(struct emit *emit, struct biff *biff, struct err *err)
    MUST_USE;

#endif
