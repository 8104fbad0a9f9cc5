/*
 * ooxml_binary - the binary parts of an xlsb workbook, said in XML ([MS-XLSB]).
 *
 * Each part becomes the XML part that an xlsx workbook has in its place, so that
 * both are read by the same code: sheets, shared strings, styles, comments.  Of
 * formulas only their texts are kept.  A part of another kind stays, and its
 * texts are told.
 */
#include "scanner/extract/ooxml.h"

#include <stdio.h>
#include <stdlib.h>

#include "scanner/extract/biff12.h"
#include "scanner/extract/codepage.h"
#include "scanner/extract/little.h"
#include "scanner/extract/sheet_address.h"
#include "scanner/extract/sheet_number.h"

/* 2.3.2: the records that are looked at. */
enum {
	ROW = 0, BLANK = 1, RK = 2, ERROR = 3, BOOL = 4, REAL = 5, TEXT = 6,
	SHARED = 7, FORMULA_TEXT = 8, FORMULA_REAL = 9, FORMULA_BOOL = 10,
	FORMULA_ERROR = 11, SHORT_BLANK = 12, SHORT_SHARED = 18,
	STRING_ITEM = 19, NAME = 39, FORMAT = 44, STYLE = 47, COLUMNS = 60,
	RICH_TEXT = 62, VALIDATION = 64, BEGIN_SHEET = 129, BEGIN_BOOK = 131,
	BOOK_PROPERTIES = 153, SHEET = 156, BEGIN_STRINGS = 159,
	BEGIN_STYLES = 278, PAGE = 479, LINK = 494, BEGIN_CELL_STYLES = 617,
	END_CELL_STYLES = 618, BEGIN_COMMENTS = 628, AUTHOR = 632,
	BEGIN_COMMENT_LIST = 633, BEGIN_COMMENT = 635, END_COMMENT = 636,
	COMMENT_TEXT = 637,
};

/* 2.5.97.95: a text in a formula has 255 characters at the most. */
enum { CELL_HEAD = 8, SHORT_HEAD = 4, FORMULA_STRING = 0x17,
	FORMULA_TEXT_MOST = 255, BEGIN_WITHIN = 16 };

#define NAMESPACES " xmlns=\"http://schemas.openxmlformats.org/" \
	"spreadsheetml/2006/main\" xmlns:r=\"http://schemas.openxmlformats" \
	".org/officeDocument/2006/relationships\""

struct binary {
	struct buf out;
	struct biff12 records;
	uint32_t row, column;	/* from 1 */
	bool in_rows, in_row, in_styles, in_names;
};

/* ------------------------------------------------------------------ cells */

/* The shortest number that is read as the same. */
static void
put_number(struct buf *out, double value)
{
	char text[40];

	for (int digits = 15; digits <= 17; digits++) {
		snprintf(text, sizeof(text), "%.*g", digits, value);
		if (strtod(text, NULL) == value)
			break;
	}
	(void)!buf_text(out, text);
}

/* Texts within the tokens of a formula (2.5.97.93), each in quotes. */
static void
put_formula(struct binary *b, size_t at)
{
	struct slice data = b->records.data;
	bool any = false;

	for (; at + 3 < data.len; at++) {
		size_t count = little_16(data, at + 1), i = 0;

		if (data.at[at] != FORMULA_STRING || count == 0 ||
		    count > FORMULA_TEXT_MOST ||
		    !little_has(data, at + 3, 2 * count))
			continue;
		while (i < count && little_16(data, at + 3 + 2 * i) >= ' ')
			i++;
		if (i < count)
			continue;
		(void)!buf_text(&b->out, any ? " &quot;" : "<f>&quot;");
		biff12_put_xml(&b->out, little_bytes(data, at + 3, 2 * count));
		(void)!buf_text(&b->out, "&quot;");
		any = true;
		at += 2 + 2 * count;
	}
	if (any)
		(void)!buf_text(&b->out, "</f>");
}

/* What stands in a cell of this kind, behind its head. */
static void
put_value(struct binary *b, unsigned kind, size_t at)
{
	struct slice data = b->records.data;
	struct buf *out = &b->out;

	switch (kind) {
	case RK:
		(void)!buf_text(out, "<v>");
		put_number(out, sheet_number_packed(little_32(data, at)));
		at += 4;
		break;
	case REAL:
	case FORMULA_REAL:
		(void)!buf_text(out, "<v>");
		put_number(out, little_real64(data, at));
		at += 8;
		break;
	case BOOL:
	case FORMULA_BOOL:
		buf_printf(out, "<v>%u", little_8(data, at++));
		break;
	case SHARED:
		buf_printf(out, "<v>%u", little_32(data, at));
		break;
	case TEXT:
	case FORMULA_TEXT:
		(void)!buf_text(out, "<v>");
		biff12_put_xml(out, biff12_wide(data, &at));
		break;
	case RICH_TEXT:
		at++;
		(void)!buf_text(out, "<v>");
		biff12_put_xml(out, biff12_wide(data, &at));
		break;
	default:
		(void)!buf_text(out, "<v>");
		at++;
	}
	(void)!buf_text(out, "</v>");
	if (kind >= FORMULA_TEXT && kind <= FORMULA_ERROR)
		put_formula(b, at);
}

