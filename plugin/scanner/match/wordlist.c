/*
 * wordlist - lists of words and phrases, in a rule or in a file of words/.
 */
#include "scanner/match/wordlist.h"

#include "scanner/extract/normalise.h"
#include "scanner/match/vec.h"

enum { WORD_MOST = 200, GAP_MOST = 16 };

/* Lower case, spaces single: in place, the copy is ours. */
static struct slice
squeeze(unsigned char *at, size_t len)
{
	size_t out = 0;

	for (size_t i = 0; i < len; i++) {
		unsigned char byte = byte_is_space(at[i]) ? ' ' :
		    byte_lower(at[i]);

		if (byte == ' ' && (!out || at[out - 1] == ' '))
			continue;
		at[out++] = byte;
	}
	while (out && at[out - 1] == ' ')
		out--;
	return slice_bytes(at, out);
}

static enum rc
add(struct source *source, struct vec *words, struct slice text, size_t least,
    const char **why, struct err *err)
{
	struct slice normal, *word;

	TRY(normalise_words(source->arena, text, &normal, err));
	normal = arena_copy(source->arena, normal);
	if (!normal.at)
		return arena_full(source->arena, "a word list", err);
	normal = squeeze((unsigned char *)(uintptr_t)normal.at, normal.len);
	if (normal.len < least)
		*why = "is too short to be evidence: it would be found everywhere";
	if (normal.len > WORD_MOST)
		*why = "is longer than 200 characters: split it";
	if (*why)
		return RC_OK;
	word = vec_push(words, source->arena, sizeof(*word));
	if (!word)
		return arena_full(source->arena, "a word list", err);
	*word = normal;
	return RC_OK;
}

static enum rc
add_lines(struct source *source, const char *path, size_t least,
    struct vec *words, struct err *err)
{
	struct slice text, line;
	unsigned number = 0;

	TRY(source_file(source, path, &text, err));
	while (slice_cut(&text, '\n', &line)) {
		const char *why = NULL;

		number++;
		line = slice_trim(line);
		if (!line.len || line.at[0] == '#')
			continue;
		TRY(add(source, words, line, least, &why, err));
		if (why)
			return err_set(err, RC_CONFIG, "%s:%u:1: \"%.*s\" %s",
			    path, number, (int)(line.len < 40 ? line.len : 40),
			    (const char *)line.at, why);
	}
	return RC_OK;
}

static enum rc
add_file(struct source *source, const struct yaml *node, const char *name,
    size_t least, struct vec *words, struct err *err)
{
	const char *path = NULL;

	if (strstr(name, ".."))
		return yaml_wrong(node, err, "a word file lies in words/: "
		    "write its name without \"..\"");
	if (source->site)
		path = source_path(source, source->site, name);
	if (!path || !source_has(path))
		path = source_path(source, source->shipped, name);
	if (!path)
		return arena_full(source->arena, "a file name", err);
	if (!source_has(path))
		return yaml_wrong(node, err, "there is no file \"%.100s\" in "
		    "the rules folder: write the name of one in words/", name);
	return add_lines(source, path, least, words, err);
}

static enum rc
add_item(struct source *source, const struct yaml *node, size_t least,
    struct vec *words, struct err *err)
{
	const char *text, *why = NULL;

	TRY(yaml_string(node, &text, err));
	if (slice_starts(slice_of(text), slice_of("words/")))
		return add_file(source, node, text, least, words, err);
	TRY(add(source, words, slice_of(text), least, &why, err));
	if (why)
		return yaml_wrong(node, err, "\"%.40s\" %s", text, why);
	return RC_OK;
}

enum rc
wordlist_read(struct source *source, const struct yaml *node, size_t least,
    struct word_list *words, struct err *err)
{
	struct vec found = {0};

