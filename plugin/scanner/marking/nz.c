/*
 * nz - markings of New Zealand.
 */
#include "scanner/marking/nation.h"

static const struct nation nation = {
	.capitals = "PSR: markings are in capitals",
	.spelling = "PSR: the marking is spelled otherwise",
	.separator = "PSR: the parts are separated otherwise",
	.least = "PSR: the endorsement stands with a higher level only",
	.highest = "PSR: a paragraph is marked higher than the whole",
	.gaps = GAP_BIT(GAP_SPACE) | GAP_BIT(GAP_DASH) | GAP_BIT(GAP_COLON) |
	    GAP_BIT(GAP_DOUBLE) | GAP_BIT(GAP_COMMA),
};

static const struct marking_sample samples[] = {
	{"COMMERCIAL: IN CONFIDENCE", "IN CONFIDENCE", true},
	{"STAFF: IN CONFIDENCE", "IN CONFIDENCE", true},
	{"CABINET: SENSITIVE", "SENSITIVE", true},
	{"RESTRICTED - NEW ZEALAND EYES ONLY", "RESTRICTED", false},
	{"SECRET - NEW ZEALAND EYES ONLY", "SECRET", true},
	{"NZ SECRET", "SECRET", true},
	{"IN CONFIDENCE", "IN CONFIDENCE", true},
	{"BUDGET/SENSITIVE", "SENSITIVE", false},
	{"SENSITIVE", NULL, false},
	{"SPOKEN IN CONFIDENCE", NULL, false},
	{"In confidence", NULL, false},
	{"NEW ZEALAND", NULL, false},
	{NULL, NULL, false},
};

const struct marking_system marking_nz = {
	.name = "nz",
	.title = "Classifications of New Zealand",
	.country = "NZL",
	.source = "Protective Security Requirements",
	.nation = &nation, .line = nation_line, .weigh = nation_weigh,
	.samples = samples,
};
