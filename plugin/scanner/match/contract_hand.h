/*
 * contract_hand - where does a text wait for hands?
 *
 * What tells an agreement with somebody from terms for everybody are the places
 * where the two sides sign: drawn lines, or a signature in letters ("/s/").  They
 * are counted by their build, in any language.  How far the signing is, says
 * contract_state.
 */
#ifndef OUTMARK_SCANNER_MATCH_CONTRACT_HAND_H
#define OUTMARK_SCANNER_MATCH_CONTRACT_HAND_H

#include "base/slice.h"

/* Places for a signature in the text; it may stop when it has counted so many. */
unsigned contract_hand_count(struct slice text, unsigned enough);

/* 1: a letter that the other side signs too, below its closing words; else 0. */
unsigned contract_hand_letter(struct slice text, unsigned enough);

/* Does this line close a letter, as "Yours sincerely," does? */
bool contract_hand_closes(struct slice line);

#endif
