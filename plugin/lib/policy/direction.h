/*
 * direction - which way does the message go for this recipient?
 *
 * Decided from the own domains, the client and the sender alone.  What is not
 * certain counts as leaving: outbound, forwarded and bounce are all acted on.
 */
#ifndef OUTMARK_LIB_POLICY_DIRECTION_H
#define OUTMARK_LIB_POLICY_DIRECTION_H

#include "lib/envelope.h"
#include "lib/policy/verdict.h"

/* Does this client hand in mail of this organisation? */
bool direction_client_is_ours(const struct envelope_client *client,
    const struct config *config);

/* Is `address` ("192.0.2.1", "IPv6:2001:db8::1") in a block "192.0.2.0/24"? */
bool direction_in_block(const char *address, const char *block);

enum direction direction_of(const struct envelope *envelope,
    const struct address *recipient, const struct config *config);

#endif
