/*
 * yaml - a YAML file as a tree whose every node knows its file, line and column.
 *
 * Only what people write in rule, policy and configuration files: one document,
 * mappings, sequences, scalars.  Anchors, aliases, tags and duplicate keys are
 * refused.  Every error says file, line, column, key, what is wrong and what to
 * write instead.  Owner of yaml.h of libyaml.
 */
#ifndef OUTMARK_BASE_YAML_H
#define OUTMARK_BASE_YAML_H

#include "base/arena.h"

enum yaml_kind { YAML_SCALAR, YAML_LIST, YAML_MAP };

struct yaml {
	enum yaml_kind kind;
	const char *file;
	unsigned line, column;		/* from 1 */
	const char *key;		/* under which it stands, or NULL */
	bool quoted;			/* scalar written in quotes */
	struct slice text;		/* scalar, NUL behind */
	struct yaml *first;		/* list and map: children */
	struct yaml *next;
	size_t count;			/* children */
};

/* Parse a text; `file` is the name used in sentences.  Lives in the arena. */
enum rc yaml_parse(struct arena *arena, const char *file, struct slice text,
    struct yaml **root, struct err *err) MUST_USE;

/* Read and parse a file of at most `most` bytes. */
enum rc yaml_read(struct arena *arena, const char *path, size_t most,
    struct yaml **root, struct err *err) MUST_USE;

/* RC_CONFIG: "FILE:LINE:COLUMN: KEY: <sentence>". */
enum rc yaml_wrong(const struct yaml *node, struct err *err,
    const char *format, ...) PRINTF_LIKE(3, 4) MUST_USE;

/* The child of a map under `key`, or NULL. */
struct yaml *yaml_find(const struct yaml *map, const char *key);

/*
 * Refuse keys that are not in `keys` (NULL at the end): names the nearest known
 * key.  The node must be a map.
 */
enum rc yaml_known(const struct yaml *map, const char *const keys[],
    struct err *err) MUST_USE;

/* A child that must be there: RC_CONFIG says which key, and to write `what`. */
enum rc yaml_need(const struct yaml *map, const char *key, const char *what,
    struct yaml **child, struct err *err) MUST_USE;

/*
 * The beginning of a file of ours: a map of these keys (NULL at the end), among
 * them format, which is 1.
 */
enum rc yaml_format(const struct yaml *root, const char *const keys[],
    struct err *err) MUST_USE;

/* Scalars of a kind; RC_CONFIG says what to write. */
enum rc yaml_text(const struct yaml *node, struct slice *text,
    struct err *err) MUST_USE;
enum rc yaml_string(const struct yaml *node, const char **text,
    struct err *err) MUST_USE;
enum rc yaml_bool(const struct yaml *node, bool *value, struct err *err)
    MUST_USE;
enum rc yaml_number(const struct yaml *node, uint64_t least, uint64_t most,
    uint64_t *value, struct err *err) MUST_USE;
/* One of `words` (NULL at the end): its index. */
enum rc yaml_choice(const struct yaml *node, const char *const words[],
    unsigned *index, struct err *err) MUST_USE;

/* Be it a list or a single scalar: RC_CONFIG if a map. */
enum rc yaml_is_list(const struct yaml *node, struct err *err) MUST_USE;
enum rc yaml_is_map(const struct yaml *node, struct err *err) MUST_USE;

/*
 * The items of what yaml_is_list accepted: a list's children, a single scalar
 * itself, nothing for a key without a value.  `item` NULL gives the first.
 */
const struct yaml *yaml_item(const struct yaml *list,
    const struct yaml *item);
size_t yaml_items(const struct yaml *list);

/* The word of `known` (NULL at the end) nearest to `text`, or NULL. */
const char *nearest_word(struct slice text, const char *const known[]);

#endif
