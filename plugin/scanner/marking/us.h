/*
 * us - what the two United States marking systems share: country lists and the
 * record of which rules a line breaks.
 */
#ifndef OUTMARK_SCANNER_MARKING_US_H
#define OUTMARK_SCANNER_MARKING_US_H

#include "scanner/marking/lines.h"
#include "scanner/marking/marking.h"

enum { US_CANONICAL_MOST = 256 };

/* One line while it is being read. */
struct us_reading {
	const struct marking_tables *tables;
	struct arena *arena;
	struct marking marking;
	unsigned known;		/* tokens the tables know */
	unsigned unknown;
	bool bare;		/* a level and nothing else */
	bool portion;		/* short forms are the right ones */
	char canonical[US_CANONICAL_MOST];
};

/* The markings of one text, each once, before it is known which count. */
struct us_found {
	struct marking marking;
	const char *text;	/* canonical */
	unsigned times;
	unsigned first_line, last_line;
	bool bare;
	bool in_frame;		/* header or footer of a page */
	unsigned known;
};

enum { US_FOUND_MOST = 64 };

struct us_list {
	struct us_found found[US_FOUND_MOST];
	size_t count;
	unsigned lines;		/* of the text */
};

/* Note a rule that is broken, "paragraph: what is wrong".  Once each. */
void us_broken(struct us_reading *reading, const char *rule);

/* A control, by its canonical code; a second time is broken rule 236. */
void us_control(struct us_reading *reading, const char *code);

bool us_has(const struct us_reading *reading, const char *code);

/* "AUS" or "FVEY" by the table of countries; NULL when it is none. */
const char *us_country(const struct us_reading *reading, struct slice text);

/*
 * The countries behind "REL TO ": USA first, more than one, three letters before
 * four, each in order.  False when this is no such list.
 */
bool us_release(struct us_reading *reading, struct slice list);

/* The countries behind "DISPLAY ONLY ". */
bool us_display(struct us_reading *reading, struct slice list);

/* Append to the canonical form; what does not fit is left out. */
void us_put(struct us_reading *reading, const char *text);

/*
 * Keep what was read from a line under its kind; the same marking again only
 * counts.  False when the arena is full.
 */
bool us_keep(struct us_list *list, struct us_reading *reading,
    const char *kind, const struct line *line);

/* Hand a marking to the sink. */
enum rc us_give(const struct us_found *found, unsigned confidence,
    bool mention, const struct marking_sink *sink, struct err *err) MUST_USE;

/* Does a bare level stand where banners stand: first line and once more? */
bool us_frames(const struct us_found *found);

#endif
