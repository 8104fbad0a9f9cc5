/*
 * upgrade - outmarkd becomes its own successor.  See upgrade.h.
 *
 * The variable holds numbers: the lock's descriptor; for each kind the listening
 * descriptor, process and control descriptor; then for each process that still
 * leaves its kind, process and control descriptor.
 */
#include "supervisor/upgrade.h"

#include <sys/wait.h>

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/buf.h"

static const char variable[] = "OUTMARKD_STATE";

enum { STATE_MAX = 8192, CHECK_MS = 10000 };

static void
keep_over_exec(int fd, bool keep)
{
	if (fd >= 0)
		fcntl(fd, F_SETFD, keep ? 0 : FD_CLOEXEC);
}

static void
keep_all(const struct supervisor *supervisor, bool keep)
{
	keep_over_exec(supervisor->lock_fd, keep);
	for (unsigned i = 0; i < CHILD_KINDS; i++) {
		keep_over_exec(supervisor->listen_fds[i], keep);
		keep_over_exec(supervisor->current[i].control_fd, keep);
	}
	for (size_t i = 0; i < LEAVING_MAX; i++)
		keep_over_exec(supervisor->leaving[i].control_fd, keep);
}

static void
put_numbers(struct buf *state, long a, long b, long c)
{
	char text[80];

	snprintf(text, sizeof(text), "%ld %ld %ld ", a, b, c);
	buf_text(state, text);
}

static void
put_state(const struct supervisor *supervisor, struct buf *state)
{
	const struct child *child;

	put_numbers(state, supervisor->lock_fd, CHILD_KINDS, LEAVING_MAX);
	for (unsigned i = 0; i < CHILD_KINDS; i++) {
		child = &supervisor->current[i];
		put_numbers(state, supervisor->listen_fds[i], child->pid,
		    child->control_fd);
	}
	for (size_t i = 0; i < LEAVING_MAX; i++) {
		child = &supervisor->leaving[i];
		if (child->pid != 0)
			put_numbers(state, child->kind, child->pid,
			    child->control_fd);
	}
	buf_byte(state, '\0');
}

static enum rc
wait_for_check(pid_t pid, const char *program, struct err *err)
{
	struct clock clock = clock_system();
	uint64_t end = clock_monotonic_ms(&clock) + CHECK_MS;
	int status = 0;

	while (waitpid(pid, &status, WNOHANG) == 0) {
		if (clock_left_ms(&clock, end) == 0) {
			kill(pid, SIGKILL);
			waitpid(pid, &status, 0);
			break;
		}
		poll(NULL, 0, 10);
	}
	if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
		return err_set(err, RC_CONFIG, "%s --check finds that it "
		    "could not start; the old program goes on", program);
	return RC_OK;
}

/* Once we are the new program there is no way back: let it try first. */
static enum rc
check_program(const struct supervisor *supervisor, struct err *err)
{
	char *arguments[] = {
		(char *)(uintptr_t)supervisor->program,
		(char *)(uintptr_t)"--check", (char *)(uintptr_t)"--config",
		(char *)(uintptr_t)supervisor->config_file, NULL
	};
	pid_t pid = fork();

	if (pid < 0)
		return err_set_errno(err, RC_SYSTEM, "cannot start %s",
		    supervisor->program);
	if (pid == 0) {
		execv(supervisor->program, arguments);
		_exit(127);
	}
	return wait_for_check(pid, supervisor->program, err);
}

enum rc
upgrade_exec(struct supervisor *supervisor, struct err *err)
{
	struct buf state = buf_new(STATE_MAX);
	char *arguments[] = {
		(char *)(uintptr_t)supervisor->program,
		(char *)(uintptr_t)"--config",
		(char *)(uintptr_t)supervisor->config_file, NULL
	};

	TRY(check_program(supervisor, err));
	/* A successor that is not ready yet leaves; the next program starts one. */
	for (unsigned i = 0; i < CHILD_KINDS; i++)
		supervise_let_go(supervisor, &supervisor->next[i]);
	put_state(supervisor, &state);
	if (state.full || setenv(variable, (const char *)state.at, 1) != 0) {
		buf_free(&state);
		return err_set(err, RC_SYSTEM, "no memory for an upgrade");
	}
	buf_free(&state);
	keep_all(supervisor, true);
	execv(supervisor->program, arguments);
	err_set_errno(err, RC_SYSTEM, "cannot start %s; the old program "
	    "goes on", supervisor->program);
	keep_all(supervisor, false);
	unsetenv(variable);
	return RC_SYSTEM;
}

static bool
take_numbers(const char **state, long *a, long *b, long *c)
{
	int used = 0;

	if (sscanf(*state, "%ld %ld %ld %n", a, b, c, &used) != 3)
		return false;
	*state += used;
	return true;
}

static void
adopt_leaving(struct supervisor *supervisor, const char *state)
{
	uint64_t now = clock_monotonic_ms(&supervisor->clock);
	long kind, pid, control_fd;

	for (size_t i = 0; i < LEAVING_MAX && take_numbers(&state, &kind,
	    &pid, &control_fd); i++)
		supervisor->leaving[i] = (struct child){
			.kind = (enum child_kind)(kind % CHILD_KINDS),
			.pid = (pid_t)pid, .control_fd = (int)control_fd,
			.ready = true, .leaving = true, .started_ms = now,
			.leave_by_ms = now +
			    supervisor->config->limits.drain_ms };
}

bool
upgrade_adopt(struct supervisor *supervisor)
{
	const char *state = getenv(variable);
	uint64_t now = clock_monotonic_ms(&supervisor->clock);
	long a, b, c;

	if (state == NULL || !take_numbers(&state, &a, &b, &c))
		return false;
	supervisor->lock_fd = (int)a;
	for (unsigned i = 0; i < CHILD_KINDS; i++) {
		if (!take_numbers(&state, &a, &b, &c))
			return false;
		supervisor->listen_fds[i] = (int)a;
		supervisor->current[i] = (struct child){
			.kind = (enum child_kind)i, .pid = (pid_t)b,
			.control_fd = (int)c, .ready = b != 0,
			.started_ms = now };
		supervisor->was_ready[i] = true;
	}
	adopt_leaving(supervisor, state);
	unsetenv(variable);
	keep_all(supervisor, false);
	return true;
}
