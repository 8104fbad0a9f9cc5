/*
 * explain - why did a rule match, and why not?
 */
#include "front/cli/command.h"
#include "front/cli/examine.h"
#include "report/result.h"

enum { PAGE_MAX = 268435456 };

struct explain {
	struct examine examine;
	struct buf page;
};

static const struct option_row options[] = {
	{ "rule", 'r', "ID", "only this rule" },
	EXAMINE_OPTIONS,
	{ NULL, 0, NULL, NULL }
};

static void
show(void *own, struct cli *cli, const char *name,
    struct outmark_result *result)
{
	struct explain *explain = own;
	struct err err;
	enum rc rc;

	if (explain->examine.rule != NULL &&
	    outmark_result_explanation_count(result) == 0) {
		explain->examine.failed++;
		cli_complain(cli, "%s: no rule %s was asked; \"outmark rules "
		    "list\" shows which there are", name,
		    explain->examine.rule);
		return;
	}
	rc = explain->examine.json ?
	    result_write_explanations_json(result, name, &explain->page,
	    &err) : result_write_explanations(result, name, cli->width,
	    &explain->page, &err);
	if (rc == RC_OK) {
		cli_put(cli, &explain->page);
		return;
	}
	buf_clear(&explain->page);
	examine_failed(&explain->examine, cli, name, err.text);
}

static enum rc
take(void *own, const struct option_row *row, const char *value,
    struct err *err)
{
	struct explain *explain = own;

	(void)row;
	(void)err;
	explain->examine.rule = value;
	return RC_OK;
}

static enum cli_exit
run(struct cli *cli, int argc, char **argv)
{
	struct option_reader reader = option_begin(options, argc, argv);
	struct explain explain = { .page = buf_new(PAGE_MAX) };
	struct err err;
	enum cli_exit status;

	explain.examine.explain = true;
	explain.examine.take = take;
	explain.examine.show = show;
	explain.examine.own = &explain;
	if (examine_options(&explain.examine, &reader, EXAMINE_PATHS, &err) !=
	    RC_OK)
		return command_wrong(&command_explain, cli, &err);
	status = examine_run(&explain.examine, cli, reader.operand_count,
	    argv);
	buf_free(&explain.page);
	return status;
}

const struct command command_explain = {
	.name = "explain",
	.synopsis = "[--rule ID] [--json] PATH...",
	.help = "Shows why each rule matched, or why not, element by element.",
	.more = "Values are shown as masks only.\n"
	    "Exit status: 0 nothing found, 1 found, 2 error.",
	.options = options,
	.run = run,
};
