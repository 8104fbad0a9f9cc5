/*
 * flow - running text of Word and of drawings: paragraphs, runs, tables, boxes.
 *
 * Each element name that matters is a row of flow_words with what it does at
 * its begin and end.
 */
#include "scanner/extract/flow.h"

#include <stdio.h>
#include <stdlib.h>

#include "scanner/extract/flow_table.h"

enum { FLOW_WHERE_MAX = 128, FLOW_FLUSH = 1 << 20 };

/* A paragraph being gathered.  Boxes in it have paragraphs of their own. */
struct flow_para {
	struct flow_para *up;
	struct buf seen;	/* as a reader sees it */
	struct buf before;	/* without insertions, with all that is hidden */
	struct buf aside;	/* field codes, alternative texts */
	bool changed;		/* `before` differs */
	bool run_hidden;
	unsigned fallback;	/* how many alternatives it stands in */
};

/* A note, comment or box: text at a place of its own. */
struct flow_item {
	struct flow_item *up;
	struct flow_table *tables;	/* of the text around it */
	struct slice name;
	char where[FLOW_WHERE_MAX];
	uint32_t place;
	bool placed;
};

struct flow {
	const struct flow_source *source;
	struct emit *emit;
	struct flow_para *para, *spare;
	struct flow_item *item;
	struct flow_table *table;
	struct buf loose;	/* text outside of paragraphs */
	uint32_t tables, footnotes, endnotes, comments, boxes;
	uint32_t cell_table, cell_row, cell_column, cell_place;
	unsigned in_text, in_deleted, in_inserted, in_fallback, in_code,
	    in_ruby, in_past, in_quiet;
	bool hidden_said;
};

struct flow_word {
	const char *name;
	enum rc (*begin)(struct flow *flow, const struct xml_element *element,
	    struct err *err);
	enum rc (*end)(struct flow *flow, struct err *err);
	size_t depth;		/* offset of a counter kept for the element */
};

/* ---------------------------------------------------------------- places */

/* The place of what is told now: cell, item or the whole source. */
static enum rc
flow_place(struct flow *flow, uint32_t *place, struct err *err)
{
	struct flow_item *item = flow->item;
	struct flow_table *table = flow->table;

	if (table != NULL && table->column > 0) {
		if (flow->cell_table == table->number &&
		    flow->cell_row == table->row &&
		    flow->cell_column == table->column) {
			*place = flow->cell_place;
			return RC_OK;
		}
		flow->cell_table = table->number;
		flow->cell_row = table->row;
		flow->cell_column = table->column;
		TRY(emit_place(flow->emit, &flow->cell_place, item->name,
		    flow_table_head(table), err,
		    "%s%stable %u > row %u > column %u", item->where,
		    item->where[0] ? " > " : "", table->number, table->row,
		    table->column));
		*place = flow->cell_place;
		return RC_OK;
	}
	if (!item->placed && item->where[0] != '\0')
		TRY(emit_place(flow->emit, &item->place, item->name,
		    (struct slice){0}, err, "%s", item->where));
	item->placed = true;
	*place = item->place;
	return RC_OK;
}

static enum rc
flow_push_item(struct flow *flow, const char *kind, uint32_t number,
    struct slice name, struct err *err)
{
	struct flow_item *item = calloc(1, sizeof(*item));
	const char *base = flow->source->where;
	int written;

	if (item == NULL)
		return err_set(err, RC_SYSTEM, "no memory for a text box");
	item->name = name;
	written = snprintf(item->where, sizeof(item->where), "%s%s%s %u",
	    base, base[0] ? " > " : "", kind, number);
	if (written < 0)
		item->where[0] = '\0';
	item->up = flow->item;
	item->tables = flow->table;
	flow->item = item;
	flow->table = NULL;
	return RC_OK;
}

static void
flow_pop_item(struct flow *flow)
{
	struct flow_item *item = flow->item;

	if (item->up == NULL)
		return;
	while (flow->table != NULL)
		flow_table_end(&flow->table);
	flow->table = item->tables;
	flow->item = item->up;
	flow->cell_table = 0;
	free(item);
}

/* ------------------------------------------------------------ paragraphs */

static enum rc
flow_hidden(struct flow *flow, struct err *err)
{
	if (flow->hidden_said)
		return RC_OK;
	flow->hidden_said = true;
	return emit_flag(flow->emit, 0, PART_FLAG_hidden, err);
}

