/*
 * contract_words - is a text worded as contracts are?  See contract_words.h.
 *
 * A word here is two letters or more of a to z and of UTF-8 sequences of two bytes
 * (the letters of Europe): train_contracts.py cuts words alike.
 */
#include "scanner/match/contract_words.h"

#include <stdlib.h>

enum {
	HEAD = 16000,		/* bytes that are looked at: the first ... */
	TAIL = 3000,		/* ... and the last */
	WORD_LEAST = 2,
	WORD_MOST = 24,		/* bytes; a longer word is none */
	KNOWN_LEAST = 64,	/* a text with fewer known words counts as so many */
	POINTS_MOST = 1000000,
	WORDS_MOST = 65536,
};

struct entry {
	struct slice word;	/* empty: none */
	int points;
	uint32_t number;
	uint32_t hash;
};

struct contract_words {
	struct entry *table;
	uint32_t mask;		/* places of the table less one */
	uint32_t count;
};

/* Sum and number of the different words of one text. */
struct wording {
	const struct contract_words *words;
	bool *seen;		/* by the number of the word */
	int64_t sum;
	uint64_t known;
};

/* A letter that begins at `at`: 1 or 2 bytes; 0: none. */
static size_t
letter_len(struct slice text, size_t at)
{
	if (byte_is_alpha(text.at[at]))
		return 1;
	return text.at[at] >= 0xc3 && text.at[at] <= 0xdf &&
	    at + 1 < text.len && (text.at[at + 1] & 0xc0) == 0x80 ? 2 : 0;
}

/* FNV-1a over the word in lower case. */
static uint32_t
hash_of(struct slice word)
{
	uint32_t hash = 2166136261u;

	for (size_t i = 0; i < word.len; i++)
		hash = (hash ^ byte_lower(word.at[i])) * 16777619u;
	return hash;
}

static struct entry *
place_of(const struct contract_words *words, struct slice word)
{
	uint32_t hash = hash_of(word), at = hash & words->mask;

	while (words->table[at].word.len && (words->table[at].hash != hash ||
	    !slice_is_nocase(words->table[at].word, word)))
		at = (at + 1) & words->mask;
	return &words->table[at];
}

static bool
read_points(struct slice text, int *points)
{
	bool below = text.len && text.at[0] == '-';
	uint64_t number;

	if (!slice_number(slice_sub(text, below, text.len), &number) ||
	    number > POINTS_MOST)
		return false;
	*points = below ? -(int)number : (int)number;
	return true;
}

/* "word <tab> points <tab> ...": what follows is for the reader. */
static enum rc
add_line(struct contract_words *words, struct slice line, const char *path,
    unsigned number, struct err *err)
{
	struct slice word, points;
	struct entry *entry;
	int worth;

	if (!slice_cut(&line, '\t', &word) || !slice_cut(&line, '\t', &points) ||
	    word.len < WORD_LEAST || word.len > WORD_MOST ||
	    !read_points(points, &worth))
		return err_set(err, RC_CONFIG, "%s:%u:1: write a word of 2 to "
		    "24 letters, a tab and its points, as in \"hereby\t120\"",
		    path, number);
	entry = place_of(words, word);
	if (entry->word.len)
		return err_set(err, RC_CONFIG, "%s:%u:1: the word stands twice "
		    "in the file: leave one of the lines out", path, number);
	*entry = (struct entry){word, worth, words->count++, hash_of(word)};
	return RC_OK;
}

static size_t
count_lines(struct slice text)
{
	struct slice line;
	size_t count = 0;

	while (slice_cut(&text, '\n', &line))
		count += line.len && line.at[0] != '#';
	return count;
}

enum rc
contract_words_read(struct source *source, const char *path,
    const struct contract_words **words, struct err *err)
{
	struct contract_words *made = arena_alloc(source->arena, sizeof(*made));
	struct slice text, line;
	size_t places = 2, count;
	unsigned number = 0;

	TRY(source_file(source, path, &text, err));
	count = count_lines(text);
	if (count > WORDS_MOST)
		return err_set(err, RC_CONFIG, "%s has more than %u words: "
		    "leave out those that are worth least", path, WORDS_MOST);
	while (places < 2 * count + 2)
		places *= 2;
	if (made)
		made->table = arena_array(source->arena, places,
		    sizeof(*made->table));
	if (!made || !made->table)
		return arena_full(source->arena, "the vocabulary", err);
	made->mask = (uint32_t)(places - 1);
	while (slice_cut(&text, '\n', &line)) {
		number++;
		if (line.len && line.at[0] != '#')
			TRY(add_line(made, line, path, number, err));
	}
	*words = made;
	return RC_OK;
}

static void
take_word(struct wording *wording, struct slice word)
{
	const struct entry *entry;

	if (word.len < WORD_LEAST || word.len > WORD_MOST)
		return;
	entry = place_of(wording->words, word);
	if (!entry->word.len || wording->seen[entry->number])
		return;
	wording->seen[entry->number] = true;
	wording->sum += entry->points;
	wording->known++;
}

static void
take_words(struct wording *wording, struct slice text)
{
	size_t at = 0;

	while (at < text.len) {
		size_t start = at, len;

		while (at < text.len && (len = letter_len(text, at)) > 0)
			at += len;
		take_word(wording, slice_sub(text, start, at));
		at += at == start;
	}
}

static bool
is_looked_at(const struct text_run *run)
{
	return run->scope == SCOPE_body || run->scope == SCOPE_attachment;
}

/* The runs of the text between two of its bytes. */
static void
take_stretch(struct wording *wording, const struct text *text, size_t from,
    size_t to)
{
	for (size_t i = 0; i < text->run_count; i++) {
		size_t start = text->runs[i].start;
		size_t end = i + 1 < text->run_count ?
		    text->runs[i + 1].start : text->bytes.len;

		start = start > from ? start : from;
		end = end < to ? end : to;
		if (start < end && is_looked_at(&text->runs[i]))
			take_words(wording, slice_sub(text->bytes, start, end));
	}
}

static uint64_t
root_of(uint64_t square)
{
	uint64_t root = square, next = (square + 1) / 2;

	while (next < root) {
		root = next;
		next = (root + square / root) / 2;
	}
	return root;
}

size_t
contract_words_count(const struct contract_words *words)
{
	return words ? words->count : 0;
}

int
contract_words_points(const struct contract_words *words,
    const struct text *text, bool *seen)
{
	struct wording wording = {.words = words, .seen = seen};
	size_t len = text->bytes.len;
	uint64_t root;

	if (!words)
		return 0;
	take_stretch(&wording, text, 0, HEAD);
	if (len > HEAD)
		take_stretch(&wording, text, len - HEAD > TAIL ? len - TAIL :
		    HEAD, len);
	if (wording.known < KNOWN_LEAST)
		wording.known = KNOWN_LEAST;
	root = root_of(wording.known * 1000000);	/* in thousandths */
	return (int)(wording.sum * 1000 / (int64_t)root);
}
