/*
 * command - the table of commands.  See command.h.
 */
#include "front/cli/command.h"

#include "base/yaml.h"

enum { HELP_MAX = 65536, NAME_COLUMN = 12, CONTINUED = 16 };

static const struct command *const commands[] = {
#define COMMAND(name) &command_##name,
#include "front/cli/commands.def"
#undef COMMAND
	NULL
};

static const char *const names[] = {
#define COMMAND(name) #name,
#include "front/cli/commands.def"
#undef COMMAND
	NULL
};

const struct command *const *
command_all(void)
{
	return commands;
}

const struct command *
command_find(const char *name, struct err *err)
{
	for (size_t i = 0; commands[i] != NULL; i++)
		if (strcmp(commands[i]->name, name) == 0)
			return commands[i];
	err_set(err, RC_CONFIG, "there is no command %s; did you mean %s?",
	    name, nearest_word(slice_of(name), names));
	return NULL;
}

static enum rc
no_task(const char *const *tasks, struct err *err)
{
	struct buf list = buf_new(HELP_MAX);

	for (size_t i = 0; tasks[i] != NULL; i++)
		buf_printf(&list, "%s%s", i == 0 ? "" :
		    tasks[i + 1] == NULL ? " or " : ", ", tasks[i]);
	err_set(err, RC_CONFIG, "write %s behind it", buf_string(&list));
	buf_free(&list);
	return err->rc;
}

enum rc
command_task(const char *name, const char *const *tasks, int count,
    char **words, struct err *err)
{
	if (count == 0)
		return no_task(tasks, err);
	for (size_t i = 0; tasks[i] != NULL; i++)
		if (strcmp(tasks[i], words[0]) == 0)
			return RC_OK;
	return err_set(err, RC_CONFIG, "there is no %s %s; did you mean %s?",
	    name, words[0], nearest_word(slice_of(words[0]), tasks));
}

void
command_help_all(struct buf *out)
{
	buf_text(out, "usage: outmark COMMAND [ARGUMENT]...\n\n"
	    "Reads mail and documents as the gate does, and shows what it "
	    "knows.\n\n");
	for (size_t i = 0; commands[i] != NULL; i++)
		buf_printf(out, "  %-*s%s\n", NAME_COLUMN, commands[i]->name,
		    commands[i]->help);
	buf_text(out, "\n\"outmark COMMAND --help\" tells more; "
	    "\"outmark --version\" gives the version.\n"
	    "Exit status: 0 done and nothing found, 1 found, 2 error.  "
	    "See outmark(1).\n");
}

void
command_help(const struct command *command, struct buf *out)
{
	struct slice forms = slice_of(command->synopsis), form;
	const char *before = "usage:";

	while (slice_cut(&forms, '\n', &form)) {
		const char *text = (const char *)form.at;

		/* A line that begins with a space goes on. */
		if (text[0] == ' ')
			buf_printf(out, "%*s%.*s\n", CONTINUED, "",
			    (int)form.len, text);
		else
			buf_printf(out, "%-6s outmark %s %.*s\n", before,
			    command->name, (int)form.len, text);
		before = "";
	}
	buf_printf(out, "\n%s\n", command->help);
	if (command->more[0] != '\0')
		buf_printf(out, "\n%s\n", command->more);
	buf_text(out, "\n");
	option_help(command->options, out);
}

static bool
wants_help(int argc, char **argv)
{
	for (int i = 0; i < argc && strcmp(argv[i], "--") != 0; i++)
		if (strcmp(argv[i], "--help") == 0 ||
		    strcmp(argv[i], "-h") == 0)
			return true;
	return false;
}

enum cli_exit
command_run(const struct command *command, struct cli *cli, int argc,
    char **argv)
{
	struct buf help = buf_new(HELP_MAX);

	if (!wants_help(argc, argv))
		return command->run(cli, argc, argv);
	command_help(command, &help);
	cli_put(cli, &help);
	buf_free(&help);
	return CLI_NOTHING;
}

enum cli_exit
command_wrong(const struct command *command, struct cli *cli,
    const struct err *err)
{
	cli_complain(cli, "%s: %s (\"outmark %s --help\" tells more)",
	    command->name, err->text, command->name);
	return CLI_ERROR;
}
