/*
 * scanrun - a scanner of our own for a test.  See scanrun.h.
 */
#include "fault/scanrun.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/io.h"

static void
child(const struct scanrun *run, int listener, int control)
{
	const char *argv[12];
	size_t n = 0;
	int out = open(run->output, O_CREAT | O_WRONLY | O_TRUNC, 0600);

	if (out < 0 || dup2(out, 1) < 0 || dup2(out, 2) < 0 ||
	    dup2(listener, 30) < 0 || dup2(control, 31) < 0)
		_exit(2);
	argv[n++] = run->program;
	argv[n++] = run->config != NULL ? "--config" : "--no-config";
	if (run->config != NULL)
		argv[n++] = run->config;
	argv[n++] = "--rules";
	argv[n++] = run->rules;
	argv[n++] = "--listen-fd";
	argv[n++] = "30";
	argv[n++] = "--control-fd";
	argv[n++] = "31";
	argv[n] = NULL;
	execv(run->program, (char *const *)(uintptr_t)argv);
	_exit(2);
}

static bool
next_frame(const struct scanrun *run, int socket, uint64_t wait_ms,
    struct buf *in, struct frame *frame)
{
	struct err err;

	return frame_receive(socket, in, &run->clock,
	    clock_monotonic_ms(&run->clock) + wait_ms, frame, &err) == RC_OK;
}

static bool
wait_ready(struct scanrun *run)
{
	struct buf in = buf_new(FRAME_MAX);
	struct frame frame;
	bool ready = next_frame(run, run->control, 90000, &in, &frame);

	if (ready && frame_number(&frame, FIELD_STATE_ready) != 1) {
		struct slice s = frame_bytes(&frame, FIELD_STATE_sentence);
		fprintf(stderr, "%.*s\n", (int)s.len, (const char *)s.at);
		ready = false;
	}
	buf_free(&in);
	return ready;
}

bool
scanrun_start(struct scanrun *run)
{
	int listener, pair[2];
	struct err err;

	run->clock = clock_system();
	snprintf(run->folder, sizeof run->folder, "/tmp/scanrun-XXXXXX");
	if (mkdtemp(run->folder) == NULL ||
	    socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) != 0)
		return false;
	snprintf(run->path, sizeof run->path, "%s/scan", run->folder);
	snprintf(run->output, sizeof run->output, "%s/output", run->folder);
	if (io_listen(run->path, 0600, &listener, &err) != RC_OK) {
		fprintf(stderr, "%s\n", err.text);
		return false;
	}
	run->pid = fork();
	if (run->pid == 0)
		child(run, listener, pair[1]);
	close(listener);
	close(pair[1]);
	run->control = pair[0];
	return wait_ready(run);
}

static bool
send_request(const struct scanrun *run, int socket, struct slice bytes,
    unsigned kind)
{
	struct buf out = buf_new(FRAME_MAX);
	struct err err;
	bool sent;
	int fd;

	frame_begin(&out, FRAME_SCAN);
	frame_put_number(&out, FIELD_SCAN_kind, kind);
	frame_put_number(&out, FIELD_SCAN_wait_ms, 30000);
	frame_put_number(&out, FIELD_SCAN_options, 1);
	sent = io_memory_file("message", bytes, &fd, &err) == RC_OK &&
	    frame_send(socket, &out, &fd, 1, &run->clock,
	    clock_monotonic_ms(&run->clock) + 5000, &err) == RC_OK;
	close(fd);
	buf_free(&out);
	return sent;
}

static void
add_text(struct scanrun_answer *answer, struct slice text)
{
	size_t have = strlen(answer->text);
	size_t room = sizeof answer->text - 1 - have;

	answer->texts += text.len;
	if (text.len < room)
		room = text.len;
	memcpy(answer->text + have, text.at, room);
}

static void
put_string(char *to, size_t size, struct slice from)
{
	snprintf(to, size, "%.*s", (int)from.len, (const char *)from.at);
}

static void
take(struct scanrun_answer *answer, const struct frame *frame)
{
	if (frame->type == FRAME_PART) {
		answer->parts++;
		answer->causes |= frame_number(frame, FIELD_PART_causes);
	} else if (frame->type == FRAME_FINDING)
		answer->findings++;
	else if (frame->type == FRAME_TEXT)
		add_text(answer, frame_bytes(frame, FIELD_TEXT_bytes));
	else if (frame->type == FRAME_NOTE)
		put_string(answer->note, sizeof answer->note,
		    frame_bytes(frame, FIELD_NOTE_sentence));
	else if (frame->type == FRAME_DONE) {
		put_string(answer->jail, sizeof answer->jail,
		    frame_bytes(frame, FIELD_DONE_jail));
		answer->done = true;
	}
}

struct scanrun_answer
scanrun_ask(struct scanrun *run, struct slice bytes, unsigned kind)
{
	struct scanrun_answer answer = {0};
	struct buf in = buf_new(FRAME_MAX);
	struct frame frame;
	struct err err;
	int socket;

	if (io_connect(run->path, &socket, &err) != RC_OK)
		return answer;
	if (send_request(run, socket, bytes, kind))
		while (!answer.done &&
		    next_frame(run, socket, 60000, &in, &frame)) {
			take(&answer, &frame);
			frame_drop_fds(&frame);
		}
	close(socket);
	buf_free(&in);
	return answer;
}

uint64_t
scanrun_faults(struct scanrun *run)
{
	struct buf out = buf_new(FRAME_MAX), in = buf_new(FRAME_MAX);
	struct frame frame;
	struct err err;
	uint64_t faults = SIZE_MAX;

	frame_begin(&out, FRAME_STATUS);
	if (frame_send(run->control, &out, NULL, 0, &run->clock,
	    clock_monotonic_ms(&run->clock) + 1000, &err) == RC_OK &&
	    next_frame(run, run->control, 5000, &in, &frame))
		faults = frame_number(&frame, FIELD_STATE_faults);
	buf_free(&out);
	buf_free(&in);
	return faults;
}

int
scanrun_stop(struct scanrun *run)
{
	int status = -1;

	close(run->control);
	waitpid(run->pid, &status, 0);
	unlink(run->path);
	unlink(run->output);
	rmdir(run->folder);
	return status;
}
