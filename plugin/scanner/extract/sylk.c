/*
 * sylk - tables in SYLK, the "symbolic link" of old spreadsheets (.slk).
 *
 * Lines of fields: "C;Y2;X1;K"text"" is the cell in row 2 and column 1.  Excel
 * opens such files whatever they are called.  Cells have the head of their
 * column as evidence; whatever else stands in a line is told as it is.
 */
#include "scanner/extract/fields.h"
#include "scanner/extract/sheet_address.h"
#include "scanner/extract/sheet_heads.h"

struct sylk {
	struct fields fields;
	struct sheet_heads *heads;
	struct buf value;
	uint64_t row, column, last_row;
};

static unsigned
sylk_sniff(struct slice bytes, struct slice name, struct slice declared)
{
	struct slice head = slice_sub(bytes, 0, 4096);

	(void)name, (void)declared;
	if (slice_starts(head, slice_of("\xef\xbb\xbf")))
		head = slice_sub(head, 3, head.len);
	return slice_starts(head, slice_of("ID;P")) ||
	    (slice_starts(head, slice_of("ID;")) &&
	    slice_find(head, slice_of("\nC;")) != SIZE_MAX) ? 2 : 0;
}

/* The next field of a line: a doubled semicolon stands for itself. */
static bool
next_field(struct slice *line, struct buf *field)
{
	size_t at = 0;

	if (line->at == NULL || line->len == 0)
		return false;
	buf_clear(field);
	while (at < line->len) {
		if (line->at[at] == ';') {
			if (at + 1 >= line->len || line->at[at + 1] != ';')
				break;
			at++;
		}
		(void)!buf_byte(field, line->at[at++]);
	}
	*line = slice_sub(*line, at + 1, line->len);
	return true;
}

/* What stands in quotes, or a number as it is. */
static struct slice
unquote(struct slice text, bool *words)
{
	*words = text.len >= 2 && text.at[0] == '"';
	if (!*words)
		return text;
	text = slice_sub(text, 1, text.len);
	if (text.at[text.len - 1] == '"')
		text.len--;
	return text;
}

static enum rc
tell_cell(struct sylk *sylk, struct slice text, struct err *err)
{
	char address[SHEET_ADDRESS_MAX];
	bool words;

	text = unquote(text, &words);
	if (text.len == 0)
		return RC_OK;
	if (sylk->row != sylk->last_row) {
		if (sylk->last_row != 0)
			sheet_heads_row_end(sylk->heads);
		sheet_heads_row(sylk->heads);
		sylk->last_row = sylk->row;
	}
	sheet_address_print(sylk->column, sylk->row, address);
	TRY(fields_tell(&sylk->fields, sheet_heads_of(sylk->heads,
	    sylk->column), text, err, "%s", address));
	sheet_heads_cell(sylk->heads, sylk->column, text, words);
	return RC_OK;
}

static enum rc
tell_other(struct sylk *sylk, const char *where, struct slice text,
    struct err *err)
{
	return fields_tell(&sylk->fields, slice_of(""), text, err, "%s",
	    where);
}

/* A formula, a comment, or what nobody knows: shown by no cell. */
static enum rc
read_rest(struct sylk *sylk, struct slice field, struct err *err)
{
	if (field.len < 2)
		return RC_OK;
	if (field.at[0] == 'E')
		return tell_other(sylk, "formulas", slice_sub(field, 1,
		    field.len), err);
	if (field.at[0] == 'A')
		return tell_other(sylk, "comments", slice_sub(field, 1,
		    field.len), err);
	return tell_other(sylk, "other records", field, err);
}

/* X and Y stay for the records that follow; K is the value. */
static enum rc
read_cell(struct sylk *sylk, struct slice line, struct buf *field,
    struct err *err)
{
	uint64_t number;

