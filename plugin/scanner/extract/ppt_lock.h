/*
 * ppt_lock - the objects of a presentation behind a lock ([MS-PPT] 2.3.7).
 */
#ifndef OUTMARK_SCANNER_EXTRACT_PPT_LOCK_H
#define OUTMARK_SCANNER_EXTRACT_PPT_LOCK_H

#include "scanner/extract/emit.h"
#include "scanner/extract/ppt_edits.h"

/*
 * Open every object that the edits name; `*stream` is then an open copy in the
 * arena.  RC_END: no word opens it, flagged.
 */
enum rc ppt_lock_open(struct emit *emit, const struct ppt_edits *edits,
    size_t last_edit, struct slice *stream, struct err *err) MUST_USE;

#endif
