/*
 * combine - what stands together in one row, or near each other.
 *
 * Records come in order and so do candidates: both are walked once.  Of each
 * record are known the candidates in it, the cells below a name that a rule
 * asks for, and names and addresses by their build.
 */
#include "scanner/match/combine.h"

#include <stdlib.h>

#include "scanner/match/engine.h"
#include "scanner/match/structure.h"

enum {
	HEAD_LOOK = 96,		/* bytes of a name of a column */
	HEADINGS = 1024,	/* kept in mind */
	HEADINGS_MOST = 4096,	/* read in one text; others are no columns */
	STRUCTURES_MOST = 64,	/* of one kind in one record */
	WHO_MOST = 4,		/* first name, family name, ... */
	SHOWN_SHARE = 5,	/* of the rows, that part must show some_of ... */
	OTHERS_SHARE = 5,	/* ... and less of all must have none_of */
	TIME_EACH = 4096,	/* records between two looks at the clock */
};

/* What is known of one combination in this text. */
struct state {
	uint32_t mask;		/* kinds in this row, or so far */
	struct span first[COMBINE_KINDS_MOST];	/* in this row, or the last */
	struct span who[WHO_MOST];	/* of the first kind, in this row */
	size_t who_count;
	bool done;		/* counted in this record */
	uint64_t partly;	/* rows with one kind at least */
	uint64_t kind_rows[COMBINE_KINDS_MOST];
	uint64_t complete;	/* rows or places with all it wants */
	uint64_t persons;	/* different ones of them in this part */
	uint64_t persons_new;	/* ... that no part before has */
	uint64_t shown;		/* complete rows with what some_of names */
	uint64_t others;	/* rows with what none_of names */
	struct span span;	/* the first of them */
	const struct text_run *run;
	unsigned char digest[CRYPT_DIGEST_BYTES];
};

/* The rules that ask for a column of this name. */
struct heading {
	struct slice head;
	const struct rule **rules;
	size_t count;
};

struct combining {
	struct work *work;
	const struct combine_table *table;
	struct state *states;
	struct record record;
	size_t next;			/* candidate behind the last record */
	struct heading *headings;	/* by hash of the name */
	struct heading_words *words;	/* room for reading one ... */
	const struct rule **asking;	/* ... and for who asks for it */
	size_t headings_read;
	struct vec extra;		/* struct candidate, of this record */
	size_t town;			/* for towns_have() */
};

static bool
is_complete(const struct rule_combine *combine, uint32_t mask)
{
	return (mask & combine->all_of) == combine->all_of &&
	    (unsigned)__builtin_popcount(mask & combine->any_of) >=
	    combine->least;
}

/*
 * Two rows are the same person when what is named first is the same in both:
 * all of it, as a first name alone is no person.  Where nothing must be there,
 * all kinds tell.
 */
static void
person_digest(const struct combining *c, const struct rule_combine *combine,
    const struct state *state, unsigned char digest[CRYPT_DIGEST_BYTES])
{
	unsigned char room[MASK_CANONICAL_MOST];
	unsigned char all[COMBINE_KINDS_MOST][CRYPT_DIGEST_BYTES];
	const struct span *spans = state->who;
	size_t count = 0, most = state->who_count;

	if (!combine->all_of) {
		spans = state->first;
		most = combine->kind_count;
	}
	for (size_t i = 0; i < most; i++)
		if (combine->all_of || state->mask >> i & 1)
			mask_digest(&c->work->match->matcher->key,
			    mask_canonical(slice_sub(c->work->text->bytes,
			    spans[i].start, spans[i].end), true, room),
			    all[count++]);
	mask_digest(&c->work->match->matcher->key,
	    slice_bytes(all, count * CRYPT_DIGEST_BYTES), digest);
}

