/*
 * odf_flow - one XML part of an OpenDocument, told as text at its places.
 *
 * Paragraphs join their spans.  What is hidden in one is left out of what is
 * seen and told once more with the whole, flagged; notes, comments, boxes and
 * deleted passages have places of their own; links and alternative texts follow
 * the paragraph they stand in.  Every opened thing remembers the depth of its
 * element and is closed with it.
 */
#include "scanner/extract/odf_flow.h"

#include <stdio.h>
#include <stdlib.h>

#include "scanner/message/decode.h"

struct odf_word {
	const char *name;
	enum rc (*begin)(struct odf_flow *flow,
	    const struct xml_element *element, struct err *err);
};

/* ---------------------------------------------------------------- places */

enum rc
odf_flow_hidden(struct odf_flow *flow, struct err *err)
{
	if (flow->hidden_said)
		return RC_OK;
	flow->hidden_said = true;
	return emit_flag(flow->emit, 0, PART_FLAG_hidden, err);
}

/* Does text go into the cell of a sheet, not to a comment in it? */
static bool
odf_is_in_cell(const struct odf_flow *flow)
{
	return flow->cell.in_cell && flow->item->depth < flow->cell.depth;
}

static enum rc
odf_table_place(struct odf_flow *flow, uint32_t *place, struct err *err)
{
	const struct flow_table *table = flow->table;
	const char *base = flow->item->where;

	if (flow->cell_table != table->number ||
	    flow->cell_row != table->row ||
	    flow->cell_column != table->column) {
		flow->cell_table = table->number;
		flow->cell_row = table->row;
		flow->cell_column = table->column;
		TRY(emit_place(flow->emit, &flow->cell_place,
		    flow->item->name, flow_table_head(table), err,
		    "%s%stable %u > row %u > column %u", base,
		    base[0] ? " > " : "", table->number, table->row,
		    table->column));
	}
	*place = flow->cell_place;
	return RC_OK;
}

enum rc
odf_flow_place(struct odf_flow *flow, uint32_t *place, struct err *err)
{
	struct odf_item *item = flow->item;

	if (flow->table != NULL && flow->table->column > 0)
		return odf_table_place(flow, place, err);
	if (odf_is_in_cell(flow) ||
	    (flow->cell.in_sheet && item->depth < flow->cell.sheet_depth))
		return odf_cell_place(flow, place, err);
	if (!item->placed && item->where[0] != '\0')
		TRY(emit_place(flow->emit, &item->place, item->name,
		    item->properties ? item->name : (struct slice){0}, err,
		    "%s", item->where));
	item->placed = true;
	*place = item->place;
	return RC_OK;
}

static unsigned
odf_flags(const struct odf_flow *flow)
{
	return flow->item->flags | odf_cell_flags(flow) |
	    (flow->hidden_depth > 0 && flow->para == NULL ?
	    TEXT_FLAG_hidden : 0);
}

static enum rc
odf_push(struct odf_flow *flow, const struct xml_element *element,
    const char *base, const char *kind, uint32_t number, struct err *err)
{
	struct odf_item *item = calloc(1, sizeof(*item));
	int written;

	if (item == NULL)
		return err_set(err, RC_SYSTEM, "no memory for a note");
	if (number > 0)
		written = snprintf(item->where, sizeof(item->where),
		    "%s%s%s %u", base, base[0] ? " > " : "", kind, number);
	else
		written = snprintf(item->where, sizeof(item->where),
		    "%s%s%s", base, base[0] ? " > " : "", kind);
	if (written < 0)
		item->where[0] = '\0';
	item->depth = element->depth;
	item->flags = flow->item->flags;
	item->up = flow->item;
	item->tables = flow->table;
	item->para = flow->para;
	flow->item = item;
	flow->table = NULL;
	flow->para = NULL;
	return RC_OK;
}

