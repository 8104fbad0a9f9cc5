/*
 * explain - why a rule spoke, and why it did not.
 *
 * One sentence for each element of each rule that somebody asked about: what
 * was found, how far the nearest word stood, what was short.  Masks only.
 */
#include "scanner/match/engine.h"

#include <stdio.h>

enum {
	SENTENCES_MOST = 4000,
	VALUES_MOST = 20,	/* values told apart for one rule in a part */
	SENTENCE_MOST = 512,
};

bool
explain_wanted(const struct match *match, const struct rule *rule)
{
	if (!match->options.explain ||
	    match->explanations.count >= SENTENCES_MOST)
		return false;
	return !match->options.explain_rule ||
	    !strcmp(match->options.explain_rule, rule->id);
}

enum rc
explain_put(struct match *match, const struct rule *rule, uint32_t part,
    const char *element, bool passed, const char *where, struct err *err,
    const char *format, ...)
{
	struct match_explanation *e = vec_push(&match->explanations,
	    match->arena, sizeof(*e));
	char text[SENTENCE_MOST];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	if (!e)
		return engine_full(match, err);
	e->rule = rule->id;
	e->part = part;
	e->element = element;
	e->passed = passed;
	e->where = where;
	e->sentence = arena_string(match->arena, slice_of(text));
	return e->sentence ? RC_OK : engine_full(match, err);
}

static const char *
what_it_looks_for(const struct rule *rule)
{
	switch (rule->kind) {
	case RULE_SHAPE:
		return "shape";
	case RULE_TEXT:
		return rule->patterns[0].phrase ? "phrases" : "regex";
	case RULE_MARKING:
		return "marking";
	case RULE_CONTRACT:
		return "group";
	case RULE_COLUMN:
		return "column";
	case RULE_STRUCTURE:
		return "structure";
	case RULE_COMBINE:
		return "combination";
	case RULE_DOCUMENT:
		return "group";
	case RULE_BUNDLE:
		return "bundle";
	}
	return "rule";
}

static enum rc
explain_story(struct work *work, const struct rule *rule, struct err *err)
{
	const struct rule_story *s = &work->stories[rule->number];
	struct match *match = work->match;
	const char *what = what_it_looks_for(rule);
	uint32_t part = work->text->part;

	match->rule_hits[rule->number] += s->hits + s->elsewhere;
	if (!s->hits && !s->elsewhere)
		return RC_OK;
	TRY(explain_put(match, rule, part, what, true, NULL, err,
	    "%llu place%s with the %s of this rule",
	    (unsigned long long)s->hits, s->hits == 1 ? "" : "s", what));
	if (s->elsewhere)
		TRY(explain_put(match, rule, part, "scope", false, NULL, err,
		    "%llu of them in a kind of place the rule does not look at",
		    (unsigned long long)s->elsewhere));
	if (s->refused)
		TRY(explain_put(match, rule, part, "validator", false, NULL,
		    err, "%llu of them do not keep the rules of %s",
		    (unsigned long long)s->refused, rule->validator->title));
	if (s->over)
		TRY(explain_put(match, rule, part, "limit", false, NULL, err,
		    "%llu more were only counted (limit rule_hits)",
		    (unsigned long long)s->over));
	return RC_OK;
}

static enum rc
explain_column(struct match *match, const struct candidate *c, uint32_t part,
    const char *where, struct err *err)
{
	const struct rule *rule = c->rule;

	if (c->by_column)
		return explain_put(match, rule, part, "column", true, where,
		    err, "its column or field is named so: raised to %u",
		    rule->evidence.confidence);
	if (c->counter_column)
		return explain_put(match, rule, part, "column", false, where,
		    err, "its column or field says that it is something else: "
		    "lowered to %u", rule->counter.confidence);
	if (c->other_column)
		return explain_put(match, rule, part, "column", false, where,
		    err, "its column or field is named otherwise: one step "
		    "lower, and words of other fields do not count");
	return RC_OK;
}

