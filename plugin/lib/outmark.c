/*
 * outmark - the library opened: settings, generations, the services it asks.
 *
 * What a reload changes is a generation; what it cannot change (folders, slots,
 * ceilings of memory) is taken from the first configuration for good.
 */
#include "outmark.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/io.h"
#include "lib/library.h"

enum { OUTMARK_OPTIONS_BYTES = 65536, OUTMARK_START_MS = 15000,
	OUTMARK_PATH = 4096 };

const char *
outmark_version(void)
{
	return OUTMARK_VERSION;
}

static enum outmark_status
status_of(enum rc rc)
{
	switch (rc) {
	case RC_OK:
		return OUTMARK_OK;
	case RC_LATER:
		return OUTMARK_LATER;
	case RC_LIMIT:
		return OUTMARK_LIMIT;
	case RC_INPUT:
		return OUTMARK_INPUT;
	case RC_CONFIG:
		return OUTMARK_CONFIG;
	case RC_SYSTEM:
		return OUTMARK_SYSTEM;
	case RC_END:
	case RC_BUG:
		return OUTMARK_BUG;
	}
	return OUTMARK_BUG;
}

enum outmark_status
library_fail(const struct err *err, struct outmark_error *error)
{
	error->status = status_of(err->rc);
	snprintf(error->text, sizeof error->text, "%s", err->text);
	return error->status;
}

struct library_use *
library_use(struct outmark *om)
{
	struct library_use *use;

	pthread_mutex_lock(&om->lock);
	use = om->current;
	use->users++;
	pthread_mutex_unlock(&om->lock);
	return use;
}

void
library_unuse(struct outmark *om, struct library_use *use)
{
	struct generation *gone = NULL;

	pthread_mutex_lock(&om->lock);
	if (--use->users == 0) {
		gone = use->generation;
		use->generation = NULL;
	}
	pthread_mutex_unlock(&om->lock);
	generation_free(gone);
}

/* Read the files and put them in force; the old ones stay on failure. */
static enum rc
outmark_renew(struct outmark *om, struct err *err)
{
	struct library_use *use = calloc(1, sizeof *use), *old;
	enum rc rc;

	if (use == NULL)
		return err_set(err, RC_SYSTEM, "no memory to read the "
		    "configuration");
	rc = generation_read(&om->files, &use->generation, err);
	if (rc != RC_OK) {
		free(use);
		return rc;
	}
	use->config = use->generation->config;
	use->users = 1;
	pthread_mutex_lock(&om->lock);
	old = om->current;
	om->current = use;
	use->next = om->uses;
	om->uses = use;
	pthread_mutex_unlock(&om->lock);
	if (old != NULL)
		library_unuse(om, old);
	return RC_OK;
}

struct outmark_log_target {
	void (*log)(void *own, int level, const char *line);
	void *own;
};

static void
outmark_log_line(void *own, enum log_level level, const char *line)
{
	const struct outmark_log_target *target = own;

	target->log(target->own, (int)level, line);
}

static enum rc
outmark_copy(struct arena *arena, const char *text, const char **copy,
    struct err *err)
{
	*copy = NULL;
	if (text == NULL)
		return RC_OK;
	*copy = arena_string(arena, slice_of(text));
	return *copy != NULL ? RC_OK :
	    arena_full(arena, "The list of options", err);
}

static enum rc
outmark_take_options(struct outmark *om, const struct outmark_options *o,
    struct err *err)
{
	struct outmark_log_target *target;

	om->files.no_config = o->no_config;
	TRY(outmark_copy(om->arena, o->config_file, &om->files.config_file,
	    err));
	TRY(outmark_copy(om->arena, o->rules_dir, &om->files.rules_dir, err));
	TRY(outmark_copy(om->arena, o->policy_file, &om->files.policy_file,
	    err));
	om->log = log_none();
	if (o->log == NULL)
		return RC_OK;
	target = arena_alloc(om->arena, sizeof *target);
	if (target == NULL)
		return arena_full(om->arena, "The list of options", err);
	*target = (struct outmark_log_target){.log = o->log,
		.own = o->log_own};
	om->log = (struct log){.write = outmark_log_line, .own = target,
		.least = LOG_LEVEL_DEBUG, .program = "liboutmark"};
	return RC_OK;
}

