/*
 * csv - a table of rows and columns in plain text.
 *
 * Text that really is one: three or more rows with the same number of columns,
 * told apart by the same sign.  Prose with commas and lists of amounts are none;
 * what is called a table may have titles, rows of any length or a single column.
 * Every cell is told at its row and column with the head of its
 * column as evidence.
 */
#include "scanner/extract/fields.h"
#include "scanner/extract/sheet_heads.h"
#include "scanner/extract/texty.h"

enum { CSV_LOOK = 16384, CSV_ROWS_LOOK = 40, CSV_ROWS_LEAST = 3 };

struct csv_cell {
	struct slice text;	/* without its quotes; "" is still doubled */
	bool quoted;
	bool last;		/* of its row */
};

/* Where a quoted cell ends; its length when the quote stays open. */
static size_t
csv_quote_end(struct slice text)
{
	for (size_t i = 1; i < text.len; i++) {
		if (text.at[i] != '"')
			continue;
		if (i + 1 >= text.len || text.at[i + 1] != '"')
			return i;
		i++;
	}
	return text.len;
}

/* Take a cell from `*rest`; false at the end. */
static bool
csv_next(struct slice *rest, unsigned char sign, struct csv_cell *cell)
{
	size_t end = 0;

	if (rest->len == 0)
		return false;
	*cell = (struct csv_cell){.last = true};
	cell->quoted = rest->at[0] == '"';
	if (cell->quoted) {
		end = csv_quote_end(*rest);
		cell->text = slice_sub(*rest, 1, end);
	}
	while (end < rest->len && rest->at[end] != sign &&
	    rest->at[end] != '\n')
		end++;
	if (!cell->quoted)
		cell->text = slice_sub(*rest, 0, end);
	cell->last = end == rest->len || rest->at[end] == '\n';
	*rest = slice_sub(*rest, end + 1, rest->len);
	return true;
}

/* What a sign does between cells, and what it does in prose and amounts. */
struct csv_look {
	size_t rows, columns, signs, other_uses;
};

/* "1,234,567" and "words, and more": not a sign between cells. */
static bool
csv_is_other_use(struct slice before, struct slice rest)
{
	size_t digits = 0;

	if (rest.len > 0 && rest.at[0] == ' ')
		return true;
	while (digits < rest.len && byte_is_digit(rest.at[digits]))
		digits++;
	return digits == 3 && before.len > 0 &&
	    byte_is_digit(before.at[before.len - 1]) &&
	    (before.len <= 3 || !byte_is_digit(before.at[before.len - 4]));
}

static bool
csv_look(struct slice head, bool whole, unsigned char sign,
    struct csv_look *look)
{
	struct slice rest = head;
	struct csv_cell cell;
	size_t columns = 0;

	*look = (struct csv_look){0};
	while (look->rows < CSV_ROWS_LOOK && csv_next(&rest, sign, &cell)) {
		columns++;
		if (!cell.last) {
			look->signs++;
			look->other_uses += csv_is_other_use(cell.text, rest);
			continue;
		}
		/* The last row of the head may be cut. */
		if (rest.len == 0 && !whole)
			break;
		if (columns == 1 && slice_trim(cell.text).len == 0) {
			columns = 0;
			continue;
		}
		if (look->rows > 0 && columns != look->columns)
			return false;
		look->columns = columns;
		look->rows++;
		columns = 0;
	}
	return look->rows >= CSV_ROWS_LEAST;
}

/* The sign between cells, or 0 when this is no table. */
static unsigned char
csv_sign(struct slice text, bool whole)
{
	static const unsigned char signs[] = {'\t', ';', ',', '|'};
	struct slice head = slice_sub(text, 0, CSV_LOOK);
	struct csv_look look;

	for (size_t i = 0; i < sizeof(signs); i++) {
		size_t least = signs[i] == '\t' ? 2 : 3;

		if (csv_look(head, whole && head.len == text.len, signs[i],
		    &look) &&
		    look.columns >= least &&
		    (signs[i] == '\t' || look.other_uses * 2 < look.signs))
			return signs[i];
	}
	return 0;
}

/* The name or the type says that it is a table. */
static bool
csv_is_claimed(struct slice name, struct slice declared)
{
	return slice_ends_nocase(name, slice_of(".csv")) ||
	    slice_ends_nocase(name, slice_of(".tsv")) ||
	    slice_ends_nocase(name, slice_of(".tab")) ||
	    slice_is_text(declared, "text/csv") ||
	    slice_is_text(declared, "text/tab-separated-values");
}

/*
 * The sign of a table that is said to be one: that of most rows, whatever
 * titles stand before it, or the line end of a single column.
 */
