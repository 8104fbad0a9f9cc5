/*
 * phrases - which phrases of which system begin with this word?
 */
#include "scanner/marking/phrases.h"

#include "scanner/marking/nation.h"

enum {
	BUCKETS = 4096,		/* a power of two */
	MEND_LEAST = 6,		/* letters of a word that is mended */
	VOCABULARY = 1024,	/* words of all levels that are as long */
};

struct phrases {
	const struct phrase *buckets[BUCKETS];
	/* Bits of second letters, by first letter, of levels and owners. */
	uint32_t begins[26];
	/* Each word of a level that can be mended, once. */
	struct slice words[VOCABULARY];
	size_t word_count;
};

struct sealing {
	struct phrases *index;
	struct arena *arena;
	const struct marking_entry *entry;
	uint64_t systems;
	enum phrase_role role;
	bool company;		/* its levels are words of many texts */
	bool slip;		/* the spellings that come next are wrong */
};

static bool
is_capital(unsigned char byte)
{
	return byte >= 'A' && byte <= 'Z';
}

static void
note_begin(struct sealing *s, struct slice words)
{
	if (s->company || words.len < 2 || !is_capital(words.at[0]) ||
	    !is_capital(words.at[1]) || (s->role != PHRASE_LEVEL &&
	    s->role != PHRASE_OWNER))
		return;
	s->index->begins[words.at[0] - 'A'] |= 1u << (words.at[1] - 'A');
}

/* What does not fit is not mended. */
static void
note_words(struct phrases *index, struct slice phrase)
{
	struct slice word;

	while (slice_cut(&phrase, ' ', &word)) {
		size_t i = 0;

		while (i < index->word_count &&
		    !slice_is(index->words[i], word))
			i++;
		if (i == index->word_count && word.len >= MEND_LEAST &&
		    i < VOCABULARY)
			index->words[index->word_count++] = word;
	}
}

static bool
add(struct sealing *s, const char *text, bool short_form)
{
	struct phrase *phrase;
	struct words words;
	const struct phrase **bucket;

	if (!words_read(slice_of(text), &words))
		return true;
	phrase = arena_alloc(s->arena, sizeof(*phrase));
	if (!phrase)
		return false;
	phrase->words = arena_copy(s->arena, slice_bytes(words.at, words.len));
	phrase->gaps = arena_copy(s->arena, slice_bytes(words.gap,
	    words.count)).at;
	phrase->entry = s->entry;
	phrase->systems = s->systems;
	phrase->role = s->role;
	phrase->short_form = short_form;
	phrase->slip = s->slip;
	bucket = &s->index->buckets[words_hash(words_get(&words, 0)) &
	    (BUCKETS - 1)];
	note_begin(s, phrase->words);
	if (s->role == PHRASE_LEVEL && !short_form && phrase->words.at)
		note_words(s->index, phrase->words);
	phrase->next = *bucket;
	*bucket = phrase;
	return phrase->words.at && phrase->gaps;
}

static bool
add_slips(struct sealing *s)
{
	bool added = true;

	s->slip = true;
	for (size_t f = 0; s->entry->slips[f] && added; f++)
		added = add(s, s->entry->slips[f], false);
	s->slip = false;
	return added;
}

static bool
add_list(struct sealing *s, const struct marking_list *list)
{
	for (size_t i = 0; i < list->count; i++) {
		s->entry = &list->entries[i];
		if (!add(s, s->entry->code, false) ||
		    (strcmp(s->entry->code, s->entry->portion) &&
		    !add(s, s->entry->portion, true)))
			return false;
		for (size_t f = 0; s->entry->forms[f]; f++)
			if (!add(s, s->entry->forms[f], false))
				return false;
		if (!add_slips(s))
			return false;
	}
	return true;
}

static bool
add_system(struct sealing *s, const struct marking_tables *tables,
    const struct marking_system *system, uint64_t bit)
{
	static const char *const lists[] = {[PHRASE_LEVEL] = "levels",
		[PHRASE_OWNER] = "owners", [PHRASE_CONTROL] = "controls"};

	s->systems = bit;
	s->company = system->nation->company;
	for (unsigned role = PHRASE_LEVEL; role <= PHRASE_CONTROL; role++) {
		s->role = (enum phrase_role)role;
		if (!add_list(s, marking_list_find(tables, system->name,
		    lists[role])))
			return false;
	}
	return true;
}

static bool
add_countries(struct sealing *s, const struct marking_tables *tables)
{
	static const char *const lists[] = {"countries", "tetragraphs", "names",
		NULL};

	s->systems = UINT64_MAX;
	s->role = PHRASE_COUNTRY;
	for (size_t i = 0; lists[i]; i++)
		if (!add_list(s, marking_list_find(tables, "countries",
		    lists[i])))
			return false;
	return true;
}

static bool
add_states(struct sealing *s, const struct marking_tables *tables)
{
	s->systems = UINT64_MAX;
	s->role = PHRASE_STATE;
	return add_list(s, marking_list_find(tables, "shared", "states"));
}

enum rc
phrases_seal(struct marking_tables *tables, struct arena *arena,
    struct err *err)
{
	struct sealing s = {.arena = arena};
	size_t count;
	const struct marking_system *const *all = marking_systems(&count);

