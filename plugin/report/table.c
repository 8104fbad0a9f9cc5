/*
 * table - rows and columns for a person.  See table.h.
 */
#include "report/table.h"

#include "base/escape.h"

enum {
	GAP = 2,		/* spaces between columns */
	LEAST_WIDTH = 8,	/* narrower a column never gets */
	CELL_BYTES_MAX = 16384,
};

struct table_line {
	struct slice *cells;
	struct table_line *next;
};

struct table {
	struct arena *arena;
	const struct table_column *columns;
	size_t column_count;
	size_t row_count;
	struct table_line *first, **last;
	size_t widths[TABLE_COLUMNS_MAX];
};

static const char ellipsis[] = "\xe2\x80\xa6";

size_t
table_width(struct slice text)
{
	size_t count = 0;

	for (size_t at = 0; at < text.len; count++) {
		size_t len = utf8_length(slice_sub(text, at, text.len));

		at += len == 0 ? 1 : len;
	}
	return count;
}

/* The bytes of the first `count` characters. */
static size_t
bytes_of(struct slice text, size_t count)
{
	size_t at = 0;

	while (count-- > 0 && at < text.len) {
		size_t len = utf8_length(slice_sub(text, at, text.len));

		at += len == 0 ? 1 : len;
	}
	return at;
}

struct table *
table_new(struct arena *arena, const struct table_column *columns)
{
	struct table *table = arena_alloc(arena, sizeof(*table));

	if (table == NULL)
		return NULL;
	table->arena = arena;
	table->columns = columns;
	table->last = &table->first;
	while (columns[table->column_count].title != NULL &&
	    table->column_count < TABLE_COLUMNS_MAX) {
		size_t i = table->column_count++;

		table->widths[i] = table_width(slice_of(columns[i].title));
	}
	return table;
}

static struct slice
escaped(struct arena *arena, const char *text)
{
	struct buf cell = buf_new(CELL_BYTES_MAX);
	struct slice copy;

	/* A cell over its ceiling is cut; whoever reads a table cannot use it. */
	escape_terminal(&cell, slice_of(text));
	copy = arena_copy(arena, buf_slice(&cell));
	buf_free(&cell);
	return copy;
}

enum rc
table_row(struct table *table, const char *const *cells, struct err *err)
{
	struct table_line *line = arena_alloc(table->arena, sizeof(*line));

	if (line == NULL)
		return arena_full(table->arena, "the table", err);
	line->cells = arena_array(table->arena, table->column_count,
	    sizeof(*line->cells));
	if (line->cells == NULL)
		return arena_full(table->arena, "the table", err);
	for (size_t i = 0; i < table->column_count; i++) {
		size_t width;

		line->cells[i] = escaped(table->arena, cells[i]);
		if (line->cells[i].at == NULL)
			return arena_full(table->arena, "the table", err);
		width = table_width(line->cells[i]);
		if (width > table->widths[i])
			table->widths[i] = width;
	}
	*table->last = line;
	table->last = &line->next;
	table->row_count++;
	return RC_OK;
}

size_t
table_rows(const struct table *table)
{
	return table->row_count;
}

static size_t
total(const size_t *widths, size_t count)
{
	size_t sum = (count - 1) * GAP;

	for (size_t i = 0; i < count; i++)
		sum += widths[i];
	return sum;
}

/* Take what is too much from the widest column that has this fit. */
static void
narrow(const struct table *table, enum table_fit fit, size_t room,
    size_t *widths)
{
	while (total(widths, table->column_count) > room) {
		size_t widest = SIZE_MAX;

		for (size_t i = 0; i < table->column_count; i++)
			if (table->columns[i].fit == fit &&
			    widths[i] > LEAST_WIDTH && (widest == SIZE_MAX ||
			    widths[i] > widths[widest]))
				widest = i;
		if (widest == SIZE_MAX)
			return;
		widths[widest]--;
	}
}

static void
spaces(struct buf *out, size_t count)
{
	while (count-- > 0)
		buf_byte(out, ' ');
}

/* How many bytes of `text` go on a line of `width`: at a space if there is one. */
static size_t
line_bytes(struct slice text, size_t width)
{
	size_t most = bytes_of(text, width);

	if (most == text.len)
		return most;
	for (size_t at = most; at > 0; at--)
		if (text.at[at] == ' ')
			return at;
	return most;
}

/* Write one cell's share of this line; what remains of it stays in `*rest`. */
static size_t
write_cell(struct buf *out, enum table_fit fit, size_t width,
    struct slice *rest)
{
	struct slice text = *rest;
	size_t len = table_width(text), bytes;

	*rest = slice_of("");
	if (len <= width) {
		if (fit == TABLE_RIGHT)
			spaces(out, width - len);
		buf_put(out, text);
		return fit == TABLE_RIGHT ? width : len;
	}
	if (fit != TABLE_WRAP) {
		buf_put(out, slice_sub(text, 0, bytes_of(text, width - 1)));
		buf_text(out, ellipsis);
		return width;
	}
	bytes = line_bytes(text, width);
	buf_put(out, slice_sub(text, 0, bytes));
	*rest = slice_trim(slice_sub(text, bytes, text.len));
	return table_width(slice_sub(text, 0, bytes));
}

/* One row on as many lines as its wrapped cells need. */
static void
write_row(const struct table *table, const size_t *widths,
    const struct slice *cells, size_t indent, struct buf *out)
{
	struct slice rest[TABLE_COLUMNS_MAX];
	bool more = true;

	memcpy(rest, cells, table->column_count * sizeof(*rest));
	while (more) {
		size_t owed = indent;

		more = false;
		for (size_t i = 0; i < table->column_count; i++) {
			size_t used = 0;

			if (rest[i].len > 0) {
				spaces(out, owed);
				owed = 0;
				used = write_cell(out, table->columns[i].fit,
				    widths[i], &rest[i]);
			}
			owed += widths[i] - used + GAP;
			more = more || rest[i].len > 0;
		}
		buf_byte(out, '\n');
	}
}

void
table_write(const struct table *table, size_t indent, size_t width,
    struct buf *out)
{
	struct slice titles[TABLE_COLUMNS_MAX];
	size_t widths[TABLE_COLUMNS_MAX];

	if (table->row_count == 0)
		return;
	memcpy(widths, table->widths, sizeof(widths));
	if (width > indent) {
		narrow(table, TABLE_WRAP, width - indent, widths);
		narrow(table, TABLE_CUT, width - indent, widths);
	}
	for (size_t i = 0; i < table->column_count; i++)
		titles[i] = slice_of(table->columns[i].title);
	write_row(table, widths, titles, indent, out);
	for (const struct table_line *line = table->first; line != NULL;
	    line = line->next)
		write_row(table, widths, line->cells, indent, out);
}

void
table_paragraph(struct buf *out, struct slice text, size_t indent,
    size_t width)
{
	struct buf clean = buf_new(CELL_BYTES_MAX);
	struct slice rest;
	size_t room = width > indent + LEAST_WIDTH ? width - indent : 0;

	escape_terminal(&clean, text);
	rest = buf_slice(&clean);
	for (;;) {
		size_t bytes = room == 0 ? rest.len : line_bytes(rest, room);

		buf_put(out, slice_sub(rest, 0, bytes));
		buf_byte(out, '\n');
		rest = slice_trim(slice_sub(rest, bytes, rest.len));
		if (rest.len == 0)
			break;
		spaces(out, indent);
	}
	buf_free(&clean);
}