static unsigned char
csv_claimed_sign(struct slice text)
{
	static const unsigned char signs[] = {'\t', ';', ',', '|'};
	struct slice head = slice_sub(text, 0, CSV_LOOK);

	for (size_t i = 0; i < sizeof(signs); i++) {
		struct slice rest = head, line;
		size_t rows = 0, with = 0;

		while (slice_cut(&rest, '\n', &line)) {
			rows += slice_trim(line).len > 0;
			with += slice_find_byte(line, signs[i]) != SIZE_MAX;
		}
		if (rows > 1 && with * 2 > rows)
			return signs[i];
	}
	return '\n';
}

static unsigned
csv_sniff(struct slice bytes, struct slice name, struct slice declared)
{
	unsigned char narrow[CSV_LOOK];
	struct slice text = texty_narrow(bytes, narrow, sizeof(narrow));

	if (text.len == 0 || memchr(text.at, 0, text.len) != NULL)
		return 0;
	if (csv_sign(text, text.len < sizeof(narrow)) != 0)
		return 2;
	return csv_is_claimed(name, declared) && texty_is(bytes) ? 1 : 0;
}

/* A head is words; what begins with a digit is a value. */
static bool
csv_is_words(struct slice text)
{
	for (size_t i = 0; i < text.len; i++)
		if (byte_is_alpha(text.at[i]) || text.at[i] >= 0x80)
			return !byte_is_digit(text.at[0]);
	return false;
}

/* The cell without doubled quotes. */
static struct slice
csv_text(const struct csv_cell *cell, struct buf *out)
{
	struct slice text = slice_trim(cell->text);

	if (!cell->quoted || slice_find(text, slice_of("\"\"")) == SIZE_MAX)
		return text;
	buf_clear(out);
	for (size_t i = 0; i < text.len; i++) {
		(void)!buf_byte(out, text.at[i]);
		if (text.at[i] == '"' && i + 1 < text.len &&
		    text.at[i + 1] == '"')
			i++;
	}
	return buf_slice(out);
}

static enum rc
csv_tell(struct fields *fields, struct sheet_heads *heads, struct buf *out,
    struct slice *rest, struct err *err)
{
	unsigned char sign = csv_sign(*rest, true);
	uint32_t row = 1, column = 0;
	struct csv_cell cell;

	if (sign == 0)
		sign = csv_claimed_sign(*rest);
	sheet_heads_row(heads);
	while (fields_has_room(fields) &&
	    csv_next(rest, sign, &cell)) {
		struct slice text = csv_text(&cell, out);

		if (out->full)
			TRY(emit_cause(&fields->emit, 0, CAUSE_too_big,
			    err));
		column++;
		TRY(fields_tell(fields, sheet_heads_of(heads, column), text,
		    err, "row %u > column %u", row, column));
		if (text.len > 0)
			sheet_heads_cell(heads, column, text,
			    csv_is_words(text));
		if (!cell.last)
			continue;
		sheet_heads_row_end(heads);
		sheet_heads_row(heads);
		row++;
		column = 0;
	}
	return RC_OK;
}

static enum rc
csv_extract(const struct extract_job *job, const struct extract_sink *sink,
    struct err *err)
{
	struct sheet_heads *heads = sheet_heads_new();
	struct buf out = buf_new((size_t)job->limits->text_part_bytes);
	struct fields fields;
	struct slice rest;
	enum rc rc;

	if (heads == NULL)
		return err_set(err, RC_SYSTEM, "no memory for a table");
	rc = fields_begin(&fields, job, sink, err);
	if (rc == RC_OK) {
		rest = fields.text;
		rc = csv_tell(&fields, heads, &out, &rest, err);
	}
	if (rc == RC_OK)
		rc = fields_end(&fields, rest, err);
	sheet_heads_free(heads);
	buf_free(&out);
	return rc;
}

static const char *const claims[] = {"text/csv",
	"text/tab-separated-values", ".csv", ".tsv", ".tab", ".txt", ".log",
	".md", NULL};
static const struct extract_sample good[] = {
	{"csv/comma.csv", "MEADOW-CELL", "row 2 > column 3", 0},
	{"csv/comma.csv", "with, comma and \"quotes\"", "row 3 > column 2",
	    0},
	{"csv/semicolon.csv", "MEADOW-SEMICOLON", "row 3 > column 1", 0},
	{"csv/tab.tsv", "MEADOW-TAB", "row 3 > column 2", 0},
	{"csv/wide.tsv", "MEADOW-WIDE", "row 2 > column 2", 0},
	{"csv/column.csv", "MEADOW-COLUMN", "row 3 > column 1", 0},
	{"csv/titled.csv", "MEADOW-TITLED", "row 4 > column 2", 0},
	{"csv/pipe.txt", "MEADOW-PIPE", "row 2 > column 3", 0},
	{0},
};
static const struct extract_sample bad[] = {
	{"csv/open.csv", "MEADOW-OPEN", "row 3 > column 2", 0},
	{0},
};

const struct extractor extractor_csv = {
	.name = "csv", .type = "text/csv", .claims = claims,
	.class = EXTRACT_TEXT, .sniff = csv_sniff, .extract = csv_extract,
	.good = good, .bad = bad,
};
