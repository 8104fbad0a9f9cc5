/*
 * beside - a marking with other words in its line: "DRAFT - OFFICIAL-SENSITIVE",
 * "NHS OFFICIAL-SENSITIVE", "<<SECRET//NOFORN>>".
 *
 * A sentence mentions a marking.  A short line that begins or ends with one is its
 * banner where banners stand: in a page's header or footer, at the top and again at
 * the foot of the text, or at its top when it is all in capitals.
 */
#ifndef OUTMARK_SCANNER_MARKING_BESIDE_H
#define OUTMARK_SCANNER_MARKING_BESIDE_H

#include "scanner/marking/page.h"

/* Make banners of those claims of sentences that are; after inside_settle. */
void beside_settle(struct page *page);

#endif
