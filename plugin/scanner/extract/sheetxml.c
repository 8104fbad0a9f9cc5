/*
 * sheetxml - workbooks of the one XML file that Excel 2002 and 2003 wrote.
 *
 * Cells at their addresses with the head of their column as evidence, comments,
 * page headers, properties.  What stands outside of cells is told at its sheet.
 */
#include <stdlib.h>

#include "base/buf.h"
#include "scanner/extract/elements.h"
#include "scanner/extract/sheet_address.h"
#include "scanner/extract/sheet_heads.h"
#include "scanner/extract/xml.h"

#define SPACE "urn:schemas-microsoft-com:office:spreadsheet"

enum { LOOK = 4096, HIDDEN_MOST = 64, DULL_MOST = 24, DULL_DIGITS = 6 };

struct sheetxml {
	struct emit *emit;
	struct sheet_heads *heads;
	uint32_t sheet, place;	/* place of the sheet, or 0 */
	uint64_t row, column, columns;	/* columns: of Column elements */
	uint64_t hidden[HIDDEN_MOST];
	size_t hidden_count;
	bool sheet_hidden, row_hidden, words;
	enum { OUTSIDE, DATA, COMMENT } in;
	struct buf name, text;
};

static unsigned
sheetxml_sniff(struct slice bytes, struct slice name, struct slice declared)
{
	struct slice head = slice_sub(bytes, 0, LOOK);

	(void)name, (void)declared;
	return slice_is_text(elements_root(bytes), "Workbook") &&
	    slice_find(head, slice_of(SPACE)) != SIZE_MAX ? 2 : 0;
}

/* "ss:Index" says where it goes on; without it, one further. */
static uint64_t
index_of(const struct xml_element *element, uint64_t last)
{
	uint64_t number;

	return slice_number(xml_attribute(element, "Index"), &number) &&
	    number > 0 && number <= UINT32_MAX ? number : last + 1;
}

static bool
is_hidden(const struct sheetxml *s)
{
	if (s->sheet_hidden || s->row_hidden)
		return true;
	for (size_t i = 0; i < s->hidden_count; i++)
		if (s->hidden[i] == s->column)
			return true;
	return false;
}

/* The sheet itself; before the first one, the workbook. */
static enum rc
sheet_place(struct sheetxml *s, struct err *err)
{
	if (s->place != 0 || s->sheet == 0)
		return RC_OK;
	return emit_place(s->emit, &s->place, buf_slice(&s->name),
	    (struct slice){0}, err, "sheet %u", s->sheet);
}

static enum rc
begin_sheet(struct sheetxml *s, const struct xml_element *element,
    struct err *err)
{
	s->sheet++;
	s->place = 0;
	s->row = s->column = s->columns = s->hidden_count = 0;
	s->sheet_hidden = false;
	buf_clear(&s->name);
	(void)!buf_put(&s->name, xml_attribute(element, "Name"));
	sheet_heads_free(s->heads);
	s->heads = sheet_heads_new();
	if (s->heads == NULL)
		return err_set(err, RC_SYSTEM, "no memory for a worksheet");
	TRY(sheet_place(s, err));
	return emit_line(s->emit, s->place, TEXT_FLAG_metadata,
	    buf_slice(&s->name), err);
}

/* Numbers and words of the format: "s62", "String", "105.75", "#FF0000". */
static bool
is_dull(struct slice value)
{
	size_t digits = 0;

	for (size_t i = 0; i < value.len; i++) {
		digits += byte_is_digit(value.at[i]);
		if (!byte_is_alnum(value.at[i]) && value.at[i] != '.' &&
		    value.at[i] != '#' && value.at[i] != '-')
			return false;
	}
	return value.len <= DULL_MOST && digits <= DULL_DIGITS;
}

/* What may have words in attributes: page headers, links, names, formulas. */
static enum rc
tell_attributes(struct sheetxml *s, const struct xml_element *element,
    struct err *err)
{
	static const char *const words[] = {"Data", "Author", "Name", "Title",
		NULL};
	bool page = xml_is(element, "Header") || xml_is(element, "Footer");

