/*
 * supervise - the parent.  See supervise.h.
 */
#include "supervisor/supervise.h"

#include <sys/file.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#include "base/io.h"
#include "base/user.h"
#include "supervisor/note.h"
#include "supervisor/reload.h"
#include "supervisor/upgrade.h"

enum { TICK_MS = 200, FIRST_PAUSE_MS = 50, STOP_MS = 15000,
	KILL_MS = 5000, SOUND_MS = 10000, UPGRADE_MS = 15000 };

static const char *const socket_names[CHILD_KINDS] = {
	[CHILD_KEEPER] = "keeper.sock",
	[CHILD_SCANNER] = "scanner.sock",
};

/* Only the milter's user asks the scanner; the keeper looks who is calling. */
static enum rc
restrict_socket(const struct config *config, enum child_kind kind,
    const char *path, struct err *err)
{
	struct user user;

	if (kind != CHILD_SCANNER || geteuid() != 0)
		return RC_OK;
	TRY(user_find(config->milter_user, &user, err));
	if (chown(path, user.uid, user.gid) != 0)
		return err_set_errno(err, RC_SYSTEM, "cannot give %s to %s",
		    path, config->milter_user);
	return RC_OK;
}

static enum rc
open_sockets(struct supervisor *supervisor, struct err *err)
{
	const struct config *config = supervisor->config;

	for (unsigned i = 0; i < CHILD_KINDS; i++) {
		char path[PATH_MAX];

		supervisor->listen_fds[i] = -1;
		if (socket_names[i] == NULL)
			continue;
		snprintf(path, sizeof(path), "%s/%s", config->run_dir,
		    socket_names[i]);
		TRY(io_listen(path, i == CHILD_KEEPER ? 0666 : 0600,
		    &supervisor->listen_fds[i], err));
		TRY(restrict_socket(config, (enum child_kind)i, path, err));
	}
	return RC_OK;
}

/*
 * The lock on outmarkd.pid is kept as long as we, or what we become, live: a second
 * outmarkd would take the sockets away.
 */
static enum rc
lock_run_dir(struct supervisor *supervisor, struct err *err)
{
	const char *dir = supervisor->config->run_dir;
	char path[PATH_MAX];

	TRY(io_make_dir(dir, 0755, err));
	snprintf(path, sizeof(path), "%s/outmarkd.pid", dir);
	supervisor->lock_fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC |
	    O_NOFOLLOW, 0644);
	if (supervisor->lock_fd < 0)
		return err_set_errno(err, RC_CONFIG, "cannot write %s", path);
	if (flock(supervisor->lock_fd, LOCK_EX | LOCK_NB) != 0)
		return err_set(err, RC_CONFIG, "another outmarkd runs in %s; "
		    "stop it, or give this one a run_dir of its own", dir);
	return RC_OK;
}

static enum rc
write_pid(const struct supervisor *supervisor, struct err *err)
{
	char text[32];

	snprintf(text, sizeof(text), "%ld\n", (long)getpid());
	if (ftruncate(supervisor->lock_fd, 0) != 0)
		return err_set_errno(err, RC_SYSTEM, "cannot write our pid");
	return io_write_all(supervisor->lock_fd, slice_of(text),
	    "outmarkd.pid", err);
}

enum rc
supervise_open(struct supervisor *supervisor, struct err *err)
{
	for (unsigned i = 0; i < CHILD_KINDS; i++) {
		supervisor->current[i].control_fd = -1;
		supervisor->next[i].control_fd = -1;
		supervisor->pause_ms[i] = FIRST_PAUSE_MS;
	}
	for (size_t i = 0; i < LEAVING_MAX; i++)
		supervisor->leaving[i].control_fd = -1;
	if (!upgrade_adopt(supervisor)) {
		TRY(lock_run_dir(supervisor, err));
		TRY(open_sockets(supervisor, err));
		return write_pid(supervisor, err);
	}
	log_put(&supervisor->log, LOG_LEVEL_INFO,
	    "took over from the program before");
	for (unsigned i = 0; i < CHILD_KINDS; i++)
		if (supervisor->current[i].pid != 0)
			TRY(supervise_replace(supervisor, (enum child_kind)i, err));
	return RC_OK;
}

