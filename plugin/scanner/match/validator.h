/*
 * validator - does a value keep the rules of its kind?
 *
 * A checker sees the canonical value: letters upper case, no separators (an
 * e-mail address: lower case, whole).  It never allocates and never reads past
 * the slice.  One const struct per kind, one line in validators.def.
 */
#ifndef OUTMARK_SCANNER_MATCH_VALIDATOR_H
#define OUTMARK_SCANNER_MATCH_VALIDATOR_H

#include "base/slice.h"
#include "scanner/match/mask.h"

enum validity {
	VALID_NO,
	VALID_YES,
	VALID_SPECIMEN,	/* keeps the rules, but is published as an example */
};

struct validator {
	const char *name;
	const char *title;
	enum validity (*check)(struct slice value);
	enum mask_style mask;
	bool raw;	/* sees the value as it stands in the text */
	const char *const *good;	/* canonical; NULL at the end */
	const char *const *bad;
	const char *const *specimens;	/* NULL: there are none */
};

const struct validator *const *validators(size_t *count);

/* The validator of that name, or NULL. */
const struct validator *validator_find(struct slice name);

/* The names, NULL at the end, for sentences. */
const char *const *validator_names(void);

/* Digits only, `least` to `most` of them? */
bool validator_digits(struct slice value, size_t least, size_t most);

/* Is the value in this NULL-terminated list? */
bool validator_listed(struct slice value, const char *const list[]);

/* Are all bytes the same? */
bool validator_uniform(struct slice value);

/* How many different bytes: "aaaaaaa1" is nobody's key. */
unsigned validator_different(struct slice value);

#endif
