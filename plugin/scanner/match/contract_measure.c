/*
 * contract_measure - what the build of a text says.
 */
#include "scanner/match/contract_measure.h"

#include "base/block.h"
#include "scanner/match/contract_hand.h"

enum {
	NUMBER_MOST = 12,	/* bytes of a clause's number */
	PAGES_MOST = 256 << 10,	/* bytes that are looked at */
	ADDRESS_MOST = 32 << 10,
	WORD_MOST = 7,		/* bytes of the longest word below */
	PER = 1000,		/* words to which it is told how many address one */
	PIID_LEAST = 13,	/* of its parts: 6, 2, 1, 4 */
	TERM_MOST = 60,		/* bytes of a defined term between quotes */
};

static struct slice
skip_markup(struct slice line)
{
	while (line.len && (byte_is_space(line.at[0]) || line.at[0] == '#' ||
	    line.at[0] == '*' || line.at[0] == '>' || line.at[0] == '|'))
		line = slice_sub(line, 1, line.len);
	return line;
}

/* Behind "Article", "Section" and their like in other languages. */
static struct slice
skip_word(struct slice text, bool *skipped)
{
	static const char *const words[] = {"article", "section", "clause",
		"schedule", "exhibit", "annex", "artikel", "artículo",
		"articolo", "artigo", "cláusula", "clausula", "art.",
		"\xc2\xa7", NULL};

	*skipped = false;
	for (size_t i = 0; text.len && words[i] && !*skipped; i++) {
		if (byte_lower(text.at[0]) != (unsigned char)words[i][0])
			continue;
		*skipped = slice_starts_nocase(text, slice_of(words[i]));
		if (*skipped)
			text = slice_trim(slice_sub(text, strlen(words[i]),
			    text.len));
	}
	return text;
}

/* Digits and dots, a roman number, or a letter in brackets: where it ends. */
static size_t
number_end(struct slice text, bool worded)
{
	size_t end = 0;
	bool digit = false, letter = false;

	while (end < text.len && end < NUMBER_MOST && (byte_is_alnum(
	    text.at[end]) || memchr(".()", text.at[end], 3))) {
		digit = digit || byte_is_digit(text.at[end]);
		letter = letter || byte_is_alpha(text.at[end]);
		end++;
	}
	if (!end || (letter && !digit && end > 5))
		return 0;
	if (worded || (digit && !letter && memchr(".)", text.at[end - 1], 2)))
		return end;
	if (digit && !letter && memchr(text.at, '.', end))
		return end;
	return !digit && letter && end > 1 && memchr(".)", text.at[end - 1],
	    2) ? end : 0;
}

bool
contract_measure_is_number(struct slice text)
{
	bool worded;
	size_t end;

	text = slice_trim(skip_markup(text));
	text = skip_word(text, &worded);
	if (!text.len)
		return true;
	end = number_end(text, worded);
	text = slice_trim(slice_sub(text, end, text.len));
	while (text.len && memchr(".:-*#\t ", text.at[0], 7))
		text = slice_sub(text, 1, text.len);
	return end && !text.len;
}

/* Lines that begin with the number of a clause. */
static unsigned
count_clauses(struct slice text, unsigned enough)
{
	struct slice rest = slice_sub(text, 0, PAGES_MOST), line;
	unsigned count = 0;

	while (count < enough && slice_cut(&rest, '\n', &line)) {
		bool worded;

		line = skip_word(skip_markup(line), &worded);
		count += number_end(slice_sub(line, 0, NUMBER_MOST), worded) >
		    0;
	}
	return count;
}

/* The length of a quotation mark, or 0.  Dumb or not, in UTF-8. */
static size_t
quote_len(struct slice at)
{
	static const char *const quotes[] = {"\"", "\xe2\x80\x9c",
		"\xe2\x80\x9d", "\xe2\x80\x9e", "\xc2\xab", "\xc2\xbb", NULL};

	for (size_t i = 0; quotes[i]; i++)
		if (slice_starts(at, slice_of(quotes[i])))
			return strlen(quotes[i]);
	return 0;
}

/* A bracket within a few words before the quote: ("Supplier"), (the "Parties"). */
static bool
is_bracketed(struct slice text, size_t quote)
{
	size_t back = quote;

	while (back > 0 && quote - back < TERM_MOST / 2 &&
	    !memchr("()\n", text.at[back - 1], 3))
		back--;
	return back > 0 && text.at[back - 1] == '(';
}

/* Names that the text gives to things, between a bracket and a quote. */
static unsigned
count_definitions(struct slice text, unsigned enough)
{
	unsigned count = 0;

	text = slice_sub(text, 0, PAGES_MOST);
	for (size_t i = 0; i < text.len && count < enough; i++) {
		size_t len = text.at[i] == '"' || text.at[i] >= 0x80 ?
		    quote_len(slice_sub(text, i, text.len)) : 0;

		if (!len)
			continue;
		if (is_bracketed(text, i)) {
			struct slice tail = slice_sub(text, i + len,
			    i + len + TERM_MOST);

			count++;
			/* Its closing quote is none of a next one. */
			i += slice_find_byte(tail, ')') == SIZE_MAX ? 0 :
			    slice_find_byte(tail, ')');
		}
		i += len - 1;
	}
	return count;
}

static bool
is_letter(unsigned char byte)
{
	return byte_is_alpha(byte) || byte >= 0x80;
}

/* "You", in the forms that are nothing else: published terms speak so. */
static bool
is_address(struct slice word)
{
	static const char *const words[] = {"you", "your", "yours", "vous",
		"votre", "vos", "usted", "ustedes", "você", "vocês", "ihnen",
		"uw", "jouw", NULL};

	if (word.len < 2 || word.len > WORD_MOST ||
	    !strchr("yvuij", byte_lower(word.at[0])))
		return false;
	for (size_t i = 0; words[i]; i++)
		if (slice_is_text_nocase(word, words[i]))
			return true;
	return false;
}

