/*
 * sentence - why a verdict is what it is, for a person.
 *
 *   Held: U.S. identity numbers (confidence 85, 3 distinct) would go to
 *   gmail.com (Gmail, US), which is not approved: rule pii-outside.
 */
#include "lib/policy/sentence.h"

#include "base/escape.h"

enum { SENTENCE_MOST = 1024, SENTENCE_LABELS = 3 };

static bool
sentence_is_about(const struct policy_rule *rule, const struct decide_label *l)
{
	const struct policy_labels *lists[] = {&rule->any_label,
		&rule->all_labels};

	for (size_t k = 0; k < 2; k++)
		for (size_t i = 0; i < lists[k]->count; i++)
			if (l->confidence >= lists[k]->rows[i].confidence &&
			    decide_covers(lists[k]->rows[i].id, l->id))
				return true;
	return false;
}

static void
sentence_label(struct buf *out, const struct decide_label *l)
{
	escape_header(out, slice_of(l->title));
	buf_printf(out, " (confidence %u", l->confidence);
	if (l->count > 0)
		buf_printf(out, ", %llu distinct",
		    (unsigned long long)l->count);
	buf_text(out, ")");
}

/* Labels the rule speaks of; false when it speaks of none. */
static bool
sentence_labels(struct buf *out, const struct decide_facts *facts,
    const struct policy_rule *rule)
{
	size_t said = 0, more = 0;

	for (size_t i = 0; i < facts->label_count; i++) {
		if (!sentence_is_about(rule, &facts->labels[i]))
			continue;
		if (said == SENTENCE_LABELS) {
			more++;
			continue;
		}
		buf_text(out, said++ > 0 ? " and " : "");
		sentence_label(out, &facts->labels[i]);
	}
	if (more > 0)
		buf_printf(out, " and %zu more", more);
	return said > 0;
}

static void
sentence_place(struct buf *out, const struct verdict *v)
{
	const struct destination *d = &v->destination;

	if (d->domain[0] != '\0')
		escape_header(out, slice_of(d->domain));
	else
		buf_text(out, "a local name");
	buf_text(out, " (");
	escape_header(out, slice_of(d->provider_name));
	if (d->jurisdiction[0] != '\0')
		buf_printf(out, ", %s", d->jurisdiction);
	buf_text(out, ")");
	if (d->class != DESTINATION_OWN)
		buf_text(out, v->approved ? ", which is approved" :
		    ", which is not approved");
}

static void
sentence_rule(struct buf *out, const struct policy_rule *rule,
    const struct verdict *v)
{
	if (rule->otherwise) {
		buf_text(out, ": no rule of the policy decides otherwise");
	} else {
		buf_printf(out, ": rule %s", rule->id);
	}
	if (v->exception[0] != '\0') {
		buf_text(out, ", with exception ");
		escape_header(out, slice_of(v->exception));
	}
	buf_text(out, ".");
}

static void
sentence_of_fault(struct buf *out, const struct decide *decide,
    const struct verdict *v)
{
	cause_set others = decide->facts->causes & ~cause_bit(v->fault);

	buf_printf(out, "part of the message was not examined (%s",
	    cause_name(v->fault));
	for (unsigned c = 1; c < CAUSE_END; c++)
		if ((others & cause_bit((enum cause)c)) != 0)
			buf_printf(out, ", %s", cause_name((enum cause)c));
	buf_text(out, ") and would go to ");
	sentence_place(out, v);
	buf_printf(out, ": fault %s. %s", cause_name(v->fault),
	    cause_sentence(v->fault));
}

enum rc
sentence_write(const struct decide *decide, const struct policy_rule *rule,
    struct verdict *v, struct err *err)
{
	bool passes = action_row(v->action)->verdict == VERDICT_deliver;
	struct buf out = buf_new(SENTENCE_MOST);

	buf_printf(&out, "%s: ", action_row(v->action)->past);
	if (v->fault != CAUSE_none) {
		sentence_of_fault(&out, decide, v);
	} else {
		if (!sentence_labels(&out, decide->facts, rule))
			buf_text(&out, "the message");
		buf_text(&out, passes ? " may go to " : " would go to ");
		sentence_place(&out, v);
		sentence_rule(&out, rule, v);
	}
	v->sentence = arena_string(decide->arena, buf_slice(&out));
	buf_free(&out);
	return v->sentence != NULL ? RC_OK :
	    arena_full(decide->arena, "The verdict", err);
}