static enum rc
start(struct supervisor *supervisor, enum child_kind kind,
    struct child *child, struct err *err)
{
	TRY(child_start(kind, supervisor->config, supervisor->config_file,
	    supervisor->listen_fds[kind], child, err));
	log_put(&supervisor->log, LOG_LEVEL_INFO, "started %s (%ld)",
	    child_name(kind), (long)child->pid);
	return RC_OK;
}

/* Until when it may go on with what it has. */
static uint64_t
leave_by(const struct supervisor *supervisor)
{
	return clock_monotonic_ms(&supervisor->clock) + KILL_MS +
	    supervisor->config->limits.drain_ms;
}

void
supervise_let_go(struct supervisor *supervisor, struct child *child)
{
	struct child *leaving = &supervisor->leaving[0];
	struct err err;

	if (child->pid == 0)
		return;
	if (child_tell(child, FRAME_DRAIN, &err) != RC_OK)
		kill(child->pid, SIGTERM);
	for (size_t i = 0; i < LEAVING_MAX; i++) {
		if (supervisor->leaving[i].pid == 0) {
			leaving = &supervisor->leaving[i];
			break;
		}
		if (supervisor->leaving[i].leave_by_ms < leaving->leave_by_ms)
			leaving = &supervisor->leaving[i];
	}
	/* More predecessors than anybody makes: the oldest must end now. */
	if (leaving->pid != 0)
		kill(leaving->pid, SIGKILL);
	io_close(&leaving->control_fd);
	*leaving = *child;
	leaving->leaving = true;
	leaving->leave_by_ms = leave_by(supervisor);
	*child = (struct child){ .control_fd = -1 };
}

enum rc
supervise_replace(struct supervisor *supervisor, enum child_kind kind,
    struct err *err)
{
	if (kind == CHILD_KEEPER) {
		struct child *keeper = &supervisor->current[kind];

		if (child_tell(keeper, FRAME_DRAIN, err) != RC_OK)
			kill(keeper->pid, SIGTERM);
		return RC_OK;
	}
	supervise_let_go(supervisor, &supervisor->next[kind]);
	return start(supervisor, kind, &supervisor->next[kind], err);
}

void
supervise_take_over(struct supervisor *supervisor, enum child_kind kind)
{
	if (supervisor->next[kind].pid == 0)
		return;
	supervise_let_go(supervisor, &supervisor->current[kind]);
	supervisor->current[kind] = supervisor->next[kind];
	supervisor->next[kind] = (struct child){ .control_fd = -1 };
	log_put(&supervisor->log, LOG_LEVEL_INFO,
	    "the new %s has taken over", child_name(kind));
	note_process(supervisor, child_name(kind), "replaced", 0);
}

/* New sessions go to the MTA's default action; those that run may finish. */
static void
begin_stop(struct supervisor *supervisor)
{
	static const char unix_prefix[] = "unix:";
	const char *socket = supervisor->config->milter_socket;

	if (supervisor->stopping) {
		supervisor->stop_ms = 0;	/* asked twice: at once */
		return;
	}
	supervisor->stopping = true;
	supervisor->stop_ms = clock_monotonic_ms(&supervisor->clock) + STOP_MS;
	log_put(&supervisor->log, LOG_LEVEL_INFO, "stopping");
	if (slice_starts(slice_of(socket), slice_of(unix_prefix)))
		unlink(socket + sizeof(unix_prefix) - 1);
	supervise_let_go(supervisor, &supervisor->next[CHILD_MILTER]);
	supervise_let_go(supervisor, &supervisor->current[CHILD_MILTER]);
}

