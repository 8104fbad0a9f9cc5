/*
 * ca - markings of Canada, in both languages.
 */
#include "scanner/marking/nation.h"

static const struct nation nation = {
	.capitals = "DSM appendix J: categories are in capitals",
	.spelling = "DSM appendix J: the category is spelled otherwise",
	.separator = "DSM appendix J: the parts are separated otherwise",
	.least = "DSM appendix J: the caveat stands with a classified level",
	.highest = "DSM appendix J: a part is marked higher than the whole",
	.gaps = GAP_BIT(GAP_SPACE) | GAP_BIT(GAP_DASH) | GAP_BIT(GAP_SLASH) |
	    GAP_BIT(GAP_DOUBLE) | GAP_BIT(GAP_BRACKET) | GAP_BIT(GAP_COMMA),
};

static const struct marking_sample samples[] = {
	{"PROTECTED B", "PROTECTED B", true},
	{"PROTECTED B / PROTÉGÉ B", "PROTECTED B", true},
	{"PROTÉGÉ C", "PROTECTED C", true},
	{"PROTECTED / PROTÉGÉ B", "PROTECTED B", true},
	{"PROTECTED A", "PROTECTED A", true},
	{"SECRET//CANADIAN EYES ONLY", "SECRET", true},
	{"SECRET - CEO", "SECRET", true},
	{"PROTECTED B - CABINET CONFIDENCE", "PROTECTED B", true},
	{"PROTECTED B (WHEN COMPLETED)", "PROTECTED B", true},
	{"PROTECTED-B", "PROTECTED B", false},
	{"PROTECTED B - CEO", "PROTECTED B", false},
	{"PROTECTED D", NULL, false},
	{"PROTECTED B CLOUD", NULL, false},
	{"SECRET", NULL, false},
	{"Protected B", NULL, false},
	{"CEO", NULL, false},
	{NULL, NULL, false},
};

const struct marking_system marking_ca = {
	.name = "ca",
	.title = "Security categories of Canada",
	.country = "CAN",
	.source = "Treasury Board Directive on Security Management, Appendix J",
	.nation = &nation, .line = nation_line, .weigh = nation_weigh,
	.samples = samples,
};
