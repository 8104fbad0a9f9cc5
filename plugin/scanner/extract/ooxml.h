/*
 * ooxml - Word, Excel and PowerPoint documents of the zip and XML kind.
 *
 * ooxml.c loads the package and asks each reader below in turn; each takes the
 * parts it knows (`used`), flags their causes, and leaves the others.  What no
 * reader takes goes back as an embedded file.
 */
#ifndef OUTMARK_SCANNER_EXTRACT_OOXML_H
#define OUTMARK_SCANNER_EXTRACT_OOXML_H

#include "scanner/extract/opc.h"

struct ooxml {
	struct emit *emit;
	struct arena *arena;
	struct opc opc;
};

/* Body, headers, footers, notes, comments, settings of a Word document. */
enum rc ooxml_word(struct ooxml *ooxml, struct err *err) MUST_USE;

/* The binary parts of a workbook become XML parts; texts of others are told. */
enum rc ooxml_binary(struct ooxml *ooxml, struct err *err) MUST_USE;

/* Cells, comments, drawings, names of a workbook. */
enum rc ooxml_sheets(struct ooxml *ooxml, struct err *err) MUST_USE;

/* Slides, notes, comments, masters and layouts of a presentation. */
enum rc ooxml_slides(struct ooxml *ooxml, struct err *err) MUST_USE;

/* Document properties, sensitivity labels and custom XML. */
enum rc ooxml_props(struct ooxml *ooxml, struct err *err) MUST_USE;

/* Charts, diagrams, drawings and any XML that nobody took. */
enum rc ooxml_rest(struct ooxml *ooxml, struct err *err) MUST_USE;

/* Links that lead out of the document. */
enum rc ooxml_links(struct ooxml *ooxml, struct err *err) MUST_USE;

/*
 * Tell an XML part as running text at `where` and mark it used; its unpacking
 * causes are flagged.  `name` is content that names the place.
 */
enum rc ooxml_flow(struct ooxml *ooxml, struct opc_part *part,
    unsigned flags, struct slice name, const char *where, struct err *err)
    MUST_USE;

/* Take all unused parts of one root element, at "<kind> N" or "" for none. */
enum rc ooxml_flow_all(struct ooxml *ooxml, const char *root,
    const char *space, unsigned flags, const char *kind, struct err *err)
    MUST_USE;

#endif
