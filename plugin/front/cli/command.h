/*
 * command - what a command of outmark is, and the table of all (commands.def).
 *
 * A command reads its own arguments by its option rows, writes through cli and
 * gives its exit status.  Only what really works stands in the table.
 */
#ifndef OUTMARK_FRONT_CLI_COMMAND_H
#define OUTMARK_FRONT_CLI_COMMAND_H

#include "front/cli/cli.h"
#include "front/cli/option.h"

struct command {
	const char *name;
	const char *synopsis;	/* behind the name; a line for each form */
	const char *help;	/* one sentence */
	const char *more;	/* paragraphs of help, or "" */
	const struct option_row *options;
	/* `argv` is without the command's name and may be reordered. */
	enum cli_exit (*run)(struct cli *cli, int argc, char **argv);
};

#define COMMAND(name) extern const struct command command_##name;
#include "front/cli/commands.def"
#undef COMMAND

/* All commands in the order of the list, NULL at the end. */
const struct command *const *command_all(void);

/* The command of that name; else NULL, with a sentence naming the nearest. */
const struct command *command_find(const char *name, struct err *err);

/*
 * Does the command line begin with one of the command's tasks (NULL at the end)?
 * RC_CONFIG names them all when there is no word, else the nearest.
 */
enum rc command_task(const char *name, const char *const *tasks, int count,
    char **words, struct err *err) MUST_USE;

/* The help of all, and of one. */
void command_help_all(struct buf *out);
void command_help(const struct command *command, struct buf *out);

/* Run one: its help if asked for among the arguments, else itself. */
enum cli_exit command_run(const struct command *command, struct cli *cli,
    int argc, char **argv);

/* A wrong command line: the sentence, and where the help is.  CLI_ERROR. */
enum cli_exit command_wrong(const struct command *command, struct cli *cli,
    const struct err *err);

#endif
