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
fill_places(const struct config *config, struct engine_places *places,
    struct err *err)
{
	const char *dir = getenv("OUTMARK_LIBEXEC");

	buf_printf(&places->scanner, "%s/outmark-scanner",
	    dir != NULL && dir[0] != '\0' ? dir : config->libexec_dir);
	buf_text(&places->rules_dir, config->rules_dir);
	buf_text(&places->site_rules_dir, config->site_rules_dir);
	TRY(buf_check(&places->scanner, "the path of outmark-scanner", err));
	TRY(buf_check(&places->rules_dir, "the path rules_dir", err));
	TRY(buf_check(&places->site_rules_dir, "the path site_rules_dir",
	    err));
	if (access(buf_string(&places->scanner), X_OK) != 0)
		return err_set_errno(err, RC_CONFIG, "cannot start %s (set "
		    "libexec_dir in outmark.yaml, or OUTMARK_LIBEXEC in the "
		    "environment)", buf_string(&places->scanner));
	return RC_OK;
}

static enum rc
find_places(const char *file, struct engine_places *places, struct err *err)
{
	struct config *config;
	enum rc rc;

	*places = (struct engine_places){
		buf_new(PATH_MAX), buf_new(PATH_MAX), buf_new(PATH_MAX)
	};
	TRY(read_config(file, &config, err));
	rc = fill_places(config, places, err);
	config_free(config);
	return rc;
}

enum rc
engine_find(struct cli *cli, const char *config_file,
    struct engine_places *places, struct err *err)
{
	return find_places(config_to_read(cli, config_file), places, err);
}

void
engine_places_free(struct engine_places *places)
{
	buf_free(&places->scanner);
	buf_free(&places->rules_dir);
	buf_free(&places->site_rules_dir);
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
	struct engine_places places = {0};
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
		rc = find_places(options.config_file, &places, err);
		options.scanner_program = buf_string(&places.scanner);
	}
	if (rc == RC_OK && outmark_open(&options, outmark, &error) !=
	    OUTMARK_OK)
		rc = engine_failed(&error, err);
	engine_places_free(&places);
	return rc;
}
