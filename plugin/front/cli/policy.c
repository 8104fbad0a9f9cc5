/*
 * policy - is the policy in order, and what would it decide?
 */
#include <stdlib.h>

#include "base/escape.h"
#include "front/cli/command.h"
#include "front/cli/engine.h"
#include "report/result.h"

enum { PAGE_MAX = 16777216 };

static const struct option_row options[] = {
	{ "label", 'l', "ID[=CONFIDENCE[xCOUNT]]",
	    "test: a label the message has; may come again" },
	{ "cause", 'c', "NAME",
	    "test: why it was not fully examined; may come again" },
	{ "from", 'f', "ADDRESS", "test: the sender (a local user)" },
	{ "to", 't', "ADDRESS", "test: a recipient; may come again" },
	{ "policy", 'p', "FILE", "this policy instead of the installed one" },
	{ "rules", 0, "DIR", "labels of the rules in this folder" },
	{ "config", 0, "FILE", "settings instead of the installed "
	    "outmark.yaml" },
	{ "help", 'h', NULL, "this" },
	{ NULL, 0, NULL, NULL }
};

static const char local_user[] = "user@localhost";

static const char *const tasks[] = { "check", "test", "exceptions", NULL };

/* Lists have room for every word of the command line and a NULL. */
struct request {
	struct engine_want want;
	const char **labels, **causes, **recipients;
	size_t label_count, cause_count, recipient_count;
	const char *sender;
};

static void
take(struct request *request, const struct option_row *row,
    const char *value)
{
	switch (row->letter) {
	case 'l':
		request->labels[request->label_count++] = value;
		return;
	case 'c':
		request->causes[request->cause_count++] = value;
		return;
	case 't':
		request->recipients[request->recipient_count++] = value;
		return;
	case 'f':
		request->sender = value;
		return;
	case 'p':
		request->want.policy_file = value;
		return;
	}
	if (strcmp(row->name, "rules") == 0)
		request->want.rules_dir = value;
	else if (strcmp(row->name, "config") == 0)
		request->want.config_file = value;
}

static enum rc
read_options(struct request *request, struct option_reader *reader,
    struct err *err)
{
	const struct option_row *row;
	const char *value;
	enum rc rc;

	while ((rc = option_next(reader, &row, &value, err)) == RC_OK)
		take(request, row, value);
	return rc == RC_END ? RC_OK : rc;
}

static enum rc
check(struct cli *cli, struct outmark *outmark, struct err *err)
{
	struct buf text = buf_new(PAGE_MAX);
	struct outmark_error error;

	if (outmark_policy_check(outmark, &error) != OUTMARK_OK)
		return engine_failed(&error, err);
	buf_printf(&text, "%s: the policy is in order\n",
	    outmark_policy_source(outmark));
	cli_put(cli, &text);
	buf_free(&text);
	return RC_OK;
}

/* One exception as some lines, into the page. */
static bool
show_exception(void *own, const struct outmark_exception *exception)
{
	const struct { const char *title, *text; } rows[] = {
		{ "lifts", exception->rules },
		{ "from", exception->senders },
		{ "to", exception->recipients },
		{ "owner", exception->owner },
		{ "approver", exception->approver },
		{ "reason", exception->reason },
	};
	struct buf *page = own;

	escape_terminal(page, slice_of(exception->id));
	buf_printf(page, "  until %s%s\n", exception->expires,
	    exception->expired ? "  (ended; take it out)" : "");
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		buf_printf(page, "  %-8s  ", rows[i].title);
		escape_terminal(page, slice_of(rows[i].text[0] != '\0' ?
		    rows[i].text : "everybody"));
		buf_byte(page, '\n');
	}
	return true;
}

