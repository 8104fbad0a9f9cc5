/*
 * patterns - tier A: hits of the pattern database become candidates.
 *
 * The callback records {pattern, end} and nothing else; starts are looked for
 * after the scan.
 */
#include "scanner/match/engine.h"

#include <stdlib.h>

static bool
record(void *own, uint32_t pattern, uint32_t end)
{
	struct work *work = own;
	struct hsdb_hit *hit;

	if (work->pattern_hits[pattern]++ >=
	    work->match->matcher->limits.rule_hits)
		return true;
	hit = vec_push(&work->hits, work->match->arena, sizeof(*hit));
	if (!hit)
		return false;
	*hit = (struct hsdb_hit){pattern, end};
	return true;
}

static int
by_end(const void *a, const void *b)
{
	const struct hsdb_hit *x = a, *y = b;

	if (x->end != y->end)
		return x->end < y->end ? -1 : 1;
	return (x->pattern > y->pattern) - (x->pattern < y->pattern);
}

/* A hit that the rule's validator, if it has one, lets pass. */
static enum rc
take_one(struct work *work, const struct rule *rule, struct span span,
    struct err *err)
{
	struct rule_story *story = &work->stories[rule->number];
	enum validity validity = values_check(rule,
	    slice_sub(work->text->bytes, span.start, span.end));

	if (validity == VALID_NO) {
		story->hits++;
		story->refused++;
		return RC_OK;
	}
	return engine_candidate(work, rule, span, false,
	    validity == VALID_SPECIMEN && !rule->count_specimens, err);
}

/* A hit of a rule's own pattern; those of contract groups are read later. */
static enum rc
take(struct work *work, const struct hsdb_hit *hit, struct err *err)
{
	struct matcher *matcher = work->match->matcher;
	const struct catalogue_use *use =
	    matcher->catalogue.texts.uses[hit->pattern];
	size_t start = SIZE_MAX;

	for (; use; use = use->next) {
		if (use->group != CATALOGUE_NO_GROUP)
			continue;
		if (start == SIZE_MAX)
			start = lookback_start(matcher->look, hit->pattern,
			    work->text->bytes, hit->end);
		if (start == SIZE_MAX)	/* further back than the window */
			start = hit->end > 1 ? hit->end - 1 : 0;
		TRY(take_one(work, use->rule, (struct span){start, hit->end},
		    err));
	}
	return RC_OK;
}

enum rc
patterns_find(struct work *work, struct err *err)
{
	struct matcher *matcher = work->match->matcher;
	struct hsdb_hit *hits;

	if (!matcher->texts)
		return RC_OK;
	TRY(hsdb_scan(matcher->texts, work->text->bytes, record, work, err));
	hits = work->hits.at;
	if (work->hits.count)
		qsort(hits, work->hits.count, sizeof(*hits), by_end);
	for (size_t i = 0; i < work->hits.count; i++)
		TRY(take(work, &hits[i], err));
	return RC_OK;
}
