/*
 * outmark-scanner - reads mail, in a jail.
 *
 *   outmark-scanner --config FILE|--no-config [--rules DIR] [--site-rules DIR]
 *       [--quiet] --listen-fd N [--control-fd M]
 *   outmark-scanner rules check|list|show|lint|bench|spif [DIR]
 *
 * This process parses nothing: it starts a zygote for each class of workers
 * (which lock themselves in and fork the workers), starts them again when one
 * dies, and talks to the supervisor.  It ends when told to, or when its supervisor has gone.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/control.h"
#include "base/crypt.h"
#include "base/io.h"
#include "scanner/generation.h"
#include "scanner/match/rules_cli.h"
#include "scanner/outside.h"
#include "scanner/spif.h"

#define NOBODY "65534"

enum { FIRST_PAUSE_MS = 10, START_GRACE_MS = 10000 };

static const char usage[] =
    "usage: outmark-scanner --config FILE|--no-config [--rules DIR]\n"
    "                       [--site-rules DIR] [--quiet]\n"
    "                       --listen-fd NUMBER [--control-fd NUMBER]\n"
    "       outmark-scanner rules COMMAND [ARGUMENT]...\n"
    "Started by outmarkd or outmark; see outmark-scanner(8).\n";

struct scanner {
	struct config *config;
	struct outsides *outsides;
	struct log log;
	struct clock clock;
	struct user user;
	struct zygote_options options;
	struct generation current;
	bool running;		/* `current` is started */
	bool draining;
	int control_fd;
	int signal_fd;
	uint64_t again_ms;	/* when to start again */
	uint64_t pause_ms;
	uint64_t deaths;
};

struct arguments {
	const char *config_file;
	bool no_config, quiet;
	const char *rules_dir, *site_rules_dir;
	int listen_fd, control_fd;
};

static enum rc
read_fd(const char *text, const char *option, int *fd, struct err *err)
{
	uint64_t number;

	if (text == NULL || !slice_number(slice_of(text), &number) ||
	    number > 65535 || fcntl((int)number, F_GETFD) < 0)
		return err_set(err, RC_CONFIG,
		    "%s needs the number of an open descriptor", option);
	*fd = (int)number;
	if (fcntl(*fd, F_SETFD, FD_CLOEXEC) != 0)
		return err_set_errno(err, RC_SYSTEM, "%s", option);
	return RC_OK;
}

static enum rc
read_arguments(int argc, char **argv, struct arguments *a, struct err *err)
{
	*a = (struct arguments){ .listen_fd = -1, .control_fd = -1 };
	for (int i = 1; i < argc; i++) {
		const char *next = i + 1 < argc ? argv[i + 1] : NULL;
		if (strcmp(argv[i], "--no-config") == 0) {
			a->no_config = true;
			continue;
		}
		if (strcmp(argv[i], "--quiet") == 0) {
			a->quiet = true;
			continue;
		}
		if (next == NULL)
			return err_set(err, RC_CONFIG,
			    "%s is not known or lacks its value", argv[i]);
		if (strcmp(argv[i], "--config") == 0)
			a->config_file = next;
		else if (strcmp(argv[i], "--rules") == 0)
			a->rules_dir = next;
		else if (strcmp(argv[i], "--site-rules") == 0)
			a->site_rules_dir = next;
		else if (strcmp(argv[i], "--listen-fd") == 0)
			TRY(read_fd(next, argv[i], &a->listen_fd, err));
		else if (strcmp(argv[i], "--control-fd") == 0)
			TRY(read_fd(next, argv[i], &a->control_fd, err));
		else
			return err_set(err, RC_CONFIG, "%s is not an option "
			    "of outmark-scanner", argv[i]);
		i++;
	}
	if (a->listen_fd < 0)
		return err_set(err, RC_CONFIG, "--listen-fd is missing; "
		    "outmarkd or outmark start this program");
	return RC_OK;
}

