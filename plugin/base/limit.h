/*
 * limit - every ceiling of the product, in one list (limit.def).
 *
 * Promises that each value a caller reads lies between its least and its most.
 * Does not enforce anything: whoever grows something asks here how far.
 */
#ifndef OUTMARK_BASE_LIMIT_H
#define OUTMARK_BASE_LIMIT_H

#include "base/err.h"
#include "base/slice.h"

struct limits {
#define LIMIT(name, initial, least, most, reason) uint64_t name;
#include "base/limit.def"
#undef LIMIT
};

struct limit_row {
	const char *name;
	uint64_t initial, least, most;
	const char *reason;	/* one sentence for the manual */
	size_t offset;		/* of the field in struct limits */
};

/* All rows in the order of the list; `*count` says how many.  Never fails. */
const struct limit_row *limit_rows(size_t *count);

/* The defaults. */
struct limits limit_defaults(void);

/*
 * Set one limit by name.  RC_CONFIG with a sentence that names the range or the
 * nearest known name.
 */
enum rc limit_set(struct limits *limits, struct slice name, uint64_t value,
    struct err *err) MUST_USE;

/* The value of a row. */
uint64_t limit_get(const struct limits *limits, const struct limit_row *row);

#endif
