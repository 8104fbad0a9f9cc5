/*
 * table - rows and columns for a person, in characters that cannot do harm.
 *
 * Cells are any bytes: they are escaped for the terminal when they come in.
 * Widths count characters, not bytes.  What is too wide for a terminal is taken
 * from the columns that may be wrapped, then from those that may be cut with an
 * ellipsis, and never from the others; without a width nothing is cut.
 * It knows nothing of what the cells mean.
 */
#ifndef OUTMARK_REPORT_TABLE_H
#define OUTMARK_REPORT_TABLE_H

#include "base/arena.h"
#include "base/buf.h"

enum { TABLE_COLUMNS_MAX = 12 };

enum table_fit {
	TABLE_KEEP,	/* as wide as its widest cell */
	TABLE_RIGHT,	/* the same, for numbers: set to the right */
	TABLE_CUT,	/* may be cut when the terminal is narrow */
	TABLE_WRAP,	/* goes on in the next line when it is narrow */
};

struct table_column {
	const char *title;
	enum table_fit fit;
};

struct table;

/*
 * An empty table of these columns (at most TABLE_COLUMNS_MAX, the last has the
 * title NULL), borrowed as long as it lives.  It lives in the arena; NULL when
 * that is full.
 */
struct table *table_new(struct arena *arena,
    const struct table_column *columns) MUST_USE;

/*
 * Add a row: one text for each column, NULL for an empty cell.  Copied.
 * RC_LIMIT when the arena is full.
 */
enum rc table_row(struct table *table, const char *const *cells,
    struct err *err) MUST_USE;

/* How many rows it has. */
size_t table_rows(const struct table *table);

/*
 * Write the titles and the rows, each line after `indent` spaces and at most
 * `width` characters long if its columns can be made so narrow; 0 for any
 * length.  Nothing without rows.
 */
void table_write(const struct table *table, size_t indent, size_t width,
    struct buf *out);

/* Characters of an escaped text; invalid bytes count as one each. */
size_t table_width(struct slice text);

/*
 * Write a text of several words, escaped, with lines of at most `width`
 * characters (0: one line), each line but the first after `indent` spaces.
 */
void table_paragraph(struct buf *out, struct slice text, size_t indent,
    size_t width);

#endif
