/*
 * sql - dumps of databases: statements that hold rows.
 *
 * INSERT and REPLACE with VALUES, COPY ... FROM stdin (PostgreSQL), in the
 * spelling of whatever program; CREATE TABLE gives the names of columns that an
 * INSERT leaves out.  Each value is told at its row and column with the column's
 * name as evidence; all other text is told as it stands.
 */
#include "base/arena.h"
#include "scanner/extract/fields.h"
#include "scanner/extract/sql_token.h"
#include "scanner/extract/texty.h"

enum {
	SQL_LOOK = 32768,
	SQL_COLUMNS = 512,	/* of a table; those behind have no name */
	SQL_COLUMNS_MOST = 32768,	/* kept of all tables */
	SQL_SLOTS = 1024,	/* for tables */
	SQL_PROBES = 16,
};

enum sql_kind { SQL_INSERT, SQL_COPY, SQL_CREATE };

/* What stands before the rows. */
struct sql_head {
	enum sql_kind kind;
	size_t start;
	struct slice table;
	struct slice columns[SQL_COLUMNS];
	size_t column_count;
};

struct sql_table {
	struct slice name;	/* empty: the slot is free */
	const struct slice *columns;
	size_t column_count;
	uint32_t number, rows;
};

struct sql {
	struct fields fields;
	struct arena *arena;
	struct sql_cursor c;
	size_t told;		/* all before this is told */
	struct slice last_head;
	struct sql_head head;
	struct sql_table *tables;
	struct sql_table other;	/* for which there is no slot */
	uint32_t table_count;
	size_t columns_kept;
	struct buf value;
};

static bool
sql_take_any(struct sql_cursor *c, const char *const *words)
{
	for (; *words != NULL; words++)
		if (sql_take_word(c, *words))
			return true;
	return false;
}

/* "(a, b)": the names of columns. */
static bool
sql_take_columns(struct sql_cursor *c, struct sql_head *head)
{
	struct slice name;
	unsigned char quote;

	do {
		if (!sql_take_name(c, &name, &quote))
			return false;
		if (head->column_count < SQL_COLUMNS)
			head->columns[head->column_count++] = name;
	} while (sql_take_sign(c, ','));
	return sql_take_sign(c, ')');
}

static bool
sql_take_table(struct sql_cursor *c, struct sql_head *head)
{
	unsigned char quote;

	head->column_count = 0;
	if (!sql_take_name(c, &head->table, &quote))
		return false;
	/* Only MySQL and SQLite know backticks, only SQL Server brackets. */
	c->slash = quote == '`' ? SQL_SLASH_ESCAPES : quote == '[' ?
	    SQL_SLASH_PLAIN : SQL_SLASH_GUESS;
	return true;
}

/* Up to the bracket of the first row. */
static bool
sql_take_insert(struct sql_cursor *c, struct sql_head *head)
{
	static const char *const before[] = {"into", "ignore", "or",
		"replace", "rollback", "abort", "fail", "low_priority",
		"delayed", "high_priority", "all", NULL};
	static const char *const behind[] = {"overriding", "system", "user",
		NULL};

	head->kind = SQL_INSERT;
	while (sql_take_any(c, before))
		continue;
	if (!sql_take_table(c, head))
		return false;
	if (sql_take_sign(c, '(') && !sql_take_columns(c, head))
		return false;
	while (sql_take_any(c, behind))
		(void)sql_take_word(c, "value");
	if (!sql_take_word(c, "values") && !sql_take_word(c, "value"))
		return false;
	sql_gap(c);
	return c->at < c->text.len && c->text.at[c->at] == '(';
}

