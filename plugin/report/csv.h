/*
 * csv - rows as RFC 4180 has them, safe to open in a spreadsheet.
 *
 * Every field is quoted, lines end with CRLF, and a field that a spreadsheet
 * would run as a formula is made text (escape_csv).
 */
#ifndef OUTMARK_REPORT_CSV_H
#define OUTMARK_REPORT_CSV_H

#include "base/buf.h"

/* Append one row; a NULL field is an empty one. */
void csv_row(struct buf *out, const char *const *fields, size_t count);

#endif
