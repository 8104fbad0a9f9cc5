/*
 * ooxml_sheets - a workbook: its sheets in their order, with what hangs on
 * them.
 *
 * Comments and drawings are found through the sheet they belong to; those that
 * no sheet claims are read by ooxml_rest.
 */
#include "scanner/extract/ooxml.h"

#include <stdio.h>
#include <stdlib.h>

#include "scanner/extract/sheet_cells.h"
#include "scanner/extract/sheet_comments.h"

#define SHEETS_SPACE "spreadsheetml"

enum { SHEETS_FORMATS_MOST = 65536, SHEETS_CODES_MOST = 1024 };

struct sheets_code {
	uint64_t number;
	struct slice code;
};

struct sheets {
	struct ooxml *ooxml;
	struct sheet_strings *strings;
	struct sheet_styles styles;
	const struct opc_relation *relations;
	size_t relation_count;
	uint32_t number;
	/* while styles are read */
	struct sheet_format *formats;
	size_t format_room;
	struct sheets_code codes[SHEETS_CODES_MOST];
	size_t code_count;
	bool in_xfs;
	/* while names are read */
	struct buf name, value;
	bool in_name;
	uint32_t names_place;
};

/* ---------------------------------------------------------------- styles */

static struct slice
sheets_code_of(const struct sheets *sheets, uint64_t number)
{
	for (size_t i = 0; i < sheets->code_count; i++)
		if (sheets->codes[i].number == number)
			return sheets->codes[i].code;
	return (struct slice){0};
}

static enum rc
sheets_add_format(struct sheets *sheets, const struct xml_element *element,
    struct err *err)
{
	size_t room = sheets->format_room ? sheets->format_room * 2 : 64;
	struct sheet_format *grown;
	uint64_t number = 0;

	if (sheets->styles.count >= SHEETS_FORMATS_MOST)
		return RC_OK;
	if (sheets->styles.count == sheets->format_room) {
		grown = realloc(sheets->formats, room * sizeof(*grown));
		if (grown == NULL)
			return err_set(err, RC_SYSTEM,
			    "no memory for a workbook's styles");
		sheets->formats = grown;
		sheets->format_room = room;
	}
	(void)!slice_number(xml_attribute(element, "numFmtId"), &number);
	sheets->formats[sheets->styles.count++] = sheet_format_of(number,
	    sheets_code_of(sheets, number));
	return RC_OK;
}

static enum rc
sheets_on_style(void *own, const struct xml_element *element,
    struct err *err)
{
	struct sheets *sheets = own;
	struct sheets_code *code;

	if (element->depth == 2)
		sheets->in_xfs = xml_is(element, "cellXfs");
	if (xml_is(element, "xf") && sheets->in_xfs)
		return sheets_add_format(sheets, element, err);
	if (!xml_is(element, "numFmt") ||
	    sheets->code_count == SHEETS_CODES_MOST)
		return RC_OK;
	code = &sheets->codes[sheets->code_count];
	if (!slice_number(xml_attribute(element, "numFmtId"), &code->number))
		return RC_OK;
	code->code = arena_copy(sheets->ooxml->arena,
	    xml_attribute(element, "formatCode"));
	if (code->code.at == NULL)
		return arena_full(sheets->ooxml->arena, "cell formats", err);
	sheets->code_count++;
	return RC_OK;
}

static enum rc
sheets_read_styles(struct sheets *sheets, struct err *err)
{
	struct xml_handler handler = {.own = sheets,
		.begin = sheets_on_style};
	struct ooxml *ooxml = sheets->ooxml;
	cause_set causes;

	for (size_t i = 0; i < ooxml->opc.count; i++) {
		struct opc_part *part = &ooxml->opc.parts[i];

		if (part->used || !opc_is(part, "styleSheet", SHEETS_SPACE))
			continue;
		part->used = true;
		TRY(xml_read(ooxml->emit, buf_slice(&part->content),
		    &handler, &causes, err));
		TRY(emit_causes(ooxml->emit, 0, causes | part->causes, err));
	}
	sheets->styles.formats = sheets->formats;
	return RC_OK;
}

/* ---------------------------------------------------------------- sheets */

static enum rc
sheets_drawing(struct sheets *sheets, struct opc_part *part,
    unsigned *drawings, bool hidden, struct slice name, struct err *err)
{
	char where[64];

	snprintf(where, sizeof(where), "sheet %u > drawing %u",
	    sheets->number, ++*drawings);
	return ooxml_flow(sheets->ooxml, part,
	    hidden ? TEXT_FLAG_hidden : 0, name, where, err);
}

/* Comments and drawings that the sheet refers to. */
static enum rc
sheets_attached(struct sheets *sheets, const struct sheet_source *source,
    struct err *err)
{
	struct opc_relation *relations;
	unsigned drawings = 0;
	size_t count;

	TRY(opc_relations(&sheets->ooxml->opc, source->part, &relations,
	    &count, err));
	for (size_t i = 0; i < count; i++) {
		struct opc_part *part = relations[i].part;

		if (part == NULL || part->used)
			continue;
		if (opc_is(part, "comments", SHEETS_SPACE) ||
		    opc_is(part, "ThreadedComments", ""))
			TRY(sheet_comments_read(sheets->ooxml, part,
			    sheets->number, err));
		else if (opc_is(part, "wsDr", "") || opc_is(part, "xml", ""))
			TRY(sheets_drawing(sheets, part, &drawings,
			    source->hidden, source->name, err));
	}
	return RC_OK;
}

