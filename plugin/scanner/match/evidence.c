/*
 * evidence - tier C: words near a candidate decide how sure we are.
 *
 * Words are looked for only in windows round candidates that could use them.
 * A column's header or a form's label speaks before the words around: a value
 * in a column named otherwise is not raised by its neighbours.  A word that
 * speaks against counts when it stands before the value on the same line and
 * nearer than any word that speaks for it.
 */
#include "scanner/match/engine.h"
#include "scanner/match/near.h"
#include "scanner/match/wordlist.h"

#include <stdlib.h>

/* Words of one rule found in the windows. */
struct rule_words {
	bool wanted[2];		/* a candidate asks for these words */
	struct vec spans[2];	/* struct span: for, against */
	size_t widest[2];
	struct slice header;	/* of the column last asked about */
	size_t header_for;	/* the longest word for the rule in it */
	bool header_against;
};

enum {
	LABEL_REACH = 40,	/* a label stands this near on the line of its value */
	WORD_REACH = 64,	/* a word may begin before the reach */
	WINDOW_GAP = 512,	/* a scan that begins costs as much as this */
};

struct weighing {
	struct work *work;
	struct rule_words *rules;	/* one for each */
	struct vec windows;		/* struct span */
	size_t base;			/* where the window starts */
	struct vec hits;		/* struct hsdb_hit; ends are absolute */
};

static bool
record(void *own, uint32_t word, uint32_t end)
{
	struct weighing *w = own;
	struct hsdb_hit *hit = vec_push(&w->hits, w->work->match->arena,
	    sizeof(*hit));

	if (!hit)
		return false;
	*hit = (struct hsdb_hit){word, (uint32_t)(w->base + end)};
	return true;
}

static bool
can_use_words(const struct rule *rule)
{
	return rule->evidence.words.count || rule->counter.words.count;
}

static size_t
reach_of(const struct rule *rule)
{
	return rule->evidence.within > rule->counter.within ?
	    rule->evidence.within : rule->counter.within;
}

static enum rc
scan_window(struct weighing *w, struct span window, struct err *err)
{
	struct slice text = w->work->text->bytes;

	w->base = window.start;
	return keywords_scan(w->work->match->matcher->words,
	    slice_sub(text, window.start, window.end), record, w, err);
}

/* Candidates are in order of start; windows near each other are one. */
static enum rc
make_windows(struct weighing *w, struct err *err)
{
	const struct candidate *list = w->work->candidates.at;
	size_t length = w->work->text->bytes.len;
	struct span *window = NULL;

	for (size_t i = 0; i < w->work->candidates.count; i++) {
		size_t reach = reach_of(list[i].rule) + WORD_REACH;
		struct span span = list[i].span;
		size_t start, end;

		if (!can_use_words(list[i].rule))
			continue;
		start = span.start > reach ? span.start - reach : 0;
		end = span.end + reach < length ? span.end + reach : length;
		if (!window || start > window->end + WINDOW_GAP) {
			window = vec_push(&w->windows, w->work->match->arena,
			    sizeof(*window));
			if (!window)
				return engine_full(w->work->match, err);
			*window = (struct span){start, end};
		}
		/* A rule that looks further may begin before the one before. */
		window->start = start < window->start ? start : window->start;
		window->end = end > window->end ? end : window->end;
	}
	return RC_OK;
}

/* Does a part that ends here lie in a window, from `*at` on or before? */
static bool
in_window(const struct weighing *w, size_t end, size_t *at)
{
	const struct span *windows = w->windows.at;

	while (*at > 0 && end <= windows[*at - 1].end)
		(*at)--;
	while (*at < w->windows.count && windows[*at].end < end)
		(*at)++;
	return *at < w->windows.count && windows[*at].start < end;
}

