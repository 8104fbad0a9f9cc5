/*
 * keeper - the loop: take questions, write, sync once, answer.
 */
#include "keeper/keeper.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/socket.h>

#include "base/control.h"
#include "base/io.h"
#include "base/json.h"
#include "keeper/peer.h"

enum {
	KEEPER_PEERS = 256,
	KEEPER_STRANGERS = 16,	/* of them, callers who may do nothing */
	KEEPER_FIXED = 3,
	KEEPER_BODY = 1024,
};

struct keeper {
	struct keeper_setup setup;
	struct peer peers[KEEPER_PEERS];
	struct pollfd polls[KEEPER_FIXED + KEEPER_PEERS];
	struct buf question;
	uint64_t handled, refused;
	bool stop;
};

/* Who asked for what, before the answer. */
static enum rc
keeper_note(struct keeper *k, const struct peer *peer, const char *event,
    const char *what, uint64_t count, struct err *err)
{
	struct buf body = buf_new(KEEPER_BODY);
	struct json json = json_begin(&body);
	uint64_t seq;
	enum rc rc;

	json_object(&json, NULL);
	json_text(&json, "what", what);
	json_number(&json, "count", count);
	json_number(&json, "uid", peer->caller.uid);
	json_number(&json, "gid", peer->caller.gid);
	json_number(&json, "pid", (uint64_t)peer->caller.pid);
	json_object_end(&json);
	rc = journal_append(k->setup.journal, slice_of(event), slice_of("-"),
	    (struct slice){0}, buf_slice(&body), &seq, err);
	buf_free(&body);
	return rc;
}

/* RC_CONFIG without the role; noted once for a connection. */
static enum rc
keeper_need(struct keeper *k, struct peer *peer, enum role role,
    const char *what, struct err *err)
{
	if ((peer->roles & role) != 0)
		return RC_OK;
	k->refused++;
	if (!peer->refused)
		TRY(keeper_note(k, peer, "refused", what, 0, err));
	peer->refused = true;
	return err_set(err, RC_CONFIG, "user %u may not %s; the groups that "
	    "may are named in outmark.yaml (role_view and others)",
	    (unsigned)peer->caller.uid, what);
}

static enum rc
keeper_journal(struct keeper *k, struct peer *peer, const struct frame *f,
    struct err *err)
{
	uint64_t seq;

	TRY(keeper_need(k, peer, ROLE_APPEND, "write into the journal",
	    err));
	TRY(journal_append(k->setup.journal,
	    frame_bytes(f, FIELD_JOURNAL_event),
	    frame_bytes(f, FIELD_JOURNAL_id),
	    frame_bytes(f, FIELD_JOURNAL_generation),
	    frame_bytes(f, FIELD_JOURNAL_body), &seq, err));
	peer->durable = frame_number(f, FIELD_JOURNAL_durable) != 0;
	peer_answer_kept(peer, seq);
	k->handled++;
	return RC_OK;
}

static enum rc
keeper_read(struct keeper *k, struct peer *peer, const struct frame *f,
    struct err *err)
{
	struct journal *journal = k->setup.journal;
	uint64_t from = frame_number(f, FIELD_READ_from);
	uint64_t count = frame_number(f, FIELD_READ_count);
	uint64_t first = journal_first(journal), last;

	TRY(keeper_need(k, peer, ROLE_VIEW, "read the journal", err));
	last = journal_last(journal);
	if (frame_number(f, FIELD_READ_last) != 0)
		from = count == 0 || count > last ? 1 : last - count + 1;
	if (from < first || from == 0)
		from = first;
	TRY(keeper_note(k, peer, "access", "read the journal", count, err));
	TRY(journal_seek(journal, from, &peer->cursor, err));
	peer->left = last < from || last == 0 ? 0 : last - from + 1;
	if (count != 0 && count < peer->left)
		peer->left = count;
	peer->given = 0;
	peer->line = (struct slice){0};
	peer->state = PEER_READING;
	return RC_OK;
}

