/*
 * us_rollup - does the banner say what the portions say?
 *
 * The banner carries the highest level and all controls of the text's portions,
 * and the first page's banner is the highest of all.  Notes what is broken on the
 * banners; how sure they are is not touched.
 */
#ifndef OUTMARK_SCANNER_MARKING_US_ROLLUP_H
#define OUTMARK_SCANNER_MARKING_US_ROLLUP_H

#include "scanner/marking/page.h"

/* `dated`: the text's authority block has a date of declassification. */
void us_rollup(struct page *page, bool dated);

#endif
