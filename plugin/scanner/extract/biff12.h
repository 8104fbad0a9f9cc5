/*
 * biff12 - the records of the binary parts of an xlsb workbook ([MS-XLSB] 2.1).
 *
 * A record is a number of one or two bytes, a length of one to four, and so
 * many bytes.  What the records mean is ooxml_binary's.
 */
#ifndef OUTMARK_SCANNER_EXTRACT_BIFF12_H
#define OUTMARK_SCANNER_EXTRACT_BIFF12_H

#include "base/buf.h"

struct biff12 {
	struct slice rest;	/* behind the current record */
	unsigned type;
	struct slice data;
	bool cut;		/* a record was longer than the part */
};

/* The next record; false at the end. */
bool biff12_next(struct biff12 *records);

/*
 * A text at `*at` of the record, which moves behind it: UTF-16 that its length
 * stands before.  Empty also where there is none.
 */
struct slice biff12_wide(struct slice data, size_t *at);

/* Does a text stand at `at`, as far as one can tell without knowing? */
bool biff12_looks_wide(struct slice data, size_t at);

/* Append UTF-16 as text of an XML document. */
void biff12_put_xml(struct buf *out, struct slice wide);

#endif
