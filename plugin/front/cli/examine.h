/*
 * examine - every input of a command through the library, one after the other.
 *
 * What scan, extract and explain have in common: their options, the inputs
 * behind the paths, one scanner for the whole run, trouble with one input that
 * does not stop the others.  What is shown of a result is the command's.
 */
#ifndef OUTMARK_FRONT_CLI_EXAMINE_H
#define OUTMARK_FRONT_CLI_EXAMINE_H

#include "front/cli/cli.h"
#include "front/cli/kind.h"
#include "front/cli/option.h"
#include "outmark.h"

/* Options of all that examine; a command's rows begin with them. */
#define EXAMINE_OPTIONS                                                      \
	{ "json", 0, NULL, "one JSON object a line for each input" },        \
	{ "as", 0, "KIND", "mail, mbox or document, instead of guessing" },  \
	{ "rules", 0, "DIR", "take rule packs from this folder" },           \
	{ "config", 0, "FILE", "settings instead of the installed "          \
	    "outmark.yaml" },                                                \
	{ "help", 'h', NULL, "this" }

struct examine {
	/* What the command wants. */
	bool json;
	enum kind kind;
	const char *rules_dir, *config_file;
	bool text, explain;
	const char *rule;	/* explain only it; NULL: all */
	/* Takes an option of the command's own; NULL: it has none. */
	enum rc (*take)(void *own, const struct option_row *row,
	    const char *value, struct err *err);
	/* Shows one result. */
	void (*show)(void *own, struct cli *cli, const char *name,
	    struct outmark_result *result);
	void *own;		/* the command's, for both */
	/* What came of it. */
	uint64_t examined, found, failed;
};

/*
 * Read a command line of EXAMINE_OPTIONS, the command's own options and at
 * least one path.  RC_CONFIG with a sentence; without a path it says to name
 * `what`.
 */
enum rc examine_options(struct examine *examine, struct option_reader *reader,
    const char *what, struct err *err) MUST_USE;

/* What may be named, for examine_options. */
#define EXAMINE_PATHS "at least one file or folder, or - for standard input"

/* This input could not be examined or shown: say so and count it. */
void examine_failed(struct examine *examine, struct cli *cli,
    const char *name, const char *why);

/* Examine the inputs at these paths, "-" being standard input. */
enum cli_exit examine_run(struct examine *examine, struct cli *cli, int count,
    char **paths);

#endif
