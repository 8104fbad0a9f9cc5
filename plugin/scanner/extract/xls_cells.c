/*
 * xls_cells - the cells, comments and boxes of one sheet, each at its place.
 */
#include "scanner/extract/xls_cells.h"

#include <stdio.h>
#include <stdlib.h>

#include "scanner/extract/little.h"
#include "scanner/extract/sheet_heads.h"
#include "scanner/extract/sheet_number.h"

enum {
	ROWS = 65536, COLUMNS = 256, TEXT_CEILING = 1 << 24,
	LINK_URL = 0x79eac9e0,	/* how the class of a URL begins */
	LINK_NAME = 0x14,
};

struct box {			/* a text box, perhaps of a comment */
	struct slice text;
	uint16_t object;
	bool told;
};

struct xls_cells {
	const struct ole_part *part;
	struct emit *emit;
	struct xls_book *book;
	struct sheet_heads *heads;
	uint32_t number;	/* of the sheet */
	struct slice name;
	bool hidden, hidden_said;
	uint32_t sheet_place, chart_place;
	unsigned row, column;	/* of the last formula */
	unsigned heads_row;
	uint16_t object;	/* the last one */
	struct buf text, boxes;
	uint32_t box_of[65536];	/* by object, counting from 1 */
	bool row_hidden[ROWS];
	bool column_hidden[COLUMNS];
};

struct xls_cells *
xls_cells_new(const struct ole_part *part, struct xls_book *book)
{
	struct xls_cells *cells = calloc(1, sizeof(*cells));

	if (cells == NULL)
		return NULL;
	cells->part = part;
	cells->emit = &part->ole->emit;
	cells->book = book;
	cells->text = buf_new(TEXT_CEILING);
	cells->boxes = buf_new(TEXT_CEILING);
	return cells;
}

void
xls_cells_free(struct xls_cells *cells)
{
	if (cells == NULL)
		return;
	sheet_heads_free(cells->heads);
	buf_free(&cells->text);
	buf_free(&cells->boxes);
	free(cells);
}

/* ---------------------------------------------------------------- places */

static enum rc
sheet_place(struct xls_cells *cells, struct err *err)
{
	if (cells->sheet_place != 0)
		return RC_OK;
	return ole_place(cells->part, &cells->sheet_place, cells->name,
	    (struct slice){0}, err, "sheet %u", cells->number);
}

static void
print_address(unsigned row, unsigned column, char out[16])
{
	if (column >= 26)
		snprintf(out, 16, "%c%c%u", 'A' + (int)(column / 26 - 1) % 26,
		    'A' + (int)(column % 26), row + 1);
	else
		snprintf(out, 16, "%c%u", 'A' + (int)column, row + 1);
}

static enum rc
say_hidden(struct xls_cells *cells, struct err *err)
{
	if (cells->hidden_said)
		return RC_OK;
	cells->hidden_said = true;
	return emit_flag(cells->emit, 0, PART_FLAG_hidden, err);
}

static enum rc
cell_tell(struct xls_cells *cells, unsigned row, unsigned column,
    struct slice text, bool words, struct err *err)
{
	bool hidden = cells->hidden || cells->row_hidden[row] ||
	    (column < COLUMNS && cells->column_hidden[column]);
	char address[16];
	uint32_t place;

	if (text.len == 0)
		return RC_OK;
	if (row != cells->heads_row) {
		sheet_heads_row_end(cells->heads);
		sheet_heads_row(cells->heads);
		cells->heads_row = row;
	}
	print_address(row, column, address);
	TRY(ole_place(cells->part, &place, cells->name,
	    sheet_heads_of(cells->heads, column + 1), err, "sheet %u > %s",
	    cells->number, address));
	sheet_heads_cell(cells->heads, column + 1, text, words);
	if (hidden)
		TRY(say_hidden(cells, err));
	return emit_text(cells->emit, place, hidden ? TEXT_FLAG_hidden : 0,
	    text, err);
}

/* ----------------------------------------------------------------- cells */

static enum rc
cell_number(struct xls_cells *cells, unsigned row, unsigned column,
    unsigned format, double value, struct err *err)
{
	char out[SHEET_NUMBER_MAX];

	return cell_tell(cells, row, column, xls_book_number(cells->book,
	    format, value, out), false, err);
}

