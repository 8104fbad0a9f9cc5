/*
 * contract_file - what all contract rules share: contracts/evidence.yaml (groups of
 * phrases, each defined once), contracts/weights.yaml (what each is worth) and
 * contracts/vocabulary.tsv (what single words are worth).
 *
 * The latter two are made by tests/accuracy/train_contracts.py from labelled texts.
 * A site's file of the same name takes the place of the shipped one; a folder
 * without them has no shared groups.
 */
#ifndef OUTMARK_SCANNER_MATCH_CONTRACT_FILE_H
#define OUTMARK_SCANNER_MATCH_CONTRACT_FILE_H

#include "scanner/match/rule.h"
#include "scanner/match/source.h"
#include "scanner/match/vec.h"

struct contract_file {
	struct vec groups;	/* struct rule_group *, also those of rules */
	size_t shared;		/* the first so many are shared */
	const struct yaml *weights;	/* the file's map, or NULL */
	const struct contract_words *words;	/* the vocabulary, or NULL */
};

/* Read them into `source->contracts`. */
enum rc contract_file_read(struct source *source, struct err *err) MUST_USE;

/*
 * What a group is worth to a rule of that kind by the weights file: of the kind,
 * else of all kinds, else of all own groups.  False when it says nothing.
 */
enum rc contract_file_points(const struct contract_file *file,
    const char *kind, const struct rule_group *group, bool *found, int *points,
    struct err *err) MUST_USE;

/* One group from its map: shared, or of one rule. */
enum rc contract_file_group(struct source *source, const struct yaml *node,
    bool own, const struct rule_group **group, struct err *err) MUST_USE;

#endif