static enum rc
keeper_verify(struct keeper *k, struct peer *peer, struct err *err)
{
	TRY(keeper_need(k, peer, ROLE_VIEW, "check the journal", err));
	TRY(keeper_note(k, peer, "access", "check the journal", 0, err));
	TRY(journal_check_begin(k->setup.journal, &peer->check, err));
	peer->state = PEER_CHECKING;
	return RC_OK;
}

static enum rc
keeper_serve(struct keeper *k, struct peer *peer, const struct frame *f,
    struct err *err)
{
	if (f->type == FRAME_JOURNAL)
		return keeper_journal(k, peer, f, err);
	if (f->type == FRAME_READ)
		return keeper_read(k, peer, f, err);
	if (f->type == FRAME_VERIFY)
		return keeper_verify(k, peer, err);
	return err_set(err, RC_INPUT, "the keeper takes no frame of type %s",
	    frame_type_name(f->type));
}

static void
keeper_listen_to(struct keeper *k, struct peer *peer)
{
	struct frame frame;
	struct err err;
	enum rc rc = frame_receive(peer->fd, &k->question, k->setup.clock, 0,
	    &frame, &err);

	if (rc == RC_LATER)
		return;
	if (rc == RC_END || rc == RC_SYSTEM) {
		peer_close(peer);
		return;
	}
	if (rc == RC_OK) {
		rc = keeper_serve(k, peer, &frame, &err);
		frame_drop_fds(&frame);
	}
	if (rc != RC_OK)
		peer_answer_refused(peer, &err);
}

/* Anybody on the machine may call: he may not keep out who has a role. */
static bool
keeper_is_crowded(const struct keeper *k)
{
	size_t strangers = 0;

	for (size_t i = 0; i < KEEPER_PEERS; i++)
		strangers += k->peers[i].state != PEER_FREE &&
		    k->peers[i].roles == 0;
	return strangers > KEEPER_STRANGERS;
}

/* A caller too many is closed; it reads that as "keeper away". */
static void
keeper_accept(struct keeper *k)
{
	struct peer *peer = k->peers;
	struct err err;
	int fd = accept4(k->setup.listen_fd, NULL, NULL, SOCK_CLOEXEC);

	if (fd < 0)
		return;
	while (peer < k->peers + KEEPER_PEERS && peer->state != PEER_FREE)
		peer++;
	if (peer == k->peers + KEEPER_PEERS) {
		log_put(k->setup.log, LOG_LEVEL_WARNING, "%d connections are "
		    "open; one more was closed", KEEPER_PEERS);
		io_close(&fd);
		return;
	}
	if (peer_open(peer, fd, k->setup.roles, &err) != RC_OK) {
		log_err(k->setup.log, &err);
	} else if (peer->roles == 0 && keeper_is_crowded(k)) {
		k->refused++;
		peer_close(peer);
	}
}

static void
keeper_tell(struct keeper *k)
{
	struct control_state state = {.ready = true, .handled = k->handled,
		.faults = k->refused};
	struct err err;

	for (size_t i = 0; i < KEEPER_PEERS; i++)
		state.busy += k->peers[i].state != PEER_FREE;
	if (control_tell(k->setup.control_fd, &state, &err) != RC_OK)
		log_err(k->setup.log, &err);
}

/* The supervisor: it is gone or wants us to end, or asks how we are. */
static void
keeper_obey(struct keeper *k)
{
	enum frame_type wanted;
	struct err err;
	enum rc rc = control_next(k->setup.control_fd, 0, &wanted, &err);

	if (rc == RC_END || (rc == RC_OK && wanted == FRAME_DRAIN))
		k->stop = true;
	else if (rc == RC_OK && wanted == FRAME_STATUS)
		keeper_tell(k);
}

