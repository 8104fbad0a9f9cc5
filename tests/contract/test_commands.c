/*
 * test_commands - what every command of commands.def promises.
 *
 * Loops over the table: a name, a sentence, help that works and mentions every
 * option, and exit status 2 with a sentence for a wrong command line.
 */
#include <stdlib.h>
#include <string.h>

#include "front/cli/command.h"
#include "unit/unit.h"

struct outcome {
	enum cli_exit status;
	char *out, *err;
};

static void
run(const struct command *command, const char *word, struct outcome *outcome)
{
	char *words[] = { (char *)(uintptr_t)word, NULL };
	size_t out_size, err_size;
	struct cli cli = {
		.out = open_memstream(&outcome->out, &out_size),
		.err = open_memstream(&outcome->err, &err_size),
	};

	CHECK_FATAL(cli.out != NULL && cli.err != NULL);
	outcome->status = command_run(command, &cli, word != NULL, words);
	fclose(cli.out);
	fclose(cli.err);
}

static void
forget(struct outcome *outcome)
{
	free(outcome->out);
	free(outcome->err);
}

static void
each_has_a_name_that_finds_it_and_a_sentence(void)
{
	const struct command *const *all = command_all();
	struct err err;

	for (; *all != NULL; all++) {
		size_t len = strlen((*all)->help);

		CHECK(command_find((*all)->name, &err) == *all);
		CHECK(len > 0 && (*all)->help[len - 1] == '.');
		CHECK((*all)->more != NULL && (*all)->synopsis != NULL);
	}
}

static void
help_of_each_works_and_has_every_option(void)
{
	const struct command *const *all = command_all();

	for (; *all != NULL; all++) {
		const struct option_row *row = (*all)->options;
		struct outcome outcome;

		run(*all, "--help", &outcome);
		CHECK_NUMBER(outcome.status, CLI_NOTHING);
		CHECK_TEXT(outcome.err, "");
		CHECK_HOLDS(outcome.out, "usage: outmark ");
		CHECK_HOLDS(outcome.out, (*all)->help);
		for (; row->name != NULL; row++)
			CHECK_HOLDS(outcome.out, row->name);
		forget(&outcome);
		run(*all, "-h", &outcome);
		CHECK_NUMBER(outcome.status, CLI_NOTHING);
		forget(&outcome);
	}
}

static void
a_wrong_command_line_is_one_sentence_and_2(void)
{
	static const char *const wrong[] = { NULL, "--no-such-option" };
	const struct command *const *all = command_all();

	for (; *all != NULL; all++)
		for (size_t i = 0; i < 2; i++) {
			struct outcome outcome;
			char *end;

			run(*all, wrong[i], &outcome);
			CHECK_NUMBER(outcome.status, CLI_ERROR);
			CHECK_TEXT(outcome.out, "");
			CHECK_HOLDS(outcome.err, "outmark: ");
			end = strchr(outcome.err, '\n');
			CHECK(end != NULL && end[1] == '\0');
			forget(&outcome);
		}
}

static void
an_unknown_command_names_the_nearest(void)
{
	struct err err;

	CHECK(command_find("sacn", &err) == NULL);
	CHECK_HOLDS(err.text, "did you mean scan?");
	CHECK(command_find("", &err) == NULL);
}

static void
help_of_all_names_each(void)
{
	const struct command *const *all = command_all();
	struct buf out = buf_new(65536);

	command_help_all(&out);
	for (; *all != NULL; all++)
		CHECK_HOLDS(buf_string(&out), (*all)->help);
	buf_free(&out);
}

static const struct unit_test tests[] = {
	UNIT(each_has_a_name_that_finds_it_and_a_sentence),
	UNIT(help_of_each_works_and_has_every_option),
	UNIT(a_wrong_command_line_is_one_sentence_and_2),
	UNIT(an_unknown_command_names_the_nearest),
	UNIT(help_of_all_names_each),
	{ NULL, NULL }
};

int
main(void)
{
	return unit_run("commands", tests);
}
