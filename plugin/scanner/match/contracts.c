/*
 * contracts - is this text a contract, of which kind, and how far is it?
 *
 * A gate of few words says cheaply that a text may be one; only then are phrases
 * looked for.  The groups of evidence are counted once for the text; each rule adds up
 * what they are worth to it (a linear score, so that every point can be told).
 * Reported is the kind whose title stands first, then one that its own words name,
 * then the rule for contracts of unknown kind; others are only explained.
 */
#include "scanner/match/engine.h"

#include <stdlib.h>

#include "scanner/match/contract_measure.h"
#include "scanner/match/contract_place.h"
#include "scanner/match/contract_state.h"
#include "scanner/match/contract_words.h"
#include "scanner/match/wordlist.h"

enum {
	SCORE_MOST = 1000,
	CLOCK_EACH = 1024,
	PHRASES_MOST = 1 << 20,	/* bytes in which phrases are looked for */
	FIELDS_LOOK = 1000,	/* places whose names are read */
	UNTITLED_LEAST = 75,	/* confidence that words without a title need */
	SHARE_LEAST = 25,	/* percent of its words that hint at a kind */
	SHARE_MOST = 100,	/* more words hint no better */
	LINE_MOST = 80,		/* bytes in which two titles are one line */
	UNDER_REACH = 80,	/* bytes from the title of what it is made under */
	BEHIND_ALL = 1 << 24,	/* bytes; no title stands so far */
	CHANCE_LEAST = 64 << 10,	/* bytes that hold any phrase by chance */
};

/* What was found for one group. */
struct group_tally {
	unsigned count;		/* phrases, or places */
	size_t last_end;	/* of the last one that counted */
	struct span first;
};

struct judged {
	const struct rule *rule;
	unsigned speaking;	/* groups that speak for it */
	int points;		/* before they are cut to a score */
	int score;
	struct span title;	/* start SIZE_MAX: none */
	unsigned words;		/* found of the groups that name it when full */
	bool named;		/* one of these is full */
	unsigned share;		/* of the fullest that names or hints, in percent */
	bool worded_against;	/* its wording is not that of contracts */
	bool signers;		/* it has places where all sign */
	size_t order;		/* of its title among those of others */
	unsigned confidence;
};

/* One text on its way to a verdict. */
struct judging {
	struct work *work;
	struct contract_zone zone;
	struct group_tally *tallies;	/* by the group's number */
	bool *counted;			/* by the number of the catalogue's use */
	struct judged *all;		/* by the rule's number */
	unsigned scopes;		/* kinds of place that the text has */
	bool open;			/* a gate let it through */
	struct vec hits;		/* struct hsdb_hit of phrases */
	uint32_t *pattern_hits;
};

/* Headers of pages and properties are titles wherever they stand. */
static bool
is_always_title(const struct text_run *run, const struct rule_group *group)
{
	return group->place == PLACE_TITLE && (run->scope == SCOPE_metadata ||
	    run->flags & TEXT_FLAG_header_footer);
}

/* Could a hit that ends there count for the group?  Its start is not asked. */
static bool
may_count(const struct judging *judging, const struct catalogue_use *use,
    size_t end)
{
	const struct rule_group *group =
	    judging->work->match->matcher->rules->groups[use->group];
	const struct text_run *run = text_run_at(judging->work->text, end - 1);

	if (judging->counted[use->number] && !group->places)
		return false;
	return ((group->scopes >> run->scope) & 1u) &&
	    (is_always_title(run, group) || contract_place_possible(
	    &judging->zone, group->place, end));
}

static void
count_use(struct judging *judging, const struct catalogue_use *use,
    struct span hit)
{
	const struct rule_group *group =
	    judging->work->match->matcher->rules->groups[use->group];
	struct group_tally *tally = &judging->tallies[group->number];
	const struct text_run *run = text_run_at(judging->work->text,
	    hit.end - 1);

	/* A regex may end at several places behind each other. */
	if (judging->counted[use->number] && hit.end == tally->last_end + 1) {
		tally->last_end = hit.end;
		return;
	}
	if (!is_always_title(run, group) && !contract_place_holds(
	    &judging->zone, group->place, hit))
		return;
	if (group->against && group->place == PLACE_TITLE &&
	    contract_place_is_theirs(&judging->zone, hit))
		return;
	if (!tally->count++ || hit.start < tally->first.start)
		tally->first = hit;
	tally->last_end = hit.end;
	judging->counted[use->number] = true;
}

