/*
 * operation - the verdicts of all recipients, as one operation of the MTA.
 */
#include "lib/policy/operation.h"

enum outmark_operation
operation_of(verdict_set kinds)
{
	static const enum outmark_operation table[1u << VERDICT_KINDS] = {
#define OPERATION(deliver, hold, reject, later, operation)                   \
		[(deliver) << VERDICT_deliver | (hold) << VERDICT_hold |     \
		 (reject) << VERDICT_reject | (later) << VERDICT_later] =    \
		    OUTMARK_##operation,
#include "lib/policy/operation.def"
#undef OPERATION
	};

	return table[kinds & ((1u << VERDICT_KINDS) - 1)];
}

const char *
operation_name(enum outmark_operation operation)
{
	switch (operation) {
	case OUTMARK_DELIVER:
		return "deliver";
	case OUTMARK_HOLD:
		return "hold";
	case OUTMARK_REJECT:
		return "reject";
	case OUTMARK_TRY_LATER:
		return "later";
	}
	return "hold";
}
