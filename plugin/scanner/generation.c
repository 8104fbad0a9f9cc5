/*
 * generation - one pair of zygotes: a document one and a text one that asks it.
 */
#include "scanner/generation.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/io.h"

static enum rc
pair_of(int pair[2], struct err *err)
{
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) != 0)
		return err_set_errno(err, RC_SYSTEM,
		    "cannot connect the scanner's processes");
	return RC_OK;
}

/* In the child.  Main's death ends it: nobody else would. */
static void
run_child(const struct zygote_options *options, const char *name,
    pid_t main_pid)
{
	prctl(PR_SET_NAME, name, 0, 0, 0);
	prctl(PR_SET_PDEATHSIG, SIGTERM, 0, 0, 0);
	if (getppid() != main_pid)
		_exit(1);
	exit(zygote_run(options));
}

static enum rc
start_one(struct generation *g, const struct zygote_options *options,
    const int *close_in_child, size_t close_count, struct err *err)
{
	struct zygote_options mine = *options;
	pid_t main_pid = getpid();
	int pair[2];
	pid_t pid;

	TRY(pair_of(pair, err));
	mine.control_fd = pair[1];
	pid = fork();
	if (pid == 0) {
		close(pair[0]);
		for (size_t i = 0; i < close_count; i++)
			if (close_in_child[i] >= 0)
				close(close_in_child[i]);
		run_child(&mine, mine.kind == JAIL_TEXT ? "outmark-text" :
		    "outmark-docs", main_pid);
	}
	io_close(&pair[1]);
	if (pid < 0) {
		io_close(&pair[0]);
		return err_set_errno(err, RC_SYSTEM,
		    "cannot start a process of the scanner");
	}
	g->pid[mine.kind] = pid;
	g->control[mine.kind] = pair[0];
	return RC_OK;
}

static enum rc
start_both(struct generation *g, const struct zygote_options *options,
    const int documents[2], struct err *err)
{
	struct zygote_options mine = *options;
	int not_document[] = { documents[0], options->work_fd };

	mine.kind = JAIL_DOCUMENT;
	mine.work_fd = documents[1];
	mine.documents_fd = -1;
	TRY(start_one(g, &mine, not_document, 2, err));
	int not_text[] = { documents[1], g->control[JAIL_DOCUMENT] };
	mine.kind = JAIL_TEXT;
	mine.work_fd = options->work_fd;
	mine.documents_fd = documents[0];
	return start_one(g, &mine, not_text, 2, err);
}

enum rc
generation_start(const struct zygote_options *options,
    struct generation *g, struct err *err)
{
	int documents[2];
	enum rc rc;

	*g = (struct generation){ .control = { -1, -1 } };
	TRY(pair_of(documents, err));
	rc = start_both(g, options, documents, err);
	io_close(&documents[0]);
	io_close(&documents[1]);
	if (rc != RC_OK)
		generation_end(g);
	return rc;
}

/* STATE frames are the only ones a zygote sends. */
static enum rc
take_state(struct generation *g, enum jail_kind kind,
    const struct frame *frame, struct err *err)
{
	struct slice sentence = frame_bytes(frame, FIELD_STATE_sentence);

	if (frame->type != FRAME_STATE)
		return err_set(err, RC_BUG, "a zygote sent a wrong frame");
	g->state[kind] = (struct control_state){
		.ready = frame_number(frame, FIELD_STATE_ready),
		.busy = frame_number(frame, FIELD_STATE_busy),
		.handled = frame_number(frame, FIELD_STATE_handled),
		.faults = frame_number(frame, FIELD_STATE_faults),
	};
	g->ready[kind] = g->state[kind].ready;
	snprintf(g->sentence[kind], sizeof g->sentence[kind], "%.*s",
	    (int)sentence.len, (const char *)sentence.at);
	return RC_OK;
}

static enum rc
hear_until(struct generation *g, enum jail_kind kind,
    const struct clock *clock, uint64_t deadline_ms, struct err *err)
{
	struct buf in = buf_new(FRAME_MAX);
	struct frame frame;
	enum rc rc = frame_receive(g->control[kind], &in, clock, deadline_ms,
	    &frame, err);

	if (rc == RC_OK) {
		rc = take_state(g, kind, &frame, err);
		frame_drop_fds(&frame);
	}
	buf_free(&in);
	return rc;
}

enum rc
generation_hear(struct generation *g, enum jail_kind kind, struct err *err)
{
	struct clock clock = clock_system();

	return hear_until(g, kind, &clock, clock_monotonic_ms(&clock), err);
}

static enum rc
wait_one(struct generation *g, enum jail_kind kind,
    const struct clock *clock, uint64_t deadline_ms, struct err *err)
{
	enum rc rc = hear_until(g, kind, clock, deadline_ms, err);

	if (rc == RC_END)
		return err_set(err, RC_SYSTEM,
		    "a process of the scanner died while it started");
	if (rc == RC_OK && !g->ready[kind])
		return err_set(err, RC_CONFIG, "%s", g->sentence[kind]);
	return rc;
}

enum rc
generation_wait(struct generation *g, const struct clock *clock,
    uint64_t deadline_ms, struct err *err)
{
	TRY(wait_one(g, JAIL_DOCUMENT, clock, deadline_ms, err));
	return wait_one(g, JAIL_TEXT, clock, deadline_ms, err);
}

void
generation_drain(struct generation *g)
{
	struct clock clock = clock_system();
	struct buf out = buf_new(FRAME_MAX);
	struct err err;

	frame_begin(&out, FRAME_DRAIN);
	/* One that cannot be told has gone, or is ended by its socket. */
	if (g->pid[JAIL_TEXT] != 0 && frame_send(g->control[JAIL_TEXT], &out,
	    NULL, 0, &clock, clock_monotonic_ms(&clock) + 100, &err) != RC_OK)
		io_close(&g->control[JAIL_TEXT]);
	buf_free(&out);
}

void
generation_end(struct generation *g)
{
	for (unsigned kind = 0; kind < 2; kind++) {
		io_close(&g->control[kind]);
		if (g->pid[kind] == 0)
			continue;
		kill(g->pid[kind], SIGKILL);
		waitpid(g->pid[kind], NULL, 0);
		g->pid[kind] = 0;
	}
}

bool
generation_ended(struct generation *g, pid_t pid)
{
	for (unsigned kind = 0; kind < 2; kind++)
		if (g->pid[kind] == pid && pid != 0) {
			g->pid[kind] = 0;
			io_close(&g->control[kind]);
			return true;
		}
	return false;
}
