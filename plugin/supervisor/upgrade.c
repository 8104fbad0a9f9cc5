/*
 * upgrade - outmarkd becomes its own successor.  See upgrade.h.
 */
#include "supervisor/upgrade.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static const char variable[] = "OUTMARKD_STATE";

enum { STATE_MAX = 512 };

static void
keep_over_exec(int fd, bool keep)
{
	if (fd >= 0)
		fcntl(fd, F_SETFD, keep ? 0 : FD_CLOEXEC);
}

static void
keep_all(const struct supervisor *supervisor, bool keep)
{
	for (unsigned i = 0; i < CHILD_KINDS; i++) {
		keep_over_exec(supervisor->listen_fds[i], keep);
		keep_over_exec(supervisor->current[i].control_fd, keep);
	}
}

enum rc
upgrade_exec(struct supervisor *supervisor, struct err *err)
{
	char state[STATE_MAX] = "";
	char *arguments[] = {
		(char *)(uintptr_t)supervisor->program,
		(char *)(uintptr_t)"--config",
		(char *)(uintptr_t)supervisor->config_file, NULL
	};

	for (unsigned i = 0; i < CHILD_KINDS; i++) {
		size_t len = strlen(state);

		snprintf(state + len, sizeof(state) - len, "%d %ld %d ",
		    supervisor->listen_fds[i],
		    (long)supervisor->current[i].pid,
		    supervisor->current[i].control_fd);
	}
	if (setenv(variable, state, 1) != 0)
		return err_set_errno(err, RC_SYSTEM, "cannot hand over");
	keep_all(supervisor, true);
	execv(supervisor->program, arguments);
	err_set_errno(err, RC_SYSTEM, "cannot start %s; the old program "
	    "goes on", supervisor->program);
	keep_all(supervisor, false);
	unsetenv(variable);
	return RC_SYSTEM;
}

bool
upgrade_adopt(struct supervisor *supervisor)
{
	const char *state = getenv(variable);
	int used = 0;

	if (state == NULL)
		return false;
	for (unsigned i = 0; i < CHILD_KINDS; i++) {
		struct child *child = &supervisor->current[i];
		int listen_fd, control_fd, step;
		long pid;

		if (sscanf(state + used, "%d %ld %d %n", &listen_fd, &pid,
		    &control_fd, &step) != 3)
			return false;
		used += step;
		supervisor->listen_fds[i] = listen_fd;
		*child = (struct child){ .kind = (enum child_kind)i,
		    .pid = (pid_t)pid, .control_fd = control_fd,
		    .ready = pid != 0 };
		supervisor->was_ready[i] = true;
	}
	unsetenv(variable);
	keep_all(supervisor, false);
	return true;
}
