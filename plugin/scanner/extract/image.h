/*
 * image - what pictures say about themselves in words.
 *
 * image.c recognises them and tells that nobody reads what they show;
 * image_tiff.c walks the directories of TIFF, which EXIF uses as well.
 */
#ifndef OUTMARK_SCANNER_EXTRACT_IMAGE_H
#define OUTMARK_SCANNER_EXTRACT_IMAGE_H

#include "scanner/extract/emit.h"

/* Tell all texts of a TIFF file or of an EXIF block. */
enum rc image_tiff(struct emit *emit, struct slice bytes, struct err *err)
    MUST_USE;

/* A text of Latin-1 or UTF-8 at "picture text". */
enum rc image_text(struct emit *emit, struct slice text, struct err *err)
    MUST_USE;

#endif
