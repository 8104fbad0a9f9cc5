/*
 * words - a line as the words of a marking and what stands between them.
 */
#include "scanner/marking/words.h"

/* U+00E0 to U+017F without accents; a space where that is no letter. */
static const char latin[] =
    "AAAAAAACEEEEIIIIDNOOOOO OUUUUYTY"
    "AAAAAACCCCCCCCDDDDEEEEEEEEEEGGGG"
    "GGGGHHHHIIIIIIIIIIIIJJKKKLLLLLLL"
    "LLLNNNNNNNNNOOOOOOOORRRRRRSSSSSS"
    "SSTTTTTTUUUUUUUUUUUUWWYYYZZZZZZS";

/* The two bytes at `at` as a code point of U+0080 to U+07FF; 0 when not. */
static unsigned
two_bytes(struct slice text, size_t at)
{
	if (at + 1 >= text.len || text.at[at] < 0xC2 || text.at[at] > 0xDF)
		return 0;
	return (unsigned)(text.at[at] & 0x1F) << 6 | (text.at[at + 1] & 0x3F);
}

/* Capitals too: tables are not normalised as texts are. */
static char
without_accent(unsigned code)
{
	if (code >= 0xC0 && code < 0xDF)
		code += 0x20;
	return code >= 0xE0 && code - 0xE0 < sizeof(latin) - 1 ?
	    latin[code - 0xE0] : ' ';
}

static unsigned char
upper(unsigned char byte)
{
	return byte >= 'a' && byte <= 'z' ? (unsigned char)(byte - 'a' + 'A') :
	    byte;
}

static int
gap_of(unsigned char byte)
{
	switch (byte) {
	case ' ': case '\t': case '\'': case '_':
		return GAP_SPACE;
	case '-':
		return GAP_DASH;
	case '/':
		return GAP_SLASH;
	case ':':
		return GAP_COLON;
	case ',':
		return GAP_COMMA;
	case '(': case ')': case '[': case ']': case '{': case '}':
		return GAP_BRACKET;
	case '.': case ';': case '&': case '+': case '"':
		return GAP_OTHER;
	default:
		return -1;
	}
}

/* A stronger gap wins over a space; two slashes are one gap of their own. */
static unsigned char
join_gap(unsigned char had, int gap)
{
	if (had == GAP_SLASH && gap == GAP_SLASH)
		return GAP_DOUBLE;
	return had == GAP_NONE || had == GAP_SPACE ? (unsigned char)gap : had;
}

static bool
put_byte(struct words *w, unsigned char byte, unsigned char *gap)
{
	if (*gap != GAP_NONE || !w->count) {
		if (w->count == WORDS_MOST || w->len + 2 >= sizeof(w->at))
			return false;
		if (w->count)
			w->at[w->len++] = ' ';
		w->start[w->count] = (unsigned short)w->len;
		w->small[w->count] = false;
		w->gap[w->count++] = *gap;
		*gap = GAP_NONE;
	}
	if (w->len + 1 >= sizeof(w->at))
		return false;
	w->at[w->len++] = (char)byte;
	w->end[w->count - 1] = (unsigned short)w->len;
	return true;
}

