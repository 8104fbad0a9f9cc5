/*
 * service - where the scanner listens: the one of this host, or one of our own.
 */
#include "lib/service.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/frame.h"
#include "base/io.h"

extern char **environ;

enum { SERVICE_LISTEN_FD = 3, SERVICE_CONTROL_FD = 4, SERVICE_PATH = 108,
	SERVICE_HIGH_FD = 10, SERVICE_END_MS = 3000 };

struct service {
	char path[SERVICE_PATH];
	char dir[SERVICE_PATH];		/* "" when it is not ours */
	pthread_mutex_t lock;		/* of pid and exit */
	pid_t pid;			/* 0: none, or reaped */
	int exit;
	int control;
};

static struct service *
service_new(void)
{
	struct service *s = calloc(1, sizeof *s);

	if (s == NULL)
		return NULL;
	pthread_mutex_init(&s->lock, NULL);
	s->control = -1;
	return s;
}

enum rc
service_at(const char *path, struct service **service, struct err *err)
{
	struct service *s;

	if (strlen(path) >= SERVICE_PATH)
		return err_set(err, RC_CONFIG,
		    "the path of the scanner's socket, %s, is too long; "
		    "choose a shorter run_dir", path);
	s = service_new();
	if (s == NULL)
		return err_set(err, RC_SYSTEM, "no memory for the scanner");
	snprintf(s->path, sizeof s->path, "%s", path);
	*service = s;
	return RC_OK;
}

static enum rc
service_make_dir(struct service *s, struct err *err)
{
	const char *tmp = getenv("TMPDIR");

	if (tmp == NULL || tmp[0] != '/' || strlen(tmp) > 60)
		tmp = "/tmp";
	snprintf(s->dir, sizeof s->dir, "%s/outmark-XXXXXX", tmp);
	if (mkdtemp(s->dir) == NULL) {
		s->dir[0] = '\0';
		return err_set_errno(err, RC_SYSTEM,
		    "no folder for a scanner of our own in %s", tmp);
	}
	if (snprintf(s->path, sizeof s->path, "%.90s/scanner.sock", s->dir) >=
	    (int)sizeof s->path)
		return err_set(err, RC_SYSTEM, "the folder %s is too long",
		    s->dir);
	return RC_OK;
}

/* The child's descriptors: ours are moved high first, so none is in the way. */
static int
service_spawn(struct service *s, char *const argv[], int listener, int control)
{
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attr;
	sigset_t none;
	int rc;

	sigemptyset(&none);
	posix_spawn_file_actions_init(&actions);
	posix_spawnattr_init(&attr);
	posix_spawnattr_setsigmask(&attr, &none);
	posix_spawnattr_setflags(&attr, POSIX_SPAWN_SETSIGMASK);
	posix_spawn_file_actions_adddup2(&actions, listener,
	    SERVICE_LISTEN_FD);
	posix_spawn_file_actions_adddup2(&actions, control,
	    SERVICE_CONTROL_FD);
	rc = posix_spawn(&s->pid, argv[0], &actions, &attr, argv, environ);
	posix_spawn_file_actions_destroy(&actions);
	posix_spawnattr_destroy(&attr);
	if (rc != 0)
		s->pid = 0;
	return rc;
}

static enum rc
service_run(struct service *s, char *const argv[], int listener, int control,
    struct err *err)
{
	int high[2] = {
		fcntl(listener, F_DUPFD_CLOEXEC, SERVICE_HIGH_FD),
		fcntl(control, F_DUPFD_CLOEXEC, SERVICE_HIGH_FD),
	};
	int failed = high[0] < 0 || high[1] < 0 ? errno :
	    service_spawn(s, argv, high[0], high[1]);

	io_close(&high[0]);
	io_close(&high[1]);
	errno = failed;
	return failed == 0 ? RC_OK : err_set_errno(err, RC_CONFIG,
	    "the scanner %s cannot be started", argv[0]);
}

static enum rc
service_launch(struct service *s, const struct service_start *start,
    struct err *err)
{
	const char *argv[16];
	size_t n = 0;
	int pair[2], listener;
	enum rc rc;

