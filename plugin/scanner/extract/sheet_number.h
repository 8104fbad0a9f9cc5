/*
 * sheet_number - a cell's number as a person sees it.
 *
 * Digits survive: a card number stored as a number comes out whole, a date as
 * 2026-11-21, and a number with a mask such as 000-00-0000 with its dashes and
 * leading zeros.  Currency, percent and rounding are not imitated.
 */
#ifndef OUTMARK_SCANNER_EXTRACT_SHEET_NUMBER_H
#define OUTMARK_SCANNER_EXTRACT_SHEET_NUMBER_H

#include "base/arena.h"

enum { SHEET_NUMBER_MAX = 64, SHEET_MASK_MAX = 48 };

enum sheet_format_kind { SHEET_FORMAT_PLAIN, SHEET_FORMAT_DATE,
	SHEET_FORMAT_MASK };

struct sheet_format {
	enum sheet_format_kind kind;
	char mask[SHEET_MASK_MAX];	/* '0' and '#' are digits */
};

/* What a format of this number and code shows; the code may be empty. */
struct sheet_format sheet_format_of(uint64_t number, struct slice code);

/*
 * Print the raw value of a cell into `out`.  What is no number, or fits no
 * rule, comes back as it is.  `from_1904`: which day is zero.
 */
struct slice sheet_number_print(struct slice raw,
    const struct sheet_format *format, bool from_1904,
    char out[SHEET_NUMBER_MAX]);

/*
 * An RK number ([MS-XLS] 2.5.217, [MS-XLSB] 2.5.122): thirty bits, whole or the upper
 * part of a real one, maybe in hundredths.
 */
double sheet_number_packed(uint32_t rk);

#endif
