/*
 * mask - the only place that formats matched content.
 *
 * A mask lets a person recognise a value he knows and tells nobody else what
 * it is.  The styles stand in one table in mask.c; a keyed digest beside the
 * mask says which values are equal.
 */
#ifndef OUTMARK_SCANNER_MATCH_MASK_H
#define OUTMARK_SCANNER_MATCH_MASK_H

#include "base/arena.h"
#include "base/crypt.h"

enum mask_style {
	MASK_LENGTH,	/* "[17 characters]": text, and anything without a style */
	MASK_LAST_TWO,	/* "***-**-**34": shape and the last two characters */
	MASK_CARD,	/* "**** **** **** 6467": the last four, as PCI DSS allows */
	MASK_IBAN,	/* "DE** **** ... **99": country and the last two */
	MASK_EMAIL,	/* "j***@***.com": first letter and top level */
	MASK_STYLES
};

enum { MASK_MOST = 64, MASK_CANONICAL_MOST = 320 };

/* The mask of a value as it stands in the text, or NULL: arena full. */
const char *mask_of(enum mask_style style, struct slice value,
    struct arena *arena);

/* "[412 rows]": of things that stand together only the number. */
const char *mask_rows(uint64_t rows, struct arena *arena);

/*
 * The canonical form: letters and digits in upper case, or for `whole` values
 * (addresses, text) all bytes in lower case with single spaces.  Cut at
 * MASK_CANONICAL_MOST.  Borrowed from `room`.
 */
struct slice mask_canonical(struct slice value, bool whole,
    unsigned char room[MASK_CANONICAL_MOST]);

/* The keyed digest under which equal values are counted and suppressed. */
void mask_digest(const struct crypt_key *key, struct slice canonical,
    unsigned char digest[CRYPT_DIGEST_BYTES]);

#endif
