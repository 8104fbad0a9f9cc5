/*
 * outmark-keeper - the only owner of the journal.
 *
 * What it gives up: it makes the folders and keys it needs while it may, then
 * becomes keeper_user for good, can gain no privileges, is not dumpable, stands
 * in its own folder, and enters the jail of jail.h.  It opens no network socket
 * and parses nothing but bounded frames.
 */
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/stat.h>

#include <getopt.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/config.h"
#include "base/io.h"
#include "base/user.h"
#include "keeper/jail.h"
#include "keeper/keeper.h"

enum { LOCK_WAIT_MS = 10000 };

static const char usage[] =
    "usage: outmark-keeper [--config FILE] --listen-fd NUMBER\n"
    "                      [--control-fd NUMBER]\n"
    "Started by outmarkd; see outmark-keeper(8).\n";

struct arguments {
	const char *config_file;
	int listen_fd, control_fd;
};

static bool
read_number(const char *text, int *number)
{
	uint64_t value;

	if (!slice_number(slice_of(text), &value) || value > 1000000)
		return false;
	*number = (int)value;
	return true;
}

static bool
read_arguments(int argc, char **argv, struct arguments *arguments)
{
	static const struct option options[] = {
		{"config", required_argument, NULL, 'c'},
		{"listen-fd", required_argument, NULL, 'l'},
		{"control-fd", required_argument, NULL, 'f'},
		{NULL, 0, NULL, 0},
	};
	bool sound = true;
	int option;

	*arguments = (struct arguments){.listen_fd = -1, .control_fd = -1};
	while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (option == 'c')
			arguments->config_file = optarg;
		else if (option == 'l')
			sound = sound && read_number(optarg,
			    &arguments->listen_fd);
		else if (option == 'f')
			sound = sound && read_number(optarg,
			    &arguments->control_fd);
		else
			return false;
	}
	return sound && optind == argc && arguments->listen_fd >= 0;
}

/* A folder of the keeper's user; root makes it for him. */
static enum rc
make_own_dir(const char *dir, mode_t mode, const struct user *user,
    struct err *err)
{
	TRY(io_make_dir(dir, mode, err));
	if (geteuid() == 0 && chown(dir, user->uid, user->gid) != 0)
		return err_set_errno(err, RC_CONFIG,
		    "%s cannot be given to the keeper", dir);
	return RC_OK;
}

/*
 * Keys stand in a folder of root's: scanner and milter read theirs before they
 * become lesser users, the keeper has no use for them.
 */
static enum rc
make_keys(const char *state_dir, struct err *err)
{
	static const char *const names[] = {"digest.key", "mark.key"};
	char path[PATH_MAX];
	struct crypt_key key;

	if (snprintf(path, sizeof path, "%s/keys", state_dir) >=
	    (int)sizeof path)
		return err_set(err, RC_CONFIG, "state_dir is too long");
	TRY(io_make_dir(path, 0700, err));
	for (size_t i = 0; i < 2; i++) {
		if (snprintf(path, sizeof path, "%s/keys/%s", state_dir,
		    names[i]) >= (int)sizeof path)
			return err_set(err, RC_CONFIG,
			    "state_dir is too long");
		TRY(crypt_key_file(path, &key, err));
		crypt_wipe(&key, sizeof key);
	}
	return RC_OK;
}

static enum rc
prepare(const struct config *config, char journal_dir[PATH_MAX],
    struct err *err)
{
	struct user user = {.uid = geteuid(), .gid = getegid()};

	if (geteuid() == 0)
		TRY(user_find(config->keeper_user, &user, err));
	if (snprintf(journal_dir, PATH_MAX, "%s/journal",
	    config->state_dir) >= PATH_MAX)
		return err_set(err, RC_CONFIG, "state_dir is too long");
	TRY(io_make_dir(config->state_dir, 0755, err));
	TRY(make_keys(config->state_dir, err));
	TRY(make_own_dir(journal_dir, 0750, &user, err));
	umask(027);
	if (chdir(journal_dir) != 0)
		return err_set_errno(err, RC_CONFIG,
		    "the folder %s cannot be entered", journal_dir);
	TRY(user_become(&user, err));
	if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0)
		return err_set_errno(err, RC_SYSTEM,
		    "the keeper cannot forbid dumps of itself");
	return RC_OK;
}

/* Readable when we are asked to end. */
static int
open_stop(void)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	sigprocmask(SIG_BLOCK, &set, NULL);
	signal(SIGPIPE, SIG_IGN);
	signal(SIGHUP, SIG_IGN);
	signal(SIGXFSZ, SIG_IGN);
	return signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

static enum rc
say_started(struct journal *journal, const char *level, struct err *err)
{
	char body[256];
	uint64_t seq;

	snprintf(body, sizeof body,
	    "{\"version\":\"" OUTMARK_VERSION "\",\"jail\":\"%s\"}", level);
	TRY(journal_append(journal, slice_of("keeper.start"), slice_of("-"),
	    (struct slice){0}, slice_of(body), &seq, err));
	return journal_sync(journal, err);
}

static enum rc
serve(const struct config *config, const struct arguments *arguments,
    const struct log *log, const char *journal_dir, struct err *err)
{
	struct clock clock = clock_system();
	const struct journal_rules rules = {
		.dir = journal_dir, .instance = config->instance,
		.clock = &clock, .lock_ms = LOCK_WAIT_MS,
		.file_bytes = config->limits.journal_file_bytes,
	};
	struct keeper_setup setup = {
		.clock = &clock, .log = log,
		.listen_fd = arguments->listen_fd,
		.control_fd = arguments->control_fd,
		.stop_fd = open_stop(),
	};
	struct roles *roles = NULL;
	const char *level;
	enum rc rc;

	TRY(roles_new(config, &roles, err));
	setup.roles = roles;
	rc = journal_open(&rules, &setup.journal, err);
	if (rc == RC_OK)
		rc = jail_enter(&level, err);
	if (rc == RC_OK)
		rc = say_started(setup.journal, level, err);
	if (rc == RC_OK)
		rc = keeper_run(&setup, err);
	journal_close(setup.journal);
	roles_free(roles);
	return rc;
}

int
main(int argc, char **argv)
{
	struct arguments arguments;
	char journal_dir[PATH_MAX];
	struct config *config;
	struct log log = log_stderr("outmark-keeper", LOG_LEVEL_INFO);
	struct err err;
	enum rc rc;

	if (argc == 2 && strcmp(argv[1], "--help") == 0) {
		fputs(usage, stdout);
		return 0;
	}
	if (!read_arguments(argc, argv, &arguments)) {
		fputs(usage, stderr);
		return 64;
	}
	rc = crypt_start(&err);
	if (rc == RC_OK)
		rc = config_read(arguments.config_file != NULL ?
		    arguments.config_file : config_default_file(), &config,
		    &err);
	if (rc != RC_OK) {
		log_err(&log, &err);
		return rc == RC_CONFIG ? 78 : 71;
	}
	log = config_log(config, "outmark-keeper");
	rc = prepare(config, journal_dir, &err);
	if (rc == RC_OK)
		rc = serve(config, &arguments, &log, journal_dir, &err);
	if (rc != RC_OK)
		log_err(&log, &err);
	config_free(config);
	return rc == RC_OK ? 0 : rc == RC_CONFIG ? 78 : 71;
}
