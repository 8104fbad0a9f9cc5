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

/* Bare numbers of one text that are all looked at, words or not. */
enum { VALUES_FEW = 4096 };

/*
 * Can a bare number of this shape become anything?  In a text with few of them
 * each is followed to its end, so that it can be explained; in a long table
 * only those whose rule a word or a column of the text could raise.
 */
static bool
wants(void *own, const struct shape *shape)
{
	struct work *work = own;
	struct err err;

	if (!shape->bare)
		return true;
	/* Where asking fails for want of memory, looking will say so. */
	if (!work->speaks && (work->bare_numbers++ < VALUES_FEW ||
	    speak_find(work, &err) != RC_OK))
		return true;
	return work->speaks[shape->user];
}

/*
 * In a long table of bare numbers most lengths are those of rules that nothing in
 * the text could raise.  Which is asked once for each list of shapes, as soon as
 * it is known: then the answer for one shape is the same throughout the text.
 */
static bool
wants_any(void *own, const struct shape *list)
{
	struct work *work = own;
	struct asked *asked = &work->asked[((uintptr_t)list >> 4) %
	    ENGINE_ASKED];

	if (!work->speaks)
		return true;
	if (asked->list != list) {
		asked->list = list;
		asked->wanted = false;
		for (const struct shape *s = list; s && !asked->wanted;
		    s = s->next)
			asked->wanted = wants(own, s);
	}
	return asked->wanted;
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
	struct token_sink sink = {work, on_token, wants, wants_any};

	return matcher->tokens->scan(matcher->shapes, work->text->bytes, &sink,
	    err);
}
