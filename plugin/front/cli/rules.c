/*
 * rules - check, list, show, lint and bench rule packs.
 *
 * Packs are compiled where they are used, in outmark-scanner: it is run as a
 * child whose output and exit status pass through.
 */
#include <sys/wait.h>

#include <errno.h>
#include <limits.h>
#include <spawn.h>
#include <stdint.h>

#include "base/yaml.h"
#include "front/cli/command.h"
#include "front/cli/engine.h"

extern char **environ;

enum { ARGUMENTS_MAX = 256 };

static const char *const tasks[] = {
	"check", "list", "show", "lint", "bench", NULL
};

static const struct option_row options[] = {
	{ "help", 'h', NULL, "this; all else is read by outmark-scanner(8)" },
	{ NULL, 0, NULL, NULL }
};

static bool
is_task(const char *word)
{
	for (size_t i = 0; tasks[i] != NULL; i++)
		if (strcmp(tasks[i], word) == 0)
			return true;
	return false;
}

static enum rc
wait_for(pid_t pid, enum cli_exit *status, struct err *err)
{
	int how;

	while (waitpid(pid, &how, 0) < 0)
		if (errno != EINTR)
			return err_set_errno(err, RC_SYSTEM,
			    "cannot wait for outmark-scanner");
	if (WIFSIGNALED(how))
		return err_set(err, RC_SYSTEM,
		    "outmark-scanner was ended by signal %d", WTERMSIG(how));
	*status = (enum cli_exit)WEXITSTATUS(how);
	return RC_OK;
}

static enum rc
run_scanner(struct cli *cli, int argc, char **argv, enum cli_exit *status,
    struct err *err)
{
	struct buf path = buf_new(PATH_MAX);
	char *words[ARGUMENTS_MAX + 3];
	int count = 0, failed;
	pid_t pid;
	enum rc rc = engine_scanner(cli, NULL, &path, err);

	if (rc != RC_OK) {
		buf_free(&path);
		return rc;
	}
	words[count++] = (char *)(uintptr_t)buf_string(&path);
	words[count++] = (char *)(uintptr_t)"rules";
	for (int i = 0; i < argc; i++)
		words[count++] = argv[i];
	words[count] = NULL;
	fflush(cli->out);
	failed = posix_spawn(&pid, words[0], NULL, NULL, words, environ);
	errno = failed;
	if (failed != 0)
		rc = err_set_errno(err, RC_SYSTEM, "cannot start %s",
		    words[0]);
	buf_free(&path);
	return rc == RC_OK ? wait_for(pid, status, err) : rc;
}

static enum cli_exit
run(struct cli *cli, int argc, char **argv)
{
	enum cli_exit status = CLI_ERROR;
	struct err err;

	if (argc == 0)
		err_set(&err, RC_CONFIG, "write check, list, show, lint or "
		    "bench behind it");
	else if (!is_task(argv[0]))
		err_set(&err, RC_CONFIG, "there is no rules %s; did you mean "
		    "%s?", argv[0], nearest_word(slice_of(argv[0]), tasks));
	else if (argc > ARGUMENTS_MAX)
		err_set(&err, RC_CONFIG, "too many arguments");
	else if (run_scanner(cli, argc, argv, &status, &err) == RC_OK)
		return status;
	return command_wrong(&command_rules, cli, &err);
}

const struct command command_rules = {
	.name = "rules",
	.synopsis = "check [DIR]\nlist [DIR]\nshow ID [DIR]\nlint [DIR]\n"
	    "bench [DIR]",
	.help = "Checks rule packs with all their examples, and shows them.",
	.more = "check compiles the packs, runs each rule's own examples and "
	    "fails if one does not hold.",
	.options = options,
	.run = run,
};
