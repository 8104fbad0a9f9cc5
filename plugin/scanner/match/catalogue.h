/*
 * catalogue - every pattern and every word of all rules, each once.
 *
 * Rules share much (contract phrases, common words); the databases hold each
 * text a single time and the catalogue says whose it is.
 */
#ifndef OUTMARK_SCANNER_MATCH_CATALOGUE_H
#define OUTMARK_SCANNER_MATCH_CATALOGUE_H

#include "scanner/match/ruleset.h"

enum { CATALOGUE_NO_GROUP = -1, CATALOGUE_PART = -2,
	CATALOGUE_DOCUMENT = -3 };

/* One rule that wants to know of a pattern or word; chained by `next`. */
struct catalogue_use {
	const struct catalogue_use *next;
	const struct rule *rule;
	int group;	/* number of a contract's group, CATALOGUE_NO_GROUP,
			   CATALOGUE_PART: only says whose part it is, or
			   CATALOGUE_DOCUMENT: `number` is the group's */
	uint32_t number;	/* among the uses of groups */
	bool counter;	/* a word that lowers */
};

/*
 * A word of evidence or a phrase of a contract.  Only its longest part without
 * spaces is looked for (keywords.h), which is several times faster than for the
 * whole; many words share a part.
 */
struct catalogue_word {
	const struct catalogue_word *next;	/* with the same part */
	struct slice word;
	size_t lead;				/* bytes up to the part's end */
	size_t number;				/* in its list, from 0 */
	const struct catalogue_use *uses;
};

struct catalogue_list {
	const struct rule_pattern *patterns;	/* count of them */
	const struct catalogue_word **words;	/* with this part */
	const struct catalogue_use **uses;	/* first of each chain */
	const bool *whole;	/* a word's part that is a run of ASCII letters
				   and digits, and stands there as a whole one */
	size_t count;
	size_t word_count;
};

struct catalogue {
	struct catalogue_list texts;	/* tier A */
	struct catalogue_list phrases;	/* of contracts: only for texts that a
					   gate of tier A lets through */
	size_t group_uses;		/* of contracts' groups */
	struct catalogue_list words;	/* tier C */
	struct catalogue_list heads;	/* names of columns */
	/*
	 * By rule: the first rule with the same words against it.  Nearly all
	 * share one of a few lists, and only the first has uses for it.
	 */
	const uint32_t *against;
};

/* Collect from all rules in force.  Lives in the ruleset's arena. */
enum rc catalogue_make(const struct ruleset *rules,
    struct catalogue *catalogue, struct err *err) MUST_USE;

#endif