static enum rc
exceptions(struct cli *cli, struct outmark *outmark, struct err *err)
{
	struct buf page = buf_new(PAGE_MAX);
	struct outmark_error error;
	enum rc rc = RC_OK;

	if (outmark_policy_exceptions(outmark, show_exception, &page,
	    &error) != OUTMARK_OK)
		rc = engine_failed(&error, err);
	else if (page.len == 0)
		buf_text(&page, "The policy has no exceptions.\n");
	if (rc == RC_OK)
		rc = buf_check(&page, "The list of exceptions", err);
	if (rc == RC_OK)
		cli_put(cli, &page);
	buf_free(&page);
	return rc;
}

static enum rc
test(struct cli *cli, struct outmark *outmark, const struct request *request,
    struct err *err)
{
	struct buf page = buf_new(PAGE_MAX);
	struct outmark_result *result;
	struct outmark_error error;
	enum rc rc;

	if (outmark_policy_test(outmark, request->labels, request->causes,
	    request->sender, request->recipients, &result, &error) !=
	    OUTMARK_OK)
		return engine_failed(&error, err);
	rc = result_write_verdicts(result, outmark_enforces(outmark),
	    cli->width, &page, err);
	if (rc == RC_OK)
		cli_put(cli, &page);
	outmark_result_free(result);
	buf_free(&page);
	return rc;
}

/* What is wrong with the words behind "policy", if anything. */
static enum rc
check_words(struct request *request, int count, char **words,
    struct err *err)
{
	bool is_test;

	TRY(command_task("policy", tasks, count, words, err));
	is_test = strcmp(words[0], "test") == 0;
	if (!is_test && count > 2)
		return err_set(err, RC_CONFIG, "%s is one word too many",
		    words[2]);
	for (int i = 1; is_test && i < count; i++)
		request->recipients[request->recipient_count++] = words[i];
	if (is_test && request->recipient_count == 0)
		return err_set(err, RC_CONFIG, "say who gets the message: "
		    "--to ADDRESS");
	return RC_OK;
}

static enum cli_exit
answer(struct cli *cli, struct request *request, int count, char **words)
{
	bool is_test = strcmp(words[0], "test") == 0;
	struct outmark *outmark;
	struct err err;
	enum rc rc;

	if (!is_test && count == 2)
		request->want.policy_file = words[1];
	if (engine_open(cli, &request->want, &outmark, &err) != RC_OK)
		return cli_fail(cli, &err);
	if (is_test)
		rc = test(cli, outmark, request, &err);
	else if (strcmp(words[0], "check") == 0)
		rc = check(cli, outmark, &err);
	else
		rc = exceptions(cli, outmark, &err);
	outmark_close(outmark);
	return rc == RC_OK ? CLI_NOTHING : cli_fail(cli, &err);
}

static enum cli_exit
run(struct cli *cli, int argc, char **argv)
{
	struct option_reader reader = option_begin(options, argc, argv);
	size_t room = (size_t)argc + 1;
	const char **lists = calloc(3 * room, sizeof(*lists));
	struct request request = { .sender = local_user };
	enum cli_exit status;
	struct err err;

	if (lists == NULL) {
		cli_complain(cli, "no memory");
		return CLI_ERROR;
	}
	request.labels = lists;
	request.causes = lists + room;
	request.recipients = lists + 2 * room;
	if (read_options(&request, &reader, &err) == RC_OK &&
	    check_words(&request, reader.operand_count, argv, &err) == RC_OK)
		status = answer(cli, &request, reader.operand_count, argv);
	else
		status = command_wrong(&command_policy, cli, &err);
	free(lists);
	return status;
}

const struct command command_policy = {
	.name = "policy",
	.synopsis = "check [FILE]\n"
	    "exceptions [FILE]\n"
	    "test [--label ID[=CONFIDENCE[xCOUNT]]]... [--cause NAME]...\n"
	    "     [--from ADDRESS] [--to] ADDRESS...",
	.help = "Checks the policy, and shows its exceptions and what it "
	    "would decide.",
	.more = "test asks as for a message of these labels and says, for "
	    "each recipient, what\nwould be done and why.  Nothing is sent "
	    "and nothing is journalled.",
	.options = options,
	.run = run,
};
