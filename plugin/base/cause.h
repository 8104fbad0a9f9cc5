/*
 * cause - why something was not examined, or only partly.
 *
 * A set of causes is a bit mask (cause_bit).  See cause.def for the list.
 */
#ifndef OUTMARK_BASE_CAUSE_H
#define OUTMARK_BASE_CAUSE_H

#include "base/slice.h"

enum cause {
	CAUSE_none = 0,
#define CAUSE(name, number, sentence) CAUSE_##name = (number),
#include "base/cause.def"
#undef CAUSE
	CAUSE_END
};

typedef uint32_t cause_set;

static inline cause_set
cause_bit(enum cause cause)
{
	return cause == CAUSE_none ? 0 : (cause_set)1 << cause;
}

/* "encrypted"; NULL for a number that is no cause. */
const char *cause_name(enum cause cause);

/* One sentence for a person; NULL for a number that is no cause. */
const char *cause_sentence(enum cause cause);

/* The cause of that name, or CAUSE_none. */
enum cause cause_of_name(struct slice name);

/*
 * Cut the first cause off a list of names, "encrypted, ratio": false behind the
 * last.  A name that is no cause is passed over.
 */
bool cause_cut(struct slice *list, enum cause *cause);

#endif