/* The words in the windows; those that were heard need not be looked for again. */
static enum rc
find_words(struct weighing *w, struct err *err)
{
	const struct work *work = w->work;
	const struct hsdb_hit *heard = work->words.at;
	const struct span *windows = w->windows.at;
	size_t at = 0;

	if (!work->speaks || work->words_lost) {
		for (size_t i = 0; i < w->windows.count; i++)
			TRY(scan_window(w, windows[i], err));
		return RC_OK;
	}
	for (size_t i = 0; i < work->words.count; i++)
		if (in_window(w, heard[i].end, &at) &&
		    !record(w, heard[i].pattern, heard[i].end))
			return engine_full(work->match, err);
	return RC_OK;
}

static enum rc
keep_span(struct weighing *w, const struct catalogue_use *use,
    struct span span, struct err *err)
{
	struct rule_words *words = &w->rules[use->rule->number];
	struct span *into = vec_push(&words->spans[use->counter],
	    w->work->match->arena, sizeof(*into));

	if (!into)
		return engine_full(w->work->match, err);
	*into = span;
	if (span.end - span.start > words->widest[use->counter])
		words->widest[use->counter] = span.end - span.start;
	return RC_OK;
}

static int
by_start(const void *a, const void *b)
{
	const struct span *x = a, *y = b;

	if (x->start != y->start)
		return x->start < y->start ? -1 : 1;
	return (x->end < y->end) - (x->end > y->end);	/* longer ones first */
}

/* A word whose part was found: if all of it stands there, its rules have it. */
static enum rc
take_word(struct weighing *w, const struct catalogue_word *word, size_t end,
    struct err *err)
{
	const struct catalogue_use *use = word->uses;
	struct span span;

	if (end < word->lead)
		return RC_OK;
	span.start = end - word->lead;
	span.end = wordlist_match(word->word, w->work->text->bytes, span.start);
	for (; span.end && use; use = use->next)
		if (w->rules[use->rule->number].wanted[use->counter])
			TRY(keep_span(w, use, span, err));
	return RC_OK;
}

static enum rc
distribute(struct weighing *w, struct err *err)
{
	const struct matcher *matcher = w->work->match->matcher;
	const struct catalogue_list *list = &matcher->catalogue.words;
	const struct hsdb_hit *hits = w->hits.at;

	for (size_t i = 0; i < w->hits.count; i++) {
		const struct catalogue_word *word = list->words[hits[i].pattern];

		for (; word; word = word->next)
			TRY(take_word(w, word, hits[i].end, err));
	}
	for (size_t i = 0; i < matcher->rules->rule_count; i++)
		for (size_t side = 0; side < 2; side++)
			if (w->rules[i].spans[side].count)
				qsort(w->rules[i].spans[side].at,
				    w->rules[i].spans[side].count,
				    sizeof(struct span), by_start);
	return RC_OK;
}

static unsigned
one_step_down(unsigned confidence)
{
	if (confidence > 65)
		return confidence - 10;
	return confidence;
}

/* The name a candidate stands below, as its reader told it. */
static void
name_by_run(const struct text *text, struct candidate *c)
{
	c->head = c->run->evidence;
	c->cell = (struct span){c->run->start, text->bytes.len};
	if (c->run + 1 < text->runs + text->run_count)
		c->cell.end = c->run[1].start;
}

/* Candidates from `at` on that stand in a cell of this row of a pasted table. */
static void
name_by_row(const struct record *record, struct candidate *list, size_t at,
    size_t count)
{
	for (size_t i = 0; i < record->cell_count; i++) {
		const struct record_cell *cell = &record->cells[i];

		while (at < count && list[at].span.start < cell->span.start)
			at++;
		for (; at < count && list[at].span.start < cell->span.end;
		    at++) {
			if (list[at].head.len)
				continue;
			list[at].head = cell->head;
			list[at].cell = cell->span;
		}
	}
}

static bool
ends_cell(unsigned char byte)
{
	return memchr("\n\t;|,", byte, 5) != NULL;
}