/* Tell what was gathered; `ended` closes the lines. */
static enum rc
flow_flush(struct flow *flow, bool ended, struct err *err)
{
	struct flow_para *para = flow->para;
	unsigned flags = flow->source->flags |
	    (para->fallback > 0 ? TEXT_FLAG_hidden : 0);
	struct slice seen = buf_slice(&para->seen);
	uint32_t place;

	if (seen.len + para->before.len + para->aside.len == 0)
		return RC_OK;
	TRY(flow_place(flow, &place, err));
	if (flow->table != NULL)
		flow_table_text(flow->table, seen);
	TRY(emit_text(flow->emit, place, flags, seen, err));
	if (ended || para->changed)
		TRY(emit_text(flow->emit, place, flags, slice_of("\n"), err));
	if (para->changed) {
		TRY(flow_hidden(flow, err));
		TRY(emit_line(flow->emit, place, flags | TEXT_FLAG_hidden,
		    buf_slice(&para->before), err));
	}
	TRY(emit_line(flow->emit, place, flags | TEXT_FLAG_hidden,
	    buf_slice(&para->aside), err));
	buf_clear(&para->seen);
	buf_clear(&para->before);
	buf_clear(&para->aside);
	return RC_OK;
}

static enum rc
flow_begin_para(struct flow *flow, const struct xml_element *element,
    struct err *err)
{
	struct flow_para *para = flow->spare;
	size_t ceiling = (size_t)flow->emit->job->limits->text_part_bytes +
	    FLOW_FLUSH;

	(void)element;
	if (para != NULL) {
		flow->spare = para->up;
	} else {
		para = calloc(1, sizeof(*para));
		if (para == NULL)
			return err_set(err, RC_SYSTEM,
			    "no memory for a paragraph");
		para->seen = buf_new(ceiling);
		para->before = buf_new(ceiling);
		para->aside = buf_new(ceiling);
	}
	para->changed = para->run_hidden = false;
	para->fallback = flow->in_fallback;
	para->up = flow->para;
	flow->para = para;
	return RC_OK;
}

static enum rc
flow_end_para(struct flow *flow, struct err *err)
{
	struct flow_para *para = flow->para;

	if (para == NULL)
		return RC_OK;
	TRY(flow_flush(flow, true, err));
	flow->para = para->up;
	para->up = flow->spare;
	flow->spare = para;
	return RC_OK;
}

static enum rc
flow_end_loose(struct flow *flow, struct err *err)
{
	unsigned flags = flow->source->flags;
	uint32_t place;

	if (slice_trim(buf_slice(&flow->loose)).len > 0) {
		TRY(flow_place(flow, &place, err));
		TRY(emit_line(flow->emit, place, flags,
		    buf_slice(&flow->loose), err));
	}
	buf_clear(&flow->loose);
	return RC_OK;
}

/* Something beside the text: on a line of its own, after the paragraph. */
static enum rc
flow_aside(struct flow *flow, struct slice text, struct err *err)
{
	uint32_t place;

	if (slice_trim(text).len == 0)
		return RC_OK;
	if (flow->para != NULL) {
		if (flow->para->aside.len > 0)
			(void)!buf_byte(&flow->para->aside, '\n');
		(void)!buf_put(&flow->para->aside, text);
		return RC_OK;
	}
	TRY(flow_place(flow, &place, err));
	return emit_line(flow->emit, place,
	    flow->source->flags | TEXT_FLAG_hidden, text, err);
}

/* A piece of running text. */
static enum rc
flow_run_text(struct flow *flow, struct slice text, struct err *err)
{
	struct flow_para *para = flow->para;
	bool hidden = para->run_hidden || flow->in_deleted > 0;

	if (flow->in_fallback > para->fallback || flow->in_ruby > 0) {
		(void)!buf_put(&para->aside, text);
		return RC_OK;
	}
	if (hidden || flow->in_inserted > 0)
		para->changed = true;
	if (!hidden)
		(void)!buf_put(&para->seen, text);
	if (flow->in_inserted == 0)
		(void)!buf_put(&para->before, text);
	if (para->seen.len < FLOW_FLUSH && para->before.len < FLOW_FLUSH &&
	    para->aside.len < FLOW_FLUSH)
		return RC_OK;
	return flow_flush(flow, false, err);
}

