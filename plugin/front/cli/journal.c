/*
 * journal - read what was decided, and check that it was not changed.
 *
 * Asks the keeper, who gives records to those who may see them.
 */
#include <inttypes.h>
#include <stdlib.h>

#include "front/cli/command.h"
#include "front/cli/engine.h"
#include "report/record.h"
#include "report/story.h"

enum { PAGE_MAX = 16777216, LINE_MAX_BYTES = 1048576, TAIL_DEFAULT = 20 };

static const struct option_row options[] = {
	{ "number", 'n', "N", "tail, show: so many of the last records "
	    "(20; show with an ID: all)" },
	{ "json", 0, NULL, "records as they are, one JSON object a line" },
	{ "csv", 0, NULL, "export: a table for a spreadsheet" },
	{ "config", 0, "FILE", "settings instead of the installed "
	    "outmark.yaml" },
	{ "help", 'h', NULL, "this" },
	{ NULL, 0, NULL, NULL }
};

static const char *const tasks[] = { "tail", "show", "verify", "export",
	NULL };

struct request {
	struct engine_want want;
	bool json, csv, words;
	const char *id;		/* show: only this one; NULL: all */
	uint64_t count;
};

/* What becomes of the records while they come. */
struct output {
	struct cli *cli;
	struct record_list *list;	/* a table at the end; NULL: at once */
	bool csv, words;
	const char *id;
	bool found;		/* words: a record was shown */
	struct buf line;
	enum rc rc;
	struct err err;
};

/* A record in words; one with another id is passed over. */
static enum rc
put_words(struct output *output, struct slice json)
{
	enum rc rc = story_write(json, output->id, &output->line,
	    &output->err);

	output->found = output->found || rc == RC_OK;
	return rc == RC_END ? RC_OK : rc;
}

static bool
put_record(void *own, uint64_t sequence, const char *line, size_t length)
{
	struct output *output = own;
	struct slice json = slice_bytes(line, length);

	(void)sequence;
	if (output->list != NULL)
		output->rc = record_list_add(output->list, json, &output->err);
	else if (output->words)
		output->rc = put_words(output, json);
	else if (output->csv)
		output->rc = record_write_csv(json, &output->line,
		    &output->err);
	else {
		buf_put(&output->line, json);
		buf_byte(&output->line, '\n');
	}
	cli_put(output->cli, &output->line);
	return output->rc == RC_OK && !cli_stopped(output->cli);
}

static enum rc
read_records(struct output *output, struct outmark *outmark, uint64_t count,
    struct err *err)
{
	struct outmark_error error = { .status = OUTMARK_OK };

	if (outmark_journal_read(outmark, count, put_record, output,
	    &error) != OUTMARK_OK)
		return engine_failed(&error, err);
	if (output->rc != RC_OK)
		*err = output->err;
	return output->rc;
}

static enum rc
export(struct cli *cli, struct outmark *outmark, const struct request *request,
    struct err *err)
{
	struct output output = {
		.cli = cli, .csv = request->csv,
		.line = buf_new(LINE_MAX_BYTES),
	};
	enum rc rc;

	if (request->csv)
		record_csv_titles(&output.line);
	cli_put(cli, &output.line);
	rc = read_records(&output, outmark, request->count, err);
	buf_free(&output.line);
	return rc;
}

static enum rc
tail(struct cli *cli, struct outmark *outmark, const struct request *request,
    struct err *err)
{
	struct output output = {
		.cli = cli, .line = buf_new(LINE_MAX_BYTES),
		.list = record_list_new(),
	};
	struct buf page = buf_new(PAGE_MAX);
	enum rc rc;

	if (output.list == NULL)
		return err_set(err, RC_SYSTEM, "no memory");
	rc = read_records(&output, outmark, request->count, err);
	if (rc == RC_OK) {
		record_list_write(output.list, cli->width, &page);
		cli_put(cli, &page);
	}
	record_list_free(output.list);
	buf_free(&page);
	return rc;
}

static enum rc
show(struct cli *cli, struct outmark *outmark, const struct request *request,
    struct err *err)
{
	struct output output = {
		.cli = cli, .words = true, .id = request->id,
		.line = buf_new(LINE_MAX_BYTES),
	};
	enum rc rc = read_records(&output, outmark, request->count, err);

	buf_free(&output.line);
	if (rc == RC_OK && !output.found && request->id != NULL)
		return err_set(err, RC_CONFIG, "the journal has no record "
		    "with the id %s", request->id);
	return rc;
}