static enum rc
sheets_one(struct sheets *sheets, struct opc_part *part, struct slice name,
    bool hidden, struct err *err)
{
	struct sheet_source source = {sheets->ooxml, part, sheets->strings,
		&sheets->styles, ++sheets->number, name, hidden};

	if (hidden)
		TRY(emit_flag(sheets->ooxml->emit, 0, PART_FLAG_hidden, err));
	TRY(sheet_cells_read(&source, err));
	return sheets_attached(sheets, &source, err);
}

static bool
sheets_is_sheet(const struct opc_part *part)
{
	return opc_is(part, "worksheet", SHEETS_SPACE) ||
	    opc_is(part, "chartsheet", SHEETS_SPACE) ||
	    opc_is(part, "dialogsheet", SHEETS_SPACE) ||
	    opc_is(part, "macrosheet", "");
}

static enum rc
sheets_on_begin(void *own, const struct xml_element *element,
    struct err *err)
{
	struct sheets *sheets = own;
	const struct opc_relation *relation;
	struct slice state;

	if (xml_is(element, "workbookPr"))
		sheets->styles.from_1904 = xml_is_on(element, "date1904");
	if (xml_is(element, "definedName")) {
		sheets->in_name = true;
		buf_clear(&sheets->name);
		buf_clear(&sheets->value);
		(void)!buf_put(&sheets->name, xml_attribute(element, "name"));
	}
	if (!xml_is(element, "sheet"))
		return RC_OK;
	relation = opc_relation_of_id(sheets->relations,
	    sheets->relation_count, xml_attribute(element, "r:id"));
	if (relation == NULL || relation->part == NULL ||
	    relation->part->used || !sheets_is_sheet(relation->part))
		return RC_OK;
	state = xml_attribute(element, "state");
	return sheets_one(sheets, relation->part,
	    xml_attribute(element, "name"),
	    state.len > 0 && !slice_is_text(state, "visible"), err);
}

static enum rc
sheets_on_text(void *own, struct slice text, struct err *err)
{
	struct sheets *sheets = own;

	(void)err;
	if (sheets->in_name)
		(void)!buf_put(&sheets->value, text);
	return RC_OK;
}

static enum rc
sheets_on_end(void *own, const struct xml_element *element, struct err *err)
{
	struct sheets *sheets = own;
	struct emit *emit = sheets->ooxml->emit;

	if (!xml_is(element, "definedName"))
		return RC_OK;
	sheets->in_name = false;
	if (sheets->names_place == 0)
		TRY(emit_place(emit, &sheets->names_place, (struct slice){0},
		    (struct slice){0}, err, "defined names"));
	return emit_property(emit, sheets->names_place,
	    buf_slice(&sheets->name), buf_slice(&sheets->value), err);
}

static enum rc
sheets_on_rest(void *own, struct slice text, struct err *err)
{
	struct sheets *sheets = own;

	if (slice_trim(text).len == 0)
		return RC_OK;
	return emit_line(sheets->ooxml->emit, 0, TEXT_FLAG_hidden, text, err);
}

/* Sheets in the order of the workbook. */
static enum rc
sheets_listed(struct sheets *sheets, struct opc_part *workbook,
    struct err *err)
{
	struct xml_handler handler = {sheets, sheets_on_begin, sheets_on_end,
		sheets_on_text, sheets_on_rest, sheets_on_rest};
	struct opc_relation *relations;
	cause_set causes;

	workbook->used = true;
	TRY(opc_relations(&sheets->ooxml->opc, workbook, &relations,
	    &sheets->relation_count, err));
	sheets->relations = relations;
	TRY(xml_read(sheets->ooxml->emit, buf_slice(&workbook->content),
	    &handler, &causes, err));
	return emit_causes(sheets->ooxml->emit, 0,
	    causes | workbook->causes, err);
}

static enum rc
sheets_all(struct sheets *sheets, struct err *err)
{
	struct opc *opc = &sheets->ooxml->opc;

	TRY(sheet_strings_load(sheets->ooxml, &sheets->strings, err));
	TRY(sheets_read_styles(sheets, err));
	for (size_t i = 0; i < opc->count; i++)
		if (!opc->parts[i].used &&
		    opc_is(&opc->parts[i], "workbook", SHEETS_SPACE))
			TRY(sheets_listed(sheets, &opc->parts[i], err));
	/* A sheet that no workbook lists is read all the same. */
	for (size_t i = 0; i < opc->count; i++)
		if (!opc->parts[i].used && sheets_is_sheet(&opc->parts[i]))
			TRY(sheets_one(sheets, &opc->parts[i],
			    (struct slice){0}, true, err));
	return sheet_strings_rest(sheets->strings, err);
}

enum rc
ooxml_sheets(struct ooxml *ooxml, struct err *err)
{
	size_t ceiling = (size_t)ooxml->emit->job->limits->text_part_bytes;
	struct sheets *sheets = calloc(1, sizeof(*sheets));
	enum rc rc;

	if (sheets == NULL)
		return err_set(err, RC_SYSTEM, "no memory for a workbook");
	sheets->ooxml = ooxml;
	sheets->name = buf_new(ceiling);
	sheets->value = buf_new(ceiling);
	rc = sheets_all(sheets, err);
	sheet_strings_free(sheets->strings);
	buf_free(&sheets->name);
	buf_free(&sheets->value);
	free(sheets->formats);
	free(sheets);
	return rc;
}
