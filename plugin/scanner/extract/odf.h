/*
 * odf - OpenDocument texts, sheets, slides and drawings (ISO/IEC 26300).
 *
 * odf.c loads the package and decides what each part is; odf_flow.c tells one
 * XML part, with odf_cell.c for the cells of a sheet; odf_style.c knows which
 * styles hide what they format.
 */
#ifndef OUTMARK_SCANNER_EXTRACT_ODF_H
#define OUTMARK_SCANNER_EXTRACT_ODF_H

#include "scanner/extract/opc.h"

enum { ODF_STYLES_MOST = 256 };

/* Names of styles that hide, each with its family ("text", "table"). */
struct odf_styles {
	struct arena *arena;
	struct {
		struct slice name, family;
	} hidden[ODF_STYLES_MOST];
	size_t count;
	struct slice name, family;	/* of the style being read */
};

struct odf {
	struct emit *emit;
	struct arena *arena;
	struct opc opc;
	struct odf_styles styles;
	uint32_t objects;	/* embedded documents told so far */
};

/* An element of a style, or below one. */
enum rc odf_style_begin(struct odf_styles *styles,
    const struct xml_element *element, struct err *err) MUST_USE;

/* Does the style of this name hide? */
bool odf_style_hides(const struct odf_styles *styles, const char *family,
    struct slice name);

struct odf_source {
	struct odf *odf;
	struct slice bytes;
	const char *where;	/* "object 1"; "" for the document itself */
};

/* Tell all text of one XML part; damage is flagged. */
enum rc odf_flow_read(const struct odf_source *source, struct err *err)
    MUST_USE;

#endif