/* One row or place that has all that the rule wants. */
static enum rc
count_person(struct combining *c, size_t number, struct span span,
    const struct text_run *run, struct err *err)
{
	struct match *match = c->work->match;
	const struct rule *rule = c->table->rules[number];
	struct state *state = &c->states[number];
	unsigned char digest[CRYPT_DIGEST_BYTES];
	bool in_part, in_message;

	person_digest(c, rule->combine, state, digest);
	if (seen_put(&match->seen, match->arena, seen_key(SEEN_PERSON,
	    rule->number, c->work->text->part + 1, digest), 0, &in_part) ==
	    SIZE_MAX || seen_put(&match->seen, match->arena, seen_key(
	    SEEN_PERSON, rule->number, 0, digest), 0, &in_message) ==
	    SIZE_MAX)
		return engine_full(match, err);
	if (!state->complete++) {
		state->span = span;
		state->run = run;
		memcpy(state->digest, digest, sizeof(digest));
	}
	state->persons += in_part;
	state->persons_new += in_message;
	match->persons[rule->number] += in_message;
	return RC_OK;
}

/* Of the kinds so far those that still are near enough. */
static enum rc
take_near(struct combining *c, size_t number, const struct candidate *hit,
    struct err *err)
{
	const struct rule_combine *combine = c->table->rules[number]->combine;
	struct state *state = &c->states[number];
	struct span span = hit->span;

	for (size_t k = 0; k < combine->kind_count; k++) {
		if (!(state->mask >> k & 1))
			continue;
		if (state->first[k].end + combine->within < hit->span.start)
			state->mask &= ~(1u << k);
		else if (state->first[k].start < span.start)
			span.start = state->first[k].start;
	}
	if (!is_complete(combine, state->mask))
		return RC_OK;
	state->done = true;
	return count_person(c, number, span, hit->run, err);
}

/* The first kind says who it is. */
static void
take_who(struct state *state, const struct rule_combine *combine,
    struct span span)
{
	if (combine->within)
		state->who_count = 0;	/* the nearest is the one */
	if (state->who_count < WHO_MOST)
		state->who[state->who_count++] = span;
}

static enum rc
take_hit(struct combining *c, const struct candidate *hit, struct err *err)
{
	const struct combine_use *use = c->table->uses[hit->rule->number];

	for (; use; use = use->next) {
		const struct rule *rule = c->table->rules[use->rule];
		struct state *state = &c->states[use->rule];
		unsigned kind = (unsigned)__builtin_ctz(use->kind);

		if (state->done || !rule_looks_at(rule, hit->run->scope))
			continue;
		if (kind == 0)
			take_who(state, rule->combine, hit->span);
		if (rule->combine->within || !(state->mask & use->kind))
			state->first[kind] = hit->span;
		state->mask |= use->kind;
		if (rule->combine->within)
			TRY(take_near(c, use->rule, hit, err));
	}
	return RC_OK;
}

/* The row is over: which combinations are complete in it? */
static enum rc
end_row(struct combining *c, struct err *err)
{
	for (size_t i = 0; i < c->table->rule_count; i++) {
		const struct rule_combine *combine =
		    c->table->rules[i]->combine;
		struct state *state = &c->states[i];

		if (combine->within && !state->done)
			continue;	/* what is near may stand in the next */
		if (state->done || !state->mask) {
			state->mask = 0;
			state->done = false;
			continue;
		}
		state->partly++;
		for (size_t k = 0; k < combine->kind_count; k++)
			state->kind_rows[k] += state->mask >> k & 1;
		if (state->mask & combine->none_of &&
		    state->mask & ~combine->none_of) {
			state->others++;
		} else if (is_complete(combine, state->mask)) {
			state->shown += (state->mask & combine->some_of) != 0;
			TRY(count_person(c, i, c->record.span, c->record.run,
			    err));
		}
		state->mask = 0;
		state->who_count = 0;
	}
	return RC_OK;
}

static size_t
heading_slot(struct slice head)
{
	uint64_t hash = 1469598103934665603ull;

	for (size_t i = 0; i < head.len; i++)
		hash = (hash ^ head.at[i]) * 1099511628211ull;
	return (size_t)(hash >> 32) % HEADINGS;
}

/*
 * Which rules ask for this name?  Cells share the names of their columns, so
 * each is read once; a text of nothing but names is not read to its end.
 */
