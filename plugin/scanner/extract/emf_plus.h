/*
 * emf_plus - the words that GDI+ draws, in comments of EMF ([MS-EMFPLUS]).
 *
 * They stand for the same picture as the records around them, or for all of it:
 * they are drawn on a canvas of their own, and told when they say something else.
 */
#ifndef OUTMARK_SCANNER_EXTRACT_EMF_PLUS_H
#define OUTMARK_SCANNER_EXTRACT_EMF_PLUS_H

#include "scanner/extract/metafile.h"

struct emf_plus;

/* Nothing drawn yet; released by emf_plus_free, also after a failure. */
enum rc emf_plus_begin(const struct extract_job *job,
    const struct extract_sink *sink, struct emf_plus **plus,
    struct err *err) MUST_USE;
void emf_plus_free(struct emf_plus *plus);

/* All records of one comment, behind its mark. */
enum rc emf_plus_read(struct emf_plus *plus, struct slice records,
    struct err *err) MUST_USE;

/* Tell what was drawn that the picture around it has not told. */
enum rc emf_plus_tell(struct emf_plus *plus, const struct metafile *around,
    struct err *err) MUST_USE;

#endif