	TRY(yaml_is_list(node, err));
	if (node->kind == YAML_SCALAR)
		TRY(add_item(source, node, least, &found, err));
	for (const struct yaml *item = node->first; item; item = item->next)
		TRY(add_item(source, item, least, &found, err));
	if (!found.count)
		return yaml_wrong(node, err, "the list is empty: write at "
		    "least one word, or leave the block out");
	*words = (struct word_list){found.at, found.count};
	return RC_OK;
}

size_t
wordlist_match(struct slice word, struct slice text, size_t start)
{
	if (word.len > text.len - start)
		return 0;
	for (size_t i = 0; i < word.len; i++) {
		unsigned char byte = text.at[start + i];

		if (word.at[i] == ' ' ? !byte_is_space(byte) && byte != '-' &&
		    byte != '_' : byte_lower(byte) != word.at[i])
			return 0;
	}
	if (start && byte_is_alnum(word.at[0]) &&
	    byte_is_alnum(text.at[start - 1]))
		return 0;
	if (start + word.len < text.len &&
	    byte_is_alnum(word.at[word.len - 1]) &&
	    byte_is_alnum(text.at[start + word.len]))
		return 0;
	return start + word.len;
}

/* One space of a phrase in the text: spaces, line ends, dashes. */
static bool
is_gap(unsigned char byte)
{
	return byte_is_space(byte) || byte == '-';
}

/* Backwards from `at` over the last bytes of `word`; where it began. */
static bool
match_back(struct slice word, struct slice text, size_t *at)
{
	for (size_t i = word.len; i > 0; i--) {
		size_t gap = *at;

		while (word.at[i - 1] == ' ' && *at && gap - *at < GAP_MOST &&
		    is_gap(text.at[*at - 1]))
			--*at;
		if (word.at[i - 1] == ' ' ? gap == *at : !*at ||
		    byte_lower(text.at[--*at]) != word.at[i - 1])
			return false;
	}
	return true;
}

static bool
match_forward(struct slice word, struct slice text, size_t *at)
{
	for (size_t i = 0; i < word.len; i++) {
		size_t gap = *at;

		while (word.at[i] == ' ' && *at < text.len &&
		    *at - gap < GAP_MOST && is_gap(text.at[*at]))
			++*at;
		if (word.at[i] == ' ' ? gap == *at : *at >= text.len ||
		    byte_lower(text.at[(*at)++]) != word.at[i])
			return false;
	}
	return true;
}

/* German and Dutch join nouns: "Wohnraummietvertrag" is a "Mietvertrag". */
bool
wordlist_joins(struct slice word)
{
	static const char *const ends[] = {"vertrag", "vereinbarung",
		"overeenkomst", NULL};

	for (size_t i = 0; ends[i]; i++)
		if (slice_ends_nocase(word, slice_of(ends[i])))
			return true;
	return false;
}

bool
wordlist_around(struct slice word, size_t lead, struct slice text, size_t at,
    struct span *span)
{
	*span = (struct span){at, at};
	if (!match_back(slice_sub(word, 0, lead), text, &span->start) ||
	    !match_forward(slice_sub(word, lead, word.len), text, &span->end))
		return false;
	if (span->start && byte_is_alnum(word.at[0]) && !wordlist_joins(word) &&
	    byte_is_alnum(text.at[span->start - 1]))
		return false;
	return span->end == text.len ||
	    !byte_is_alnum(word.at[word.len - 1]) ||
	    !byte_is_alnum(text.at[span->end]);
}

size_t
wordlist_longest(const struct word_list *words, struct slice text)
{
	size_t longest = 0;

	for (size_t w = 0; w < words->count; w++) {
		size_t len = words->words[w].len;

		for (size_t at = 0; len > longest && at + len <= text.len; at++)
			if (byte_lower(text.at[at]) == words->words[w].at[0] &&
			    wordlist_match(words->words[w], text, at))
				longest = len;
	}
	return longest;
}

bool
wordlist_holds(const struct word_list *words, struct slice text)
{
	return wordlist_longest(words, text) > 0;
}
