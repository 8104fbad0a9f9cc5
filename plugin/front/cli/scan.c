/*
 * scan - what do these mails and documents contain?
 */
#include "front/cli/command.h"
#include "front/cli/examine.h"
#include "front/cli/summary.h"
#include "report/result.h"

enum { PAGE_MAX = 268435456 };

struct scan {
	struct examine examine;
	bool wants_summary, only_summary;
	struct summary *summary;	/* or NULL */
	struct buf page;
};

static const struct option_row options[] = {
	{ "summary", 0, NULL, "also counts over all inputs, at the end" },
	{ "quiet", 'q', NULL, "show no inputs, only the summary if asked for" },
	EXAMINE_OPTIONS,
	{ NULL, 0, NULL, NULL }
};

static void
put_json(struct scan *scan, struct cli *cli, const char *name,
    struct outmark_result *result)
{
	const char *json = outmark_result_json(result, name);

	if (json == NULL) {
		examine_failed(&scan->examine, cli, name,
		    "no memory for its JSON");
		return;
	}
	buf_printf(&scan->page, "%s\n", json);
}

static void
show(void *own, struct cli *cli, const char *name,
    struct outmark_result *result)
{
	struct scan *scan = own;
	struct err err;
	enum rc rc = RC_OK;

	if (scan->summary != NULL)
		rc = summary_add(scan->summary, result, &err);
	if (rc == RC_OK && !scan->only_summary) {
		if (scan->examine.json)
			put_json(scan, cli, name, result);
		else
			rc = result_write(result, name, cli->width,
			    &scan->page, &err);
	}
	cli_put(cli, &scan->page);
	if (rc != RC_OK)
		examine_failed(&scan->examine, cli, name, err.text);
}

static enum rc
take(void *own, const struct option_row *row, const char *value,
    struct err *err)
{
	struct scan *scan = own;

	(void)value;
	(void)err;
	if (strcmp(row->name, "quiet") == 0)
		scan->only_summary = true;
	else
		scan->wants_summary = true;
	return RC_OK;
}

static enum rc
read_options(struct scan *scan, struct option_reader *reader,
    struct err *err)
{
	TRY(examine_options(&scan->examine, reader, EXAMINE_PATHS, err));
	if (!scan->wants_summary)
		return RC_OK;
	if (scan->examine.json)
		return err_set(err, RC_CONFIG, "--summary is for people; "
		    "leave it out with --json");
	scan->summary = summary_new();
	return scan->summary != NULL ? RC_OK :
	    err_set(err, RC_SYSTEM, "no memory");
}

static enum cli_exit
put_summary(struct scan *scan, struct cli *cli, enum cli_exit status)
{
	struct err err;

	if (scan->summary == NULL)
		return status;
	if (summary_write(scan->summary, scan->examine.failed, cli->width,
	    &scan->page, &err) != RC_OK)
		return cli_fail(cli, &err);
	cli_put(cli, &scan->page);
	return status;
}

static enum cli_exit
run(struct cli *cli, int argc, char **argv)
{
	struct option_reader reader = option_begin(options, argc, argv);
	struct scan scan = { .page = buf_new(PAGE_MAX) };
	struct err err;
	enum cli_exit status;

	scan.examine.take = take;
	scan.examine.show = show;
	scan.examine.own = &scan;
	if (read_options(&scan, &reader, &err) != RC_OK)
		return command_wrong(&command_scan, cli, &err);
	status = examine_run(&scan.examine, cli, reader.operand_count, argv);
	status = put_summary(&scan, cli, status);
	summary_free(scan.summary);
	buf_free(&scan.page);
	return status;
}

const struct command command_scan = {
	.name = "scan",
	.synopsis = "[--json] [--summary] [--rules DIR] PATH...",
	.help = "Shows what mails and documents contain.",
	.more = "A path is a mail, an mbox, a document, or a folder (a Maildir "
	    "too) with all in it;\n- is standard input.  Values are shown as "
	    "masks only.\n"
	    "Exit status: 0 nothing found, 1 found, 2 error.",
	.options = options,
	.run = run,
};
