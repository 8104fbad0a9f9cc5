/*
 * nations - levels of further nations in their own words, one table.
 */
#include "scanner/marking/nation.h"

static const struct nation nation = {
	.capitals = "the level is in capitals",
	.spelling = "the level is spelled otherwise",
	.gaps = 0,
};

static const struct marking_sample samples[] = {
	{"STG. GEHEIM", "STG. GEHEIM", true},
	{"DEPARTEMENTAAL VERTROUWELIJK", "DEPARTEMENTAAL VERTROUWELIJK", true},
	{"ŚCIŚLE TAJNE", "ŚCIŚLE TAJNE", true},
	{"SCISLE TAJNE", "ŚCIŚLE TAJNE", true},
	{"KVALIFICERAT HEMLIG", "KVALIFICERAT HEMLIG", true},
	{"STRENGT HEMMELIG", "STRENGT HEMMELIG", true},
	{"ERITTÄIN SALAINEN (TL I)", "ERITTÄIN SALAINEN", true},
	{"II급 비밀", "II급 비밀", true},
	{"OCCAR RESTRICTED", "OCCAR RESTRICTED", true},
	{"ESA UNCLASSIFIED - For Official Use", "ESA UNCLASSIFIED", true},
	{"STG-GEHEIM", "STG. GEHEIM", false},
	{"KVALIFICERAT-HEMLIG", "KVALIFICERAT HEMLIG", false},
	{"TAJNE", NULL, false},
	{"HEMLIG", NULL, false},
	{"SEGRETO", NULL, false},
	{"機密", NULL, false},
	{"SEGRETO DI STATO", NULL, false},
	{"CONFIDENCIAL", NULL, false},
	{NULL, NULL, false},
};

const struct marking_system marking_nations = {
	.name = "nations",
	.title = "Classifications of further nations",
	.source = "laws named in rules/markings/nations.yaml",
	.nation = &nation, .line = nation_line, .weigh = nation_weigh,
	.samples = samples,
};
