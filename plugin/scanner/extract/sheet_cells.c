/*
 * sheet_cells - the cells of one worksheet, each at its address.
 */
#include "scanner/extract/sheet_cells.h"

#include <stdlib.h>

#include "scanner/extract/sheet_address.h"
#include "scanner/extract/sheet_heads.h"

enum { CELLS_RANGES_MOST = 256 };

struct cells_range {
	uint64_t first, last;
};

struct cells {
	const struct sheet_source *source;
	struct emit *emit;
	struct sheet_heads *heads;
	struct cells_range hidden[CELLS_RANGES_MOST];	/* columns */
	size_t hidden_count;
	uint64_t row, column;
	bool row_hidden;
	/* the current cell */
	bool in_cell;
	char type;		/* s, i(nline), b, e, d, t (formula text), n */
	uint64_t style;
	struct buf value, formula;
	struct buf *target;	/* where text goes now; NULL: nowhere */
	struct buf other;	/* of elements outside of cells */
	uint32_t sheet_place;
};

/* "B7" to column and row; what is missing stays. */
static void
cells_address(struct cells *cells, struct slice address)
{
	uint64_t column = 0, row = 0;
	size_t at = 0;

	while (at < address.len && at < 4 && byte_is_alpha(address.at[at]))
		column = column * 26 +
		    (uint64_t)(byte_lower(address.at[at++]) - 'a' + 1);
	if (at == 0 || !slice_number(slice_sub(address, at, address.len),
	    &row) || row == 0 || row > UINT32_MAX)
		return;
	cells->column = column;
	cells->row = row;
}

static bool
cells_is_hidden(const struct cells *cells)
{
	if (cells->row_hidden || cells->source->hidden)
		return true;
	for (size_t i = 0; i < cells->hidden_count; i++)
		if (cells->column >= cells->hidden[i].first &&
		    cells->column <= cells->hidden[i].last)
			return true;
	return false;
}

static enum rc
cells_sheet_place(struct cells *cells, struct err *err)
{
	if (cells->sheet_place != 0)
		return RC_OK;
	return emit_place(cells->emit, &cells->sheet_place,
	    cells->source->name, (struct slice){0}, err, "sheet %u",
	    cells->source->number);
}

/* The text of the current cell; false when it has none. */
static bool
cells_text(struct cells *cells, char out[SHEET_NUMBER_MAX],
    struct slice *text, bool *words)
{
	const struct sheet_styles *styles = cells->source->styles;
	struct slice raw = buf_slice(&cells->value);
	uint64_t number;

	*words = true;
	*text = raw;
	switch (cells->type) {
	case 's':
		return slice_number(slice_trim(raw), &number) &&
		    sheet_strings_get(cells->source->strings, number, text);
	case 'b':
		*text = slice_of(slice_is_text(slice_trim(raw), "1") ?
		    "TRUE" : "FALSE");
		return raw.len > 0;
	case 'n':
		*words = false;
		*text = sheet_number_print(raw, cells->style < styles->count ?
		    &styles->formats[cells->style] : NULL, styles->from_1904,
		    out);
		return text->len > 0;
	case 'e':
		return false;
	default:
		return raw.len > 0;
	}
}

/* A formula is worth telling when it holds words or leads elsewhere. */
static bool
cells_formula_tells(struct slice formula)
{
	return slice_find_byte(formula, '"') != SIZE_MAX ||
	    slice_find_byte(formula, '[') != SIZE_MAX ||
	    slice_find_nocase(formula, slice_of("://")) != SIZE_MAX;
}

static enum rc
cells_tell(struct cells *cells, struct err *err)
{
	char number[SHEET_NUMBER_MAX], address[SHEET_ADDRESS_MAX];
	struct slice text, formula = buf_slice(&cells->formula);
	unsigned flags = cells_is_hidden(cells) ? TEXT_FLAG_hidden : 0;
	bool words, told = cells_text(cells, number, &text, &words);
	uint32_t place;

	if (!cells_formula_tells(formula))
		formula.len = 0;
	if (!told && formula.len == 0)
		return RC_OK;
	sheet_address_print(cells->column, cells->row, address);
	TRY(emit_place(cells->emit, &place, cells->source->name,
	    sheet_heads_of(cells->heads, cells->column), err,
	    "sheet %u > %s", cells->source->number, address));
	if (flags != 0)
		TRY(emit_flag(cells->emit, 0, PART_FLAG_hidden, err));
	if (told) {
		sheet_heads_cell(cells->heads, cells->column, text, words);
		TRY(emit_text(cells->emit, place, flags, text, err));
	}
	if (formula.len > 0 && told)
		TRY(emit_text(cells->emit, place, flags, slice_of("\n"),
		    err));
	return emit_text(cells->emit, place, flags | TEXT_FLAG_hidden,
	    formula, err);
}

static void
cells_begin_row(struct cells *cells, const struct xml_element *element)
{
	uint64_t row;

	cells->row++;
	cells->column = 0;
	if (slice_number(xml_attribute(element, "r"), &row) && row > 0 &&
	    row <= UINT32_MAX)
		cells->row = row;
	cells->row_hidden = xml_is_on(element, "hidden");
	sheet_heads_row(cells->heads);
}