static void
on_signal(struct supervisor *supervisor, int number)
{
	switch (number) {
	case SIGHUP:
		reload_begin(supervisor);
		break;
	case SIGUSR2:
		supervisor->upgrade_by_ms = UPGRADE_MS +
		    clock_monotonic_ms(&supervisor->clock);
		break;
	case SIGTERM:
	case SIGINT:
		begin_stop(supervisor);
		break;
	}
}

static void
say_how_it_ended(struct supervisor *supervisor, const struct child *child,
    int status)
{
	const char *name = child_name(child->kind);

	if (WIFSIGNALED(status)) {
		log_put(&supervisor->log, LOG_LEVEL_ERROR,
		    "%s (%ld) was killed by signal %d", name,
		    (long)child->pid, WTERMSIG(status));
		note_process(supervisor, name, "killed", WTERMSIG(status));
	} else if (WEXITSTATUS(status) != 0) {
		log_put(&supervisor->log, LOG_LEVEL_ERROR,
		    "%s (%ld) ended with status %d", name, (long)child->pid,
		    WEXITSTATUS(status));
		note_process(supervisor, name, "failed", WEXITSTATUS(status));
	}
}

/* The process that should run has died: again, after a pause that grows. */
static void
plan_restart(struct supervisor *supervisor, struct child *child)
{
	enum child_kind kind = child->kind;
	uint64_t now = clock_monotonic_ms(&supervisor->clock);
	uint64_t most = supervisor->config->limits.restart_ms;

	if (!supervisor->was_ready[kind]) {
		supervisor->failed = true;
		begin_stop(supervisor);
	}
	if (child->leaving || now - child->started_ms > SOUND_MS)
		supervisor->pause_ms[kind] = FIRST_PAUSE_MS;
	supervisor->start_at_ms[kind] = child->leaving ? now :
	    now + supervisor->pause_ms[kind];
	supervisor->pause_ms[kind] *= 2;
	if (supervisor->pause_ms[kind] > most)
		supervisor->pause_ms[kind] = most;
}

static void
hear(struct supervisor *supervisor, struct child *child)
{
	char sentence[ERR_TEXT_MAX];
	struct err err;

	if (child->pid == 0 || child->control_fd < 0)
		return;
	if (child_hear(child, sentence, sizeof(sentence), &err) != RC_OK)
		return;
	if (child == &supervisor->current[CHILD_MILTER] &&
	    supervisor->reload_step == RELOAD_MILTER)
		reload_milter_said(supervisor, sentence);
	else if (sentence[0] != '\0')
		log_put(&supervisor->log, child->ready ? LOG_LEVEL_INFO :
		    LOG_LEVEL_ERROR, "%s: %s", child_name(child->kind),
		    sentence);
}

static void
reap(struct supervisor *supervisor, struct child *child, int status,
    bool is_current)
{
	hear(supervisor, child);	/* its last words */
	io_close(&child->control_fd);
	if (!child->leaving || status != 0)
		say_how_it_ended(supervisor, child, status);
	if (is_current)
		plan_restart(supervisor, child);
	else if (!child->leaving)
		log_put(&supervisor->log, LOG_LEVEL_ERROR, "the new %s did "
		    "not start; the old one stays in force",
		    child_name(child->kind));
	if (is_current && child->kind == CHILD_MILTER)
		reload_milter_gone(supervisor);
	if (!is_current && !child->leaving && child->kind == CHILD_SCANNER)
		reload_scanner_failed(supervisor);
	*child = (struct child){ .control_fd = -1 };
}

static void
reap_pid(struct supervisor *supervisor, pid_t pid, int status)
{
	for (unsigned i = 0; i < CHILD_KINDS; i++) {
		if (supervisor->current[i].pid == pid) {
			reap(supervisor, &supervisor->current[i], status,
			    true);
			return;
		}
		if (supervisor->next[i].pid == pid) {
			reap(supervisor, &supervisor->next[i], status, false);
			return;
		}
	}
	for (size_t i = 0; i < LEAVING_MAX; i++) {
		if (supervisor->leaving[i].pid == pid) {
			reap(supervisor, &supervisor->leaving[i], status,
			    false);
			return;
		}
	}
}

