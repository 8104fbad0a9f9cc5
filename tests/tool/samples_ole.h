/*
 * samples_ole - what the writers of samples in compound files share.
 */
#ifndef OUTMARK_TOOL_SAMPLES_OLE_H
#define OUTMARK_TOOL_SAMPLES_OLE_H

#include "tool/cfbwrite.h"
#include "tool/samples.h"

/* Write a compound file of these streams (not released) as FOLDER/name. */
void samples_cfb(const char *folder, const char *name,
    const struct cfb_file *files);

/* Streams with properties: of the document, and the user's own. */
void samples_summary(struct buf *out, const char *title, const char *author);
void samples_custom(struct buf *out, const char *company, const char *name,
    const char *value);

/* A workbook of one sheet with this text in A1. */
void samples_small_book(struct buf *out, const char *text);

/* Compressed RTF ([MS-OXRTFCP]); every token a byte of its own. */
void samples_lzfu(struct buf *out, const char *rtf);

/* An object as RTF holds it, and the Packager's content. */
void samples_object(struct buf *out, const char *class, struct slice bytes);
void samples_package(struct buf *out, const char *name, struct slice bytes);

/* A drawing of one text, as Office keeps it ([MS-ODRAW] 2.2.24). */
void samples_blip(struct buf *out, const char *text, bool enhanced);

/* All samples of one kind. */
void samples_doc(const char *folder);
void samples_xls(const char *folder);
void samples_ppt(const char *folder);
void samples_msg(const char *folder);
void samples_rtf(const char *folder);
void samples_tnef(const char *folder);

#endif
