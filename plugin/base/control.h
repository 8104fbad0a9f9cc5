/*
 * control - what the supervisor and a process it started say to each other.
 *
 * Over a SOCK_SEQPACKET pair: the supervisor sends RELOAD, DRAIN and STATUS; the
 * process answers with STATE, and sends STATE on its own once it is ready.  A
 * process without a supervisor has the descriptor -1, and all here does nothing.
 */
#ifndef OUTMARK_BASE_CONTROL_H
#define OUTMARK_BASE_CONTROL_H

#include "base/frame.h"

struct control_state {
	bool ready;
	uint64_t busy;		/* sessions or workers */
	uint64_t handled;
	uint64_t faults;
	const char *sentence;	/* trouble, or NULL */
};

/* Tell the supervisor.  RC_OK without one. */
enum rc control_tell(int control_fd, const struct control_state *state,
    struct err *err) MUST_USE;

/*
 * What the supervisor wants: FRAME_RELOAD, FRAME_DRAIN or FRAME_STATUS, waiting
 * at most `wait_ms`.  RC_LATER when it wants nothing, RC_END when it is gone.
 */
enum rc control_next(int control_fd, uint64_t wait_ms,
    enum frame_type *wanted, struct err *err) MUST_USE;

#endif