static enum rc
cell_text(struct xls_cells *cells, unsigned row, unsigned column,
    const struct biff *biff, size_t at, struct err *err)
{
	struct biff_cursor cursor = biff_cursor(biff, at);
	size_t count = biff_16(&cursor);
	struct biff_form form = *xls_book_form(cells->book);

	buf_clear(&cells->text);
	TRY(biff_text(&cursor, &form, count, cells->part->ole->pages,
	    &cells->text, err));
	return cell_tell(cells, row, column, buf_slice(&cells->text), true,
	    err);
}

static enum rc
cell_shared(struct xls_cells *cells, const struct biff *biff, struct err *err)
{
	struct slice text;

	if (!xls_book_string(cells->book, little_32(biff->data, 6), &text))
		return RC_OK;
	return cell_tell(cells, little_16(biff->data, 0),
	    little_16(biff->data, 2), text, true, err);
}

static enum rc
cell_many(struct xls_cells *cells, const struct biff *biff, struct err *err)
{
	unsigned row = little_16(biff->data, 0);
	unsigned column = little_16(biff->data, 2);

	for (size_t at = 4; little_has(biff->data, at, 8); at += 6)
		TRY(cell_number(cells, row, column++ & 0xffff,
		    little_16(biff->data, at),
		    sheet_number_packed(little_32(biff->data, at + 2)), err));
	return RC_OK;
}

/* 2.5.133: the last result of a formula; a text comes in the next record. */
static enum rc
cell_formula(struct xls_cells *cells, const struct biff *biff,
    struct err *err)
{
	struct slice data = biff->data;

	cells->row = little_16(data, 0);
	cells->column = little_16(data, 2);
	if (little_16(data, 12) != 0xffff)
		return cell_number(cells, cells->row, cells->column,
		    little_16(data, 4), little_real64(data, 6), err);
	if (little_8(data, 6) != 1)
		return RC_OK;
	return cell_tell(cells, cells->row, cells->column,
	    slice_of(little_8(data, 8) != 0 ? "TRUE" : "FALSE"), true, err);
}

static enum rc
cell_boolean(struct xls_cells *cells, const struct biff *biff,
    struct err *err)
{
	if (little_8(biff->data, 7) != 0)	/* an error value */
		return RC_OK;
	return cell_tell(cells, little_16(biff->data, 0),
	    little_16(biff->data, 2),
	    slice_of(little_8(biff->data, 6) != 0 ? "TRUE" : "FALSE"), true,
	    err);
}

/* The forms of Excel 2 to 4, with three bytes of attributes or an index. */
static enum rc
cell_old(struct xls_cells *cells, const struct biff *biff, struct err *err)
{
	struct slice data = biff->data;
	unsigned row = little_16(data, 0), column = little_16(data, 2);

	switch (biff->type) {
	case 0x02:		/* INTEGER */
		return cell_number(cells, row, column, UINT32_MAX,
		    little_16(data, 7), err);
	case 0x03:		/* NUMBER */
		return cell_number(cells, row, column, UINT32_MAX,
		    little_real64(data, 7), err);
	case 0x04:		/* LABEL */
		buf_clear(&cells->text);
		TRY(codepage_put(cells->part->ole->pages,
		    xls_book_form(cells->book)->page,
		    little_bytes(data, 8, little_8(data, 7)), &cells->text,
		    err));
		return cell_tell(cells, row, column,
		    buf_slice(&cells->text), true, err);
	}
	return RC_OK;
}

/* -------------------------------------------------------- boxes and notes */

/* 2.4.329: a box's text stands in the records that continue it. */
static enum rc
take_box(struct xls_cells *cells, const struct biff *biff, struct err *err)
{
	struct biff_cursor cursor = biff_cursor(biff, biff->data.len);
	struct biff_form form = {.unicode = true, .bare = true};
	struct arena *arena = cells->emit->job->arena;
	size_t count = little_16(biff->data, 10);
	struct box box = {.object = cells->object};

	buf_clear(&cells->text);
	if (count == 0)
		return RC_OK;
	TRY(biff_text(&cursor, &form, count, cells->part->ole->pages,
	    &cells->text, err));
	box.text = arena_copy(arena, buf_slice(&cells->text));
	if (box.text.at == NULL)
		return arena_full(arena, "text boxes", err);
	if (buf_put(&cells->boxes, slice_bytes(&box, sizeof(box))))
		cells->box_of[box.object] = (uint32_t)
		    (cells->boxes.len / sizeof(box));
	return RC_OK;
}

static enum rc
note_tell(struct xls_cells *cells, const struct biff *biff, struct slice author,
    struct slice text, struct err *err)
{
	char address[16];
	uint32_t place;