	buf_clear(&sylk->value);
	while (next_field(&line, field)) {
		struct slice text = buf_slice(field);
		unsigned char kind = text.len > 0 ? text.at[0] : 0;

		text = slice_sub(text, 1, text.len);
		if (kind == 'X' && slice_number(text, &number))
			sylk->column = number;
		else if (kind == 'Y' && slice_number(text, &number))
			sylk->row = number;
		else if (kind == 'K')
			(void)!buf_put(&sylk->value, text);
		else
			TRY(read_rest(sylk, buf_slice(field), err));
	}
	return tell_cell(sylk, buf_slice(&sylk->value), err);
}

static enum rc
read_lines(struct sylk *sylk, struct slice *rest, struct err *err)
{
	struct buf field = buf_new(
	    (size_t)sylk->fields.emit.job->limits->text_part_bytes);
	enum rc rc = RC_OK;
	struct slice line;

	while (rc == RC_OK && fields_has_room(&sylk->fields) &&
	    slice_cut(rest, '\n', &line)) {
		line = slice_trim(line);
		if (slice_starts(line, slice_of("C;")))
			rc = read_cell(sylk, slice_sub(line, 2, line.len),
			    &field, err);
		/* Names, formats, and what is no record: Excel skips it. */
		else if (line.len > 0)
			rc = tell_other(sylk, "other records", line, err);
	}
	buf_free(&field);
	return rc;
}

/* The last record is "E". */
static bool
ends(struct slice text)
{
	text = slice_trim(text);
	return slice_ends_nocase(text, slice_of("\nE"));
}

static enum rc
sylk_extract(const struct extract_job *job, const struct extract_sink *sink,
    struct err *err)
{
	struct sylk sylk = {.heads = sheet_heads_new(), .value = buf_new(
	    (size_t)job->limits->text_part_bytes), .row = 1, .column = 1};
	struct slice rest;
	enum rc rc;

	if (sylk.heads == NULL)
		return err_set(err, RC_SYSTEM, "no memory for a table");
	rc = fields_begin(&sylk.fields, job, sink, err);
	rest = sylk.fields.text;
	if (rc == RC_OK && !ends(rest))
		rc = emit_cause(&sylk.fields.emit, 0, CAUSE_truncated, err);
	if (rc == RC_OK)
		rc = read_lines(&sylk, &rest, err);
	if (rc == RC_OK)
		rc = fields_end(&sylk.fields, rest, err);
	sheet_heads_free(sylk.heads);
	buf_free(&sylk.value);
	return rc;
}

static const char *const claims[] = {"application/x-sylk",
	"text/spreadsheet", ".slk", ".sylk", ".csv", ".txt", ".xls", NULL};
static const struct extract_sample good[] = {
	{"sylk/table.slk", "MEADOW-CELL", "A2", 0},
	{"sylk/table.slk", "4111111111111111", "B2", 0},
	{"sylk/table.slk", "semi;colon", "A3", 0},
	{"sylk/table.slk", "MEADOW-FORMULA", "formulas", 0},
	{"sylk/table.slk", "MEADOW-NAME", "other records", 0},
	{"sylk/sparse.slk", "MEADOW-FAR", "C12", 0},
	{"sylk/kept.slk", "MEADOW-KEPT", "B1", 0},
	{"sylk/comment.slk", "MEADOW-COMMENT", "comments", 0},
	{"sylk/other.slk", "MEADOW-LOOSE", "other records", 0},
	{"sylk/other.slk", "MEADOW-FORMAT", "other records", 0},
	{"sylk/other.slk", "MEADOW-OPTION", "other records", 0},
	{"sylk/other.slk", "MEADOW-FIELD", "other records", 0},
	{"sylk/other.slk", "MEADOW-COLUMN", "other records", 0},
	{"sylk/other.slk", "4111111111111111", "formulas", 0},
	{"sylk/named.csv", "MEADOW-NAMED", "A1", 0},
	{0},
};
static const struct extract_sample bad[] = {
	{"sylk/cut.slk", "MEADOW-BEFORE", "A1", 1u << CAUSE_truncated},
	{0},
};

const struct extractor extractor_sylk = {
	.name = "sylk", .type = "application/x-sylk", .claims = claims,
	.class = EXTRACT_TEXT, .sniff = sylk_sniff, .extract = sylk_extract,
	.good = good, .bad = bad,
};