	argv[n++] = start->program;
	argv[n++] = start->config_file != NULL ? "--config" : "--no-config";
	if (start->config_file != NULL)
		argv[n++] = start->config_file;
	if (start->rules_dir != NULL) {
		argv[n++] = "--rules";
		argv[n++] = start->rules_dir;
	}
	if (start->site_rules_dir != NULL) {
		argv[n++] = "--site-rules";
		argv[n++] = start->site_rules_dir;
	}
	argv[n++] = "--quiet";
	argv[n++] = "--listen-fd";
	argv[n++] = "3";
	argv[n++] = "--control-fd";
	argv[n++] = "4";
	argv[n] = NULL;
	TRY(service_make_dir(s, err));
	TRY(io_listen(s->path, 0600, &listener, err));
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) != 0) {
		io_close(&listener);
		return err_set_errno(err, RC_SYSTEM, "no control socket");
	}
	s->control = pair[0];
	rc = service_run(s, (char *const *)(uintptr_t)argv, listener, pair[1],
	    err);
	io_close(&listener);
	io_close(&pair[1]);
	return rc;
}

/* Its first word: that it is ready, or why it cannot be. */
static enum rc
service_hear(const struct service *s, struct buf *in, uint64_t until_ms,
    struct err *err)
{
	struct clock clock = clock_system();
	struct frame frame;
	struct slice said;

	if (frame_receive(s->control, in, &clock, until_ms, &frame, err) !=
	    RC_OK)
		return err_set(err, RC_CONFIG, "the scanner of our own ended "
		    "before it was ready, or took too long");
	frame_drop_fds(&frame);
	if (frame.type == FRAME_STATE &&
	    frame_number(&frame, FIELD_STATE_ready) != 0)
		return RC_OK;
	said = frame_bytes(&frame, FIELD_STATE_sentence);
	return err_set(err, RC_CONFIG, "%.*s", (int)said.len,
	    said.len == 0 ? "" : (const char *)said.at);
}

static enum rc
service_ready(const struct service *s, uint64_t wait_ms, struct err *err)
{
	struct clock clock = clock_system();
	struct buf in = buf_new(FRAME_MAX);
	enum rc rc = service_hear(s, &in,
	    clock_monotonic_ms(&clock) + wait_ms, err);

	buf_free(&in);
	return rc;
}

enum rc
service_start(const struct service_start *start, struct service **service,
    struct err *err)
{
	struct service *s = service_new();
	enum rc rc;

	if (s == NULL)
		return err_set(err, RC_SYSTEM, "no memory for the scanner");
	rc = service_launch(s, start, err);
	if (rc == RC_OK)
		rc = service_ready(s, start->wait_ms, err);
	if (rc != RC_OK) {
		service_close(s);
		return rc;
	}
	*service = s;
	return RC_OK;
}

enum rc
service_alive(struct service *s, struct err *err)
{
	enum rc rc = RC_OK;

	if (s->dir[0] == '\0')
		return RC_OK;
	pthread_mutex_lock(&s->lock);
	if (s->pid > 0 && waitpid(s->pid, &s->exit, WNOHANG) == s->pid)
		s->pid = 0;
	if (s->pid == 0)
		rc = err_set(err, RC_CONFIG, WIFSIGNALED(s->exit) ?
		    "the scanner of our own was ended by signal %d" :
		    "the scanner of our own ended with status %d; what it "
		    "wrote before says why", WIFSIGNALED(s->exit) ?
		    WTERMSIG(s->exit) : WEXITSTATUS(s->exit));
	pthread_mutex_unlock(&s->lock);
	return rc;
}

enum rc
service_connect(struct service *s, int *fd, struct err *err)
{
	TRY(service_alive(s, err));
	return io_connect(s->path, fd, err);
}

/* Ask it to end, wait a little, then end it: by its own id, nothing else. */
static void
service_end_child(struct service *s)
{
	const struct timespec pause = {.tv_nsec = 10000000};

	io_close(&s->control);
	if (s->pid <= 0)
		return;
	kill(s->pid, SIGTERM);
	for (int waited = 0; waited < SERVICE_END_MS; waited += 10) {
		if (waitpid(s->pid, &s->exit, WNOHANG) != 0)
			return;
		nanosleep(&pause, NULL);
	}
	kill(s->pid, SIGKILL);
	while (waitpid(s->pid, &s->exit, 0) < 0 && errno == EINTR)
		;
}

void
service_close(struct service *s)
{
	if (s == NULL)
		return;
	service_end_child(s);
	if (s->dir[0] != '\0') {
		unlink(s->path);
		rmdir(s->dir);
	}
	pthread_mutex_destroy(&s->lock);
	free(s);
}
