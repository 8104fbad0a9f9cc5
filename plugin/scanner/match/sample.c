/*
 * sample - a rule's own examples, run through the whole matcher.
 */
#include "scanner/match/sample.h"

#include <stdio.h>

#include "scanner/extract/normalise.h"
#include "scanner/match/engine.h"

enum { SAMPLE_BYTES = 32 << 20 };

static enum scope
scope_of(const struct rule *rule, const struct rule_example *example)
{
	if (example->scope != SCOPE_COUNT)
		return example->scope;
	if (rule_looks_at(rule, SCOPE_body))
		return SCOPE_body;
	for (unsigned scope = 0; scope < SCOPE_COUNT; scope++)
		if (rule_looks_at(rule, (enum scope)scope))
			return (enum scope)scope;
	return SCOPE_body;
}

/* One text of an example as a part; further ones are attachments if not said. */
static enum rc
match_part(struct match *match, struct arena *arena, const struct rule *rule,
    const struct rule_example *example, uint32_t part, struct err *err)
{
	struct text_run run = {.where = "example"};
	struct text text = {.part = part, .runs = &run, .run_count = 1};

	run.scope = part > 1 && example->scope == SCOPE_COUNT ?
	    SCOPE_attachment : scope_of(rule, example);
	if (run.scope == SCOPE_attachment)
		run.where = "attachment";
	if (example->column.len)
		TRY(normalise_words(arena, example->column, &run.evidence,
		    err));
	TRY(normalise_bytes(arena, example->text, &text, err));
	return match_text(match, &text, err);
}

static enum rc
match_one(struct matcher *matcher, struct arena *arena,
    const struct rule *rule, const struct rule_example *example,
    struct match_result *result, struct err *err)
{
	struct match_options options = {0};
	struct match *match;

	TRY(match_begin(matcher, arena, &options, &match, err));
	/*
	 * Another pack's rule may explain the value better: that is no failure.
	 * A combination and a bundle are made of what the others find.
	 */
	match->only = rule->kind == RULE_COMBINE ||
	    rule->kind == RULE_BUNDLE ? NULL : rule;
	TRY(match_part(match, arena, rule, example, 1, err));
	for (size_t i = 0; i < example->also_count; i++)
		TRY(match_part(match, arena, rule, &example->also[i],
		    (uint32_t)i + 2, err));
	return match_end(match, result, err);
}

static bool
is_mention(const struct finding *finding)
{
	return finding->state == FINDING_MENTION;
}

static void
read_result(const struct rule *rule, const struct match_result *result,
    struct sample_outcome *outcome)
{
	for (size_t i = 0; i < result->finding_count; i++) {
		const struct finding *f = &result->findings[i];

		if (strcmp(f->rule, rule->id) || is_mention(f))
			continue;
		if (rule->kind == RULE_COMBINE) {	/* rows, if enough */
			if (f->state != FINDING_BELOW)
				outcome->confidence = f->confidence;
			outcome->count += f->count;
			continue;
		}
		if (f->confidence > outcome->confidence)
			outcome->confidence = f->confidence;
		outcome->count += f->confidence >= CONFIDENCE_LABEL;
	}
}

static bool
state_is(const struct rule *rule, const struct rule_example *example,
    const struct match_result *result)
{
	if (!example->state || !rule->contract)
		return true;
	return result->contract_count &&
	    !strcmp(result->contracts[0].state, example->state);
}

static void
judge(const struct rule *rule, const struct rule_example *example,
    bool must_match, const struct match_result *result,
    struct sample_outcome *o)
{
	if (!must_match && o->confidence >= CONFIDENCE_LABEL)
		snprintf(o->why, sizeof(o->why), "it must not match but does, "
		    "with confidence %u", o->confidence);
	else if (must_match && o->confidence < CONFIDENCE_LABEL &&
	    !example->confidence)
		snprintf(o->why, sizeof(o->why), "it must match but does not "
		    "(confidence %u)", o->confidence);
	else if (example->confidence && o->confidence != example->confidence)
		snprintf(o->why, sizeof(o->why), "its confidence is %u, not %u",
		    o->confidence, example->confidence);
	else if (example->count && o->count != example->count)
		snprintf(o->why, sizeof(o->why), "it gives %llu values, not %u",
		    (unsigned long long)o->count, example->count);
	else if (must_match && !state_is(rule, example, result))
		snprintf(o->why, sizeof(o->why), "its state is %s, not %s",
		    result->contract_count ? result->contracts[0].state :
		    "none", example->state);
	o->passed = !o->why[0];
}

/* Did a site switch off, or put on trial, what has this name or one below it? */
static bool
is_missing(const struct ruleset *rules, const char *name, bool on_trial)
{
	for (size_t i = 0; i < rules->disabled_count; i++)
		if (rule_is_named(rules->disabled[i], name))
			return true;
	for (size_t i = 0; on_trial && i < rules->rule_count; i++)
		if (rules->rules[i]->mode == RULE_SHADOW &&
		    rule_is_named(rules->rules[i], name))
			return true;
	return false;
}

/*
 * Examples of a combination and of a bundle are found by other rules: where one
 * of these is missing they say nothing.
 */
static bool
is_whole(const struct ruleset *rules, const struct rule *rule)
{
	const struct rule_combine *combine = rule->combine;

	for (size_t n = 0; n < rule->members.count; n++)
		if (is_missing(rules, rule->members.names[n], true))
			return false;
	for (size_t k = 0; combine && k < combine->kind_count; k++)
		for (size_t n = 0; n < combine->kinds[k].count; n++)
			if (is_missing(rules, combine->kinds[k].names[n],
			    false))
				return false;
	return true;
}

enum rc
sample_run(struct matcher *matcher, const struct rule *rule,
    const struct rule_example *example, bool must_match,
    struct sample_outcome *outcome, struct err *err)
{
	struct match_result result = {0};
	struct arena *arena;
	enum rc rc;

	*outcome = (struct sample_outcome){0};
	outcome->passed = must_match && !is_whole(matcher->rules, rule);
	if (outcome->passed)
		return RC_OK;
	arena = arena_new(SAMPLE_BYTES);
	if (!arena)
		return err_set(err, RC_SYSTEM, "no memory to run an example");
	rc = match_one(matcher, arena, rule, example, &result, err);
	if (rc == RC_OK) {
		read_result(rule, &result, outcome);
		judge(rule, example, must_match, &result, outcome);
	}
	arena_free(arena);
	return rc;
}

static enum rc
run_list(struct matcher *matcher, const struct rule *rule,
    const struct rule_example *list, size_t count, bool must_match,
    struct err *err)
{
	struct sample_outcome outcome;

	for (size_t i = 0; i < count; i++) {
		TRY(sample_run(matcher, rule, &list[i], must_match, &outcome,
		    err));
		if (!outcome.passed)
			return err_set(err, RC_CONFIG, "%s:%u: rule %s, %s %zu: "
			    "%s; run \"outmark rules check\"", rule->file,
			    list[i].line, rule->id, must_match ? "example" :
			    "counter-example", i + 1, outcome.why);
	}
	return RC_OK;
}

enum rc
sample_run_all(struct matcher *matcher, struct err *err)
{
	const struct ruleset *rules = matcher->rules;

	for (size_t i = 0; i < rules->rule_count; i++) {
		const struct rule *rule = rules->rules[i];

		TRY(run_list(matcher, rule, rule->examples,
		    rule->example_count, true, err));
		TRY(run_list(matcher, rule, rule->counter_examples,
		    rule->counter_example_count, false, err));
	}
	return RC_OK;
}
