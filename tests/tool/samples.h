/*
 * samples - what the writers of sample documents share.
 */
#ifndef OUTMARK_TOOL_SAMPLES_H
#define OUTMARK_TOOL_SAMPLES_H

#include "base/buf.h"

/* Write `bytes` (released) as FOLDER/name; ends the program when it cannot. */
void samples_save(const char *folder, const char *name, struct buf *bytes);

/* All samples in compound files, in RTF and in TNEF. */
void samples_ole(const char *folder);

/* All PDF samples. */
void samples_pdf(const char *folder);

/* All OpenDocument samples. */
void samples_odf(const char *folder);

/* All samples of archives that are not zip. */
void samples_archive(const char *folder);

/* All samples of signed and encrypted mail parts. */
void samples_signed(const char *folder);

/* All samples of pictures. */
void samples_image(const char *folder);

/* All samples of drawing records. */
void samples_metafile(const char *folder);

/* A drawing of one text, as EMF or WMF. */
void samples_drawing(struct buf *out, const char *text, bool enhanced);

/* All samples of workbooks in binary records. */
void samples_xlsb(const char *folder);

/* All samples of locked files; after those that they lock. */
void samples_locked(const char *folder);

#endif
