/*
 * notice - does a text say of itself that its markings are none?
 *
 * "For training purposes only" makes mentions of all markings, so it must be as
 * plain as they are: in the page's frame, or a line of its own at the top or the
 * foot of the text.  Small print does not count: hidden text, a signature, the
 * middle of a text, an earlier mail that is quoted (but for its own markings).
 */
#ifndef OUTMARK_SCANNER_MARKING_NOTICE_H
#define OUTMARK_SCANNER_MARKING_NOTICE_H

#include "scanner/marking/page.h"

struct notice {
	bool own;		/* for the text itself */
	bool quoted;		/* for the earlier mails in it */
};

struct notice notice_find(const struct page *page);

/* Does a reader of the text see this place? */
bool notice_is_seen(const struct page *page, size_t at);

#endif
