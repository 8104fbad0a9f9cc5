/*
 * keep - the client of the keeper: records in, records out.
 */
#include "lib/keep.h"

#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/frame.h"
#include "base/io.h"

enum { KEEP_IDLE = 16, KEEP_VERIFY_MS = 600000, KEEP_PAUSE_MS = 10 };

struct keep {
	char *path;
	struct clock clock;
	uint64_t wait_ms;
	pthread_mutex_t lock;		/* of idle */
	int idle[KEEP_IDLE];
	size_t idle_count;
};

struct keep *
keep_new(const char *path, const struct clock *clock, uint64_t wait_ms)
{
	struct keep *k = calloc(1, sizeof *k);

	if (k == NULL || (k->path = strdup(path)) == NULL) {
		free(k);
		return NULL;
	}
	k->clock = *clock;
	k->wait_ms = wait_ms;
	pthread_mutex_init(&k->lock, NULL);
	return k;
}

void
keep_free(struct keep *k)
{
	if (k == NULL)
		return;
	while (k->idle_count > 0)
		io_close(&k->idle[--k->idle_count]);
	pthread_mutex_destroy(&k->lock);
	free(k->path);
	free(k);
}

/* A connection that rests, or -1. */
static int
keep_take(struct keep *k)
{
	int fd = -1;

	pthread_mutex_lock(&k->lock);
	if (k->idle_count > 0)
		fd = k->idle[--k->idle_count];
	pthread_mutex_unlock(&k->lock);
	return fd;
}

static void
keep_put_back(struct keep *k, int fd)
{
	pthread_mutex_lock(&k->lock);
	if (k->idle_count < KEEP_IDLE) {
		k->idle[k->idle_count++] = fd;
		fd = -1;
	}
	pthread_mutex_unlock(&k->lock);
	io_close(&fd);
}

static uint64_t
keep_deadline(const struct keep *k)
{
	return clock_monotonic_ms(&k->clock) + k->wait_ms;
}

/* The keeper's refusal as an error of ours. */
static enum rc
keep_refused(const struct frame *frame, struct err *err)
{
	enum rc rc = (enum rc)frame_number(frame, FIELD_REFUSED_rc);
	struct slice why = frame_bytes(frame, FIELD_REFUSED_sentence);

	if (rc == RC_OK || rc == RC_END)
		rc = RC_BUG;
	return err_set(err, rc, "%.*s", (int)why.len, (const char *)why.at);
}

/* Is this the answer that was wanted? */
static enum rc
keep_expect(const struct frame *answer, enum frame_type type,
    struct err *err)
{
	if (answer->type == type)
		return RC_OK;
	if (answer->type == FRAME_REFUSED)
		return keep_refused(answer, err);
	return err_set(err, RC_BUG, "the keeper answered with %s",
	    frame_type_name(answer->type));
}

/* The next frame; the keeper gives no descriptors. */
static enum rc
keep_receive(const struct keep *k, int fd, struct buf *bytes,
    uint64_t deadline, struct frame *frame, struct err *err)
{
	TRY(frame_receive(fd, bytes, &k->clock, deadline, frame, err));
	frame_drop_fds(frame);
	return RC_OK;
}

/* One question and the first frame of its answer, on one connection. */
static enum rc
keep_exchange(struct keep *k, int fd, const struct buf *question,
    struct buf *bytes, struct frame *answer, struct err *err)
{
	uint64_t deadline = keep_deadline(k);

	TRY(frame_send(fd, question, NULL, 0, &k->clock, deadline, err));
	return keep_receive(k, fd, bytes, deadline, answer, err);
}

static bool
keep_is_gone(enum rc rc)
{
	return rc == RC_END || rc == RC_SYSTEM;
}

/*
 * Ask on a resting connection, then on new ones as long as a keeper ends under
 * us: it is started again and its socket keeps those who wait.  A record may so
 * be written twice, under one id, and is never missing.  On RC_OK the connection is the
 * caller's.
 */
static enum rc
keep_ask(struct keep *k, const struct buf *question, struct buf *bytes,
    struct frame *answer, int *fd, struct err *err)
{
	uint64_t deadline = keep_deadline(k);
	enum rc rc;

	*fd = keep_take(k);
	for (;;) {
		if (*fd < 0)
			TRY(io_connect(k->path, fd, err));
		rc = keep_exchange(k, *fd, question, bytes, answer, err);
		if (rc == RC_OK)
			return RC_OK;
		io_close(fd);
		if (!keep_is_gone(rc) ||
		    clock_left_ms(&k->clock, deadline) == 0)
			return rc;
		poll(NULL, 0, KEEP_PAUSE_MS);
	}
}

