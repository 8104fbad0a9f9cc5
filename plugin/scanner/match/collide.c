/*
 * collide - one value counts once.
 *
 * Where values of several rules overlap, the best supported stays.  Nine, ten or
 * eleven digits keep the sums of several countries by chance, so what stands round
 * them decides before what they are made of:
 *
 *   1. confidence: a rule's author has weighed the strength of its check digits,
 *      its separators and its words together (rules/README.md), so a formatted
 *      value with a strong sum goes before a bare one with a word that is weak;
 *   2. the longer value: an account holds a branch, not the other way round;
 *   3. the nearer word, a column's header nearest of all;
 *   4. the longer word: "Canadian tax number" says more than "tax number", which
 *      is how the country speaks;
 *   5. a validator, then the rule that words make surer, then the rule that
 *      stands first: packs of further countries stand last.
 *
 * The others are kept for explaining.  Hits of one text rule that overlap become
 * the longest.
 */
#include "scanner/match/engine.h"

#include "scanner/match/suppress.h"

enum {
	WIDEST = 1024,		/* bytes of the widest value or hit */
	SIGNATURE_MOST = 8,	/* values of one signature */
};

static size_t
length_of(const struct candidate *c)
{
	return c->span.end - c->span.start;
}

/* How far away its word is; a column's header is as near as can be. */
static size_t
distance_of(const struct candidate *c)
{
	return c->by_column ? 0 : c->raised_at;
}

static bool
is_better(const struct candidate *a, const struct candidate *b)
{
	if (a->confidence != b->confidence)
		return a->confidence > b->confidence;
	if (length_of(a) != length_of(b))
		return length_of(a) > length_of(b);
	if (distance_of(a) != distance_of(b))
		return distance_of(a) < distance_of(b);
	if (a->raised_by != b->raised_by)
		return a->raised_by > b->raised_by;
	if (!a->rule->validator != !b->rule->validator)
		return a->rule->validator != NULL;
	if (a->rule->evidence.confidence != b->rule->evidence.confidence)
		return a->rule->evidence.confidence >
		    b->rule->evidence.confidence;
	return a->rule->number < b->rule->number;
}

/* Do these two speak about the same bytes, so that only one may stay? */
static bool
compete(const struct candidate *a, const struct candidate *b)
{
	if (a->span.end <= b->span.start || b->span.end <= a->span.start)
		return false;
	if (a->rule == b->rule)
		return true;
	return a->rule->kind == RULE_SHAPE && b->rule->kind == RULE_SHAPE;
}

static void
beat(struct candidate *loser, const struct candidate *winner)
{
	loser->fate = loser->rule == winner->rule ? FATE_SAME : FATE_BEATEN;
	loser->winner = winner->rule;
}

/* Candidates are in order of start and none is wider than WIDEST. */
static void
resolve(struct candidate *list, size_t count)
{
	size_t from = 0;

	for (size_t i = 0; i < count; i++) {
		while (list[from].span.start + WIDEST < list[i].span.start)
			from++;
		for (size_t j = from; j < i; j++) {
			if (list[j].fate != FATE_KEPT ||
			    !compete(&list[j], &list[i]))
				continue;
			if (is_better(&list[i], &list[j])) {
				beat(&list[j], &list[i]);
			} else {
				beat(&list[i], &list[j]);
				break;
			}
		}
	}
}

void
candidate_digest(const struct work *work, struct candidate *c)
{
	const struct matcher *matcher = work->match->matcher;
	unsigned char room[MASK_CANONICAL_MOST];
	struct slice value = slice_sub(work->text->bytes, c->span.start,
	    c->span.end);
	bool whole = c->rule->kind != RULE_SHAPE ||
	    slice_find_byte(value, '@') != SIZE_MAX;
	struct slice canonical = mask_canonical(value, whole, room);

	mask_digest(&matcher->key, canonical, c->digest);
	if (suppress_is_own(matcher->rules, canonical))
		c->fate = FATE_OWN;
}

/* The sender's own block, as far as a block goes: a list is none. */
static void
forgive_signature(struct work *work)
{
	struct candidate *list = work->candidates.at;
	struct span block = signature_find(&work->match->sender, work->text);
	size_t inside = 0;

	if (block.end <= block.start)
		return;
	for (unsigned pass = 0; pass < 2 && inside <= SIGNATURE_MOST; pass++)
		for (size_t i = 0; i < work->candidates.count; i++) {
			if (list[i].fate != FATE_KEPT ||
			    list[i].span.start < block.start ||
			    list[i].span.end > block.end ||
			    !signature_forgives(list[i].rule->label))
				continue;
			if (pass)
				list[i].fate = FATE_SIGNATURE;
			else
				inside++;
		}
}

enum rc
collide_resolve(struct work *work, struct err *err)
{
	struct candidate *list = work->candidates.at;

	resolve(list, work->candidates.count);
	for (size_t i = 0; i < work->candidates.count; i++)
		if (list[i].fate == FATE_KEPT)
			candidate_digest(work, &list[i]);
	if (work->candidates.count)
		forgive_signature(work);
	return engine_in_time(work->match, err);
}
