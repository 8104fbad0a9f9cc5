/*
 * outmarkd - starts, watches and replaces the processes of Outmark.
 *
 * What it keeps: root, if it was started so, because a child must be able to
 * become its own user.  What it does with it: opens sockets in run_dir, starts
 * programs from libexec_dir.  It reads its configuration and nothing from the
 * network.  It runs in the foreground; the service manager sees to the rest.
 */
#include <getopt.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "supervisor/supervise.h"

static const char usage[] =
    "usage: outmarkd [--config FILE] [--check]\n"
    "Runs in the foreground.  SIGHUP reads rules, policy and settings again,\n"
    "SIGUSR2 replaces all processes by the programs now installed, SIGTERM\n"
    "stops.  --check only reads the configuration and says what is wrong.\n"
    "See outmarkd(8).\n";

static bool
read_arguments(int argc, char **argv, const char **config_file, bool *help,
    bool *check)
{
	static const struct option options[] = {
		{ "config", required_argument, NULL, 'c' },
		{ "check", no_argument, NULL, 'C' },
		{ "help", no_argument, NULL, 'h' },
		{ NULL, 0, NULL, 0 }
	};
	int option;

	while ((option = getopt_long(argc, argv, "c:h", options, NULL)) !=
	    -1) {
		if (option == 'c')
			*config_file = optarg;
		else if (option == 'C')
			*check = true;
		else if (option == 'h')
			*help = true;
		else
			return false;
	}
	return optind == argc;
}

/* Where this program stands on disk now: an upgrade starts what is there then. */
static const char *
own_path(char path[PATH_MAX])
{
	ssize_t len = readlink("/proc/self/exe", path, PATH_MAX - 1);

	if (len < 0)
		return "/proc/self/exe";
	path[len] = '\0';
	return path;
}

static enum rc
run(struct supervisor *supervisor, bool only_check, struct err *err)
{
	TRY(config_read(supervisor->config_file, &supervisor->config, err));
	if (only_check)
		return RC_OK;
	supervisor->log = config_log(supervisor->config, "outmarkd");
	TRY(supervise_open(supervisor, err));
	return supervise_run(supervisor, err);
}

int
main(int argc, char **argv)
{
	struct supervisor supervisor = {
		.config_file = config_default_file(),
		.clock = clock_system(),
		.log = log_stderr("outmarkd", LOG_LEVEL_INFO),
	};
	char path[PATH_MAX];
	struct err err;
	bool help = false, check = false;
	enum rc rc;

	if (!read_arguments(argc, argv, &supervisor.config_file, &help,
	    &check) || help) {
		fputs(usage, help ? stdout : stderr);
		return help ? 0 : 2;
	}
	signal(SIGPIPE, SIG_IGN);
	supervisor.program = own_path(path);
	rc = run(&supervisor, check, &err);
	if (rc != RC_OK)
		log_err(&supervisor.log, &err);
	config_free(supervisor.config);
	return rc == RC_OK ? 0 : 1;
}