/* A regex of a group: where it begins is looked for only when it may count. */
static void
count_regex(struct judging *judging, const struct hsdb_hit *hit)
{
	const struct matcher *matcher = judging->work->match->matcher;
	const struct catalogue_use *use =
	    matcher->catalogue.texts.uses[hit->pattern];
	struct span span = {SIZE_MAX, hit->end};

	for (; use; use = use->next) {
		if (use->group < 0 || !may_count(judging, use, hit->end))
			continue;
		if (span.start == SIZE_MAX)
			span.start = lookback_start(matcher->look,
			    hit->pattern, judging->work->text->bytes,
			    hit->end);
		if (span.start == SIZE_MAX)
			span.start = hit->end - 1;
		count_use(judging, use, span);
	}
}

/* The phrases that hold this part: which of them stand here? */
static void
count_phrases(struct judging *judging, const struct hsdb_hit *hit)
{
	struct slice text = judging->work->text->bytes;
	const struct catalogue_word *word =
	    judging->work->match->matcher->catalogue.phrases.words[hit->pattern];

	for (; word; word = word->next) {
		const struct catalogue_use *use = word->uses;
		struct span span;

		while (use && !may_count(judging, use, hit->end))
			use = use->next;
		if (!use || !wordlist_around(word->word, word->lead, text,
		    hit->end, &span))
			continue;
		for (; use; use = use->next)
			if (may_count(judging, use, hit->end))
				count_use(judging, use, span);
	}
}

/* Names of fields and elements that a reader gave with the text. */
static unsigned
count_fields(const struct text *text, const struct rule_group *group)
{
	unsigned count = 0;

	for (size_t w = 0; w < group->phrases.count && count < group->full; w++)
		for (size_t i = 0; i < text->run_count && i < FIELDS_LOOK;
		    i++) {
			struct word_list one = {&group->phrases.words[w], 1};

			if (text->runs[i].evidence.len && wordlist_holds(&one,
			    text->runs[i].evidence)) {
				count++;
				break;
			}
		}
	return count;
}

static int
term_points(const struct rule_term *term, unsigned count)
{
	unsigned full = term->group->full;

	return term->points * (int)(count < full ? count : full) / (int)full;
}

/* Could this rule speak, if the text were built as well as can be? */
static bool
may_speak(const struct judging *judging, const struct rule *rule)
{
	const struct rule_contract *contract = rule->contract;
	int points = 0, build = 0;

	for (size_t t = 0; rule->kind == RULE_CONTRACT &&
	    t < contract->term_count; t++) {
		const struct rule_term *term = &contract->terms[t];
		unsigned count = judging->tallies[term->group->number].count;

		if (term->points > 0 && ((term->group->measure &&
		    !term->group->measure->wording) ||
		    term->group->place == PLACE_FIELD))
			build += term->points;
		else if (term->points > 0)
			points += term_points(term, count);
	}
	/* The build alone says nothing; half of the score must be words. */
	return rule->kind == RULE_CONTRACT &&
	    2 * points >= (int)contract->steps[0].score &&
	    points + build >= (int)contract->steps[0].score;
}

/* What does not count beside something else that was found. */
static void
forgive(struct judging *judging)
{
	const struct ruleset *rules = judging->work->match->matcher->rules;

	for (size_t g = 0; g < rules->group_count; g++) {
		const struct rule_group *unless = rules->groups[g]->unless;

		if (unless && judging->tallies[unless->number].count)
			judging->tallies[g].count = 0;
	}
}

/* Groups that no phrase is for; only where the phrases found are enough for it. */
static enum rc
measure(struct judging *judging, struct err *err)
{
	const struct ruleset *rules = judging->work->match->matcher->rules;
	const struct text *text = judging->work->text;
	bool wanted = judging->work->match->options.explain;

	for (size_t i = 0; i < rules->rule_count && !wanted; i++)
		wanted = may_speak(judging, rules->rules[i]);
	for (size_t g = 0; wanted && g < rules->group_count; g++) {
		const struct rule_group *group = rules->groups[g];

		if (group->measure && group->measure->count)
			judging->tallies[g].count =
			    group->measure->count(text->bytes,
			    group->full);
		if (group->place == PLACE_FIELD)
			judging->tallies[g].count = count_fields(text, group);
	}
	forgive(judging);
	return engine_in_time(judging->work->match, err);
}