/* Up to the line of the first row.  Rows of CSV are other lines. */
static bool
sql_take_copy(struct sql_cursor *c, struct sql_head *head)
{
	struct slice rest, line;

	head->kind = SQL_COPY;
	if (!sql_take_table(c, head) || (sql_take_sign(c, '(') &&
	    !sql_take_columns(c, head)) || !sql_take_word(c, "from") ||
	    !sql_take_word(c, "stdin"))
		return false;
	rest = slice_sub(c->text, c->at, c->text.len);
	if (slice_find_byte(rest, '\n') == SIZE_MAX ||
	    !slice_cut(&rest, '\n', &line))
		return false;
	c->at += line.len + 1;
	return slice_find_nocase(line, slice_of("csv")) == SIZE_MAX &&
	    slice_find_nocase(line, slice_of("delimiter")) == SIZE_MAX &&
	    slice_find_byte(line, ';') != SIZE_MAX;
}

/* The names of columns of a new table, up to its last bracket. */
static bool
sql_take_create(struct sql_cursor *c, struct sql_head *head)
{
	static const char *const before[] = {"or", "replace", "global",
		"local", "temp", "temporary", "unlogged", "external", NULL};
	static const char *const other[] = {"primary", "key", "unique",
		"index", "constraint", "foreign", "check", "fulltext",
		"spatial", "exclude", "like", "period", NULL};
	struct sql_value rest;
	struct slice name;
	unsigned char quote;

	head->kind = SQL_CREATE;
	while (sql_take_any(c, before))
		continue;
	if (!sql_take_word(c, "table"))
		return false;
	if (sql_take_word(c, "if") && !(sql_take_word(c, "not") &&
	    sql_take_word(c, "exists")))
		return false;
	if (!sql_take_table(c, head) || !sql_take_sign(c, '('))
		return false;
	do {
		if (!sql_take_any(c, other)) {
			if (!sql_take_name(c, &name, &quote))
				return false;
			if (head->column_count < SQL_COLUMNS)
				head->columns[head->column_count++] = name;
		}
		sql_take_value(c, &rest);
	} while (sql_take_sign(c, ','));
	return sql_take_sign(c, ')');
}

/* Does a statement with rows or columns begin here? */
static bool
sql_take_head(struct sql_cursor *c, struct sql_head *head)
{
	static const char *const inserts[] = {"insert", "replace", "into",
		NULL};

	/* Lines that an answer quotes. */
	while (c->at < c->text.len && (c->text.at[c->at] == '>' ||
	    c->text.at[c->at] == ' ' || c->text.at[c->at] == '\t'))
		c->at++;
	if (c->at >= c->text.len || !byte_is_alpha(c->text.at[c->at]))
		return false;
	head->start = c->at;
	if (sql_take_any(c, inserts))
		return sql_take_insert(c, head);
	if (sql_take_word(c, "copy"))
		return sql_take_copy(c, head);
	return sql_take_word(c, "create") && sql_take_create(c, head);
}

/* The next statement at the beginning of a line or behind another. */
static bool
sql_next_head(struct sql_cursor *c, struct sql_head *head)
{
	while (c->at < c->text.len) {
		if (sql_take_head(c, head))
			return true;
		while (c->at < c->text.len && c->text.at[c->at] != '\n' &&
		    c->text.at[c->at] != ';')
			c->at++;
		c->at++;
	}
	return false;
}

static bool
sql_is_begin(struct slice text)
{
	static const char *const starts[] = {"-- MySQL dump",
		"-- MariaDB dump", "--\n-- PostgreSQL database dump",
		"-- phpMyAdmin SQL Dump", "PRAGMA foreign_keys", NULL};

	for (size_t i = 0; starts[i] != NULL; i++)
		if (slice_starts(text, slice_of(starts[i])))
			return true;
	return false;
}

/* A whole row of two values or more. */
static bool
sql_is_row(struct sql_cursor *c)
{
	struct sql_value value;
	size_t values = 0;

	if (!sql_take_sign(c, '('))
		return false;
	do {
		sql_take_value(c, &value);
		values += value.span.end > value.span.start;
	} while (sql_take_sign(c, ','));
	return values >= 2 && sql_take_sign(c, ')');
}

