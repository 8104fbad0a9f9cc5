/*
 * vba - the source text of macros ([MS-OVBA]).
 *
 * A macro may hold passwords and addresses as plain text.  Does not run, judge
 * or look for anything in it.
 */
#ifndef OUTMARK_SCANNER_EXTRACT_VBA_H
#define OUTMARK_SCANNER_EXTRACT_VBA_H

#include "scanner/extract/ole.h"

/* Tell the modules in the part's storage, which is named VBA. */
enum rc vba_read(const struct ole_part *part, struct err *err) MUST_USE;

#endif
