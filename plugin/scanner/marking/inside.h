/*
 * inside - a whole marking inside a sentence.
 *
 * "The annex is TOP SECRET//SI//NOFORN and must not leave" marks nothing, and yet
 * is worth knowing: it is a mention.  Only what can be nothing else is read: a
 * level, two slashes and a known value; a level of several words that no other
 * text has; a colour behind "TLP:".  All in capitals.
 */
#ifndef OUTMARK_SCANNER_MARKING_INSIDE_H
#define OUTMARK_SCANNER_MARKING_INSIDE_H

#include "scanner/marking/page.h"

/*
 * Keep the claims of sentences; `states` are those of all systems.  False when
 * the arena is full.
 */
bool inside_read(struct page *page, void **states);

/* Forget those that the text bears as a marking, too; when all are weighed. */
void inside_settle(struct page *page);

#endif