static void
note_names(struct judged *j, const struct rule_group *group,
    const struct group_tally *tally)
{
	if ((group->place == PLACE_TITLE || group->place == PLACE_TITLE_PART) &&
	    !group->against && group->own &&
	    tally->first.start < j->title.start)
		j->title = tally->first;
	if (!group->names_if_full && !group->hints)
		return;
	j->words += tally->count;
	j->named = j->named || (group->names_if_full &&
	    tally->count >= group->full);
	if (tally->count >= group->full)
		j->share = SHARE_MOST;
	else if (tally->count * SHARE_MOST / group->full > j->share)
		j->share = tally->count * SHARE_MOST / group->full;
}

/*
 * Where a title stands among those of others: behind them all, if it only refers
 * to another agreement.  On one line the rule for one kind goes before the one for
 * all others.
 */
static size_t
order_of(const struct judging *judging, const struct judged *j)
{
	size_t start = j->title.start;

	if (start == SIZE_MAX)
		return start;
	if (contract_place_is_reference(&judging->zone, j->title))
		start += BEHIND_ALL;
	start++;		/* settle_under() may put one before it */
	return j->rule->contract->last_resort ? start + LINE_MOST : start;
}

/*
 * The history of a program speaks of amendments and signatures somewhere in its many
 * pages.  In a long text without a title, phrases count only with the wording, or
 * with the lines that its parties sign: those stand nowhere by chance, and so a
 * contract below many pages of something else is still one.
 */
static bool
is_chance(const struct judging *judging, const struct judged *j)
{
	return j->title.start == SIZE_MAX && j->worded_against && !j->signers &&
	    judging->work->text->bytes.len >= CHANCE_LEAST;
}

static void
judge(const struct judging *judging, struct judged *j)
{
	const struct rule_contract *contract = j->rule->contract;

	for (size_t t = 0; t < contract->term_count; t++) {
		const struct rule_term *term = &contract->terms[t];
		const struct group_tally *tally =
		    &judging->tallies[term->group->number];

		if (!tally->count)
			continue;
		j->points += term_points(term, tally->count);
		j->speaking += term->points > 0;
		j->worded_against = j->worded_against || (term->group->measure &&
		    term->group->measure->wording < 0);
		j->signers = j->signers || (term->group->measure &&
		    term->group->measure->hands &&
		    tally->count >= term->group->full);
		note_names(j, term->group, tally);
	}
	if (contract->last_resort && j->title.start != SIZE_MAX)
		j->named = contract_place_is_named(&judging->zone, j->title);
	j->order = order_of(judging, j);
	j->score = j->points < 0 ? 0 : j->points;
	j->score = j->score > SCORE_MOST ? SCORE_MOST : j->score;
	if (j->speaking < contract->least_groups ||
	    !(j->rule->scopes & judging->scopes) ||
	    !judging->open || !may_speak(judging, j->rule) ||
	    is_chance(judging, j))
		return;
	for (size_t s = 0; s < contract->step_count; s++)
		if ((unsigned)j->score >= contract->steps[s].score)
			j->confidence = contract->steps[s].confidence;
}

/* Signs of groups that are shared or of this rule. */
static const char *
state_of(const struct judging *judging, const struct judged *j)
{
	const struct rule_contract *contract = j->rule->contract;
	unsigned shown[SHOWS_COUNT];

	memcpy(shown, judging->work->match->cover, sizeof(shown));
	for (size_t t = 0; t < contract->term_count; t++)
		shown[contract->terms[t].group->shows] +=
		    judging->tallies[contract->terms[t].group->number].count;
	return contract_state(judging->work->text, shown, contract->signers);
}

/*
 * A subject, or a text that is no contract, speaks of one that comes with it: that
 * it is to be signed, was signed by all, or is a draft.
 */
static void
note_cover(const struct judging *judging)
{
	const struct ruleset *rules = judging->work->match->matcher->rules;
	unsigned *cover = judging->work->match->cover;

	for (size_t g = 0; g < rules->group_count; g++) {
		enum group_shows shows = rules->groups[g]->shows;

		if (shows == SHOWS_OFFER)
			shows = SHOWS_SENT;
		if (!rules->groups[g]->own && (shows == SHOWS_SENT ||
		    shows == SHOWS_COMPLETED || shows == SHOWS_DRAFT))
			cover[shows] += judging->tallies[g].count;
	}
}

