/*
 * ruleset - all packs in force, with their words, labels and suppressions.
 *
 * Layers: the shipped folder (packs/, words/, contracts/, labels.yaml, markings/),
 * then the site's folder of the same form, whose packs may change or disable a
 * shipped rule by its id, and whose suppressions.yaml and own_values.txt say what
 * never counts.  Reads files only in ruleset_read; compiles nothing.
 */
#ifndef OUTMARK_SCANNER_MATCH_RULESET_H
#define OUTMARK_SCANNER_MATCH_RULESET_H

#include "base/arena.h"
#include "base/limit.h"
#include "scanner/marking/table.h"
#include "scanner/match/match.h"
#include "scanner/match/rule.h"

struct label_row {
	const char *id;
	const char *scheme;
	const char *title;
	const char *description;
	const char *owner;
	const char *header;		/* text for a header field, or NULL */
	const char *retention;		/* class, or NULL */
	bool spill;
	unsigned rank;			/* orders only inside a scheme */
};

/* A value (or a whole rule in a scope) that a person said does not count. */
struct suppression {
	const char *rule;
	bool has_digest;
	unsigned char digest[CRYPT_DIGEST_BYTES];
	unsigned scopes;
	const char *reason;
	const char *owner;
	const char *expires;		/* "2027-01-31": the last day it counts */
};

struct contract_words;

struct ruleset {
	struct arena *arena;
	const struct rule *const *rules;	/* none disabled, in order of files */
	size_t rule_count;
	const struct rule *const *disabled;
	size_t disabled_count;
	const struct rule_group *const *groups;	/* of contracts, by number */
	size_t group_count;
	const struct contract_words *words;	/* of contracts, or NULL */
	const struct match_pack *packs;
	size_t pack_count;
	const struct label_row *labels;
	size_t label_count;
	const struct suppression *suppressions;
	size_t suppression_count;
	const struct slice *own_values;		/* canonical, sorted */
	size_t own_value_count;
	const struct marking_tables *tables;
	unsigned char digest[CRYPT_DIGEST_BYTES];	/* over every file read */
};

/* Read both layers.  `site` is NULL or "" for none.  Yours. */
enum rc ruleset_read(const char *shipped, const char *site,
    const struct limits *limits, struct ruleset **ruleset, struct err *err)
    MUST_USE;

void ruleset_free(struct ruleset *ruleset);

/* Is this its id, or its label or one above it: "pii.tax" of "pii.tax.us"? */
bool rule_is_named(const struct rule *rule, const char *name);

/* Is there a label of this name, or a rule of it that is switched off? */
bool ruleset_has_name(const struct ruleset *ruleset, const char *name);

/* The rule of that id (disabled ones too), or NULL. */
const struct rule *ruleset_find(const struct ruleset *ruleset, const char *id);

#endif