static const struct heading *
heading_of(struct combining *c, struct slice head, struct err *err)
{
	struct match *match = c->work->match;
	size_t columns = c->table->column_count + 1;
	struct heading *heading;

	if (!c->headings) {	/* most texts have no cell */
		c->headings = engine_room(match, ROOM_HEADINGS, HEADINGS,
		    sizeof(*c->headings));
		c->words = engine_room(match, ROOM_HEADING_WORDS, columns,
		    sizeof(*c->words));
		c->asking = engine_room(match, ROOM_HEADING_RULES, columns,
		    sizeof(const struct rule *));
	}
	if (!c->headings || !c->words || !c->asking) {
		(void)!engine_full(match, err);
		return NULL;
	}
	head = slice_sub(head, 0, HEAD_LOOK);
	heading = &c->headings[heading_slot(head)];
	if (heading->head.at && slice_is(heading->head, head))
		return heading;
	*heading = (struct heading){.head = head};
	if (c->headings_read++ >= HEADINGS_MOST)
		return heading;
	heading->count = heading_rules(c->table->headings, head, c->words,
	    c->asking);
	if (!heading->count)
		return heading;
	heading->rules = arena_array(match->arena, heading->count,
	    sizeof(*heading->rules));
	if (!heading->rules) {
		(void)!engine_full(match, err);
		return NULL;
	}
	memcpy(heading->rules, c->asking, heading->count *
	    sizeof(*heading->rules));
	return heading;
}

/* Something that was found here and not by the stages before. */
static enum rc
add_extra(struct combining *c, const struct rule *rule, struct span span,
    struct err *err)
{
	struct work *work = c->work;
	struct rule_story *story = &work->stories[rule->number];
	struct candidate *extra;

	if (!rule_looks_at(rule, c->record.run->scope)) {
		story->elsewhere++;
		return RC_OK;
	}
	if (story->hits++ >= work->match->matcher->limits.rule_hits) {
		story->over++;
		return RC_OK;
	}
	extra = vec_push(&c->extra, work->match->arena, sizeof(*extra));
	if (!extra)
		return engine_full(work->match, err);
	*extra = (struct candidate){.rule = rule, .span = span,
	    .run = c->record.run, .confidence = rule->formatted,
	    .by_column = rule->kind == RULE_COLUMN,
	    .raised_at = SIZE_MAX, .lowered_at = SIZE_MAX};
	return RC_OK;
}

static bool
is_hit(const struct candidate *candidate)
{
	return candidate->fate == FATE_KEPT &&
	    candidate->confidence >= CONFIDENCE_LABEL;
}

/* Does a value that was found stand in this cell, from candidate `*at` on? */
static bool
cell_is_taken(const struct combining *c, struct span cell, size_t *at,
    size_t end)
{
	const struct candidate *list = c->work->candidates.at;

	while (*at < end && list[*at].span.end <= cell.start)
		(*at)++;
	for (size_t i = *at; i < end && list[i].span.start < cell.end; i++)
		if (is_hit(&list[i]))
			return true;
	return false;
}

static enum rc
find_in_cells(struct combining *c, size_t candidates_end, struct err *err)
{
	const struct rule *only = c->work->match->only;
	size_t at = c->next;

	for (size_t i = 0; i < c->record.cell_count; i++) {
		const struct record_cell *cell = &c->record.cells[i];
		const struct heading *heading = heading_of(c, cell->head, err);
		struct slice value = slice_trim(slice_sub(
		    c->work->text->bytes, cell->span.start, cell->span.end));
		struct span span = {(size_t)(value.at -
		    c->work->text->bytes.at), 0};

		if (!heading)
			return err->rc;
		span.end = span.start + value.len;
		if (!heading->count || !value.len || cell_is_taken(c, span,
		    &at, candidates_end))
			continue;
		for (size_t r = 0; r < heading->count; r++)
			if ((!only || only == heading->rules[r]) &&
			    values_check(heading->rules[r], value) ==
			    VALID_YES)
				TRY(add_extra(c, heading->rules[r], span,
				    err));
	}
	return RC_OK;
}

/* What one look finds, for the rules from `first` to `last` that share it. */
static enum rc
find_shared(struct combining *c, size_t first, size_t last, struct err *err)
{
	const struct rule *only = c->work->match->only;
	const struct rule **rules = c->table->structures;
	size_t start = c->record.span.start, at = 0;
	struct slice text = slice_sub(slice_sub(c->work->text->bytes, start,
	    c->record.span.end), 0, STRUCTURE_LOOK);

	for (size_t count = 0; count < STRUCTURES_MOST; count++) {
		struct span span;
		unsigned is = rules[first]->structure->find(text, &at, &span);

		if (!is)
			break;
		span.start += start;
		span.end += start;
		for (size_t i = first; i < last; i++)
			if (is & rules[i]->structure->is &&
			    (!only || only == rules[i]))
				TRY(add_extra(c, rules[i], span, err));
	}
	return RC_OK;
}

