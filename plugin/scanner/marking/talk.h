/*
 * talk - is this text marked, or does it talk about markings?
 *
 * A handbook, a training slide, an advertisement for a job and a legend that
 * lists all levels hold lines with the right structure.  What only they can
 * explain is a mention: it is reported and never makes a label.
 */
#ifndef OUTMARK_SCANNER_MARKING_TALK_H
#define OUTMARK_SCANNER_MARKING_TALK_H

#include "scanner/marking/page.h"

/* Set `listed` of claims that are a list of levels; before they are settled. */
void talk_find_lists(struct page *page);

/* Set `mention` of the claims that are talk. */
void talk_judge(struct page *page);

#endif
