/*
 * record_lines - the records of plain text: rows, labelled blocks, lines.
 */
#include "scanner/match/record_lines.h"

#include "base/block.h"

enum {
	LABEL_MOST = 48,	/* bytes of a name before its colon */
	HEAD_MOST = 48,		/* bytes of a column's name */
	HEAD_DIGITS = 6,	/* more than the name of a column has */
	HEADS_MOST = 4096,	/* bytes of a line of them */
	BLOCK_LINES = 64,	/* looked at together */
	BLANK_MOST = 2,		/* blank lines between two rows */
	OTHER_MOST = 2,		/* lines between rows that are none: "Branch 2" */
	SHORT_LINES = 8,	/* that may be one record ... */
	SHORT_LINE = 64,	/* ... when none is longer */
	WIDE_GAP = ' ',		/* two spaces or more between columns */
};

/* Between columns; the bits of record_line.near in this order. */
static const unsigned char signs[] = {'\t', ';', '|', WIDE_GAP, ','};

void
record_lines_begin(struct record_lines *lines, struct slice text,
    struct span span)
{
	lines->text = text;
	lines->at = span.start;
	lines->end = span.end;
	lines->sign = 0;
	lines->form_end = lines->lines_end = 0;
	lines->first = lines->count = 0;
}

/* Bytes of the line that begins at `at`. */
static size_t
line_length(const struct record_lines *lines, size_t at)
{
	size_t most = lines->end - at;
	size_t len = block_first(block_is(lines->text.at + at, '\n'));

	if (len < BLOCK_BYTES || most <= BLOCK_BYTES)
		return len < most ? len : most;
	len = slice_find_byte(slice_sub(lines->text, at + BLOCK_BYTES,
	    lines->end), '\n');
	return len == SIZE_MAX ? most : BLOCK_BYTES + len;
}

/*
 * What ends a name at the beginning of the line?  Most lines of most mail are
 * long ones with nothing of the kind, and need no second look.
 */
static void
look_at_line(struct record_line *line, size_t lead)
{
	const unsigned char *at = line->text.at;
	uint64_t within = block_below(line->text.len < HEAD_MOST + 2 ?
	    line->text.len : HEAD_MOST + 2);
	uint64_t tabs = block_is(at, '\t'), colons = block_is(at, ':');
	uint64_t spaces = block_is(at, ' ');
	uint64_t found[sizeof(signs)] = {tabs, block_is(at, ';'),
	    block_is(at, '|'), spaces & spaces >> 1 & within >> 1,
	    block_is(at, ',')};
	uint64_t any = colons;

	for (size_t i = 0; i < sizeof(signs); i++) {
		line->near |= (unsigned char)((found[i] & within ? 1u : 0) << i);
		any |= found[i];
	}
	/* A tab may lead, a space may not; what the first byte is counts not. */
	line->prose = line->span.end - line->span.start > SHORT_LINE &&
	    lead < 2 && at[-(ptrdiff_t)lead] != ' ' &&
	    !(any & within >> lead & ~(UINT64_C(1) - lead));
	line->labelled = ((tabs | colons) & block_below(line->text.len)) ||
	    (line->text.len > BLOCK_BYTES && !byte_is_alpha(at[0]));
}

static void
read_line(const struct record_lines *lines, size_t at, struct record_line *line)
{
	size_t length = line_length(lines, at);

	*line = (struct record_line){.span = {at, at + length}};
	line->next = at + length + (at + length < lines->end);
	line->text = slice_trim(slice_sub(lines->text, at, at + length));
	if (line->text.len)
		look_at_line(line, (size_t)(line->text.at - lines->text.at) - at);
}

/* The line `ahead` lines from here, or NULL: there is none. */
static const struct record_line *
line_ahead(struct record_lines *lines, size_t ahead)
{
	while (lines->count <= ahead) {
		size_t at = lines->count ? lines->ahead[(lines->first +
		    lines->count - 1) % RECORD_AHEAD].next : lines->at;

		if (at >= lines->end)
			return NULL;
		read_line(lines, at, &lines->ahead[(lines->first +
		    lines->count++) % RECORD_AHEAD]);
	}
	return &lines->ahead[(lines->first + ahead) % RECORD_AHEAD];
}

/* Go on behind the line `ahead` lines from here, which was read. */
static void
pass_line(struct record_lines *lines, size_t ahead)
{
	lines->at = lines->ahead[(lines->first + ahead) % RECORD_AHEAD].next;
	lines->first += ahead + 1;
	lines->count -= ahead + 1;
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

	while (count <= RECORD_CELLS_MOST &&
	    cell_next(&line, sign, &cells[count]))
		count++;
	return count;
}

