/*
 * contradict - markings of one message that do not go together.
 *
 * Compared are levels of one ladder: what a label says and what the text bears,
 * a banner and its portions, an attachment and the message that brings it, two
 * labels, a reply and what it quotes.  The higher one is where the finding
 * stands.  A notice ("markings for training only") contradicts the marking that it
 * makes a mention of.
 */
#include "scanner/match/contradict.h"

#include "scanner/match/engine.h"

/* Where a marking stands, for comparing. */
enum place {
	PLACE_LABEL,	/* a header field, the subject or a property */
	PLACE_TEXT,	/* banner, block */
	PLACE_PORTION,
	PLACE_QUOTED,
	PLACES,
};

/* The highest and the lowest of one ladder at one place. */
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
		[CONTRADICT_REPLY] = "lowered_in_reply",
		[CONTRADICT_NOTICE] = "notice_against_marking", NULL};

	return names;
}

/*
 * Levels that stand on one ladder: CUI and the marks that it replaced are all
 * below CONFIDENTIAL (32 CFR 2002.4: information that is not classified).
 */
static const char *
ladder_of(const struct marking *m)
{
	if (!strcmp(m->system, "us-cui") || !strcmp(m->system, "us-legacy"))
		return "us-classified";
	return m->system;
}

/* One ladder of a message while it is looked at. */
struct climb {
	struct match *match;
	const char *ladder;
	const struct marking_system *system;	/* whose levels are its steps */
};

/*
 * Its step on the ladder, or -1.  A level that several nations share, in a place
 * that names none, stands on each ladder that has it: "SECRET" in a field is
 * below a body that is "UK TOP SECRET".
 */
static int
step_of(const struct climb *climb, const struct match_marking *m)
{
	const struct marking *marking = &m->marking;

	if (!strcmp(marking->system, climb->ladder))
		return (int)marking->rank;
	if (!strcmp(ladder_of(marking), climb->ladder))
		return 0;
	if (strcmp(marking->system, "unspecified") || !climb->system)
		return -1;
	return marking_rank(climb->match->matcher->rules->tables,
	    climb->system, slice_of(marking->level));
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
	/* DoDM 5200.01-V2: it says what the subject's own words are worth. */
	if (!strcmp(m->marking.kind, "portion"))
		return PLACE_PORTION;
	return m->scope == SCOPE_headers || m->scope == SCOPE_metadata ||
	    m->scope == SCOPE_subject ? PLACE_LABEL : PLACE_TEXT;
}

static void
widen(const struct climb *climb, struct extent *extent,
    const struct match_marking *m)
{
	int step = step_of(climb, m);

	if (!extent->high || step > step_of(climb, extent->high))
		extent->high = m;
	if (!extent->low || step < step_of(climb, extent->low))
		extent->low = m;
}

/* What is `low`, and where, against the higher one. */
static enum rc
find_for(struct match *match, const struct rule *rule, const char *low,
    const char *where, const struct match_marking *high, struct err *err)
{
	struct finding finding = {
		.rule = rule->id, .label = rule->label,
		.confidence = rule->formatted, .part = high->part,
		.where = high->where, .span = high->marking.span,
		.scope = high->scope, .state = FINDING_ENFORCED,
	};

	if (!rule_looks_at(rule, high->scope))
		return RC_OK;
	finding.masked = arena_printf(match->arena, "%s at %s below %s", low,
	    where, high->marking.level);
	if (!finding.masked)
		return engine_full(match, err);
	mask_digest(&match->matcher->key, slice_of(finding.masked),
	    finding.digest);
	return tally_add(match, rule, &finding, err);
}

/* Tell each rule for this kind, when the second really is above the first. */
static enum rc
compare(const struct climb *climb, enum contradict kind,
    const struct match_marking *low, const struct match_marking *high,
    struct err *err)
{
	const struct ruleset *rules = climb->match->matcher->rules;

	if (!low || !high || step_of(climb, low) >= step_of(climb, high))
		return RC_OK;
	for (size_t i = 0; i < rules->rule_count; i++)
		if (rules->rules[i]->contradictions >> kind & 1u)
			TRY(find_for(climb->match, rules->rules[i],
			    low->marking.level, low->where, high, err));
	return RC_OK;
}

