/*
 * cli - what every command has in common.  See cli.h.
 */
#include "front/cli/cli.h"

#include <sys/ioctl.h>

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/escape.h"

enum { SENTENCE_MAX = 8192, NARROWEST = 40, WIDEST = 1000 };

/* How wide the terminal is that standard output goes to; 0 for none. */
static size_t
terminal_width(void)
{
	struct winsize size;
	uint64_t columns;

	if (!isatty(STDOUT_FILENO))
		return 0;
	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
		columns = size.ws_col;
	else if (!slice_number(slice_of(getenv("COLUMNS")), &columns))
		columns = 80;
	if (columns < NARROWEST)
		return NARROWEST;
	return columns > WIDEST ? WIDEST : (size_t)columns;
}

struct cli
cli_begin(const volatile sig_atomic_t *stop)
{
	return (struct cli){
		.out = stdout,
		.err = stderr,
		.width = terminal_width(),
		.progress = progress_begin(NULL, clock_system(), 0),
		.stop = stop,
	};
}

static void
note_failure(struct cli *cli)
{
	bool reader_gone = errno == EPIPE;

	if (cli->out_failed)
		return;
	cli->out_failed = true;
	if (!reader_gone)
		cli_complain(cli, "cannot write the output: %s",
		    strerror(errno));
}

enum cli_exit
cli_end(struct cli *cli, enum cli_exit status)
{
	progress_hide(&cli->progress);
	if (fflush(cli->out) != 0)
		note_failure(cli);
	return cli->out_failed ? CLI_ERROR : status;
}

void
cli_put(struct cli *cli, struct buf *text)
{
	struct slice bytes = buf_slice(text);

	if (bytes.len > 0) {
		progress_hide(&cli->progress);
		if (fwrite(bytes.at, 1, bytes.len, cli->out) != bytes.len)
			note_failure(cli);
	}
	if (text->full)
		cli_complain(cli, "the output for one input is longer than "
		    "memory allows and was cut");
	buf_clear(text);
}

void
cli_complain(struct cli *cli, const char *format, ...)
{
	char line[SENTENCE_MAX];
	struct buf safe = buf_new(SENTENCE_MAX * 6);
	va_list args;

	va_start(args, format);
	vsnprintf(line, sizeof(line), format, args);
	va_end(args);
	escape_terminal(&safe, slice_of(line));
	progress_hide(&cli->progress);
	fflush(cli->out);
	fprintf(cli->err, "outmark: %s\n", buf_string(&safe));
	buf_free(&safe);
}

enum cli_exit
cli_fail(struct cli *cli, const struct err *err)
{
	cli_complain(cli, "%s%s", err->text, err->rc == RC_BUG ?
	    " (an error in Outmark; please report it)" : "");
	return CLI_ERROR;
}

bool
cli_stopped(const struct cli *cli)
{
	return cli->out_failed || (cli->stop != NULL && *cli->stop != 0);
}
