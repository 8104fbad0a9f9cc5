/*
 * engine - the library opened for the command line.  See engine.h.
 */
#include "front/cli/engine.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/config.h"

enum rc
engine_failed(const struct outmark_error *error, struct err *err)
{
	switch (error->status) {
	case OUTMARK_OK:
		return RC_OK;
	case OUTMARK_LATER:
		return err_set(err, RC_LATER, "%s", error->text);
	case OUTMARK_LIMIT:
		return err_set(err, RC_LIMIT, "%s", error->text);
	case OUTMARK_INPUT:
		return err_set(err, RC_INPUT, "%s", error->text);
	case OUTMARK_CONFIG:
		return err_set(err, RC_CONFIG, "%s", error->text);
	case OUTMARK_SYSTEM:
		return err_set(err, RC_SYSTEM, "%s", error->text);
	case OUTMARK_BUG:
		break;
	}
	return err_set(err, RC_BUG, "%s", error->text);
}

/* The configuration to read: the one asked for, the installed one, or none. */
static const char *
config_to_read(struct cli *cli, const char *asked)
{
	const char *installed = config_default_file();

	if (asked != NULL)
		return asked;
	if (access(installed, R_OK) == 0)
		return installed;
	if (errno != ENOENT && errno != ENOTDIR)
		cli_complain(cli, "%s: %s; going on with the defaults",
		    installed, strerror(errno));
	return NULL;
}

static enum rc
read_config(const char *file, struct config **config, struct err *err)
{
	if (file == NULL)
		return config_defaults(config, err);
	return config_read(file, config, err);
}

static enum rc
scanner_path(const char *file, struct buf *path, struct err *err)
{
	const char *dir = getenv("OUTMARK_LIBEXEC");
	struct config *config;

	buf_clear(path);
	if (dir != NULL && dir[0] != '\0') {
		buf_printf(path, "%s/outmark-scanner", dir);
	} else {
		TRY(read_config(file, &config, err));
		buf_printf(path, "%s/outmark-scanner", config->libexec_dir);
		config_free(config);
	}
	TRY(buf_check(path, "the path of outmark-scanner", err));
	if (access(buf_string(path), X_OK) != 0)
		return err_set_errno(err, RC_CONFIG, "cannot start %s (set "
		    "libexec_dir in outmark.yaml, or OUTMARK_LIBEXEC in the "
		    "environment)", buf_string(path));
	return RC_OK;
}

enum rc
engine_scanner(struct cli *cli, const char *config_file, struct buf *path,
    struct err *err)
{
	return scanner_path(config_to_read(cli, config_file), path, err);
}

static void
log_line(void *own, int level, const char *line)
{
	if (level <= LOG_LEVEL_WARNING)
		cli_complain(own, "%s", line);
}

enum rc
engine_open(struct cli *cli, const struct engine_want *want,
    struct outmark **outmark, struct err *err)
{
	struct buf scanner = buf_new(PATH_MAX);
	struct outmark_options options = {
		.config_file = config_to_read(cli, want->config_file),
		.rules_dir = want->rules_dir,
		.policy_file = want->policy_file,
		.no_keeper = !want->keeper,
		.log = log_line,
		.log_own = cli,
	};
	struct outmark_error error = { .status = OUTMARK_OK };
	enum rc rc = RC_OK;

	options.no_config = options.config_file == NULL;
	if (want->scanner) {
		rc = scanner_path(options.config_file, &scanner, err);
		options.scanner_program = buf_string(&scanner);
	}
	if (rc == RC_OK && outmark_open(&options, outmark, &error) !=
	    OUTMARK_OK)
		rc = engine_failed(&error, err);
	buf_free(&scanner);
	return rc;
}
