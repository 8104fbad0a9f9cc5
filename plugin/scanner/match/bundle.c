/*
 * bundle - a rule that is found where any of its members is.
 *
 * "Any tax number of a member state" is no shape of its own: the members find
 * the value, and the bundle gives it a second name that one condition of a
 * policy can ask for.  A value that is suppressed for the member, or a member on
 * trial, adds nothing.
 */
#include "scanner/match/engine.h"

/* Members find something themselves. */
static bool
may_be_member(const struct rule *rule)
{
	return rule->kind != RULE_BUNDLE && rule->kind != RULE_COMBINE;
}

static enum rc
add_member(const struct ruleset *rules, const struct bundle_use **uses,
    const struct rule *bundle, const char *name, struct err *err)
{
	bool found = false;

	for (size_t i = 0; i < rules->rule_count; i++) {
		const struct rule *rule = rules->rules[i];
		struct bundle_use *use;

		if (!rule_is_named(rule, name) || !may_be_member(rule))
			continue;
		found = true;
		if (uses[i] && uses[i]->bundle == bundle)
			continue;	/* by its id and by its label */
		use = arena_alloc(rules->arena, sizeof(*use));
		if (!use)
			return arena_full(rules->arena, "the bundles", err);
		*use = (struct bundle_use){uses[i], bundle};
		uses[i] = use;
	}
	if (!found && !ruleset_has_name(rules, name))
		return err_set(err, RC_CONFIG, "%s:%u: rule %s: bundle: there "
		    "is no rule and no label \"%.64s\": write the id of a rule "
		    "that is no bundle and no combination, or a label",
		    bundle->file, bundle->line, bundle->id, name);
	return RC_OK;
}

enum rc
bundle_open(const struct ruleset *rules, const struct bundle_use ***uses,
    struct err *err)
{
	*uses = arena_array(rules->arena, rules->rule_count + 1,
	    sizeof(**uses));
	if (!*uses)
		return arena_full(rules->arena, "the bundles", err);
	for (size_t i = 0; i < rules->rule_count; i++) {
		const struct rule *rule = rules->rules[i];

		for (size_t n = 0; rule->kind == RULE_BUNDLE &&
		    n < rule->members.count; n++)
			TRY(add_member(rules, *uses, rule,
			    rule->members.names[n], err));
	}
	return RC_OK;
}

enum rc
bundle_add(struct match *match, const struct rule *rule,
    const struct finding *finding, struct err *err)
{
	const struct bundle_use *use = match->matcher->bundles[rule->number];

	for (; use; use = use->next) {
		const struct rule *bundle = use->bundle;
		struct finding one = *finding;

		if (!rule_looks_at(bundle, finding->scope))
			continue;
		one.rule = bundle->id;
		one.label = bundle->label;
		match->rule_hits[bundle->number]++;
		TRY(tally_add(match, bundle, &one, err));
		if (explain_wanted(match, bundle))
			TRY(explain_put(match, bundle, finding->part, "bundle",
			    true, finding->where, err, "%s was found by the "
			    "rule %s: confidence %u", finding->masked, rule->id,
			    finding->confidence));
	}
	return RC_OK;
}