/* Whatever went wrong with the keeper lies outside of the message. */
static enum rc
keep_outside(enum rc rc, struct err *err)
{
	if (rc == RC_OK)
		return RC_OK;
	err->rc = RC_LATER;
	return err_add(err, "the keeper did not write the record");
}

enum rc
keep_append(struct keep *k, const struct keep_record *record,
    struct err *err)
{
	struct buf question = buf_new(FRAME_MAX), bytes = buf_new(FRAME_MAX);
	struct frame answer;
	enum rc rc;
	int fd;

	frame_begin(&question, FRAME_JOURNAL);
	frame_put_text(&question, FIELD_JOURNAL_event,
	    slice_of(record->event));
	frame_put_text(&question, FIELD_JOURNAL_id, slice_of(record->id));
	frame_put_number(&question, FIELD_JOURNAL_durable, record->durable);
	if (record->generation[0] != '\0')
		frame_put_text(&question, FIELD_JOURNAL_generation,
		    slice_of(record->generation));
	frame_put_bytes(&question, FIELD_JOURNAL_body, record->body);
	rc = buf_check(&question, "A journal record", err);
	if (rc == RC_OK)
		rc = keep_ask(k, &question, &bytes, &answer, &fd, err);
	if (rc == RC_OK) {
		rc = keep_expect(&answer, FRAME_KEPT, err);
		keep_put_back(k, fd);
	}
	buf_free(&question);
	buf_free(&bytes);
	return keep_outside(rc, err);
}

/* Records until GIVEN; `frame` is the first answer. */
static enum rc
keep_receive_records(struct keep *k, int fd, struct buf *bytes,
    struct frame *frame, bool (*take)(void *own, uint64_t sequence,
    const char *line, size_t length), void *own, struct err *err)
{
	while (frame->type == FRAME_RECORD) {
		struct slice line = frame_bytes(frame, FIELD_RECORD_line);

		if (!take(own, frame_number(frame, FIELD_RECORD_sequence),
		    (const char *)line.at, line.len))
			return RC_OK;
		TRY(keep_receive(k, fd, bytes, keep_deadline(k), frame, err));
	}
	return keep_expect(frame, FRAME_GIVEN, err);
}

enum rc
keep_read(struct keep *k, uint64_t count, bool (*take)(void *own,
    uint64_t sequence, const char *line, size_t length), void *own,
    struct err *err)
{
	struct buf question = buf_new(FRAME_MAX), bytes = buf_new(FRAME_MAX);
	struct frame answer;
	enum rc rc;
	int fd = -1;

	frame_begin(&question, FRAME_READ);
	frame_put_number(&question, FIELD_READ_from, 0);
	frame_put_number(&question, FIELD_READ_count, count);
	frame_put_number(&question, FIELD_READ_last, 1);
	rc = keep_ask(k, &question, &bytes, &answer, &fd, err);
	if (rc == RC_OK)
		rc = keep_receive_records(k, fd, &bytes, &answer, take, own,
		    err);
	/* Records may still be on their way: not for the next question. */
	io_close(&fd);
	buf_free(&question);
	buf_free(&bytes);
	return rc;
}

enum rc
keep_verify(struct keep *k, bool *sound, char *sentence, struct err *err)
{
	struct buf question = buf_new(FRAME_MAX), bytes = buf_new(FRAME_MAX);
	struct keep patient = {.clock = k->clock, .wait_ms = KEEP_VERIFY_MS};
	struct frame answer;
	enum rc rc;
	int fd;

	frame_begin(&question, FRAME_VERIFY);
	rc = io_connect(k->path, &fd, err);
	if (rc == RC_OK) {
		rc = keep_exchange(&patient, fd, &question, &bytes, &answer,
		    err);
		io_close(&fd);
	}
	if (rc == RC_OK)
		rc = keep_expect(&answer, FRAME_VERIFIED, err);
	if (rc == RC_OK) {
		struct slice text = frame_bytes(&answer,
		    FIELD_VERIFIED_sentence);

		*sound = frame_number(&answer, FIELD_VERIFIED_sound) != 0;
		snprintf(sentence, ERR_TEXT_MAX, "%.*s", (int)text.len,
		    (const char *)text.at);
	}
	buf_free(&question);
	buf_free(&bytes);
	return rc;
}
