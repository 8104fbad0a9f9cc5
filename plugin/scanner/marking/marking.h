/*
 * marking - a classification marking that was read as a structure.
 *
 * A marking is a line in its place (banner, portion, block), not a word.  What
 * is recognised but breaks its system's rules is still a marking, with the
 * rules broken named.
 */
#ifndef OUTMARK_SCANNER_MARKING_MARKING_H
#define OUTMARK_SCANNER_MARKING_MARKING_H

#include "base/arena.h"
#include "scanner/extract/text.h"
#include "scanner/marking/table.h"

enum { MARKING_LIST_MAX = 16 };

struct marking {
	const char *system;	/* "us-classified", "us-cui" */
	const char *level;	/* "SECRET", "CUI" */
	unsigned rank;		/* within its system; 0 lowest */
	const char *kind;	/* banner | portion | block | header | property */
	const char *text;	/* canonical form, made from parsed values */
	const char *controls[MARKING_LIST_MAX];
	size_t control_count;
	const char *releases[MARKING_LIST_MAX];
	size_t release_count;
	const char *broken[MARKING_LIST_MAX];	/* rule: paragraph */
	size_t broken_count;
	struct span span;	/* in the normalised text */
	bool mention;		/* talk about a marking, not one */
	unsigned confidence;	/* 30, 65, 75, 85, 95 */
};

/* Where a marking system puts what it reads. */
struct marking_sink {
	void *own;
	enum rc (*found)(void *own, const struct marking *marking,
	    struct err *err);
};

/* Lines that one system must and must not read as markings. */
struct marking_sample {
	const char *line;
	const char *level;	/* NULL: no marking */
	bool conformant;
};

/* A marking system: one file, one line in markings.def. */
struct marking_system {
	const char *name;
	const char *title;
	const char *source;	/* standard and version of its tables */
	/*
	 * Read all markings of this system in a text by the values in the
	 * tables; `arena` holds the results.
	 */
	enum rc (*read)(const struct marking_tables *tables,
	    const struct text *text, struct arena *arena,
	    const struct marking_sink *sink, struct err *err);
	/* The rank of a level by its name, or -1. */
	int (*rank)(struct slice level);
	const struct marking_sample *samples;	/* line NULL at the end */
};

const struct marking_system *const *marking_systems(size_t *count);
const struct marking_system *marking_system_find(struct slice name);

#endif
