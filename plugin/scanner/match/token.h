/*
 * token - the scanner that finds values of a shape in a text.
 *
 * It reports a value only where it stands alone: never inside a longer number
 * or word, a UUID, a hash, a base64 run, a URL, a decimal fraction or a version
 * number.  The scalar scanner is the reference; a vector one must report the
 * same values in the same order.
 */
#ifndef OUTMARK_SCANNER_MATCH_TOKEN_H
#define OUTMARK_SCANNER_MATCH_TOKEN_H

#include "scanner/match/shape.h"

struct token {
	struct span span;
	const struct shape *shape;
};

/* Where tokens go.  Anything but RC_OK ends the scan and is handed up. */
struct token_sink {
	void *own;
	enum rc (*found)(void *own, const struct token *token,
	    struct err *err);
	/* Is this shape of interest at all?  NULL: each is. */
	bool (*wants)(void *own, const struct shape *shape);
	/* Is any of this list?  NULL: each is asked. */
	bool (*wants_any)(void *own, const struct shape *list);
};

struct token_scanner {
	const char *name;
	/* The text has TEXT_SLACK readable bytes behind its end. */
	enum rc (*scan)(const struct shape_table *table, struct slice text,
	    const struct token_sink *sink, struct err *err);
};

extern const struct token_scanner token_scalar;

/* Does a value stand alone at this span (see above)? */
bool token_alone(struct slice text, struct span span,
    const struct shape *shape);

/* E-mail addresses and IBANs, for any scanner: at '@' and at "LLdd". */
enum rc token_email(const struct shape_table *table, struct slice text,
    size_t at, const struct token_sink *sink, struct err *err);
enum rc token_iban(const struct shape_table *table, struct slice text,
    size_t start, const struct token_sink *sink, struct err *err);

/* A telephone number whose first digit stands at `start`. */
enum rc token_phone(const struct shape_table *table, struct slice text,
    size_t start, const struct token_sink *sink, struct err *err);

#endif
