/*
 * result - making the result of a message, step by step.
 */
#include "lib/result.h"

#include <stdlib.h>

#include "base/escape.h"
#include "lib/policy/decide.h"

enum { RESULT_BYTES = 67108864, RESULT_LINE = 400 };

enum rc
result_new(struct outmark *om, struct outmark_result **result,
    struct err *err)
{
	struct outmark_result *r = calloc(1, sizeof *r);

	if (r == NULL || (r->arena = arena_new(RESULT_BYTES)) == NULL) {
		free(r);
		return err_set(err, RC_LATER, "no memory for a result");
	}
	r->outmark = om;
	r->use = library_use(om);
	r->generation = r->use->generation;
	r->enforced = config_mode(r->use->config) == MODE_ENFORCE;
	r->reply_code = r->reply_class = r->reply_text = r->reason = "";
	r->json = buf_new(RESULT_BYTES);
	incident_id(clock_wall_ms(&om->clock), r->id);
	*result = r;
	return RC_OK;
}

void
outmark_result_free(struct outmark_result *r)
{
	if (r == NULL)
		return;
	library_unuse(r->outmark, r->use);
	answer_free(r->answer);
	arena_free(r->arena);
	buf_free(&r->json);
	free(r);
}

static enum rc
result_facts(struct outmark_result *r, struct decide_facts *facts,
    struct err *err)
{
	const struct answer *a = r->answer;
	struct decide_label *labels = arena_array(r->arena,
	    a->label_count + 1, sizeof *labels);

	if (labels == NULL)
		return arena_full(r->arena, "The result", err);
	for (size_t i = 0; i < a->label_count; i++)
		labels[i] = (struct decide_label){
			.id = a->labels[i].id,
			.title = labels_title(r->generation->labels,
			    a->labels[i].id),
			.confidence = a->labels[i].confidence,
			.count = a->labels[i].count,
			.part = a->labels[i].part,
			.part_count = a->labels[i].part_count,
		};
	*facts = (struct decide_facts){
		.labels = labels, .label_count = a->label_count,
		.causes = a->causes,
		.now_ms = clock_wall_ms(&r->outmark->clock),
	};
	return RC_OK;
}

/* Not examined for a cause outside: the sender would be asked to come again. */
static enum rc
result_set_outside(struct outmark_result *r, struct verdict *v,
    struct err *err)
{
	v->rule = "later";
	v->fault = CAUSE_none;
	v->exception = "";
	v->advice = "Try again later.";
	v->sentence = arena_printf(r->arena, "Not examined, for a cause "
	    "outside of the message: %s.", r->outside.text);
	return v->sentence != NULL ? RC_OK :
	    arena_full(r->arena, "The result", err);
}

static verdict_set
result_kind(const struct outmark_result *r, const struct verdict *v)
{
	if (r->outside.rc != RC_OK)
		return 1u << VERDICT_later;
	return 1u << action_row(v->action)->verdict;
}

/* What was done with a recipient's mail that its own verdict does not say. */
static const char *
result_other_fate(const struct outmark_result *r, const struct verdict *v)
{
	enum verdict_kind own = action_row(v->action)->verdict;

	if (!r->enforced)
		return own == VERDICT_deliver ? "" :
		    "Delivered, because the policy is only observed; enforced "
		    "it would read: ";
	if (r->operation == OUTMARK_HOLD && own != VERDICT_hold)
		return "Held with the other recipients of this message; on "
		    "its own: ";
	if (r->operation == OUTMARK_REJECT && own != VERDICT_reject)
		return "Refused with the other recipients of this message; "
		    "on its own: ";
	return "";
}

static enum rc
result_say_fates(struct outmark_result *r, struct err *err)
{
	for (size_t i = 0; i < r->verdict_count; i++) {
		struct verdict *v = &r->verdicts[i];
		const char *fate = result_other_fate(r, v);

		if (r->outside.rc != RC_OK || fate[0] == '\0')
			continue;
		v->sentence = arena_printf(r->arena, "%s%s", fate,
		    v->sentence);
		if (v->sentence == NULL)
			return arena_full(r->arena, "The result", err);
	}
	return RC_OK;
}

enum rc
result_decide(struct outmark_result *r, const struct envelope *envelope,
    struct err *err)
{
	size_t n = envelope->recipient_count;
	struct decide_facts facts;
	struct decide decide = {
		.policy = r->generation->policy, .config = r->use->config,
		.catalogue = r->generation->catalogue, .facts = &facts,
		.arena = r->arena,
	};
	verdict_set kinds = 0;

