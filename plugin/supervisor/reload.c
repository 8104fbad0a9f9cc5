/*
 * reload - new settings, rules and policy, all or none.  See reload.h.
 */
#include "supervisor/reload.h"

#include <string.h>

enum { MILTER_MS = 30000 };

static void
finish(struct supervisor *supervisor)
{
	bool again = supervisor->reload_again;

	supervisor->reload_step = RELOAD_NONE;
	supervisor->reload_again = false;
	if (again && !supervisor->stopping)
		reload_begin(supervisor);
}

static void
fail(struct supervisor *supervisor, const char *sentence)
{
	log_put(&supervisor->log, LOG_LEVEL_ERROR, "%s; the old settings, "
	    "rules and policy stay in force", sentence);
	finish(supervisor);
}

/* What only a new start can change must not be half changed by a reload. */
static enum rc
check_fixed(const struct config *old, const struct config *new,
    struct err *err)
{
	size_t count;
	const struct config_row *rows = config_rows(&count);

	for (size_t i = 0; i < count; i++)
		if (!rows[i].reloadable && strcmp(config_text(old,
		    rows[i].name), config_text(new, rows[i].name)) != 0)
			return err_set(err, RC_CONFIG, "%s: %s has changed, "
			    "which takes a stop and a start", new->file,
			    rows[i].name);
	return RC_OK;
}

static enum rc
read_config(struct supervisor *supervisor, struct err *err)
{
	struct config *config;

	TRY(config_read(supervisor->config_file, &config, err));
	if (check_fixed(supervisor->config, config, err) != RC_OK) {
		config_free(config);
		return err->rc;
	}
	config_free(supervisor->config);
	supervisor->config = config;
	supervisor->log = config_log(config, "outmarkd");
	return RC_OK;
}

void
reload_begin(struct supervisor *supervisor)
{
	struct err err;

	if (supervisor->reload_step != RELOAD_NONE) {
		supervisor->reload_again = true;
		return;
	}
	if (read_config(supervisor, &err) != RC_OK) {
		fail(supervisor, err.text);
		return;
	}
	supervisor->reload_step = RELOAD_SCANNER;
	if (supervise_replace(supervisor, CHILD_SCANNER, &err) != RC_OK)
		fail(supervisor, err.text);
}

void
reload_scanner_ready(struct supervisor *supervisor)
{
	struct err err;

	if (supervisor->reload_step != RELOAD_SCANNER)
		return;
	supervisor->reload_step = RELOAD_MILTER;
	supervisor->reload_by_ms = MILTER_MS +
	    clock_monotonic_ms(&supervisor->clock);
	if (child_tell(&supervisor->current[CHILD_MILTER], FRAME_RELOAD,
	    &err) != RC_OK)
		reload_milter_gone(supervisor);
}

void
reload_scanner_failed(struct supervisor *supervisor)
{
	if (supervisor->reload_step == RELOAD_SCANNER)
		fail(supervisor, "the new outmark-scanner did not start");
}

static void
succeed(struct supervisor *supervisor)
{
	struct err err;

	supervise_take_over(supervisor, CHILD_SCANNER);
	if (child_tell(&supervisor->current[CHILD_KEEPER], FRAME_RELOAD,
	    &err) != RC_OK)
		log_err(&supervisor->log, &err);
	log_put(&supervisor->log, LOG_LEVEL_INFO,
	    "settings, rules and policy were read again");
	finish(supervisor);
}

void
reload_milter_said(struct supervisor *supervisor, const char *sentence)
{
	if (supervisor->reload_step != RELOAD_MILTER)
		return;
	if (sentence[0] == '\0') {
		succeed(supervisor);
		return;
	}
	supervise_let_go(supervisor, &supervisor->next[CHILD_SCANNER]);
	fail(supervisor, sentence);
}

void
reload_milter_gone(struct supervisor *supervisor)
{
	if (supervisor->reload_step == RELOAD_MILTER)
		succeed(supervisor);
}

void
reload_tick(struct supervisor *supervisor)
{
	if (supervisor->reload_step == RELOAD_MILTER &&
	    clock_left_ms(&supervisor->clock, supervisor->reload_by_ms) == 0)
		reload_milter_said(supervisor,
		    "outmark-milter did not answer to a reload");
}