static void
reap_all(struct supervisor *supervisor)
{
	int status;
	pid_t pid;

	while ((pid = waitpid(-1, &status, WNOHANG)) > 0)
		reap_pid(supervisor, pid, status);
}

/* A scanner that a reload waits for takes over when all of it is done. */
static void
next_is_ready(struct supervisor *supervisor, enum child_kind kind)
{
	if (kind != CHILD_SCANNER || supervisor->reload_step == RELOAD_NONE)
		supervise_take_over(supervisor, kind);
	else
		reload_scanner_ready(supervisor);
}

static void
hear_all(struct supervisor *supervisor)
{
	for (unsigned i = 0; i < CHILD_KINDS; i++) {
		hear(supervisor, &supervisor->current[i]);
		hear(supervisor, &supervisor->next[i]);
		if (supervisor->current[i].ready)
			supervisor->was_ready[i] = true;
		if (supervisor->next[i].ready)
			next_is_ready(supervisor, (enum child_kind)i);
	}
}

/* Start what should run, each once those before it were ready. */
static void
start_due(struct supervisor *supervisor)
{
	uint64_t now = clock_monotonic_ms(&supervisor->clock);

	for (unsigned i = 0; i < CHILD_KINDS; i++) {
		struct err err;

		if (supervisor->current[i].pid == 0 &&
		    supervisor->next[i].pid == 0 &&
		    supervisor->start_at_ms[i] <= now &&
		    start(supervisor, (enum child_kind)i,
		    &supervisor->current[i], &err) != RC_OK) {
			log_err(&supervisor->log, &err);
			supervisor->start_at_ms[i] = now +
			    supervisor->config->limits.restart_ms;
			if (!supervisor->was_ready[i]) {
				supervisor->failed = true;
				begin_stop(supervisor);
			}
		}
		if (!supervisor->was_ready[i])
			return;
	}
}

/* Is nobody on the way in?  Upgrades in a row would keep the keeper away. */
static bool
is_settled(const struct supervisor *supervisor)
{
	for (unsigned i = 0; i < CHILD_KINDS; i++)
		if (supervisor->next[i].pid != 0 ||
		    !supervisor->current[i].ready ||
		    supervisor->current[i].leaving)
			return false;
	return supervisor->reload_step == RELOAD_NONE;
}

static void
upgrade_when_settled(struct supervisor *supervisor)
{
	struct err err;

	if (supervisor->upgrade_by_ms == 0 || (!is_settled(supervisor) &&
	    clock_left_ms(&supervisor->clock, supervisor->upgrade_by_ms) > 0))
		return;
	supervisor->upgrade_by_ms = 0;
	if (upgrade_exec(supervisor, &err) != RC_OK)
		log_err(&supervisor->log, &err);
}

static bool
any_leaving(const struct supervisor *supervisor, enum child_kind kind)
{
	for (size_t i = 0; i < LEAVING_MAX; i++)
		if (supervisor->leaving[i].pid != 0 &&
		    supervisor->leaving[i].kind == kind)
			return true;
	return false;
}

static void
end_slow_starter(const struct supervisor *supervisor,
    const struct child *child)
{
	uint64_t most = supervisor->config->limits.pack_compile_ms + SOUND_MS;

	if (child->pid == 0 || child->ready ||
	    clock_left_ms(&supervisor->clock, child->started_ms + most) > 0)
		return;
	log_put(&supervisor->log, LOG_LEVEL_ERROR,
	    "%s (%ld) was not ready in time", child_name(child->kind),
	    (long)child->pid);
	kill(child->pid, SIGKILL);
}

