/*
 * decide - the policy's verdict for one recipient.
 */
#include "lib/policy/decide.h"

#include "lib/policy/direction.h"
#include "lib/policy/sentence.h"

bool
decide_covers(const char *condition, const char *label)
{
	size_t n = strlen(condition);

	return strncmp(condition, label, n) == 0 &&
	    (label[n] == '\0' || label[n] == '.');
}

static bool
decide_counts(const struct policy_label *want, const struct decide_label *l)
{
	return l->confidence >= want->confidence && decide_covers(want->id,
	    l->id);
}

static uint64_t
decide_plus(uint64_t a, uint64_t b)
{
	return a > UINT64_MAX - b ? UINT64_MAX : a + b;
}

/* Values of all covered labels whose fullest part is this one. */
static uint64_t
decide_in_part(const struct decide_facts *facts,
    const struct policy_label *want, uint32_t part)
{
	uint64_t sum = 0;

	for (size_t i = 0; i < facts->label_count; i++)
		if (facts->labels[i].part == part &&
		    decide_counts(want, &facts->labels[i]))
			sum = decide_plus(sum, facts->labels[i].part_count);
	return sum;
}

static bool
decide_label_holds(const struct decide_facts *facts,
    const struct policy_label *want)
{
	uint64_t sum = 0;
	bool any = false;

	for (size_t i = 0; i < facts->label_count; i++) {
		const struct decide_label *l = &facts->labels[i];

		if (!decide_counts(want, l))
			continue;
		any = true;
		sum = decide_plus(sum, l->count);
		if (want->one_part && decide_in_part(facts, want, l->part) >=
		    want->count)
			return true;
	}
	/* A label without counted values, like a marking, counts as one. */
	return any && (want->count <= 1 ||
	    (!want->one_part && sum >= want->count));
}

static bool
decide_labels_hold(const struct decide_facts *facts,
    const struct policy_rule *rule)
{
	size_t i;

	for (i = 0; i < rule->all_labels.count; i++)
		if (!decide_label_holds(facts, &rule->all_labels.rows[i]))
			return false;
	for (i = 0; i < rule->any_label.count; i++)
		if (decide_label_holds(facts, &rule->any_label.rows[i]))
			return true;
	return rule->any_label.count == 0;
}

static bool
decide_in_list(const struct text_list *list, const char *text)
{
	for (size_t i = 0; i < list->count; i++)
		if (strcmp(list->items[i], text) == 0)
			return true;
	return false;
}

static bool
decide_kind_holds(const struct policy_place *want,
    const struct destination *d)
{
	for (size_t i = 0; i < d->kind_count; i++)
		if (decide_in_list(&want->kinds, d->kinds[i]))
			return true;
	return want->kinds.count == 0;
}

static bool
decide_place_holds(const struct policy_place *want, const struct verdict *v)
{
	const struct destination *d = &v->destination;

	if (want->classes != 0 && (want->classes & (1u << d->class)) == 0)
		return false;
	if (want->approved != POLICY_ANY &&
	    (want->approved == POLICY_YES) != v->approved)
		return false;
	if (want->providers.count > 0 &&
	    !decide_in_list(&want->providers, d->provider))
		return false;
	if (want->jurisdictions.count > 0 &&
	    !decide_in_list(&want->jurisdictions, d->jurisdiction))
		return false;
	/* An unknown country is in no list, so it is outside of each. */
	if (want->not_jurisdictions.count > 0 &&
	    decide_in_list(&want->not_jurisdictions, d->jurisdiction))
		return false;
	return d->confidence >= want->confidence &&
	    decide_kind_holds(want, d);
}

static bool
decide_is_named(const struct text_list *people, const struct address *who)
{
	for (size_t i = 0; i < people->count; i++)
		if (address_is(who, people->items[i]))
			return true;
	return people->count == 0;
}

static bool
decide_rule_holds(const struct decide *decide, const struct policy_rule *rule,
    const struct address *sender, const struct address *recipient,
    const struct verdict *v)
{
	if (rule->otherwise)
		return true;
	if (rule->directions != 0 &&
	    (rule->directions & (1u << v->direction)) == 0)
		return false;
	return decide_place_holds(&rule->place, v) &&
	    decide_is_named(&rule->senders, sender) &&
	    decide_is_named(&rule->recipients, recipient) &&
	    decide_labels_hold(decide->facts, rule);
}

