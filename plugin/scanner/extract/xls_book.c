/*
 * xls_book - what all sheets of a workbook share: strings, formats, names.
 */
#include "scanner/extract/xls_book.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "scanner/extract/little.h"

enum {
	RECORD_BOUNDSHEET = 0x85, RECORD_SST = 0xfc, RECORD_FORMAT = 0x41e,
	RECORD_XF = 0xe0, RECORD_DATEMODE = 0x22, RECORD_CODEPAGE = 0x42,
	SHEETS_MOST = 65536, STRINGS_CEILING = 1 << 28,
};

struct string {
	uint32_t start, len;
	bool told;
};

struct style {			/* of a cell: an XF record */
	uint16_t number;
	bool known;
	struct sheet_format format;
};

struct code {			/* a FORMAT record */
	uint32_t start, len;
};

struct xls_book {
	struct emit *emit;
	struct codepages *pages;
	struct biff_form form;
	struct buf text;	/* all strings and format codes */
	struct buf strings, styles, sheets;
	struct code codes[65536];	/* by number of format */
	uint64_t repeated;
	bool from_1904, cut, missing;
};

struct xls_book *
xls_book_new(struct emit *emit, struct codepages *pages)
{
	struct xls_book *book = calloc(1, sizeof(*book));

	if (book == NULL)
		return NULL;
	book->emit = emit;
	book->pages = pages;
	book->form.page = 1252;
	book->text = buf_new(STRINGS_CEILING);
	book->strings = buf_new(STRINGS_CEILING);
	book->styles = buf_new(STRINGS_CEILING);
	book->sheets = buf_new(SHEETS_MOST * sizeof(struct xls_sheet));
	return book;
}

void
xls_book_free(struct xls_book *book)
{
	if (book == NULL)
		return;
	buf_free(&book->text);
	buf_free(&book->strings);
	buf_free(&book->styles);
	buf_free(&book->sheets);
	free(book);
}

struct biff_form *
xls_book_form(struct xls_book *book)
{
	return &book->form;
}

static struct string *
string_at(struct xls_book *book, size_t number)
{
	if (number >= book->strings.len / sizeof(struct string))
		return NULL;
	return (struct string *)(void *)book->strings.at + number;
}

/* 2.4.265: how often strings are used, how many there are, and they. */
static enum rc
take_strings(struct xls_book *book, const struct biff *biff, struct err *err)
{
	struct biff_cursor cursor = biff_cursor(biff, 4);
	uint32_t count = biff_32(&cursor);

	for (; count > 0 && !cursor.ended; count--) {
		struct string string = {.start = (uint32_t)book->text.len};
		size_t len = biff_16(&cursor);

		if (cursor.ended)
			break;
		TRY(biff_text(&cursor, &book->form, len, book->pages,
		    &book->text, err));
		string.len = (uint32_t)book->text.len - string.start;
		(void)!buf_put(&book->strings, slice_bytes(&string,
		    sizeof(string)));
		TRY(emit_due(book->emit, err));
	}
	book->missing = book->missing || count > 0;
	return RC_OK;
}

static enum rc
take_sheet(struct xls_book *book, const struct biff *biff, struct err *err)
{
	struct biff_cursor cursor = biff_cursor(biff, 7);
	struct arena *arena = book->emit->job->arena;
	struct xls_sheet sheet = {.offset = little_32(biff->data, 0),
		.hidden = (little_8(biff->data, 4) & 3) != 0};
	struct buf name = buf_new(4096);
	enum rc rc = biff_text(&cursor, &book->form,
	    little_8(biff->data, 6), book->pages, &name, err);

	/* dt 1: a sheet of Excel 4 macros. */
	if (rc == RC_OK && little_8(biff->data, 5) == 1)
		rc = emit_flag(book->emit, 0, PART_FLAG_macro, err);
	sheet.name = arena_copy(arena, buf_slice(&name));
	buf_free(&name);
	if (rc != RC_OK)
		return rc;
	if (sheet.name.at == NULL)
		return arena_full(arena, "names of sheets", err);
	(void)!buf_put(&book->sheets, slice_bytes(&sheet, sizeof(sheet)));
	return RC_OK;
}

static enum rc
take_format(struct xls_book *book, const struct biff *biff, struct err *err)
{
	bool unicode = book->form.unicode;
	struct biff_cursor cursor = biff_cursor(biff, unicode ? 4 : 3);
	struct code *code = &book->codes[little_16(biff->data, 0)];

	code->start = (uint32_t)book->text.len;
	TRY(biff_text(&cursor, &book->form, unicode ?
	    little_16(biff->data, 2) : little_8(biff->data, 2), book->pages,
	    &book->text, err));
	code->len = (uint32_t)book->text.len - code->start;
	return RC_OK;
}

