/*
 * generation - configuration, labels, catalogue and policy that belong together.
 *
 * Labels and catalogue may be missing (a machine without rules still scans
 * nothing wrong); the policy may only be missing for a program that runs without
 * configuration, and then nothing is held.
 */
#include "lib/generation.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/io.h"

enum { GENERATION_BYTES = 134217728, GENERATION_PATH = 4096 };

struct generation_reader {
	struct generation *g;
	const char *rules_dir;
	struct crypt_digest_state *digest;
	size_t file_most;
};

static enum rc
generation_path(const char *dir, const char *name, char path[GENERATION_PATH],
    struct err *err)
{
	if (snprintf(path, GENERATION_PATH, "%s/%s", dir, name) >=
	    GENERATION_PATH)
		return err_set(err, RC_CONFIG, "the path %.200s... is too "
		    "long", dir);
	return RC_OK;
}

/* The bytes of a file go into the name of the generation. */
static enum rc
generation_digest(struct generation_reader *r, const char *path,
    struct err *err)
{
	struct buf bytes = buf_new(r->file_most);
	enum rc rc = io_read_file(path, &bytes, err);

	if (rc == RC_OK)
		crypt_digest_more(r->digest, buf_slice(&bytes));
	buf_free(&bytes);
	return rc;
}

/* RC_END when the file is not there. */
static enum rc
generation_find(struct generation_reader *r, const char *dir,
    const char *name, char path[GENERATION_PATH], struct err *err)
{
	if (dir[0] == '\0')
		return RC_END;
	TRY(generation_path(dir, name, path, err));
	if (access(path, F_OK) != 0)
		return RC_END;
	return generation_digest(r, path, err);
}

static enum rc
generation_read_labels(struct generation_reader *r, const char *dir,
    struct err *err)
{
	char path[GENERATION_PATH];
	enum rc rc = generation_find(r, dir, "labels.yaml", path, err);

	if (rc == RC_OK)
		rc = labels_read(r->g->labels, path, r->file_most, err);
	return rc == RC_END ? RC_OK : rc;
}

static enum rc
generation_read_catalogue(struct generation_reader *r, const char *dir,
    struct err *err)
{
	char path[GENERATION_PATH];
	enum rc rc = generation_find(r, dir, "destinations/providers.yaml",
	    path, err);

	if (rc == RC_OK)
		rc = catalogue_read(r->g->catalogue, path, r->file_most, err);
	return rc == RC_END ? RC_OK : rc;
}

static enum rc
generation_read_policy(struct generation_reader *r,
    const struct generation_files *files, struct err *err)
{
	const char *const *ids = labels_ids(r->g->labels);
	const char *file = files->policy_file;
	char path[GENERATION_PATH];
	enum rc rc = RC_OK;

	if (file == NULL && files->no_config) {
		rc = generation_find(r, r->rules_dir, "policy/default.yaml",
		    path, err);
		if (rc == RC_END)
			return policy_parse(r->g->arena, "built-in policy",
			    slice_of(policy_builtin()), NULL, NULL,
			    &r->g->policy, err);
		file = path;
	} else {
		if (file == NULL)
			file = r->g->config->policy_file;
		rc = generation_digest(r, file, err);
	}
	if (rc != RC_OK)
		return rc;
	return policy_read(r->g->arena, file, r->file_most, ids,
	    r->g->catalogue, &r->g->policy, err);
}

static enum rc
generation_read_files(struct generation_reader *r,
    const struct generation_files *files, struct err *err)
{
	struct generation *g = r->g;
	const char *site = g->config->site_rules_dir;

	g->labels = labels_new(g->arena);
	g->catalogue = catalogue_new(g->arena);
	if (g->labels == NULL || g->catalogue == NULL)
		return arena_full(g->arena, "The configuration", err);
	TRY(generation_read_labels(r, r->rules_dir, err));
	TRY(generation_read_labels(r, site, err));
	TRY(generation_read_catalogue(r, r->rules_dir, err));
	TRY(generation_read_catalogue(r, site, err));
	return generation_read_policy(r, files, err);
}

static enum rc
generation_fill(struct generation *g, const struct generation_files *files,
    struct err *err)
{
	struct generation_reader r = {.g = g};
	unsigned char digest[CRYPT_DIGEST_BYTES];
	enum rc rc;

	if (files->no_config) {
		TRY(config_defaults(&g->config, err));
	} else {
		const char *file = files->config_file;

		TRY(config_read(file != NULL ? file : config_default_file(),
		    &g->config, err));
	}
	r.rules_dir = files->rules_dir != NULL ? files->rules_dir :
	    g->config->rules_dir;
	r.file_most = (size_t)g->config->limits.rule_file_bytes;
	r.digest = crypt_digest_begin();
	if (r.digest == NULL)
		return err_set(err, RC_SYSTEM,
		    "no memory to read the configuration");
	rc = generation_read_files(&r, files, err);
	crypt_digest_end(r.digest, digest);
	crypt_hex(digest, GENERATION_NAME_SIZE / 2, g->name);
	return rc;
}

enum rc
generation_read(const struct generation_files *files,
    struct generation **generation, struct err *err)
{
	struct generation *g = calloc(1, sizeof *g);
	enum rc rc;

	if (g == NULL || (g->arena = arena_new(GENERATION_BYTES)) == NULL) {
		free(g);
		return err_set(err, RC_SYSTEM,
		    "no memory to read the configuration");
	}
	rc = generation_fill(g, files, err);
	if (rc != RC_OK) {
		config_free(g->config);
		generation_free(g);
		return rc;
	}
	*generation = g;
	return RC_OK;
}

void
generation_free(struct generation *g)
{
	if (g == NULL)
		return;
	arena_free(g->arena);
	free(g);
}
