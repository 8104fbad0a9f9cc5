/*
 * lines - a text as the lines a marking could be.
 *
 * A marking is a line with structure, so this is what grammars look at: each
 * line without quoting signs, rules, page numbers and outer spaces, with what
 * is known about its place.
 */
#ifndef OUTMARK_SCANNER_MARKING_LINES_H
#define OUTMARK_SCANNER_MARKING_LINES_H

#include "base/arena.h"
#include "scanner/extract/text.h"
#include "scanner/marking/words.h"

struct line {
	struct slice text;	/* stripped; may be a copy in plain capitals */
	size_t start;		/* of what it was in the normalised text */
	size_t length;		/* there */
	unsigned number;	/* among lines that are not empty, from 0 */
	unsigned flags;		/* TEXT_FLAG_* of its run */
	enum scope scope;
	const char *where;	/* of its run */
	bool labelled;		/* "Classification: ..." stood before it */
	bool quoted;		/* of an earlier mail: "> ", below "wrote:" */
	bool inside;		/* a piece of a sentence (inside.h) */
	bool edge;		/* at the text's top or foot, or in a page's frame */
	bool misspelt;		/* `text` has words mended */
	bool slip;		/* spaced-out or look-alike letters */
	bool by_shape;		/* begins in capitals, a bracket or slashes */
	bool by_head;		/* begins as a key, a label or a statement */
	bool by_words;		/* `words` is filled */
	uint64_t systems;	/* bits of those whose words it has */
	struct words words;
};

struct lines {
	const struct text *text;
	size_t at;
	size_t run;		/* index of the run `at` stands in */
	unsigned number;
	struct line whole;	/* a subject or header whose pieces come next */
	struct slice rest;	/* of it: where brackets or tabs are looked for */
	unsigned step;		/* 0: there is none */
	bool below;		/* an earlier mail has begun */
	size_t below_at;	/* where; SIZE_MAX: nowhere */
	size_t foot_at;		/* where the text's last lines begin */
	bool quoted;		/* the line at hand is of one */
	char plain[WORDS_BYTES];
};

enum {
	LINE_MOST = 240,	/* bytes of a line that may be a marking */
	TITLE_MOST = 60,	/* of one that frames in other letters than it should */
};

struct lines lines_begin(const struct text *text);

/*
 * The next line that could be a marking or a key of a block by how it begins.  A
 * subject comes whole, then what stands in its brackets, before its colon and
 * behind its last dash, and so does the subject in a printed mail's head; a page
 * header with tabs whole, then its cells; a line at the text's top or foot that is
 * laid out with spaces whole, then its first and last cell.  The number of a
 * paragraph before its mark is left out.  False at the end.
 */
bool lines_next(struct lines *lines, struct line *line);

/* Is the whole text made of capitals, digits and the signs of markings? */
bool line_is_capital(struct slice text);

/*
 * A copy with single spaces, none round slashes, ", " after commas, so that one
 * grammar reads all; `*slips` says whether anything but case had to change.
 * {NULL, 0} when the arena is full.
 */
struct slice line_tidy(struct arena *arena, struct slice text, bool *slips);

/* Cut the next piece up to `separator` ("//", "/", ", ") from `*rest`. */
bool line_cut(struct slice *rest, const char *separator, struct slice *piece);

/*
 * "Key: value" at the start of a line, any case: the value's place.  A key
 * ending in "*" may go on before the colon.
 */
bool line_key(struct slice text, const char *key, struct slice *value);

#endif
