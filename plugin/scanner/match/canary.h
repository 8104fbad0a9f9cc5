/*
 * canary - does the installed pattern library find what it must?
 *
 * Packaged versions of these libraries are known to lose matches in silence.
 * At every start the shapes of the published defects, in the form the rule
 * language allows, and one of each construct rules may use are run; a miss is
 * RC_CONFIG and the scanner does not start.
 */
#ifndef OUTMARK_SCANNER_MATCH_CANARY_H
#define OUTMARK_SCANNER_MATCH_CANARY_H

#include "scanner/match/hsdb.h"

/* A pattern and a text that it must match exactly once, or must not match. */
struct canary {
	struct rule_pattern pattern;
	const char *text;
	unsigned hits;		/* distinct ends that must be reported, at least */
};

const struct canary *canary_all(size_t *count);

/* All of them in one database, as a pack's patterns are. */
enum rc canary_run(struct err *err) MUST_USE;

#endif