/* Does the value fill a cell?  In prose hardly any does. */
static bool
is_alone(struct slice text, struct span span)
{
	while (span.start > 0 && (text.at[span.start - 1] == ' ' ||
	    text.at[span.start - 1] == '"'))
		span.start--;
	while (span.end < text.len && (text.at[span.end] == ' ' ||
	    text.at[span.end] == '"'))
		span.end++;
	return (span.start == 0 || ends_cell(text.at[span.start - 1])) &&
	    (span.end == text.len || ends_cell(text.at[span.end]));
}

/* Values with wide gaps round them stand in columns too. */
static bool
is_in_gap(struct slice text, struct span span)
{
	return (span.start > 1 && text.at[span.start - 1] == ' ' &&
	    text.at[span.start - 2] == ' ') || (span.end + 1 < text.len &&
	    text.at[span.end] == ' ' && text.at[span.end + 1] == ' ');
}

/* What is each candidate's column named?  Both lists are in order. */
static enum rc
name_columns(struct work *work, struct err *err)
{
	struct candidate *list = work->candidates.at;
	size_t count = work->candidates.count, at = 0, town = 0;
	struct record record = {.cell_count = 0};
	bool table = false;

	for (size_t i = 0; i < count; i++) {
		name_by_run(work->text, &list[i]);
		table = table || (!list[i].head.len &&
		    (is_alone(work->text->bytes, list[i].span) ||
		    is_in_gap(work->text->bytes, list[i].span)));
	}
	if (!table)
		return RC_OK;
	if (!record_store_begin(&work->records, work->text,
	    work->match->arena))
		return engine_full(work->match, err);
	while (at < count && record_store_first(&work->records, &record)) {
		while (at < count && list[at].span.start < record.span.start)
			at++;
		if (record.pasted)
			name_by_row(&record, list, at, count);
		if (record.cell_count || (at < count &&
		    list[at].span.start < record.span.end) ||
		    towns_have(work, record.span, &town))
			record_store_keep(&work->records, &record,
			    work->match->arena);
	}
	return RC_OK;
}

/* Every cell of a column has the same header: read it once. */
static void
read_header(struct rule_words *words, const struct rule *rule,
    struct slice header)
{
	if (words->header.at == header.at && words->header.len == header.len)
		return;
	words->header = header;
	words->header_for = wordlist_longest(&rule->evidence.words, header);
	words->header_against = wordlist_holds(&rule->counter.words, header);
}

static void
weigh_column(struct weighing *w, struct candidate *c)
{
	struct rule_words *words = &w->rules[c->rule->number];
	struct slice header = slice_sub(c->head, 0, EVIDENCE_HEADER_MOST);

	if (!header.len)
		return;
	read_header(words, c->rule, header);
	c->raised_by = words->header_for;
	if (words->header_for)
		c->by_column = true;
	else if (words->header_against)
		c->counter_column = true;
	else if (c->rule->evidence.words.count)
		c->other_column = true;
}

/*
 * "VAT no. 4711\nPhone 4712": the word behind the value begins the next line, and
 * the value has words of its own on its line.  It names what stands behind it.
 */
static bool
names_next_line(struct slice text, struct span value, struct span word)
{
	size_t at = value.end, start = value.start;

	if (word.start < value.end)
		return false;
	while (at < word.start && text.at[at] != '\n' &&
	    !byte_is_alnum(text.at[at]))
		at++;
	if (at == word.start || text.at[at] != '\n')
		return false;
	while (at < word.start && byte_is_space(text.at[at]))
		at++;
	if (at < word.start)
		return false;
	while (start > 0 && text.at[start - 1] != '\n' &&
	    value.start - start < LABEL_REACH) {
		start--;
		if (byte_is_alpha(text.at[start]) || text.at[start] >= 0x80)
			return true;
	}
	return false;
}

/* The nearest word that may speak for it. */
static size_t
word_for(const struct weighing *w, const struct rule_words *words,
    const struct candidate *c)
{
	const struct span *spans = words->spans[0].at;
	size_t within = c->rule->evidence.within;
	size_t at = near_find(spans, words->spans[0].count, words->widest[0],
	    c->span, within);

	if (at == SIZE_MAX ||
	    !names_next_line(w->work->text->bytes, c->span, spans[at]))
		return at;
	at = near_before(spans, words->spans[0].count, c->span);
	return at != SIZE_MAX && near_distance(spans[at], c->span) <= within ?
	    at : SIZE_MAX;
}