/* Of a thousand words, how many speak to the reader. */
static unsigned
count_address(struct slice text, unsigned enough)
{
	size_t words = 0, found = 0, i = 0;

	(void)enough;
	text = slice_sub(text, 0, ADDRESS_MOST);
	while (i < text.len) {
		size_t start = i;

		while (i < text.len && is_letter(text.at[i]))
			i++;
		words += i > start;
		found += i > start && is_address(slice_sub(text, start, i));
		i += i == start;
	}
	return words ? (unsigned)(found * PER / words) : 0;
}

/*
 * The parts of a procurement instrument identifier (FAR 4.1603): office, year,
 * letter of the instrument, serial; hyphens between them are customary.
 */
static size_t
piid_len(struct slice at)
{
	static const char letters[] = "ABCDFGHLPQRV";
	size_t i = 0, office = 0, serial = 0;

	while (office < 6 && i < at.len && (byte_is_digit(at.at[i]) ||
	    (at.at[i] >= 'A' && at.at[i] <= 'Z')))
		office++, i++;
	i += i < at.len && at.at[i] == '-';
	if (office < 6 || at.len - i < 3 || !byte_is_digit(at.at[i]) ||
	    !byte_is_digit(at.at[i + 1]))
		return 0;
	i += 2;
	i += at.at[i] == '-';
	if (i >= at.len || !at.at[i] || !strchr(letters, at.at[i]))
		return 0;
	i++;
	i += i < at.len && at.at[i] == '-';
	while (i < at.len && (byte_is_digit(at.at[i]) || (at.at[i] >= 'A' &&
	    at.at[i] <= 'Z')))
		serial++, i++;
	return serial >= 4 && serial <= 8 ? i : 0;
}

/* Does a word for what is numbered so stand not far before? */
static bool
is_numbered(struct slice before)
{
	static const char *const words[] = {"contract", "award", "order",
		"solicitation", "piid", "agreement", NULL};

	for (size_t w = 0; words[w]; w++)
		if (slice_find_nocase(before, slice_of(words[w])) != SIZE_MAX)
			return true;
	return false;
}

/* Such numbers in a stretch of capitals, digits and hyphens. */
static unsigned
count_in_stretch(struct slice text, struct span stretch)
{
	unsigned count = 0;

	for (size_t i = stretch.start; i < stretch.end; i++) {
		size_t len;

		if ((i && byte_is_alnum(text.at[i - 1])) ||
		    !byte_is_alnum(text.at[i]))
			continue;
		len = piid_len(slice_sub(text, i, i + TERM_MOST));
		count += len && is_numbered(slice_sub(text, i > TERM_MOST ?
		    i - TERM_MOST : 0, i));
		i += len;
	}
	return count;
}

static bool
is_part(unsigned char byte)
{
	return (byte >= 'A' && byte <= 'Z') || byte_is_digit(byte) ||
	    byte == '-';
}

/*
 * Where seven of these bytes begin to stand together in a block.  A stretch of
 * PIID_LEAST over two blocks has as many in one of them.
 */
static uint64_t
parts_together(const unsigned char *at, size_t within)
{
	uint64_t parts = (block_capitals(at) | block_digits(at) |
	    block_is(at, '-')) & block_below(within);
	uint64_t four = parts & parts >> 1;

	four &= four >> 2;
	return four & four >> 3;
}

static unsigned
count_piid(struct slice text, unsigned enough)
{
	struct span stretch = {0, 0};
	unsigned count = 0;

	text = slice_sub(text, 0, PAGES_MOST);
	for (size_t base = 0; base < text.len && count < enough;
	    base += BLOCK_BYTES) {
		uint64_t found = parts_together(text.at + base,
		    text.len - base);

		for (; found && count < enough; found &= found - 1) {
			size_t at = base + block_first(found);

			if (at < stretch.end)
				continue;
			stretch = (struct span){at, at};
			while (stretch.start && is_part(text.at[stretch.start -
			    1]))
				stretch.start--;
			while (stretch.end < text.len &&
			    is_part(text.at[stretch.end]))
				stretch.end++;
			if (stretch.end - stretch.start >= PIID_LEAST)
				count += count_in_stretch(text, stretch);
		}
	}
	return count < enough ? count : enough;
}

/* Addresses of pages: what is published points to more of it. */
static unsigned
count_links(struct slice text, unsigned enough)
{
	static const char *const signs[] = {"http://", "https://", "www.", NULL};
	unsigned count = 0;

	for (size_t s = 0; signs[s] && count < enough; s++) {
		struct slice rest = slice_sub(text, 0, PAGES_MOST);
		size_t at;

		while (count < enough && (at = slice_find(rest,
		    slice_of(signs[s]))) != SIZE_MAX) {
			count++;
			rest = slice_sub(rest, at + strlen(signs[s]), rest.len);
		}
	}
	return count;
}

static const struct contract_measure measures[] = {
	{"hands", contract_hand_count, 0, true},
	{"letter", contract_hand_letter, 0, false},
	{"links", count_links, 0, false},
	{"address", count_address, 0, false},
	{"piid", count_piid, 0, false},
	{"clauses", count_clauses, 0, false},
	{"definitions", count_definitions, 0, false},
	{"wording", NULL, 1, false},
	{"other_wording", NULL, -1, false},
	{NULL, NULL, 0, false},
};

const struct contract_measure *
contract_measure_find(struct slice name)
{
	for (const struct contract_measure *m = measures; m->name; m++)
		if (slice_is_text(name, m->name))
			return m;
	return NULL;
}