static void
put_cell(struct binary *b, unsigned kind, bool short_head)
{
	struct slice data = b->records.data;
	char address[SHEET_ADDRESS_MAX];
	const char *type = kind == SHARED ? "s" : kind == BOOL ||
	    kind == FORMULA_BOOL ? "b" : kind == RK || kind == REAL ||
	    kind == FORMULA_REAL ? "n" : kind == ERROR ||
	    kind == FORMULA_ERROR ? "e" : "str";
	size_t head = short_head ? SHORT_HEAD : CELL_HEAD;
	uint32_t style = little_32(data, head - 4) & 0xffffff;

	b->column = short_head ? b->column + 1 : little_32(data, 0) + 1;
	if (kind == BLANK)
		return;
	sheet_address_print(b->column, b->row, address);
	buf_printf(&b->out, "<c r=\"%s\" s=\"%u\" t=\"%s\">", address, style,
	    type);
	put_value(b, kind, head);
	(void)!buf_text(&b->out, "</c>");
}

/* ----------------------------------------------------------------- sheets */

static void
end_rows(struct binary *b)
{
	if (b->in_row)
		(void)!buf_text(&b->out, "</row>");
	if (b->in_rows)
		(void)!buf_text(&b->out, "</sheetData>");
	b->in_row = b->in_rows = false;
}

/* 2.4.740: fDyZero says that it is hidden. */
static void
put_row(struct binary *b)
{
	struct slice data = b->records.data;

	(void)!buf_text(&b->out, b->in_row ? "</row>" : b->in_rows ? "" :
	    "<sheetData>");
	b->row = little_32(data, 0) + 1;
	b->column = 0;
	b->in_row = b->in_rows = true;
	buf_printf(&b->out, "<row r=\"%u\" hidden=\"%d\">", b->row,
	    (little_8(data, 11) >> 4) & 1);
}

static void
put_columns(struct binary *b)
{
	struct slice data = b->records.data;

	buf_printf(&b->out, "<cols><col min=\"%u\" max=\"%u\" hidden=\"%d\"/>"
	    "</cols>", little_32(data, 0) + 1, little_32(data, 4) + 1,
	    little_8(data, 16) & 1);
}

static void
put_attribute(struct binary *b, const char *name, size_t *at)
{
	struct slice text = biff12_wide(b->records.data, at);

	if (text.len == 0)
		return;
	buf_printf(&b->out, " %s=\"", name);
	biff12_put_xml(&b->out, text);
	(void)!buf_text(&b->out, "\"");
}

/* 2.4.351: flags, ranges, then the words of its boxes. */
static void
put_validation(struct binary *b)
{
	uint32_t ranges = little_32(b->records.data, 4);
	size_t at = 8 + 16 * (size_t)ranges;

	(void)!buf_text(&b->out, "<dataValidation");
	put_attribute(b, "errorTitle", &at);
	put_attribute(b, "error", &at);
	put_attribute(b, "promptTitle", &at);
	put_attribute(b, "prompt", &at);
	(void)!buf_text(&b->out, ">");
	/* Its choices, or what it compares with. */
	put_formula(b, at);
	(void)!buf_text(&b->out, "</dataValidation>");
}

static void
put_link(struct binary *b)
{
	size_t at = 16;

	(void)biff12_wide(b->records.data, &at);
	(void)!buf_text(&b->out, "<hyperlink");
	put_attribute(b, "location", &at);
	put_attribute(b, "tooltip", &at);
	put_attribute(b, "display", &at);
	(void)!buf_text(&b->out, "/>");
}

/* 2.4.79: six texts, some of them none. */
static void
put_page(struct binary *b)
{
	static const char *const names[] = {"oddHeader", "oddFooter",
		"evenHeader", "evenFooter", "firstHeader", "firstFooter"};
	size_t at = 2;

	for (size_t i = 0; i < 6; i++) {
		buf_printf(&b->out, "<%s>", names[i]);
		biff12_put_xml(&b->out, biff12_wide(b->records.data, &at));
		buf_printf(&b->out, "</%s>", names[i]);
	}
}