static enum rc
flow_on_text(void *own, struct slice text, struct err *err)
{
	struct flow *flow = own;

	if (flow->in_code > 0 && flow->para != NULL) {
		(void)!buf_put(&flow->para->aside, text);
		return RC_OK;
	}
	if (flow->in_text > 0 && flow->para != NULL)
		return flow_run_text(flow, text, err);
	if (flow->in_quiet > 0)
		return RC_OK;
	(void)!buf_put(&flow->loose, text);
	if (flow->loose.len < FLOW_FLUSH)
		return RC_OK;
	return flow_end_loose(flow, err);
}

/* -------------------------------------------------------------- elements */

static enum rc
flow_mark(struct flow *flow, const char *mark, struct err *err)
{
	if (flow->para == NULL)
		return RC_OK;
	return flow_run_text(flow, slice_of(mark), err);
}

static enum rc
flow_on_break(struct flow *flow, const struct xml_element *element,
    struct err *err)
{
	(void)element;
	return flow_mark(flow, "\n", err);
}

static enum rc
flow_on_tab(struct flow *flow, const struct xml_element *element,
    struct err *err)
{
	/* In properties `tab` is a tab stop, with a position. */
	if (xml_attribute(element, "pos").len > 0)
		return RC_OK;
	return flow_mark(flow, "\t", err);
}

static enum rc
flow_on_hyphen(struct flow *flow, const struct xml_element *element,
    struct err *err)
{
	(void)element;
	return flow_mark(flow, "-", err);
}

static enum rc
flow_on_run(struct flow *flow, const struct xml_element *element,
    struct err *err)
{
	(void)element, (void)err;
	if (flow->para != NULL)
		flow->para->run_hidden = false;
	return RC_OK;
}

static enum rc
flow_on_vanish(struct flow *flow, const struct xml_element *element,
    struct err *err)
{
	(void)err;
	if (flow->para == NULL || flow->in_past > 0)
		return RC_OK;
	if (element->count == 0 || xml_is_on(element, "val"))
		flow->para->run_hidden = true;
	return RC_OK;
}

static enum rc
flow_on_table(struct flow *flow, const struct xml_element *element,
    struct err *err)
{
	(void)element;
	if (flow_table_begin(&flow->table, ++flow->tables))
		return RC_OK;
	return err_set(err, RC_SYSTEM, "no memory for a table");
}

static enum rc
flow_end_table(struct flow *flow, struct err *err)
{
	(void)err;
	flow_table_end(&flow->table);
	return RC_OK;
}

static enum rc
flow_on_row(struct flow *flow, const struct xml_element *element,
    struct err *err)
{
	(void)element, (void)err;
	if (flow->table != NULL)
		flow_table_row(flow->table);
	return RC_OK;
}

static enum rc
flow_on_cell(struct flow *flow, const struct xml_element *element,
    struct err *err)
{
	(void)element, (void)err;
	if (flow->table != NULL)
		flow_table_cell(flow->table);
	return RC_OK;
}

static enum rc
flow_on_span(struct flow *flow, const struct xml_element *element,
    struct err *err)
{
	uint64_t span;

	(void)err;
	if (flow->table != NULL &&
	    slice_number(xml_attribute(element, "val"), &span) &&
	    span > 0 && span < FLOW_COLUMNS_MOST)
		flow->table->span = (uint32_t)span;
	return RC_OK;
}

/* Separators between text and notes are notes of a special type. */
static bool
flow_is_real_note(const struct xml_element *element)
{
	struct slice type = xml_attribute(element, "type");

	return type.len == 0 || slice_is_text(type, "normal");
}

static enum rc
flow_on_footnote(struct flow *flow, const struct xml_element *element,
    struct err *err)
{
	if (flow_is_real_note(element))
		flow->footnotes++;
	return flow_push_item(flow, "footnote", flow->footnotes,
	    (struct slice){0}, err);
}

static enum rc
flow_on_endnote(struct flow *flow, const struct xml_element *element,
    struct err *err)
{
	if (flow_is_real_note(element))
		flow->endnotes++;
	return flow_push_item(flow, "endnote", flow->endnotes,
	    (struct slice){0}, err);
}

/* The author is kept by the place: the item lives longer than the element. */
static enum rc
flow_on_comment(struct flow *flow, const struct xml_element *element,
    struct err *err)
{
	struct slice author = xml_attribute(element, "author");

	TRY(flow_push_item(flow, "comment", ++flow->comments, author, err));
	if (author.len > 0) {
		TRY(emit_place(flow->emit, &flow->item->place, author,
		    (struct slice){0}, err, "%s", flow->item->where));
		flow->item->placed = true;
		flow->item->name = (struct slice){0};
		TRY(emit_property(flow->emit, flow->item->place,
		    slice_of("author"), author, err));
	}
	return flow_hidden(flow, err);
}