	print_address(little_16(biff->data, 0), little_16(biff->data, 2),
	    address);
	TRY(ole_place(cells->part, &place, author, (struct slice){0}, err,
	    "sheet %u > %s > comment", cells->number, address));
	TRY(emit_line(cells->emit, place, TEXT_FLAG_hidden |
	    TEXT_FLAG_metadata, author, err));
	return emit_line(cells->emit, place, TEXT_FLAG_hidden, text, err);
}

/* 2.4.179; before Excel 97 the text stands in the record itself. */
static enum rc
take_note(struct xls_cells *cells, const struct biff *biff, struct err *err)
{
	struct biff_form form = *xls_book_form(cells->book);
	struct biff_cursor cursor = biff_cursor(biff, 8);
	uint32_t number = cells->box_of[little_16(biff->data, 6)];
	struct box *box = NULL;
	struct slice none = {0};

	buf_clear(&cells->text);
	if (!form.unicode) {
		TRY(codepage_put(cells->part->ole->pages, form.page,
		    slice_sub(biff->data, 6, biff->data.len), &cells->text,
		    err));
		return note_tell(cells, biff, none, buf_slice(&cells->text),
		    err);
	}
	TRY(biff_text(&cursor, &form, biff_16(&cursor),
	    cells->part->ole->pages, &cells->text, err));
	if (number > 0) {
		box = (struct box *)(void *)cells->boxes.at + number - 1;
		box->told = true;
	}
	return note_tell(cells, biff, buf_slice(&cells->text),
	    box == NULL ? none : box->text, err);
}

/* --------------------------------------------------------- sheet and chart */

static enum rc
sheet_tell(struct xls_cells *cells, unsigned flags, struct slice text,
    struct err *err)
{
	TRY(sheet_place(cells, err));
	return emit_line(cells->emit, cells->sheet_place, flags, text, err);
}

/* 2.4.124, 2.4.136: a page header or footer. */
static enum rc
take_page(struct xls_cells *cells, const struct biff *biff, struct err *err)
{
	struct biff_form form = *xls_book_form(cells->book);
	struct biff_cursor cursor = biff_cursor(biff, form.unicode ? 2 : 1);
	size_t count = form.unicode ? little_16(biff->data, 0) :
	    little_8(biff->data, 0);

	if (biff->data.len == 0)
		return RC_OK;
	buf_clear(&cells->text);
	TRY(biff_text(&cursor, &form, count, cells->part->ole->pages,
	    &cells->text, err));
	return sheet_tell(cells, TEXT_FLAG_header_footer,
	    buf_slice(&cells->text), err);
}

/* 2.4.140: what a link shows, and where it leads ([MS-OSHARED] 2.3.7.1). */
static enum rc
take_link(struct xls_cells *cells, const struct biff *biff, struct err *err)
{
	struct slice s = biff->data;
	size_t at = 32, len;

	buf_clear(&cells->text);
	if ((little_32(s, 28) & LINK_NAME) == LINK_NAME) {
		len = 2 * (size_t)little_32(s, at);
		codepage_wide(&cells->text,
		    little_wide(little_bytes(s, at + 4, len)));
		(void)!buf_byte(&cells->text, ' ');
		at += 4 + len;
	}
	if (little_32(s, at) == LINK_URL)
		codepage_wide(&cells->text, little_wide(little_bytes(s,
		    at + 20, little_32(s, at + 16))));
	else if (little_has(s, at, 22))
		(void)!buf_put(&cells->text, little_text(little_bytes(s,
		    at + 22, little_32(s, at + 18))));
	return sheet_tell(cells, TEXT_FLAG_hidden, buf_slice(&cells->text),
	    err);
}

/* 2.4.254: words of a chart, all at one place. */
static enum rc
take_chart_text(struct xls_cells *cells, const struct biff *biff,
    struct err *err)
{
	struct biff_form form = *xls_book_form(cells->book);
	struct biff_cursor cursor = biff_cursor(biff, 3);

	buf_clear(&cells->text);
	TRY(biff_text(&cursor, &form, little_8(biff->data, 2),
	    cells->part->ole->pages, &cells->text, err));
	if (cells->chart_place == 0)
		TRY(ole_place(cells->part, &cells->chart_place, cells->name,
		    (struct slice){0}, err, "sheet %u > chart",
		    cells->number));
	return emit_line(cells->emit, cells->chart_place, 0,
	    buf_slice(&cells->text), err);
}