static enum rc
open_config(struct scanner *s, const struct arguments *a, struct err *err)
{
	if (a->no_config)
		TRY(config_defaults(&s->config, err));
	else
		TRY(config_read(a->config_file != NULL ? a->config_file :
		    config_default_file(), &s->config, err));
	s->log = config_log(s->config, "outmark-scanner");
	if (a->quiet)	/* at the command line only trouble is of interest */
		s->log.least = LOG_LEVEL_ERROR;
	TRY(outside_open(s->config->extractors_dir, &s->outsides, err));
	s->options = (struct zygote_options){
		.config = s->config, .log = &s->log,
		.rules_dir = a->rules_dir != NULL ? a->rules_dir :
		    s->config->rules_dir,
		.site_rules_dir = a->site_rules_dir != NULL ?
		    a->site_rules_dir : s->config->site_rules_dir,
		.outsides = s->outsides,
		.landlock_most = JAIL_LANDLOCK_FOUND,
		.work_fd = a->listen_fd,
	};
	if (geteuid() != 0)
		return RC_OK;
	s->options.user = &s->user;
	/* Root at the command line may have no account for us. */
	if (user_find(s->config->scanner_user, &s->user, err) != RC_OK)
		return a->no_config ? user_find(NOBODY, &s->user, err) :
		    err->rc;
	return RC_OK;
}

/* Descriptors 0 to 2 exist, signals come as reads, nobody dumps us. */
static enum rc
prepare(struct scanner *s, int listen_fd, struct err *err)
{
	int null = open("/dev/null", O_RDWR);
	int flags = fcntl(listen_fd, F_GETFL);
	sigset_t set;

	if (null < 0 || dup2(null, STDIN_FILENO) < 0)
		return err_set_errno(err, RC_SYSTEM, "/dev/null");
	if (null > STDERR_FILENO)
		close(null);
	if (flags < 0 || fcntl(listen_fd, F_SETFL, flags | O_NONBLOCK) != 0)
		return err_set_errno(err, RC_SYSTEM, "the listening socket");
	sigemptyset(&set);
	sigaddset(&set, SIGCHLD);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGHUP);
	if (sigprocmask(SIG_BLOCK, &set, NULL) != 0)
		return err_set_errno(err, RC_SYSTEM, "cannot block signals");
	s->signal_fd = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
	s->options.others[0] = s->signal_fd;
	s->options.others[1] = s->control_fd;
	if (s->signal_fd < 0)
		return err_set_errno(err, RC_SYSTEM, "cannot read signals");
	prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
	return crypt_start(err);
}

static enum rc
tell(const struct scanner *s, const char *sentence, struct err *err)
{
	const struct control_state *each = s->current.state;
	struct control_state state = {
		.ready = s->running && s->current.ready[EXTRACT_TEXT],
		.handled = each[EXTRACT_TEXT].handled,
		.faults = s->deaths, .sentence = sentence,
	};

	for (unsigned i = 0; i < EXTRACT_CLASSES; i++) {
		state.busy += each[i].busy;
		state.faults += each[i].faults;
	}
	return control_tell(s->control_fd, &state, err);
}

static enum rc
start(struct scanner *s, struct err *err)
{
	uint64_t until = clock_monotonic_ms(&s->clock) +
	    s->config->limits.pack_compile_ms + START_GRACE_MS;
	enum rc rc = generation_start(&s->options, &s->current, err);

	if (rc == RC_OK)
		rc = generation_wait(&s->current, &s->clock, until, err);
	if (rc != RC_OK) {
		generation_end(&s->current);
		return rc;
	}
	s->running = true;
	for (unsigned i = 0; i < EXTRACT_CLASSES; i++)
		if (s->current.pid[i] != 0)
			log_put(&s->log, LOG_LEVEL_INFO,
			    "ready for %s; jail: %s",
			    class_of((enum extract_class)i)->name,
			    s->current.sentence[i]);
	return tell(s, s->current.sentence[EXTRACT_TEXT], err);
}

/* A zygote died on its own: all are started again, ever more slowly. */
static void
died(struct scanner *s)
{
	generation_end(&s->current);
	s->running = false;
	s->deaths++;
	s->pause_ms = s->pause_ms == 0 ? FIRST_PAUSE_MS : s->pause_ms * 2;
	if (s->pause_ms > s->config->limits.restart_ms)
		s->pause_ms = s->config->limits.restart_ms;
	s->again_ms = clock_monotonic_ms(&s->clock) + s->pause_ms;
	log_put(&s->log, LOG_LEVEL_ERROR, "a process of the scanner died; "
	    "starting again in %llu ms", (unsigned long long)s->pause_ms);
}

