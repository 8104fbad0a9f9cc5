/*
 * ooxml - Word, Excel and PowerPoint documents of the zip and XML kind.
 */
#include "scanner/extract/ooxml.h"

#include <stdio.h>

#include "scanner/extract/flow.h"
#include "scanner/extract/zip_layout.h"

enum { OOXML_ARENA_BYTES = 64 << 20, OOXML_LINE = 256,
	OOXML_LINE_LEAST = 4, OOXML_PRINTER_MOST = 1 << 20 };

static unsigned
ooxml_sniff(struct slice bytes, struct slice name,
    struct slice declared_type)
{
	static const char *const marks[] = {"[Content_Types].xml",
		"word/document.xml", "xl/workbook.xml", "xl/workbook.bin",
		"ppt/presentation.xml", NULL};

	(void)name;
	(void)declared_type;
	if (!slice_starts(bytes, slice_of("PK")))
		return 0;
	for (size_t i = 0; marks[i] != NULL; i++)
		if (zip_layout_has(bytes, marks[i]))
			return 2;
	return 0;
}

enum rc
ooxml_flow(struct ooxml *ooxml, struct opc_part *part, unsigned flags,
    struct slice name, const char *where, struct err *err)
{
	struct flow_source source = {.emit = ooxml->emit, .part = part,
		.where = where, .name = name, .flags = flags,
		.forgiving = opc_is(part, "xml", "")};

	part->used = true;
	TRY(emit_causes(ooxml->emit, 0, part->causes, err));
	return flow_read(&source, err);
}

enum rc
ooxml_flow_all(struct ooxml *ooxml, const char *root, const char *space,
    unsigned flags, const char *kind, struct err *err)
{
	unsigned number = 0;
	char where[64] = "";

	for (size_t i = 0; i < ooxml->opc.count; i++) {
		struct opc_part *part = &ooxml->opc.parts[i];

		if (part->used || !opc_is(part, root, space))
			continue;
		if (kind[0] != '\0')
			snprintf(where, sizeof(where), "%s %u", kind,
			    ++number);
		TRY(ooxml_flow(ooxml, part, flags, (struct slice){0}, where,
		    err));
	}
	return RC_OK;
}

/* Embedded files, pictures, macros, fonts: everything nobody took. */
static enum rc
ooxml_child(struct ooxml *ooxml, struct opc_part *part, struct err *err)
{
	struct extract_child child = {.name = part->name, .type = part->type,
		.bytes = buf_slice(&part->content), .causes = part->causes,
		.flags = part->flags, .scope = SCOPE_attachment};

	if (slice_find_nocase(part->type, slice_of("vbaProject")) !=
	    SIZE_MAX || slice_ends_nocase(part->name,
	    slice_of("vbaProject.bin"))) {
		child.flags |= PART_FLAG_macro;
		TRY(emit_flag(ooxml->emit, 0, PART_FLAG_macro, err));
	}
	part->used = true;
	TRY(emit_place(ooxml->emit, &child.place, part->name,
	    (struct slice){0}, err, "entry %u", part->number));
	return ooxml->emit->sink->child(ooxml->emit->sink->own, &child, err);
}

/*
 * What a printer driver left: a device name and numbers.  Nobody has a reader
 * for it, and a child that cannot be read would make every workbook suspect, so
 * its printable characters are told instead.
 */
static enum rc
ooxml_printer(struct ooxml *ooxml, struct opc_part *part, struct err *err)
{
	struct slice bytes = buf_slice(&part->content);
	unsigned char line[OOXML_LINE];
	uint32_t place;
	size_t len = 0;

	part->used = true;
	TRY(emit_place(ooxml->emit, &place, (struct slice){0},
	    (struct slice){0}, err, "entry %u", part->number));
	for (size_t i = 0; i <= bytes.len; i++) {
		/* UTF-16 of a device name has a zero behind each letter. */
		if (i < bytes.len && bytes.at[i] == 0 && len > 0 &&
		    bytes.at[i - 1] != 0)
			continue;
		if (i < bytes.len && bytes.at[i] >= ' ' &&
		    bytes.at[i] <= '~' && len < sizeof(line)) {
			line[len++] = bytes.at[i];
			continue;
		}
		if (len >= OOXML_LINE_LEAST)
			TRY(emit_line(ooxml->emit, place, TEXT_FLAG_hidden,
			    slice_bytes(line, len), err));
		len = 0;
	}
	return emit_causes(ooxml->emit, place, part->causes, err);
}

