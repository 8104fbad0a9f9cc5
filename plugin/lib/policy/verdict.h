/*
 * verdict - what the policy makes of one recipient, and why.
 *
 * The hand-over from policy to whoever acts.  Texts are never NULL.
 */
#ifndef OUTMARK_LIB_POLICY_VERDICT_H
#define OUTMARK_LIB_POLICY_VERDICT_H

#include "base/cause.h"
#include "lib/destination/destination.h"

enum action {
#define ACTION(name, strictness, verdict, built, past, sentence)             \
	ACTION_##name,
#include "lib/policy/action.def"
#undef ACTION
	ACTION_COUNT
};

enum direction {
#define DIRECTION(name, title) DIRECTION_##name,
#include "lib/policy/direction.def"
#undef DIRECTION
	DIRECTION_COUNT
};

/* Columns of operation.def. */
enum verdict_kind { VERDICT_deliver, VERDICT_hold, VERDICT_reject,
	VERDICT_later, VERDICT_KINDS };

struct action_row {
	const char *name;
	unsigned strictness;
	enum verdict_kind verdict;
	bool built;
	const char *past, *sentence;
};

struct verdict {
	const char *recipient;		/* as given */
	enum direction direction;
	struct destination destination;
	bool approved;
	const char *approved_by;	/* the entry, or "" */
	enum action action;		/* when enforced */
	const char *rule;		/* of the policy, or the fault's cause */
	const char *exception;		/* that lifted a rule, or "" */
	enum cause fault;		/* that decided, or CAUSE_none */
	const char *sentence;		/* why, for a reviewer */
	const char *advice;		/* what the sender is told */
};

const struct action_row *action_row(enum action action);
const char *action_name(enum action action);
const char *direction_name(enum direction direction);

/* Names of all, NULL at the end. */
const char *const *action_names(void);
const char *const *direction_names(void);

#endif
