/*
 * de - Verschlusssachen of Germany.
 */
#include "scanner/marking/nation.h"

static const struct nation nation = {
	.capitals = "VSA Annex IV: gradings are in capitals",
	.spelling = "VSA Annex IV: gradings are written in full",
	.separator = "VSA Annex IV: the parts are separated otherwise",
	.least = "VSA Annex IV: the note stands with VS-VERTRAULICH or above",
	.highest = "VSA: a part is graded higher than the whole",
	.gaps = GAP_BIT(GAP_SPACE) | GAP_BIT(GAP_DASH) | GAP_BIT(GAP_COMMA) |
	    GAP_BIT(GAP_BRACKET),
};

static const struct marking_sample samples[] = {
	{"VS-NUR FÜR DEN DIENSTGEBRAUCH", "VS-NUR FÜR DEN DIENSTGEBRAUCH", true},
	{"VS – NUR FÜR DEN DIENSTGEBRAUCH", "VS-NUR FÜR DEN DIENSTGEBRAUCH",
	    true},
	{"VS - Nur für den Dienstgebrauch", "VS-NUR FÜR DEN DIENSTGEBRAUCH",
	    true},
	{"VS-VERTRAULICH - amtlich geheimgehalten", "VS-VERTRAULICH", true},
	{"GEHEIM - AMTLICH GEHEIMGEHALTEN", "GEHEIM", true},
	{"STRENG GEHEIM - KRYPTO", "STRENG GEHEIM", true},
	{"VS-NfD", "VS-NfD", false},
	{"VS-Vertraulich", "VS-VERTRAULICH", false},
	{"VS-VERTRAULICH amtlich geheim gehalten", "VS-VERTRAULICH", true},
	{"VS-NUR FUR DEN DIENSTGEBRAUCH", "VS-NUR FÜR DEN DIENSTGEBRAUCH", true},
	{"VS/VERTRAULICH", "VS-VERTRAULICH", false},
	{"GEHEIM", NULL, false},
	{"STRENG VERTRAULICH", NULL, false},
	{"VERTRAULICH", NULL, false},
	{"GEHEIMNIS", NULL, false},
	{"VS-NfD-Merkblatt", NULL, false},
	{"Streng geheim", NULL, false},
	{NULL, NULL, false},
};

const struct marking_system marking_de = {
	.name = "de",
	.title = "Verschlusssachen of Germany",
	.country = "DEU",
	.source = "Verschlusssachenanweisung 2023, Annex IV",
	.nation = &nation, .line = nation_line, .weigh = nation_weigh,
	.samples = samples,
};
