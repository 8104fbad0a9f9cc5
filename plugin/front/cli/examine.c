/*
 * examine - every input of a command through the library.  See examine.h.
 */
#include "front/cli/examine.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/io.h"
#include "front/cli/engine.h"
#include "front/cli/feed.h"
#include "front/cli/walk.h"

enum { INPUT_NAME_MAX = PATH_MAX + 32 };

static const char stdin_name[] = "-";

struct run {
	struct examine *examine;
	struct cli *cli;
	struct outmark *outmark;
	/* The message that is being fed; NULL after trouble with it. */
	struct outmark_message *message;
	char name[INPUT_NAME_MAX];
};

/* One of EXAMINE_OPTIONS; RC_END if it is not, RC_CONFIG for a wrong value. */
static enum rc
take_shared(struct examine *examine, const struct option_row *row,
    const char *value, struct err *err)
{
	if (strcmp(row->name, "json") == 0)
		examine->json = true;
	else if (strcmp(row->name, "rules") == 0)
		examine->rules_dir = value;
	else if (strcmp(row->name, "config") == 0)
		examine->config_file = value;
	else if (strcmp(row->name, "help") == 0)
		return RC_OK;	/* shown by command_run */
	else if (strcmp(row->name, "as") != 0)
		return RC_END;
	else if (!kind_of_name(value, &examine->kind))
		return err_set(err, RC_CONFIG, "--as %s is not known; write "
		    "mail, mbox or document", value);
	return RC_OK;
}

enum rc
examine_options(struct examine *examine, struct option_reader *reader,
    const char *what, struct err *err)
{
	const struct option_row *row;
	const char *value;
	enum rc rc;

	while ((rc = option_next(reader, &row, &value, err)) == RC_OK) {
		rc = take_shared(examine, row, value, err);
		if (rc == RC_END)
			rc = examine->take(examine->own, row, value, err);
		TRY(rc);
	}
	if (rc != RC_END)
		return rc;
	if (reader->operand_count == 0)
		return err_set(err, RC_CONFIG, "name %s", what);
	return RC_OK;
}

void
examine_failed(struct examine *examine, struct cli *cli, const char *name,
    const char *why)
{
	examine->failed++;
	cli_complain(cli, "%s: %s", name, why);
}

/*
 * Trouble with this input: say so and go on with the next, unless every other
 * would have it too.
 */
static enum rc
trouble(struct run *run, const struct outmark_error *error, struct err *err)
{
	outmark_message_free(run->message);
	run->message = NULL;
	if (cli_stopped(run->cli))
		return err_set(err, RC_LATER, "interrupted");
	if (error->status == OUTMARK_CONFIG || error->status == OUTMARK_BUG)
		return engine_failed(error, err);
	examine_failed(run->examine, run->cli, run->name, error->text);
	return RC_OK;
}

static enum outmark_status
prepare(const struct run *run, bool document, struct outmark_error *error)
{
	const struct examine *examine = run->examine;
	enum outmark_status status = OUTMARK_OK;
	const char *slash = strrchr(run->name, '/');

	if (document)
		status = outmark_message_document(run->message,
		    slash == NULL ? run->name : slash + 1, error);
	if (status == OUTMARK_OK && examine->text)
		status = outmark_message_want_text(run->message, error);
	if (status == OUTMARK_OK && examine->explain)
		status = outmark_message_want_explain(run->message,
		    examine->rule, error);
	return status;
}

static enum rc
begin(void *own, const char *name, bool document, struct err *err)
{
	struct run *run = own;
	struct outmark_error error = { .status = OUTMARK_OK };

	if (cli_stopped(run->cli))
		return err_set(err, RC_LATER, "interrupted");
	snprintf(run->name, sizeof(run->name), "%s", name);
	if (outmark_message_new(run->outmark, &run->message, &error) !=
	    OUTMARK_OK) {
		run->message = NULL;
		return trouble(run, &error, err);
	}
	if (prepare(run, document, &error) != OUTMARK_OK)
		return trouble(run, &error, err);
	return RC_OK;
}

static enum rc
put(void *own, struct slice bytes, struct err *err)
{
	struct run *run = own;
	struct outmark_error error = { .status = OUTMARK_OK };

	if (run->message == NULL || bytes.len == 0)
		return RC_OK;
	if (outmark_message_write(run->message, bytes.at, bytes.len,
	    &error) != OUTMARK_OK)
		return trouble(run, &error, err);
	return RC_OK;
}

static void
tick(void *own)
{
	struct run *run = own;

	progress_step(&run->cli->progress);
}

/* A result without parts was not examined at all: the notes say why. */
static void
count(struct run *run, const struct outmark_result *result)
{
	run->examine->examined++;
	run->cli->progress.messages++;
	run->examine->found += outmark_result_label_count(result) > 0;
	if (outmark_result_part_count(result) > 0)
		return;
	run->examine->failed++;
	cli_complain(run->cli, "%s: was not examined: %s", run->name,
	    outmark_result_note_count(result) > 0 ?
	    outmark_result_note(result, 0) : "the scanner gave no answer");
}