static enum rc
find_structures(struct combining *c, struct err *err)
{
	const struct rule **rules = c->table->structures;
	size_t count = c->table->structure_count, last;

	for (size_t i = 0; i < count; i = last) {
		last = i + 1;
		while (last < count && rules[last]->structure->find ==
		    rules[i]->structure->find)
			last++;
		TRY(find_shared(c, i, last, err));
	}
	return RC_OK;
}

static int
by_start(const void *a, const void *b)
{
	const struct candidate *x = a, *y = b;

	if (x->span.start != y->span.start)
		return x->span.start < y->span.start ? -1 : 1;
	return (x->rule->number > y->rule->number) -
	    (x->rule->number < y->rule->number);
}

/* What stands in the record, in order, whoever found it. */
static enum rc
take_all(struct combining *c, size_t end, struct err *err)
{
	const struct candidate *list = c->work->candidates.at;
	struct candidate *extra = c->extra.at;
	size_t at = 0;

	for (size_t i = c->next; i <= end; i++) {
		while (at < c->extra.count && (i == end ||
		    extra[at].span.start < list[i].span.start))
			TRY(take_hit(c, &extra[at++], err));
		if (i < end && is_hit(&list[i]))
			TRY(take_hit(c, &list[i], err));
	}
	return RC_OK;
}

/* A site may make a column or a structure a finding of its own. */
static enum rc
tally_extra(struct combining *c, struct err *err)
{
	struct candidate *extra = c->extra.at;

	for (size_t i = 0; i < c->extra.count; i++) {
		if (extra[i].rule->mode == RULE_ELEMENT &&
		    c->work->match->only != extra[i].rule)
			continue;
		candidate_digest(c->work, &extra[i]);
		if (extra[i].fate == FATE_KEPT)
			TRY(tally_candidate(c->work, &extra[i], err));
	}
	return RC_OK;
}

/*
 * In a list of addresses, could the record have one?  Every form of a postcode has
 * a digit (structure_address.c), and nothing else is looked for there.
 */
static bool
may_have_address(struct combining *c)
{
	struct slice text = slice_sub(c->work->text->bytes,
	    c->record.span.start, c->record.span.end);
	bool list = towns_have(c->work, c->record.span, &c->town);

	for (size_t i = 0; list && i < text.len; i++)
		if (byte_is_digit(text.at[i]))
			return true;
	return false;
}

static enum rc
take_record(struct combining *c, struct err *err)
{
	const struct candidate *list = c->work->candidates.at;
	const struct rule *only = c->work->match->only;
	size_t count = c->work->candidates.count, end, hits = 0;
	bool address = may_have_address(c);

	while (c->next < count &&
	    list[c->next].span.start < c->record.span.start)
		c->next++;
	for (end = c->next; end < count &&
	    list[end].span.start < c->record.span.end; end++)
		hits += is_hit(&list[end]);
	if (!hits && !c->record.cell_count && !only && !address)
		return RC_OK;
	c->extra.count = 0;
	TRY(find_in_cells(c, end, err));
	if (hits || c->extra.count || only || address)
		TRY(find_structures(c, err));
	if (c->extra.count)
		qsort(c->extra.at, c->extra.count, sizeof(struct candidate),
		    by_start);
	TRY(take_all(c, end, err));
	TRY(tally_extra(c, err));
	c->next = end;
	return end_row(c, err);
}

/* Rows of a list that, as a whole, is one of something else count for nothing. */
static void
drop_others(struct combining *c, size_t number)
{
	struct state *state = &c->states[number];
	const struct rule *rule = c->table->rules[number];

	if (state->others * OTHERS_SHARE <= state->complete + state->others &&
	    (!rule->combine->some_of ||
	    state->shown * SHOWN_SHARE >= state->complete))
		return;
	c->work->match->persons[rule->number] -= state->persons_new;
	state->persons = state->persons_new = 0;
}

