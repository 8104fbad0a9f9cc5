/*
 * sheet_strings - the shared strings of a workbook, within budget.
 *
 * A cell names a string by its number, so that a small file can claim far more
 * text than it has.  Strings come again for each cell until the text ceiling of
 * a part is used up by repetition; then each comes only once more, if it has
 * not come before.  What no cell names is told at the end.
 */
#ifndef OUTMARK_SCANNER_EXTRACT_SHEET_STRINGS_H
#define OUTMARK_SCANNER_EXTRACT_SHEET_STRINGS_H

#include "scanner/extract/ooxml.h"

struct sheet_strings;

/* Read all shared strings of the package.  `*strings` is yours. */
enum rc sheet_strings_load(struct ooxml *ooxml,
    struct sheet_strings **strings, struct err *err) MUST_USE;
void sheet_strings_free(struct sheet_strings *strings);

/*
 * The string of this number.  False when there is none, or when it came before
 * and the budget for repetition is used up (then flagged `too_big` at the end).
 */
bool sheet_strings_get(struct sheet_strings *strings, uint64_t number,
    struct slice *text);

/* Tell what was never asked for, and whether repetition was cut. */
enum rc sheet_strings_rest(struct sheet_strings *strings, struct err *err)
    MUST_USE;

#endif
