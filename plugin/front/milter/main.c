/*
 * outmark-milter - the front that speaks to Postfix and Sendmail.
 *
 * What it gives up: after the socket is bound it becomes milter_user, can gain
 * no privileges and is not dumpable.  It parses no content; it has the bytes of the messages
 * that its sessions carry and connections to the scanner and the keeper.
 * It does not watch itself: outmarkd does.
 */
#include <sys/prctl.h>
#include <sys/resource.h>

#include <getopt.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/config.h"
#include "base/control.h"
#include "base/user.h"
#include "front/milter/session.h"

enum { BACKLOG = 1024, POLL_MS = 1000, DRAIN_GRACE_MS = 2000 };

static const char usage[] =
    "usage: outmark-milter [--config FILE] [--socket ADDRESS]\n"
    "                      [--control-fd NUMBER]\n"
    "Started by outmarkd; see outmark-milter(8).\n";

struct arguments {
	const char *config_file;
	const char *socket;
	int control_fd;
};

/* All of the process; the control thread gets it too. */
struct process {
	struct milter milter;
	int control_fd;
	uint64_t drain_ms;
};

static bool
read_arguments(int argc, char **argv, struct arguments *arguments)
{
	static const struct option options[] = {
		{ "config", required_argument, NULL, 'c' },
		{ "socket", required_argument, NULL, 's' },
		{ "control-fd", required_argument, NULL, 'f' },
		{ "help", no_argument, NULL, 'h' },
		{ NULL, 0, NULL, 0 }
	};
	uint64_t number;
	int option;

	*arguments = (struct arguments){ .control_fd = -1 };
	while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
		switch (option) {
		case 'c':
			arguments->config_file = optarg;
			break;
		case 's':
			arguments->socket = optarg;
			break;
		case 'f':
			if (!slice_number(slice_of(optarg), &number) ||
			    number > 1000000)
				return false;
			arguments->control_fd = (int)number;
			break;
		default:
			return false;
		}
	}
	return optind == argc;
}

static void
log_of_library(void *own, int level, const char *line)
{
	const struct log *log = own;

	log_put(log, (enum log_level)level, "%s", line);
}

static void
tell(struct process *process, const char *sentence)
{
	struct control_state state = {
		.ready = true,
		.busy = atomic_load(&process->milter.sessions),
		.handled = atomic_load(&process->milter.handled),
		.faults = atomic_load(&process->milter.faults),
		.sentence = sentence,
	};
	struct err err;

	if (control_tell(process->control_fd, &state, &err) != RC_OK)
		log_err(&process->milter.log, &err);
}

static void
reload(struct process *process)
{
	struct outmark_error error;

	if (outmark_reload(process->milter.outmark, &error) == OUTMARK_OK) {
		log_put(&process->milter.log, LOG_LEVEL_INFO,
		    "policy and settings were read again");
		tell(process, NULL);
		return;
	}
	log_put(&process->milter.log, LOG_LEVEL_ERROR,
	    "%s; the old policy and settings stay in force", error.text);
	tell(process, error.text);
}

/*
 * A successor has taken the socket's name: nobody new comes, but who was already
 * waiting in our queue still does.  End when all sessions have; libmilter itself
 * would take five seconds more.
 */
static _Noreturn void
drain(struct process *process)
{
	struct clock clock = clock_system();
	uint64_t end = clock_monotonic_ms(&clock) + process->drain_ms;
	uint64_t quiet = clock_monotonic_ms(&clock) + DRAIN_GRACE_MS;

	while (clock_left_ms(&clock, end) > 0) {
		if (atomic_load(&process->milter.sessions) > 0)
			quiet = clock_monotonic_ms(&clock) + DRAIN_GRACE_MS;
		else if (clock_left_ms(&clock, quiet) == 0)
			break;
		usleep(20000);
	}
	_exit(0);
}

