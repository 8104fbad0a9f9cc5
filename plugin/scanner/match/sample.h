/*
 * sample - a rule's own examples, run through the whole matcher.
 *
 * Used at every start (a miss is fatal: then the library or the rule is not
 * what it was) and by `rules check`.
 */
#ifndef OUTMARK_SCANNER_MATCH_SAMPLE_H
#define OUTMARK_SCANNER_MATCH_SAMPLE_H

#include "scanner/match/match.h"
#include "scanner/match/rule.h"

/* What became of one example. */
struct sample_outcome {
	bool passed;
	unsigned confidence;	/* best found; 0: nothing */
	uint64_t count;
	char why[200];		/* what was expected, when it failed */
};

/* Run one text as this rule's example or counter-example. */
enum rc sample_run(struct matcher *matcher, const struct rule *rule,
    const struct rule_example *example, bool must_match,
    struct sample_outcome *outcome, struct err *err) MUST_USE;

/* All examples of all rules; RC_CONFIG names the first that fails. */
enum rc sample_run_all(struct matcher *matcher, struct err *err) MUST_USE;

#endif
