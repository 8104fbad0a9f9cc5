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
	const char *system;	/* its name: "us-classified", "us-cui" */
	const char *level;	/* "SECRET", "CUI" */
	unsigned rank;		/* within its system; 0 lowest */
	/*
	 * banner | portion | block | header | property | subject | transmittal,
	 * or sentence: inside one, always a mention
	 */
	const char *kind;
	const char *text;	/* canonical form, made from parsed values */
	const char *controls[MARKING_LIST_MAX];
	size_t control_count;
	const char *releases[MARKING_LIST_MAX];
	size_t release_count;
	const char *broken[MARKING_LIST_MAX];	/* rule: paragraph */
	size_t broken_count;
	struct span span;	/* in the normalised text */
	bool mention;		/* talk about a marking, not one */
	bool taken_back;	/* a notice of the text made it one */
	bool quoted;		/* behind quoting signs, or below "wrote:" */
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

/*
 * A rule between values or lines: a text that keeps it and one that breaks it, read
 * by all systems.  `number` is what stands before the colon in `broken`.
 */
struct marking_rule {
	const char *number;
	const char *keeps;
	const char *breaks;
};

struct nation;
struct page;
struct claim;
struct line;

/*
 * A marking system: one file, one line in markings.def.  A text is read once:
 * each of its lines that could be a marking goes to `line` of each system, then
 * `weigh` says how sure each claim is by what the whole text shows.
 */
struct marking_system {
	const char *name;
	const char *title;
	const char *source;	/* standard and version of its tables */
	const char *country;	/* first in its release lists; NULL: of none */
	/* How it uses the grammar of nation.h; NULL: its own syntax only. */
	const struct nation *nation;
	bool sentences;		/* it reads statements and warnings, too */
	size_t state_size;	/* zeroed bytes from line to line of a text */
	/* Claim what this line is.  False when the arena is full. */
	bool (*line)(struct page *page, void *state, const struct line *line);
	/* Set the confidence of its claims; NULL keeps what they have. */
	void (*weigh)(struct page *page, void *state);
	const struct marking_sample *samples;	/* line NULL at the end */
	const struct marking_rule *rules;	/* number NULL at the end; or NULL */
};

/*
 * Note a rule that the marking breaks, "paragraph: what is wrong".  Once each; NULL
 * is none, and what does not fit is left out.
 */
void marking_break(struct marking *marking, const char *rule);

const struct marking_system *const *marking_systems(size_t *count);
const struct marking_system *marking_system_find(struct slice name);

/* The rank of a system's level by its table, or -1. */
int marking_rank(const struct marking_tables *tables,
    const struct marking_system *system, struct slice level);

/*
 * Give all markings of a text to the sink; `only` (or NULL) is the one system
 * that is asked.  The arena holds the results.
 */
enum rc marking_read(const struct marking_tables *tables,
    const struct text *text, const struct marking_system *only,
    struct arena *arena, const struct marking_sink *sink,
    struct err *err) MUST_USE;

#endif