static void
odf_pop(struct odf_flow *flow)
{
	struct odf_item *item = flow->item;

	while (flow->table != NULL)
		flow_table_end(&flow->table);
	flow->table = item->tables;
	flow->para = item->para;
	flow->item = item->up;
	flow->cell_table = 0;
	free(item);
}

static enum rc
odf_name_item(struct odf_flow *flow, struct slice name, struct err *err)
{
	flow->item->name = arena_copy(flow->odf->arena, name);
	return flow->item->name.at != NULL ? RC_OK :
	    arena_full(flow->odf->arena, "a document's names", err);
}

/* ------------------------------------------------------------ paragraphs */

static enum rc
odf_begin_para(struct odf_flow *flow, const struct xml_element *element,
    struct err *err)
{
	struct odf_para *para = flow->spare;

	if (para != NULL) {
		flow->spare = para->up;
	} else {
		para = calloc(1, sizeof(*para));
		if (para == NULL)
			return err_set(err, RC_SYSTEM,
			    "no memory for a paragraph");
		para->seen = buf_new(ODF_TEXT_MOST);
		para->whole = buf_new(ODF_TEXT_MOST);
		para->aside = buf_new(ODF_TEXT_MOST);
	}
	para->changed = false;
	para->depth = element->depth;
	para->up = flow->para;
	flow->para = para;
	if (flow->hidden_depth == 0 && odf_style_hides(&flow->odf->styles,
	    "paragraph", xml_attribute(element, "style-name")))
		flow->hidden_depth = element->depth;
	return RC_OK;
}

/* What was gathered goes out; `ended` closes the lines. */
static enum rc
odf_flush(struct odf_flow *flow, bool ended, struct err *err)
{
	struct odf_para *para = flow->para;
	unsigned flags = odf_flags(flow);
	uint32_t place;

	if (para->whole.len + para->aside.len == 0)
		return RC_OK;
	if (odf_is_in_cell(flow)) {
		/* Told when the cell ends. */
		if (flow->cell.text.len > 0)
			(void)!buf_byte(&flow->cell.text, '\n');
		(void)!buf_put(&flow->cell.text, buf_slice(&para->seen));
		buf_clear(&para->seen);
	}
	if (para->seen.len == 0 && !para->changed && para->aside.len == 0) {
		buf_clear(&para->whole);
		return RC_OK;
	}
	TRY(odf_flow_place(flow, &place, err));
	if (flow->table != NULL)
		flow_table_text(flow->table, buf_slice(&para->seen));
	TRY(emit_text(flow->emit, place, flags, buf_slice(&para->seen),
	    err));
	if (ended && para->seen.len > 0)
		TRY(emit_text(flow->emit, place, flags, slice_of("\n"),
		    err));
	if (para->changed) {
		TRY(odf_flow_hidden(flow, err));
		TRY(emit_line(flow->emit, place, flags | TEXT_FLAG_hidden,
		    buf_slice(&para->whole), err));
	}
	TRY(emit_line(flow->emit, place, flags | TEXT_FLAG_hidden,
	    buf_slice(&para->aside), err));
	buf_clear(&para->seen);
	buf_clear(&para->whole);
	buf_clear(&para->aside);
	return RC_OK;
}

static enum rc
odf_end_para(struct odf_flow *flow, struct err *err)
{
	struct odf_para *para = flow->para;

	TRY(odf_flush(flow, true, err));
	flow->para = para->up;
	para->up = flow->spare;
	flow->spare = para;
	return RC_OK;
}

static enum rc
odf_run_text(struct odf_flow *flow, struct slice text, struct err *err)
{
	struct odf_para *para = flow->para;

	if (flow->aside_depth > 0) {
		(void)!buf_put(&para->aside, text);
	} else {
		if (flow->hidden_depth > 0)
			para->changed = true;
		else
			(void)!buf_put(&para->seen, text);
		(void)!buf_put(&para->whole, text);
	}
	if (para->whole.len < ODF_TEXT_MOST / 2 &&
	    para->aside.len < ODF_TEXT_MOST / 2)
		return RC_OK;
	return odf_flush(flow, false, err);
}