static enum rc
ooxml_children(struct ooxml *ooxml, struct err *err)
{
	for (size_t i = 0; i < ooxml->opc.count; i++) {
		struct opc_part *part = &ooxml->opc.parts[i];

		if (part->used)
			continue;
		if (slice_ends_nocase(part->type,
		    slice_of("printerSettings")) &&
		    part->content.len < OOXML_PRINTER_MOST)
			TRY(ooxml_printer(ooxml, part, err));
		else
			TRY(ooxml_child(ooxml, part, err));
	}
	return RC_OK;
}

static enum rc
ooxml_read(struct ooxml *ooxml, struct err *err)
{
	static enum rc (*const readers[])(struct ooxml *, struct err *) = {
		ooxml_binary, ooxml_props, ooxml_word, ooxml_sheets,
		ooxml_slides, ooxml_rest, ooxml_links, ooxml_children,
	};

	TRY(opc_load(ooxml->emit, ooxml->arena, &ooxml->opc, err));
	for (size_t i = 0; i < sizeof(readers) / sizeof(readers[0]); i++)
		TRY(readers[i](ooxml, err));
	if (ooxml->opc.stopped != RC_OK)
		return err_set(err, ooxml->opc.stopped,
		    "the document unpacks to more than its limits allow");
	return RC_OK;
}

static enum rc
ooxml_extract(const struct extract_job *job, const struct extract_sink *sink,
    struct err *err)
{
	struct emit emit = emit_new(job, sink);
	struct ooxml ooxml = {.emit = &emit,
		.arena = arena_new(OOXML_ARENA_BYTES)};
	enum rc rc;

	if (ooxml.arena == NULL)
		return err_set(err, RC_SYSTEM, "no memory for a document");
	rc = ooxml_read(&ooxml, err);
	/* Our own working memory is a ceiling like any other. */
	if (rc == RC_LIMIT && emit.causes == 0)
		rc = emit_stop(&emit, CAUSE_memory,
		    "the document needs more working memory than it may have",
		    err);
	opc_free(&ooxml.opc);
	arena_free(ooxml.arena);
	return rc;
}

