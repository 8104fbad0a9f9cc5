/*
 * outmark - the command line: reads mail and documents as the gate does.
 *
 * What it has: the rights of whoever runs it.  It parses no content: that is
 * done by outmark-scanner, which it starts for itself in its jail.  It never
 * changes a message, a folder or the journal.
 */
#include <signal.h>
#include <unistd.h>

#include "front/cli/command.h"
#include "outmark.h"

enum { HELP_MAX = 65536 };

static volatile sig_atomic_t stop;

static void
on_signal(int number)
{
	/* A second one ends at once, however long a message takes. */
	if (stop != 0)
		_exit(128 + number);
	stop = number;
}

static void
catch_signals(void)
{
	static const int numbers[] = { SIGINT, SIGTERM, SIGHUP };
	struct sigaction action = { .sa_handler = on_signal };

	for (size_t i = 0; i < sizeof(numbers) / sizeof(*numbers); i++)
		sigaction(numbers[i], &action, NULL);
	signal(SIGPIPE, SIG_IGN);
}

static enum cli_exit
show_help(struct cli *cli)
{
	struct buf help = buf_new(HELP_MAX);

	command_help_all(&help);
	cli_put(cli, &help);
	buf_free(&help);
	return CLI_NOTHING;
}

static enum cli_exit
show_version(struct cli *cli)
{
	struct buf text = buf_new(HELP_MAX);

	buf_printf(&text, "outmark %s\n", outmark_version());
	cli_put(cli, &text);
	buf_free(&text);
	return CLI_NOTHING;
}

static enum cli_exit
run(struct cli *cli, int argc, char **argv)
{
	const struct command *command;
	struct err err;

	if (argc < 2) {
		cli_complain(cli, "which command? \"outmark --help\" lists "
		    "them");
		return CLI_ERROR;
	}
	if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0 ||
	    strcmp(argv[1], "help") == 0)
		return show_help(cli);
	if (strcmp(argv[1], "--version") == 0)
		return show_version(cli);
	if (argv[1][0] == '-') {
		cli_complain(cli, "the command comes first, then its options: "
		    "outmark COMMAND %s", argv[1]);
		return CLI_ERROR;
	}
	command = command_find(argv[1], &err);
	if (command == NULL)
		return cli_fail(cli, &err);
	return command_run(command, cli, argc - 2, argv + 2);
}

int
main(int argc, char **argv)
{
	struct cli cli = cli_begin(&stop);
	enum cli_exit status;

	catch_signals();
	status = cli_end(&cli, run(&cli, argc, argv));
	return stop != 0 ? 128 + stop : (int)status;
}
