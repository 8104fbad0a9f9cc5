/*
 * param - a structured header value: "text/plain; charset=utf-8; name*0=..."
 *
 * Reads what RFC 2045, 2183 and 2231 allow and what mail really holds: encoded
 * words in quoted strings, missing quotes, comments, stray semicolons.  When a
 * parameter comes twice the first one counts and `doubled` is set.
 */
#ifndef OUTMARK_SCANNER_MESSAGE_PARAM_H
#define OUTMARK_SCANNER_MESSAGE_PARAM_H

#include "scanner/message/charset.h"

enum { PARAM_MAX = 128 };

struct param {
	struct slice name;	/* as it stands, without RFC 2231 marks */
	struct slice value;	/* quotes taken off; in the arena or borrowed */
	int section;		/* of a value in pieces (name*2), or -1 */
	bool extended;		/* name*: charset'language'%XX */
};

struct params {
	struct slice value;	/* "text/plain" */
	struct param items[PARAM_MAX];
	size_t count;
	bool doubled;
	bool cut;		/* more than `most` parameters */
};

/* Split a field's value; at most `most` parameters are kept. */
enum rc params_read(struct arena *arena, struct slice value, size_t most,
    struct params *params, struct err *err) MUST_USE;

/*
 * A parameter as text: pieces joined, percent and encoded words decoded, in
 * UTF-8.  Empty when it is not there.
 */
enum rc params_text(const struct params *params, const char *name,
    struct charsets *set, struct arena *arena, struct slice *text,
    struct err *err) MUST_USE;

#endif
