/*
 * ocr_module - what outmark-ocr.so gives to the program that loads it.
 *
 * The module holds tesseract and leptonica, with all they need, so that only
 * processes that read pictures map them.  It is loaded before the jail; `read`
 * and `size` run in it, on hostile bytes.
 */
#ifndef OUTMARK_SCANNER_EXTRACT_OCR_MODULE_H
#define OUTMARK_SCANNER_EXTRACT_OCR_MODULE_H

#include "base/buf.h"
#include "base/err.h"

enum { OCR_MODULE_VERSION = 2, OCR_LANGUAGES_MAX = 256 };

/* A picture: encoded bytes, or rows of gray when `width` is not 0. */
struct ocr_picture {
	struct slice bytes;
	unsigned page;		/* of several in the bytes, from 0 */
	unsigned orientation;	/* 1 to 8 (EXIF 2.3, table 6); 0: as it is */
	uint32_t width, height, stride;
	uint64_t pixels_most;
};

enum ocr_end {
	OCR_READ,		/* all of it */
	OCR_LATE,		/* a part: the time was over */
	OCR_TOO_BIG,		/* nothing: more pixels than pixels_most */
	OCR_CORRUPT,		/* nothing: it cannot be decoded */
	OCR_NO_PAGE,		/* nothing: there are not so many pages */
	OCR_NO_LETTERS,		/* nothing: it is small and shows no words */
};

struct ocr_module {
	unsigned version;
	/*
	 * Load languages ("eng+deu"); `loaded` names those that were there.
	 * RC_CONFIG when there is none.  One engine for a process.
	 */
	enum rc (*open)(const char *languages, void **engine,
	    char loaded[OCR_LANGUAGES_MAX], struct err *err);
	void (*close)(void *engine);	/* also after a failed open */
	/* Append the text of a picture to `text`; for at most `wait_ms`. */
	enum ocr_end (*read)(void *engine, const struct ocr_picture *picture,
	    uint64_t wait_ms, struct buf *text);
};

/* The one symbol of the module. */
extern const struct ocr_module outmark_ocr_module;

#endif
