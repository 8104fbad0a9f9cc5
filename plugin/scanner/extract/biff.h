/*
 * biff - the records of a workbook stream, and texts that run over them.
 *
 * A record is a type, a length and so many bytes; what does not fit goes on in
 * CONTINUE records ([MS-XLS] 2.1.4).  What the records mean is xls's.
 */
#ifndef OUTMARK_SCANNER_EXTRACT_BIFF_H
#define OUTMARK_SCANNER_EXTRACT_BIFF_H

#include "base/buf.h"
#include "scanner/extract/codepage.h"

struct biff {
	struct slice stream;
	size_t next;		/* where the next record begins */
	size_t at;		/* where the current one does */
	unsigned type;
	struct slice data;
	bool cut;		/* the last record was longer than the stream */
};

/* The next record; false at the end. */
bool biff_next(struct biff *biff);

/* A place within a record and those that continue it. */
struct biff_cursor {
	struct biff biff;
	size_t at;		/* in biff.data */
	bool ended;		/* read past the last one */
};

/* At `at` in the current record. */
struct biff_cursor biff_cursor(const struct biff *biff, size_t at);

/* The next number of two or four bytes; 0 past the end. */
uint16_t biff_16(struct biff_cursor *cursor);
uint32_t biff_32(struct biff_cursor *cursor);

/* How a text is written. */
struct biff_form {
	bool unicode;		/* BIFF8: marks, and two bytes where needed */
	bool bare;		/* BIFF8 without its marks of runs */
	unsigned page;		/* code page otherwise */
};

/* `count` characters with what stands around them, appended to `out`. */
enum rc biff_text(struct biff_cursor *cursor, const struct biff_form *form,
    size_t count, struct codepages *pages, struct buf *out, struct err *err)
    MUST_USE;

#endif
