/*
 * printable - the readable words in bytes whose format nobody knows.
 *
 * As strings(1) does: runs of printable ASCII, plain or with a zero behind each
 * letter (UTF-16).
 */
#ifndef OUTMARK_SCANNER_EXTRACT_PRINTABLE_H
#define OUTMARK_SCANNER_EXTRACT_PRINTABLE_H

#include "scanner/extract/emit.h"

/* Tell each run of four or more letters as a line at this place. */
enum rc printable_tell(struct emit *emit, uint32_t place, unsigned flags,
    struct slice bytes, struct err *err) MUST_USE;

#endif
