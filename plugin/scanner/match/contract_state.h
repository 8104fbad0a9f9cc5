/*
 * contract_state - how far is a contract?
 *
 *   executed   as many have signed as it takes
 *   partly     somebody has signed, somebody has not
 *   sent       it lies with somebody for signature, or is an offer to accept
 *   template   a form with gaps nobody has filled
 *   draft      it says so, carries tracked changes, or nobody has signed
 *
 * Read from signature blocks line by line (filled or blank), from marks of
 * signing services and from what the groups of evidence have shown.  It reads
 * names in signature blocks only as present or absent, and keeps none.
 */
#ifndef OUTMARK_SCANNER_MATCH_CONTRACT_STATE_H
#define OUTMARK_SCANNER_MATCH_CONTRACT_STATE_H

#include "scanner/extract/text.h"
#include "scanner/match/rule.h"

/* `shown[s]`: how often the groups of the text showed sign s. */
const char *contract_state(const struct text *text,
    const unsigned shown[SHOWS_COUNT], unsigned signers);

#endif