static enum rc
end(void *own, struct err *err)
{
	struct run *run = own;
	struct outmark_error error = { .status = OUTMARK_OK };
	struct outmark_result *result;

	if (run->message == NULL)
		return RC_OK;
	if (outmark_message_check(run->message, tick, run, &result, &error) !=
	    OUTMARK_OK)
		return trouble(run, &error, err);
	outmark_message_free(run->message);
	run->message = NULL;
	/* An interrupt reaches our scanner too: what it said is half. */
	if (!cli_stopped(run->cli)) {
		count(run, result);
		run->examine->show(run->examine->own, run->cli, run->name,
		    result);
	}
	outmark_result_free(result);
	progress_step(&run->cli->progress);
	return RC_OK;
}

static enum rc
feed_fd(struct run *run, int fd, const char *name, enum kind kind,
    struct err *err)
{
	const struct feed_sink sink = { begin, put, end, run };
	struct reader *reader = reader_new(fd);
	enum rc rc;

	if (reader == NULL)
		return err_set(err, RC_SYSTEM, "no memory to read %s", name);
	if (run->examine->kind != KIND_GUESS)
		kind = run->examine->kind;
	rc = feed_input(reader, name, kind, &sink, err);
	reader_free(reader);
	outmark_message_free(run->message);
	run->message = NULL;
	/* Reading failed: a matter of this file only. */
	if (rc == RC_SYSTEM) {
		examine_failed(run->examine, run->cli, name, err->text);
		return RC_OK;
	}
	return rc;
}

static void
skipped(void *own, const char *path, const char *why, bool failed)
{
	struct run *run = own;

	run->examine->failed += failed;
	cli_complain(run->cli, "%s: was not examined: %s", path, why);
}

static enum rc
file(void *own, const char *path, enum kind kind, struct err *err)
{
	struct run *run = own;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	enum rc rc;

	if (fd < 0) {
		skipped(run, path, strerror(errno), true);
		return RC_OK;
	}
	rc = feed_fd(run, fd, path, kind, err);
	io_close(&fd);
	run->cli->progress.done++;
	return rc;
}

static enum rc
examine_path(struct run *run, const char *path, struct err *err)
{
	const struct walk_visitor visitor = { file, skipped, run };

	if (strcmp(path, stdin_name) == 0)
		return feed_fd(run, STDIN_FILENO, path, KIND_GUESS, err);
	return walk_path(path, &visitor, err);
}

/* For the progress line: how many files there are. */
static enum rc
count_file(void *own, const char *path, enum kind kind, struct err *err)
{
	uint64_t *total = own;

	(void)path;
	(void)kind;
	(void)err;
	(*total)++;
	return RC_OK;
}

static void
count_skipped(void *own, const char *path, const char *why, bool failed)
{
	(void)own;
	(void)path;
	(void)why;
	(void)failed;
}

static void
begin_progress(struct cli *cli, int path_count, char **paths)
{
	uint64_t total = 0;
	const struct walk_visitor visitor = {
		count_file, count_skipped, &total
	};
	struct err err;

	if (!isatty(STDERR_FILENO))
		return;
	for (int i = 0; i < path_count; i++) {
		if (strcmp(paths[i], stdin_name) == 0)
			total++;
		else if (walk_path(paths[i], &visitor, &err) != RC_OK)
			total = 0;
	}
	cli->progress = progress_begin(cli->err, clock_system(), total);
}

static enum cli_exit
status_of(const struct examine *examine)
{
	if (examine->failed > 0)
		return CLI_ERROR;
	return examine->found > 0 ? CLI_FOUND : CLI_NOTHING;
}

enum cli_exit
examine_run(struct examine *examine, struct cli *cli, int path_count,
    char **paths)
{
	struct run run = { .examine = examine, .cli = cli };
	const struct engine_want want = {
		.config_file = examine->config_file,
		.rules_dir = examine->rules_dir,
		.scanner = true,
	};
	struct err err;
	enum rc rc = engine_open(cli, &want, &run.outmark, &err);

	if (rc != RC_OK)
		return cli_fail(cli, &err);
	begin_progress(cli, path_count, paths);
	for (int i = 0; rc == RC_OK && i < path_count; i++)
		rc = examine_path(&run, paths[i], &err);
	progress_hide(&cli->progress);
	outmark_close(run.outmark);
	if (cli_stopped(cli)) {
		if (!cli->out_failed)
			cli_complain(cli, "interrupted; the rest was not "
			    "examined");
		return CLI_ERROR;
	}
	return rc == RC_OK ? status_of(examine) : cli_fail(cli, &err);
}
