/*
 * tally - findings, distinct counts and labels.
 *
 * A value counts once for a rule in a part and once for a label in the whole
 * message, however often it is repeated.
 */
#include "scanner/match/engine.h"

#include "scanner/match/structure.h"
#include "scanner/match/suppress.h"

enum {
	BELOW_MOST = 200,	/* findings that do not label, for one message */
	CONFIDENCE_NONE = 30,	/* it looks like it and does not count */
};

static enum finding_state
state_of(struct match *match, const struct rule *rule,
    const struct finding *finding)
{
	struct matcher *m = match->matcher;

	if (finding->state == FINDING_MENTION)
		return FINDING_MENTION;
	if (suppress_find(m->rules, rule->id, finding->digest, finding->scope,
	    clock_wall_ms(&m->clock)))
		return FINDING_SUPPRESSED;
	if (finding->confidence < CONFIDENCE_LABEL)
		return FINDING_BELOW;
	return rule->mode == RULE_SHADOW ? FINDING_SHADOW : FINDING_ENFORCED;
}

/* Over the limits a finding is only counted. */
static bool
has_room(struct match *match, enum finding_state state)
{
	if (match->findings.count >= match->matcher->limits.findings ||
	    (state == FINDING_BELOW && match->below >= BELOW_MOST)) {
		match->dropped++;
		return false;
	}
	match->below += state == FINDING_BELOW;
	return true;
}

static void
improve(struct match *match, struct finding *old, const struct finding *new)
{
	if (new->confidence <= old->confidence)
		return;
	if (old->state == FINDING_BELOW && match->below)
		match->below--;
	*old = *new;
}

enum rc
tally_add(struct match *match, const struct rule *rule,
    const struct finding *finding, struct err *err)
{
	struct seen_key key = seen_key(SEEN_FINDING, rule->number,
	    finding->part, finding->digest);
	struct finding one = *finding, *into;
	struct finding *list = match->findings.at;
	size_t number;
	bool is_new;

	one.state = state_of(match, rule, finding);
	if (one.state == FINDING_ENFORCED)
		TRY(bundle_add(match, rule, finding, err));
	number = seen_put(&match->seen, match->arena, key,
	    match->findings.count, &is_new);
	if (number == SIZE_MAX)
		return engine_full(match, err);
	if (!is_new) {
		if (number < match->findings.count && list[number].rule ==
		    rule->id)
			improve(match, &list[number], &one);
		return RC_OK;
	}
	if (!has_room(match, one.state))
		return RC_OK;
	into = vec_push(&match->findings, match->arena, sizeof(*into));
	if (!into)
		return engine_full(match, err);
	*into = one;
	return RC_OK;
}

static enum mask_style
style_of(const struct rule *rule)
{
	if (rule->validator)
		return rule->validator->mask;
	if (rule->structure)
		return rule->structure->mask;
	return rule->kind == RULE_SHAPE ? MASK_LAST_TWO : MASK_LENGTH;
}

enum rc
tally_candidate(struct work *work, const struct candidate *c, struct err *err)
{
	struct match *match = work->match;
	struct finding finding = {
		.rule = c->rule->id, .label = c->rule->label,
		.confidence = c->confidence, .part = work->text->part,
		.where = engine_where(match, c->run), .span = c->span,
		.validator = c->rule->validator ? c->rule->validator->name :
		    NULL,
		.scope = c->run->scope,
	};

	if (c->fate == FATE_SIGNATURE)
		finding.confidence = CONFIDENCE_NONE;
	memcpy(finding.digest, c->digest, sizeof(finding.digest));
	finding.masked = mask_of(style_of(c->rule), slice_sub(work->text->bytes,
	    c->span.start, c->span.end), match->arena);
	if (!finding.masked || !finding.where)
		return engine_full(match, err);
	return tally_add(match, c->rule, &finding, err);
}

/* What stands in the sender's signature is told and does not label. */
static bool
is_told(const struct candidate *candidate)
{
	return candidate->fate == FATE_KEPT ||
	    candidate->fate == FATE_SIGNATURE;
}

/* What labels first, so that the limit on findings cuts what does not. */
enum rc
tally_candidates(struct work *work, struct err *err)
{
	const struct candidate *list = work->candidates.at;

	for (unsigned pass = 0; pass < 2; pass++)
		for (size_t i = 0; i < work->candidates.count; i++)
			if (is_told(&list[i]) &&
			    (list[i].rule->mode != RULE_ELEMENT ||
			    work->match->only == list[i].rule) &&
			    (list[i].confidence >= CONFIDENCE_LABEL) == !pass)
				TRY(tally_candidate(work, &list[i], err));
	for (size_t i = 0; i < work->match->matcher->rules->rule_count; i++)
		work->match->dropped += work->stories[i].over;
	return RC_OK;
}

static bool
counts(const struct finding *finding)
{
	return finding->confidence >= CONFIDENCE_LABEL &&
	    (finding->state == FINDING_ENFORCED ||
	    finding->state == FINDING_SHADOW);
}

static const struct rule *
rule_of(const struct match *match, const struct finding *finding)
{
	return ruleset_find(match->matcher->rules, finding->rule);
}

