/*
 * xls_cells - the cells, comments and boxes of one sheet, each at its place.
 *
 * The first row of words is kept as evidence for the cells below it.  Hidden
 * rows, columns and sheets are flagged, not skipped.
 */
#ifndef OUTMARK_SCANNER_EXTRACT_XLS_CELLS_H
#define OUTMARK_SCANNER_EXTRACT_XLS_CELLS_H

#include "scanner/extract/ole.h"
#include "scanner/extract/xls_book.h"

struct xls_cells;

/* Ready for the sheets of a workbook; NULL without memory.  Yours. */
struct xls_cells *xls_cells_new(const struct ole_part *part,
    struct xls_book *book);
void xls_cells_free(struct xls_cells *cells);

/* From here on the records are those of this sheet, which may be unknown. */
enum rc xls_cells_begin(struct xls_cells *cells, uint32_t number,
    const struct xls_sheet *sheet, struct err *err) MUST_USE;

/* Take a record of the sheet; `chart`: of a chart in it. */
enum rc xls_cells_record(struct xls_cells *cells, const struct biff *biff,
    bool chart, struct err *err) MUST_USE;

/* The sheet is over: boxes that no cell named. */
enum rc xls_cells_end(struct xls_cells *cells, struct err *err) MUST_USE;

#endif
