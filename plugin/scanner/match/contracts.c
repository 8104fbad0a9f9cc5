/*
 * contracts - is this text a contract, of which kind, and how far is it?
 *
 * Each group of a rule gives points for each different phrase found in it, up
 * to its most; groups that speak against take points away.  Reported is the kind
 * whose title stands first (and one that shares that title); others are only
 * explained.
 */
#include "scanner/match/engine.h"

#include <stdlib.h>

enum {
	TITLE_LINES = 15,
	TITLE_LINE_MOST = 120,		/* bytes of a line that is a title */
	TITLE_WORDS_MOST = 10,
	HEADING_LINE_MOST = 100,
	LINE_REACH = 256,		/* longer than any title or heading */
	SCORE_MOST = 1000,
	CLOCK_EACH = 1024,
};

/* What was found for one group of one rule. */
struct group_tally {
	unsigned distinct;
	uint32_t last_pattern;
	size_t first;			/* where the first one stands */
};

struct judged {
	const struct rule *rule;
	struct group_tally *groups;
	unsigned speaking;		/* groups that speak for it */
	bool missing;			/* a required group is absent */
	int points;			/* before they are cut to a score */
	int score;
	size_t title;			/* where its title stands, or SIZE_MAX */
	unsigned confidence;
	const char *state;
};

/* The line round an offset; of a longer one only LINE_REACH on each side. */
static struct span
line_of(struct slice text, size_t at)
{
	struct span line = {at, at};

	while (line.start && at - line.start < LINE_REACH &&
	    text.at[line.start - 1] != '\n')
		line.start--;
	while (line.end < text.len && line.end - at < LINE_REACH &&
	    text.at[line.end] != '\n')
		line.end++;
	return line;
}

/* The offset behind the first TITLE_LINES lines that are not empty. */
static size_t
title_end(struct slice text)
{
	struct slice rest = text, line;
	size_t lines = 0;

	while (lines < TITLE_LINES && slice_cut(&rest, '\n', &line))
		lines += slice_trim(line).len > 0;
	return text.len - rest.len;
}

/* "12.3 ", "Article 4.", "Section 2 -", "§ 7 ", "(a) ", "# " or nothing. */
static bool
is_numbering(struct slice before)
{
	static const char *const words[] = {"article", "section", "clause",
		"schedule", "exhibit", "artikel", NULL};

	before = slice_trim(before);
	for (size_t i = 0; words[i]; i++)
		if (slice_starts_nocase(before, slice_of(words[i])))
			before = slice_sub(before, strlen(words[i]), before.len);
	if (before.len > 12)
		return false;
	for (size_t i = 0; i < before.len; i++)
		if (byte_is_alpha(before.at[i]) && before.len > 4)
			return false;
	return true;
}

/* A title is short and no sentence. */
static bool
is_title(struct slice line)
{
	size_t words = 0;

	line = slice_trim(line);
	for (size_t i = 0; i < line.len; i++)
		words += byte_is_space(line.at[i]) != 0;
	return line.len <= TITLE_LINE_MOST && words < TITLE_WORDS_MOST &&
	    line.at[line.len - 1] != '.' && line.at[line.len - 1] != '?';
}

static bool
is_placed(struct slice text, const struct rule_group *group, size_t start,
    size_t end, size_t titles)
{
	struct span line = line_of(text, start);

	if (group->place == PLACE_TITLE)
		return end <= titles && is_title(slice_sub(text, line.start,
		    line.end));
	return line.end - line.start <= HEADING_LINE_MOST &&
	    is_numbering(slice_sub(text, line.start, start));
}

/* Where a hit begins is looked for only when its place matters, once. */
struct place {
	struct work *work;
	const struct hsdb_hit *hit;
	size_t titles;		/* where the title lines end */
	size_t start;		/* SIZE_MAX: not known yet */
};

static bool
hit_is_placed(struct place *place, const struct rule_group *group)
{
	struct slice text = place->work->text->bytes;

	if (group->place == PLACE_ANYWHERE)
		return true;
	if (group->place == PLACE_TITLE && place->hit->end > place->titles)
		return false;
	if (place->start == SIZE_MAX)
		place->start = lookback_start(place->work->match->matcher->look,
		    place->hit->pattern, text, place->hit->end);
	if (place->start == SIZE_MAX)
		place->start = place->hit->end - 1;
	return is_placed(text, group, place->start, place->hit->end,
	    place->titles);
}

