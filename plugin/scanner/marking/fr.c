/*
 * fr - marks of France, with the stamps in use until 2021.
 */
#include "scanner/marking/nation.h"

static const struct nation nation = {
	.capitals = "IGI 1300: marks are in capitals",
	.spelling = "IGI 1300: the mark is spelled otherwise",
	.separator = "IGI 1300: the parts are separated otherwise",
	.least = "IGI 1300: the mark stands with a higher level only",
	.highest = "IGI 1300: a part is marked higher than the whole",
	.ended = "IGI 1300: the level ended in 2021",
	.gaps = GAP_BIT(GAP_SPACE) | GAP_BIT(GAP_DASH) | GAP_BIT(GAP_COMMA),
};

static const struct marking_sample samples[] = {
	{"SECRET SPÉCIAL FRANCE", "SECRET", true},
	{"TRÈS SECRET - SPÉCIAL FRANCE", "TRÈS SECRET", true},
	{"DIFFUSION RESTREINTE SPECIAL FRANCE", "DIFFUSION RESTREINTE", true},
	{"SECRET DÉFENSE", "SECRET DÉFENSE", true},
	{"CONFIDENTIEL DEFENSE", "CONFIDENTIEL DÉFENSE", true},
	{"TRÈS SECRET DÉFENSE", "TRÈS SECRET DÉFENSE", true},
	{"SPÉCIAL FRANCE", "unstated", true},
	{"SECRET/DÉFENSE", "SECRET DÉFENSE", false},
	{"SECRET//SPECIAL FRANCE", "SECRET", false},
	{"SECRET", NULL, false},
	{"Secret défense", NULL, false},
	{"SECRET DE FABRICATION", NULL, false},
	{"SPÉCIAL FRANCE TOURISME", NULL, false},
	{NULL, NULL, false},
};

const struct marking_system marking_fr = {
	.name = "fr",
	.title = "Classification of France",
	.country = "FRA",
	.source = "IGI 1300 (2021 and 2011)",
	.nation = &nation, .line = nation_line, .weigh = nation_weigh,
	.samples = samples,
};
