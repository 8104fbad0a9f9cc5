/*
 * engine - the library opened for the command line.
 *
 * Reads the installed outmark.yaml if there is one, else goes by the defaults.
 * In a build tree the environment variable OUTMARK_LIBEXEC names the folder of
 * outmark-scanner.
 */
#ifndef OUTMARK_FRONT_CLI_ENGINE_H
#define OUTMARK_FRONT_CLI_ENGINE_H

#include "front/cli/cli.h"
#include "outmark.h"

struct engine_want {
	const char *config_file;	/* NULL: the installed one, if any */
	const char *rules_dir;		/* NULL: as configured */
	const char *policy_file;	/* NULL: as configured */
	bool scanner;			/* a scanner of our own */
	bool keeper;
};

/* Yours: outmark_close it. */
enum rc engine_open(struct cli *cli, const struct engine_want *want,
    struct outmark **outmark, struct err *err) MUST_USE;

/* The path of outmark-scanner, NUL-terminated, in `path` (cleared first). */
enum rc engine_scanner(struct cli *cli, const char *config_file,
    struct buf *path, struct err *err) MUST_USE;

/* An error of the library as one of ours. */
enum rc engine_failed(const struct outmark_error *error, struct err *err);

#endif
