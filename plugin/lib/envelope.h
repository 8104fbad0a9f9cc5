/*
 * envelope - everything the MTA said about a message before its first byte.
 *
 * Kept whole and as given: parameters, next hop, client, HELO, user, listener.
 * Lives in an arena.  It decides nothing.
 */
#ifndef OUTMARK_LIB_ENVELOPE_H
#define OUTMARK_LIB_ENVELOPE_H

#include "lib/address.h"

/* Texts are never NULL; "" is not known. */
struct envelope_client {
	const char *host, *address, *helo, *user, *listener, *queue_id;
	bool local;
};

struct envelope_party {
	struct address address;
	const char *const *params;	/* NULL at the end */
	const char *mailer, *host;	/* next hop; recipients only */
};

struct envelope {
	struct arena *arena;		/* borrowed */
	struct envelope_client client;
	bool has_sender;
	struct envelope_party sender;
	struct envelope_party *recipients;
	size_t recipient_count, recipient_room;
};

/* An empty envelope whose content will live in the arena. */
void envelope_begin(struct envelope *envelope, struct arena *arena);

/* Copied; the last one counts.  RC_LIMIT when the arena is full. */
enum rc envelope_set_client(struct envelope *envelope,
    const struct envelope_client *client, struct err *err) MUST_USE;
enum rc envelope_set_sender(struct envelope *envelope, const char *address,
    const char *const *params, struct err *err) MUST_USE;

/* Add a recipient; nothing is changed when it fails. */
enum rc envelope_add(struct envelope *envelope, const char *address,
    const char *const *params, const char *mailer, const char *host,
    struct err *err) MUST_USE;

#endif
