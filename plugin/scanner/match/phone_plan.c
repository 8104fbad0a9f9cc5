/*
 * phone_plan - country codes and the numbers behind them.
 */
#include "scanner/match/phone_plan.h"

enum { E164_MOST = 15 };	/* ITU-T E.164, 6.1: digits with the code */

static const struct phone_plan plans[] = {
#define PLAN(code, trunk, least, most, first) {code, trunk, least, most, first},
#include "scanner/match/phone_plans.def"
#undef PLAN
};

const struct phone_plan *
phone_plans(size_t *count)
{
	*count = sizeof(plans) / sizeof(plans[0]);
	return plans;
}

/* No code begins another (E.164), so the first that fits is the one. */
const struct phone_plan *
phone_plan_of(struct slice digits)
{
	for (size_t i = 0; i < sizeof(plans) / sizeof(plans[0]); i++)
		if (slice_starts(digits, slice_of(plans[i].code)))
			return &plans[i];
	return NULL;
}

static bool
national_holds(const struct phone_plan *plan, struct slice national)
{
	return national.len >= plan->least && national.len <= plan->most &&
	    (!*plan->first || strchr(plan->first, national.at[0]));
}

struct slice
phone_plan_national(const struct phone_plan *plan, struct slice digits)
{
	struct slice national = slice_sub(digits, strlen(plan->code),
	    digits.len);
	size_t trunk = strlen(plan->trunk);

	if (trunk && slice_starts(national, slice_of(plan->trunk)) &&
	    (plan->trunk[0] == '0' || !national_holds(plan, national)))
		return slice_sub(national, trunk, national.len);
	return national;
}

bool
phone_plan_holds(const struct phone_plan *plan, struct slice digits)
{
	return plan && digits.len <= E164_MOST + strlen(plan->trunk) &&
	    national_holds(plan, phone_plan_national(plan, digits));
}
