/*
 * combine - what stands together in one row, or near each other.
 *
 * A table of people is another thing than an id alone: rules with `combine:`
 * count records (record.h), or stretches of text, in which enough kinds of what
 * other rules found stand together.  The table made here says for every rule
 * in which combinations it plays which part.
 */
#ifndef OUTMARK_SCANNER_MATCH_COMBINE_H
#define OUTMARK_SCANNER_MATCH_COMBINE_H

#include "scanner/match/heading.h"
#include "scanner/match/ruleset.h"

/* A part that a rule plays. */
struct combine_use {
	const struct combine_use *next;
	size_t rule;		/* place in combine_table.rules */
	uint32_t kind;		/* bit */
};

struct combine_table {
	const struct rule **rules;		/* with combine: */
	size_t rule_count;
	const struct combine_use **uses;	/* by rule number */
	const struct rule **columns;		/* with column: */
	size_t column_count;
	const struct heading_index *headings;	/* of the columns */
	const struct rule **structures;		/* with structure: */
	size_t structure_count;
};

/* Lives in the ruleset's arena.  RC_CONFIG: a kind names nothing. */
enum rc combine_open(const struct ruleset *rules,
    struct combine_table *table, struct err *err) MUST_USE;

#endif