/* The exception that lifts this rule here and now, or NULL. */
static const struct policy_exception *
decide_exception(const struct decide *decide, const struct policy_rule *rule,
    const struct address *sender, const struct address *recipient)
{
	for (size_t i = 0; i < decide->policy->exception_count; i++) {
		const struct policy_exception *e =
		    &decide->policy->exceptions[i];

		if (decide->facts->now_ms < e->expires_ms &&
		    decide_in_list(&e->rules, rule->id) &&
		    decide_is_named(&e->senders, sender) &&
		    decide_is_named(&e->recipients, recipient))
			return e;
	}
	return NULL;
}

static void
decide_approve(const struct policy *policy, const struct address *recipient,
    struct verdict *v)
{
	v->approved = v->destination.class == DESTINATION_OWN;
	v->approved_by = v->approved ? "own" : "";
	if (recipient->kind != ADDRESS_DOMAIN)
		return;
	for (size_t i = 0; !v->approved &&
	    i < policy->approved_domains.count; i++)
		if (address_is(recipient, policy->approved_domains.items[i])) {
			v->approved = true;
			v->approved_by = policy->approved_domains.items[i];
		}
	if (!v->approved && decide_in_list(&policy->approved_providers,
	    v->destination.provider)) {
		v->approved = true;
		v->approved_by = v->destination.provider;
	}
}

/* The strictest outcome of the causes, and the cause it comes from. */
static enum action
decide_fault(const struct decide *decide, const struct verdict *v,
    enum cause *worst)
{
	const struct policy_faults *faults = &decide->policy->faults;
	const enum action *outcomes = v->approved ? faults->approved :
	    faults->outcomes;
	enum action action = ACTION_deliver;

	*worst = CAUSE_none;
	if (faults->directions != 0 &&
	    (faults->directions & (1u << v->direction)) == 0)
		return action;
	for (unsigned c = 1; c < CAUSE_END; c++) {
		if ((decide->facts->causes & cause_bit((enum cause)c)) == 0)
			continue;
		if (action_row(outcomes[c])->strictness <=
		    action_row(action)->strictness)
			continue;
		action = outcomes[c];
		*worst = (enum cause)c;
	}
	return action;
}

enum rc
decide_verdict(const struct decide *decide, const struct address *sender,
    const struct address *recipient, struct verdict *v, struct err *err)
{
	const struct policy *policy = decide->policy;
	const struct policy_rule *rule = policy->rules;
	const struct policy_exception *e;
	enum action floor;

	decide_approve(policy, recipient, v);
	v->exception = "";
	for (;; rule++) {
		if (!decide_rule_holds(decide, rule, sender, recipient, v))
			continue;
		e = rule->otherwise ? NULL :
		    decide_exception(decide, rule, sender, recipient);
		if (e == NULL)
			break;
		v->exception = e->id;
	}
	v->action = rule->action;
	v->rule = rule->id;
	v->advice = rule->advice[0] != '\0' ? rule->advice : rule->title;
	floor = decide_fault(decide, v, &v->fault);
	if (action_row(floor)->strictness <=
	    action_row(v->action)->strictness) {
		v->fault = CAUSE_none;
	} else {
		v->action = floor;
		v->rule = cause_name(v->fault);
		v->advice = cause_sentence(v->fault);
	}
	return sentence_write(decide, rule, v, err);
}

enum rc
decide_recipient(const struct decide *decide, const struct envelope *envelope,
    const struct envelope_party *recipient, struct verdict *v,
    struct err *err)
{
	const struct destination_question question = {
		.address = &recipient->address,
		.mailer = recipient->mailer, .host = recipient->host,
		.own_domains = &decide->config->own_domains,
		.catalogue = decide->catalogue, .arena = decide->arena,
	};

	memset(v, 0, sizeof *v);
	v->recipient = recipient->address.given;
	v->direction = direction_of(envelope, &recipient->address,
	    decide->config);
	TRY(destination_find(&question, &v->destination, err));
	return decide_verdict(decide, &envelope->sender.address,
	    &recipient->address, v, err);
}