/* A record that is not known by its number: what is text in it. */
static void
put_other(struct binary *b, const char *element)
{
	struct slice data = b->records.data;

	for (size_t at = 0; at < data.len;) {
		if (!biff12_looks_wide(data, at)) {
			at++;
			continue;
		}
		buf_printf(&b->out, "<%s>", element);
		biff12_put_xml(&b->out, biff12_wide(data, &at));
		buf_printf(&b->out, "</%s>", element);
	}
}

static void
put_sheet_record(struct binary *b)
{
	unsigned type = b->records.type;

	if (type == ROW)
		put_row(b);
	else if ((type >= BLANK && type <= FORMULA_ERROR) ||
	    type == RICH_TEXT)
		put_cell(b, type, false);
	else if (type >= SHORT_BLANK && type <= SHORT_SHARED)
		put_cell(b, type - SHORT_BLANK + BLANK, true);
	else if (type != COLUMNS && type != VALIDATION && type != LINK &&
	    type != PAGE)
		put_other(b, "other");
	if (type != COLUMNS && type != VALIDATION && type != LINK &&
	    type != PAGE)
		return;
	end_rows(b);
	if (type == COLUMNS)
		put_columns(b);
	else if (type == VALIDATION)
		put_validation(b);
	else if (type == LINK)
		put_link(b);
	else
		put_page(b);
}

/* ------------------------------------------------------------- other parts */

/* 2.4.720: key of a macro's name, sheet, then the name and its formula. */
static void
put_name(struct binary *b)
{
	size_t at = 9;

	(void)!buf_text(&b->out, b->in_names ? "" : "<definedNames>");
	b->in_names = true;
	(void)!buf_text(&b->out, "<definedName");
	put_attribute(b, "name", &at);
	(void)!buf_text(&b->out, ">");
	put_formula(b, at);
	(void)!buf_text(&b->out, "</definedName>");
}

/* 2.4.311: the id of the relation stands before the name. */
static void
put_sheet(struct binary *b)
{
	static const char *const states[] = {"visible", "hidden",
		"veryHidden"};
	uint32_t state = little_32(b->records.data, 0);
	size_t at = 8;

	buf_printf(&b->out, "<sheet state=\"%s\"", states[state < 3 ? state :
	    1]);
	put_attribute(b, "r:id", &at);
	put_attribute(b, "name", &at);
	(void)!buf_text(&b->out, "/>");
}

static void
put_book_record(struct binary *b)
{
	if (b->records.type == BOOK_PROPERTIES)
		buf_printf(&b->out, "<workbookPr date1904=\"%d\"/>",
		    little_8(b->records.data, 0) & 1);
	else if (b->records.type == SHEET)
		put_sheet(b);
	else if (b->records.type == NAME)
		put_name(b);
	else
		put_other(b, "definedName");
}

static void
put_string_record(struct binary *b)
{
	size_t at = 1;

	if (b->records.type != STRING_ITEM)
		return;
	(void)!buf_text(&b->out, "<si><t>");
	biff12_put_xml(&b->out, biff12_wide(b->records.data, &at));
	(void)!buf_text(&b->out, "</t></si>");
}

static void
put_style_record(struct binary *b)
{
	size_t at = 2;

	switch (b->records.type) {
	case FORMAT:
		buf_printf(&b->out, "<numFmt numFmtId=\"%u\"",
		    little_16(b->records.data, 0));
		put_attribute(b, "formatCode", &at);
		(void)!buf_text(&b->out, "/>");
		break;
	case BEGIN_CELL_STYLES:
		(void)!buf_text(&b->out, "<cellXfs>");
		b->in_styles = true;
		break;
	case STYLE:
		if (b->in_styles)
			buf_printf(&b->out, "<xf numFmtId=\"%u\"/>",
			    little_16(b->records.data, 2));
		break;
	case END_CELL_STYLES:
		(void)!buf_text(&b->out, b->in_styles ? "</cellXfs>" : "");
		b->in_styles = false;
		break;
	}
}

static void
put_comment_record(struct binary *b)
{
	struct slice data = b->records.data;
	char address[SHEET_ADDRESS_MAX];
	size_t at = 0;

	switch (b->records.type) {
	case AUTHOR:
		(void)!buf_text(&b->out, "<author>");
		biff12_put_xml(&b->out, biff12_wide(data, &at));
		(void)!buf_text(&b->out, "</author>");
		break;
	case BEGIN_COMMENT:
		sheet_address_print((uint64_t)little_32(data, 12) + 1,
		    (uint64_t)little_32(data, 4) + 1, address);
		buf_printf(&b->out, "<comment ref=\"%s\" authorId=\"%u\">",
		    address, little_32(data, 0));
		b->in_row = true;
		break;
	case COMMENT_TEXT:
		at = 1;
		(void)!buf_text(&b->out, "<text><t>");
		biff12_put_xml(&b->out, biff12_wide(data, &at));
		(void)!buf_text(&b->out, "</t></text>");
		break;
	case END_COMMENT:
		(void)!buf_text(&b->out, b->in_row ? "</comment>" : "");
		b->in_row = false;
		break;
	}
}