/* Something beside the text: on a line of its own, after the paragraph. */
static enum rc
odf_aside(struct odf_flow *flow, struct slice text, struct err *err)
{
	uint32_t place;

	if (slice_trim(text).len == 0)
		return RC_OK;
	if (flow->para != NULL && text.len < ODF_TEXT_MOST / 2) {
		if (flow->para->aside.len > 0)
			(void)!buf_byte(&flow->para->aside, '\n');
		(void)!buf_put(&flow->para->aside, text);
		if (flow->para->aside.len < ODF_TEXT_MOST / 2)
			return RC_OK;
		return odf_flush(flow, false, err);
	}
	TRY(odf_flow_place(flow, &place, err));
	return emit_line(flow->emit, place,
	    odf_flags(flow) | TEXT_FLAG_hidden, text, err);
}

/* Text outside of paragraphs, told when its element ends. */
static enum rc
odf_tell_loose(struct odf_flow *flow, const char *name, struct err *err)
{
	struct slice text = slice_trim(buf_slice(&flow->loose));
	struct odf_item *item = flow->item;
	unsigned flags = odf_flags(flow);
	uint32_t place;

	if (text.len > 0 && item->properties && item->name.len == 0) {
		/* Each property has a name, and so a place of its own. */
		TRY(emit_place(flow->emit, &place, slice_of(name),
		    slice_of(name), err, "%s", item->where));
		TRY(emit_property(flow->emit, place, slice_of(name), text,
		    err));
	} else if (text.len > 0) {
		TRY(odf_flow_place(flow, &place, err));
		if (item->properties)
			TRY(emit_property(flow->emit, place, item->name,
			    text, err));
		else if (strcmp(name, "creator") == 0)
			TRY(emit_property(flow->emit, place,
			    slice_of("author"), text, err));
		else
			TRY(emit_line(flow->emit, place, flags, text, err));
	}
	buf_clear(&flow->loose);
	return RC_OK;
}

/* A picture that stands in the text itself. */
static enum rc
odf_tell_binary(struct odf_flow *flow, struct err *err)
{
	struct slice text = buf_slice(&flow->binary);
	struct extract_child child = {.scope = SCOPE_attachment};
	struct buf out = buf_new(decode_room(DECODE_BASE64, text.len) + 1);
	unsigned char *at = text.len == 0 ? NULL :
	    buf_reserve(&out, decode_room(DECODE_BASE64, text.len));
	enum rc rc = RC_OK;

	if (at != NULL)
		child.bytes = slice_bytes(out.at,
		    decode_base64(text, at).len);
	if (flow->binary.full)
		child.causes = cause_bit(CAUSE_too_big);
	if (child.bytes.len > 0) {
		rc = emit_place(flow->emit, &child.place, (struct slice){0},
		    (struct slice){0}, err, "picture %u", ++flow->pictures);
		if (rc == RC_OK)
			rc = flow->emit->sink->child(flow->emit->sink->own,
			    &child, err);
	}
	buf_free(&out);
	buf_clear(&flow->binary);
	return rc;
}

/* -------------------------------------------------------------- elements */

static enum rc
odf_on_spaces(struct odf_flow *flow, const struct xml_element *element,
    struct err *err)
{
	uint64_t count = 1;

	(void)!slice_number(xml_attribute(element, "c"), &count);
	for (uint64_t i = 0; i < count && i < ODF_SPACES_MOST &&
	    flow->para != NULL; i++)
		TRY(odf_run_text(flow, slice_of(" "), err));
	return RC_OK;
}

static enum rc
odf_on_tab(struct odf_flow *flow, const struct xml_element *element,
    struct err *err)
{
	(void)element;
	return flow->para == NULL ? RC_OK :
	    odf_run_text(flow, slice_of("\t"), err);
}

