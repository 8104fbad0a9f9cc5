/*
 * peer - one connection to the keeper, and what it asked for.
 *
 * Nothing here waits: a socket that is full is tried again in the next round,
 * or closed when it is an answer that its peer does not want.
 */
#include "keeper/peer.h"

#include "base/escape.h"
#include "base/io.h"

enum { PEER_RECORDS = 64, PEER_CHECK_BYTES = 4194304 };

enum rc
peer_open(struct peer *peer, int fd, const struct roles *roles,
    struct err *err)
{
	*peer = (struct peer){.fd = fd, .answer = buf_new(FRAME_MAX)};
	if (roles_caller(fd, &peer->caller, err) != RC_OK) {
		io_close(&peer->fd);
		return err->rc;
	}
	peer->roles = roles_of(roles, &peer->caller);
	peer->state = PEER_IDLE;
	return RC_OK;
}

static void
peer_drop_work(struct peer *peer)
{
	journal_cursor_free(peer->cursor);
	journal_check_free(peer->check);
	peer->cursor = NULL;
	peer->check = NULL;
}

void
peer_close(struct peer *peer)
{
	peer_drop_work(peer);
	buf_free(&peer->answer);
	io_close(&peer->fd);
	peer->state = PEER_FREE;
}

void
peer_answer_kept(struct peer *peer, uint64_t seq)
{
	frame_begin(&peer->answer, FRAME_KEPT);
	frame_put_number(&peer->answer, FIELD_KEPT_sequence, seq);
	peer->state = PEER_ANSWERED;
}

void
peer_answer_refused(struct peer *peer, const struct err *err)
{
	struct buf text = buf_new(500);

	escape_terminal(&text, slice_of(err->text));
	frame_begin(&peer->answer, FRAME_REFUSED);
	frame_put_number(&peer->answer, FIELD_REFUSED_rc, err->rc);
	frame_put_text(&peer->answer, FIELD_REFUSED_sentence,
	    buf_slice(&text));
	buf_free(&text);
	peer->state = PEER_ANSWERED;
}

void
peer_send_answer(struct peer *peer, const struct clock *clock)
{
	struct err err;

	peer->state = PEER_IDLE;
	peer->durable = false;
	if (frame_send(peer->fd, &peer->answer, NULL, 0, clock, 0, &err) !=
	    RC_OK)
		peer_close(peer);
}

static void
peer_fail(struct peer *peer, const struct err *err)
{
	peer_drop_work(peer);
	peer_answer_refused(peer, err);
}

static void
peer_end_records(struct peer *peer)
{
	peer_drop_work(peer);
	frame_begin(&peer->answer, FRAME_GIVEN);
	frame_put_number(&peer->answer, FIELD_GIVEN_records, peer->given);
	peer->state = PEER_ANSWERED;
}

/* The next line as a frame in `answer`; RC_END when all were sent. */
static enum rc
peer_next_record(struct peer *peer, struct err *err)
{
	char prev[CRYPT_DIGEST_HEX];
	uint64_t seq = 0;

	if (peer->line.at == NULL) {
		if (peer->left == 0)
			return RC_END;
		TRY(journal_next(peer->cursor, &peer->line, err));
		peer->left--;
	}
	if (!chain_read(peer->line, &seq, prev))
		seq = 0;
	frame_begin(&peer->answer, FRAME_RECORD);
	frame_put_number(&peer->answer, FIELD_RECORD_sequence, seq);
	frame_put_bytes(&peer->answer, FIELD_RECORD_line,
	    slice_sub(peer->line, 0, CHAIN_LINE_MAX));
	return RC_OK;
}

void
peer_send_records(struct peer *peer, const struct clock *clock)
{
	struct err err;

	for (int i = 0; i < PEER_RECORDS; i++) {
		enum rc rc = peer_next_record(peer, &err);

		if (rc == RC_END) {
			peer_end_records(peer);
			return;
		}
		if (rc != RC_OK) {
			peer_fail(peer, &err);
			return;
		}
		rc = frame_send(peer->fd, &peer->answer, NULL, 0, clock, 0,
		    &err);
		if (rc == RC_LATER)
			return;
		if (rc != RC_OK) {
			peer_close(peer);
			return;
		}
		peer->line = (struct slice){0};
		peer->given++;
	}
}

void
peer_check_more(struct peer *peer)
{
	struct err err;
	enum rc rc = journal_check_step(peer->check, PEER_CHECK_BYTES, &err);

	if (rc == RC_OK)
		return;
	if (rc != RC_END) {
		peer_fail(peer, &err);
		return;
	}
	frame_begin(&peer->answer, FRAME_VERIFIED);
	frame_put_number(&peer->answer, FIELD_VERIFIED_records,
	    journal_check_records(peer->check));
	frame_put_number(&peer->answer, FIELD_VERIFIED_sound,
	    journal_check_sound(peer->check));
	frame_put_text(&peer->answer, FIELD_VERIFIED_sentence,
	    slice_of(journal_check_sentence(peer->check)));
	peer_drop_work(peer);
	peer->state = PEER_ANSWERED;
}