static void
reap(struct scanner *s)
{
	pid_t pid;

	while ((pid = waitpid(-1, NULL, WNOHANG)) > 0)
		if (s->running && generation_ended(&s->current, pid) &&
		    !s->draining)
			died(s);
}

static void
drain(struct scanner *s)
{
	if (!s->draining && s->running)
		generation_drain(&s->current);
	s->draining = true;
}

static void
read_signals(struct scanner *s)
{
	struct signalfd_siginfo info;

	while (read(s->signal_fd, &info, sizeof info) == sizeof info)
		if (info.ssi_signo == SIGTERM || info.ssi_signo == SIGINT)
			drain(s);
	reap(s);
}

static enum rc
read_control(struct scanner *s, struct err *err)
{
	enum frame_type wanted;
	enum rc rc = control_next(s->control_fd, 0, &wanted, err);

	if (rc == RC_LATER)
		return RC_OK;
	if (rc != RC_OK)
		return rc;
	switch (wanted) {
	case FRAME_DRAIN:
		drain(s);
		return RC_OK;
	case FRAME_STATUS:
		return tell(s, NULL, err);
	case FRAME_RELOAD:
		return tell(s, "the scanner reads its rules when it starts; "
		    "start a new one beside this one", err);
	default:
		return RC_OK;
	}
}

static bool
has_ended(const struct scanner *s)
{
	bool alive = false;

	for (unsigned i = 0; i < EXTRACT_CLASSES; i++)
		alive |= s->current.pid[i] != 0;
	return s->draining && (!s->running || !alive);
}

static enum rc
turn(struct scanner *s, struct err *err)
{
	struct pollfd fds[] = {
		{ .fd = s->signal_fd, .events = POLLIN },
		{ .fd = s->control_fd, .events = POLLIN },
	};
	uint64_t wait = s->running || s->draining ? 60000 :
	    clock_left_ms(&s->clock, s->again_ms);

	if (poll(fds, 2, (int)wait) < 0 && errno != EINTR)
		return err_set_errno(err, RC_SYSTEM, "cannot wait");
	read_signals(s);
	if (fds[1].revents != 0)
		TRY(read_control(s, err));
	if (s->running || s->draining ||
	    clock_left_ms(&s->clock, s->again_ms) > 0)
		return RC_OK;
	if (start(s, err) != RC_OK) {
		log_err(&s->log, err);
		died(s);
	} else
		s->pause_ms = 0;
	return RC_OK;
}

static enum rc
serve(struct scanner *s, struct err *err)
{
	enum rc rc;

	TRY(start(s, err));
	for (rc = RC_OK; rc == RC_OK && !has_ended(s);)
		rc = turn(s, err);
	generation_end(&s->current);
	return rc;
}

int
main(int argc, char **argv)
{
	struct scanner s = { .clock = clock_system(), .signal_fd = -1 };
	struct arguments arguments;
	struct err err, later;
	enum rc rc;

	if (argc > 2 && strcmp(argv[1], "rules") == 0 &&
	    strcmp(argv[2], "spif") == 0)
		return spif_main(argc - 2, argv + 2);
	if (argc > 1 && strcmp(argv[1], "rules") == 0)
		return rules_main(argc - 1, argv + 1);
	if (argc == 2 && strcmp(argv[1], "--help") == 0) {
		fputs(usage, stdout);
		return 0;
	}
	rc = read_arguments(argc, argv, &arguments, &err);
	s.log = log_stderr("outmark-scanner", LOG_LEVEL_INFO);
	s.control_fd = arguments.control_fd;
	if (rc == RC_OK)
		rc = open_config(&s, &arguments, &err);
	if (rc == RC_OK)
		rc = prepare(&s, arguments.listen_fd, &err);
	if (rc == RC_OK)
		rc = serve(&s, &err);
	outside_free(s.outsides);
	config_free(s.config);
	if (rc == RC_OK || rc == RC_END)
		return 0;
	if (tell(&s, err.text, &later) != RC_OK || s.control_fd < 0)
		log_err(&s.log, &err);
	return 2;
}