static enum rc
odf_on_break(struct odf_flow *flow, const struct xml_element *element,
    struct err *err)
{
	(void)element;
	return flow->para == NULL ? RC_OK :
	    odf_run_text(flow, slice_of("\n"), err);
}

static enum rc
odf_on_note(struct odf_flow *flow, const struct xml_element *element,
    struct err *err)
{
	bool end = slice_is_text(xml_attribute(element, "note-class"),
	    "endnote");

	return odf_push(flow, element, flow->item->where,
	    end ? "endnote" : "footnote",
	    end ? ++flow->endnotes : ++flow->footnotes, err);
}

/* In a cell the address says which comment it is. */
static enum rc
odf_on_comment(struct odf_flow *flow, const struct xml_element *element,
    struct err *err)
{
	char where[ODF_WHERE_MAX];

	flow->comments++;
	if (odf_is_in_cell(flow)) {
		odf_cell_where(flow, where);
		TRY(odf_push(flow, element, where, "comment", 0, err));
	} else {
		TRY(odf_push(flow, element, flow->item->where, "comment",
		    flow->comments, err));
	}
	flow->item->flags |= TEXT_FLAG_hidden;
	return odf_flow_hidden(flow, err);
}

static enum rc
odf_on_change(struct odf_flow *flow, const struct xml_element *element,
    struct err *err)
{
	TRY(odf_push(flow, element, flow->source->where, "tracked change",
	    ++flow->changes, err));
	flow->item->flags |= TEXT_FLAG_hidden;
	return odf_flow_hidden(flow, err);
}

static enum rc
odf_on_box(struct odf_flow *flow, const struct xml_element *element,
    struct err *err)
{
	if (flow->pages + flow->masters > 0 || odf_is_in_cell(flow))
		return RC_OK;
	return odf_push(flow, element, flow->item->where, "text box",
	    ++flow->boxes, err);
}

static enum rc
odf_on_header(struct odf_flow *flow, const struct xml_element *element,
    struct err *err)
{
	/* Headers of slides are declared elsewhere, these are a page's. */
	TRY(odf_push(flow, element, flow->source->where, "header",
	    ++flow->headers, err));
	flow->item->flags |= TEXT_FLAG_header_footer;
	return RC_OK;
}

static enum rc
odf_on_footer(struct odf_flow *flow, const struct xml_element *element,
    struct err *err)
{
	TRY(odf_push(flow, element, flow->source->where, "footer",
	    ++flow->footers, err));
	flow->item->flags |= TEXT_FLAG_header_footer;
	return RC_OK;
}

static enum rc
odf_on_page(struct odf_flow *flow, const struct xml_element *element,
    struct err *err)
{
	TRY(odf_push(flow, element, flow->source->where,
	    flow->slides ? "slide" : "page", ++flow->pages, err));
	TRY(odf_name_item(flow, xml_attribute(element, "name"), err));
	if (!odf_style_hides(&flow->odf->styles, "drawing-page",
	    xml_attribute(element, "style-name")))
		return RC_OK;
	flow->item->flags |= TEXT_FLAG_hidden;
	return odf_flow_hidden(flow, err);
}

static enum rc
odf_on_notes(struct odf_flow *flow, const struct xml_element *element,
    struct err *err)
{
	return odf_push(flow, element, flow->item->where, "notes", 0, err);
}

static enum rc
odf_on_master(struct odf_flow *flow, const struct xml_element *element,
    struct err *err)
{
	return odf_push(flow, element, flow->source->where, "master",
	    ++flow->masters, err);
}

static enum rc
odf_on_meta(struct odf_flow *flow, const struct xml_element *element,
    struct err *err)
{
	TRY(odf_push(flow, element, flow->source->where, "core properties",
	    0, err));
	flow->item->flags = TEXT_FLAG_metadata;
	flow->item->properties = true;
	return RC_OK;
}