static enum rc
report(struct judging *judging, const struct judged *j, struct err *err)
{
	struct work *work = judging->work;
	struct match *match = work->match;
	const char *state = state_of(judging, j);
	/* Where its title stands; the first text of a part is its file name. */
	const struct text_run *run = j->title.start == SIZE_MAX ?
	    &work->text->runs[work->text->run_count - 1] :
	    text_run_at(work->text, j->title.start);
	struct finding finding = {
		.rule = j->rule->id, .label = j->rule->label,
		.confidence = j->confidence, .part = work->text->part,
		.where = engine_where(match, run),
		.span = {0, work->text->bytes.len}, .scope = run->scope,
	};
	struct contract *contract = vec_push(&match->contracts, match->arena,
	    sizeof(*contract));

	finding.masked = arena_printf(match->arena, "%s, score %d, %s",
	    j->rule->contract->kind, j->score, state);
	if (!contract || !finding.masked || !finding.where)
		return engine_full(match, err);
	*contract = (struct contract){work->text->part,
	    j->rule->contract->kind, (unsigned)j->score, state};
	mask_digest(&match->matcher->key, slice_sub(work->text->bytes, 0, 4096),
	    finding.digest);
	return tally_add(match, j->rule, &finding, err);
}

/* How many of a group, and what they give; of words, what they are worth. */
static enum rc
explain_group(struct work *work, const struct rule *rule,
    const struct rule_term *term, unsigned count, struct err *err)
{
	const struct rule_group *group = term->group;
	bool good = (count > 0) == (term->points >= 0);

	if (group->measure && group->measure->wording)
		return explain_put(work->match, rule, work->text->part, "group",
		    good, NULL, err, "group %s: its words are worth %u points "
		    "of at most %u%s: %+d points", group->id, count,
		    group->full, term->points < 0 ? " against a contract" : "",
		    term_points(term, count));
	return explain_put(work->match, rule, work->text->part, "group", good,
	    NULL, err, "group %s: %u found, %u give all of its %+d points: "
	    "%+d points", group->id, count, group->full, term->points,
	    term_points(term, count));
}

/* What is measured for explaining alone changes no verdict: see may_speak. */
static enum rc
explain_groups(struct judging *judging, const struct judged *j,
    struct err *err)
{
	const struct rule_contract *contract = j->rule->contract;
	struct work *work = judging->work;

	if (!explain_wanted(work->match, j->rule))
		return RC_OK;
	for (size_t t = 0; t < contract->term_count; t++) {
		const struct rule_term *term = &contract->terms[t];
		unsigned count = judging->tallies[term->group->number].count;

		if (!count && !term->group->own)
			continue;
		TRY(explain_group(work, j->rule, term, count, err));
	}
	if (j->title.start != SIZE_MAX)
		TRY(explain_put(work->match, j->rule, work->text->part,
		    "title", true, NULL, err, "its title stands at %zu to %zu "
		    "of the text, %zu in order%s", j->title.start,
		    j->title.end, j->order, j->named ?
		    " and names a kind" : ""));
	return explain_put(work->match, j->rule, work->text->part, "score",
	    j->confidence >= CONFIDENCE_LABEL, NULL, err, "score %d of 1000 "
	    "with %u groups for it (needs %u groups and score %u): confidence "
	    "%u%s", j->score, j->speaking, contract->least_groups,
	    contract->steps[0].score, j->confidence, j->title.start !=
	    SIZE_MAX || j->named ? "" : "; nothing names this kind");
}

