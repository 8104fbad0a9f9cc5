/*
 * phone_plan - country codes and the numbers behind them.
 */
#ifndef OUTMARK_SCANNER_MATCH_PHONE_PLAN_H
#define OUTMARK_SCANNER_MATCH_PHONE_PLAN_H

#include "base/slice.h"

struct phone_plan {
	const char *code;	/* "49" */
	const char *trunk;	/* before a national number at home, or "" */
	unsigned least, most;	/* digits of the national number */
	const char *first;	/* that it may begin with; "" any */
};

/* The plan of an international number (digits only, no +), or NULL: unknown. */
const struct phone_plan *phone_plan_of(struct slice digits);

/*
 * Does the number keep its plan?  A trunk prefix that was left in ("+49 (0)30")
 * is forgiven.  A number without a known plan does not.
 */
bool phone_plan_holds(const struct phone_plan *plan, struct slice digits);

/* The national number: without code and a trunk prefix that was left in. */
struct slice phone_plan_national(const struct phone_plan *plan,
    struct slice digits);

/* All plans, `*count` of them, for tests. */
const struct phone_plan *phone_plans(size_t *count);

#endif
