/*
 * extract - which text did the engine see, and what did it not see?
 */
#include "front/cli/command.h"
#include "front/cli/examine.h"
#include "report/seen.h"

enum { PAGE_MAX = 1073741824 };

struct extract {
	struct examine examine;
	struct buf page;
};

static const struct option_row options[] = {
	EXAMINE_OPTIONS,
	{ NULL, 0, NULL, NULL }
};

static void
show(void *own, struct cli *cli, const char *name,
    struct outmark_result *result)
{
	struct extract *extract = own;
	struct err err;
	enum rc rc = extract->examine.json ?
	    seen_write_json(result, name, &extract->page, &err) :
	    seen_write(result, name, cli->width, &extract->page, &err);

	if (rc == RC_OK) {
		cli_put(cli, &extract->page);
		return;
	}
	buf_clear(&extract->page);
	examine_failed(&extract->examine, cli, name, err.text);
}

static enum cli_exit
run(struct cli *cli, int argc, char **argv)
{
	struct option_reader reader = option_begin(options, argc, argv);
	struct extract extract = { .page = buf_new(PAGE_MAX) };
	struct err err;
	enum cli_exit status;

	extract.examine.text = true;
	extract.examine.show = show;
	extract.examine.own = &extract;
	if (examine_options(&extract.examine, &reader, EXAMINE_PATHS, &err) !=
	    RC_OK)
		return command_wrong(&command_extract, cli, &err);
	status = examine_run(&extract.examine, cli, reader.operand_count,
	    argv);
	buf_free(&extract.page);
	/* It shows text, whether or not there are labels. */
	return status == CLI_FOUND ? CLI_NOTHING : status;
}

const struct command command_extract = {
	.name = "extract",
	.synopsis = "[--json] PATH...",
	.help = "Shows the text that the engine sees, part by part.",
	.more = "What was not read is shown with its cause.  This shows the "
	    "content itself.\n"
	    "Exit status: 0 done, 2 error.",
	.options = options,
	.run = run,
};
