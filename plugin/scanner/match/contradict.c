/*
 * contradict - markings of one message that do not go together.
 *
 * Compared are levels of one system: what a label says and what the text bears,
 * a banner and its portions, an attachment and the message that brings it, two
 * labels, a reply and what it quotes.  The higher one is where the finding
 * stands.
 */
#include "scanner/match/contradict.h"

#include "scanner/match/engine.h"

/* Where a marking stands, for comparing. */
enum place {
	PLACE_LABEL,	/* a header field or a property */
	PLACE_TEXT,	/* banner, block, subject */
	PLACE_PORTION,
	PLACE_QUOTED,
	PLACES,
};

/* The highest and the lowest of one system at one place. */
struct extent {
	const struct match_marking *high, *low;
};

const char *const *
contradict_names(void)
{
	static const char *const names[] = {
		[CONTRADICT_LABEL] = "label_below_text",
		[CONTRADICT_PORTION] = "banner_below_portion",
		[CONTRADICT_ATTACHMENT] = "attachment_above_message",
		[CONTRADICT_LABELS] = "labels_differ",
		[CONTRADICT_REPLY] = "lowered_in_reply", NULL};

	return names;
}

static bool
is_attached(const struct match_marking *m)
{
	return !strncmp(m->where, "attachment", 10) ||
	    m->scope == SCOPE_attachment;
}

static enum place
place_of(const struct match_marking *m)
{
	if (m->marking.quoted)
		return PLACE_QUOTED;
	if (m->scope == SCOPE_headers || m->scope == SCOPE_metadata)
		return PLACE_LABEL;
	return !strcmp(m->marking.kind, "portion") ? PLACE_PORTION :
	    PLACE_TEXT;
}

static void
widen(struct extent *extent, const struct match_marking *m)
{
	if (!extent->high || m->marking.rank > extent->high->marking.rank)
		extent->high = m;
	if (!extent->low || m->marking.rank < extent->low->marking.rank)
		extent->low = m;
}

static enum rc
find_for(struct match *match, const struct rule *rule,
    const struct match_marking *low, const struct match_marking *high,
    struct err *err)
{
	struct finding finding = {
		.rule = rule->id, .label = rule->label,
		.confidence = rule->formatted, .part = high->part,
		.where = high->where, .span = high->marking.span,
		.scope = high->scope, .state = FINDING_ENFORCED,
	};

	if (!rule_looks_at(rule, high->scope))
		return RC_OK;
	finding.masked = arena_printf(match->arena, "%s at %s below %s",
	    low->marking.level, low->where, high->marking.level);
	if (!finding.masked)
		return engine_full(match, err);
	mask_digest(&match->matcher->key, slice_of(finding.masked),
	    finding.digest);
	return tally_add(match, rule, &finding, err);
}

/* Tell each rule for this kind, when the second really is above the first. */
static enum rc
compare(struct match *match, enum contradict kind,
    const struct match_marking *low, const struct match_marking *high,
    struct err *err)
{
	const struct ruleset *rules = match->matcher->rules;

	if (!low || !high || low->marking.rank >= high->marking.rank)
		return RC_OK;
	for (size_t i = 0; i < rules->rule_count; i++)
		if (rules->rules[i]->contradictions >> kind & 1u)
			TRY(find_for(match, rules->rules[i], low, high, err));
	return RC_OK;
}

/* What one part (or the message outside its attachments) bears. */
static enum rc
compare_within(struct match *match, const struct extent at[PLACES],
    struct err *err)
{
	const struct match_marking *own = at[PLACE_TEXT].high ?
	    at[PLACE_TEXT].high : at[PLACE_LABEL].high;
	const struct match_marking *text = at[PLACE_TEXT].high;

	if (at[PLACE_PORTION].high && (!text ||
	    at[PLACE_PORTION].high->marking.rank > text->marking.rank))
		text = at[PLACE_PORTION].high;
	TRY(compare(match, CONTRADICT_LABEL, at[PLACE_LABEL].high, text, err));
	TRY(compare(match, CONTRADICT_LABELS, at[PLACE_LABEL].low,
	    at[PLACE_LABEL].high, err));
	TRY(compare(match, CONTRADICT_PORTION, at[PLACE_TEXT].high,
	    at[PLACE_PORTION].high, err));
	return compare(match, CONTRADICT_REPLY, own, at[PLACE_QUOTED].high,
	    err);
}

/* The message itself is part 0 here: its header and its bodies. */
static uint32_t
unit_of(const struct match_marking *m)
{
	return is_attached(m) ? m->part : 0;
}

static enum rc
compare_unit(struct match *match, const char *system, uint32_t unit,
    struct extent *whole, struct err *err)
{
	const struct match_marking *list = match->markings.at;
	struct extent at[PLACES] = {{0}};

	for (size_t i = 0; i < match->markings.count; i++)
		if (!list[i].marking.mention && unit_of(&list[i]) == unit &&
		    !strcmp(list[i].marking.system, system)) {
			widen(&at[place_of(&list[i])], &list[i]);
			if (place_of(&list[i]) != PLACE_QUOTED)
				widen(whole, &list[i]);
		}
	return compare_within(match, at, err);
}

/* Units and systems are few: markings are bounded by the limit on findings. */
static bool
is_first(const struct match *match, size_t i)
{
	const struct match_marking *list = match->markings.at;

	for (size_t k = 0; k < i; k++)
		if (unit_of(&list[k]) == unit_of(&list[i]) &&
		    !strcmp(list[k].marking.system, list[i].marking.system))
			return false;
	return true;
}

static enum rc
compare_system(struct match *match, const char *system, struct err *err)
{
	const struct match_marking *list = match->markings.at;
	struct extent message = {0}, attached = {0};

	for (size_t i = 0; i < match->markings.count; i++) {
		uint32_t unit = unit_of(&list[i]);

		if (strcmp(list[i].marking.system, system) ||
		    !is_first(match, i))
			continue;
		TRY(compare_unit(match, system, unit,
		    unit ? &attached : &message, err));
	}
	return compare(match, CONTRADICT_ATTACHMENT, message.high,
	    attached.high, err);
}

enum rc
contradict_find(struct match *match, struct err *err)
{
	const struct match_marking *overall = match->overall.at;

	for (size_t i = 0; i < match->overall.count; i++)
		TRY(compare_system(match, overall[i].marking.system, err));
	return RC_OK;
}
