/*
 * check - a message from its last byte to the decision.
 *
 * Wait for a slot, scan, decide, journal.  A cause inside the message is an
 * answer with a fault; a cause outside is "later" when the policy is enforced,
 * and a delivery that says so when it is only observed.  Both on this one path.
 */
#include <stdio.h>

#include "base/io.h"
#include "lib/record.h"
#include "lib/result.h"

struct check {
	struct outmark *outmark;
	struct outmark_message *message;
	struct outmark_result *result;
	uint64_t deadline_ms;
	void (*progress)(void *own);
	void *own;
};

enum { CHECK_ANSWER_MS = 500 };	/* kept for deciding and journalling */

static struct slice
check_sender(const struct outmark_message *m)
{
	const struct envelope *e = &m->envelope;

	if (e->client.user[0] != '\0')
		return slice_of(e->client.user);
	if (e->sender.address.bare[0] != '\0')
		return slice_of(e->sender.address.bare);
	return slice_of(e->client.address);
}

static struct scan
check_question(const struct check *c, int fd)
{
	const struct outmark_message *m = c->message;
	const struct limits *limits = &c->result->use->config->limits;
	uint64_t left = clock_left_ms(&c->outmark->clock, c->deadline_ms);

	left = left > CHECK_ANSWER_MS ? left - CHECK_ANSWER_MS : 1;
	return (struct scan){
		.message_fd = fd, .is_document = m->is_document,
		.want_text = m->want_text, .want_explain = m->want_explain,
		.is_cut = spool_is_cut(m->spool), .name = m->document,
		.rule = m->rule, .envelope = &m->envelope,
		.wait_ms = left < limits->scan_wall_ms ? left :
		    limits->scan_wall_ms,
		.deadline_ms = c->deadline_ms, .limits = limits,
		.clock = &c->outmark->clock, .tick = c->progress,
		.own = c->own,
	};
}

/* The scan itself, in a slot. */
static enum rc
check_scan(struct check *c, struct err *err)
{
	struct outmark *om = c->outmark;
	const unsigned char *digest = spool_digest(c->message->spool);
	struct scan scan;
	enum rc rc;
	int fd;

	if (crashes_has(om->crashes, clock_monotonic_ms(&om->clock),
	    digest)) {
		c->result->answer = scan_fault(
		    &c->result->use->config->limits, CAUSE_crashed,
		    "The same message made the process that read it die "
		    "before; it was not read again.");
		return c->result->answer != NULL ? RC_OK :
		    err_set(err, RC_LATER, "no memory for a result");
	}
	TRY(spool_give(c->message->spool, &fd, err));
	scan = check_question(c, fd);
	rc = scan_run(&scan, om->service, &c->result->answer, err);
	io_close(&fd);
	if (rc == RC_OK && (c->result->answer->causes &
	    cause_bit(CAUSE_crashed)) != 0)
		crashes_add(om->crashes, clock_monotonic_ms(&om->clock),
		    digest);
	return rc;
}

static enum rc
check_in_slot(struct check *c, struct err *err)
{
	const struct clock *clock = &c->outmark->clock;
	struct queue *queue = c->outmark->queue;
	struct queue_place place;
	uint64_t began;
	enum rc rc;

	TRY(queue_join(queue, check_sender(c->message),
	    spool_size(c->message->spool), &place, err));
	TRY(queue_wait(queue, &place, clock, c->deadline_ms, c->progress,
	    c->own, err));
	began = clock_monotonic_ms(clock);
	c->result->wait_ms = began - c->result->began_ms;
	rc = check_scan(c, err);
	c->result->scan_ms = clock_monotonic_ms(clock) - began;
	queue_leave(queue, &place);
	return rc;
}

static enum rc
check_examine(struct check *c, struct err *err)
{
	if (c->message->broken.rc != RC_OK) {
		*err = c->message->broken;
		return err->rc;
	}
	return check_in_slot(c, err);
}

/* RC_LATER when enforced; else the message passes, unexamined and counted. */
static enum rc
check_outside(struct check *c, struct err *err)
{
	struct outmark_result *r = c->result;

	log_err(&c->outmark->log, err);
	if (r->enforced || err->rc == RC_CONFIG) {
		if (err->rc != RC_CONFIG)
			err->rc = RC_LATER;
		return err->rc;
	}
	r->outside = *err;
	r->answer = scan_fault(&r->use->config->limits, CAUSE_none,
	    err->text);
	return r->answer != NULL ? RC_OK :
	    err_set(err, RC_LATER, "no memory for a result");
}

static enum rc
check_keep(struct check *c, struct err *err)
{
	struct outmark *om = c->outmark;
	size_t lost;

	if (om->keep == NULL ||
	    record_keep(c->result, c->message, err) == RC_OK)
		return RC_OK;
	if (c->result->enforced) {
		log_err(&om->log, err);
		err->rc = RC_LATER;
		return err->rc;
	}
	lost = atomic_fetch_add(&om->unkept, 1) + 1;
	log_put(&om->log, LOG_LEVEL_ERROR, "%s; %zu decisions are in no "
	    "journal", err->text, lost);
	answer_note(c->result->answer, "The decision is in no journal: the "
	    "keeper could not be reached.");
	return RC_OK;
}

static void
check_mark(struct check *c)
{
	const struct outmark_message *m = c->message;

	c->result->arrived = m->arrived;
	if (m->envelope.has_sender)
		c->result->arrived.sender = m->envelope.sender.address.bare;
	if (m->arrived.mark != NULL)
		incident_is_ours(&c->outmark->mark_key,
		    slice_of(m->arrived.mark),
		    spool_body_digest(m->spool), c->result->again);
}

static enum rc
check_run(struct check *c, struct err *err)
{
	struct outmark_message *m = c->message;

	TRY(spool_seal(m->spool, err));
	check_mark(c);
	if (check_examine(c, err) != RC_OK)
		TRY(check_outside(c, err));
	TRY(result_decide(c->result, &m->envelope, err));
	TRY(result_finish(c->result, spool_body_digest(m->spool), err));
	return check_keep(c, err);
}

enum outmark_status
outmark_message_check(struct outmark_message *m, void (*progress)(void *own),
    void *own, struct outmark_result **result, struct outmark_error *error)
{
	struct check c = {
		.outmark = m->outmark, .message = m, .progress = progress,
		.own = own,
	};
	struct err err;

	if (result_new(m->outmark, &c.result, &err) != RC_OK)
		return library_fail(&err, error);
	c.result->began_ms = clock_monotonic_ms(&m->outmark->clock);
	c.deadline_ms = c.result->began_ms +
	    c.result->use->config->limits.deadline_ms;
	if (check_run(&c, &err) != RC_OK) {
		outmark_result_free(c.result);
		return library_fail(&err, error);
	}
	*result = c.result;
	return OUTMARK_OK;
}
