/*
 * finding - what a rule found: the hand-over from match to the result.
 *
 * The matched bytes themselves are not in it, only a mask and a keyed digest
 * (made in mask.c).
 */
#ifndef OUTMARK_SCANNER_MATCH_FINDING_H
#define OUTMARK_SCANNER_MATCH_FINDING_H

#include "base/crypt.h"
#include "base/scope.h"
#include "base/slice.h"

/* Numbers travel in frames. */
enum finding_state {
	FINDING_ENFORCED = 0,
	FINDING_SHADOW = 1,	/* the rule is on trial */
	FINDING_SUPPRESSED = 2,
	FINDING_MENTION = 3,	/* talk about a marking */
	FINDING_BELOW = 4,	/* under the lowest confidence that labels */
};

/* The lowest confidence that makes a label. */
enum { CONFIDENCE_LABEL = 65 };

struct finding {
	const char *rule;
	const char *label;
	unsigned confidence;	/* 30, 65, 75, 85, 95 */
	uint64_t count;		/* distinct values of this rule in this part */
	uint32_t part;
	const char *where;
	struct span span;	/* in the part's normalised text */
	const char *masked;
	unsigned char digest[CRYPT_DIGEST_BYTES];
	const char *validator;	/* or NULL */
	enum finding_state state;
	enum scope scope;
};

/* A label of the whole message. */
struct label {
	const char *id;
	unsigned confidence;	/* best of its findings */
	uint64_t count;		/* distinct values in the message */
	uint32_t part;		/* the part with most of them */
	uint64_t part_count;	/* how many in that part */
};

/* A contract and the strength of its evidence. */
struct contract {
	uint32_t part;
	const char *kind;	/* sow, nda, msa, po ...: `contract:` of a rule */
	unsigned score;		/* 0..1000 */
	const char *state;	/* contract_state.h */
};

#endif
