/*
 * structure_name - a person's name by what stands round it.
 *
 * Two to four capitalised words beside an e-mail address whose local part holds
 * one of them ("Jane Roe <jroe@...>"), or words behind a form of address ("Mrs
 * Roe", "Herrn Dr. Muster").  No list of names: which words are names differs
 * between peoples and years, how they are used does not.
 */
#include "scanner/match/structure.h"

enum {
	WORDS_MOST = 4,
	ADDRESS_REACH = 100,	/* bytes between a name and its address */
	AGREE_LEAST = 3,	/* letters of a word that a local part holds */
	LOCAL_MOST = 64,	/* RFC 5321 section 4.5.3.1.1 */
};

static bool
is_letter(unsigned char byte)
{
	return byte_is_alpha(byte) || byte >= 0x80;
}

static bool
is_part(unsigned char byte)
{
	return is_letter(byte) || byte == '\'' || byte == '-';
}

/* The end of the word that begins at `at`. */
static size_t
word_end(struct slice text, size_t at)
{
	while (at < text.len && is_part(text.at[at]))
		at++;
	return at;
}

static bool
is_form_of_address(struct slice word)
{
	static const char *const forms[] = {"Mr", "Mrs", "Ms", "Miss", "Mx",
		"Dr", "Prof", "Herr", "Herrn", "Frau", "Monsieur", "Madame",
		"Mme", "Mlle", "Señor", "Señora", "Sra", "Signor", "Signora",
		"Sig", "Dhr", "Mevr", "Mevrouw", "Meneer", "Senhor",
		"Senhora", "Pan", "Pani", "Fru", NULL};

	for (size_t i = 0; forms[i]; i++)
		if (slice_is_text(word, forms[i]))
			return true;
	return false;
}

/* What may stand between two words of a name: a space, a dot and a space. */
static size_t
skip_gap(struct slice text, size_t at)
{
	if (at < text.len && text.at[at] == '.')
		at++;
	if (at < text.len && text.at[at] == ' ')
		at++;
	return at;
}

/* Capitalised words from `at` on: how many, and where the last ends. */
static size_t
capital_words(struct slice text, size_t at, size_t *end)
{
	size_t words = 0;

	while (words < WORDS_MOST && structure_capital(text, at)) {
		*end = word_end(text, at);
		words++;
		at = skip_gap(text, *end);
		if (at == *end)
			break;
	}
	return words;
}

/* The local part of the address whose "@" is at `at`. */
static struct slice
local_part(struct slice text, size_t at)
{
	size_t start = at;

	while (start > 0 && at - start < LOCAL_MOST &&
	    (byte_is_alnum(text.at[start - 1]) ||
	    memchr("._-+", text.at[start - 1], 4)))
		start--;
	return slice_sub(text, start, at);
}

/* Does the local part hold a word of the name? */
static bool
agrees(struct slice name, struct slice local)
{
	for (size_t at = 0; at < name.len;) {
		size_t end = word_end(name, at);

		if (end - at >= AGREE_LEAST && slice_find_nocase(local,
		    slice_sub(name, at, end)) != SIZE_MAX)
			return true;
		at = end + (end == at);
		while (at < name.len && !is_part(name.at[at]))
			at++;
	}
	return false;
}

/* An address behind or before the name, on its line, that agrees with it. */
static bool
has_address(struct slice text, size_t start, size_t end)
{
	size_t from = start > ADDRESS_REACH ? start - ADDRESS_REACH : 0;
	struct slice name = slice_sub(text, start, end);

	for (size_t at = from; at < text.len && at < end + ADDRESS_REACH;
	    at++) {
		const unsigned char *hit = memchr(text.at + at, '@',
		    (text.len < end + ADDRESS_REACH ? text.len :
		    end + ADDRESS_REACH) - at);

		if (!hit)
			return false;
		at = (size_t)(hit - text.at);
		if ((at < start || at >= end) &&
		    agrees(name, local_part(text, at)))
			return true;
	}
	return false;
}

static unsigned
name_find(struct slice text, size_t *at, struct span *span)
{
	while (*at < text.len) {
		size_t start = *at, end = word_end(text, start), words;
		bool begins = start == 0 || (!is_part(text.at[start - 1]) &&
		    text.at[start - 1] != '@' && text.at[start - 1] != '.');

		if (end == start || !begins || !structure_capital(text, start)) {
			*at = end + (end == start);
			continue;
		}
		if (is_form_of_address(slice_sub(text, start, end))) {
			start = skip_gap(text, end);
			*at = start;
			words = capital_words(text, start, &end) ? 2 : 0;
		} else {
			words = capital_words(text, start, &end);
			*at = word_end(text, start);
			if (words < 2 || !has_address(text, start, end))
				continue;
		}
		if (words < 2)
			continue;
		*at = end;
		*span = (struct span){start, end};
		return 1;
	}
	return 0;
}

static const char *const good[] = {"Jane Roe <jane.roe@roe-partners.com>",
	"jroe@roe.com (Jane Roe)", "Please ask Mrs. Roe about it",
	"Sehr geehrter Herr Dr. Muster", "Madame Dupont-Martin", NULL};
static const char *const bad[] = {"Jane Roe <info@roe-partners.org.uk",
	"Monday Morning, sales@shop.com", "mrs roe", "Mr", "", "@",
	"jane roe <jane.roe@roe-partners.com>", NULL};
const struct structure structure_person_name = {
	.name = "person_name", .title = "person's name",
	.find = name_find, .is = 1, .mask = MASK_LENGTH, .good = good, .bad = bad,
};
