/*
 * uk - markings of the United Kingdom, GSCP and the older GPMS.
 */
#include "scanner/marking/nation.h"

static const struct nation nation = {
	.capitals = "GSCP: markings are in capitals",
	.spelling = "GSCP: there is no such marking",
	.separator = "GSCP: the parts are separated otherwise",
	.least = "GSCP: the caveat stands with a higher tier only",
	.highest = "GSCP: a paragraph is marked higher than the whole",
	.ended = "GSCP: the level ended in 2014",
	.gaps = GAP_BIT(GAP_SPACE) | GAP_BIT(GAP_DASH) | GAP_BIT(GAP_BRACKET) |
	    GAP_BIT(GAP_COLON) | GAP_BIT(GAP_COMMA),
};

static const struct marking_sample samples[] = {
	{"OFFICIAL-SENSITIVE", "OFFICIAL-SENSITIVE", true},
	{"OFFICIAL - SENSITIVE: COMMERCIAL", "OFFICIAL-SENSITIVE", true},
	{"OFFICIAL-SENSITIVE [COMMERCIAL]", "OFFICIAL-SENSITIVE", true},
	{"UK SECRET", "SECRET", true},
	{"UK TOP SECRET - UK EYES ONLY", "TOP SECRET", true},
	{"SECRET UK/US EYES ONLY", "SECRET", true},
	{"OFFICIAL-SENSITIVE PERSONAL DATA RECIPIENTS ONLY",
	    "OFFICIAL-SENSITIVE", true},
	{"OFFICIAL-SENSITIVE HOME OFFICE USE ONLY", "OFFICIAL-SENSITIVE", true},
	{"RESTRICTED - COMMERCIAL", "RESTRICTED", true},
	{"UK EYES ONLY", "unstated", true},
	{"OFFICIAL-SENSITIVE DRAFT", "OFFICIAL-SENSITIVE", true},
	{"OFFICIAL-SENSITIVE WHEN COMPLETED", "OFFICIAL-SENSITIVE", true},
	{"OFFICIAL-SENSITIVE MOD AND DSTL USE ONLY", "OFFICIAL-SENSITIVE", true},
	{"OFFICIAL-SENSITIVE UNTIL 1 MAY 2027", "OFFICIAL-SENSITIVE", true},
	{"OFFICIAL-SENSITIVE 2", "OFFICIAL-SENSITIVE", true},
	{"RESTRICTED 18", NULL, false},
	{"OFFICIAL-SENSITIVE UNTIL FURTHER NOTICE", NULL, false},
	{"OFFICIAL-RESTRICTED", "OFFICIAL-RESTRICTED", false},
	{"SECRET-SENSITIVE", "SECRET-SENSITIVE", false},
	{"OFFICIAL-SENSITIVE UK EYES ONLY", "OFFICIAL-SENSITIVE", false},
	{"OFFICIAL SENSITIVE//COMMERCIAL", "OFFICIAL-SENSITIVE", false},
	{"SENSITIVE", NULL, false},
	{"OFFICIAL", NULL, false},
	{"SECRET", NULL, false},
	{"OFFICIAL RESPONSE", NULL, false},
	{"The OFFICIAL-SENSITIVE marking", NULL, false},
	{"official-sensitive", NULL, false},
	{"UK", NULL, false},
	{NULL, NULL, false},
};

const struct marking_system marking_uk = {
	.name = "uk",
	.title = "Classifications of the United Kingdom",
	.country = "GBR",
	.source = "Government Security Classifications Policy, August 2024; GPMS",
	.nation = &nation, .line = nation_line, .weigh = nation_weigh,
	.samples = samples,
};
