/*
 * contract_state - how far is a contract?
 *
 *   executed   all that sign have, or a service or the covering mail says so
 *   partly     somebody has signed, somebody has not
 *   sent       it lies with somebody for signature, or is an offer to accept
 *   template   a form with gaps where the parties or terms would stand
 *   draft      it says so, carries tracked changes, or nobody has signed
 *
 * Read from places for signatures (contract_sign.h), gaps and tracked changes, and from
 * what the groups of evidence have shown, in this text or in the mail that it came
 * with.  Who signed outweighs phrases; that it calls itself a draft outweighs names
 * that are only printed.
 */
#ifndef OUTMARK_SCANNER_MATCH_CONTRACT_STATE_H
#define OUTMARK_SCANNER_MATCH_CONTRACT_STATE_H

#include "scanner/extract/text.h"
#include "scanner/match/rule.h"

/* `shown[s]`: how often the groups of the text showed sign s. */
const char *contract_state(const struct text *text,
    const unsigned shown[SHOWS_COUNT], unsigned signers);

#endif