static enum rc
outmark_open_scanner(struct outmark *om, const struct outmark_options *o,
    struct err *err)
{
	const struct service_start start = {
		.program = o->scanner_program,
		.config_file = o->no_config ? NULL :
		    o->config_file != NULL ? o->config_file :
		    config_default_file(),
		.rules_dir = o->rules_dir,
		.wait_ms = om->startup->limits.pack_compile_ms +
		    OUTMARK_START_MS,
	};
	char path[OUTMARK_PATH];

	if (o->scanner_program != NULL)
		return service_start(&start, &om->service, err);
	snprintf(path, sizeof path, "%s/scanner.sock", om->startup->run_dir);
	return service_at(path, &om->service, err);
}

static enum rc
outmark_open_keeper(struct outmark *om, const struct outmark_options *o,
    struct err *err)
{
	char path[OUTMARK_PATH];

	if (o->no_keeper)
		return RC_OK;
	snprintf(path, sizeof path, "%s/keeper.sock", om->startup->run_dir);
	om->keep = keep_new(path, &om->clock,
	    om->startup->limits.keeper_wait_ms);
	return om->keep != NULL ? RC_OK :
	    err_set(err, RC_SYSTEM, "no memory for the keeper's client");
}

/*
 * The key of our marks is read once, while we may still be root.  Who cannot
 * read it (the command line) gets a key of this process: its marks prove
 * nothing to others, and no mail leaves with them.
 */
static void
outmark_open_key(struct outmark *om, const struct outmark_options *o)
{
	char dir[OUTMARK_PATH], path[OUTMARK_PATH + 16];
	struct err err;

	snprintf(dir, sizeof dir, "%s/keys", om->startup->state_dir);
	snprintf(path, sizeof path, "%s/mark.key", dir);
	if (!o->no_keeper) {
		if (io_make_dir(dir, 0700, &err) == RC_OK &&
		    crypt_key_file(path, &om->mark_key, &err) == RC_OK)
			return;
		log_put(&om->log, LOG_LEVEL_WARNING, "%s; marks on messages "
		    "hold only until this process ends", err.text);
	}
	om->mark_key = crypt_key_new();
}

static enum rc
outmark_fill(struct outmark *om, const struct outmark_options *o,
    struct err *err)
{
	const struct limits *limits;

	TRY(crypt_start(err));
	TRY(outmark_take_options(om, o, err));
	TRY(outmark_renew(om, err));
	om->startup = om->current->config;
	limits = &om->startup->limits;
	om->budget.most = (size_t)limits->spool_total_bytes;
	om->queue = queue_new((size_t)limits->slots,
	    (size_t)limits->queue_messages);
	om->crashes = crashes_new();
	if (om->queue == NULL || om->crashes == NULL)
		return err_set(err, RC_SYSTEM, "no memory for the queue");
	TRY(outmark_open_keeper(om, o, err));
	outmark_open_key(om, o);
	return outmark_open_scanner(om, o, err);
}

enum outmark_status
outmark_open(const struct outmark_options *options, struct outmark **outmark,
    struct outmark_error *error)
{
	struct outmark *om = calloc(1, sizeof *om);
	struct err err;

	if (om == NULL || (om->arena = arena_new(OUTMARK_OPTIONS_BYTES)) ==
	    NULL) {
		free(om);
		err_set(&err, RC_SYSTEM, "no memory");
		return library_fail(&err, error);
	}
	pthread_mutex_init(&om->lock, NULL);
	om->clock = clock_system();
	if (outmark_fill(om, options, &err) != RC_OK) {
		outmark_close(om);
		return library_fail(&err, error);
	}
	*outmark = om;
	return OUTMARK_OK;
}

enum outmark_status
outmark_reload(struct outmark *om, struct outmark_error *error)
{
	struct err err;

	if (outmark_renew(om, &err) != RC_OK)
		return library_fail(&err, error);
	crashes_forget(om->crashes);
	return OUTMARK_OK;
}

