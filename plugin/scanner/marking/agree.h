/*
 * agree - do a text's markings of one system agree with each other and its date?
 *
 * What one line breaks is known when it is read, what
 * lines break together only behind the last.
 */
#ifndef OUTMARK_SCANNER_MARKING_AGREE_H
#define OUTMARK_SCANNER_MARKING_AGREE_H

#include "scanner/marking/page.h"

/* Note what the claims of the system whose turn it is break together. */
void agree_check(const struct page *page);

/* Note `rule` where the claim's level had ended before the text's date. */
void agree_ended(const struct page *page, struct claim *claim,
    const char *rule);

/* Note where the text's head and foot, each marked once, bear different levels. */
void agree_frame(const struct page *page);

#endif