	TRY(result_facts(r, &facts, err));
	r->verdicts = arena_array(r->arena, n + 1, sizeof *r->verdicts);
	if (r->verdicts == NULL)
		return arena_full(r->arena, "The result", err);
	for (size_t i = 0; i < n; i++) {
		struct verdict *v = &r->verdicts[i];

		TRY(decide_recipient(&decide, envelope,
		    &envelope->recipients[i], v, err));
		if (r->outside.rc != RC_OK)
			TRY(result_set_outside(r, v, err));
		kinds |= result_kind(r, v);
		r->verdict_count++;
	}
	r->would = operation_of(kinds);
	r->operation = r->enforced ? r->would : OUTMARK_DELIVER;
	return result_say_fates(r, err);
}

/* The first verdict that leads to the operation, or NULL. */
static const struct verdict *
result_deciding(const struct outmark_result *r, enum verdict_kind kind)
{
	for (size_t i = 0; i < r->verdict_count; i++)
		if (action_row(r->verdicts[i].action)->verdict == kind)
			return &r->verdicts[i];
	return NULL;
}

/* A line of ours in printable ASCII, cut where a reply or a log would be. */
static enum rc
result_line(struct outmark_result *r, const char *before, const char *text,
    const char **line, struct err *err)
{
	struct buf out = buf_new(RESULT_LINE);

	buf_printf(&out, "%s %s: ", before, r->id);
	escape_header(&out, slice_sub(slice_of(text), 0,
	    RESULT_LINE - out.len));
	*line = arena_string(r->arena, buf_slice(&out));
	buf_free(&out);
	return *line != NULL ? RC_OK :
	    arena_full(r->arena, "The result", err);
}

static enum rc
result_answer_mta(struct outmark_result *r, struct err *err)
{
	const struct verdict *v;

	switch (r->operation) {
	case OUTMARK_DELIVER:
		return RC_OK;
	case OUTMARK_HOLD:
		v = result_deciding(r, VERDICT_hold);
		return result_line(r, "Outmark", v != NULL ? v->sentence :
		    "Held.", &r->reason, err);
	case OUTMARK_REJECT:
		v = result_deciding(r, VERDICT_reject);
		r->reply_code = "550";
		r->reply_class = "5.7.1";
		return result_line(r, "Refused by mail policy", v != NULL ?
		    v->advice : "", &r->reply_text, err);
	case OUTMARK_TRY_LATER:
		r->reply_code = "451";
		r->reply_class = "4.7.1";
		return result_line(r, "Not examined yet", "Try again later.",
		    &r->reply_text, err);
	}
	return err_set(err, RC_BUG, "there is no such operation");
}

enum rc
result_finish(struct outmark_result *r, const unsigned char *body,
    struct err *err)
{
	TRY(result_answer_mta(r, err));
	return tags_write(r, body, err);
}

const char *
outmark_result_id(const struct outmark_result *r)
{
	return r->id;
}

enum outmark_operation
outmark_result_operation(const struct outmark_result *r)
{
	return r->operation;
}

const char *
outmark_result_reply_code(const struct outmark_result *r)
{
	return r->reply_code;
}

const char *
outmark_result_reply_class(const struct outmark_result *r)
{
	return r->reply_class;
}

const char *
outmark_result_reply_text(const struct outmark_result *r)
{
	return r->reply_text;
}

const char *
outmark_result_reason(const struct outmark_result *r)
{
	return r->reason;
}

size_t
outmark_result_header_count(const struct outmark_result *r)
{
	return r->header_count;
}

const char *
outmark_result_header_name(const struct outmark_result *r, size_t index)
{
	return index < r->header_count ? r->headers[index].name : "";
}

const char *
outmark_result_header_value(const struct outmark_result *r, size_t index)
{
	return index < r->header_count ? r->headers[index].value : "";
}

bool
outmark_result_header_replaces(const struct outmark_result *r, size_t index)
{
	return index < r->header_count && r->headers[index].replaces;
}

size_t
outmark_result_verdict_count(const struct outmark_result *r)
{
	return r->verdict_count;
}

struct outmark_verdict
outmark_result_verdict(const struct outmark_result *r, size_t index)
{
	const struct verdict *v;

	if (index >= r->verdict_count)
		return (struct outmark_verdict){0};
	v = &r->verdicts[index];
	return (struct outmark_verdict){
		.recipient = v->recipient,
		.direction = direction_name(v->direction),
		/* What happens to the whole message happens to each. */
		.action = r->operation == OUTMARK_DELIVER && r->enforced ?
		    action_name(v->action) : operation_name(r->operation),
		.would = r->outside.rc != RC_OK ? "later" :
		    action_name(v->action),
		.policy = v->rule,
		.provider = v->destination.provider,
		.jurisdiction = v->destination.jurisdiction,
		.sentence = v->sentence,
	};
}
