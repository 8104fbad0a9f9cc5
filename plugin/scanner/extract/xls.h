/*
 * xls - the cells of an Excel workbook of the binary kind ([MS-XLS]).
 */
#ifndef OUTMARK_SCANNER_EXTRACT_XLS_H
#define OUTMARK_SCANNER_EXTRACT_XLS_H

#include "scanner/extract/ole.h"

/* Read a workbook stream of the part: "Workbook", or "Book" before 97. */
enum rc xls_read(const struct ole_part *part, const char *name,
    struct err *err) MUST_USE;

#endif
