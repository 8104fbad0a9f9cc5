/*
 * us_rules - rules between the fields of one classification line.
 *
 * Whether the banner carries all that the portions carry (roll-up) is not
 * looked at here.
 */
#ifndef OUTMARK_SCANNER_MARKING_US_RULES_H
#define OUTMARK_SCANNER_MARKING_US_RULES_H

#include "scanner/marking/us.h"

/* What the values of a line ask for. */
struct us_facts {
	bool classified, secret, top_secret, unclassified;	/* levels they need */
	bool needs_noforn, needs_orcon, needs_sap;
	bool sci, fgi, nato, cnwdi, accm;
	bool release;		/* says to whom it may go, or that it may not */
	bool last_sci_compartment;
	unsigned programs;
};

/* Add what a table's entry asks for. */
void us_facts_entry(struct us_facts *facts, const struct marking_entry *entry);

/* Note every rule the line breaks. */
void us_rules_check(struct reading *reading, const struct us_facts *facts,
    bool foreign);

/*
 * Is this a value that only a classification authority block has (a date, an
 * exemption, a reason of section 1.4, a derivation)?  Notes broken rules.
 */
bool us_rules_block(struct reading *reading, bool until, bool reason,
    bool from, struct slice value);

#endif
