/*
 * us_rules - rules between the fields of one classification line.
 *
 * Whether the banner carries all that the portions carry (roll-up) is not
 * looked at here.
 */
#ifndef OUTMARK_SCANNER_MARKING_US_RULES_H
#define OUTMARK_SCANNER_MARKING_US_RULES_H

#include "scanner/marking/us.h"

/* What the values of a line ask for, by the entry of the first that does. */
struct us_facts {
	const struct marking_entry *needs_noforn, *needs_orcon, *needs_sap;
	const struct marking_entry *needs_release, *needs_si;
	bool sci, fgi, nato, cnwdi, sigma, accm;
	bool release;		/* says to whom it may go, or that it may not */
	unsigned programs;
};

/*
 * Add what a table's entry asks for, and note it when the level, which was read
 * before, is none of those it stands with.  A full arena loses the sentence here
 * and fails where the claim is kept.
 */
void us_facts_entry(struct reading *reading, struct us_facts *facts,
    const struct marking_entry *entry);

/* Note every rule the line breaks. */
void us_rules_check(struct reading *reading, const struct us_facts *facts,
    bool foreign);

/*
 * The number behind a word of an entry: "67" of "rollup.67".  NULL when the entry
 * has no such word.
 */
const char *us_rule_number(const struct marking_entry *entry,
    const char *word);

#endif
