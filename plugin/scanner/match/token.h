/*
 * token - the scanner that finds values of a shape in a text.
 *
 * It reports a value only where it stands alone: never inside a longer number
 * or word, a UUID, a hash, a base64 run, a URL, a decimal fraction or a version
 * number.  The scalar scanner is the reference; the vector one reports the same
 * values.
 */
#ifndef OUTMARK_SCANNER_MATCH_TOKEN_H
#define OUTMARK_SCANNER_MATCH_TOKEN_H

#include "scanner/match/shape.h"

enum {
	TOKEN_QUIET = 32,
	TOKEN_PHONE_LEAST = 7,	/* digits of a telephone number */
	TOKEN_PHONE_MOST = 15,
};

struct token {
	struct span span;
	const struct shape *shape;
};

/* What is of no interest, so that it need not be looked at to its end. */
struct token_quiet {
	bool digits[TOKEN_QUIET];	/* so many that stand alone */
	bool phone;		/* of shape "phone" */
};

/* Where tokens go.  Anything but RC_OK ends the scan and is handed up. */
struct token_sink {
	void *own;
	enum rc (*found)(void *own, const struct token *token,
	    struct err *err);
	/*
	 * Of shapes that a value could have those that are of interest, as they
	 * stand in the list.  NULL: each is.
	 */
	const struct shape_list *(*choose)(void *own,
	    const struct shape_list *list);
	const struct token_quiet *quiet;	/* NULL: nobody knows */
};

struct token_scanner {
	const char *name;
	/* The text has TEXT_SLACK readable bytes behind its end. */
	enum rc (*scan)(const struct shape_table *table, struct slice text,
	    const struct token_sink *sink, struct err *err);
};

extern const struct token_scanner token_scalar;
extern const struct token_scanner token_vector;

/* ---- What all scanners share: none of it looks before the run or the byte. */

/* The run of letters and digits from `at` on: its end, and its classes' bits. */
struct token_run {
	struct span span;
	unsigned classes;
};

static inline struct token_run
token_run_at(struct slice text, size_t at)
{
	size_t end = at;
	unsigned classes = 0, class;

	while (end < text.len && (class = shape_class_of[text.at[end]]) != 0) {
		classes |= class;
		end++;
	}
	return (struct token_run){{at, end}, classes};
}

/* All values that begin with this run. */
enum rc token_run_find(const struct shape_table *table, struct slice text,
    const struct token_run *run, const struct token_sink *sink,
    struct err *err);

/* The e-mail address round the '@' at `at`. */
enum rc token_email(const struct shape_table *table, struct slice text,
    size_t at, const struct token_sink *sink, struct err *err);

#endif
