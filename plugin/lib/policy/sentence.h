/*
 * sentence - why a verdict is what it is, for a person.
 *
 * Names labels, destination and rule; never an address's local part, a name or
 * anything else of the message.
 */
#ifndef OUTMARK_LIB_POLICY_SENTENCE_H
#define OUTMARK_LIB_POLICY_SENTENCE_H

#include "lib/policy/decide.h"

/* Fill verdict->sentence.  RC_LIMIT when the arena is full. */
enum rc sentence_write(const struct decide *decide,
    const struct policy_rule *rule, struct verdict *verdict,
    struct err *err) MUST_USE;

#endif
