/*
 * xls_book - what all sheets of a workbook share: strings, formats, names.
 *
 * The strings of a workbook are named by number, so a small file can claim far
 * more text than it has: when a part's text ceiling is used up by repetition,
 * each string comes only once more.
 */
#ifndef OUTMARK_SCANNER_EXTRACT_XLS_BOOK_H
#define OUTMARK_SCANNER_EXTRACT_XLS_BOOK_H

#include "scanner/extract/biff.h"
#include "scanner/extract/emit.h"
#include "scanner/extract/sheet_number.h"

struct xls_sheet {
	uint32_t offset;	/* of its records in the stream */
	bool hidden;
	struct slice name;
};

struct xls_book;

/* An empty workbook; yours. */
struct xls_book *xls_book_new(struct emit *emit, struct codepages *pages);
void xls_book_free(struct xls_book *book);

/* How texts of this workbook are written; changes as its records come. */
struct biff_form *xls_book_form(struct xls_book *book);

/* Take a record of the workbook's globals; others are ignored. */
enum rc xls_book_record(struct xls_book *book, const struct biff *biff,
    struct err *err) MUST_USE;

/* The sheet whose records begin at this offset, or NULL; `*number` from 1. */
const struct xls_sheet *xls_book_sheet(const struct xls_book *book,
    size_t offset, uint32_t *number);

/* The sheet of this number, from 1, or NULL. */
const struct xls_sheet *xls_book_sheet_of(const struct xls_book *book,
    uint32_t number);

/*
 * A shared string.  False when there is none of that number, or it came before
 * and repetition is used up.
 */
bool xls_book_string(struct xls_book *book, uint32_t number,
    struct slice *text);

/* Tell the strings no cell named, at the place of the whole. */
enum rc xls_book_rest(struct xls_book *book, struct err *err) MUST_USE;

/* A number as the cell format of this index shows it. */
struct slice xls_book_number(struct xls_book *book, unsigned format,
    double value, char out[SHEET_NUMBER_MAX]);

#endif
