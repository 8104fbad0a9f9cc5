/*
 * markings - what the marking systems read becomes findings of their rules.
 */
#include "scanner/marking/label.h"
#include "scanner/match/engine.h"

enum {
	KEPT_LOOK = 32,		/* back for the same marking at the same place */
	MARKINGS_MOST = 1000,	/* of one message; more are counted only */
};

/* A field whose value is a whole banner is read as a line and as a label. */
static bool
is_kept(const struct work *work, const struct marking *marking,
    const struct text_run *run)
{
	const struct vec *kept = &work->match->markings;
	const struct match_marking *list = kept->at;
	size_t first = kept->count > KEPT_LOOK ? kept->count - KEPT_LOOK : 0;

	for (size_t i = first; i < kept->count; i++)
		if (list[i].part == work->text->part &&
		    !strcmp(list[i].marking.system, marking->system) &&
		    !strcmp(list[i].marking.text, marking->text) &&
		    !strcmp(list[i].marking.kind, "banner") &&
		    !strcmp(list[i].where, run->where))
			return true;
	return false;
}

static enum rc
keep(struct work *work, const struct marking *marking,
    const struct text_run *run, struct err *err)
{
	struct match *match = work->match;
	struct match_marking *into;

	if (is_kept(work, marking, run))
		return RC_OK;
	if (match->markings.count == MARKINGS_MOST) {
		match->dropped++;
		return RC_OK;
	}
	into = vec_push(&match->markings, match->arena, sizeof(*into));
	if (!into)
		return engine_full(match, err);
	into->marking = *marking;
	into->part = work->text->part;
	into->where = engine_where(match, run);
	into->scope = run->scope;
	return into->where ? RC_OK : engine_full(match, err);
}

static enum rc
find_for(struct work *work, const struct rule *rule,
    const struct marking *marking, const struct text_run *run,
    struct err *err)
{
	struct match *match = work->match;
	struct finding finding = {
		.rule = rule->id, .label = rule->label,
		.confidence = marking->confidence, .part = work->text->part,
		.where = engine_where(match, run), .span = marking->span,
		.masked = marking->text, .scope = run->scope,
		.state = marking->mention ? FINDING_MENTION : FINDING_ENFORCED,
	};

	if (!finding.where)
		return engine_full(match, err);
	work->stories[rule->number].hits++;
	mask_digest(&match->matcher->key, slice_of(marking->text),
	    finding.digest);
	return tally_add(match, rule, &finding, err);
}

static bool
has_control(const struct marking *marking, const struct rule_kind_of *names)
{
	for (size_t i = 0; i < marking->control_count; i++)
		for (size_t n = 0; n < names->count; n++)
			if (!strcmp(marking->controls[i], names->names[n]))
				return true;
	return false;
}

/* Is the rule about this marking, and is its level between the bounds? */
static bool
is_for(const struct ruleset *rules, const struct rule *rule,
    const struct marking *marking)
{
	int rank = (int)marking->rank;

	if (!rule->system || strcmp(rule->system->name, marking->system))
		return false;
	if (rule->only_level && strcmp(rule->only_level, marking->level))
		return false;
	if (rule->least_level && rank < marking_rank(rules->tables,
	    rule->system, slice_of(rule->least_level)))
		return false;
	if (rule->controls.count && !has_control(marking, &rule->controls))
		return false;
	if (has_control(marking, &rule->not_controls))
		return false;
	return !rule->most_level || rank <= marking_rank(rules->tables,
	    rule->system, slice_of(rule->most_level));
}

static enum rc
on_marking(void *own, const struct marking *marking, struct err *err)
{
	struct work *work = own;
	const struct ruleset *rules = work->match->matcher->rules;
	const struct text_run *run = text_run_at(work->text,
	    marking->span.start);

	TRY(keep(work, marking, run, err));
	for (size_t i = 0; i < rules->rule_count; i++) {
		const struct rule *rule = rules->rules[i];

		if (!is_for(rules, rule, marking))
			continue;
		if (!rule_looks_at(rule, run->scope)) {
			work->stories[i].elsewhere++;
			continue;
		}
		TRY(find_for(work, rule, marking, run, err));
	}
	return RC_OK;
}

enum rc
markings_find(struct work *work, struct err *err)
{
	const struct marking_sink sink = {work, on_marking};

	TRY(marking_read(work->match->matcher->rules->tables, work->text, NULL,
	    work->match->arena, &sink, err));
	TRY(label_read(work->match->matcher->rules->tables, work->text,
	    work->match->arena, &sink, err));
	return engine_in_time(work->match, err);
}