/* The line with its outer tabs when they separate: there are empty cells. */
static struct slice
row_of(const struct record_lines *lines, const struct record_line *line,
    unsigned char sign)
{
	struct slice row = slice_sub(lines->text, line->span.start,
	    line->span.end);

	if (sign != '\t')
		return line->text;
	while (row.len && (row.at[row.len - 1] == ' ' ||
	    row.at[row.len - 1] == '\r'))
		row.len--;
	return row;
}

/*
 * Is the line a row of so many columns?  Between tabs its last cells may be empty,
 * with their tabs or, as many writers of mail leave it, without; a tab may stand
 * before or behind all rows, too.
 */
static bool
row_cells(const struct record_lines *lines, const struct record_line *line,
    unsigned char sign, size_t columns,
    struct slice cells[RECORD_CELLS_MOST + 1])
{
	size_t count = cells_of(row_of(lines, line, sign), sign, cells);

	if (sign != '\t')
		return count == columns;
	while (count > columns && !cells[count - 1].len)
		count--;
	if (count == columns + 1 && !cells[0].len) {
		count = columns;
		memmove(cells, cells + 1, columns * sizeof(cells[0]));
	}
	while (count >= 2 && count < columns)
		cells[count++] = (struct slice){0};
	return count == columns;
}

/* A date, a telephone or a number: no name of a column has so many digits. */
static bool
has_number(struct slice cell)
{
	unsigned digits = 0;

	for (size_t i = 0; i < cell.len; i++)
		digits += byte_is_digit(cell.at[i]);
	return digits >= HEAD_DIGITS;
}

/* A name, not a value: it begins with a letter and is short.  So may a gap be. */
static bool
is_head(struct slice cell)
{
	if (cell.len && (cell.at[0] == '"' || cell.at[0] == '*'))
		cell = slice_sub(cell, 1, cell.len);
	return !cell.len || (begins_word(cell.at[0]) && cell.len <= HEAD_MOST &&
	    slice_find_byte(cell, '@') == SIZE_MAX && !has_number(cell));
}

/* The cells of a line of names, two of which are no gaps; 0: it is none. */
static size_t
heads_of(struct slice line, unsigned char sign,
    struct slice heads[RECORD_CELLS_MOST + 1])
{
	size_t count = 0, words = 0;

	while (sign == '\t' && line.len && line.at[line.len - 1] == sign)
		line.len--;
	for (; count <= RECORD_CELLS_MOST && cell_next(&line, sign,
	    &heads[count]); count++) {
		if (!is_head(heads[count]))
			return 0;
		words += heads[count].len > 0;
	}
	return words >= 2 ? count : 0;
}

/* "+----+-----+" between the head and the rows of a database's table. */
static bool
is_ruler(struct slice line)
{
	bool dashes = false;

	for (size_t i = 0; i < line.len; i++) {
		if (!memchr("+-=| ", line.at[i], 5))
			return false;
		dashes |= line.at[i] == '-' || line.at[i] == '=';
	}
	return dashes;
}

/* HTML puts blank lines between rows: how many lines ahead the next row is. */
static size_t
skip_blank(struct record_lines *lines, size_t ahead)
{
	const struct record_line *line;

	for (unsigned i = 0; i < BLANK_MOST && (line = line_ahead(lines,
	    ahead)) && !line->text.len; i++)
		ahead++;
	return ahead;
}

/* Does a table begin with this line of names?  The cells of the line. */
static unsigned char
table_sign(struct record_lines *lines, size_t ahead,
    struct slice heads[RECORD_CELLS_MOST + 1], size_t *columns)
{
	const struct record_line *head = line_ahead(lines, ahead), *row;
	struct slice cells[RECORD_CELLS_MOST + 1];
	struct slice line = head->text;
	size_t below;

	if (!head->near || line.len > HEADS_MOST ||
	    (!begins_word(line.at[0]) && line.at[0] != '"' &&
	    line.at[0] != '|'))
		return 0;
	for (size_t i = 0; i < sizeof(signs); i++) {
		size_t least = signs[i] == ',' ? 3 : 2;

		if (!(head->near >> i & 1))
			continue;
		*columns = heads_of(row_of(lines, head, signs[i]), signs[i],
		    heads);
		if (*columns < least || *columns > RECORD_CELLS_MOST)
			continue;
		below = skip_blank(lines, ahead + 1);
		row = line_ahead(lines, below);
		if (row && is_ruler(row->text))
			row = line_ahead(lines, below + 1);
		if (row && row_cells(lines, row, signs[i], *columns, cells))
			return signs[i];
	}
	return 0;
}