/* The nearest word for it, within reach, and within its cell if it has one. */
static void
weigh_for(struct weighing *w, struct candidate *c)
{
	struct rule_words *words = &w->rules[c->rule->number];
	const struct span *spans = words->spans[0].at;
	size_t at = word_for(w, words, c);

	if (at == SIZE_MAX)
		return;
	if ((c->other_column || c->counter_column) &&
	    (spans[at].start < c->cell.start || spans[at].end > c->cell.end))
		return;
	c->raised_at = near_distance(spans[at], c->span);
	if (!c->by_column)
		c->raised_by = spans[at].end - spans[at].start;
}

/* The nearest word against it: before it, same line, nearer than those for it. */
static void
weigh_against(struct weighing *w, struct candidate *c)
{
	const struct matcher *matcher = w->work->match->matcher;
	struct rule_words *words =
	    &w->rules[matcher->catalogue.against[c->rule->number]];
	const struct span *spans = words->spans[1].at;
	size_t at = near_before(spans, words->spans[1].count, c->span);
	struct slice between;

	if (at == SIZE_MAX)
		return;
	between = slice_sub(w->work->text->bytes, spans[at].end, c->span.start);
	if (between.len > c->rule->counter.within ||
	    slice_find_byte(between, '\n') != SIZE_MAX ||
	    between.len >= c->raised_at)
		return;
	c->lowered_at = between.len;
}

static void
decide(struct candidate *c)
{
	const struct rule *rule = c->rule;

	c->confidence = c->bare ? rule->bare : rule->formatted;
	if (c->other_column)
		c->confidence = one_step_down(c->confidence);
	if (c->by_column || c->raised_at != SIZE_MAX)
		c->confidence = rule->evidence.confidence;
	if (c->counter_column || (c->lowered_at != SIZE_MAX && !c->by_column))
		c->confidence = rule->counter.confidence;
	if (c->specimen)
		c->confidence = 30;
}

static void
want_words(struct weighing *w, size_t rule)
{
	const struct matcher *matcher = w->work->match->matcher;

	w->rules[rule].wanted[0] = true;
	w->rules[matcher->catalogue.against[rule]].wanted[1] = true;
}

static int
candidate_order(const void *a, const void *b)
{
	const struct candidate *x = a, *y = b;

	if (x->span.start != y->span.start)
		return x->span.start < y->span.start ? -1 : 1;
	if (x->span.end != y->span.end)
		return x->span.end > y->span.end ? -1 : 1;
	return (x->rule->number > y->rule->number) -
	    (x->rule->number < y->rule->number);
}

enum rc
evidence_weigh(struct work *work, struct err *err)
{
	struct matcher *matcher = work->match->matcher;
	struct weighing w = {.work = work};
	struct candidate *list = work->candidates.at;

	if (!work->candidates.count)
		return RC_OK;
	qsort(list, work->candidates.count, sizeof(*list), candidate_order);
	w.rules = engine_room(work->match, ROOM_RULE_WORDS,
	    matcher->rules->rule_count, sizeof(*w.rules));
	if (!w.rules)
		return engine_full(work->match, err);
	TRY(name_columns(work, err));
	for (size_t i = 0; i < work->candidates.count; i++)
		want_words(&w, list[i].rule->number);
	TRY(make_windows(&w, err));
	TRY(find_words(&w, err));
	TRY(distribute(&w, err));
	for (size_t i = 0; i < work->candidates.count; i++) {
		list[i].raised_at = list[i].lowered_at = SIZE_MAX;
		weigh_column(&w, &list[i]);
		weigh_for(&w, &list[i]);
		weigh_against(&w, &list[i]);
		decide(&list[i]);
	}
	return RC_OK;
}
