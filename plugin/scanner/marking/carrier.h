/*
 * carrier - a label that travels beside the text, in a header field or a
 * document property.
 *
 * A carrier only takes its syntax apart: which label is named (an id that a
 * table maps), which words a person would read, whose policy it is.  What the
 * words mean is asked of the marking systems by label.c.  Values are unfolded
 * and normalised before they come here; no carrier looks at more of one than
 * CARRIER_VALUE_MOST bytes.  Anybody can write such a field: whether the sender
 * may is a question for the policy.
 */
#ifndef OUTMARK_SCANNER_MARKING_CARRIER_H
#define OUTMARK_SCANNER_MARKING_CARRIER_H

#include "base/arena.h"
#include "base/slice.h"

enum { CARRIER_VALUE_MOST = 16384, CARRIED_MOST = 32, CARRIED_ID_MOST = 96,
	CARRIED_WORDS_MOST = 240 };

/* What a carrier says; slices borrow from the value or the arena. */
struct carried {
	struct slice id;	/* "1.3.26.1.3.1#4", a GUID; empty: none */
	struct slice words;	/* as a person reads it; empty: none */
	struct slice policy;	/* whose words they are; empty: not said */
	struct slice extra;	/* to whom it may go, said behind the words */
	bool off;		/* it says that it holds no more */
};

/* One field while its carrier reads it; the same for all fields of a text. */
struct carrier_reading {
	struct arena *arena;
	struct carried list[CARRIED_MOST];
	size_t count;
};

/* Invented values of a field, and what must come out of them. */
struct carrier_sample {
	const char *field;
	const char *value;
	const char *id;		/* of the first label; NULL: no label */
	const char *words;
};

/* A carrier: one file, one line in carriers.def. */
struct carrier {
	const char *name;	/* "msip": also the list that maps its ids */
	const char *title;
	const char *source;
	/*
	 * Names of fields and properties in small letters, NULL at the end; a
	 * name that ends in "*" stands for all that begin so, one between two
	 * for all that have it anywhere.
	 */
	const char *const *fields;
	unsigned confidence;	/* of a marking it carries */
	/* Read a field.  False when the arena is full. */
	bool (*read)(struct carrier_reading *reading, struct slice field,
	    struct slice value);
	const struct carrier_sample *samples;	/* field NULL at the end */
};

/* All carriers; `*count` says how many. */
const struct carrier *const *carriers_all(size_t *count);

/* The carrier of a field or property of this name, or NULL. */
const struct carrier *carrier_of(struct slice field);

/*
 * Add what was read; the same id again completes the first.  What does not fit
 * in the list is left out: nobody labels a message more than 32 times.
 */
void carrier_put(struct carrier_reading *reading,
    const struct carried *carried);

#endif