/* Nobody may wait for ever: to get ready, or to leave. */
static void
end_slow(struct supervisor *supervisor)
{
	for (unsigned i = 0; i < CHILD_KINDS; i++) {
		end_slow_starter(supervisor, &supervisor->current[i]);
		end_slow_starter(supervisor, &supervisor->next[i]);
	}
	for (size_t i = 0; i < LEAVING_MAX; i++)
		if (supervisor->leaving[i].pid != 0 &&
		    clock_left_ms(&supervisor->clock,
		    supervisor->leaving[i].leave_by_ms) == 0)
			kill(supervisor->leaving[i].pid, SIGKILL);
}

/* Milter first, then who serves it; RC_END when nobody is left. */
static enum rc
continue_stop(struct supervisor *supervisor, struct err *err)
{
	uint64_t now = clock_monotonic_ms(&supervisor->clock);
	bool late = now >= supervisor->stop_ms;
	bool busy = false;

	for (unsigned i = 0; i < CHILD_KINDS; i++)
		busy = busy || any_leaving(supervisor, (enum child_kind)i);
	if (late)
		for (size_t i = 0; i < LEAVING_MAX; i++)
			if (supervisor->leaving[i].pid != 0)
				kill(supervisor->leaving[i].pid,
				    now >= supervisor->stop_ms + KILL_MS ?
				    SIGKILL : SIGTERM);
	if (busy)
		return RC_OK;
	for (unsigned i = CHILD_KINDS; i-- > 0;) {
		if (supervisor->current[i].pid == 0 &&
		    supervisor->next[i].pid == 0)
			continue;
		supervise_let_go(supervisor, &supervisor->next[i]);
		supervise_let_go(supervisor, &supervisor->current[i]);
		return RC_OK;
	}
	return err_set(err, RC_END, "all have ended");
}

static void
wait_for_events(struct supervisor *supervisor, int signals)
{
	struct pollfd fds[1 + 2 * CHILD_KINDS];
	nfds_t count = 0;

	fds[count++] = (struct pollfd){ .fd = signals, .events = POLLIN };
	for (unsigned i = 0; i < CHILD_KINDS; i++) {
		fds[count++] = (struct pollfd){
			.fd = supervisor->current[i].control_fd,
			.events = POLLIN };
		fds[count++] = (struct pollfd){
			.fd = supervisor->next[i].control_fd,
			.events = POLLIN };
	}
	poll(fds, count, TICK_MS);
}

static enum rc
open_signals(int *fd, struct err *err)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGHUP);
	sigaddset(&set, SIGUSR2);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGCHLD);
	sigprocmask(SIG_BLOCK, &set, NULL);
	*fd = signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
	if (*fd < 0)
		return err_set_errno(err, RC_SYSTEM, "cannot watch signals");
	return RC_OK;
}

static void
remove_names(const struct supervisor *supervisor)
{
	static const char *const names[] = {
		"keeper.sock", "scanner.sock", "outmarkd.pid",
	};
	char path[PATH_MAX];

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		snprintf(path, sizeof(path), "%s/%s",
		    supervisor->config->run_dir, names[i]);
		unlink(path);
	}
}

enum rc
supervise_run(struct supervisor *supervisor, struct err *err)
{
	enum rc rc = RC_OK;
	int signals;

	TRY(open_signals(&signals, err));
	while (rc == RC_OK) {
		struct signalfd_siginfo info;

		wait_for_events(supervisor, signals);
		while (read(signals, &info, sizeof(info)) ==
		    (ssize_t)sizeof(info))
			on_signal(supervisor, (int)info.ssi_signo);
		hear_all(supervisor);
		reap_all(supervisor);
		end_slow(supervisor);
		reload_tick(supervisor);
		if (supervisor->stopping)
			rc = continue_stop(supervisor, err);
		else
			start_due(supervisor);
		if (!supervisor->stopping)
			upgrade_when_settled(supervisor);
	}
	close(signals);
	remove_names(supervisor);
	if (supervisor->failed)
		return err_set(err, RC_CONFIG, "Outmark could not start; the "
		    "lines above say why");
	return RC_OK;
}
