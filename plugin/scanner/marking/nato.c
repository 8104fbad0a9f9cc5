/*
 * nato - markings of NATO, by its table; portions in United States texts
 * are read by us_classified.
 */
#include "scanner/marking/nation.h"

static const struct nation nation = {
	.capitals = "AC/35-D/2002: markings are in capitals",
	.spelling = "AC/35-D/2002: there is no such marking of NATO",
	.separator = "AC/35-D/2002: the parts are separated otherwise",
	.least = "AC/35-D/2002: the marking needs a higher classification",
	.highest = "AC/35-D/2002: a part is marked higher than the whole",
	.gaps = GAP_BIT(GAP_SPACE) | GAP_BIT(GAP_DASH) | GAP_BIT(GAP_SLASH) |
	    GAP_BIT(GAP_COMMA),
};

static const struct marking_sample samples[] = {
	{"NATO SECRET", "NATO SECRET", true},
	{"COSMIC TOP SECRET", "COSMIC TOP SECRET", true},
	{"NATO RESTRICTED Releasable to Japan, Ukraine", "NATO RESTRICTED", true},
	{"NATO/KFOR CONFIDENTIAL", "NATO CONFIDENTIAL", true},
	{"NATO CONFIDENTIAL ATOMAL", "NATO CONFIDENTIAL", true},
	{"NATO UNCLASSIFIED - STAFF", "NATO UNCLASSIFIED", true},
	{"NATO DIFFUSION RESTREINTE", "NATO RESTRICTED", true},
	{"NATO/KFOR SECRET IRL, SWE, NATO ONLY", "NATO SECRET", true},
	{"NATO TOP SECRET", "NATO TOP SECRET", false},
	{"COSMIC SECRET", "COSMIC SECRET", false},
	{"NATO RESTRICTED ATOMAL", "NATO RESTRICTED", false},
	{"NATO-SECRET", "NATO SECRET", false},
	{"NATO RESTRICTED (NR)", "NATO RESTRICTED", false},
	{"NATO SECRET RELEASABLE TO GIRoA", "NATO SECRET", true},
	{"NATO UNCLASSIFIED RELEASABLE TO PfP", "NATO UNCLASSIFIED", true},
	{"NATO", NULL, false},
	{"NATO SUMMIT", NULL, false},
	{"NATO PHONETIC ALPHABET", NULL, false},
	{"NATO SECRET SERVICE", NULL, false},
	{"Nato secret", NULL, false},
	{"KFOR, ISAF", NULL, false},
	{NULL, NULL, false},
};

const struct marking_system marking_nato = {
	.name = "nato",
	.title = "NATO classification markings",
	.source = "C-M(2002)49-REV1; AC/35-D/2002",
	.nation = &nation, .line = nation_line, .weigh = nation_weigh,
	.samples = samples,
};
