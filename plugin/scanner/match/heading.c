/*
 * heading - which rules ask for a column of this name?  See heading.h.
 */
#include "scanner/match/heading.h"

#include "scanner/match/wordlist.h"

enum { SHELVES = 1024 };	/* a power of two */

struct filed_word {
	const struct filed_word *next;	/* on the same shelf */
	struct slice word;
	size_t rule;			/* place in the index */
	bool against;
};

struct heading_index {
	const struct filed_word *shelves[SHELVES];
	const struct rule *const *rules;
	size_t count;
};

/* Between words of a phrase a name may have any of these (wordlist_match()). */
static unsigned char
as_filed(unsigned char byte)
{
	return byte_is_space(byte) || byte == '-' || byte == '_' ? ' ' :
	    byte_lower(byte);
}

/* A word of one letter has a shelf of its own. */
static size_t
shelf_of(struct slice text)
{
	unsigned second = text.len > 1 ? as_filed(text.at[1]) : 0;

	return (as_filed(text.at[0]) * 37u + second) & (SHELVES - 1);
}

static enum rc
file_words(struct arena *arena, struct heading_index *index, size_t rule,
    bool against, struct err *err)
{
	const struct word_list *words = against ?
	    &index->rules[rule]->not_column : &index->rules[rule]->column;

	for (size_t i = 0; i < words->count; i++) {
		struct filed_word *filed = arena_alloc(arena, sizeof(*filed));
		const struct filed_word **shelf =
		    &index->shelves[shelf_of(words->words[i])];

		if (!filed)
			return arena_full(arena, "the names of columns", err);
		*filed = (struct filed_word){*shelf, words->words[i], rule,
		    against};
		*shelf = filed;
	}
	return RC_OK;
}

enum rc
heading_index_open(struct arena *arena, const struct rule *const *rules,
    size_t count, const struct heading_index **index, struct err *err)
{
	struct heading_index *made = arena_alloc(arena, sizeof(*made));

	if (!made)
		return arena_full(arena, "the names of columns", err);
	made->rules = rules;
	made->count = count;
	for (size_t i = 0; i < count; i++) {
		TRY(file_words(arena, made, i, false, err));
		TRY(file_words(arena, made, i, true, err));
	}
	*index = made;
	return RC_OK;
}

/* The words of a shelf that stand at this place of the name. */
static void
take_shelf(const struct filed_word *filed, struct slice name, size_t at,
    struct heading_words *words)
{
	for (; filed; filed = filed->next) {
		size_t *longest = filed->against ? &words[filed->rule].no :
		    &words[filed->rule].yes;

		if (filed->word.len > *longest &&
		    wordlist_match(filed->word, name, at))
			*longest = filed->word.len;
	}
}

size_t
heading_rules(const struct heading_index *index, struct slice name,
    struct heading_words *words, const struct rule **asking)
{
	size_t count = 0;

	memset(words, 0, index->count * sizeof(*words));
	for (size_t at = 0; at < name.len; at++) {
		if (at && byte_is_alnum(name.at[at]) &&
		    byte_is_alnum(name.at[at - 1]))
			continue;	/* inside a word */
		take_shelf(index->shelves[shelf_of(slice_sub(name, at,
		    at + 1))], name, at, words);
		if (at + 1 < name.len)
			take_shelf(index->shelves[shelf_of(slice_sub(name, at,
			    name.len))], name, at, words);
	}
	for (size_t i = 0; i < index->count; i++)
		if (words[i].yes > words[i].no)
			asking[count++] = index->rules[i];
	return count;
}
