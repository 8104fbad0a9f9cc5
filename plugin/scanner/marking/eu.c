/*
 * eu - EU classified information, bilingual, and LIMITE.
 */
#include "scanner/marking/nation.h"

static const struct nation nation = {
	.capitals = "2013/488/EU: markings are in capitals",
	.spelling = "2013/488/EU: the marking has both languages",
	.separator = "2013/488/EU: the parts are separated otherwise",
	.highest = "2013/488/EU: a part is marked higher than the whole",
	.gaps = GAP_BIT(GAP_SPACE) | GAP_BIT(GAP_DASH) | GAP_BIT(GAP_COMMA),
};

static const struct marking_sample samples[] = {
	{"RESTREINT UE/EU RESTRICTED", "RESTREINT UE/EU RESTRICTED", true},
	{"SECRET UE/EU SECRET", "SECRET UE/EU SECRET", true},
	{"TRES SECRET UE/EU TOP SECRET", "TRÈS SECRET UE/EU TOP SECRET", true},
	{"TRÈS SECRET UE/EU TOP SECRET", "TRÈS SECRET UE/EU TOP SECRET", true},
	{"CONFIDENTIEL UE/EU CONFIDENTIAL RELEASABLE TO CHE, NOR",
	    "CONFIDENTIEL UE/EU CONFIDENTIAL", true},
	{"LIMITE UE", "LIMITE UE", true},
	{"EU SECRET", "EU SECRET", false},
	{"RESTREINT UE", "EU RESTRICTED", false},
	{"Restreint UE/EU Restricted", NULL, false},
	{"DATE LIMITE", NULL, false},
	{"LIMITE", NULL, false},
	{"EU SECRET SERVICES", NULL, false},
	{"SECRET", NULL, false},
	{NULL, NULL, false},
};

const struct marking_system marking_eu = {
	.name = "eu",
	.title = "Classifications of the European Union",
	.source = "Council Decision 2013/488/EU; Commission Decision 2015/444",
	.nation = &nation, .line = nation_line, .weigh = nation_weigh,
	.samples = samples,
};
