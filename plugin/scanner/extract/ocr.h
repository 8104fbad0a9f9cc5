/*
 * ocr - reading the text in pictures, as the readers of formats ask for it.
 *
 * Loads the module if it is there, keeps the budgets of pictures, pixels and
 * time, and tells what was recognised, flagged as such.  A picture that a budget
 * leaves out is said with its cause.  It decodes nothing itself.
 */
#ifndef OUTMARK_SCANNER_EXTRACT_OCR_H
#define OUTMARK_SCANNER_EXTRACT_OCR_H

#include "scanner/extract/emit.h"
#include "scanner/extract/ocr_module.h"

/* The recogniser, opened before the jail. */
struct ocr {
	const struct ocr_module *module;	/* NULL: pictures are not read */
	void *engine;
	char languages[OCR_LANGUAGES_MAX];	/* those that were loaded */
};

/* What one document may still have read, and what it has. */
struct ocr_use {
	const struct ocr *ocr;
	uint64_t pictures_left, ms_left;
	uint64_t pictures, ms;
};

/*
 * Load outmark-ocr.so from beside this program and these languages ("eng+deu").
 * On failure there is no recogniser, and the sentence says why.
 */
enum rc ocr_open(const char *languages, struct ocr *ocr, struct err *err)
    MUST_USE;

/* Release it, before the process ends.  Nothing without one. */
void ocr_close(struct ocr *ocr);

/* Can pictures be read at all in this job? */
bool ocr_is_on(const struct emit *emit);

/* Could one more be read now?  Ask before drawing one. */
bool ocr_has_budget(const struct emit *emit);

/* Is there more to be read than a line or a dot?  0: the size is not known. */
bool ocr_is_worth(uint64_t wide, uint64_t high);

/*
 * Tell the text of a picture at a place.  Causes: `unsupported` without a
 * recogniser, too_many, too_big, time, corrupt.  `*end` (may be NULL) is how it
 * went: OCR_NO_PAGE, which is no cause, also when it was not looked at.
 */
enum rc ocr_tell(struct emit *emit, uint32_t place,
    const struct ocr_picture *picture, enum ocr_end *end, struct err *err)
    MUST_USE;

#endif
