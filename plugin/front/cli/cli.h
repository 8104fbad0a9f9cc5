/*
 * cli - what every command has in common: where it writes, and how it ends.
 *
 * Nothing is written but through here: sentences for a person are escaped, and
 * the progress line is out of the way first.
 */
#ifndef OUTMARK_FRONT_CLI_CLI_H
#define OUTMARK_FRONT_CLI_CLI_H

#include <signal.h>

#include "front/cli/progress.h"

/* How a command ends; scripts rely on it. */
enum cli_exit {
	CLI_NOTHING = 0,	/* done; nothing was found */
	CLI_FOUND = 1,		/* done; something was found, or is not sound */
	CLI_ERROR = 2,		/* something could not be done */
};

struct cli {
	FILE *out, *err;
	size_t width;		/* of the terminal; 0: any length */
	struct progress progress;
	const volatile sig_atomic_t *stop;	/* set when asked to end */
	bool out_failed;
};

/* Standard output and error as they are; `stop` is borrowed for good. */
struct cli cli_begin(const volatile sig_atomic_t *stop);

/*
 * Flush.  Gives `status`, or CLI_ERROR when the output could not be written
 * (with a sentence, unless its reader just went away).
 */
enum cli_exit cli_end(struct cli *cli, enum cli_exit status);

/* Write to standard output, as it is.  The buffer is cleared. */
void cli_put(struct cli *cli, struct buf *text);

/* "outmark: <sentence>" on standard error, escaped. */
void cli_complain(struct cli *cli, const char *format, ...)
    PRINTF_LIKE(2, 3);

/* The same, and CLI_ERROR. */
enum cli_exit cli_fail(struct cli *cli, const struct err *err);

/* Shall the command end: asked to, or nobody reads what it writes? */
bool cli_stopped(const struct cli *cli);

#endif