static enum rc
explain_evidence(struct match *match, const struct candidate *c,
    uint32_t part, const char *where, struct err *err)
{
	const struct rule *rule = c->rule;

	TRY(explain_column(match, c, part, where, err));
	if (c->lowered_at != SIZE_MAX && !c->by_column)
		return explain_put(match, rule, part, "counter_evidence", false,
		    where, err, "a word that speaks against it stands %zu "
		    "characters before it: lowered to %u", c->lowered_at,
		    rule->counter.confidence);
	if (c->raised_at != SIZE_MAX)
		return explain_put(match, rule, part, "evidence", true, where,
		    err, "the nearest word of its list is %zu character%s away "
		    "(at most %zu): raised to %u", c->raised_at,
		    c->raised_at == 1 ? "" : "s", rule->evidence.within, rule->evidence.confidence);
	if (rule->evidence.words.count && !c->by_column)
		return explain_put(match, rule, part, "evidence", false, where,
		    err, "no word of its list within %zu characters: stays at "
		    "%u", rule->evidence.within, c->confidence);
	return RC_OK;
}

static enum rc
explain_fate(struct match *match, const struct candidate *c, uint32_t part,
    const char *mask, const char *where, struct err *err)
{
	const struct rule *rule = c->rule;

	switch (c->fate) {
	case FATE_BEATEN:
		return explain_put(match, rule, part, "collision", false, where,
		    err, "%s is better explained by the rule %s", mask,
		    c->winner->id);
	case FATE_OWN:
		return explain_put(match, rule, part, "own value", false, where,
		    err, "%s is one of the site's own values", mask);
	case FATE_SIGNATURE:
		return explain_put(match, rule, part, "signature", false, where,
		    err, "%s stands in the sender's own signature", mask);
	case FATE_SAME:
	case FATE_KEPT:
		break;
	}
	return explain_put(match, rule, part, "confidence", c->confidence >=
	    CONFIDENCE_LABEL, where, err, "%s: confidence %u%s", mask,
	    c->confidence, c->confidence >= CONFIDENCE_LABEL ? "" :
	    ", too little for a label");
}

static enum rc
explain_candidate(struct work *work, const struct candidate *c,
    struct err *err)
{
	struct match *match = work->match;
	uint32_t part = work->text->part;
	const char *where = engine_where(match, c->run), *mask;

	mask = mask_of(c->rule->validator ? c->rule->validator->mask :
	    c->rule->kind == RULE_SHAPE ? MASK_LAST_TWO : MASK_LENGTH,
	    slice_sub(work->text->bytes, c->span.start, c->span.end),
	    match->arena);
	if (!mask || !where)
		return engine_full(match, err);
	if (c->rule->validator)
		TRY(explain_put(match, c->rule, part, "validator",
		    !c->specimen, where, err, c->specimen ?
		    "%s is a published example of %s: it does not count" :
		    "%s keeps the rules of %s", mask,
		    c->rule->validator->title));
	TRY(explain_evidence(match, c, part, where, err));
	return explain_fate(match, c, part, mask, where, err);
}

enum rc
explain_end(struct match *match, struct err *err)
{
	const struct ruleset *rules = match->matcher->rules;

	for (size_t r = 0; match->options.explain && r < rules->rule_count; r++) {
		const struct rule *rule = rules->rules[r];

		if (explain_wanted(match, rule) && !match->rule_hits[r] &&
		    rule->kind != RULE_CONTRACT)
			TRY(explain_put(match, rule, 0, what_it_looks_for(rule),
			    false, NULL, err, "nothing in the message has the "
			    "%s of this rule", what_it_looks_for(rule)));
	}
	return RC_OK;
}

enum rc
explain_work(struct work *work, struct err *err)
{
	const struct ruleset *rules = work->match->matcher->rules;
	const struct candidate *list = work->candidates.at;

	if (!work->match->options.explain)
		return RC_OK;
	for (size_t r = 0; r < rules->rule_count; r++) {
		const struct rule *rule = rules->rules[r];
		size_t told = 0;

		if (!explain_wanted(work->match, rule) ||
		    rule->kind == RULE_CONTRACT)
			continue;
		TRY(explain_story(work, rule, err));
		for (size_t i = 0; i < work->candidates.count; i++)
			if (list[i].rule == rule && list[i].fate != FATE_SAME &&
			    told++ < VALUES_MOST)
				TRY(explain_candidate(work, &list[i], err));
	}
	return RC_OK;
}
