/*
 * generation - configuration, labels, catalogue and policy that belong together.
 *
 * Read at once and never changed: a message keeps the generation it began with
 * while a reload puts a new one in its place.  Counted references.
 */
#ifndef OUTMARK_LIB_GENERATION_H
#define OUTMARK_LIB_GENERATION_H

#include "lib/destination/catalogue.h"
#include "lib/labels.h"
#include "lib/policy/policy.h"

enum { GENERATION_NAME_SIZE = 17 };

struct generation {
	struct arena *arena;
	struct config *config;		/* owned by whoever read it first */
	struct labels *labels;
	struct catalogue *catalogue;
	struct policy *policy;
	char name[GENERATION_NAME_SIZE];	/* hash of the files */
};

/* Where the files are; NULL as in struct outmark_options. */
struct generation_files {
	const char *config_file, *rules_dir, *policy_file;
	bool no_config;
};

/*
 * Read all files.  RC_CONFIG names file and line.  The generation and its
 * configuration are yours (generation_free leaves the configuration).
 */
enum rc generation_read(const struct generation_files *files,
    struct generation **generation, struct err *err) MUST_USE;

void generation_free(struct generation *generation);

#endif
