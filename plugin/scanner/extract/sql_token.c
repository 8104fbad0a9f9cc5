/*
 * sql_token - the words of SQL, whatever program wrote it.
 */
#include "scanner/extract/sql_token.h"

enum {
	NAME_MOST = 128,	/* PostgreSQL 63, Oracle and SQL Server 128 */
	NAME_PARTS = 4,		/* server.database.schema.table */
	PREFIX_MOST = 16,	/* N'', E'', _utf8mb4'' */
	LOOK_MOST = 64,		/* behind what may be the end of a string */
};

static unsigned char
byte_at(struct slice text, size_t at)
{
	return at < text.len ? text.at[at] : 0;
}

static bool
in_name(unsigned char byte)
{
	return byte_is_alnum(byte) || byte == '_' || byte == '$' ||
	    byte == '#' || byte >= 0x80;
}

/* Go behind a comment that begins here; false: none does. */
static bool
take_comment(struct sql_cursor *c)
{
	struct slice rest = slice_sub(c->text, c->at, c->text.len);
	bool line = slice_starts(rest, slice_of("--"));
	size_t end;

	if (!line && !slice_starts(rest, slice_of("/*")))
		return false;
	end = line ? slice_find_byte(rest, '\n') :
	    slice_find(slice_sub(rest, 2, rest.len), slice_of("*/"));
	c->at = end == SIZE_MAX ? c->text.len :
	    c->at + end + (line ? 1 : 4);
	return true;
}

void
sql_gap(struct sql_cursor *c)
{
	while (c->at < c->text.len) {
		if (byte_is_space(c->text.at[c->at]))
			c->at++;
		else if (!take_comment(c))
			return;
	}
}

bool
sql_take_word(struct sql_cursor *c, const char *word)
{
	size_t len = strlen(word);

	sql_gap(c);
	if (!slice_is_text_nocase(slice_sub(c->text, c->at, c->at + len),
	    word) || in_name(byte_at(c->text, c->at + len)))
		return false;
	c->at += len;
	return true;
}

bool
sql_take_sign(struct sql_cursor *c, unsigned char sign)
{
	sql_gap(c);
	if (c->at >= c->text.len || c->text.at[c->at] != sign)
		return false;
	c->at++;
	return true;
}

static unsigned char
closing(unsigned char quote)
{
	return quote == '[' ? ']' : quote;
}

/* One name between dots. */
static bool
take_part(struct sql_cursor *c, struct slice *name, unsigned char *quote)
{
	unsigned char first = byte_at(c->text, c->at);
	size_t start = c->at, most;

	*quote = first == '`' || first == '"' || first == '[' ? first : 0;
	start += *quote != 0;
	most = start + NAME_MOST;
	c->at = start;
	while (c->at < c->text.len && c->at < most && (*quote ?
	    c->text.at[c->at] != closing(*quote) && c->text.at[c->at] != '\n' :
	    in_name(c->text.at[c->at])))
		c->at++;
	*name = slice_sub(c->text, start, c->at);
	if (*quote) {
		if (byte_at(c->text, c->at) != closing(*quote))
			return false;
		c->at++;
	}
	return name->len > 0 && (*quote || !byte_is_digit(name->at[0]));
}

bool
sql_take_name(struct sql_cursor *c, struct slice *name, unsigned char *quote)
{
	sql_gap(c);
	for (unsigned part = 0; part < NAME_PARTS; part++) {
		if (!take_part(c, name, quote))
			return false;
		if (byte_at(c->text, c->at) != '.')
			return true;
		c->at++;
	}
	return false;
}

/* Behind a comma: does a value stand there, or do words go on? */
static bool
value_at(struct slice text, size_t at)
{
	size_t end = at;

	if (!byte_is_alpha(byte_at(text, at)))
		return byte_at(text, at) != 0;
	while (end - at < LOOK_MOST && in_name(byte_at(text, end)))
		end++;
	return memchr(",()'", byte_at(text, end), 4) != NULL;
}

/* May a string end before `at`: "', 'next'", "');"? */
static bool
ends_before(struct slice text, size_t at)
{
	struct slice rest = slice_sub(text, at, at + LOOK_MOST);
	size_t i = 0, j;

	while (i < rest.len && byte_is_space(rest.at[i]))
		i++;
	j = i + 1;
	while (j < rest.len && byte_is_space(rest.at[j]))
		j++;
	if (byte_at(rest, i) == ')')
		return j >= rest.len || rest.at[j] == ',' ||
		    rest.at[j] == ';' || rest.at[j - 1] == '\n';
	return byte_at(rest, i) == ',' && value_at(text, at + j);
}

