/*
 * scan - one question to the scanner and its whole answer.
 */
#include "lib/scan.h"

#include "base/io.h"

enum {
	SCAN_TICK_MS = 2000,
	SCAN_GRACE_MS = 1000,		/* past wait_ms, for the last frames */
	SCAN_ANSWER_BYTES = 67108864,
	SCAN_ADDRESS_BYTES = 98304,	/* of a frame, for addresses */
};

struct answer *
scan_fault(const struct limits *limits, enum cause cause,
    const char *sentence)
{
	struct answer *answer = answer_new(limits, SCAN_ANSWER_BYTES);

	if (answer == NULL)
		return NULL;
	answer->causes = cause_bit(cause);
	answer_note(answer, sentence);
	return answer;
}

static void
scan_put_address(struct buf *out, const struct envelope_party *party)
{
	struct slice address = slice_of(party->address.bare);

	if (address.len > 0 && out->len < SCAN_ADDRESS_BYTES)
		frame_put_bytes(out, FIELD_SCAN_address,
		    slice_sub(address, 0, 1024));
}

static void
scan_write_request(const struct scan *scan, struct buf *out)
{
	const struct envelope *env = scan->envelope;
	uint64_t options = (scan->want_text ? 1u : 0) |
	    (scan->want_explain ? 2u : 0) | (scan->is_cut ? 4u : 0);

	frame_begin(out, FRAME_SCAN);
	frame_put_number(out, FIELD_SCAN_kind, scan->is_document);
	frame_put_number(out, FIELD_SCAN_wait_ms, scan->wait_ms);
	frame_put_number(out, FIELD_SCAN_options, options);
	if (scan->rule != NULL)
		frame_put_text(out, FIELD_SCAN_rule, slice_of(scan->rule));
	if (scan->name != NULL)
		frame_put_bytes(out, FIELD_SCAN_name,
		    slice_sub(slice_of(scan->name), 0, 1024));
	if (env == NULL)
		return;
	scan_put_address(out, &env->sender);
	for (size_t i = 0; i < env->recipient_count; i++)
		scan_put_address(out, &env->recipients[i]);
}

/* Wait for the next frame, ticking; RC_LATER only at `until_ms`. */
static enum rc
scan_wait(const struct scan *scan, int fd, uint64_t until_ms,
    struct err *err)
{
	enum rc rc;

	do {
		uint64_t tick = clock_monotonic_ms(scan->clock) +
		    SCAN_TICK_MS;

		rc = io_wait_readable(fd, scan->clock,
		    tick < until_ms ? tick : until_ms, "the scanner", err);
		if (rc == RC_LATER && scan->tick != NULL)
			scan->tick(scan->own);
	} while (rc == RC_LATER && clock_left_ms(scan->clock, until_ms) > 0);
	return rc;
}

/* Frames until DONE (RC_OK), or why there was none. */
static enum rc
scan_listen(const struct scan *scan, int fd, struct answer *answer,
    struct err *err)
{
	uint64_t until = clock_monotonic_ms(scan->clock) + scan->wait_ms +
	    SCAN_GRACE_MS;
	struct buf bytes = buf_new(FRAME_MAX);
	struct frame frame;
	enum rc rc;

	if (until > scan->deadline_ms)
		until = scan->deadline_ms;
	do {
		rc = scan_wait(scan, fd, until, err);
		if (rc == RC_OK)
			rc = frame_receive(fd, &bytes, scan->clock, until,
			    &frame, err);
		if (rc != RC_OK)
			break;
		rc = answer_take(answer, &frame, err);
		frame_drop_fds(&frame);
	} while (rc == RC_OK);
	buf_free(&bytes);
	if (answer->done)
		return RC_OK;
	return rc;
}

static enum rc
scan_ask(const struct scan *scan, int fd, struct answer *answer,
    struct err *err)
{
	struct buf request = buf_new(FRAME_MAX);
	enum rc rc;

	scan_write_request(scan, &request);
	rc = buf_check(&request, "The question to the scanner", err);
	if (rc == RC_OK)
		rc = frame_send(fd, &request, &scan->message_fd, 1,
		    scan->clock, scan->deadline_ms, err);
	buf_free(&request);
	if (rc == RC_OK)
		rc = scan_listen(scan, fd, answer, err);
	return rc;
}

static enum cause
scan_cause_of(enum rc rc)
{
	switch (rc) {
	case RC_OK:
		return CAUSE_none;
	case RC_END:
	case RC_SYSTEM:		/* ECONNRESET and its kin */
		return CAUSE_crashed;
	case RC_LATER:
		return CAUSE_time;
	case RC_LIMIT:
	case RC_INPUT:
	case RC_CONFIG:
	case RC_BUG:
		return CAUSE_internal;
	}
	return CAUSE_internal;
}

/*
 * What came before the trouble still counts when it holds together: it can only
 * make the outcome stricter.
 */
static enum rc
scan_settle(const struct scan *scan, enum rc outcome, struct answer **answer,
    struct err *err)
{
	struct err broken;
	cause_set causes = cause_bit(scan_cause_of(outcome));

	if (scan_cause_of(outcome) != CAUSE_internal &&
	    answer_end(*answer, &broken) != RC_OK) {
		*err = broken;
		outcome = broken.rc;
		causes |= cause_bit(CAUSE_internal);
	}
	if ((causes & cause_bit(CAUSE_internal)) != 0) {
		answer_free(*answer);
		*answer = scan_fault(scan->limits, CAUSE_internal, err->text);
		if (*answer == NULL)
			return err_set(err, RC_SYSTEM,
			    "no memory for the answer of the scanner");
	} else if (outcome == RC_END || outcome == RC_SYSTEM) {
		answer_note(*answer,
		    "The process that read the message died.");
	} else if (outcome == RC_LATER) {
		answer_note(*answer,
		    "The scanner did not finish in the time allowed.");
	}
	(*answer)->causes |= causes;
	if (scan->is_cut)
		(*answer)->causes |= cause_bit(CAUSE_too_big);
	return RC_OK;
}

static size_t
scan_answer_bytes(const struct scan *scan)
{
	size_t text = (size_t)scan->limits->text_mail_bytes, total;

	if (!scan->want_text || !size_mul(text, 2, &text) ||
	    !size_add(text, SCAN_ANSWER_BYTES, &total))
		return SCAN_ANSWER_BYTES;
	return total;
}

enum rc
scan_run(const struct scan *scan, struct service *service,
    struct answer **answer, struct err *err)
{
	struct answer *a;
	enum rc rc;
	int fd;

	TRY(service_connect(service, &fd, err));
	a = answer_new(scan->limits, scan_answer_bytes(scan));
	if (a == NULL) {
		io_close(&fd);
		return err_set(err, RC_SYSTEM,
		    "no memory for the answer of the scanner");
	}
	rc = scan_ask(scan, fd, a, err);
	io_close(&fd);
	if (rc == RC_END || rc == RC_SYSTEM) {
		struct err ended;

		/* A scanner of our own that could not start is no fault. */
		if (service_alive(service, &ended) != RC_OK) {
			answer_free(a);
			*err = ended;
			return ended.rc;
		}
	}
	rc = scan_settle(scan, rc, &a, err);
	*answer = a;
	return rc;
}
