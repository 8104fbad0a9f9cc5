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

/* Read the job's part as a zip: each entry is a child. */
enum rc zip_extract(const struct extract_job *job,
    const struct extract_sink *sink, struct err *err) MUST_USE;

#endif