static bool
is_word(unsigned char byte)
{
	return (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z') ||
	    (byte >= '0' && byte <= '9');
}

/* U+2018 to U+201F: quotation marks, and the apostrophe of ATTORNEYS' EYES. */
static bool
is_quote(struct slice line, size_t at)
{
	return at + 2 < line.len && line.at[at] == 0xE2 &&
	    line.at[at + 1] == 0x80 && line.at[at + 2] >= 0x98 &&
	    line.at[at + 2] <= 0x9F;
}

static bool
take(struct slice line, struct words *w)
{
	unsigned char gap = GAP_NONE;

	for (size_t i = 0; i < line.len; i++) {
		unsigned char byte = line.at[i];
		char plain = byte < 0xC3 || byte > 0xC5 ? ' ' :
		    without_accent(two_bytes(line, i));
		int between = byte < 0x80 && !is_word(byte) ?
		    gap_of(byte) : 0;

		if (is_quote(line, i)) {
			gap = join_gap(gap, GAP_SPACE);
			i += 2;
			continue;
		}
		if (between < 0)
			return false;
		if (between > 0) {
			gap = join_gap(gap, between);
			continue;
		}
		i += plain != ' ';
		if (!put_byte(w, plain != ' ' ? (unsigned char)plain :
		    upper(byte), &gap))
			return false;
		w->small[w->count - 1] |= byte >= 'a' && byte <= 'z';
	}
	return w->count > 0;
}

bool
words_read(struct slice line, struct words *words)
{
	words->len = words->count = 0;
	return line.len < WORDS_BYTES && take(line, words);
}

struct slice
words_get(const struct words *words, size_t i)
{
	if (i >= words->count)
		return (struct slice){0};
	return slice_bytes(words->at + words->start[i],
	    (size_t)(words->end[i] - words->start[i]));
}

size_t
words_match(const struct words *words, size_t i, struct slice phrase)
{
	size_t end, n = 0;

	if (i >= words->count || !phrase.len ||
	    words->start[i] + phrase.len > words->len ||
	    memcmp(words->at + words->start[i], phrase.at, phrase.len))
		return 0;
	end = words->start[i] + phrase.len;
	while (i + n < words->count && words->end[i + n] < end)
		n++;
	return i + n < words->count && words->end[i + n] == end ? n + 1 : 0;
}

/* FNV-1a. */
uint32_t
words_hash(struct slice word)
{
	uint32_t hash = 2166136261u;

	for (size_t i = 0; i < word.len; i++)
		hash = (hash ^ word.at[i]) * 16777619u;
	return hash;
}

/* Cyrillic and Greek letters that look like a Latin capital (folded to small). */
static char
look_alike(unsigned code)
{
	static const struct {
		unsigned code;
		char letter;
	} pairs[] = {
		{0x430, 'A'}, {0x432, 'B'}, {0x435, 'E'}, {0x43A, 'K'},
		{0x43C, 'M'}, {0x43D, 'H'}, {0x43E, 'O'}, {0x440, 'P'},
		{0x441, 'C'}, {0x442, 'T'}, {0x443, 'Y'}, {0x445, 'X'},
		{0x455, 'S'}, {0x456, 'I'}, {0x458, 'J'}, {0x3B1, 'A'},
		{0x3B2, 'B'}, {0x3B5, 'E'}, {0x3B6, 'Z'}, {0x3B7, 'H'},
		{0x3B9, 'I'}, {0x3BA, 'K'}, {0x3BC, 'M'}, {0x3BD, 'N'},
		{0x3BF, 'O'}, {0x3C1, 'P'}, {0x3C4, 'T'}, {0x3C5, 'Y'},
		{0x3C7, 'X'},
	};

	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++)
		if (pairs[i].code == code)
			return pairs[i].letter;
	return 0;
}

/* U+2044, U+2215, U+29F8: slashes that the text keeps. */
static bool
is_slash(struct slice line, size_t at)
{
	const unsigned char *b = line.at + at;

	return at + 2 < line.len && b[0] == 0xE2 && ((b[1] == 0x81 &&
	    b[2] == 0x84) || (b[1] == 0x88 && b[2] == 0x95) ||
	    (b[1] == 0xA7 && b[2] == 0xB8));
}

static bool
plain_letters(struct slice line, char *to, size_t *len)
{
	bool latin_seen = false, changed = false;

	*len = 0;
	for (size_t i = 0; i < line.len; i++) {
		unsigned code = line.at[i] < 0x80 ? 0 : two_bytes(line, i);
		char letter = is_slash(line, i) ? '/' :
		    code ? look_alike(code) : 0;

		latin_seen = latin_seen ||
		    (line.at[i] >= 'A' && line.at[i] <= 'Z');
		to[(*len)++] = letter ? letter : (char)line.at[i];
		i += letter == '/' ? 2 : letter != 0;
		changed = changed || letter;
	}
	return changed && latin_seen;
}

static bool
is_letter(unsigned char byte)
{
	return byte_is_alnum(byte) || byte >= 0xC0;
}

/*
 * "T O P  S E C R E T" and "S E C R E T//N O F O R N": every letter alone; more
 * than one space parts words.
 */
static bool
joined(char *at, size_t *len)
{
	size_t out = 0, letters = 0;
	bool before = false;

	for (size_t i = 0; i < *len; i++) {
		bool letter = is_letter((unsigned char)at[i]);

		if (((unsigned char)at[i] & 0xC0) == 0x80)
			continue;	/* goes on a letter of two bytes */
		if (letter && before)
			return false;
		letters += letter;
		before = letter;
	}
	if (letters < 3)
		return false;
	for (size_t i = 0; i < *len; i++) {
		bool single = at[i] == ' ' && (i + 1 >= *len ||
		    at[i + 1] != ' ') && (i == 0 || at[i - 1] != ' ');

		if (!single)
			at[out++] = at[i];
	}
	*len = out;
	return true;
}

bool
words_plain(struct slice line, char *to, size_t *len)
{
	bool changed;

	if (!line.len || line.len >= WORDS_BYTES)
		return false;
	changed = plain_letters(line, to, len);
	if (!changed) {
		memcpy(to, line.at, line.len);
		*len = line.len;
	}
	return joined(to, len) || changed;
}
