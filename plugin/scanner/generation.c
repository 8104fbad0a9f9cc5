/*
 * generation - one set of zygotes: one for each class, and that of text asks
 * the others.
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
#include "scanner/outside.h"

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

/* What a child does not need of ours: the control sockets of the others. */
static void
close_controls(const struct generation *g)
{
	for (unsigned i = 0; i < EXTRACT_CLASSES; i++)
		if (g->control[i] >= 0)
			close(g->control[i]);
}

/* `close_in_child` has one descriptor for each class, or -1. */
static enum rc
start_one(struct generation *g, const struct zygote_options *options,
    const int close_in_child[EXTRACT_CLASSES], struct err *err)
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
		close_controls(g);
		for (unsigned i = 0; i < EXTRACT_CLASSES; i++)
			if (close_in_child[i] >= 0)
				close(close_in_child[i]);
		run_child(&mine, class_of(mine.class)->process, main_pid);
	}
	io_close(&pair[1]);
	if (pid < 0) {
		io_close(&pair[0]);
		return err_set_errno(err, RC_SYSTEM,
		    "cannot start a process of the scanner");
	}
	g->pid[mine.class] = pid;
	g->control[mine.class] = pair[0];
	return RC_OK;
}

/* A class of documents; our end of its socket goes to `asks`. */
static enum rc
start_class(struct generation *g, const struct zygote_options *options,
    enum extract_class class, int asks[EXTRACT_CLASSES], struct err *err)
{
	struct zygote_options mine = *options;
	int close_in_child[EXTRACT_CLASSES], pair[2];
	enum rc rc;

	TRY(pair_of(pair, err));
	asks[class] = pair[0];
	memcpy(close_in_child, asks, sizeof close_in_child);
	close_in_child[EXTRACT_TEXT] = options->work_fd;
	mine.class = class;
	mine.work_fd = pair[1];
	mine.zygotes = NULL;
	rc = start_one(g, &mine, close_in_child, err);
	io_close(&pair[1]);
	return rc;
}

static enum rc
start_all(struct generation *g, const struct zygote_options *options,
    int asks[EXTRACT_CLASSES], struct err *err)
{
	struct zygote_options mine = *options;
	int none[EXTRACT_CLASSES];

	for (unsigned i = 0; i < EXTRACT_CLASSES; i++)
		none[i] = -1;
	for (unsigned i = EXTRACT_TEXT + 1; i < EXTRACT_CLASSES; i++)
		if (i != EXTRACT_OUTSIDE ||
		    outside_count(options->outsides) > 0)
			TRY(start_class(g, options, (enum extract_class)i,
			    asks, err));
	mine.class = EXTRACT_TEXT;
	mine.zygotes = asks;
	return start_one(g, &mine, none, err);
}

enum rc
generation_start(const struct zygote_options *options,
    struct generation *g, struct err *err)
{
	int asks[EXTRACT_CLASSES];
	enum rc rc;

	*g = (struct generation){0};
	for (unsigned i = 0; i < EXTRACT_CLASSES; i++)
		g->control[i] = asks[i] = -1;
	rc = start_all(g, options, asks, err);
	for (unsigned i = 0; i < EXTRACT_CLASSES; i++)
		io_close(&asks[i]);
	if (rc != RC_OK)
		generation_end(g);
	return rc;
}

/* STATE frames are the only ones a zygote sends. */
static enum rc
take_state(struct generation *g, enum extract_class class,
    const struct frame *frame, struct err *err)
{
	struct slice sentence = frame_bytes(frame, FIELD_STATE_sentence);

	if (frame->type != FRAME_STATE)
		return err_set(err, RC_BUG, "a zygote sent a wrong frame");
	g->state[class] = (struct control_state){
		.ready = frame_number(frame, FIELD_STATE_ready),
		.busy = frame_number(frame, FIELD_STATE_busy),
		.handled = frame_number(frame, FIELD_STATE_handled),
		.faults = frame_number(frame, FIELD_STATE_faults),
	};
	g->ready[class] = g->state[class].ready;
	snprintf(g->sentence[class], sizeof g->sentence[class], "%.*s",
	    (int)sentence.len, (const char *)sentence.at);
	return RC_OK;
}

static enum rc
hear_until(struct generation *g, enum extract_class class,
    const struct clock *clock, uint64_t deadline_ms, struct err *err)
{
	struct buf in = buf_new(FRAME_MAX);
	struct frame frame;
	enum rc rc = frame_receive(g->control[class], &in, clock, deadline_ms,
	    &frame, err);

	if (rc == RC_OK) {
		rc = take_state(g, class, &frame, err);
		frame_drop_fds(&frame);
	}
	buf_free(&in);
	return rc;
}

enum rc
generation_hear(struct generation *g, enum extract_class class, struct err *err)
{
	struct clock clock = clock_system();

	return hear_until(g, class, &clock, clock_monotonic_ms(&clock), err);
}

static enum rc
wait_one(struct generation *g, enum extract_class class,
    const struct clock *clock, uint64_t deadline_ms, struct err *err)
{
	enum rc rc = hear_until(g, class, clock, deadline_ms, err);

	if (rc == RC_END)
		return err_set(err, RC_SYSTEM,
		    "a process of the scanner died while it started");
	if (rc == RC_OK && !g->ready[class])
		return err_set(err, RC_CONFIG, "%s", g->sentence[class]);
	return rc;
}

enum rc
generation_wait(struct generation *g, const struct clock *clock,
    uint64_t deadline_ms, struct err *err)
{
	for (unsigned i = EXTRACT_CLASSES; i-- > 0;)
		if (g->pid[i] != 0)
			TRY(wait_one(g, (enum extract_class)i, clock,
			    deadline_ms, err));
	return RC_OK;
}

void
generation_drain(struct generation *g)
{
	struct clock clock = clock_system();
	struct buf out = buf_new(FRAME_MAX);
	struct err err;

	frame_begin(&out, FRAME_DRAIN);
	/* One that cannot be told has gone, or is ended by its socket. */
	if (g->pid[EXTRACT_TEXT] != 0 && frame_send(g->control[EXTRACT_TEXT], &out,
	    NULL, 0, &clock, clock_monotonic_ms(&clock) + 100, &err) != RC_OK)
		io_close(&g->control[EXTRACT_TEXT]);
	buf_free(&out);
}

void
generation_end(struct generation *g)
{
	for (unsigned class = 0; class < EXTRACT_CLASSES; class++) {
		io_close(&g->control[class]);
		if (g->pid[class] == 0)
			continue;
		kill(g->pid[class], SIGKILL);
		waitpid(g->pid[class], NULL, 0);
		g->pid[class] = 0;
	}
}

bool
generation_ended(struct generation *g, pid_t pid)
{
	for (unsigned class = 0; class < EXTRACT_CLASSES; class++)
		if (g->pid[class] == pid && pid != 0) {
			g->pid[class] = 0;
			io_close(&g->control[class]);
			return true;
		}
	return false;
}
