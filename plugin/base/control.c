/*
 * control - supervisor and child.  See control.h.
 */
#include "base/control.h"

#include <poll.h>

enum { SEND_MS = 1000 };

enum rc
control_tell(int control_fd, const struct control_state *state,
    struct err *err)
{
	struct clock clock = clock_system();
	struct buf out = buf_new(FRAME_MAX);
	enum rc rc;

	if (control_fd < 0)
		return RC_OK;
	frame_begin(&out, FRAME_STATE);
	frame_put_number(&out, FIELD_STATE_ready, state->ready);
	frame_put_number(&out, FIELD_STATE_busy, state->busy);
	frame_put_number(&out, FIELD_STATE_handled, state->handled);
	frame_put_number(&out, FIELD_STATE_faults, state->faults);
	if (state->sentence != NULL)
		frame_put_text(&out, FIELD_STATE_sentence,
		    slice_of(state->sentence));
	rc = frame_send(control_fd, &out, NULL, 0, &clock,
	    clock_monotonic_ms(&clock) + SEND_MS, err);
	buf_free(&out);
	return rc;
}

enum rc
control_next(int control_fd, uint64_t wait_ms, enum frame_type *wanted,
    struct err *err)
{
	struct clock clock = clock_system();
	struct buf in = buf_new(FRAME_MAX);
	struct frame frame;
	enum rc rc;

	if (control_fd < 0) {
		poll(NULL, 0, (int)wait_ms);
		return err_set(err, RC_LATER, "there is no supervisor");
	}
	rc = frame_receive(control_fd, &in, &clock,
	    clock_monotonic_ms(&clock) + wait_ms, &frame, err);
	if (rc == RC_OK) {
		*wanted = frame.type;
		frame_drop_fds(&frame);
	}
	buf_free(&in);
	return rc;
}
