/*
 * guess - which charset do these bytes look like?
 *
 * The last resort of charset.c.  Owner of uchardet.h.
 */
#ifndef OUTMARK_SCANNER_MESSAGE_GUESS_H
#define OUTMARK_SCANNER_MESSAGE_GUESS_H

#include "base/slice.h"

enum { GUESS_NAME_SIZE = 32 };

/* A charset name in lower case, or false when the library has no idea. */
bool guess_charset(struct slice bytes, char name[GUESS_NAME_SIZE]);

#endif
