/*
 * odf_cell - the cells of an OpenDocument sheet, each at its address.
 *
 * A cell is told as it is shown; where the number behind it has more digits
 * than what is shown, the number follows.  Repeated cells and rows are told
 * once, at the first of their addresses.
 */
#include "scanner/extract/odf_flow.h"

#include <stdio.h>

#include "scanner/extract/sheet_address.h"
#include "scanner/extract/sheet_number.h"

enum { CELL_DIGITS_MANY = 8 };

static uint64_t
cell_repeat(const struct xml_element *element, const char *name)
{
	uint64_t repeat;

	if (!slice_number(xml_attribute(element, name), &repeat) ||
	    repeat == 0 || repeat > UINT32_MAX)
		return 1;
	return repeat;
}

static bool
cell_is_away(const struct xml_element *element)
{
	struct slice visibility = xml_attribute(element, "visibility");

	return slice_is_text(visibility, "collapse") ||
	    slice_is_text(visibility, "filter");
}

unsigned
odf_cell_flags(const struct odf_flow *flow)
{
	const struct odf_cell *cell = &flow->cell;
	bool hidden = cell->sheet_hidden || cell->row_hidden;

	if (!cell->in_sheet)
		return 0;
	for (size_t i = 0; i < cell->hidden_count && cell->in_cell; i++)
		hidden |= cell->column >= cell->hidden[i].first &&
		    cell->column <= cell->hidden[i].last;
	return hidden ? TEXT_FLAG_hidden : 0;
}

void
odf_cell_where(const struct odf_flow *flow, char where[ODF_WHERE_MAX])
{
	const struct odf_cell *cell = &flow->cell;
	const char *base = flow->source->where;
	char address[SHEET_ADDRESS_MAX] = "";

	if (cell->in_cell)
		sheet_address_print(cell->column, cell->row, address);
	snprintf(where, ODF_WHERE_MAX, "%s%ssheet %u%s%s", base,
	    base[0] ? " > " : "", cell->sheets, cell->in_cell ? " > " : "",
	    address);
}

enum rc
odf_cell_place(struct odf_flow *flow, uint32_t *place, struct err *err)
{
	const struct odf_cell *cell = &flow->cell;
	char where[ODF_WHERE_MAX];

	odf_cell_where(flow, where);
	return emit_place(flow->emit, place, cell->name, cell->in_cell ?
	    sheet_heads_of(cell->heads, cell->column) : (struct slice){0},
	    err, "%s", where);
}

static enum rc
cell_begin_sheet(struct odf_flow *flow, const struct xml_element *element,
    struct err *err)
{
	struct odf_cell *cell = &flow->cell;
	uint32_t place;

	sheet_heads_free(cell->heads);
	cell->heads = sheet_heads_new();
	if (cell->heads == NULL)
		return err_set(err, RC_SYSTEM, "no memory for a sheet");
	cell->in_sheet = true;
	cell->sheet_depth = element->depth;
	cell->sheets++;
	cell->row = 0;
	cell->row_repeat = 1;
	cell->columns = 0;
	cell->hidden_count = 0;
	cell->name = arena_copy(flow->odf->arena,
	    xml_attribute(element, "name"));
	if (cell->name.at == NULL)
		return arena_full(flow->odf->arena, "a sheet's name", err);
	cell->sheet_hidden = odf_style_hides(&flow->odf->styles, "table",
	    xml_attribute(element, "style-name"));
	if (cell->sheet_hidden)
		TRY(odf_flow_hidden(flow, err));
	TRY(odf_cell_place(flow, &place, err));
	return emit_line(flow->emit, place, TEXT_FLAG_metadata, cell->name,
	    err);
}

static enum rc
cell_begin_row(struct odf_flow *flow, const struct xml_element *element,
    struct err *err)
{
	struct odf_cell *cell = &flow->cell;

	cell->row += cell->row == 0 ? 1 : cell->row_repeat;
	cell->row_repeat = cell_repeat(element, "number-rows-repeated");
	cell->column = 0;
	cell->column_repeat = 1;
	cell->row_hidden = cell_is_away(element);
	sheet_heads_row(cell->heads);
	return cell->row_hidden ? odf_flow_hidden(flow, err) : RC_OK;
}

static void
cell_begin_column(struct odf_flow *flow, const struct xml_element *element)
{
	struct odf_cell *cell = &flow->cell;
	uint64_t first = cell->columns + 1;

	cell->columns += cell_repeat(element, "number-columns-repeated");
	if (!cell_is_away(element) || cell->hidden_count == ODF_RANGES_MOST)
		return;
	cell->hidden[cell->hidden_count].first = first;
	cell->hidden[cell->hidden_count++].last = cell->columns;
}

