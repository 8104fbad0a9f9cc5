/*
 * structure - the table of all structures.
 */
#include "scanner/match/structure.h"

#define STRUCTURE(name) extern const struct structure structure_##name;
#include "scanner/match/structures.def"
#undef STRUCTURE

static const struct structure *const table[] = {
#define STRUCTURE(name) &structure_##name,
#include "scanner/match/structures.def"
#undef STRUCTURE
};

static const char *const names[] = {
#define STRUCTURE(name) #name,
#include "scanner/match/structures.def"
#undef STRUCTURE
	NULL
};

const struct structure *const *
structures(size_t *count)
{
	*count = sizeof(table) / sizeof(table[0]);
	return table;
}

const struct structure *
structure_find(struct slice name)
{
	for (size_t i = 0; names[i]; i++)
		if (slice_is_text(name, names[i]))
			return table[i];
	return NULL;
}

const char *const *
structure_names(void)
{
	return names;
}

bool
structure_word(const char *const words[], struct slice word)
{
	unsigned char first, last;

	if (!word.len)
		return false;
	first = byte_lower(word.at[0]);
	last = byte_lower(word.at[word.len - 1]);
	/* Each word of each list comes by here: few are compared. */
	for (size_t i = 0; words[i]; i++) {
		struct slice own;

		if (words[i][0] != '*' && (unsigned char)words[i][0] != first)
			continue;
		own = slice_of(words[i]);
		if (own.at[own.len - 1] == last && (words[i][0] == '*' ?
		    slice_ends_nocase(word, slice_sub(own, 1, own.len)) :
		    slice_is_nocase(word, own)))
			return true;
	}
	return false;
}

bool
structure_capital(struct slice text, size_t at)
{
	return at < text.len && ((text.at[at] >= 'A' && text.at[at] <= 'Z') ||
	    text.at[at] >= 0xc3);
}
