/*
 * child - one process of ours.  See child.h.
 */
#include "supervisor/child.h"

#include <sys/socket.h>

#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#include "base/io.h"

enum { LISTEN_FD = 3, CONTROL_FD = 4, SEND_MS = 1000 };

static const struct {
	const char *name;
	bool listens;
} kinds[CHILD_KINDS] = {
	[CHILD_KEEPER] = { "outmark-keeper", true },
	[CHILD_SCANNER] = { "outmark-scanner", true },
	[CHILD_MILTER] = { "outmark-milter", false },
};

const char *
child_name(enum child_kind kind)
{
	return kinds[kind].name;
}

/*
 * No parent-death signal: a child sees the end of its control connection and
 * may finish its sessions.
 */

/* In the child: the two descriptors to their numbers, nothing else open. */
static bool
place_descriptors(int listen_fd, int control_fd)
{
	int control = fcntl(control_fd, F_DUPFD, 16);
	int listener = listen_fd < 0 ? -1 : fcntl(listen_fd, F_DUPFD, 16);

	if (control < 0 || (listen_fd >= 0 && listener < 0))
		return false;
	if (listener >= 0 && dup2(listener, LISTEN_FD) < 0)
		return false;
	if (dup2(control, CONTROL_FD) < 0)
		return false;
	close_range(CONTROL_FD + 1, UINT_MAX, 0);
	if (listener < 0)
		close(LISTEN_FD);
	return true;
}

static void
become(enum child_kind kind, const char *path, const char *config_file,
    int listen_fd, int control_fd)
{
	char *arguments[] = {
		(char *)(uintptr_t)kinds[kind].name,
		(char *)(uintptr_t)"--config", (char *)(uintptr_t)config_file,
		(char *)(uintptr_t)"--control-fd", (char *)(uintptr_t)"4",
		(char *)(uintptr_t)(kinds[kind].listens ? "--listen-fd" : NULL),
		(char *)(uintptr_t)"3", NULL
	};
	sigset_t none;

	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	if (place_descriptors(listen_fd, control_fd))
		execv(path, arguments);
	_exit(127);
}

enum rc
child_start(enum child_kind kind, const struct config *config,
    const char *config_file, int listen_fd, struct child *child,
    struct err *err)
{
	struct clock clock = clock_system();
	char path[PATH_MAX];
	int pair[2];
	pid_t pid;

	snprintf(path, sizeof(path), "%s/%s", config->libexec_dir,
	    kinds[kind].name);
	if (access(path, X_OK) != 0)
		return err_set_errno(err, RC_CONFIG, "cannot start %s", path);
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) != 0)
		return err_set_errno(err, RC_SYSTEM, "cannot make a socket");
	pid = fork();
	if (pid == 0)
		become(kind, path, config_file, listen_fd, pair[1]);
	close(pair[1]);
	if (pid < 0) {
		close(pair[0]);
		return err_set_errno(err, RC_SYSTEM, "cannot start %s", path);
	}
	*child = (struct child){ .kind = kind, .pid = pid,
	    .control_fd = pair[0],
	    .started_ms = clock_monotonic_ms(&clock) };
	return RC_OK;
}

enum rc
child_tell(struct child *child, enum frame_type what, struct err *err)
{
	struct clock clock = clock_system();
	struct buf out = buf_new(FRAME_MAX);
	enum rc rc;

	if (child->control_fd < 0)
		return err_set(err, RC_END, "%s is gone",
		    child_name(child->kind));
	frame_begin(&out, what);
	rc = frame_send(child->control_fd, &out, NULL, 0, &clock,
	    clock_monotonic_ms(&clock) + SEND_MS, err);
	buf_free(&out);
	if (rc == RC_OK && what == FRAME_DRAIN)
		child->leaving = true;
	return rc;
}

enum rc
child_hear(struct child *child, char *sentence, size_t size, struct err *err)
{
	struct clock clock = clock_system();
	struct buf in = buf_new(FRAME_MAX);
	struct frame frame;
	struct slice said;
	enum rc rc;

	sentence[0] = '\0';
	rc = frame_receive(child->control_fd, &in, &clock,
	    clock_monotonic_ms(&clock), &frame, err);
	if (rc == RC_OK && frame.type == FRAME_STATE) {
		said = frame_bytes(&frame, FIELD_STATE_sentence);
		snprintf(sentence, size, "%.*s", (int)said.len,
		    said.len == 0 ? "" : (const char *)said.at);
		child->ready = child->ready ||
		    frame_number(&frame, FIELD_STATE_ready) != 0;
	}
	if (rc == RC_OK)
		frame_drop_fds(&frame);
	if (rc == RC_END || rc == RC_SYSTEM || rc == RC_INPUT)
		io_close(&child->control_fd);
	buf_free(&in);
	return rc;
}