static unsigned
sql_sniff(struct slice bytes, struct slice name, struct slice declared)
{
	unsigned char narrow[SQL_LOOK];
	struct sql_cursor c = {.text = texty_narrow(bytes, narrow,
	    sizeof(narrow))};
	struct sql_head head;

	if (c.text.len == 0 || memchr(c.text.at, 0, c.text.len) != NULL)
		return 0;
	if (slice_starts(c.text, slice_of("\xef\xbb\xbf")))
		c.at = 3;
	if (sql_is_begin(slice_sub(c.text, c.at, c.text.len)))
		return 2;
	while (sql_next_head(&c, &head))
		if (head.kind == SQL_COPY || (head.kind == SQL_INSERT &&
		    sql_is_row(&c)))
			return 2;
	return (slice_ends_nocase(name, slice_of(".sql")) ||
	    slice_is_text_nocase(declared, "application/sql")) &&
	    texty_is(bytes) ? 1 : 0;
}

/* Text up to here that no row took, as it stands; not mere punctuation. */
static enum rc
sql_tell_plain(struct sql *sql, size_t end, struct err *err)
{
	struct slice text = slice_sub(sql->c.text, sql->told, end);
	size_t i = 0;

	sql->told = end > sql->told ? end : sql->told;
	while (i < text.len && (byte_is_space(text.at[i]) ||
	    memchr("(),;\\.", text.at[i], 6) != NULL))
		i++;
	return i == text.len ? RC_OK : emit_line(&sql->fields.emit, 0, 0,
	    text, err);
}

/* The table of that name; it has no number before it has rows. */
static struct sql_table *
sql_table_of(struct sql *sql, struct slice name)
{
	uint64_t hash = 1469598103934665603ull;

	for (size_t i = 0; i < name.len; i++)
		hash = (hash ^ byte_lower(name.at[i])) * 1099511628211ull;
	for (size_t i = 0; i < SQL_PROBES; i++) {
		struct sql_table *table = &sql->tables[((hash >> 32) + i) %
		    SQL_SLOTS];

		if (table->name.len == 0)
			table->name = name;
		if (slice_is_nocase(table->name, name))
			return table;
	}
	sql->other = (struct sql_table){.name = name};
	return &sql->other;
}

/* Keep the names of columns of a new table. */
static enum rc
sql_create(struct sql *sql, struct err *err)
{
	struct sql_head *head = &sql->head;
	struct sql_table *table = sql_table_of(sql, head->table);
	size_t count = head->column_count;
	struct slice *columns;

	if (count > SQL_COLUMNS_MOST - sql->columns_kept)
		count = SQL_COLUMNS_MOST - sql->columns_kept;
	columns = arena_array(sql->arena, count + 1, sizeof(*columns));
	if (columns == NULL)
		return arena_full(sql->arena, "the columns of a dump", err);
	memcpy(columns, head->columns, count * sizeof(*columns));
	sql->columns_kept += count;
	table->columns = columns;
	table->column_count = count;
	return RC_OK;
}

/* The rows that come have these columns, of which `*count` have names. */
static struct sql_table *
sql_begin_rows(struct sql *sql, const struct slice **columns, size_t *count)
{
	struct sql_table *table = sql_table_of(sql, sql->head.table);

	if (table->number == 0)
		table->number = ++sql->table_count;
	*columns = sql->head.column_count > 0 ? sql->head.columns :
	    table->columns;
	*count = sql->head.column_count > 0 ? sql->head.column_count :
	    table->column_count;
	return table;
}

static enum rc
sql_tell_cell(struct sql *sql, const struct sql_table *table,
    struct slice column, uint32_t number, struct slice text, struct err *err)
{
	char label[FIELDS_LABEL_MAX] = "";