static bool
table_begins(struct record_lines *lines)
{
	struct slice heads[RECORD_CELLS_MOST + 1];
	size_t columns;
	unsigned char sign = table_sign(lines, 0, heads, &columns);

	if (!sign)
		return false;
	lines->sign = sign;
	lines->columns = columns;
	lines->others = 0;
	memcpy(lines->heads, heads, columns * sizeof(heads[0]));
	pass_line(lines, 0);
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
	size_t ahead = skip_blank(lines, 0);
	const struct record_line *line = line_ahead(lines, ahead);
	struct slice cells[RECORD_CELLS_MOST + 1];

	if (!line || !line->text.len || !row_cells(lines, line, lines->sign,
	    lines->columns, cells)) {
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
	record->span = line->span;
	record->pasted = true;
	pass_line(lines, ahead);
	return true;
}

static bool
has_label(const struct record_line *line, struct slice *label,
    const unsigned char **value)
{
	return line->labelled && label_of(line->text, label, value);
}

/* "Name: value" of the next line becomes a cell. */
static void
add_label(const struct record_lines *lines, struct record *record,
    const struct record_line *line)
{
	const unsigned char *value;
	struct slice label;

	if (has_label(line, &label, &value))
		add_cell(lines, record, slice_trim(slice_bytes(value,
		    (size_t)(line->text.at + line->text.len - value))), label);
}

/* Labelled lines until the first name returns. */
static void
take_form(struct record_lines *lines, struct record *record)
{
	const struct record_line *line;
	struct slice first = {0}, label;
	const unsigned char *value;

	record->span = (struct span){lines->at, lines->at};
	while (lines->at < lines->form_end && (line = line_ahead(lines, 0))) {
		if (has_label(line, &label, &value)) {
			if (first.len && slice_is_nocase(first, label))
				return;
			/* A name over all of them leads none: "people:". */
			if (!first.len && value < line->text.at +
			    line->text.len)
				first = label;
		}
		add_label(lines, record, line);
		record->span.end = line->span.end;
		pass_line(lines, 0);
	}
}

static void
take_line(struct record_lines *lines, struct record *record)
{
	const struct record_line *line = line_ahead(lines, 0);

	record->span = line->span;
	add_label(lines, record, line);
	pass_line(lines, 0);
}

/* The lines up to a blank one, and what kind of block they are. */
static void
look_at_block(struct record_lines *lines)
{
	struct slice heads[RECORD_CELLS_MOST + 1], label;
	size_t count = 0, labels = 0, ats = 0, longest = 0, columns;
	size_t end = lines->at;
	const struct record_line *line;
	const unsigned char *value;

	while (count < BLOCK_LINES && (line = line_ahead(lines, count))) {
		size_t length = line->span.end - line->span.start;

		if (!line->text.len || (count && (line->prose ||
		    table_sign(lines, count, heads, &columns))))
			break;
		count++;
		labels += has_label(line, &label, &value);
		ats += length <= SHORT_LINE && (block_is(line->text.at, '@') &
		    block_below(line->text.len));
		longest = length > longest ? length : longest;
		end = line->next;
	}
	if ((labels >= 2 && labels * 2 >= count) || (count > 1 &&
	    count <= SHORT_LINES && longest <= SHORT_LINE && ats < 2))
		lines->form_end = end;
	else
		lines->lines_end = end;
}

bool
record_lines_next(struct record_lines *lines, struct record *record)
{
	const struct record_line *line;

	record->cell_count = 0;
	record->pasted = false;
	while (lines->at < lines->end) {
		bool in_form = lines->at < lines->form_end;
		bool in_lines = lines->at < lines->lines_end;

		if (lines->sign && take_row(lines, record))
			return true;
		line = line_ahead(lines, 0);
		if (!in_form && line->prose) {
			record->span = line->span;
			pass_line(lines, 0);
			return true;
		}
		if (!line->text.len) {
			pass_line(lines, 0);
			continue;
		}
		if (!in_form && !in_lines && table_begins(lines))
			continue;
		if (lines->sign) {	/* between rows */
			take_line(lines, record);
			return true;
		}
		if (!in_form && !in_lines)
			look_at_block(lines);
		if (lines->at < lines->form_end)
			take_form(lines, record);
		else
			take_line(lines, record);
		return true;
	}
	return false;
}