/* Go behind the string or quoted name that begins here; false: it is open. */
static bool
take_string(struct sql_cursor *c, enum sql_slash slash)
{
	unsigned char quote = c->text.at[c->at++];

	while (c->at < c->text.len) {
		unsigned char next = byte_at(c->text, c->at + 1);

		if (c->text.at[c->at] == quote) {
			if (next != quote) {
				c->at++;
				return true;
			}
			c->at++;
		} else if (c->text.at[c->at] == '\\' &&
		    slash != SQL_SLASH_PLAIN && (slash == SQL_SLASH_ESCAPES ||
		    next == '\\' || (next == quote &&
		    !ends_before(c->text, c->at + 2)))) {
			c->at++;
		}
		c->at++;
	}
	c->at = c->text.len;
	return false;
}

/* N'', E'', U&'', _utf8 '': where its quote stands; SIZE_MAX: no string. */
static size_t
quote_of(const struct sql_cursor *c)
{
	size_t at = c->at;
	unsigned char first = byte_at(c->text, at);

	while (at - c->at < PREFIX_MOST && (byte_is_alnum(byte_at(c->text,
	    at)) || byte_at(c->text, at) == '_' || byte_at(c->text, at) ==
	    '&'))
		at++;
	if (first == '_' && byte_at(c->text, at) == ' ')
		at++;
	return byte_at(c->text, at) == '\'' || (at == c->at && first == '"') ?
	    at : SIZE_MAX;
}

/* Whatever is no string, with brackets and strings within. */
static void
take_expression(struct sql_cursor *c)
{
	size_t depth = 0;

	while (c->at < c->text.len) {
		unsigned char byte = c->text.at[c->at];

		if (byte == ';' || (depth == 0 && (byte == ',' ||
		    byte == ')')))
			return;
		if (byte == '\'' || byte == '"' || byte == '`') {
			(void)take_string(c, byte == '`' ? SQL_SLASH_PLAIN :
			    c->slash);
			continue;
		}
		if (take_comment(c))
			continue;
		depth += byte == '(' || byte == '[';
		depth -= depth > 0 && (byte == ')' || byte == ']');
		c->at++;
	}
}

void
sql_take_value(struct sql_cursor *c, struct sql_value *value)
{
	size_t start, quote, end;
	enum sql_slash slash = c->slash;
	bool open;

	sql_gap(c);
	*value = (struct sql_value){0};
	start = c->at;
	quote = quote_of(c);
	if (quote != SIZE_MAX) {
		/* PostgreSQL 4.1.2.2: E'' has escapes, '' has none. */
		if (byte_lower(c->text.at[start]) == 'e')
			slash = SQL_SLASH_ESCAPES;
		c->at = quote;
		open = !take_string(c, slash);
		end = c->at;
		sql_gap(c);
		if (open || memchr(",);", byte_at(c->text, c->at), 3)) {
			value->span = (struct span){start, end};
			value->quote = c->text.at[quote];
			value->slash = slash;
			value->text = slice_sub(c->text, quote + 1,
			    end - !open);
			return;
		}
	}
	take_expression(c);
	value->text = slice_trim(slice_sub(c->text, start, c->at));
	value->span = (struct span){start, start + value->text.len};
}

/* What is no escape stands for itself: C:\Home. */
static bool
is_escape(const struct sql_value *value, unsigned char next)
{
	return next != 0 && value->slash != SQL_SLASH_PLAIN &&
	    (memchr("\\'\"", next, 3) != NULL || (value->slash ==
	    SQL_SLASH_ESCAPES && memchr("nrt0Z%_", next, 7) != NULL));
}

void
sql_unescape(const struct sql_value *value, struct buf *out)
{
	struct slice text = value->text;

	for (size_t i = 0; i < text.len; i++) {
		unsigned char byte = text.at[i];
		unsigned char next = byte_at(text, i + 1);

		if (byte == '\\' && is_escape(value, next)) {
			byte = next == 'n' ? '\n' : next == 'r' ? '\r' :
			    next == 't' ? '\t' : next;
			i++;
		} else if (byte == value->quote && next == byte) {
			i++;
		}
		(void)!buf_byte(out, byte);
	}
}