	s.index = arena_alloc(arena, sizeof(*s.index));
	if (!s.index || !add_countries(&s, tables) ||
	    !add_states(&s, tables))
		return arena_full(arena, "the marking tables", err);
	for (size_t i = 0; i < count; i++)
		if (all[i]->nation && !add_system(&s, tables, all[i],
		    UINT64_C(1) << i))
			return arena_full(arena, "the marking tables", err);
	tables->phrases = s.index;
	return RC_OK;
}

const struct phrase *
phrases_first(const struct marking_tables *tables, struct slice word)
{
	if (!tables->phrases || !word.len)
		return NULL;
	return tables->phrases->buckets[words_hash(word) & (BUCKETS - 1)];
}

bool
phrases_begin(const struct marking_tables *tables, unsigned char first,
    unsigned char second)
{
	return tables->phrases && is_capital(first) && is_capital(second) &&
	    tables->phrases->begins[first - 'A'] >> (second - 'A') & 1;
}

/* The same letters, but for the spaces of both? */
static bool
is_joined(struct slice a, struct slice b)
{
	size_t i = 0, k = 0;

	for (;;) {
		while (i < a.len && a.at[i] == ' ')
			i++;
		while (k < b.len && b.at[k] == ' ')
			k++;
		if (i == a.len || k == b.len)
			return i == a.len && k == b.len;
		if (a.at[i++] != b.at[k++])
			return false;
	}
}

bool
phrases_part(const struct marking_tables *tables,
    const struct words *spaced, struct words *words)
{
	struct slice joined = slice_bytes(spaced->at, spaced->len);

	for (size_t b = 0; tables->phrases && b < BUCKETS; b++)
		for (const struct phrase *p = tables->phrases->buckets[b]; p;
		    p = p->next)
			if (p->role == PHRASE_LEVEL && !p->short_form &&
			    p->words.at[0] == joined.at[0] &&
			    is_joined(p->words, joined))
				return words_read(p->words, words);
	return false;
}

/* The letter that a digit stands for in recognised print. */
static unsigned char
letter_of(unsigned char byte)
{
	return byte == '0' ? 'O' : byte == '1' ? 'I' : byte == '5' ? 'S' :
	    byte == '8' ? 'B' : byte;
}

static size_t
same_head(struct slice a, struct slice b)
{
	size_t n = 0;

	while (n < a.len && n < b.len && letter_of(a.at[n]) == b.at[n])
		n++;
	return n;
}

/* How many letters of both agree from their ends on, but for the first `head`. */
static size_t
same_tail(struct slice a, struct slice b, size_t head)
{
	size_t n = 0;

	while (n + head < a.len && n + head < b.len &&
	    letter_of(a.at[a.len - 1 - n]) == b.at[b.len - 1 - n])
		n++;
	return n;
}

/*
 * Is `word` a slip of the pen for `right`?  One letter for another is none: that
 * makes other words ("PROJECTED", "INTERVAL").
 */
static bool
is_misspelt(struct slice word, struct slice right)
{
	size_t head, tail;

	if (right.len < MEND_LEAST || word.len + 1 < right.len ||
	    word.len > right.len + 1 || letter_of(word.at[0]) != right.at[0] ||
	    letter_of(word.at[word.len - 1]) != right.at[right.len - 1])
		return false;
	head = same_head(word, right);
	tail = same_tail(word, right, head);
	if (word.len != right.len)
		return head + tail >= (word.len < right.len ? word.len :
		    right.len);
	return head == word.len || (head + tail + 2 == word.len &&
	    word.at[head] == right.at[head + 1] &&
	    word.at[head + 1] == right.at[head]);
}

/* The word of a level that this is misspelt for; empty when it is one itself. */
static struct slice
mended(const struct phrases *index, struct slice word)
{
	struct slice best = {0};

	for (size_t i = 0; i < index->word_count; i++) {
		if (slice_is(index->words[i], word))
			return (struct slice){0};
		if (!best.len && is_misspelt(word, index->words[i]))
			best = index->words[i];
	}
	return best;
}

static bool
is_mendable(unsigned char byte)
{
	return is_capital(byte) || byte_is_digit(byte);
}

bool
phrases_mend(const struct marking_tables *tables, struct slice line,
    char to[static WORDS_BYTES], size_t *len)
{
	bool any = false;

	*len = 0;
	for (size_t i = 0; tables->phrases && i < line.len;) {
		size_t end = i;
		struct slice word, right = {0};

		while (end < line.len && is_mendable(line.at[end]))
			end++;
		word = slice_sub(line, i, end);
		if (word.len + 1 >= MEND_LEAST)
			right = mended(tables->phrases, word);
		any = any || right.len;
		if (!right.len)
			right = word.len ? word : slice_sub(line, i, i + 1);
		if (*len + right.len >= WORDS_BYTES)
			return false;
		memcpy(to + *len, right.at, right.len);
		*len += right.len;
		i = word.len ? end : i + 1;
	}
	return any;
}

uint64_t
phrases_systems(const struct marking_tables *tables, const struct words *words)
{
	uint64_t systems = 0;

	for (size_t i = 0; i < words->count; i++) {
		const struct phrase *p = phrases_first(tables,
		    words_get(words, i));

		for (; p; p = p->next)
			if (((p->role == PHRASE_LEVEL && !p->short_form) ||
			    (p->role == PHRASE_CONTROL &&
			    marking_entry_is(p->entry, "alone"))) &&
			    (systems & p->systems) != p->systems &&
			    words_match(words, i, p->words))
				systems |= p->systems;
	}
	return systems;
}
