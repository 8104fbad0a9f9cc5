/*
 * notice - does a text say of itself that its markings are none?
 *
 * A notice makes mentions of markings, so it must be as plain as they are: in the
 * page's frame, or a line of its own at the top or the foot of the text.  Small
 * print does not count: hidden text, a signature, the middle of a text, an earlier
 * mail that is quoted (but for its own markings).
 *
 * "The markings on this slide are for training only" speaks of markings.  "For
 * training purposes only" does not: so is many a real document, and anybody can add
 * the line.  What it is worth is decided by what the text shows (talk.c).
 */
#ifndef OUTMARK_SCANNER_MARKING_NOTICE_H
#define OUTMARK_SCANNER_MARKING_NOTICE_H

#include "scanner/marking/page.h"

/* Who said it: the text itself, or the earlier mails in it. */
struct notice_of {
	bool own;
	bool quoted;
};

struct notice {
	struct notice_of markings;	/* that its markings are none */
	struct notice_of purpose;	/* only what it is for */
};

struct notice notice_find(const struct page *page);

/* Does a reader of the text see this place? */
bool notice_is_seen(const struct page *page, size_t at);

#endif