static void *
control_thread(void *own)
{
	struct process *process = own;

	for (;;) {
		enum frame_type wanted;
		struct err err;
		enum rc rc = control_next(process->control_fd, POLL_MS,
		    &wanted, &err);

		if (rc == RC_LATER)
			continue;
		if (rc == RC_END)
			drain(process);	/* outmarkd is gone */
		if (rc != RC_OK) {
			log_err(&process->milter.log, &err);
			continue;
		}
		if (wanted == FRAME_RELOAD)
			reload(process);
		else if (wanted == FRAME_STATUS)
			tell(process, NULL);
		else if (wanted == FRAME_DRAIN)
			drain(process);
	}
}

/* Bind while we may, then become less. */
static enum rc
bind_and_drop(const struct config *config, const char *socket,
    struct err *err)
{
	struct user user = {0};

	if (geteuid() == 0)
		TRY(user_find(config->milter_user, &user, err));
	TRY(mta_listen(socket == NULL ? config->milter_socket : socket,
	    config->milter_socket_group, BACKLOG, err));
	TRY(user_become(&user, err));
	if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0)
		return err_set_errno(err, RC_SYSTEM,
		    "cannot forbid memory dumps");
	return RC_OK;
}

static enum rc
open_library(struct process *process, const struct arguments *arguments,
    struct err *err)
{
	struct outmark_options options = {
		.config_file = arguments->config_file,
		.log = log_of_library,
		.log_own = &process->milter.log,
	};
	struct outmark_error error;
	enum outmark_status status = outmark_open(&options,
	    &process->milter.outmark, &error);

	if (status != OUTMARK_OK)
		return err_set(err, (enum rc)status, "%s", error.text);
	return RC_OK;
}

/* A session needs up to four descriptors; a shell gives us 1024 in all. */
static void
raise_descriptors(void)
{
	struct rlimit files;

	if (getrlimit(RLIMIT_NOFILE, &files) != 0)
		return;
	files.rlim_cur = files.rlim_max;
	setrlimit(RLIMIT_NOFILE, &files);
}

/* libmilter waits for these in a thread of its own. */
static void
leave_signals_to_libmilter(void)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGHUP);
	pthread_sigmask(SIG_BLOCK, &set, NULL);
}

static enum rc
serve(struct process *process, const struct arguments *arguments,
    const struct config *config, struct err *err)
{
	struct mta_handlers handlers = session_handlers(&process->milter);
	pthread_t thread;
	enum rc rc;

	raise_descriptors();
	TRY(open_library(process, arguments, err));
	TRY(bind_and_drop(config, arguments->socket, err));
	leave_signals_to_libmilter();
	if (pthread_create(&thread, NULL, control_thread, process) != 0)
		return err_set(err, RC_SYSTEM, "cannot start a thread");
	pthread_detach(thread);
	tell(process, NULL);
	rc = mta_run(&handlers, err);
	/*
	 * Sessions that libmilter cut off may still be inside the library; the
	 * process ends here, so nothing is released under them.
	 */
	return rc;
}

int
main(int argc, char **argv)
{
	struct process process = { .control_fd = -1 };
	struct arguments arguments;
	struct config *config;
	struct err err;
	enum rc rc;

	if (argc == 2 && strcmp(argv[1], "--help") == 0) {
		fputs(usage, stdout);
		return 0;
	}
	if (!read_arguments(argc, argv, &arguments)) {
		fputs(usage, stderr);
		return 2;
	}
	signal(SIGPIPE, SIG_IGN);
	process.control_fd = arguments.control_fd;
	process.milter.log = log_stderr("outmark-milter", LOG_LEVEL_INFO);
	rc = config_read(arguments.config_file == NULL ?
	    config_default_file() : arguments.config_file, &config, &err);
	if (rc == RC_OK) {
		process.milter.log = config_log(config, "outmark-milter");
		process.drain_ms = config->limits.drain_ms;
		rc = serve(&process, &arguments, config, &err);
	}
	if (rc != RC_OK) {
		log_err(&process.milter.log, &err);
		return 1;
	}
	_exit(0);
}