/* What one part (or the message outside its attachments) bears. */
static enum rc
compare_within(const struct climb *climb, const struct extent at[PLACES],
    struct err *err)
{
	const struct match_marking *own = at[PLACE_TEXT].high ?
	    at[PLACE_TEXT].high : at[PLACE_LABEL].high;
	const struct match_marking *text = at[PLACE_TEXT].high;

	if (at[PLACE_PORTION].high && (!text ||
	    step_of(climb, at[PLACE_PORTION].high) > step_of(climb, text)))
		text = at[PLACE_PORTION].high;
	TRY(compare(climb, CONTRADICT_LABEL, at[PLACE_LABEL].high, text, err));
	TRY(compare(climb, CONTRADICT_LABELS, at[PLACE_LABEL].low,
	    at[PLACE_LABEL].high, err));
	TRY(compare(climb, CONTRADICT_PORTION, at[PLACE_TEXT].high,
	    at[PLACE_PORTION].high, err));
	return compare(climb, CONTRADICT_REPLY, own, at[PLACE_QUOTED].high,
	    err);
}

/* The message itself is part 0 here: its header and its bodies. */
static uint32_t
unit_of(const struct match_marking *m)
{
	return is_attached(m) ? m->part : 0;
}

static enum rc
compare_unit(const struct climb *climb, uint32_t unit, struct extent *whole,
    struct err *err)
{
	const struct match_marking *list = climb->match->markings.at;
	struct extent at[PLACES] = {{0}};

	for (size_t i = 0; i < climb->match->markings.count; i++) {
		const struct match_marking *m = &list[i];

		if (m->marking.mention || unit_of(m) != unit ||
		    step_of(climb, m) < 0)
			continue;
		widen(climb, &at[place_of(m)], m);
		if (place_of(m) != PLACE_QUOTED)
			widen(climb, whole, m);
	}
	return compare_within(climb, at, err);
}

/* Units are few: markings are bounded by MARKINGS_MOST. */
static bool
is_first(const struct match *match, size_t i)
{
	const struct match_marking *list = match->markings.at;

	for (size_t k = 0; k < i; k++)
		if (unit_of(&list[k]) == unit_of(&list[i]))
			return false;
	return true;
}

static enum rc
compare_ladder(struct match *match, const char *ladder, struct err *err)
{
	const struct climb climb = {match, ladder,
	    marking_system_find(slice_of(ladder))};
	const struct match_marking *list = match->markings.at;
	struct extent message = {0}, attached = {0};

	for (size_t i = 0; i < match->markings.count; i++) {
		uint32_t unit = unit_of(&list[i]);

		if (is_first(match, i))
			TRY(compare_unit(&climb, unit, unit ? &attached :
			    &message, err));
	}
	return compare(&climb, CONTRADICT_ATTACHMENT, message.high,
	    attached.high, err);
}

/* Once for each marking that a notice takes back. */
static enum rc
find_notices(struct match *match, struct err *err)
{
	const struct ruleset *rules = match->matcher->rules;
	const struct match_marking *list = match->markings.at;

	for (size_t m = 0; m < match->markings.count; m++)
		for (size_t i = 0; i < rules->rule_count &&
		    list[m].marking.taken_back; i++)
			if (rules->rules[i]->contradictions >>
			    CONTRADICT_NOTICE & 1u)
				TRY(find_for(match, rules->rules[i], "a notice",
				    list[m].where, &list[m], err));
	return RC_OK;
}

enum rc
contradict_find(struct match *match, struct err *err)
{
	const struct match_marking *overall = match->overall.at;

	for (size_t i = 0; i < match->overall.count; i++) {
		const char *ladder = ladder_of(&overall[i].marking);
		bool done = false;

		for (size_t k = 0; k < i; k++)
			done = done || !strcmp(ladder,
			    ladder_of(&overall[k].marking));
		if (!done)
			TRY(compare_ladder(match, ladder, err));
	}
	return find_notices(match, err);
}
