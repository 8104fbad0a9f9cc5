/*
 * record_lines - the records of plain text: rows, labelled blocks, lines.
 */
#include "scanner/match/record_lines.h"

enum {
	LABEL_MOST = 48,	/* bytes of a name before its colon */
	HEAD_MOST = 48,		/* bytes of a column's name */
	HEADS_MOST = 4096,	/* bytes of a line of them */
	BLOCK_LINES = 64,	/* looked at together */
	BLANK_MOST = 2,		/* blank lines between two rows */
	OTHER_MOST = 2,		/* lines between rows that are none: "Branch 2" */
	SHORT_LINES = 8,	/* that may be one record ... */
	SHORT_LINE = 64,	/* ... when none is longer */
	WIDE_GAP = ' ',		/* two spaces or more between columns */
};

struct record_lines
record_lines_new(struct slice text, struct span span)
{
	return (struct record_lines){.text = text, .at = span.start,
	    .end = span.end};
}

/* The line that begins at `at`, without its end; where the next begins. */
static struct span
line_at(const struct record_lines *lines, size_t at, size_t *next)
{
	struct slice rest = slice_sub(lines->text, at, lines->end);
	size_t end = slice_find_byte(rest, '\n');

	*next = end == SIZE_MAX ? lines->end : at + end + 1;
	return (struct span){at, end == SIZE_MAX ? lines->end : at + end};
}

static struct slice
bytes_of(const struct record_lines *lines, struct span span)
{
	return slice_sub(lines->text, span.start, span.end);
}

static bool
is_blank(struct slice line)
{
	return slice_trim(line).len == 0;
}

static bool
begins_word(unsigned char byte)
{
	return byte_is_alpha(byte) || byte >= 0x80;
}

/* Quotation marks and bullets before a line count for nothing. */
static struct slice
bare_line(struct slice line)
{
	while (line.len && (byte_is_space(line.at[0]) || line.at[0] == '>' ||
	    line.at[0] == '*' || line.at[0] == '-'))
		line = slice_sub(line, 1, line.len);
	return line;
}

/* "Name: value" or "Name<tab>value": the name; the value begins at `*value`. */
static bool
label_of(struct slice line, struct slice *label, const unsigned char **value)
{
	struct slice bare = bare_line(line), head;
	size_t end = 0;

	head = slice_sub(bare, 0, LABEL_MOST);
	if (!head.len || (slice_find_byte(head, ':') == SIZE_MAX &&
	    slice_find_byte(head, '\t') == SIZE_MAX) ||
	    !begins_word(head.at[0]))
		return false;
	while (end < head.len && (begins_word(head.at[end]) ||
	    byte_is_digit(head.at[end]) || memchr(" /-.()#'_", head.at[end],
	    9)))
		end++;
	if (end == head.len || (head.at[end] != ':' && head.at[end] != '\t') ||
	    (end + 1 < bare.len && bare.at[end + 1] == '/'))
		return false;
	*label = slice_trim(slice_sub(bare, 0, end));
	*value = bare.at + end + 1;
	return label->len > 1;
}

/* Take the next cell of a row from `*rest`; false at its end. */
static bool
cell_next(struct slice *rest, unsigned char sign, struct slice *cell)
{
	size_t end = 0, wide = 1;

	if (!rest->at)
		return false;
	if (rest->len && rest->at[0] == '"') {
		size_t close = slice_find_byte(slice_sub(*rest, 1, rest->len),
		    '"');

		end = close == SIZE_MAX ? 0 : close + 2;
	}
	while (end < rest->len && (rest->at[end] != sign || (sign == WIDE_GAP &&
	    (end + 1 == rest->len || rest->at[end + 1] != ' '))))
		end++;
	*cell = slice_trim(slice_sub(*rest, 0, end));
	if (end == rest->len) {
		rest->at = NULL;
		return true;
	}
	while (sign == WIDE_GAP && end + wide < rest->len &&
	    rest->at[end + wide] == ' ')
		wide++;
	*rest = slice_sub(*rest, end + wide, rest->len);
	return true;
}

/* The cells of a line; one more than there is room for when they are too many. */
static size_t
cells_of(struct slice line, unsigned char sign,
    struct slice cells[RECORD_CELLS_MOST + 1])
{
	size_t count = 0;

