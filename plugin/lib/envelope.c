/*
 * envelope - everything the MTA said about a message before its first byte.
 */
#include "lib/envelope.h"

static const char *
envelope_copy(struct arena *arena, const char *text)
{
	return arena_string(arena, slice_of(text));
}

void
envelope_begin(struct envelope *envelope, struct arena *arena)
{
	static const struct envelope_client nobody = {
		.host = "", .address = "", .helo = "", .user = "",
		.listener = "", .queue_id = "",
	};

	memset(envelope, 0, sizeof *envelope);
	envelope->arena = arena;
	envelope->client = nobody;
	envelope->sender.address = (struct address){
		.kind = ADDRESS_NULL, .given = "", .bare = "", .domain = "",
	};
	envelope->sender.mailer = envelope->sender.host = "";
}

enum rc
envelope_set_client(struct envelope *envelope,
    const struct envelope_client *client, struct err *err)
{
	struct arena *arena = envelope->arena;
	struct envelope_client copy = {
		.host = envelope_copy(arena, client->host),
		.address = envelope_copy(arena, client->address),
		.helo = envelope_copy(arena, client->helo),
		.user = envelope_copy(arena, client->user),
		.listener = envelope_copy(arena, client->listener),
		.queue_id = envelope_copy(arena, client->queue_id),
		.local = client->local,
	};

	if (copy.host == NULL || copy.address == NULL || copy.helo == NULL ||
	    copy.user == NULL || copy.listener == NULL ||
	    copy.queue_id == NULL)
		return arena_full(arena, "The envelope", err);
	envelope->client = copy;
	return RC_OK;
}

static enum rc
envelope_copy_params(struct arena *arena, const char *const *params,
    const char *const **copy, struct err *err)
{
	static const char *const none[] = {NULL};
	const char **list;
	size_t n = 0;

	*copy = none;
	while (params != NULL && params[n] != NULL)
		n++;
	if (n == 0)
		return RC_OK;
	list = arena_array(arena, n + 1, sizeof *list);
	if (list == NULL)
		return arena_full(arena, "The envelope", err);
	for (size_t i = 0; i < n; i++) {
		list[i] = envelope_copy(arena, params[i]);
		if (list[i] == NULL)
			return arena_full(arena, "The envelope", err);
	}
	*copy = list;
	return RC_OK;
}

static enum rc
envelope_read_party(struct arena *arena, const char *address,
    const char *const *params, struct envelope_party *party, struct err *err)
{
	TRY(address_read(arena, address, &party->address, err));
	return envelope_copy_params(arena, params, &party->params, err);
}

enum rc
envelope_set_sender(struct envelope *envelope, const char *address,
    const char *const *params, struct err *err)
{
	struct envelope_party party = {.mailer = "", .host = ""};

	TRY(envelope_read_party(envelope->arena, address, params, &party,
	    err));
	envelope->sender = party;
	envelope->has_sender = true;
	return RC_OK;
}

/* Twice the room, in the arena: the old list stays there, wiped with it. */
static enum rc
envelope_grow(struct envelope *envelope, struct err *err)
{
	size_t room = envelope->recipient_room * 2 + 8;
	struct envelope_party *more =
	    arena_array(envelope->arena, room, sizeof *more);

	if (more == NULL)
		return arena_full(envelope->arena, "The envelope", err);
	if (envelope->recipient_count > 0)
		memcpy(more, envelope->recipients,
		    envelope->recipient_count * sizeof *more);
	envelope->recipients = more;
	envelope->recipient_room = room;
	return RC_OK;
}

enum rc
envelope_add(struct envelope *envelope, const char *address,
    const char *const *params, const char *mailer, const char *host,
    struct err *err)
{
	struct arena *arena = envelope->arena;
	struct envelope_party party = {
		.mailer = envelope_copy(arena, mailer),
		.host = envelope_copy(arena, host),
	};

	if (party.mailer == NULL || party.host == NULL)
		return arena_full(arena, "The envelope", err);
	TRY(envelope_read_party(arena, address, params, &party, err));
	if (envelope->recipient_count == envelope->recipient_room)
		TRY(envelope_grow(envelope, err));
	envelope->recipients[envelope->recipient_count++] = party;
	return RC_OK;
}
