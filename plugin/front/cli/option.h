/*
 * option - reading a command line by a table, and printing the table as help.
 *
 * `--name VALUE`, `--name=VALUE`, `-x VALUE`, `--flag`; options and operands in
 * any order; `--` ends the options; `-` is an operand.  An unknown option is
 * an error that names the nearest known one.
 */
#ifndef OUTMARK_FRONT_CLI_OPTION_H
#define OUTMARK_FRONT_CLI_OPTION_H

#include "base/buf.h"

struct option_row {
	const char *name;	/* without the dashes; NULL ends the table */
	char letter;		/* short form, or 0 */
	const char *value;	/* what its value is called; NULL: a flag */
	const char *sentence;
};

struct option_reader {
	const struct option_row *rows;
	char **argv;
	int argc, at;
	int operand_count;	/* they are moved to the front of argv */
	bool only_operands;
};

/* Read `argv` (without the command's name), which is reordered. */
struct option_reader option_begin(const struct option_row *rows, int argc,
    char **argv);

/*
 * The next option: its row, and its value (NULL for a flag).  RC_END when there
 * is none; then the first `operand_count` of argv are the operands.  RC_CONFIG
 * with a sentence that names the nearest known option.
 */
enum rc option_next(struct option_reader *reader,
    const struct option_row **row, const char **value, struct err *err)
    MUST_USE;

/* The rows as lines of help. */
void option_help(const struct option_row *rows, struct buf *out);

#endif