static void
hide_columns(struct xls_cells *cells, struct slice data)
{
	unsigned last = little_16(data, 2);

	if ((little_16(data, 8) & 1) == 0)
		return;
	for (unsigned i = little_16(data, 0); i <= last && i < COLUMNS; i++)
		cells->column_hidden[i] = true;
}

/* ------------------------------------------------------------------ seam */

enum rc
xls_cells_begin(struct xls_cells *cells, uint32_t number,
    const struct xls_sheet *sheet, struct err *err)
{
	sheet_heads_free(cells->heads);
	cells->heads = sheet_heads_new();
	if (cells->heads == NULL)
		return err_set(err, RC_SYSTEM, "no memory for a worksheet");
	sheet_heads_row(cells->heads);
	memset(cells->row_hidden, 0, sizeof(cells->row_hidden));
	memset(cells->column_hidden, 0, sizeof(cells->column_hidden));
	memset(cells->box_of, 0, sizeof(cells->box_of));
	cells->boxes.len = 0;
	cells->number = number;
	cells->name = sheet == NULL ? (struct slice){0} : sheet->name;
	cells->hidden = sheet != NULL && sheet->hidden;
	cells->sheet_place = cells->chart_place = 0;
	cells->heads_row = UINT32_MAX;
	if (cells->hidden)
		TRY(say_hidden(cells, err));
	if (cells->name.len == 0)
		return RC_OK;
	return sheet_tell(cells, TEXT_FLAG_metadata, cells->name, err);
}

static enum rc
take_cell(struct xls_cells *cells, const struct biff *biff, struct err *err)
{
	struct slice data = biff->data;
	unsigned row = little_16(data, 0), column = little_16(data, 2);

	switch (biff->type) {
	case 0xfd:		/* LABELSST */
		return cell_shared(cells, biff, err);
	case 0x204:		/* LABEL */
	case 0xd6:		/* RSTRING */
		return cell_text(cells, row, column, biff, 6, err);
	case 0x203:		/* NUMBER */
		return cell_number(cells, row, column, little_16(data, 4),
		    little_real64(data, 6), err);
	case 0x27e:		/* RK */
		return cell_number(cells, row, column, little_16(data, 4),
		    sheet_number_packed(little_32(data, 6)), err);
	case 0xbd:		/* MULRK */
		return cell_many(cells, biff, err);
	case 0x06:
	case 0x206:
	case 0x406:		/* FORMULA */
		return cell_formula(cells, biff, err);
	case 0x207:		/* STRING */
		return cell_text(cells, cells->row, cells->column, biff, 0,
		    err);
	case 0x205:		/* BOOLERR */
		return cell_boolean(cells, biff, err);
	}
	return cell_old(cells, biff, err);
}

enum rc
xls_cells_record(struct xls_cells *cells, const struct biff *biff, bool chart,
    struct err *err)
{
	switch (biff->type) {
	case 0x5d:		/* OBJ: the first part names the object */
		cells->object = little_16(biff->data, 6);
		return RC_OK;
	case 0x1b6:		/* TXO */
		return take_box(cells, biff, err);
	case 0x1c:		/* NOTE */
		return take_note(cells, biff, err);
	case 0x14:		/* HEADER */
	case 0x15:		/* FOOTER */
		return take_page(cells, biff, err);
	case 0x100d:		/* SeriesText */
		return take_chart_text(cells, biff, err);
	case 0x1b8:		/* HLINK */
		return take_link(cells, biff, err);
	case 0x7d:		/* COLINFO */
		hide_columns(cells, biff->data);
		return RC_OK;
	case 0x208:		/* ROW */
		cells->row_hidden[little_16(biff->data, 0)] =
		    (little_16(biff->data, 12) & 0x20) != 0;
		return RC_OK;
	}
	/* A chart keeps copies of the cells it shows. */
	return chart ? RC_OK : take_cell(cells, biff, err);
}

enum rc
xls_cells_end(struct xls_cells *cells, struct err *err)
{
	const struct box *box = (const struct box *)(const void *)
	    cells->boxes.at;
	size_t count = cells->boxes.len / sizeof(*box);
	uint32_t place, number = 0;

	for (size_t i = 0; i < count; i++) {
		if (box[i].told)
			continue;
		TRY(ole_place(cells->part, &place, cells->name,
		    (struct slice){0}, err, "sheet %u > text box %u",
		    cells->number, ++number));
		TRY(emit_line(cells->emit, place, cells->hidden ?
		    TEXT_FLAG_hidden : 0, box[i].text, err));
	}
	return RC_OK;
}