static void
cells_begin_cell(struct cells *cells, const struct xml_element *element)
{
	struct slice type = xml_attribute(element, "t");

	cells->in_cell = true;
	cells->column++;
	cells_address(cells, xml_attribute(element, "r"));
	cells->style = 0;
	(void)!slice_number(xml_attribute(element, "s"), &cells->style);
	cells->type = type.len == 0 ? 'n' : (char)type.at[0];
	if (slice_is_text(type, "str"))
		cells->type = 't';
	buf_clear(&cells->value);
	buf_clear(&cells->formula);
}

static void
cells_hide_columns(struct cells *cells, const struct xml_element *element)
{
	struct cells_range range;

	if (xml_is_on(element, "hidden") &&
	    cells->hidden_count < CELLS_RANGES_MOST &&
	    slice_number(xml_attribute(element, "min"), &range.first) &&
	    slice_number(xml_attribute(element, "max"), &range.last))
		cells->hidden[cells->hidden_count++] = range;
}

/* Words in attributes: validation prompts, what a link shows. */
static enum rc
cells_words(struct cells *cells, const struct xml_element *element,
    struct err *err)
{
	static const char *const names[] = {"prompt", "promptTitle", "error",
		"errorTitle", "display", "tooltip", "location", NULL};

	for (size_t i = 0; names[i] != NULL; i++) {
		struct slice words = xml_attribute(element, names[i]);

		if (words.len == 0)
			continue;
		TRY(cells_sheet_place(cells, err));
		TRY(emit_line(cells->emit, cells->sheet_place,
		    TEXT_FLAG_hidden, words, err));
	}
	return RC_OK;
}

static enum rc
cells_on_begin(void *own, const struct xml_element *element,
    struct err *err)
{
	struct cells *cells = own;

	cells->target = &cells->other;
	if (xml_is(element, "c")) {
		cells_begin_cell(cells, element);
	} else if (cells->in_cell) {
		if (xml_is(element, "v") || xml_is(element, "t"))
			cells->target = &cells->value;
		else if (xml_is(element, "f"))
			cells->target = &cells->formula;
	} else if (xml_is(element, "row")) {
		cells_begin_row(cells, element);
	} else if (xml_is(element, "col")) {
		cells_hide_columns(cells, element);
	} else if (element->count > 0) {
		return cells_words(cells, element, err);
	}
	return RC_OK;
}

static enum rc
cells_on_text(void *own, struct slice text, struct err *err)
{
	struct cells *cells = own;

	(void)err;
	if (cells->target != NULL)
		(void)!buf_put(cells->target, text);
	return RC_OK;
}

/* Text outside of cells: page headers and footers, lists of choices. */
static enum rc
cells_tell_other(struct cells *cells, const struct xml_element *element,
    struct err *err)
{
	struct slice text = slice_trim(buf_slice(&cells->other));
	bool page = strstr(element->name, "Header") != NULL ||
	    strstr(element->name, "Footer") != NULL;

	if (text.len > 0) {
		TRY(cells_sheet_place(cells, err));
		TRY(emit_line(cells->emit, cells->sheet_place, page ?
		    TEXT_FLAG_header_footer : TEXT_FLAG_hidden, text, err));
	}
	buf_clear(&cells->other);
	return RC_OK;
}

static enum rc
cells_on_end(void *own, const struct xml_element *element, struct err *err)
{
	struct cells *cells = own;

	cells->target = NULL;
	if (xml_is(element, "c") && cells->in_cell) {
		cells->in_cell = false;
		return cells_tell(cells, err);
	}
	if (xml_is(element, "row"))
		sheet_heads_row_end(cells->heads);
	return cells_tell_other(cells, element, err);
}

static enum rc
cells_on_aside(void *own, struct slice text, struct err *err)
{
	struct cells *cells = own;

	if (slice_trim(text).len == 0)
		return RC_OK;
	TRY(cells_sheet_place(cells, err));
	return emit_line(cells->emit, cells->sheet_place, TEXT_FLAG_hidden,
	    text, err);
}

static enum rc
cells_run(struct cells *cells, struct err *err)
{
	struct xml_handler handler = {cells, cells_on_begin, cells_on_end,
		cells_on_text, cells_on_aside, cells_on_aside};
	struct opc_part *part = cells->source->part;
	cause_set causes;

	TRY(cells_sheet_place(cells, err));
	TRY(emit_line(cells->emit, cells->sheet_place, TEXT_FLAG_metadata,
	    cells->source->name, err));
	TRY(xml_read(cells->emit, buf_slice(&part->content), &handler,
	    &causes, err));
	/* A cell that damage left open is told as far as it goes. */
	if (cells->in_cell)
		TRY(cells_tell(cells, err));
	if (cells->value.full || cells->other.full)
		causes |= cause_bit(CAUSE_too_big);
	return emit_causes(cells->emit, cells->sheet_place,
	    causes | part->causes, err);
}

enum rc
sheet_cells_read(const struct sheet_source *source, struct err *err)
{
	struct emit *emit = source->ooxml->emit;
	size_t ceiling = (size_t)emit->job->limits->entry_bytes;
	struct cells cells = {.source = source, .emit = emit,
		.heads = sheet_heads_new()};
	enum rc rc;

	if (cells.heads == NULL)
		return err_set(err, RC_SYSTEM, "no memory for a worksheet");
	source->part->used = true;
	cells.value = buf_new(ceiling);
	cells.formula = buf_new(ceiling);
	cells.other = buf_new(ceiling);
	rc = cells_run(&cells, err);
	buf_free(&cells.value);
	buf_free(&cells.formula);
	buf_free(&cells.other);
	sheet_heads_free(cells.heads);
	return rc;
}