static const struct extract_sample ooxml_good[] = {
	{"docx/body.docx", "HARBOUR-BODY", "", 0},
	{"docx/headers.docx", "HARBOUR-HEADER", "header 1", 0},
	{"docx/headers.docx", "HARBOUR-FOOTER", "footer 1", 0},
	{"docx/headers.docx", "HARBOUR-WATERMARK", "header 1", 0},
	{"docx/notes.docx", "HARBOUR-FOOTNOTE", "footnote 1", 0},
	{"docx/notes.docx", "HARBOUR-ENDNOTE", "endnote 1", 0},
	{"docx/notes.docx", "HARBOUR-COMMENT", "comment 1", 0},
	{"docx/changes.docx", "HARBOUR-DELETED", "", 0},
	{"docx/changes.docx", "HARBOUR-INSERTED", "", 0},
	{"docx/changes.docx", "HARBOUR-VANISHED", "", 0},
	{"docx/changes.docx", "4111111111111111", "", 0},
	{"docx/tables.docx", "HARBOUR-CELL", "table 1 > row 2 > column 2",
	    0},
	{"docx/tables.docx", "HARBOUR-BOX", "text box 1", 0},
	{"docx/props.docx", "HARBOUR-TITLE", "core properties", 0},
	{"docx/props.docx", "HARBOUR-LABEL", "custom property 1", 0},
	{"docx/props.docx", "HARBOUR-CUSTOM-XML", "custom XML 1", 0},
	{"docx/props.docx", "HARBOUR-DOCVAR", "settings", 0},
	{"docx/embedded.docx", "ORCHARD-EMBEDDED", "*", 0},
	{"docx/embedded.docx", "https://harbour.example/link", "links", 0},
	{"docx/macro.docm", "HARBOUR-MACRO-BODY", "", 0},
	{"xlsx/cells.xlsx", "MEADOW-SHARED", "sheet 1 > A2", 0},
	{"xlsx/cells.xlsx", "MEADOW-INLINE", "sheet 1 > B3", 0},
	{"xlsx/cells.xlsx", "4111111111111111", "sheet 1 > C2", 0},
	{"xlsx/cells.xlsx", "4111111111111110", "sheet 1 > C3", 0},
	{"xlsx/hidden.xlsx", "MEADOW-HIDDEN-SHEET", "sheet 2 > A1", 0},
	{"xlsx/hidden.xlsx", "MEADOW-HIDDEN-ROW", "sheet 1 > A2", 0},
	{"xlsx/comments.xlsx", "MEADOW-COMMENT", "sheet 1 > B2 > comment",
	    0},
	{"xlsx/names.xlsx", "MEADOW-NAME", "defined names", 0},
	{"xlsx/names.xlsx", "MEADOW-DRAWING", "sheet 1 > drawing 1", 0},
	{"xlsx/formats.xlsx", "078-05-1120", "sheet 1 > A2", 0},
	{"xlsx/formats.xlsx", "2026-11-21", "sheet 1 > B2", 0},
	{"xlsx/cells.xlsb", "MEADOW-SHARED <&>", "sheet 1 > A2", 0},
	{"xlsx/cells.xlsb", "078-05-1120", "sheet 1 > B2", 0},
	{"xlsx/cells.xlsb", "4111111111111111", "sheet 1 > C2", 0},
	{"xlsx/cells.xlsb", "MEADOW-HIDDEN-ROW", "sheet 1 > A3", 0},
	{"xlsx/cells.xlsb", "2026-11-21", "sheet 1 > B3", 0},
	{"xlsx/cells.xlsb", "1234.56", "sheet 1 > C3", 0},
	{"xlsx/cells.xlsb", "MEADOW-SHOWN", "sheet 1 > D3", 0},
	{"xlsx/cells.xlsb", "MEADOW-PTG", "sheet 1 > D3", 0},
	{"xlsx/cells.xlsb", "MEADOW-HIDDEN-SHEET", "sheet 2 > A1", 0},
	{"xlsx/cells.xlsb", "MEADOW-COMMENT", "sheet 1 > B7 > comment", 0},
	{"xlsx/cells.xlsb", "MEADOW-NAME", "defined names", 0},
	{"xlsx/cells.xlsb", "MEADOW-PAGE", "sheet 1", 0},
	{"xlsx/cells.xlsb", "MEADOW-UNUSED", "unused strings", 0},
	{"xlsx/nobook.xlsb", "MEADOW-HIDDEN-SHEET", "sheet 2 > A1", 0},
	{"xlsx/bare.xlsb", "4111111111111111", "sheet 1 > C2", 0},
	{"xlsx/tables.xlsb", "MEADOW-TABLE", "entry 7", 0},
	{"xlsx/other.xlsb", "4111111111111111", "sheet 1 > C2", 0},
	{"xlsx/other.xlsb", "MEADOW-CHOICE", "sheet 1", 0},
	{"xlsx/other.xlsb", "MEADOW-CONDITION", "sheet 1", 0},
	{"pptx/slides.pptx", "CANYON-SLIDE-TWO", "slide 2", 0},
	{"pptx/notes.pptx", "CANYON-NOTES", "slide 1 > notes", 0},
	{"pptx/hidden.pptx", "CANYON-HIDDEN", "slide 2", 0},
	{"pptx/comments.pptx", "CANYON-COMMENT", "slide 1 > comment 1", 0},
	{"pptx/masters.pptx", "CANYON-MASTER", "master 1", 0},
	{"pptx/masters.pptx", "CANYON-LAYOUT", "layout 1", 0},
	{"pptx/tables.pptx", "CANYON-CELL",
	    "slide 1 > table 1 > row 2 > column 1", 0},
	{0},
};

static const struct extract_sample ooxml_bad[] = {
	{"xlsx/cut.xlsb", "4111111111111111", "sheet 1 > C2",
	    1u << CAUSE_truncated},
	{"docx/dtd.docx", "HARBOUR-BEHIND-DTD", NULL, 1u << CAUSE_ambiguous},
	{"docx/broken.docx", "HARBOUR-BEFORE", "", 1u << CAUSE_corrupt},
	{"docx/broken.docx", "HARBOUR-BEHIND", "", 1u << CAUSE_corrupt},
	{0},
};

#define OOXML_TYPE "application/vnd.openxmlformats-officedocument."

static const char *const ooxml_claims[] = {
	OOXML_TYPE "wordprocessingml.document",
	OOXML_TYPE "wordprocessingml.template",
	OOXML_TYPE "spreadsheetml.sheet",
	OOXML_TYPE "spreadsheetml.template",
	OOXML_TYPE "presentationml.presentation",
	OOXML_TYPE "presentationml.slideshow",
	OOXML_TYPE "presentationml.template",
	".docx", ".docm", ".dotx", ".dotm", ".xlsx", ".xlsm", ".xltx",
	".xltm", ".xlsb", ".pptx", ".pptm", ".ppsx", ".ppsm", ".potx",
	".potm", NULL};

const struct extractor extractor_ooxml = {
	.name = "ooxml",
	.type = "application/vnd.openxmlformats-officedocument",
	.claims = ooxml_claims,
	.class = EXTRACT_DOCUMENT,
	.sniff = ooxml_sniff,
	.extract = ooxml_extract,
	.good = ooxml_good,
	.bad = ooxml_bad,
};