/* CLI_FOUND when the chain is broken. */
static enum rc
verify(struct cli *cli, struct outmark *outmark, enum cli_exit *status,
    struct err *err)
{
	char sentence[OUTMARK_ERROR_MAX];
	struct outmark_error error = { .status = OUTMARK_OK };
	struct buf text = buf_new(PAGE_MAX);
	bool sound;

	if (outmark_journal_verify(outmark, &sound, sentence,
	    sizeof(sentence), &error) != OUTMARK_OK)
		return engine_failed(&error, err);
	buf_printf(&text, "%s: %s\n", sound ? "sound" : "NOT SOUND",
	    sentence);
	cli_put(cli, &text);
	buf_free(&text);
	*status = sound ? CLI_NOTHING : CLI_FOUND;
	return RC_OK;
}

static enum rc
read_options(struct request *request, struct option_reader *reader,
    struct err *err)
{
	const struct option_row *row;
	const char *value;
	enum rc rc;

	while ((rc = option_next(reader, &row, &value, err)) == RC_OK) {
		if (strcmp(row->name, "json") == 0)
			request->json = true;
		else if (strcmp(row->name, "csv") == 0)
			request->csv = true;
		else if (strcmp(row->name, "config") == 0)
			request->want.config_file = value;
		else if (row->letter == 'n' &&
		    (!slice_number(slice_of(value), &request->count) ||
		    request->count == 0))
			return err_set(err, RC_CONFIG, "-n %s is no number of "
			    "records; write 1 or more", value);
	}
	return rc == RC_END ? RC_OK : rc;
}

static enum rc
check_words(struct request *request, int count, char **words,
    struct err *err)
{
	TRY(command_task("journal", tasks, count, words, err));
	request->words = strcmp(words[0], "show") == 0;
	if (count > (request->words ? 2 : 1))
		return err_set(err, RC_CONFIG, "%s is one word too many",
		    words[count - 1]);
	request->id = count == 2 ? words[1] : NULL;
	if (words[0][0] == 'e' && request->json == request->csv)
		return err_set(err, RC_CONFIG, "write --json or --csv");
	if (words[0][0] != 'e' && request->csv)
		return err_set(err, RC_CONFIG, "%s has no --csv; export has",
		    words[0]);
	if (words[0][0] != 'e' && words[0][0] != 't' && request->json)
		return err_set(err, RC_CONFIG, "%s has no --json; tail and "
		    "export have", words[0]);
	if ((words[0][0] == 't' || (request->words && request->id == NULL)) &&
	    request->count == 0)
		request->count = TAIL_DEFAULT;
	return RC_OK;
}

static enum cli_exit
answer(struct cli *cli, const struct request *request, const char *task)
{
	enum cli_exit status = CLI_NOTHING;
	struct outmark *outmark;
	struct err err;
	enum rc rc;

	if (engine_open(cli, &request->want, &outmark, &err) != RC_OK)
		return cli_fail(cli, &err);
	if (strcmp(task, "verify") == 0)
		rc = verify(cli, outmark, &status, &err);
	else if (strcmp(task, "export") == 0 || request->json)
		rc = export(cli, outmark, request, &err);
	else if (request->words)
		rc = show(cli, outmark, request, &err);
	else
		rc = tail(cli, outmark, request, &err);
	outmark_close(outmark);
	return rc == RC_OK ? status : cli_fail(cli, &err);
}

static enum cli_exit
run(struct cli *cli, int argc, char **argv)
{
	struct option_reader reader = option_begin(options, argc, argv);
	struct request request = { .want = { .keeper = true } };
	struct err err;

	if (read_options(&request, &reader, &err) != RC_OK ||
	    check_words(&request, reader.operand_count, argv, &err) != RC_OK)
		return command_wrong(&command_journal, cli, &err);
	return answer(cli, &request, argv[0]);
}

const struct command command_journal = {
	.name = "journal",
	.synopsis = "tail [-n N] [--json]\nshow [-n N] [ID]\nverify\nexport --json|--csv [-n N]",
	.help = "Shows what was decided, and checks that no record was "
	    "changed.",
	.more = "The keeper gives records to members of the groups that have "
	    "the role view.\n"
	    "Exit status: 0 done and sound, 1 the chain is not sound, "
	    "2 error.",
	.options = options,
	.run = run,
};