static enum rc
odf_on_own_property(struct odf_flow *flow, const struct xml_element *element,
    struct err *err)
{
	TRY(odf_push(flow, element, flow->source->where, "custom property",
	    ++flow->properties, err));
	flow->item->flags = TEXT_FLAG_metadata;
	flow->item->properties = true;
	return odf_name_item(flow, xml_attribute(element, "name"), err);
}

/* Settings: words only, no numbers and switches. */
static enum rc
odf_on_setting(struct odf_flow *flow, const struct xml_element *element,
    struct err *err)
{
	if (!slice_is_text(xml_attribute(element, "type"), "string") &&
	    !slice_is_text(xml_attribute(element, "type"), "base64Binary")) {
		flow->quiet_depth = element->depth;
		return RC_OK;
	}
	TRY(odf_push(flow, element, flow->source->where, "settings", 0,
	    err));
	flow->item->flags = TEXT_FLAG_metadata;
	flow->item->properties = true;
	return odf_name_item(flow, xml_attribute(element, "name"), err);
}

static enum rc
odf_on_table(struct odf_flow *flow, const struct xml_element *element,
    struct err *err)
{
	(void)element;
	if (flow->cell.in_sheet)
		return RC_OK;
	if (!flow_table_begin(&flow->table, ++flow->tables))
		return err_set(err, RC_SYSTEM, "no memory for a table");
	return RC_OK;
}

static enum rc
odf_on_row(struct odf_flow *flow, const struct xml_element *element,
    struct err *err)
{
	(void)element, (void)err;
	if (flow->table != NULL)
		flow_table_row(flow->table);
	return RC_OK;
}

static enum rc
odf_on_cell(struct odf_flow *flow, const struct xml_element *element,
    struct err *err)
{
	(void)element, (void)err;
	if (flow->table != NULL)
		flow_table_cell(flow->table);
	return RC_OK;
}

static enum rc
odf_on_span(struct odf_flow *flow, const struct xml_element *element,
    struct err *err)
{
	(void)err;
	if (flow->hidden_depth == 0 && odf_style_hides(&flow->odf->styles,
	    "text", xml_attribute(element, "style-name")))
		flow->hidden_depth = element->depth;
	return RC_OK;
}

static enum rc
odf_on_section(struct odf_flow *flow, const struct xml_element *element,
    struct err *err)
{
	struct slice display = xml_attribute(element, "display");

	if (flow->hidden_depth > 0 || display.len == 0 ||
	    slice_is_text(display, "true"))
		return RC_OK;
	flow->hidden_depth = element->depth;
	return odf_flow_hidden(flow, err);
}

static enum rc
odf_on_quiet(struct odf_flow *flow, const struct xml_element *element,
    struct err *err)
{
	(void)err;
	if (flow->quiet_depth == 0)
		flow->quiet_depth = element->depth;
	return RC_OK;
}

static enum rc
odf_on_beside(struct odf_flow *flow, const struct xml_element *element,
    struct err *err)
{
	(void)err;
	if (flow->aside_depth == 0 && flow->para != NULL) {
		flow->aside_depth = element->depth;
		if (flow->para->aside.len > 0)
			(void)!buf_byte(&flow->para->aside, '\n');
	}
	return RC_OK;
}

static enum rc
odf_on_sheets(struct odf_flow *flow, const struct xml_element *element,
    struct err *err)
{
	(void)element, (void)err;
	flow->sheets = true;
	return RC_OK;
}

static enum rc
odf_on_slides(struct odf_flow *flow, const struct xml_element *element,
    struct err *err)
{
	(void)element, (void)err;
	flow->slides = true;
	return RC_OK;
}

static enum rc
odf_on_binary(struct odf_flow *flow, const struct xml_element *element,
    struct err *err)
{
	(void)element, (void)err;
	flow->in_binary = true;
	return RC_OK;
}

