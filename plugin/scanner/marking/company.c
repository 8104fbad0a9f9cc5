/*
 * company - marks of companies and law firms in seven languages.
 */
#include "scanner/marking/nation.h"

static const struct nation nation = {
	.company = true,
};

static const struct marking_sample samples[] = {
	{"CONFIDENTIAL - DO NOT FORWARD", "CONFIDENTIAL", true},
	{"PRIVATE & CONFIDENTIAL", "COMPANY CONFIDENTIAL", true},
	{"PRIVILEGED AND CONFIDENTIAL", "PRIVILEGED", true},
	{"ATTORNEY-CLIENT PRIVILEGED", "PRIVILEGED", true},
	{"Classification: Internal", "INTERNAL", true},
	{"NUR FÜR DEN INTERNEN GEBRAUCH", "NUR FÜR DEN INTERNEN GEBRAUCH", true},
	{"STRENG VERTRAULICH", "STRENG VERTRAULICH", true},
	{"STRICTEMENT CONFIDENTIEL", "STRICTEMENT CONFIDENTIEL", true},
	{"USO INTERNO", "USO INTERNO", true},
	{"STRETTAMENTE CONFIDENZIALE", "STRETTAMENTE CONFIDENZIALE", true},
	{"STRIKT VERTROUWELIJK", "STRIKT VERTROUWELIJK", true},
	{"CONFIDENTIAL", "CONFIDENTIAL", true},
	{"This e-mail is confidential and intended solely", NULL, false},
	{"CONFIDENTIALITY NOTICE", NULL, false},
	{"Confidential", NULL, false},
	{"INTERNAL SERVER ERROR", NULL, false},
	{"INTERNAL", NULL, false},
	{"PUBLIC", NULL, false},
	{"NOT CONFIDENTIAL", NULL, false},
	{"PROPRIETARY SOFTWARE", NULL, false},
	{"VERTRAULICHKEIT", NULL, false},
	{NULL, NULL, false},
};

const struct marking_system marking_company = {
	.name = "company",
	.title = "Company markings",
	.source = "RFC 3114; usage",
	.nation = &nation, .line = nation_line, .weigh = nation_weigh,
	.samples = samples,
};
