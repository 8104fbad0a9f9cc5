/*
 * sql_token - the words of SQL, whatever program wrote it.
 *
 * Dialects differ in how a name is quoted and in whether a backslash in a string
 * escapes (MySQL) or stands for itself (ISO/IEC 9075-2 5.3, SQLite, Oracle, SQL
 * Server).  A cursor only goes forward, also where something is not found, so
 * that a text costs its length however it is broken.  Never allocates.
 */
#ifndef OUTMARK_SCANNER_EXTRACT_SQL_TOKEN_H
#define OUTMARK_SCANNER_EXTRACT_SQL_TOKEN_H

#include "base/buf.h"

/* What a backslash before a quote is. */
enum sql_slash {
	SQL_SLASH_GUESS,	/* the end if a value can end there */
	SQL_SLASH_ESCAPES,
	SQL_SLASH_PLAIN,
};

struct sql_cursor {
	struct slice text;
	size_t at;
	enum sql_slash slash;
};

/* A value of a row: a string, or an expression as it stands. */
struct sql_value {
	struct span span;	/* with its quotes and what stands before */
	struct slice text;	/* between the quotes, escapes as written */
	unsigned char quote;	/* 0: an expression */
	enum sql_slash slash;
};

/* Go over white space and comments. */
void sql_gap(struct sql_cursor *c);

/* Take this word, sign or name if it comes next, behind a gap. */
bool sql_take_word(struct sql_cursor *c, const char *word);
bool sql_take_sign(struct sql_cursor *c, unsigned char sign);

/* "public"."members": the last of it, without quotes; `*quote` 0: none. */
bool sql_take_name(struct sql_cursor *c, struct slice *name,
    unsigned char *quote);

/* Go to the comma, bracket or semicolon behind the value that comes next. */
void sql_take_value(struct sql_cursor *c, struct sql_value *value);

/* A string as it was meant; appends to `out`. */
void sql_unescape(const struct sql_value *value, struct buf *out);

#endif