	if (sql->value.full)
		TRY(emit_cause(&sql->fields.emit, 0, CAUSE_too_big, err));
	fields_words(column, label);
	return fields_tell(&sql->fields, slice_of(label), text, err,
	    "table %u > row %u > column %u", table->number, table->rows,
	    number);
}

/* "(1, 'a', NULL)" */
static enum rc
sql_row(struct sql *sql, const struct sql_table *table,
    const struct slice *columns, size_t count, struct err *err)
{
	struct sql_value value;
	uint32_t column = 0;

	do {
		struct slice text, name = column < count ? columns[column] :
		    (struct slice){0};

		sql_take_value(&sql->c, &value);
		column++;
		text = value.text;
		if (value.quote != 0) {
			buf_clear(&sql->value);
			sql_unescape(&value, &sql->value);
			text = buf_slice(&sql->value);
		} else if (slice_is_text_nocase(text, "null")) {
			text.len = 0;
		}
		TRY(sql_tell_plain(sql, value.span.start, err));
		sql->told = value.span.end;
		TRY(sql_tell_cell(sql, table, name, column, text, err));
	} while (fields_has_room(&sql->fields) &&
	    sql_take_sign(&sql->c, ','));
	return RC_OK;
}

static enum rc
sql_insert(struct sql *sql, struct err *err)
{
	const struct slice *columns;
	size_t count, before;
	struct sql_table *table = sql_begin_rows(sql, &columns, &count);

	do {
		before = sql->c.at;
		if (!sql_take_sign(&sql->c, '('))
			break;
		table->rows++;
		TRY(sql_row(sql, table, columns, count, err));
		if (!sql_take_sign(&sql->c, ')'))
			return RC_OK;
		before = sql->c.at;
	} while (fields_has_room(&sql->fields) &&
	    sql_take_sign(&sql->c, ','));
	/* What is no further row may be another statement. */
	if (fields_has_room(&sql->fields))
		sql->c.at = before;
	return RC_OK;
}

/* PostgreSQL, COPY, "Text Format": "\t" and "\\"; "\N" alone is nothing. */
static struct slice
sql_copy_text(struct sql *sql, struct slice cell)
{
	if (slice_is_text(cell, "\\N"))
		return (struct slice){0};
	if (slice_find_byte(cell, '\\') == SIZE_MAX)
		return cell;
	buf_clear(&sql->value);
	for (size_t i = 0; i < cell.len; i++) {
		unsigned char byte = cell.at[i];

		if (byte == '\\' && i + 1 < cell.len) {
			byte = cell.at[++i];
			byte = byte == 'n' ? '\n' : byte == 'r' ? '\r' :
			    byte == 't' ? '\t' : byte;
		}
		(void)!buf_byte(&sql->value, byte);
	}
	return buf_slice(&sql->value);
}

static enum rc
sql_copy(struct sql *sql, struct err *err)
{
	const struct slice *columns;
	size_t count;
	struct sql_table *table = sql_begin_rows(sql, &columns, &count);
	struct slice rest = slice_sub(sql->c.text, sql->c.at,
	    sql->c.text.len), line, cell;

	while (fields_has_room(&sql->fields) && rest.len > 0 &&
	    slice_cut(&rest, '\n', &line)) {
		struct slice row = slice_sub(line, 0, line.len - (line.len >
		    0 && line.at[line.len - 1] == '\r'));
		uint32_t column = 0;

		sql->c.at += line.len + (sql->c.at + line.len <
		    sql->c.text.len);
		sql->told = sql->c.at;
		if (slice_is_text(row, "\\."))
			return RC_OK;
		table->rows++;
		while (row.len > 0 && slice_cut(&row, '\t', &cell)) {
			TRY(sql_tell_cell(sql, table, column < count ?
			    columns[column] : (struct slice){0}, column + 1,
			    sql_copy_text(sql, cell), err));
			column++;
		}
	}
	return RC_OK;
}

