/*
 * us - what the two United States marking systems share: release lists.
 */
#ifndef OUTMARK_SCANNER_MARKING_US_H
#define OUTMARK_SCANNER_MARKING_US_H

#include "scanner/marking/reading.h"

/* A control; a second time is broken rule 236. */
void us_control(struct reading *reading, const char *code);

/* "AUS" or "FVEY" by the table of countries; NULL when it is none. */
const char *us_country(const struct reading *reading, struct slice text);

/*
 * The countries behind "REL TO ": USA first, more than one, three letters before
 * four, each in order.  False when this is no such list.
 */
bool us_release(struct reading *reading, struct slice list);

/* The countries behind "DISPLAY ONLY ". */
bool us_display(struct reading *reading, struct slice list);

#endif
