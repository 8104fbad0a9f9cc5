/*
 * rules - check, list, show, lint and bench rule packs; read a policy file.
 *
 * Packs are compiled where they are used, in outmark-scanner: it is run as a
 * child whose output and exit status pass through.
 */
#include <sys/wait.h>

#include <errno.h>
#include <limits.h>
#include <spawn.h>
#include <stdint.h>

#include "front/cli/command.h"
#include "front/cli/engine.h"

extern char **environ;

enum { ARGUMENTS_MAX = 256 };

static const char *const tasks[] = {
	"check", "list", "show", "lint", "bench", "spif", NULL
};

static const struct option_row options[] = {
	{ "json", 0, NULL, "as JSON" },
	{ "rules", 0, "DIR", "the folder of rules, as DIR" },
	{ "site-rules", 0, "DIR", "the site's own packs" },
	{ "help", 'h', NULL, "this" },
	{ NULL, 0, NULL, NULL }
};

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

/* Start it and wait; `words` begin with its path. */
static enum rc
spawn(struct cli *cli, char **words, enum cli_exit *status, struct err *err)
{
	pid_t pid;
	int failed;

	fflush(cli->out);
	failed = posix_spawn(&pid, words[0], NULL, NULL, words, environ);
	errno = failed;
	if (failed != 0)
		return err_set_errno(err, RC_SYSTEM, "cannot start %s",
		    words[0]);
	return wait_for(pid, status, err);
}

static char *
word(const char *text)
{
	return (char *)(uintptr_t)text;
}

/* The configured folders come first: what the user writes counts. */
static enum rc
run_scanner(struct cli *cli, int argc, char **argv, enum cli_exit *status,
    struct err *err)
{
	struct engine_places places;
	char *words[ARGUMENTS_MAX + 8];
	int count = 0;
	enum rc rc = engine_find(cli, NULL, &places, err);

	if (rc == RC_OK) {
		words[count++] = word(buf_string(&places.scanner));
		words[count++] = word("rules");
		words[count++] = argv[0];
		words[count++] = word("--rules");
		words[count++] = word(buf_string(&places.rules_dir));
		if (places.site_rules_dir.len > 0) {
			words[count++] = word("--site-rules");
			words[count++] =
			    word(buf_string(&places.site_rules_dir));
		}
		for (int i = 1; i < argc; i++)
			words[count++] = argv[i];
		words[count] = NULL;
		rc = spawn(cli, words, status, err);
	}
	engine_places_free(&places);
	return rc;
}

static enum cli_exit
run(struct cli *cli, int argc, char **argv)
{
	enum cli_exit status = CLI_ERROR;
	struct err err = { .rc = RC_OK };

	if (command_task("rules", tasks, argc, argv, &err) == RC_OK &&
	    argc > ARGUMENTS_MAX)
		err_set(&err, RC_CONFIG, "too many arguments");
	if (err.rc != RC_OK)
		return command_wrong(&command_rules, cli, &err);
	if (run_scanner(cli, argc, argv, &status, &err) != RC_OK)
		return cli_fail(cli, &err);
	return status;
}

const struct command command_rules = {
	.name = "rules",
	.synopsis = "check [--json] [DIR]\nlist [--json] [DIR]\n"
	    "show [--json] ID [DIR]\nlint [--json] [DIR]\nbench [DIR]\nspif FILE",
	.help = "Checks rule packs with all their examples, and shows them.",
	.more = "check compiles the packs and runs each rule's own examples; "
	    "lint measures each\npattern alone; bench shows what each pack "
	    "costs; spif prints the table of\nlabels that a security policy "
	    "file (XML SPIF) gives.\n"
	    "Exit status: 0 good, 1 a rule is not, 2 error.",
	.options = options,
	.run = run,
};