/* The head is told once where it stands before each row. */
static enum rc
sql_rows(struct sql *sql, struct err *err)
{
	struct slice head = slice_sub(sql->c.text, sql->head.start,
	    sql->c.at);

	TRY(sql_tell_plain(sql, sql->head.start, err));
	if (!slice_is(head, sql->last_head))
		TRY(sql_tell_plain(sql, sql->c.at, err));
	sql->told = sql->c.at;
	sql->last_head = head;
	return sql->head.kind == SQL_COPY ? sql_copy(sql, err) :
	    sql_insert(sql, err);
}

static enum rc
sql_run(struct sql *sql, struct err *err)
{
	sql->c.text = sql->fields.text;
	while (fields_has_room(&sql->fields) &&
	    sql_next_head(&sql->c, &sql->head)) {
		if (sql->head.kind == SQL_CREATE)
			TRY(sql_create(sql, err));
		else
			TRY(sql_rows(sql, err));
	}
	if (fields_has_room(&sql->fields))
		TRY(sql_tell_plain(sql, sql->c.text.len, err));
	return fields_end(&sql->fields, slice_sub(sql->c.text, sql->told,
	    sql->c.text.len), err);
}

static enum rc
sql_extract(const struct extract_job *job, const struct extract_sink *sink,
    struct err *err)
{
	struct sql *sql = arena_alloc(job->arena, sizeof(*sql));
	enum rc rc;

	if (sql == NULL)
		return arena_full(job->arena, "a dump", err);
	sql->arena = job->arena;
	sql->tables = arena_array(job->arena, SQL_SLOTS,
	    sizeof(*sql->tables));
	if (sql->tables == NULL)
		return arena_full(job->arena, "the tables of a dump", err);
	sql->value = buf_new((size_t)job->limits->text_part_bytes);
	rc = fields_begin(&sql->fields, job, sink, err);
	if (rc == RC_OK)
		rc = sql_run(sql, err);
	buf_free(&sql->value);
	return rc;
}

static const char *const claims[] = {"application/sql", "text/x-sql",
	"application/x-sql", ".sql", ".dump", ".txt", ".log", ".md", NULL};
static const struct extract_sample good[] = {
	{"sql/mysql.sql", "MEADOW-BACKTICK", "table 1 > row 2 > column 2", 0},
	{"sql/mysql.sql", "it's MEADOW, \"quoted\"",
	    "table 1 > row 1 > column 3", 0},
	{"sql/mysql.sql", "MEADOW-COMMENT", "document", 0},
	{"sql/postgres.sql", "MEADOW-COPIED", "table 1 > row 2 > column 2",
	    0},
	{"sql/postgres.sql", "MEADOW-\tTAB", "table 1 > row 1 > column 3",
	    0},
	{"sql/postgres.sql", "MEADOW-BEHIND", "document", 0},
	{"sql/postgres.sql", "C:\\MEADOW\\", "table 2 > row 1 > column 1",
	    0},
	{"sql/server.sql", "MEADOW-NATIONAL", "table 1 > row 2 > column 2",
	    0},
	{"sql/oracle.txt", "to_date('02-03-1971','DD-MM-YYYY')",
	    "table 1 > row 1 > column 3", 0},
	{"sql/pasted.txt", "MEADOW-PASTED", "table 1 > row 3 > column 1", 0},
	{"sql/pasted.txt", "MEADOW-WORDS", "document", 0},
	{0},
};
static const struct extract_sample bad[] = {
	{"sql/open.sql", "MEADOW-OPEN", "table 1 > row 1 > column 2", 0},
	{"sql/cut.sql", "MEADOW-CUT", "table 1 > row 1 > column 1", 0},
	{0},
};

const struct extractor extractor_sql = {
	.name = "sql", .type = "application/sql", .claims = claims,
	.class = EXTRACT_TEXT, .sniff = sql_sniff, .extract = sql_extract,
	.good = good, .bad = bad,
};