/* Sorted by name. */
static const struct odf_word odf_words[] = {
	{"annotation", odf_on_comment},
	{"binary-data", odf_on_binary},
	{"cell-content-change", odf_on_change},
	{"changed-region", odf_on_change},
	{"config-item", odf_on_setting},
	{"covered-table-cell", odf_on_cell},
	{"desc", odf_on_beside},
	{"footer", odf_on_footer},
	{"footer-first", odf_on_footer},
	{"footer-left", odf_on_footer},
	{"h", odf_begin_para},
	{"header", odf_on_header},
	{"header-first", odf_on_header},
	{"header-left", odf_on_header},
	{"line-break", odf_on_break},
	{"master-page", odf_on_master},
	{"meta", odf_on_meta},
	{"note", odf_on_note},
	{"note-citation", odf_on_quiet},
	{"notes", odf_on_notes},
	{"p", odf_begin_para},
	{"page", odf_on_page},
	{"presentation", odf_on_slides},
	{"ruby-text", odf_on_beside},
	{"s", odf_on_spaces},
	{"section", odf_on_section},
	{"span", odf_on_span},
	{"spreadsheet", odf_on_sheets},
	{"tab", odf_on_tab},
	{"table", odf_on_table},
	{"table-cell", odf_on_cell},
	{"table-row", odf_on_row},
	{"text-box", odf_on_box},
	{"title", odf_on_beside},
	{"user-defined", odf_on_own_property},
};

static int
odf_compare(const void *name, const void *word)
{
	return strcmp(name, ((const struct odf_word *)word)->name);
}

/* Attributes that hold words of the author, and links that lead out. */
static enum rc
odf_words_of(struct odf_flow *flow, const struct xml_element *element,
    struct err *err)
{
	static const char *const names[] = {"string-value", "description",
		"help-text", "prompt", "author", NULL};
	static const char *const controls[] = {"label", "value", "title",
		"current-value", NULL};
	struct slice href = xml_attribute(element, "href");
	bool control = strstr(element->space, ":form:") != NULL;

	if (slice_find_byte(href, ':') != SIZE_MAX)
		TRY(odf_aside(flow, href, err));
	for (size_t i = 0; names[i] != NULL; i++)
		TRY(odf_aside(flow, xml_attribute(element, names[i]), err));
	for (size_t i = 0; control && controls[i] != NULL; i++)
		TRY(odf_aside(flow, xml_attribute(element, controls[i]),
		    err));
	return RC_OK;
}

static enum rc
odf_on_begin(void *own, const struct xml_element *element, struct err *err)
{
	struct odf_flow *flow = own;
	const struct odf_word *word;
	enum rc rc;

	TRY(odf_tell_loose(flow, "text", err));
	if (odf_cell_begin(flow, element, &rc, err))
		return rc;
	TRY(odf_style_begin(&flow->odf->styles, element, err));
	word = bsearch(element->name, odf_words,
	    sizeof(odf_words) / sizeof(odf_words[0]), sizeof(odf_words[0]),
	    odf_compare);
	if (word != NULL)
		TRY(word->begin(flow, element, err));
	return odf_words_of(flow, element, err);
}

static enum rc
odf_on_text(void *own, struct slice text, struct err *err)
{
	struct odf_flow *flow = own;

	if (flow->quiet_depth > 0)
		return RC_OK;
	if (flow->in_binary) {
		(void)!buf_put(&flow->binary, text);
		return RC_OK;
	}
	if (flow->para != NULL)
		return odf_run_text(flow, text, err);
	(void)!buf_put(&flow->loose, text);
	if (flow->loose.len < ODF_TEXT_MOST / 2)
		return RC_OK;
	return odf_tell_loose(flow, "text", err);
}

