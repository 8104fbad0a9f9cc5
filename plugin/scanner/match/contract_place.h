/*
 * contract_place - does a phrase stand where a title or a heading would?
 *
 * A title stands in the first lines that are not empty (cover pages and tables of
 * contents have some before it), alone but for words that begin with capitals; or
 * the text calls itself so ("This Lease Agreement") in its first pages.
 */
#ifndef OUTMARK_SCANNER_MATCH_CONTRACT_PLACE_H
#define OUTMARK_SCANNER_MATCH_CONTRACT_PLACE_H

#include "scanner/extract/text.h"
#include "scanner/match/rule.h"

struct contract_zone {
	struct slice text;
	size_t begin;		/* of the content; properties may stand before */
	size_t titles;		/* where the title lines end */
};

struct contract_zone contract_place_zone(const struct text *text);

/* Is this phrase of the text, at `hit`, at that place?  Not for PLACE_FIELD. */
bool contract_place_holds(const struct contract_zone *zone,
    enum group_place place, struct span hit);

/* Could it be, known by its end alone? */
bool contract_place_possible(const struct contract_zone *zone,
    enum group_place place, size_t end);

/* Does this title say more than "Agreement"?  "Distribution agreement" does. */
bool contract_place_is_named(const struct contract_zone *zone,
    struct span title);

/*
 * Does its line speak of a paper of the reader?  "Your quotation of 3 May" stands
 * over the order that follows it, "on your quotation" within.
 */
bool contract_place_is_theirs(const struct contract_zone *zone,
    struct span title);

/* Does its line only refer to that agreement?  "Exhibit C to the Lease" does. */
bool contract_place_is_reference(const struct contract_zone *zone,
    struct span title);

/*
 * Has the title its line to itself, but for a number ("Statement of Work No. 3")?
 * A field ("Statement of Work: see below") and an item of a list have not.
 */
bool contract_place_is_alone(const struct contract_zone *zone,
    struct span title);

/* Does a title that begins there stand behind the number of a clause? */
bool contract_place_is_numbered(const struct contract_zone *zone,
    size_t start);

#endif
