/*
 * values - tier B: tokens of a shape, checked by the rule's validator.
 */
#include "scanner/match/engine.h"

enum validity
values_check(const struct rule *rule, struct slice value)
{
	unsigned char room[MASK_CANONICAL_MOST];
	bool whole = slice_find_byte(value, '@') != SIZE_MAX;

	if (!rule->validator)
		return VALID_YES;
	if (rule->validator->raw)
		return rule->validator->check(value);
	return rule->validator->check(mask_canonical(value, whole, room));
}

/* Bare numbers of one text whose rules are all asked, words or not. */
enum { VALUES_FEW = 512 };

/* Can a value of this shape become a label, by itself or by a word of the text? */
static bool
is_wanted(const struct work *work, const struct shape *shape)
{
	const struct rule *rule =
	    work->match->matcher->rules->rules[shape->user];

	return work->speaks[shape->user] || (shape->bare ? rule->bare :
	    rule->formatted) >= CONFIDENCE_LABEL;
}

/* The shapes of a list that can become anything, kept for the next value. */
static const struct shape_list *
choose_wanted(struct work *work, const struct shape_list *list)
{
	struct arena *arena = work->match->arena;
	struct shape_list *chosen;

	if (!work->chosen)
		work->chosen = engine_room(work->match, ROOM_CHOSEN,
		    shape_lists(work->match->matcher->shapes),
		    sizeof(*work->chosen));
	if (!work->chosen || work->chosen[list->number])
		return work->chosen ? work->chosen[list->number] : list;
	chosen = arena_alloc(arena, sizeof(*chosen));
	if (chosen)
		chosen->at = arena_array(arena, list->count + 1,
		    sizeof(*list->at));
	if (!chosen || !chosen->at)
		return list;
	for (size_t i = 0; i < list->count; i++)
		if (is_wanted(work, list->at[i]))
			chosen->at[chosen->count++] = list->at[i];
	work->chosen[list->number] = chosen;
	return chosen;
}

static bool
none_wanted(struct work *work, const struct shape_list *list)
{
	return !list || !choose_wanted(work, list)->count;
}

/* Which numbers can become nothing in this text? */
static void
note_quiet(struct work *work)
{
	const struct shape_table *shapes = work->match->matcher->shapes;
	struct token_quiet *quiet = &work->quiet;

	quiet->phone = none_wanted(work, shape_built_in(shapes, SHAPE_PHONE));
	for (size_t n = 1; n < TOKEN_QUIET; n++)
		quiet->digits[n] = none_wanted(work, shape_at(shapes,
		    shape_first(shapes, n, SHAPE_DIGIT), '0', '0')) &&
		    (quiet->phone || n < TOKEN_PHONE_LEAST ||
		    n > TOKEN_PHONE_MOST);
}

/*
 * Can a value of these shapes become anything?  In a text with few numbers each is
 * followed to its end, so that it can be explained; in a long table only those
 * whose rule a word or a column of the text could raise, which is the same
 * throughout the text.
 */
static const struct shape_list *
choose(void *own, const struct shape_list *list)
{
	struct work *work = own;
	struct err err;

	if (!work->speaks) {
		work->bare_numbers += list->bare;
		/* Where asking fails for want of memory, looking will say so. */
		if (work->bare_numbers <= VALUES_FEW ||
		    speak_find(work, &err) != RC_OK)
			return list;
		note_quiet(work);
	}
	return choose_wanted(work, list);
}

static enum rc
on_token(void *own, const struct token *token, struct err *err)
{
	struct work *work = own;
	const struct rule *rule =
	    work->match->matcher->rules->rules[token->shape->user];
	enum validity validity = values_check(rule, slice_sub(
	    work->text->bytes, token->span.start, token->span.end));
	struct rule_story *story = &work->stories[rule->number];

	if (validity == VALID_NO) {
		story->hits++;
		story->refused++;
		return RC_OK;
	}
	return engine_candidate(work, rule, token->span, token->shape->bare,
	    validity == VALID_SPECIMEN && !rule->count_specimens, err);
}

enum rc
values_find(struct work *work, struct err *err)
{
	const struct matcher *matcher = work->match->matcher;
	struct token_sink sink = {work, on_token, choose, &work->quiet};

	return matcher->tokens->scan(matcher->shapes, work->text->bytes, &sink,
	    err);
}