	/* A tab or gap at the line's end separates nothing. */
	line = slice_trim(line);
	while (count <= RECORD_CELLS_MOST &&
	    cell_next(&line, sign, &cells[count]))
		count++;
	return count;
}

/* Names, not values: each begins with a letter and is short. */
static bool
are_heads(const struct slice *cells, size_t count)
{
	size_t words = 0;

	for (size_t i = 0; i < count; i++) {
		struct slice cell = cells[i];

		if (cell.len && (cell.at[0] == '"' || cell.at[0] == '*'))
			cell = slice_sub(cell, 1, cell.len);
		if (!cell.len)
			continue;
		if (!begins_word(cell.at[0]) || cell.len > HEAD_MOST ||
		    slice_find_byte(cell, '@') != SIZE_MAX)
			return false;
		words++;
	}
	return words >= 2;
}

/* HTML puts blank lines between rows: where the next line with text begins. */
static size_t
skip_blank(const struct record_lines *lines, size_t at)
{
	size_t next;

	for (unsigned i = 0; i < BLANK_MOST && at < lines->end &&
	    is_blank(bytes_of(lines, line_at(lines, at, &next))); i++)
		at = next;
	return at;
}

/* Does the sign end a first name?  Most lines of prose end here. */
static bool
is_near(struct slice line, unsigned char sign)
{
	struct slice head = slice_sub(line, 0, HEAD_MOST + 2);

	if (sign != WIDE_GAP)
		return slice_find_byte(head, sign) != SIZE_MAX;
	for (size_t i = 1; i < head.len; i += 2)
		if (head.at[i] == ' ' && (head.at[i - 1] == ' ' ||
		    (i + 1 < head.len && head.at[i + 1] == ' ')))
			return true;
	return false;
}

/* Does a table begin with this line of names?  The cells of the line. */
static unsigned char
table_sign(const struct record_lines *lines, struct span head, size_t next,
    struct slice heads[RECORD_CELLS_MOST + 1], size_t *columns)
{
	static const unsigned char signs[] = {'\t', ';', '|', WIDE_GAP, ','};
	struct slice line = slice_trim(bytes_of(lines, head)), row;
	struct slice cells[RECORD_CELLS_MOST + 1];
	size_t after;

	if (!line.len || line.len > HEADS_MOST || next >= lines->end ||
	    (!begins_word(line.at[0]) &&
	    line.at[0] != '"' && line.at[0] != '|'))
		return 0;
	for (size_t i = 0; i < sizeof(signs); i++) {
		size_t least = signs[i] == ',' ? 3 : 2;

		if (!is_near(line, signs[i]))
			continue;
		*columns = cells_of(line, signs[i], heads);
		if (*columns < least || *columns > RECORD_CELLS_MOST ||
		    !are_heads(heads, *columns))
			continue;
		row = bytes_of(lines, line_at(lines, skip_blank(lines, next),
		    &after));
		if (cells_of(row, signs[i], cells) == *columns)
			return signs[i];
	}
	return 0;
}

static bool
table_begins(struct record_lines *lines, struct span head, size_t next)
{
	struct slice heads[RECORD_CELLS_MOST + 1];
	size_t columns;
	unsigned char sign = table_sign(lines, head, next, heads, &columns);

	if (!sign)
		return false;
	lines->sign = sign;
	lines->columns = columns;
	lines->others = 0;
	memcpy(lines->heads, heads, columns * sizeof(heads[0]));
	lines->at = next;
	return true;
}

static void
add_cell(const struct record_lines *lines, struct record *record,
    struct slice value, struct slice head)
{
	size_t start = (size_t)(value.at - lines->text.at);

	if (value.len && head.len && record->cell_count < RECORD_CELLS_MOST)
		record->cells[record->cell_count++] = (struct record_cell){
		    {start, start + value.len}, head};
}

