/*
 * us_legacy - marks for unclassified information that CUI replaced.
 */
#include "scanner/marking/nation.h"

static const struct nation nation = {
	.capitals = "markings are in capitals",
	.spelling = "the marking is spelled otherwise",
	.separator = "the parts are separated by //",
	.gaps = GAP_BIT(GAP_DOUBLE) | GAP_BIT(GAP_SLASH) | GAP_BIT(GAP_DASH) |
	    GAP_BIT(GAP_OTHER) | GAP_BIT(GAP_COMMA) | GAP_BIT(GAP_COLON),
};

static const struct marking_sample samples[] = {
	{"FOR OFFICIAL USE ONLY", "FOUO", true},
	{"FOUO", "FOUO", true},
	{"UNCLASSIFIED//FOUO", "FOUO", true},
	{"U//FOUO", "FOUO", true},
	{"UNCLASSIFIED//FOR OFFICIAL USE ONLY", "FOUO", true},
	{"UNCLASSIFIED//LES", "LES", true},
	{"LAW ENFORCEMENT SENSITIVE", "LAW ENFORCEMENT SENSITIVE", true},
	{"SENSITIVE SECURITY INFORMATION", "SSI", true},
	{"SENSITIVE BUT UNCLASSIFIED", "SBU", true},
	{"OFFICIAL USE ONLY", "OUO", true},
	{"SENSITIVE-BUT-UNCLASSIFIED", "SBU", false},
	{"UNCLASSIFIED", NULL, false},
	{"FOUO GUIDANCE", NULL, false},
	{"LES", NULL, false},
	{"Official use only", NULL, false},
	{"LES MISERABLES", NULL, false},
	{NULL, NULL, false},
};

const struct marking_system marking_us_legacy = {
	.name = "us-legacy",
	.title = "Legacy markings of the United States",
	.source = "32 CFR 2002; 49 CFR 15 and 1520; 10 CFR 1017",
	.nation = &nation, .line = nation_line, .weigh = nation_weigh,
	.samples = samples,
};
