/*
 * zip - what the readers of zip-based documents share with the zip reader.
 */
#ifndef OUTMARK_SCANNER_EXTRACT_ZIP_H
#define OUTMARK_SCANNER_EXTRACT_ZIP_H

#include "scanner/extract/emit.h"
#include "scanner/extract/zip_layout.h"

/* Give back what stands before and after the archive, and its comment. */
enum rc zip_foreign(struct emit *emit, const struct zip_layout *layout,
    struct err *err) MUST_USE;

#endif