static enum rc
odf_on_end(void *own, const struct xml_element *element, struct err *err)
{
	struct odf_flow *flow = own;

	if (flow->in_binary) {
		flow->in_binary = false;
		TRY(odf_tell_binary(flow, err));
	}
	TRY(odf_tell_loose(flow, element->name, err));
	if (flow->para != NULL && flow->para->depth >= element->depth)
		TRY(odf_end_para(flow, err));
	while (flow->item->up != NULL && flow->item->depth >= element->depth)
		odf_pop(flow);
	if (xml_is(element, "table") && flow->table != NULL &&
	    !flow->cell.in_sheet)
		flow_table_end(&flow->table);
	if (flow->hidden_depth >= element->depth)
		flow->hidden_depth = 0;
	if (flow->aside_depth >= element->depth)
		flow->aside_depth = 0;
	if (flow->quiet_depth >= element->depth)
		flow->quiet_depth = 0;
	return odf_cell_end(flow, element, err);
}

static enum rc
odf_on_aside(void *own, struct slice text, struct err *err)
{
	return odf_aside(own, text, err);
}

/* Behind damage: nobody sees it in place, but it is there. */
static enum rc
odf_on_rest(void *own, struct slice text, struct err *err)
{
	struct odf_flow *flow = own;

	if (slice_trim(text).len == 0)
		return RC_OK;
	return emit_line(flow->emit, 0, TEXT_FLAG_hidden, text, err);
}

/* Damage may leave things open: tell what they hold. */
static enum rc
odf_finish(struct odf_flow *flow, struct err *err)
{
	const struct xml_element all = {.name = "", .space = ""};

	TRY(odf_tell_loose(flow, "text", err));
	while (flow->para != NULL || flow->item->up != NULL) {
		if (flow->para != NULL)
			TRY(odf_end_para(flow, err));
		else
			odf_pop(flow);
	}
	return odf_cell_end(flow, &all, err);
}

static void
odf_release(struct odf_flow *flow)
{
	struct odf_para *para, *next;

	for (;;) {
		for (para = flow->para; para != NULL; para = next) {
			next = para->up;
			para->up = flow->spare;
			flow->spare = para;
		}
		flow->para = NULL;
		if (flow->item->up == NULL)
			break;
		odf_pop(flow);
	}
	for (para = flow->spare; para != NULL; para = next) {
		next = para->up;
		buf_free(&para->seen);
		buf_free(&para->whole);
		buf_free(&para->aside);
		free(para);
	}
	while (flow->table != NULL)
		flow_table_end(&flow->table);
	sheet_heads_free(flow->cell.heads);
	buf_free(&flow->cell.text);
	buf_free(&flow->cell.value);
	buf_free(&flow->cell.formula);
	buf_free(&flow->loose);
	buf_free(&flow->binary);
}

enum rc
odf_flow_read(const struct odf_source *source, struct err *err)
{
	struct odf *odf = source->odf;
	struct odf_item whole = {0};
	struct odf_flow flow = {.source = source, .odf = odf,
		.emit = odf->emit, .item = &whole,
		.loose = buf_new(ODF_TEXT_MOST),
		.binary = buf_new((size_t)
		    odf->emit->job->limits->entry_bytes),
		.cell = {.text = buf_new(ODF_TEXT_MOST),
		.value = buf_new(ODF_TEXT_MOST),
		.formula = buf_new(ODF_TEXT_MOST)}};
	struct xml_handler handler = {&flow, odf_on_begin, odf_on_end,
		odf_on_text, odf_on_aside, odf_on_rest};
	cause_set causes = 0;
	enum rc rc;

	snprintf(whole.where, sizeof(whole.where), "%s", source->where);
	rc = xml_read(odf->emit, source->bytes, &handler, &causes, err);
	if (rc == RC_OK)
		rc = odf_finish(&flow, err);
	if (flow.cell.text.full || flow.loose.full)
		causes |= cause_bit(CAUSE_too_big);
	if (rc == RC_OK)
		rc = emit_causes(odf->emit, 0, causes, err);
	odf_release(&flow);
	return rc;
}
