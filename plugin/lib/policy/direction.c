/*
 * direction - which way does the message go for this recipient?
 *
 *   recipient  sender   client    direction
 *   ours       ours     ours      internal
 *   ours       none     ours      internal
 *   ours       any      other     inbound (a sender of ours may be forged)
 *   ours       other    ours      inbound
 *   other      none     any       bounce
 *   other      ours     any       outbound
 *   other      other    user, local or submission listener   outbound
 *   other      other    any other  forwarded
 *
 * `release` is given by whoever puts held mail back; no message gets it here.
 */
#include "lib/policy/direction.h"

#include <arpa/inet.h>

/* The bytes of an address; 4, 16 or 0 when it is none. */
static size_t
direction_bytes(struct slice text, unsigned char bytes[16])
{
	char copy[64];

	if (text.len > 2 && text.at[0] == '[' && text.at[text.len - 1] == ']')
		text = slice_sub(text, 1, text.len - 1);
	if (slice_starts_nocase(text, slice_of("IPv6:")))
		text = slice_sub(text, 5, text.len);
	if (text.len == 0 || text.len >= sizeof copy)
		return 0;
	memcpy(copy, text.at, text.len);
	copy[text.len] = '\0';
	if (inet_pton(AF_INET, copy, bytes) == 1)
		return 4;
	if (inet_pton(AF_INET6, copy, bytes) != 1)
		return 0;
	/* ::ffff:192.0.2.1 is the IPv4 client seen through an IPv6 socket. */
	if (memcmp(bytes, "\0\0\0\0\0\0\0\0\0\0\377\377", 12) == 0) {
		memmove(bytes, bytes + 12, 4);
		return 4;
	}
	return 16;
}

bool
direction_in_block(const char *address, const char *block)
{
	struct slice rest = slice_of(block), net;
	unsigned char a[16], b[16];
	size_t len;
	uint64_t bits;

	if (!slice_cut(&rest, '/', &net))
		return false;
	len = direction_bytes(slice_of(address), a);
	if (len == 0 || direction_bytes(net, b) != len)
		return false;
	bits = len * 8;
	if (rest.len > 0 && (!slice_number(rest, &bits) || bits > len * 8))
		return false;
	if (memcmp(a, b, bits / 8) != 0)
		return false;
	if (bits % 8 == 0)
		return true;
	return ((a[bits / 8] ^ b[bits / 8]) >> (8 - bits % 8)) == 0;
}

static bool
direction_is_submission(const struct envelope_client *client,
    const struct config *config)
{
	if (client->local || client->user[0] != '\0')
		return true;
	for (size_t i = 0; i < config->submission_listeners.count; i++)
		if (client->listener[0] != '\0' && strcmp(client->listener,
		    config->submission_listeners.items[i]) == 0)
			return true;
	return false;
}

bool
direction_client_is_ours(const struct envelope_client *client,
    const struct config *config)
{
	if (direction_is_submission(client, config))
		return true;
	for (size_t i = 0; i < config->trusted_networks.count; i++)
		if (direction_in_block(client->address,
		    config->trusted_networks.items[i]))
			return true;
	return false;
}

enum direction
direction_of(const struct envelope *envelope, const struct address *recipient,
    const struct config *config)
{
	const struct address *sender = &envelope->sender.address;
	bool no_sender = sender->kind == ADDRESS_NULL;
	bool sender_ours = destination_is_own(sender, &config->own_domains);

	if (destination_is_own(recipient, &config->own_domains)) {
		if (!direction_client_is_ours(&envelope->client, config))
			return DIRECTION_inbound;
		return sender_ours || no_sender ? DIRECTION_internal :
		    DIRECTION_inbound;
	}
	if (no_sender)
		return DIRECTION_bounce;
	if (sender_ours || direction_is_submission(&envelope->client, config))
		return DIRECTION_outbound;
	return DIRECTION_forwarded;
}
