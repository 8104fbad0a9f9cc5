/*
 * decide - the policy's verdict for one recipient.
 *
 * First matching rule decides; a fault of the message can only make it
 * stricter; an exception takes single rules out.  Pure: what it knows is what it
 * is given, so the same facts give the same verdict again.
 */
#ifndef OUTMARK_LIB_POLICY_DECIDE_H
#define OUTMARK_LIB_POLICY_DECIDE_H

#include "lib/envelope.h"
#include "lib/policy/policy.h"

struct decide_label {
	const char *id, *title;
	unsigned confidence;
	uint64_t count;		/* distinct values in the message */
	uint32_t part;		/* the part with most of them */
	uint64_t part_count;	/* how many there */
};

/* What is known of the message; borrowed. */
struct decide_facts {
	const struct decide_label *labels;
	size_t label_count;
	cause_set causes;
	uint64_t now_ms;	/* wall clock */
};

/* Who decides with what; borrowed. */
struct decide {
	const struct policy *policy;
	const struct config *config;
	const struct catalogue *catalogue;
	const struct decide_facts *facts;
	struct arena *arena;	/* the verdicts live here */
};

/*
 * Direction, destination and verdict for one recipient of the envelope.
 * RC_LIMIT when the arena is full.
 */
enum rc decide_recipient(const struct decide *decide,
    const struct envelope *envelope, const struct envelope_party *recipient,
    struct verdict *verdict, struct err *err) MUST_USE;

/*
 * The part behind finding the place: `verdict` holds recipient, direction and
 * destination already.
 */
enum rc decide_verdict(const struct decide *decide,
    const struct address *sender, const struct address *recipient,
    struct verdict *verdict, struct err *err) MUST_USE;

/* Is this label the one a condition names, or a child of it? */
bool decide_covers(const char *condition, const char *label);

#endif