	for (size_t i = 0; i < element->count; i++) {
		const struct xml_attribute *one = &element->attributes[i];
		size_t word = 0;

		while (words[word] != NULL &&
		    strcmp(words[word], one->name) != 0)
			word++;
		if (words[word] != NULL || !is_dull(one->value))
			TRY(emit_line(s->emit, s->place, page ?
			    TEXT_FLAG_header_footer : TEXT_FLAG_hidden,
			    one->value, err));
	}
	return RC_OK;
}

static void
begin_column(struct sheetxml *s, const struct xml_element *element)
{
	uint64_t span = 0;

	s->columns = index_of(element, s->columns);
	(void)!slice_number(xml_attribute(element, "Span"), &span);
	for (uint64_t i = 0; xml_is_on(element, "Hidden") && i <= span &&
	    s->hidden_count < HIDDEN_MOST; i++)
		s->hidden[s->hidden_count++] = s->columns + i;
	s->columns += span < UINT32_MAX ? span : 0;
}

static enum rc
on_begin(void *own, const struct xml_element *element, struct err *err)
{
	struct sheetxml *s = own;

	if (xml_is(element, "Worksheet"))
		return begin_sheet(s, element, err);
	if (xml_is(element, "Column"))
		begin_column(s, element);
	if (xml_is(element, "Row")) {
		s->row = index_of(element, s->row);
		s->column = 0;
		s->row_hidden = xml_is_on(element, "Hidden");
		sheet_heads_row(s->heads);
	}
	if (xml_is(element, "Cell"))
		s->column = index_of(element, s->column);
	if (xml_is(element, "Comment"))
		s->in = COMMENT;
	if (xml_is(element, "Data") && s->in == OUTSIDE) {
		s->in = DATA;
		s->words = !slice_is_text(xml_attribute(element, "Type"),
		    "Number");
	}
	return tell_attributes(s, element, err);
}

static enum rc
on_text(void *own, struct slice text, struct err *err)
{
	struct sheetxml *s = own;

	(void)err;
	(void)!buf_put(&s->text, text);
	return RC_OK;
}

/* A cell or the comment on it. */
static enum rc
tell_cell(struct sheetxml *s, bool comment, struct err *err)
{
	struct slice text = slice_trim(buf_slice(&s->text));
	unsigned flags = comment || is_hidden(s) ? TEXT_FLAG_hidden : 0;
	char address[SHEET_ADDRESS_MAX];
	uint32_t place;

	if (text.len == 0)
		return RC_OK;
	sheet_address_print(s->column, s->row, address);
	TRY(emit_place(s->emit, &place, buf_slice(&s->name), comment ?
	    (struct slice){0} : sheet_heads_of(s->heads, s->column), err,
	    "sheet %u > %s%s", s->sheet, address, comment ? " > comment" :
	    ""));
	if (flags != 0)
		TRY(emit_flag(s->emit, 0, PART_FLAG_hidden, err));
	if (!comment)
		sheet_heads_cell(s->heads, s->column, text, s->words);
	return emit_line(s->emit, place, flags, text, err);
}

static enum rc
on_end(void *own, const struct xml_element *element, struct err *err)
{
	struct sheetxml *s = own;
	struct slice text;

	if (xml_is(element, "Row"))
		sheet_heads_row_end(s->heads);
	if ((s->in == DATA && xml_is(element, "Data")) ||
	    (s->in == COMMENT && xml_is(element, "Comment"))) {
		TRY(tell_cell(s, s->in == COMMENT, err));
		s->in = OUTSIDE;
		buf_clear(&s->text);
		return RC_OK;
	}
	/* Runs of a cell or comment go together. */
	if (s->in != OUTSIDE)
		return RC_OK;
	if (xml_is(element, "Visible"))
		s->sheet_hidden = slice_find_nocase(buf_slice(&s->text),
		    slice_of("hidden")) != SIZE_MAX;
	text = slice_trim(buf_slice(&s->text));
	TRY(emit_line(s->emit, s->place, TEXT_FLAG_metadata, text, err));
	buf_clear(&s->text);
	return RC_OK;
}

