/*
 * unspecified - a level that several nations write alike, in a text that names
 * none of them.
 *
 * Reads nothing itself: page.c gives it what no nation can be found for.  Saying
 * "SECRET of some nation" once is right; saying it three times is not.
 */
#include "scanner/marking/marking.h"

static const struct marking_sample samples[] = {
	{"SECRET SAUCE", NULL, false},
	{NULL, NULL, false},
};

const struct marking_system marking_unspecified = {
	.name = "unspecified",
	.title = "A classification of no stated nation",
	.source = "the levels that several nations share",
	.samples = samples,
};