static enum rc
add_finding(struct combining *c, size_t number, struct err *err)
{
	const struct state *state = &c->states[number];
	const struct rule *rule = c->table->rules[number];
	struct match *match = c->work->match;
	struct finding finding = {
		.rule = rule->id, .label = rule->label,
		.confidence = rule->formatted, .part = c->work->text->part,
		.count = state->persons, .span = state->span,
	};

	if (!state->persons)
		return RC_OK;
	finding.where = engine_where(match, state->run);
	finding.scope = state->run->scope;
	finding.masked = mask_rows(state->persons, match->arena);
	if (!finding.where || !finding.masked)
		return engine_full(match, err);
	memcpy(finding.digest, state->digest, sizeof(finding.digest));
	return tally_add(match, rule, &finding, err);
}

static enum rc
explain_kinds(struct combining *c, const struct rule *rule,
    const struct state *state, struct err *err)
{
	const struct rule_combine *combine = rule->combine;

	for (size_t k = 0; k < combine->kind_count; k++)
		TRY(explain_put(c->work->match, rule, c->work->text->part,
		    "combination", state->kind_rows[k] > 0, NULL, err,
		    "%s%s: in %llu of the %llu rows that have any of it%s",
		    combine->kinds[k].names[0], combine->kinds[k].count > 1 ?
		    " or the like" : "",
		    (unsigned long long)state->kind_rows[k],
		    (unsigned long long)state->partly, combine->all_of >> k &
		    1 ? ", must be there" : combine->none_of >> k & 1 ?
		    ", must not be there" :
		    combine->some_of >> k & 1 ? ", must be there in some" : ""));
	return RC_OK;
}

static enum rc
explain_combination(struct combining *c, size_t number, struct err *err)
{
	const struct state *state = &c->states[number];
	const struct rule *rule = c->table->rules[number];
	struct match *match = c->work->match;
	uint32_t part = c->work->text->part;

	if (!explain_wanted(match, rule))
		return RC_OK;
	match->rule_hits[rule->number] += state->partly + state->complete;
	if (state->partly)
		TRY(explain_kinds(c, rule, state, err));
	if (!state->complete)
		return RC_OK;
	return explain_put(match, rule, part, "counts", match->persons[
	    rule->number] >= rule->low, engine_where(match, state->run), err,
	    "%llu %s with all that it wants, %llu of them different; with "
	    "other parts %llu (a label from %llu on)",
	    (unsigned long long)state->complete, rule->combine->within ?
	    "places" : "rows", (unsigned long long)state->persons,
	    (unsigned long long)match->persons[rule->number],
	    (unsigned long long)rule->low);
}

static enum rc
walk_records(struct combining *c, struct err *err)
{
	struct record_store *store = &c->work->records;

	/* The store keeps no record in which nothing was found. */
	if ((c->work->match->only || !record_store_is_whole(store)) &&
	    !record_store_begin(store, c->work->text, c->work->match->arena))
		return engine_full(c->work->match, err);
	for (size_t i = 1; record_store_second(store, &c->record); i++) {
		TRY(take_record(c, err));
		if (i % TIME_EACH == 0)
			TRY(engine_in_time(c->work->match, err));
	}
	return RC_OK;
}

enum rc
combine_find(struct work *work, struct err *err)
{
	const struct combine_table *table = &work->match->matcher->combine;
	struct arena *arena = work->match->arena;
	struct combining *c;
	bool wanted;

	if (!table->rule_count && !table->column_count &&
	    !table->structure_count)
		return RC_OK;
	TRY(combine_ask(work, &wanted, err));
	if (!wanted)
		return RC_OK;
	c = arena_alloc(arena, sizeof(*c));
	if (!c)
		return engine_full(work->match, err);
	c->work = work;
	c->table = table;
	c->states = engine_room(work->match, ROOM_COMBINE_STATES,
	    table->rule_count + 1, sizeof(*c->states));
	if (!c->states)
		return engine_full(work->match, err);
	TRY(walk_records(c, err));
	for (size_t i = 0; i < table->rule_count; i++) {
		drop_others(c, i);
		TRY(add_finding(c, i, err));
		TRY(explain_combination(c, i, err));
	}
	return RC_OK;
}
