/*
 * carrier_ess - the security label of ESS (RFC 2634 section 3).
 */
#ifndef OUTMARK_SCANNER_MARKING_CARRIER_ESS_H
#define OUTMARK_SCANNER_MARKING_CARRIER_ESS_H

#include "scanner/marking/carrier.h"

/*
 * Put the label that the BER bytes of an ESSSecurityLabel hold: its id is policy
 * and classification ("1.3.26.1.3.1#4"); a privacy mark is words of its own.
 * What is no such label is passed over.  False when the arena is full.
 */
bool carrier_ess_put(struct carrier_reading *reading, struct slice ber)
    MUST_USE;

#endif
