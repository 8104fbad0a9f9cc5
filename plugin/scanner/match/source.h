/*
 * source - the folders that rules are read from, and a digest over all that
 * was read.
 *
 * The digest is part of the generation's name: two scanners with the same one
 * decide alike.
 */
#ifndef OUTMARK_SCANNER_MATCH_SOURCE_H
#define OUTMARK_SCANNER_MATCH_SOURCE_H

#include "base/crypt.h"
#include "base/limit.h"
#include "base/yaml.h"

struct contract_file;

struct source {
	struct arena *arena;
	const struct limits *limits;
	const char *shipped;
	const char *site;	/* NULL: none */
	struct crypt_digest_state *digest;
	struct contract_file *contracts;	/* set before rules are read */
};

/* A file whole, in the arena; its name and bytes go into the digest. */
enum rc source_file(struct source *source, const char *path,
    struct slice *text, struct err *err) MUST_USE;

/* The same, parsed. */
enum rc source_yaml(struct source *source, const char *path,
    struct yaml **root, struct err *err) MUST_USE;

/* `dir`/`name` in the arena; NULL when it is full. */
const char *source_path(struct source *source, const char *dir,
    const char *name) MUST_USE;

/* Is there such a file that can be read? */
bool source_has(const char *path);

/*
 * Full paths of the files in `dir`/`sub` whose names end in `end`, sorted by
 * name.  No such folder gives none.
 */
enum rc source_list(struct source *source, const char *dir, const char *sub,
    const char *end, const char ***paths, size_t *count, struct err *err)
    MUST_USE;

#endif
