/*
 * peer - one connection to the keeper, and what it asked for.
 *
 * A peer asks one thing and gets its answer before it may ask the next.
 */
#ifndef OUTMARK_KEEPER_PEER_H
#define OUTMARK_KEEPER_PEER_H

#include "base/frame.h"
#include "keeper/journal.h"
#include "keeper/roles.h"

enum peer_state {
	PEER_FREE,
	PEER_IDLE,		/* may ask */
	PEER_ANSWERED,		/* `answer` waits for the end of the round */
	PEER_READING,		/* records are on their way */
	PEER_CHECKING,		/* the chain is being checked */
};

struct peer {
	enum peer_state state;
	int fd;
	struct caller caller;
	unsigned roles;
	bool refused;		/* a refusal was journalled */
	bool durable;		/* the answer must wait for a sync */
	struct buf answer;
	struct journal_cursor *cursor;
	uint64_t left, given;	/* records to send, records sent */
	struct slice line;	/* one that did not go out yet */
	struct journal_check *check;
};

/* Take over a connection.  RC_SYSTEM: it was closed. */
enum rc peer_open(struct peer *peer, int fd, const struct roles *roles,
    struct err *err) MUST_USE;
void peer_close(struct peer *peer);

/* Write an answer to be sent at the end of the round. */
void peer_answer_kept(struct peer *peer, uint64_t seq);
void peer_answer_refused(struct peer *peer, const struct err *err);

/* Send the answer; the peer is closed when it does not take it. */
void peer_send_answer(struct peer *peer, const struct clock *clock);

/* Send as many records as the peer takes now. */
void peer_send_records(struct peer *peer, const struct clock *clock);

/* Check a piece of the chain; answer when it is done. */
void peer_check_more(struct peer *peer);

#endif