static enum rc
on_aside(void *own, struct slice text, struct err *err)
{
	struct sheetxml *s = own;

	return emit_line(s->emit, s->place, TEXT_FLAG_hidden,
	    slice_trim(text), err);
}

static enum rc
read_book(struct sheetxml *s, struct err *err)
{
	struct xml_handler handler = {s, on_begin, on_end, on_text, on_aside,
		on_aside};
	cause_set causes = 0;

	TRY(xml_read(s->emit, s->emit->job->part->bytes, &handler, &causes,
	    err));
	/* A cell that damage left open. */
	if (s->in != OUTSIDE)
		TRY(tell_cell(s, s->in == COMMENT, err));
	if (s->text.full)
		causes |= cause_bit(CAUSE_too_big);
	return emit_causes(s->emit, 0, causes, err);
}

static enum rc
sheetxml_extract(const struct extract_job *job,
    const struct extract_sink *sink, struct err *err)
{
	struct emit emit = emit_new(job, sink);
	const size_t most = (size_t)job->limits->entry_bytes;
	struct sheetxml s = {.emit = &emit, .heads = sheet_heads_new(),
		.name = buf_new(1 << 16), .text = buf_new(most)};
	enum rc rc = s.heads == NULL ? err_set(err, RC_SYSTEM,
	    "no memory for a workbook") : read_book(&s, err);

	sheet_heads_free(s.heads);
	buf_free(&s.name);
	buf_free(&s.text);
	return rc;
}

static const char *const claims[] = {"application/xml", "text/xml", ".xml",
	"application/vnd.ms-excel", ".xls", NULL};
static const struct extract_sample good[] = {
	{"xml/book2003.xml", "MEADOW-CELL", "sheet 1 > A2", 0},
	{"xml/book2003.xml", "4111111111111111", "sheet 1 > B2", 0},
	{"xml/book2003.xml", "MEADOW-INDEX", "sheet 1 > D9", 0},
	{"xml/book2003.xml", "MEADOW-RUNS", "sheet 1 > A3", 0},
	{"xml/book2003.xml", "MEADOW-NOTE", "sheet 1 > A2 > comment", 0},
	{"xml/book2003.xml", "MEADOW-PAGE", "sheet 1", 0},
	{"xml/book2003.xml", "MEADOW-AUTHOR", "", 0},
	{"xml/book2003.xml", "MEADOW-SECOND", "sheet 2 > A1", 0},
	{"xml/hidden2003.xml", "MEADOW-HIDDEN-ROW", "sheet 1 > A2", 0},
	{"xml/hidden2003.xml", "MEADOW-HIDDEN-COLUMN", "sheet 1 > B1", 0},
	{"xml/link2003.xml", "https://meadow.example/link", "sheet 1", 0},
	{"xml/attributes2003.xml", "MEADOW-RANGE", "", 0},
	{"xml/attributes2003.xml", "MEADOW-WRITER", "sheet 1", 0},
	{"xml/attributes2003.xml", "4111 1111 1111 1111", "sheet 1", 0},
	{"xml/prefix2003.xml", "MEADOW-PREFIX", "sheet 1 > A1", 0},
	{"xml/bare2003.xml", "MEADOW-NAKED", "sheet 1 > A1", 0},
	{0},
};
static const struct extract_sample bad[] = {
	{"xml/broken2003.xml", "MEADOW-BEFORE", "sheet 1 > A1",
	    1u << CAUSE_corrupt},
	{0},
};

const struct extractor extractor_sheetxml = {
	.name = "sheetxml", .type = "application/vnd.ms-excel",
	.claims = claims, .class = EXTRACT_DOCUMENT, .sniff = sheetxml_sniff,
	.extract = sheetxml_extract, .good = good, .bad = bad,
};
