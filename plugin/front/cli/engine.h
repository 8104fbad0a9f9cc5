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

/* Where things are by the configuration in force; each NUL-terminated. */
struct engine_places {
	struct buf scanner, rules_dir, site_rules_dir;
};
enum rc engine_find(struct cli *cli, const char *config_file,
    struct engine_places *places, struct err *err) MUST_USE;
void engine_places_free(struct engine_places *places);

/* An error of the library as one of ours. */
enum rc engine_failed(const struct outmark_error *error, struct err *err);

#endif