/* ------------------------------------------------------------------- parts */

/* By one of its first records, which part of a workbook is it? */
static const struct binary_kind {
	unsigned begin;
	const char *root;
	void (*put)(struct binary *b);
} kinds[] = {
	{BEGIN_BOOK, "workbook", put_book_record},
	{BEGIN_SHEET, "worksheet", put_sheet_record},
	{BEGIN_STRINGS, "sst", put_string_record},
	{BEGIN_STYLES, "styleSheet", put_style_record},
	{BEGIN_COMMENTS, "comments", put_comment_record},
};

static const struct binary_kind *
kind_of(struct slice bytes)
{
	struct biff12 records = {.rest = bytes};

	for (unsigned n = 0; n < BEGIN_WITHIN && biff12_next(&records) &&
	    !records.cut; n++)
		for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
			if (kinds[i].begin == records.type)
				return &kinds[i];
	return NULL;
}

static void
put_part(struct binary *b, const struct binary_kind *kind)
{
	buf_printf(&b->out, "<%s" NAMESPACES ">", kind->root);
	while (biff12_next(&b->records))
		kind->put(b);
	end_rows(b);
	if (b->in_styles)
		(void)!buf_text(&b->out, "</cellXfs>");
	if (b->in_names)
		(void)!buf_text(&b->out, "</definedNames>");
	buf_printf(&b->out, "</%s>", kind->root);
}

/* Its content and root are then those of XML. */
static enum rc
binary_convert(struct ooxml *ooxml, struct opc_part *part,
    const struct binary_kind *kind, struct err *err)
{
	const struct extract_sink *sink = ooxml->emit->sink;
	struct binary b = {.records = {.rest = buf_slice(&part->content)},
		.out = buf_new((size_t)ooxml->emit->job->limits->entry_bytes)};
	enum rc rc;

	put_part(&b, kind);
	if (b.records.cut)
		part->causes |= cause_bit(CAUSE_truncated);
	if (b.out.full)
		part->causes |= cause_bit(CAUSE_too_big);
	rc = sink->unpacked(sink->own, b.out.len, err);
	buf_free(&part->content);
	part->content = b.out;
	return rc == RC_OK ? opc_find_root(&ooxml->opc, part, err) : rc;
}

/* Tables, caches, links to other workbooks: what is text in them. */
static enum rc
binary_texts(struct ooxml *ooxml, struct opc_part *part, struct err *err)
{
	struct biff12 records = {.rest = buf_slice(&part->content)};
	struct buf line = buf_new(1 << 18);
	uint32_t place;
	enum rc rc;

	part->used = true;
	rc = emit_place(ooxml->emit, &place, part->name, (struct slice){0},
	    err, "entry %u", part->number);
	while (rc == RC_OK && biff12_next(&records))
		for (size_t at = 0; rc == RC_OK && at < records.data.len;) {
			if (!biff12_looks_wide(records.data, at)) {
				at++;
				continue;
			}
			buf_clear(&line);
			codepage_wide(&line, biff12_wide(records.data, &at));
			rc = emit_line(ooxml->emit, place, TEXT_FLAG_hidden,
			    buf_slice(&line), err);
		}
	buf_free(&line);
	if (rc != RC_OK)
		return rc;
	if (records.cut)
		part->causes |= cause_bit(CAUSE_truncated);
	return emit_causes(ooxml->emit, place, part->causes, err);
}

/*
 * A part in records: its type says so, whatever its name.  A whole workbook
 * within has the type without the point.
 */
static bool
is_binary(const struct opc_part *part)
{
	return part->root == NULL && !part->used &&
	    slice_find_nocase(part->type, slice_of("ms-excel.")) != SIZE_MAX;
}

enum rc
ooxml_binary(struct ooxml *ooxml, struct err *err)
{
	const struct binary_kind *kind;

	for (size_t i = 0; i < ooxml->opc.count; i++) {
		struct opc_part *part = &ooxml->opc.parts[i];

		if (!is_binary(part))
			continue;
		kind = kind_of(buf_slice(&part->content));
		if (kind != NULL)
			TRY(binary_convert(ooxml, part, kind, err));
		else if (slice_find_nocase(part->type, slice_of("vba")) ==
		    SIZE_MAX && slice_find_nocase(part->type,
		    slice_of("printerSettings")) == SIZE_MAX)
			TRY(binary_texts(ooxml, part, err));
		TRY(emit_due(ooxml->emit, err));
	}
	return RC_OK;
}