static void
cell_begin_cell(struct odf_flow *flow, const struct xml_element *element)
{
	static const char *const values[] = {"value", "date-value",
		"time-value", "string-value", NULL};
	struct odf_cell *cell = &flow->cell;
	struct slice type = xml_attribute(element, "value-type");

	cell->column += cell->column == 0 ? 1 : cell->column_repeat;
	cell->column_repeat = cell_repeat(element, "number-columns-repeated");
	cell->in_cell = true;
	cell->depth = element->depth;
	cell->words = type.len == 0 || slice_is_text(type, "string");
	buf_clear(&cell->text);
	buf_clear(&cell->value);
	buf_clear(&cell->formula);
	for (size_t i = 0; values[i] != NULL && cell->value.len == 0; i++)
		(void)!buf_put(&cell->value,
		    xml_attribute(element, values[i]));
	(void)!buf_put(&cell->formula, xml_attribute(element, "formula"));
}

bool
odf_cell_begin(struct odf_flow *flow, const struct xml_element *element,
    enum rc *rc, struct err *err)
{
	struct odf_cell *cell = &flow->cell;

	*rc = RC_OK;
	if (xml_is(element, "table") && flow->sheets && !cell->in_sheet)
		*rc = cell_begin_sheet(flow, element, err);
	else if (!cell->in_sheet || cell->in_cell)
		return false;
	else if (xml_is(element, "table-row"))
		*rc = cell_begin_row(flow, element, err);
	else if (xml_is(element, "table-column"))
		cell_begin_column(flow, element);
	else if (xml_is(element, "table-cell") ||
	    xml_is(element, "covered-table-cell"))
		cell_begin_cell(flow, element);
	else
		return false;
	return true;
}

/* Has the number many digits that what is shown does not have? */
static bool
cell_value_tells(struct slice shown, struct slice value)
{
	size_t digits = 0, at = 0;

	for (size_t i = 0; i < value.len; i++) {
		if (!byte_is_digit(value.at[i]))
			continue;
		digits++;
		while (at < shown.len && shown.at[at] != value.at[i])
			at++;
		if (at == shown.len)
			return value.len >= CELL_DIGITS_MANY;
		at++;
	}
	return digits == 0 && shown.len == 0;
}

/* The number or date behind what is shown, and the formula behind it. */
static enum rc
cell_tell_value(struct odf_flow *flow, uint32_t place, struct err *err)
{
	struct odf_cell *cell = &flow->cell;
	struct slice shown = buf_slice(&cell->text);
	struct slice value = buf_slice(&cell->value);
	struct slice formula = buf_slice(&cell->formula);
	char number[SHEET_NUMBER_MAX];
	unsigned flags = odf_cell_flags(flow);

	if (!cell->words)
		value = sheet_number_print(value, NULL, false, number);
	if (shown.len == 0 || cell_value_tells(shown, value))
		TRY(emit_line(flow->emit, place, flags, value, err));
	else if (cell->words && !slice_is(value, shown))
		TRY(emit_line(flow->emit, place, flags | TEXT_FLAG_hidden,
		    value, err));
	if (slice_find_byte(formula, '"') == SIZE_MAX &&
	    slice_find(formula, slice_of("://")) == SIZE_MAX)
		return RC_OK;
	return emit_line(flow->emit, place, flags | TEXT_FLAG_hidden, formula,
	    err);
}

static enum rc
cell_end_cell(struct odf_flow *flow, struct err *err)
{
	struct odf_cell *cell = &flow->cell;
	struct slice text = buf_slice(&cell->text);
	uint32_t place;

	if (text.len + cell->value.len + cell->formula.len == 0) {
		cell->in_cell = false;
		return RC_OK;
	}
	if (odf_cell_flags(flow) != 0)
		TRY(odf_flow_hidden(flow, err));
	TRY(odf_cell_place(flow, &place, err));
	TRY(emit_line(flow->emit, place, odf_cell_flags(flow), text, err));
	TRY(cell_tell_value(flow, place, err));
	if (text.len > 0)
		sheet_heads_cell(cell->heads, cell->column,
		    slice_trim(text), cell->words);
	cell->in_cell = false;
	return RC_OK;
}

enum rc
odf_cell_end(struct odf_flow *flow, const struct xml_element *element,
    struct err *err)
{
	struct odf_cell *cell = &flow->cell;

	if (cell->in_cell && element->depth <= cell->depth)
		return cell_end_cell(flow, err);
	if (cell->in_sheet && element->depth <= cell->sheet_depth)
		cell->in_sheet = false;
	else if (cell->in_sheet && !cell->in_cell &&
	    xml_is(element, "table-row"))
		sheet_heads_row_end(cell->heads);
	return RC_OK;
}