static enum rc
prepare(struct judging *judging, struct err *err)
{
	struct match *match = judging->work->match;
	const struct ruleset *rules = match->matcher->rules;

	judging->all = engine_room(match, ROOM_CONTRACT_RULES,
	    rules->rule_count + 1, sizeof(*judging->all));
	judging->tallies = engine_room(match, ROOM_CONTRACT_TALLIES,
	    rules->group_count + 1, sizeof(*judging->tallies));
	judging->counted = engine_room(match, ROOM_CONTRACT_COUNTED,
	    match->matcher->catalogue.group_uses + 1, sizeof(bool));
	if (!judging->all || !judging->tallies || !judging->counted)
		return engine_full(match, err);
	for (size_t i = 0; i < judging->work->text->run_count; i++)
		judging->scopes |= 1u << judging->work->text->runs[i].scope;
	for (size_t i = 0; i < rules->rule_count; i++) {
		judging->all[i].rule = rules->rules[i];
		judging->all[i].title.start = SIZE_MAX;
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

enum rank { RANK_OUT, RANK_UNKNOWN, RANK_HINT, RANK_UNKNOWN_TITLE, RANK_WORDS,
	RANK_TITLE };

/* How a rule came to be right: by its title, by its words, or for want of one. */
static enum rank
rank_of(const struct judged *j)
{
	bool titled = j->title.start != SIZE_MAX;

	if (j->confidence < CONFIDENCE_LABEL)
		return RANK_OUT;
	if (titled && j->rule->contract->last_resort && !j->named)
		return RANK_UNKNOWN_TITLE;
	if (titled)
		return RANK_TITLE;
	if (j->confidence < UNTITLED_LEAST)
		return RANK_OUT;
	if (j->rule->contract->last_resort)
		return RANK_UNKNOWN;
	if (j->named)
		return RANK_WORDS;
	return j->share >= SHARE_LEAST ? RANK_HINT : RANK_OUT;
}

static bool
is_better(const struct judged *a, const struct judged *b)
{
	if (rank_of(a) != rank_of(b))
		return rank_of(a) > rank_of(b);
	if (a->order != b->order)
		return a->order < b->order;
	if (a->title.start != SIZE_MAX && a->title.end != b->title.end)
		return a->title.end > b->title.end;
	if (rank_of(a) == RANK_HINT && a->share != b->share)
		return a->share > b->share;
	if (a->words != b->words)
		return a->words > b->words;
	return a->points > b->points;
}

static const struct judged *
best_of(const struct judged *all, size_t count)
{
	const struct judged *best = NULL;

	for (size_t i = 0; i < count; i++)
		if (all[i].rule->kind == RULE_CONTRACT &&
		    rank_of(&all[i]) != RANK_OUT &&
		    (!best || is_better(&all[i], best)))
			best = &all[i];
	return best;
}

/* "Master services and non-disclosure agreement" is both. */
static bool
shares_title(const struct judging *judging, const struct judged *other,
    const struct judged *best)
{
	static const char *const joints[] = {" and", " &", "/", " und", " et",
		" y", " e", " en", NULL};
	const struct judged *first = other->title.start < best->title.start ?
	    other : best, *second = first == best ? other : best;
	struct slice between;

	if (other->rule->kind != RULE_CONTRACT ||
	    other->rule->contract->last_resort ||
	    rank_of(other) != RANK_TITLE || rank_of(best) != RANK_TITLE ||
	    other->title.start == best->title.start ||
	    second->title.start - first->title.start > LINE_MOST)
		return false;
	between = slice_trim(slice_sub(judging->work->text->bytes,
	    first->title.start, second->title.start));
	for (size_t i = 0; joints[i]; i++)
		if (slice_ends_nocase(between, slice_of(joints[i])))
			return true;
	return false;
}

static bool
record(void *own, uint32_t pattern, uint32_t end)
{
	struct judging *judging = own;
	struct match *match = judging->work->match;
	struct hsdb_hit *hit;

	if (judging->pattern_hits[pattern]++ >=
	    match->matcher->limits.rule_hits)
		return true;
	hit = vec_push(&judging->hits, match->arena, sizeof(*hit));
	if (!hit)
		return false;
	*hit = (struct hsdb_hit){pattern, end};
	return true;
}

/* A gate, or a regex of some rule's own, was found; or nothing is a gate. */
static bool
is_open(const struct judging *judging)
{
	const struct ruleset *rules = judging->work->match->matcher->rules;
	bool gated = false;

	for (size_t g = 0; g < rules->group_count; g++) {
		const struct rule_group *group = rules->groups[g];

		gated = gated || group->gate;
		if ((group->gate || group->own) && judging->tallies[g].count)
			return true;
	}
	return !gated;
}

/* How the text is worded is known before any phrase is looked for. */
static enum rc
count_wording(struct judging *judging, struct err *err)
{
	struct match *match = judging->work->match;
	const struct ruleset *rules = match->matcher->rules;
	bool *seen = engine_room(match, ROOM_VOCABULARY,
	    contract_words_count(rules->words) + 1, sizeof(*seen));
	int points;

	if (!seen)
		return engine_full(match, err);
	points = contract_words_points(rules->words, judging->work->text, seen);
	for (size_t g = 0; g < rules->group_count; g++) {
		const struct rule_group *group = rules->groups[g];
		int count = group->measure ? group->measure->wording * points :
		    0;

		if (count > 0)
			judging->tallies[g].count = (unsigned)count <
			    group->full ? (unsigned)count : group->full;
	}
	return RC_OK;
}

static enum rc
scan_phrases(struct judging *judging, struct err *err)
{
	struct match *match = judging->work->match;
	struct hsdb_hit *hits;

	judging->pattern_hits = engine_room(match, ROOM_PHRASE_HITS,
	    match->matcher->catalogue.phrases.count + 1,
	    sizeof(*judging->pattern_hits));
	if (!judging->pattern_hits)
		return engine_full(match, err);
	TRY(keywords_scan(match->matcher->phrases, slice_sub(
	    judging->work->text->bytes, 0, PHRASES_MOST), record, judging,
	    err));
	hits = judging->hits.at;
	if (judging->hits.count)
		qsort(hits, judging->hits.count, sizeof(*hits), by_pattern);
	for (size_t i = 0; i < judging->hits.count; i++) {
		count_phrases(judging, &hits[i]);
		if (i % CLOCK_EACH == 0)
			TRY(engine_in_time(match, err));
	}
	return RC_OK;
}

/*
 * "Master Services Agreement / Statement of Work 3": the header of the agreement
 * that it is made under stands first, but its own title tells the kind.
 */
static void
settle_under(struct judging *judging, struct judged *j)
{
	const struct ruleset *rules = judging->work->match->matcher->rules;

	if (j->rule->kind != RULE_CONTRACT || !j->rule->contract->under ||
	    j->title.start == SIZE_MAX ||
	    !contract_place_is_alone(&judging->zone, j->title) ||
	    contract_place_is_numbered(&judging->zone, j->title.start))
		return;
	for (size_t i = 0; i < rules->rule_count; i++) {
		const struct judged *head = &judging->all[i];

		if (head->rule->kind == RULE_CONTRACT &&
		    !head->rule->contract->under &&
		    !head->rule->contract->last_resort &&
		    head->title.start < j->title.start &&
		    head->title.end <= j->title.start &&
		    slice_find_byte(slice_sub(judging->work->text->bytes,
		    head->title.end, j->title.start), '\n') != SIZE_MAX &&
		    j->title.start - head->title.start <= UNDER_REACH &&
		    head->order <= j->order)
			j->order = head->order - 1;
	}
}

static enum rc
count_all(struct judging *judging, struct err *err)
{
	struct work *work = judging->work;
	struct hsdb_hit *hits = work->hits.at;

	if (work->hits.count)
		qsort(hits, work->hits.count, sizeof(*hits), by_pattern);
	for (size_t i = 0; i < work->hits.count; i++) {
		count_regex(judging, &hits[i]);
		if (i % CLOCK_EACH == 0)
			TRY(engine_in_time(work->match, err));
	}
	TRY(count_wording(judging, err));
	judging->open = is_open(judging);
	if (judging->open || work->match->options.explain)
		TRY(scan_phrases(judging, err));
	return measure(judging, err);
}

enum rc
contracts_find(struct work *work, struct err *err)
{
	size_t rules = work->match->matcher->rules->rule_count;
	struct judging judging = {.work = work};
	const struct judged *best;

	if (!work->text->bytes.len)
		return RC_OK;
	judging.zone = contract_place_zone(work->text);
	TRY(prepare(&judging, err));
	TRY(count_all(&judging, err));
	for (size_t i = 0; i < rules; i++)
		if (judging.all[i].rule->kind == RULE_CONTRACT)
			judge(&judging, &judging.all[i]);
	for (size_t i = 0; i < rules; i++)
		settle_under(&judging, &judging.all[i]);
	for (size_t i = 0; i < rules; i++)
		if (judging.all[i].rule->kind == RULE_CONTRACT)
			TRY(explain_groups(&judging, &judging.all[i], err));
	best = best_of(judging.all, rules);
	if (!best) {
		note_cover(&judging);
		return RC_OK;
	}
	TRY(report(&judging, best, err));
	for (size_t i = 0; i < rules; i++)
		if (&judging.all[i] != best &&
		    shares_title(&judging, &judging.all[i], best))
			TRY(report(&judging, &judging.all[i], err));
	return RC_OK;
}