static enum rc
flow_on_box(struct flow *flow, const struct xml_element *element,
    struct err *err)
{
	(void)element;
	return flow_push_item(flow, "text box", ++flow->boxes,
	    (struct slice){0}, err);
}

static enum rc
flow_end_item(struct flow *flow, struct err *err)
{
	TRY(flow_end_loose(flow, err));
	flow_pop_item(flow);
	return RC_OK;
}

/* Attributes that hold words of the author. */
static enum rc
flow_on_words(struct flow *flow, const struct xml_element *element,
    struct err *err)
{
	static const char *const names[] = {"descr", "title", "instr",
		"displayText", "alt", NULL};

	for (size_t i = 0; names[i] != NULL; i++)
		TRY(flow_aside(flow, xml_attribute(element, names[i]), err));
	return RC_OK;
}

static enum rc
flow_on_value(struct flow *flow, const struct xml_element *element,
    struct err *err)
{
	if (flow->in_past > 0)
		return RC_OK;
	TRY(flow_aside(flow, xml_attribute(element, "name"), err));
	return flow_aside(flow, xml_attribute(element, "val"), err);
}

/* The text of a watermark or of word art: seen on every page. */
static enum rc
flow_on_wordart(struct flow *flow, const struct xml_element *element,
    struct err *err)
{
	uint32_t place;

	TRY(flow_place(flow, &place, err));
	return emit_line(flow->emit, place,
	    flow->source->flags | TEXT_FLAG_header_footer,
	    xml_attribute(element, "string"), err);
}

static enum rc
flow_end_code(struct flow *flow, struct err *err)
{
	(void)err;
	if (flow->para != NULL && flow->para->aside.len > 0)
		(void)!buf_byte(&flow->para->aside, '\n');
	return RC_OK;
}

#define FLOW_COUNT(field) .depth = offsetof(struct flow, field)

/* Sorted by name. */
static const struct flow_word flow_words[] = {
	{.name = "ClientData", FLOW_COUNT(in_quiet)},
	{.name = "Fallback", FLOW_COUNT(in_fallback)},
	{.name = "alias", .begin = flow_on_value},
	{.name = "align", FLOW_COUNT(in_quiet)},
	{.name = "br", .begin = flow_on_break},
	{.name = "cNvPr", .begin = flow_on_words},
	{.name = "cm", .begin = flow_on_comment, .end = flow_end_item},
	{.name = "comment", .begin = flow_on_comment, .end = flow_end_item},
	{.name = "cr", .begin = flow_on_break},
	{.name = "default", .begin = flow_on_value},
	{.name = "del", FLOW_COUNT(in_deleted)},
	{.name = "delInstrText", FLOW_COUNT(in_code), .end = flow_end_code},
	{.name = "delText", FLOW_COUNT(in_text)},
	{.name = "docPr", .begin = flow_on_words},
	{.name = "docVar", .begin = flow_on_value},
	{.name = "endnote", .begin = flow_on_endnote, .end = flow_end_item},
	{.name = "fldSimple", .begin = flow_on_words},
	{.name = "footnote", .begin = flow_on_footnote,
		.end = flow_end_item},
	{.name = "formatCode", FLOW_COUNT(in_quiet)},
	{.name = "gridSpan", .begin = flow_on_span},
	{.name = "helpText", .begin = flow_on_value},
	{.name = "ins", FLOW_COUNT(in_inserted)},
	{.name = "instrText", FLOW_COUNT(in_code), .end = flow_end_code},
	{.name = "listEntry", .begin = flow_on_value},
	{.name = "listItem", .begin = flow_on_words},
	{.name = "moveFrom", FLOW_COUNT(in_deleted)},
	{.name = "moveTo", FLOW_COUNT(in_inserted)},
	{.name = "noBreakHyphen", .begin = flow_on_hyphen},
	{.name = "p", .begin = flow_begin_para, .end = flow_end_para},
	{.name = "pPrChange", FLOW_COUNT(in_past)},
	{.name = "pctHeight", FLOW_COUNT(in_quiet)},
	{.name = "pctWidth", FLOW_COUNT(in_quiet)},
	{.name = "posOffset", FLOW_COUNT(in_quiet)},
	{.name = "ptab", .begin = flow_on_tab},
	{.name = "r", .begin = flow_on_run},
	{.name = "rPrChange", FLOW_COUNT(in_past)},
	{.name = "rt", FLOW_COUNT(in_ruby), .end = flow_end_code},
	{.name = "shape", .begin = flow_on_words},
	{.name = "specVanish", .begin = flow_on_vanish},
	{.name = "statusText", .begin = flow_on_value},
	{.name = "t", FLOW_COUNT(in_text)},
	{.name = "tab", .begin = flow_on_tab},
	{.name = "tag", .begin = flow_on_value},
	{.name = "tbl", .begin = flow_on_table, .end = flow_end_table},
	{.name = "tc", .begin = flow_on_cell},
	{.name = "textpath", .begin = flow_on_wordart},
	{.name = "tr", .begin = flow_on_row},
	{.name = "txbxContent", .begin = flow_on_box, .end = flow_end_item},
	{.name = "vanish", .begin = flow_on_vanish},
};

