/*
 * words - what might open an encrypted attachment: the words of its message.
 */
#include "scanner/words.h"

enum { TEXT_MOST = 65536, TOLD_WITHIN = 4, LINE_MOST = 256, LEAST = 3 };

/* How people name it; in lower case. */
static const char *const names[] = { "password", "passwort", "kennwort",
    "passcode", "passphrase", "pass code", "mot de passe", "contrase",
    "senha", "wachtwoord", "l\303\266senord", "adgangskode", "passord",
    "salasana", "haslo", "has\305\202o", "heslo", "jelsz", "parola",
    "\320\277\320\260\321\200\320\276\320\273\321\214",
    "\343\203\221\343\202\271\343\203\257\343\203\274\343\203\211",
    "\345\257\206\347\240\201", "pwd", "pw:", "pw ", "pw=", "pass:",
    "pin:", "code:", "key:" };

/* ---------------------------------------------------------------- keeping */

static bool
is_known(const struct words *words, struct slice word)
{
	for (size_t kind = 0; kind < WORDS_KINDS; kind++)
		for (size_t i = 0; i < words->count[kind]; i++)
			if (slice_is(words->list[kind][i], word))
				return true;
	return false;
}

void
words_add(struct words *words, enum words_kind kind, struct slice word)
{
	if (word.len < LEAST || word.len > WORDS_BYTES_MOST ||
	    words->count[kind] == WORDS_EACH || is_known(words, word))
		return;
	words->list[kind][words->count[kind]++] = word;
}

static void
keep(struct words *words, enum words_kind kind, struct slice word)
{
	struct slice copy;

	if (word.len < LEAST || word.len > WORDS_BYTES_MOST ||
	    words->count[kind] == WORDS_EACH || is_known(words, word))
		return;
	copy = arena_copy(words->arena, word);
	if (copy.at != NULL)
		words_add(words, kind, copy);
}

/* ---------------------------------------------------------------- reading */

/* Quotes and brackets around a word, and the end of a sentence behind it. */
static struct slice
bare(struct slice word)
{
	static const char around[] = "\"'`<>()[]{}*_";
	static const char behind[] = ".,;:!?";

	while (word.len > 0 && memchr(around, word.at[0],
	    sizeof around - 1) != NULL)
		word = slice_sub(word, 1, word.len);
	while (word.len > 0 && (memchr(around, word.at[word.len - 1],
	    sizeof around - 1) != NULL || memchr(behind,
	    word.at[word.len - 1], sizeof behind - 1) != NULL))
		word.len--;
	return word;
}

/* The next word of the text; false at its end. */
static bool
next(struct slice *rest, struct slice *word)
{
	size_t end = 0;

	while (rest->len > 0 && byte_is_space(rest->at[0]))
		*rest = slice_sub(*rest, 1, rest->len);
	while (end < rest->len && !byte_is_space(rest->at[end]))
		end++;
	*word = slice_sub(*rest, 0, end);
	*rest = slice_sub(*rest, end, rest->len);
	return end > 0;
}

/* As written, and without what a sentence puts around it. */
static void
keep_forms(struct words *words, enum words_kind kind, struct slice word)
{
	keep(words, kind, bare(word));
	keep(words, kind, word);
}

/*
 * Behind the name: what its colon leads to, one word and the whole line (a
 * password may have spaces); then the next few words, for "the password is x".
 */
static void
read_told(struct words *words, struct slice behind)
{
	struct slice line = slice_sub(behind, 0, LINE_MOST), word;
	size_t colon, end = slice_find_byte(line, '\n');

	line = slice_sub(line, 0, end);
	colon = slice_find_byte(line, ':');
	if (colon == SIZE_MAX)
		colon = slice_find_byte(line, '=');
	if (colon != SIZE_MAX) {
		struct slice value = slice_trim(slice_sub(line, colon + 1,
		    line.len)), rest = value;

		if (next(&rest, &word))
			keep_forms(words, WORDS_TOLD, word);
		keep_forms(words, WORDS_TOLD, value);
	}
	for (size_t i = 0; i < TOLD_WITHIN && next(&behind, &word); i++)
		keep_forms(words, WORDS_TOLD, word);
}

static bool
is_odd(struct slice word)
{
	bool letter = false, other = false, high = false, low = false;

	for (size_t i = 0; i < word.len; i++) {
		unsigned char byte = word.at[i];

		letter |= byte_is_alpha(byte);
		high |= i > 0 && byte >= 'A' && byte <= 'Z';
		low |= byte >= 'a' && byte <= 'z';
		other |= !byte_is_alpha(byte) && byte < 0x80;
	}
	return (letter && other) || (high && low) ||
	    (!letter && word.len >= 4);
}

/* The end of a name that begins at `at`, or `at`. */
static size_t
name_end(struct slice text, size_t at)
{
	struct slice rest = slice_sub(text, at, text.len);

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		if (slice_starts_nocase(rest, slice_of(names[i])))
			return at + strlen(names[i]);
	return at;
}

static void
read_names(struct words *words, struct slice text)
{
	for (size_t at = 0; at < text.len; at++) {
		size_t end;

		if (words->count[WORDS_TOLD] == WORDS_EACH)
			return;
		if (at > 0 && byte_is_alnum(text.at[at - 1]))
			continue;
		end = name_end(text, at);
		if (end == at)
			continue;
		/* The sign that belongs to a name is part of what follows. */
		while (end > at && !byte_is_alnum(text.at[end - 1]) &&
		    text.at[end - 1] < 0x80)
			end--;
		while (end < text.len && (byte_is_alnum(text.at[end]) ||
		    text.at[end] >= 0x80))
			end++;
		read_told(words, slice_sub(text, end, text.len));
		at = end - 1;
	}
}

static void
read_text(struct words *words, struct slice text)
{
	struct slice word;

	read_names(words, text);
	while (next(&text, &word)) {
		struct slice plain = bare(word);

		keep(words, is_odd(plain) ? WORDS_ODD : WORDS_OTHER, plain);
	}
}

void
words_hold(struct words *words, struct slice text)
{
	struct slice copy;

	if (words->text_count == WORDS_TEXTS_MOST || text.len == 0)
		return;
	copy = arena_copy(words->arena, slice_sub(text, 0, TEXT_MOST));
	if (copy.at != NULL)
		words->texts[words->text_count++] = copy;
}

size_t
words_best(struct words *words, struct slice *best, size_t most)
{
	size_t count = 0;

	for (size_t i = 0; i < words->text_count; i++)
		read_text(words, words->texts[i]);
	words->text_count = 0;
	for (size_t kind = 0; kind < WORDS_KINDS; kind++)
		for (size_t i = 0; i < words->count[kind] && count < most; i++)
			best[count++] = words->list[kind][i];
	return count;
}