static void
count_hit(struct place *place, struct judged *all)
{
	uint32_t pattern = place->hit->pattern, end = place->hit->end;
	const struct catalogue_use *use =
	    place->work->match->matcher->catalogue.texts.uses[pattern];

	for (; use; use = use->next) {
		const struct rule_group *group;
		struct group_tally *tally;

		if (use->group == CATALOGUE_NO_GROUP)
			continue;
		tally = &all[use->rule->number].groups[use->group];
		group = &use->rule->contract->groups[use->group];
		if (tally->last_pattern == pattern + 1 ||
		    !rule_looks_at(use->rule, text_run_at(place->work->text,
		    end - 1)->scope) || !hit_is_placed(place, group))
			continue;
		if (!tally->distinct++ || end < tally->first)
			tally->first = end;
		tally->last_pattern = pattern + 1;
	}
}

static const char *
stronger_state(const char *a, const char *b)
{
	static const char *const order[] = {"executed", "template", "draft",
		NULL};

	for (size_t i = 0; order[i]; i++)
		if ((a && !strcmp(a, order[i])) || (b && !strcmp(b, order[i])))
			return order[i];
	return NULL;
}

static int
group_points(const struct rule_group *group, unsigned distinct)
{
	int points = group->weight * (int)(distinct < 100 ? distinct : 100);

	if (group->weight >= 0)
		return points < group->most ? points : group->most;
	return points > group->most ? points : group->most;
}

static void
judge(struct judged *j)
{
	const struct rule_contract *contract = j->rule->contract;

	for (size_t g = 0; g < contract->group_count; g++) {
		const struct rule_group *group = &contract->groups[g];
		unsigned distinct = j->groups[g].distinct;

		if (group->required && !distinct)
			j->missing = true;
		if (!distinct)
			continue;
		j->points += group_points(group, distinct);
		j->speaking += group->weight > 0;
		if (group->place == PLACE_TITLE && group->weight > 0 &&
		    j->groups[g].first < j->title)
			j->title = j->groups[g].first;
		j->state = stronger_state(j->state, group->state);
	}
	j->score = j->points < 0 ? 0 : j->points;
	j->score = j->score > SCORE_MOST ? SCORE_MOST : j->score;
	if (j->missing || j->speaking < contract->least_groups)
		return;
	for (size_t s = 0; s < contract->step_count; s++)
		if ((unsigned)j->score >= contract->steps[s].score)
			j->confidence = contract->steps[s].confidence;
	if (!j->state)
		j->state = "unsigned";
}

static enum rc
report(struct work *work, const struct judged *j, struct err *err)
{
	struct match *match = work->match;
	/* Where its title stands; the first text of a part is its file name. */
	const struct text_run *run = j->title == SIZE_MAX ?
	    &work->text->runs[work->text->run_count - 1] :
	    text_run_at(work->text, j->title);
	struct finding finding = {
		.rule = j->rule->id, .label = j->rule->label,
		.confidence = j->confidence, .part = work->text->part,
		.where = engine_where(match, run),
		.span = {0, work->text->bytes.len}, .scope = run->scope,
	};
	struct contract *contract = vec_push(&match->contracts, match->arena,
	    sizeof(*contract));

	finding.masked = arena_printf(match->arena, "%s, score %d, %s",
	    j->rule->contract->kind, j->score, j->state);
	if (!contract || !finding.masked || !finding.where)
		return engine_full(match, err);
	*contract = (struct contract){work->text->part,
	    j->rule->contract->kind, (unsigned)j->score, j->state};
	mask_digest(&match->matcher->key, slice_sub(work->text->bytes, 0, 4096),
	    finding.digest);
	return tally_add(match, j->rule, &finding, err);
}