struct totals {
	uint64_t *message;	/* one for each rule: distinct values */
	uint64_t *part;		/* one for each finding: in its part */
};

/* Distinct values of each rule in the message, and in the part of each finding. */
static enum rc
count_rules(struct match *match, uint64_t *message, struct err *err)
{
	struct finding *list = match->findings.at;
	size_t count = match->findings.count;
	static const unsigned char none[CRYPT_DIGEST_BYTES];
	bool is_new;

	for (size_t i = 0; i < count; i++) {
		const struct rule *rule = rule_of(match, &list[i]);
		size_t number = rule->number, first;

		if (rule->kind == RULE_COMBINE) {	/* counted its rows */
			message[number] = match->persons[number];
			continue;
		}
		if (!counts(&list[i])) {
			list[i].count = 1;
			continue;
		}
		(void)seen_put(&match->seen, match->arena, seen_key(SEEN_RULE,
		    number, 0, list[i].digest), 0, &is_new);
		message[number] += is_new;
		first = seen_put(&match->seen, match->arena, seen_key(SEEN_RULE,
		    number, list[i].part + 1, none), i, &is_new);
		if (first == SIZE_MAX)
			return engine_full(match, err);
		list[first].count++;
	}
	for (size_t i = 0; i < count; i++)
		if (counts(&list[i]) &&
		    rule_of(match, &list[i])->kind != RULE_COMBINE)
			list[i].count = list[seen_put(&match->seen,
			    match->arena, seen_key(SEEN_RULE, rule_of(match,
			    &list[i])->number, list[i].part + 1, none), i,
			    &is_new)].count;
	return RC_OK;
}

static struct label *
label_of(struct vec *labels, struct match *match, const char *id)
{
	struct label *list = labels->at;

	for (size_t i = 0; i < labels->count; i++)
		if (!strcmp(list[i].id, id))
			return &list[i];
	list = vec_push(labels, match->arena, sizeof(*list));
	if (list)
		list->id = id;
	return list;
}

/* How many distinct values of a label each part has is kept in `parts`. */
struct part_count {
	size_t label;
	uint32_t part;
	uint64_t count;
};

static enum rc
count_part(struct match *match, struct vec *parts, struct label *label,
    size_t number, uint32_t part, struct err *err)
{
	struct part_count *list = parts->at;
	size_t i = 0;

	while (i < parts->count && (list[i].label != number ||
	    list[i].part != part))
		i++;
	if (i == parts->count) {
		list = vec_push(parts, match->arena, sizeof(*list));
		if (!list)
			return engine_full(match, err);
		*list = (struct part_count){number, part, 0};
		list = parts->at;
	}
	if (++list[i].count > label->part_count) {
		label->part_count = list[i].count;
		label->part = part;
	}
	return RC_OK;
}

/* Rows of several combinations are much the same rows: the most count. */
static void
add_rows(struct match *match, struct label *label,
    const struct finding *finding)
{
	uint64_t rows = match->persons[rule_of(match, finding)->number];

	if (rows > label->count)
		label->count = rows;
	if (finding->count > label->part_count) {
		label->part_count = finding->count;
		label->part = finding->part;
	}
}

static enum rc
add_to_label(struct match *match, struct vec *labels, struct vec *parts,
    const struct finding *finding, struct err *err)
{
	struct label *label = label_of(labels, match, finding->label);
	size_t number;
	bool is_new;

	if (!label)
		return engine_full(match, err);
	number = (size_t)(label - (struct label *)labels->at);
	if (finding->confidence > label->confidence)
		label->confidence = finding->confidence;
	if (rule_of(match, finding)->kind == RULE_COMBINE) {
		add_rows(match, label, finding);
		return RC_OK;
	}
	if (seen_put(&match->seen, match->arena, seen_key(SEEN_LABEL, number, 0,
	    finding->digest), 0, &is_new) == SIZE_MAX)
		return engine_full(match, err);
	label->count += is_new;
	if (seen_put(&match->seen, match->arena, seen_key(SEEN_LABEL_PART,
	    number, finding->part, finding->digest), 0, &is_new) == SIZE_MAX)
		return engine_full(match, err);
	return is_new ? count_part(match, parts, label, number, finding->part,
	    err) : RC_OK;
}

enum rc
tally_end(struct match *match, struct match_result *result, struct err *err)
{
	struct finding *list = match->findings.at;
	struct vec labels = {0}, parts = {0};
	uint64_t *message = arena_array(match->arena,
	    match->matcher->rules->rule_count + 1, sizeof(*message));

	if (!message)
		return engine_full(match, err);
	TRY(count_rules(match, message, err));
	for (size_t i = 0; i < match->findings.count; i++) {
		const struct rule *rule = rule_of(match, &list[i]);

		if (counts(&list[i]) && message[rule->number] < rule->low)
			list[i].state = FINDING_BELOW;
		if (list[i].state == FINDING_ENFORCED)
			TRY(add_to_label(match, &labels, &parts, &list[i],
			    err));
	}
	result->findings = match->findings.at;
	result->finding_count = match->findings.count;
	result->findings_dropped = match->dropped;
	result->labels = labels.at;
	result->label_count = labels.count;
	return RC_OK;
}
