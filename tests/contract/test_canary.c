/*
 * test_canary - the installed library passes, and every canary is a pattern
 * that rules may use.
 */
#include "scanner/match/canary.h"
#include "scanner/match/pattern.h"
#include "unit/unit.h"

static void
the_installed_library_passes(void)
{
	struct err err = {0};

	CHECK_RC(canary_run(&err), RC_OK, &err);
}

static void
each_canary_is_in_the_rule_language(void)
{
	size_t count, at;
	const struct canary *all = canary_all(&count);

	CHECK(count >= 10);
	for (size_t i = 0; i < count; i++)
		CHECK(pattern_refused(slice_of(all[i].pattern.regex), &at) ==
		    NULL);
}

int
main(void)
{
	static const struct unit_test tests[] = {
		UNIT(the_installed_library_passes),
		UNIT(each_canary_is_in_the_rule_language),
		{NULL, NULL},
	};

	return unit_run("canary", tests);
}
