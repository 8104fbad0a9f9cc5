/*
 * reader - pieces of a policy file, read from YAML nodes.
 *
 * Only policy.c uses it.  Everything that is read lives in the policy's arena.
 */
#ifndef OUTMARK_LIB_POLICY_READER_H
#define OUTMARK_LIB_POLICY_READER_H

#include "base/io.h"
#include "base/yaml.h"
#include "lib/policy/policy.h"

struct reader {
	struct policy *policy;
	const struct yaml *groups;		/* or NULL */
	const char *const *labels;		/* or NULL */
	const struct catalogue *catalogue;	/* or NULL */
};

/* An optional text of a map; "" when it is not there. */
enum rc reader_text(const struct yaml *map, const char *key,
    const char **text, struct err *err) MUST_USE;

/* Lower-case letters, digits, '-', '_' and '.', at most 64? */
bool reader_is_id(const char *id);

/* An action that is built. */
enum rc reader_action(const struct yaml *node, enum action *action,
    struct err *err) MUST_USE;

/*
 * Append texts, each of which `check` has passed, to the list; `node` NULL has
 * none.
 */
enum rc reader_texts(struct reader *r, const struct yaml *node,
    enum rc (*check)(const struct reader *r, const struct yaml *node,
    const char *text, struct err *err), struct text_list *list,
    struct err *err) MUST_USE;

/* A list of domains or addresses; `node` NULL gives an empty one. */
enum rc reader_patterns(struct reader *r, const struct yaml *node,
    struct text_list *list, struct err *err) MUST_USE;

/* A list of provider ids of the catalogue. */
enum rc reader_providers(struct reader *r, const struct yaml *node,
    struct text_list *list, struct err *err) MUST_USE;

/* Check all groups; they are read again where they are named. */
enum rc reader_groups(struct reader *r, struct err *err) MUST_USE;

/* Addresses under `key` with the groups named under `group_key`. */
enum rc reader_people(struct reader *r, const struct yaml *map,
    const char *key, const char *group_key, struct text_list *list,
    struct err *err) MUST_USE;

/* Directions as bits; `node` NULL gives 0. */
enum rc reader_directions(const struct yaml *node, unsigned *directions,
    struct err *err) MUST_USE;

/* `when:` of a rule. */
enum rc reader_condition(struct reader *r, const struct yaml *when,
    struct policy_rule *rule, struct err *err) MUST_USE;

enum rc reader_faults(struct reader *r, const struct yaml *root,
    struct err *err) MUST_USE;
enum rc reader_exceptions(struct reader *r, const struct yaml *list,
    struct err *err) MUST_USE;

#endif