static int
flow_compare(const void *name, const void *word)
{
	return strcmp(name, ((const struct flow_word *)word)->name);
}

static const struct flow_word *
flow_find(const struct xml_element *element)
{
	return bsearch(element->name, flow_words,
	    sizeof(flow_words) / sizeof(flow_words[0]),
	    sizeof(flow_words[0]), flow_compare);
}

static unsigned *
flow_counter(struct flow *flow, const struct flow_word *word)
{
	return (unsigned *)((char *)flow + word->depth);
}

static enum rc
flow_on_begin(void *own, const struct xml_element *element, struct err *err)
{
	struct flow *flow = own;
	const struct flow_word *word = flow_find(element);

	if (flow->loose.len > 0)
		TRY(flow_end_loose(flow, err));
	if (word == NULL)
		return RC_OK;
	if (word->depth != 0)
		++*flow_counter(flow, word);
	return word->begin == NULL ? RC_OK : word->begin(flow, element, err);
}

static enum rc
flow_on_end(void *own, const struct xml_element *element, struct err *err)
{
	struct flow *flow = own;
	const struct flow_word *word = flow_find(element);

	if (flow->loose.len > 0)
		TRY(flow_end_loose(flow, err));
	if (word == NULL)
		return RC_OK;
	if (word->depth != 0)
		--*flow_counter(flow, word);
	return word->end == NULL ? RC_OK : word->end(flow, err);
}

static enum rc
flow_on_aside(void *own, struct slice text, struct err *err)
{
	return flow_aside(own, text, err);
}

/* Behind damage: nobody sees it in place, but it is there. */
static enum rc
flow_on_rest(void *own, struct slice text, struct err *err)
{
	struct flow *flow = own;

	if (slice_trim(text).len == 0)
		return RC_OK;
	return emit_line(flow->emit, 0,
	    flow->source->flags | TEXT_FLAG_hidden, text, err);
}

static void
flow_release(struct flow *flow)
{
	struct flow_para *para;

	while (flow->item->up != NULL)
		flow_pop_item(flow);
	while (flow->table != NULL)
		flow_table_end(&flow->table);
	while ((para = flow->para != NULL ? flow->para : flow->spare) !=
	    NULL) {
		if (para == flow->para)
			flow->para = para->up;
		else
			flow->spare = para->up;
		buf_free(&para->seen);
		buf_free(&para->before);
		buf_free(&para->aside);
		free(para);
	}
	buf_free(&flow->loose);
}

/* Damage may leave paragraphs open: tell what they hold. */
static enum rc
flow_finish(struct flow *flow, struct err *err)
{
	TRY(flow_end_loose(flow, err));
	while (flow->para != NULL)
		TRY(flow_end_para(flow, err));
	return RC_OK;
}

enum rc
flow_read(const struct flow_source *source, struct err *err)
{
	struct flow_item whole = {.name = source->name};
	struct flow flow = {.source = source, .emit = source->emit,
		.item = &whole};
	struct xml_handler handler = {&flow, flow_on_begin, flow_on_end,
		flow_on_text, flow_on_aside, flow_on_rest};
	cause_set causes;
	enum rc rc;

	flow.loose = buf_new(
	    (size_t)source->emit->job->limits->text_part_bytes + FLOW_FLUSH);
	snprintf(whole.where, sizeof(whole.where), "%s", source->where);
	rc = xml_read(source->emit, buf_slice(&source->part->content),
	    &handler, &causes, err);
	if (rc == RC_OK)
		rc = flow_finish(&flow, err);
	if (rc == RC_OK && !source->forgiving)
		rc = emit_causes(source->emit, 0, causes, err);
	flow_release(&flow);
	return rc;
}
