/*
 * ocr_picture - a picture made ready to be recognised.
 *
 * Decoding and everything about pixels; owner of leptonica.  Part of the module.
 */
#ifndef OUTMARK_SCANNER_EXTRACT_OCR_PICTURE_H
#define OUTMARK_SCANNER_EXTRACT_OCR_PICTURE_H

#include "scanner/extract/ocr_module.h"

struct Pix;

/*
 * Decode, turn as the camera was held, dark on light, letters of a readable
 * size.  `*pix` is yours (ocr_picture_free) with OCR_READ, else NULL.
 */
enum ocr_end ocr_picture_ready(const struct ocr_picture *picture,
    struct Pix **pix);

/*
 * For a page that made no sense: turn it if its letters stand on their side or
 * head.  False when they do not seem to.
 */
bool ocr_picture_turn(struct Pix **pix);

/*
 * Could this one, made ready, show words?  Only small ones are looked at: the
 * emblem under every mail costs as much to recognise as a sentence does.
 */
bool ocr_picture_has_words(struct Pix *pix);

void ocr_picture_free(struct Pix **pix);

/* Drop what the library would say about content. */
void ocr_picture_silence(void);

#endif