/* Events a peer waits for in its state. */
static short
keeper_events(const struct peer *peer)
{
	switch (peer->state) {
	case PEER_IDLE:
		return POLLIN;
	case PEER_READING:
		return POLLOUT;
	case PEER_FREE:
	case PEER_ANSWERED:
	case PEER_CHECKING:
		return 0;
	}
	return 0;
}

static enum rc
keeper_poll(struct keeper *k, struct err *err)
{
	const int fixed[KEEPER_FIXED] = {k->setup.listen_fd,
		k->setup.control_fd, k->setup.stop_fd};
	int wait_ms = -1, n;

	for (size_t i = 0; i < KEEPER_FIXED; i++)
		k->polls[i] = (struct pollfd){.fd = fixed[i],
			.events = POLLIN};
	for (size_t i = 0; i < KEEPER_PEERS; i++) {
		struct peer *peer = &k->peers[i];

		k->polls[KEEPER_FIXED + i] = (struct pollfd){
			.fd = keeper_events(peer) != 0 ? peer->fd : -1,
			.events = keeper_events(peer)};
		if (peer->state == PEER_CHECKING)
			wait_ms = 0;
	}
	n = poll(k->polls, KEEPER_FIXED + KEEPER_PEERS, wait_ms);
	if (n < 0 && errno != EINTR)
		return err_set_errno(err, RC_SYSTEM, "the keeper cannot wait");
	for (size_t i = 0; n < 0 && i < KEEPER_FIXED + KEEPER_PEERS; i++)
		k->polls[i].revents = 0;
	return RC_OK;
}

static void
keeper_work(struct keeper *k)
{
	for (size_t i = 0; i < KEEPER_PEERS; i++) {
		struct peer *peer = &k->peers[i];
		bool ready = k->polls[KEEPER_FIXED + i].revents != 0;

		if (peer->state == PEER_IDLE && ready)
			keeper_listen_to(k, peer);
		else if (peer->state == PEER_READING && ready)
			peer_send_records(peer, k->setup.clock);
		else if (peer->state == PEER_CHECKING)
			peer_check_more(peer);
	}
}

/* One sync for all that asked for it; without it they are told so. */
static enum rc
keeper_answer(struct keeper *k, struct err *err)
{
	bool durable = false;
	enum rc rc = RC_OK;

	for (size_t i = 0; i < KEEPER_PEERS; i++)
		durable = durable || (k->peers[i].state == PEER_ANSWERED &&
		    k->peers[i].durable);
	if (durable)
		rc = journal_sync(k->setup.journal, err);
	for (size_t i = 0; i < KEEPER_PEERS; i++) {
		struct peer *peer = &k->peers[i];

		if (peer->state != PEER_ANSWERED)
			continue;
		if (rc != RC_OK && peer->durable)
			peer_answer_refused(peer, err);
		peer_send_answer(peer, k->setup.clock);
	}
	return rc;
}

static enum rc
keeper_round(struct keeper *k, struct err *err)
{
	TRY(keeper_poll(k, err));
	if (k->polls[0].revents != 0)
		keeper_accept(k);
	if (k->polls[1].revents != 0)
		keeper_obey(k);
	if (k->polls[2].revents != 0)
		k->stop = true;
	keeper_work(k);
	return keeper_answer(k, err);
}

enum rc
keeper_run(const struct keeper_setup *setup, struct err *err)
{
	struct keeper *k = calloc(1, sizeof *k);
	enum rc rc = RC_OK;

	if (k == NULL)
		return err_set(err, RC_SYSTEM, "no memory for the keeper");
	k->setup = *setup;
	k->question = buf_new(FRAME_MAX);
	keeper_tell(k);
	while (rc == RC_OK && !k->stop)
		rc = keeper_round(k, err);
	for (size_t i = 0; i < KEEPER_PEERS; i++)
		if (k->peers[i].state != PEER_FREE)
			peer_close(&k->peers[i]);
	buf_free(&k->question);
	free(k);
	return rc;
}
