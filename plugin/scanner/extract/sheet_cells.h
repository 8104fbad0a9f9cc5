/*
 * sheet_cells - the cells of one worksheet, each at its address.
 *
 * The first row of words is kept as evidence for the cells below it.  Hidden
 * rows, columns and sheets are flagged, not skipped.
 */
#ifndef OUTMARK_SCANNER_EXTRACT_SHEET_CELLS_H
#define OUTMARK_SCANNER_EXTRACT_SHEET_CELLS_H

#include "scanner/extract/sheet_number.h"
#include "scanner/extract/sheet_strings.h"

struct sheet_styles {
	const struct sheet_format *formats;	/* of each cell style */
	size_t count;
	bool from_1904;
};

struct sheet_source {
	struct ooxml *ooxml;
	struct opc_part *part;
	struct sheet_strings *strings;
	const struct sheet_styles *styles;
	uint32_t number;	/* from 1, in the workbook's order */
	struct slice name;	/* of the sheet */
	bool hidden;
};

/* Tell all cells, headers, footers and validations of a worksheet. */
enum rc sheet_cells_read(const struct sheet_source *source, struct err *err)
    MUST_USE;

#endif