void
outmark_close(struct outmark *om)
{
	if (om == NULL)
		return;
	while (om->uses != NULL) {
		struct library_use *use = om->uses;

		om->uses = use->next;
		generation_free(use->generation);
		config_free(use->config);
		free(use);
	}
	service_close(om->service);
	keep_free(om->keep);
	queue_free(om->queue);
	crashes_free(om->crashes);
	pthread_mutex_destroy(&om->lock);
	arena_free(om->arena);
	crypt_wipe(om, sizeof *om);
	free(om);
}

/* The configuration in force; a configuration lives as long as the library. */
static const struct config *
outmark_config(const struct outmark *om)
{
	pthread_mutex_t *lock = (pthread_mutex_t *)(uintptr_t)&om->lock;
	const struct config *config;

	pthread_mutex_lock(lock);
	config = om->current->config;
	pthread_mutex_unlock(lock);
	return config;
}

bool
outmark_enforces(const struct outmark *om)
{
	return config_mode(outmark_config(om)) == MODE_ENFORCE;
}

/* What cannot be reloaded is answered from the first configuration. */
const char *
outmark_setting(const struct outmark *om, const char *name)
{
	pthread_mutex_t *lock = (pthread_mutex_t *)(uintptr_t)&om->lock;
	const struct config *config = outmark_config(om);
	const struct config_row *rows;
	const char *text;
	size_t count;

	rows = config_rows(&count);
	for (size_t i = 0; i < count; i++)
		if (strcmp(rows[i].name, name) == 0 && !rows[i].reloadable)
			config = om->startup;
	/* A list is joined in the configuration's arena. */
	pthread_mutex_lock(lock);
	text = config_text(config, name);
	pthread_mutex_unlock(lock);
	return text;
}

uint64_t
outmark_limit(const struct outmark *om, const char *name)
{
	const struct limit_row *rows;
	size_t count;

	rows = limit_rows(&count);
	for (size_t i = 0; i < count; i++)
		if (strcmp(rows[i].name, name) == 0)
			return limit_get(&outmark_config(om)->limits,
			    &rows[i]);
	return 0;
}

enum outmark_status
outmark_policy_check(struct outmark *om, struct outmark_error *error)
{
	struct generation *generation;
	struct config *config;
	struct err err;

	if (generation_read(&om->files, &generation, &err) != RC_OK)
		return library_fail(&err, error);
	config = generation->config;
	generation_free(generation);
	config_free(config);
	return OUTMARK_OK;
}

const char *
outmark_policy_source(const struct outmark *om)
{
	pthread_mutex_t *lock = (pthread_mutex_t *)(uintptr_t)&om->lock;
	const char *file;

	pthread_mutex_lock(lock);
	file = om->current->generation->policy->file;
	pthread_mutex_unlock(lock);
	return file;
}

enum outmark_status
outmark_journal_read(struct outmark *om, uint64_t count,
    bool (*record)(void *own, uint64_t sequence, const char *line,
    size_t length), void *own, struct outmark_error *error)
{
	struct err err;

	if (om->keep == NULL)
		err_set(&err, RC_CONFIG, "the journal is the keeper's, and "
		    "this program was told to ask no keeper");
	else if (keep_read(om->keep, count, record, own, &err) == RC_OK)
		return OUTMARK_OK;
	return library_fail(&err, error);
}

enum outmark_status
outmark_journal_verify(struct outmark *om, bool *sound, char *sentence,
    size_t size, struct outmark_error *error)
{
	char text[ERR_TEXT_MAX];
	struct err err;

	if (om->keep == NULL) {
		err_set(&err, RC_CONFIG, "the journal is the keeper's, and "
		    "this program was told to ask no keeper");
		return library_fail(&err, error);
	}
	if (keep_verify(om->keep, sound, text, &err) != RC_OK)
		return library_fail(&err, error);
	snprintf(sentence, size, "%s", text);
	return OUTMARK_OK;
}
