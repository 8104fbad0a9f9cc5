/*
 * rule_read - one rule from the YAML of a pack.
 *
 * Every mistake is RC_CONFIG with file, line, column, key, what is wrong and what
 * to write.  It reads what is written and checks each value alone; whether
 * the examples hold is asked of the whole matcher later (sample.c).
 */
#ifndef OUTMARK_SCANNER_MATCH_RULE_READ_H
#define OUTMARK_SCANNER_MATCH_RULE_READ_H

#include "scanner/match/rule.h"
#include "scanner/match/source.h"

/* `node` is the rule's map; pack and file are borrowed for ever. */
enum rc rule_read(struct source *source, const struct yaml *node,
    const char *pack, struct rule *rule, struct err *err) MUST_USE;

/* The keys a rule may have, NULL at the end. */
const char *const *rule_keys(void);

/* Those of them that say what it looks for: a rule has one. */
const char *const *rule_ways(void);

/* A list of phrases (with word files) or of regexes as patterns. */
enum rc rule_read_phrases(struct source *source, const struct yaml *node,
    const struct rule_pattern **patterns, size_t *count, struct err *err)
    MUST_USE;
enum rc rule_read_regexes(struct source *source, const struct yaml *node,
    bool caseless, bool allow_slow, const struct rule_pattern **patterns,
    size_t *count, struct err *err) MUST_USE;

/* A confidence: 30, 65, 75, 85 or 95. */
enum rc rule_read_confidence(const struct yaml *node, unsigned *confidence,
    struct err *err) MUST_USE;

/* The `contract:` key of a rule and those that belong to it. */
enum rc rule_read_contract(struct source *source, const struct yaml *node,
    struct rule *rule, struct err *err) MUST_USE;

/* The `document:` key of a rule and those that belong to it. */
enum rc rule_read_document(struct source *source, const struct yaml *node,
    struct rule *rule, struct err *err) MUST_USE;

/* `[{score: 500, is: 65}, ...]`: at most RULE_STEPS_MAX into `steps`. */
enum rc rule_read_steps(const struct yaml *node, struct rule_step *steps,
    size_t *count, struct err *err) MUST_USE;

/* `case: exact`, or any if it is not said. */
enum rc rule_read_case(const struct yaml *node, bool *caseless,
    struct err *err) MUST_USE;

/* A list of ids of rules and of labels. */
enum rc rule_read_names(struct source *source, const struct yaml *node,
    struct rule_kind_of *names, struct err *err) MUST_USE;

/* The `combine:` key of a rule. */
enum rc rule_read_combine(struct source *source, const struct yaml *node,
    struct rule *rule, struct err *err) MUST_USE;

/* The two lists of examples. */
enum rc rule_read_examples(struct source *source, const struct yaml *node,
    struct rule *rule, struct err *err) MUST_USE;

/* A list of scopes as bits. */
enum rc rule_read_scopes(const struct yaml *node, unsigned *scopes,
    struct err *err) MUST_USE;

#endif
