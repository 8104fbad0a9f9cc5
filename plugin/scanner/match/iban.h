/*
 * iban - what token scanner and validator both know about IBANs.
 */
#ifndef OUTMARK_SCANNER_MATCH_IBAN_H
#define OUTMARK_SCANNER_MATCH_IBAN_H

#include "base/slice.h"

/* Characters of an IBAN that starts like this (any case), 0: no such country. */
size_t iban_length(struct slice start);

/*
 * The number that digits and letters (A = 10) spell from `from` round to it
 * again, modulo 97; 0 when there is another character.
 */
unsigned iban_remainder(struct slice value, size_t from);

#endif
