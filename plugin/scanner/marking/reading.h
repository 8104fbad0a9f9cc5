/*
 * reading - one line while a marking system reads it: the values found, the rules
 * broken, the canonical form.
 */
#ifndef OUTMARK_SCANNER_MARKING_READING_H
#define OUTMARK_SCANNER_MARKING_READING_H

#include "scanner/marking/page.h"

enum { CANONICAL_MOST = 256 };

struct reading {
	const struct marking_tables *tables;
	struct arena *arena;
	struct marking marking;
	unsigned known;		/* tokens the tables know */
	unsigned unknown;
	unsigned words;		/* of the line that were understood */
	unsigned odd;		/* spelled otherwise, where no rule says how */
	bool bare;		/* of common words: others may have it, too */
	bool weak;		/* a phrase that other texts have too */
	bool encloses;		/* it counts only when it encloses the text */
	bool portion;		/* short forms are the right ones */
	char canonical[CANONICAL_MOST];
};

/* A new reading by the system whose turn it is. */
void reading_begin(struct reading *reading, const struct page *page);

/* Note a rule that is broken, "paragraph: what is wrong".  Once each. */
void reading_broken(struct reading *reading, const char *rule);

/* A control, by its canonical code; false when it stood there before. */
bool reading_control(struct reading *reading, const char *code);

bool reading_has(const struct reading *reading, const char *code);

/* One more country or group it is released to. */
void reading_release(struct reading *reading, const char *code);

/* Append to the canonical form; what does not fit is left out. */
void reading_put(struct reading *reading, const char *text);

#endif