/* A line of the table that is open; false: it is none. */
static bool
take_row(struct record_lines *lines, struct record *record)
{
	size_t next;
	struct span span = line_at(lines, skip_blank(lines, lines->at), &next);
	struct slice cells[RECORD_CELLS_MOST + 1];

	if (is_blank(bytes_of(lines, span)) || cells_of(bytes_of(lines, span),
	    lines->sign, cells) != lines->columns) {
		if (++lines->others > OTHER_MOST)
			lines->sign = 0;
		return false;
	}
	lines->others = 0;
	for (size_t i = 0; i < lines->columns; i++) {
		struct slice cell = cells[i];

		if (cell.len > 1 && cell.at[0] == '"' &&
		    cell.at[cell.len - 1] == '"')
			cell = slice_sub(cell, 1, cell.len - 1);
		add_cell(lines, record, cell, lines->heads[i]);
	}
	record->span = span;
	record->pasted = true;
	lines->at = next;
	return true;
}

static void
add_label(const struct record_lines *lines, struct record *record,
    struct span span)
{
	struct slice line = bytes_of(lines, span), label;
	const unsigned char *value;

	if (label_of(line, &label, &value))
		add_cell(lines, record, slice_trim(slice_bytes(value,
		    (size_t)(line.at + line.len - value))), label);
}

/* Labelled lines until the first name returns. */
static void
take_form(struct record_lines *lines, struct record *record)
{
	struct slice first = {0}, label;
	const unsigned char *value;
	size_t next;

	record->span = (struct span){lines->at, lines->at};
	while (lines->at < lines->form_end) {
		struct span span = line_at(lines, lines->at, &next);

		if (label_of(bytes_of(lines, span), &label, &value)) {
			if (first.len && slice_is_nocase(first, label))
				return;
			first = first.len ? first : label;
		}
		add_label(lines, record, span);
		record->span.end = span.end;
		lines->at = next;
	}
}

static void
take_line(struct record_lines *lines, struct record *record)
{
	record->span = line_at(lines, lines->at, &lines->at);
	add_label(lines, record, record->span);
}

/*
 * Does nothing at its beginning end a name?  Most lines of most mail are long
 * ones of this kind, and need no second look.
 */
static bool
is_prose(struct slice line)
{
	static const bool ends[256] = {['\t'] = true, [';'] = true,
	    ['|'] = true, [','] = true, [':'] = true};

	if (line.len <= SHORT_LINE || line.at[0] == ' ')
		return false;
	for (size_t i = 1; i < HEAD_MOST + 2 && i < line.len; i++)
		if (ends[line.at[i]] || (line.at[i] == ' ' &&
		    line.at[i - 1] == ' '))
			return false;
	return true;
}

/* The lines up to a blank one, and what kind of block they are. */
static void
look_at_block(struct record_lines *lines)
{
	size_t at = lines->at, next, count = 0, labels = 0, ats = 0;
	struct slice heads[RECORD_CELLS_MOST + 1], label;
	size_t longest = 0, columns;
	const unsigned char *value;

	while (at < lines->end && count < BLOCK_LINES) {
		struct span span = line_at(lines, at, &next);
		struct slice line = bytes_of(lines, span);

		if (is_blank(line) || (count && (is_prose(line) ||
		    table_sign(lines, span, next, heads, &columns))))
			break;
		count++;
		labels += label_of(line, &label, &value);
		ats += slice_find_byte(line, '@') != SIZE_MAX;
		longest = line.len > longest ? line.len : longest;
		at = next;
	}
	if ((labels >= 2 && labels * 2 >= count) || (count > 1 &&
	    count <= SHORT_LINES && longest <= SHORT_LINE && ats < 2))
		lines->form_end = at;
	else
		lines->lines_end = at;
}

bool
record_lines_next(struct record_lines *lines, struct record *record)
{
	size_t next;

	record->cell_count = 0;
	record->pasted = false;
	while (lines->at < lines->end) {
		struct span span;

		if (lines->sign && take_row(lines, record))
			return true;
		span = line_at(lines, lines->at, &next);
		if (lines->at >= lines->form_end &&
		    is_prose(bytes_of(lines, span))) {
			record->span = span;
			lines->at = next;
			return true;
		}
		if (is_blank(bytes_of(lines, span))) {
			lines->at = next;
			continue;
		}
		if (lines->at >= lines->form_end &&
		    table_begins(lines, span, next))
			continue;
		if (lines->sign) {	/* between rows */
			take_line(lines, record);
			return true;
		}
		if (lines->at >= lines->form_end &&
		    lines->at >= lines->lines_end)
			look_at_block(lines);
		if (lines->at < lines->form_end)
			take_form(lines, record);
		else
			take_line(lines, record);
		return true;
	}
	return false;
}
