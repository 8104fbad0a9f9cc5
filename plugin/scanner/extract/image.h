/*
 * image - what pictures say about themselves in words, and what they show.
 *
 * image.c recognises them and tells their words; image_tiff.c walks the
 * directories of TIFF, which EXIF uses as well; image_look.c has read what they
 * show.
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

/*
 * Have the text in the picture read: nothing when it is too small for words,
 * `unsupported` when nobody can.
 */
enum rc image_look(struct emit *emit, struct slice bytes, struct err *err)
    MUST_USE;

/* A GIF in pieces; slices of its bytes. */
struct image_gif {
	struct slice head;	/* header, screen and its colours */
	struct slice first, last;	/* from the image's mark to its last block */
	size_t frames;
};

/* The same for its first and last frame. */
enum rc image_look_gif(struct emit *emit, const struct image_gif *gif,
    struct err *err) MUST_USE;

#endif
