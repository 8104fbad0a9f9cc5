/*
 * match_stub - a matcher that finds nothing, until the engine is in the tree.
 *
 * TEMPORARY: the commit that adds match/match.c to the build removes this file.
 */
#include "scanner/match/match.h"

struct matcher {
	const struct matcher_options *options;
};

struct match {
	struct matcher *matcher;
};

enum rc
matcher_open(const struct matcher_options *options, struct matcher **matcher,
    struct err *err)
{
	static struct matcher one;

	(void)options;
	(void)err;
	*matcher = &one;
	return RC_OK;
}

void
matcher_close(struct matcher *matcher)
{
	(void)matcher;
}

const struct match_pack *
matcher_packs(const struct matcher *matcher, size_t *count)
{
	(void)matcher;
	*count = 0;
	return NULL;
}

const char *
matcher_engine(const struct matcher *matcher)
{
	(void)matcher;
	return "none";
}

const char *
matcher_generation(const struct matcher *matcher)
{
	(void)matcher;
	return "none";
}

enum rc
match_begin(struct matcher *matcher, struct arena *arena,
    const struct match_options *options, struct match **match,
    struct err *err)
{
	(void)options;
	*match = arena_alloc(arena, sizeof **match);
	if (*match == NULL)
		return arena_full(arena, "a match", err);
	(*match)->matcher = matcher;
	return RC_OK;
}

enum rc
match_text(struct match *match, const struct text *text, struct err *err)
{
	(void)match;
	(void)text;
	(void)err;
	return RC_OK;
}

enum rc
match_end(struct match *match, struct match_result *result, struct err *err)
{
	(void)match;
	(void)err;
	*result = (struct match_result){0};
	return RC_OK;
}