static enum rc
explain_groups(struct work *work, const struct judged *j, struct err *err)
{
	const struct rule_contract *contract = j->rule->contract;

	if (!explain_wanted(work->match, j->rule))
		return RC_OK;
	for (size_t g = 0; g < contract->group_count; g++) {
		const struct rule_group *group = &contract->groups[g];
		unsigned distinct = j->groups[g].distinct;

		TRY(explain_put(work->match, j->rule, work->text->part,
		    "group", (distinct > 0) == (group->weight >= 0), NULL, err,
		    "group %s: %u of %zu phrases found, %+d points%s",
		    group->id, distinct, group->pattern_count, distinct ?
		    group_points(group, distinct) : 0, group->required &&
		    !distinct ? "; the rule needs this group" : ""));
	}
	return explain_put(work->match, j->rule, work->text->part, "score",
	    j->confidence >= CONFIDENCE_LABEL, NULL, err, "score %d of 1000 "
	    "with %u groups for it (needs %u groups and score %u): confidence "
	    "%u", j->score, j->speaking, contract->least_groups,
	    contract->steps[0].score, j->confidence);
}

static enum rc
prepare(struct work *work, struct judged **all, struct err *err)
{
	const struct ruleset *rules = work->match->matcher->rules;
	struct arena *arena = work->match->arena;

	*all = arena_array(arena, rules->rule_count + 1, sizeof(**all));
	if (!*all)
		return engine_full(work->match, err);
	for (size_t i = 0; i < rules->rule_count; i++) {
		const struct rule *rule = rules->rules[i];

		(*all)[i].rule = rule;
		(*all)[i].title = SIZE_MAX;
		if (rule->kind != RULE_CONTRACT)
			continue;
		(*all)[i].groups = arena_array(arena,
		    rule->contract->group_count + 1, sizeof(struct group_tally));
		if (!(*all)[i].groups)
			return engine_full(work->match, err);
	}
	return RC_OK;
}

static int
by_pattern(const void *a, const void *b)
{
	const struct hsdb_hit *x = a, *y = b;

	if (x->pattern != y->pattern)
		return x->pattern < y->pattern ? -1 : 1;
	return (x->end > y->end) - (x->end < y->end);
}

/* The kind whose title stands first; then confidence, then points. */
static bool
is_better(const struct judged *a, const struct judged *b)
{
	if (a->title != b->title)
		return a->title < b->title;
	if (a->confidence != b->confidence)
		return a->confidence > b->confidence;
	return a->points > b->points;
}

static const struct judged *
best_of(const struct judged *all, size_t count)
{
	const struct judged *best = NULL;

	for (size_t i = 0; i < count; i++)
		if (all[i].confidence >= CONFIDENCE_LABEL &&
		    (!best || is_better(&all[i], best)))
			best = &all[i];
	return best;
}

/* "Master services and non-disclosure agreement" is both. */
static bool
shares_title(const struct judged *other, const struct judged *best)
{
	return other->confidence >= CONFIDENCE_LABEL &&
	    other->title != SIZE_MAX &&
	    other->title - best->title < TITLE_LINE_MOST / 2;
}

enum rc
contracts_find(struct work *work, struct err *err)
{
	size_t rules = work->match->matcher->rules->rule_count;
	size_t titles = title_end(work->text->bytes);
	struct hsdb_hit *hits = work->hits.at;
	const struct judged *best;
	struct judged *all;

	if (!work->text->bytes.len)
		return RC_OK;
	TRY(prepare(work, &all, err));
	if (work->hits.count)
		qsort(hits, work->hits.count, sizeof(*hits), by_pattern);
	for (size_t i = 0; i < work->hits.count; i++) {
		struct place place = {work, &hits[i], titles, SIZE_MAX};

		count_hit(&place, all);
		if (i % CLOCK_EACH == 0)
			TRY(engine_in_time(work->match, err));
	}
	for (size_t i = 0; i < rules; i++)
		if (all[i].groups)
			judge(&all[i]);
	for (size_t i = 0; i < rules; i++)
		if (all[i].groups)
			TRY(explain_groups(work, &all[i], err));
	best = best_of(all, rules);
	for (size_t i = 0; best && i < rules; i++)
		if (&all[i] == best || shares_title(&all[i], best))
			TRY(report(work, &all[i], err));
	return RC_OK;
}