enum rc
xls_book_record(struct xls_book *book, const struct biff *biff,
    struct err *err)
{
	struct style style = {.number = little_16(biff->data, 2)};

	switch (biff->type) {
	case RECORD_CODEPAGE:
		book->form.page = little_16(biff->data, 0);
		return RC_OK;
	case RECORD_DATEMODE:
		book->from_1904 = little_16(biff->data, 0) == 1;
		return RC_OK;
	case RECORD_XF:
		(void)!buf_put(&book->styles, slice_bytes(&style,
		    sizeof(style)));
		return RC_OK;
	case RECORD_FORMAT:
		return take_format(book, biff, err);
	case RECORD_BOUNDSHEET:
		return take_sheet(book, biff, err);
	case RECORD_SST:
		return take_strings(book, biff, err);
	}
	return RC_OK;
}

const struct xls_sheet *
xls_book_sheet_of(const struct xls_book *book, uint32_t number)
{
	if (number == 0 || number > book->sheets.len /
	    sizeof(struct xls_sheet))
		return NULL;
	return (const struct xls_sheet *)(const void *)book->sheets.at +
	    number - 1;
}

const struct xls_sheet *
xls_book_sheet(const struct xls_book *book, size_t offset, uint32_t *number)
{
	const struct xls_sheet *sheet;

	for (uint32_t i = 1; (sheet = xls_book_sheet_of(book, i)) != NULL;
	    i++)
		if (sheet->offset == offset) {
			*number = i;
			return sheet;
		}
	return NULL;
}

bool
xls_book_string(struct xls_book *book, uint32_t number, struct slice *text)
{
	struct string *string = string_at(book, number);

	if (string == NULL) {
		book->missing = true;
		return false;
	}
	*text = slice_sub(buf_slice(&book->text), string->start,
	    (size_t)string->start + string->len);
	if (string->told) {
		book->repeated += string->len;
		if (book->repeated > book->emit->job->limits->text_part_bytes) {
			book->cut = true;
			return false;
		}
	}
	string->told = true;
	return true;
}

enum rc
xls_book_rest(struct xls_book *book, struct err *err)
{
	const unsigned flags = TEXT_FLAG_hidden;
	struct string *string;
	uint32_t place = 0;

	for (size_t i = 0; (string = string_at(book, i)) != NULL; i++) {
		if (string->told || string->len == 0)
			continue;
		if (place == 0)
			TRY(emit_place(book->emit, &place, (struct slice){0},
			    (struct slice){0}, err, "strings of no cell"));
		TRY(emit_line(book->emit, place, flags,
		    slice_sub(buf_slice(&book->text), string->start,
		    (size_t)string->start + string->len), err));
	}
	if (book->cut || book->text.full || book->strings.full)
		TRY(emit_cause(book->emit, 0, CAUSE_too_big, err));
	if (book->missing)
		TRY(emit_cause(book->emit, 0, CAUSE_corrupt, err));
	return RC_OK;
}

/* The format of a cell, worked out when the first number needs it. */
static const struct sheet_format *
book_format(struct xls_book *book, unsigned number)
{
	struct style *style;
	const struct code *code;

	if (number >= book->styles.len / sizeof(*style))
		return NULL;
	style = (struct style *)(void *)book->styles.at + number;
	if (!style->known) {
		code = &book->codes[style->number];
		style->format = sheet_format_of(style->number,
		    slice_sub(buf_slice(&book->text), code->start,
		    (size_t)code->start + code->len));
		style->known = true;
	}
	return &style->format;
}

struct slice
xls_book_number(struct xls_book *book, unsigned format, double value,
    char out[SHEET_NUMBER_MAX])
{
	char raw[SHEET_NUMBER_MAX];

	/* Sixteen digits of a card must survive: "%.15g" would round them. */
	if (fabs(value) < 1e17 && value == floor(value))
		snprintf(raw, sizeof(raw), "%.0f", value);
	else
		snprintf(raw, sizeof(raw), "%.15g", value);
	snprintf(out, SHEET_NUMBER_MAX, "%s", raw);
	if (book_format(book, format) == NULL)
		return slice_of(out);
	/* May give back `raw` itself: copy it to where the caller keeps it. */
	struct slice text = sheet_number_print(slice_of(raw),
	    book_format(book, format), book->from_1904, out);
	if (text.at != (const unsigned char *)out) {
		snprintf(out, SHEET_NUMBER_MAX, "%s", raw);
		text = slice_of(out);
	}
	return text;
}
