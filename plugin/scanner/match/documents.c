/*
 * documents - which kind of document is this text, other than a contract?
 *
 * Each rule has groups of phrases; how many different ones of a group stand in
 * the text gives its points, and the points of all groups the score.  A text
 * may be of several kinds.  Which contract a text is, contracts.c says.
 */
#include "scanner/match/engine.h"

enum { DIGEST_LOOK = 4096 };

struct found {
	unsigned counts[DOCUMENT_GROUPS_MOST];	/* different phrases */
};

/* Hits of tier A by rule and group; NULL: no document has any. */
static enum rc
count_groups(struct work *work, struct found **all, struct err *err)
{
	const struct matcher *matcher = work->match->matcher;
	const struct catalogue_list *texts = &matcher->catalogue.texts;

	*all = NULL;
	for (size_t i = 0; i < texts->count; i++) {
		const struct catalogue_use *use = texts->uses[i];

		for (; work->pattern_hits[i] && use; use = use->next) {
			if (use->group != CATALOGUE_DOCUMENT)
				continue;
			if (!*all)
				*all = engine_room(work->match,
				    ROOM_DOCUMENTS,
				    matcher->rules->rule_count,
				    sizeof(**all));
			if (!*all)
				return engine_full(work->match, err);
			(*all)[use->rule->number].counts[use->number]++;
		}
	}
	return RC_OK;
}

static int
points_of(const struct document_group *group, unsigned count)
{
	return group->points * (int)(count < group->full ? count :
	    group->full) / (int)group->full;
}

static enum rc
explain_groups(struct work *work, const struct rule *rule,
    const struct found *found, int score, struct err *err)
{
	const struct rule_document *document = rule->document;

	if (!explain_wanted(work->match, rule))
		return RC_OK;
	work->match->rule_hits[rule->number]++;
	for (size_t g = 0; g < document->group_count; g++) {
		const struct document_group *group = &document->groups[g];

		TRY(explain_put(work->match, rule, work->text->part, "group",
		    (found->counts[g] > 0) == (group->points > 0), NULL, err,
		    "group %s: %u found, %u give all of its %+d points: %+d "
		    "points", group->id, found->counts[g], group->full,
		    group->points, points_of(group, found->counts[g])));
	}
	return explain_put(work->match, rule, work->text->part, "score",
	    score >= (int)document->steps[0].score, NULL, err, "score %d, "
	    "needs %u and %u groups for it", score, document->steps[0].score,
	    document->least_groups);
}

static enum rc
report(struct work *work, const struct rule *rule, int score,
    unsigned confidence, struct err *err)
{
	struct match *match = work->match;
	const struct text_run *run =
	    &work->text->runs[work->text->run_count - 1];
	struct finding finding = {
		.rule = rule->id, .label = rule->label,
		.confidence = confidence, .part = work->text->part,
		.where = engine_where(match, run),
		.span = {0, work->text->bytes.len}, .scope = run->scope,
	};

	finding.masked = arena_printf(match->arena, "%s, score %d",
	    rule->document->kind, score);
	if (!finding.masked || !finding.where)
		return engine_full(match, err);
	mask_digest(&match->matcher->key, slice_sub(work->text->bytes, 0,
	    DIGEST_LOOK), finding.digest);
	return tally_add(match, rule, &finding, err);
}

static enum rc
judge(struct work *work, const struct rule *rule, const struct found *found,
    struct err *err)
{
	const struct rule_document *document = rule->document;
	unsigned confidence = 0, speaking = 0;
	int score = 0;

	for (size_t g = 0; g < document->group_count; g++) {
		score += points_of(&document->groups[g], found->counts[g]);
		speaking += found->counts[g] && document->groups[g].points > 0;
	}
	if (!speaking)
		return RC_OK;
	TRY(explain_groups(work, rule, found, score, err));
	if (speaking < document->least_groups || !rule_looks_at(rule,
	    work->text->runs[work->text->run_count - 1].scope))
		return RC_OK;
	for (size_t s = 0; s < document->step_count; s++)
		if (score >= (int)document->steps[s].score)
			confidence = document->steps[s].confidence;
	return confidence ? report(work, rule, score, confidence, err) : RC_OK;
}

enum rc
documents_find(struct work *work, struct err *err)
{
	const struct ruleset *rules = work->match->matcher->rules;
	struct found *all;

	if (!work->text->run_count)
		return RC_OK;
	TRY(count_groups(work, &all, err));
	for (size_t i = 0; all && i < rules->rule_count; i++)
		if (rules->rules[i]->kind == RULE_DOCUMENT)
			TRY(judge(work, rules->rules[i], &all[i], err));
	return RC_OK;
}
