/*
 * labels - the titles of labels.yaml, for sentences and for checking a policy.
 *
 * Only ids and titles are read here; that the file is right in the rest is the
 * business of the rule checker.
 */
#ifndef OUTMARK_LIB_LABELS_H
#define OUTMARK_LIB_LABELS_H

#include "base/arena.h"

struct labels;

/* No labels; NULL when the arena is full. */
struct labels *labels_new(struct arena *arena) MUST_USE;

/* Add a file; a label of a later file replaces an earlier one. */
enum rc labels_read(struct labels *labels, const char *path, size_t most,
    struct err *err) MUST_USE;

/* The title of a label; without one its nearest parent's, or the id itself. */
const char *labels_title(const struct labels *labels, const char *id);

/* All ids, NULL at the end; NULL when no file was read. */
const char *const *labels_ids(const struct labels *labels);

#endif
