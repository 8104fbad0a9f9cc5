/*
 * contract_measure - what the build of a text says, whatever its words are.
 *
 * Counts over the whole text in one pass: numbered clauses, defined terms, how often
 * it speaks to its reader.  They
 * are evidence groups like lists of phrases (`measure:` in evidence.yaml), in any
 * language.
 */
#ifndef OUTMARK_SCANNER_MATCH_CONTRACT_MEASURE_H
#define OUTMARK_SCANNER_MATCH_CONTRACT_MEASURE_H

#include "base/slice.h"

struct contract_measure {
	const char *name;
	/*
	 * In the first pages of a text with TEXT_SLACK behind it; it may stop when
	 * it has counted so many.
	 */
	unsigned (*count)(struct slice text, unsigned enough);
	/*
	 * 1 or -1, without count: the points of the text's wording for or against
	 * a contract (contract_words.h).
	 */
	int wording;
	/* It counts the places at the end where people put their names. */
	bool hands;
};

/* The measure of that name, or NULL. */
const struct contract_measure *contract_measure_find(struct slice name);

/* "12.3", "Article 4.", "Section 2 -", "§ 7", "(a)", "#": the number of a clause? */
bool contract_measure_is_number(struct slice text);

#endif
