/*
 * run_base64 - base64 that stands in a text without a frame (RFC 4648).
 *
 * A run is one long piece of letters, or several that only a line end, a quote
 * mark or the quotes of a program stand between; a last, shorter piece is in
 * doubt.  Short ones must be lines of one length.  What a run decodes to is text when nearly all of it can be shown.
 */
#include "scanner/extract/run.h"

enum { GAP_MOST = 24, TEXT_LEAST = 24, TEXT_OLD_LEAST = 64, KINDS_LEAST = 6,
	WIDE_LEAST = 40, SHORT_LEAST = 12, LINE_LEAST = 8, LINES_LEAST = 3,
	LETTERS_LEAST = 32, LINE_MOST = RUN_PIECE_LEAST + GAP_MOST,
	LINES_BACK = 6 };

/* The value of a letter in either alphabet and one more, or 0. */
static const unsigned char values[256] = {
	['A'] = 1, ['B'] = 2, ['C'] = 3, ['D'] = 4, ['E'] = 5, ['F'] = 6,
	['G'] = 7, ['H'] = 8, ['I'] = 9, ['J'] = 10, ['K'] = 11, ['L'] = 12,
	['M'] = 13, ['N'] = 14, ['O'] = 15, ['P'] = 16, ['Q'] = 17, ['R'] = 18,
	['S'] = 19, ['T'] = 20, ['U'] = 21, ['V'] = 22, ['W'] = 23, ['X'] = 24,
	['Y'] = 25, ['Z'] = 26, ['a'] = 27, ['b'] = 28, ['c'] = 29, ['d'] = 30,
	['e'] = 31, ['f'] = 32, ['g'] = 33, ['h'] = 34, ['i'] = 35, ['j'] = 36,
	['k'] = 37, ['l'] = 38, ['m'] = 39, ['n'] = 40, ['o'] = 41, ['p'] = 42,
	['q'] = 43, ['r'] = 44, ['s'] = 45, ['t'] = 46, ['u'] = 47, ['v'] = 48,
	['w'] = 49, ['x'] = 50, ['y'] = 51, ['z'] = 52, ['0'] = 53, ['1'] = 54,
	['2'] = 55, ['3'] = 56, ['4'] = 57, ['5'] = 58, ['6'] = 59, ['7'] = 60,
	['8'] = 61, ['9'] = 62, ['+'] = 63, ['-'] = 63, ['/'] = 64, ['_'] = 64,
};

/* The value of a letter, or -1. */
static int
value_of(unsigned char byte)
{
	return (int)values[byte] - 1;
}

size_t
run_base64_decode(struct slice letters, unsigned char *out)
{
	uint32_t bits = 0;
	unsigned held = 0;
	size_t len = 0;

	for (size_t i = 0; i < letters.len; i++) {
		int value = value_of(letters.at[i]);

		/* "\n" as a program writes it. */
		if (letters.at[i] == '\\') {
			i++;
			continue;
		}
		if (value < 0)
			continue;
		bits = bits << 6 | (uint32_t)value;
		held += 6;
		if (held < 8)
			continue;
		held -= 8;
		out[len++] = (unsigned char)(bits >> held);
		bits &= (1u << held) - 1;
	}
	return len;
}

size_t
run_base64_piece(struct slice text, size_t at, bool *padded)
{
	size_t filled;

	while (at < text.len && value_of(text.at[at]) >= 0)
		at++;
	filled = at;
	while (at < text.len && at < filled + 2 && text.at[at] == '=')
		at++;
	*padded = at > filled;
	return at;
}

size_t
run_base64_gap(struct slice text, size_t at, bool *line)
{
	size_t most = at + GAP_MOST;

	*line = at == text.len;
	for (; at < text.len && at < most; at++) {
		unsigned char byte = text.at[at];

		if (byte == '\\' && at + 1 < text.len &&
		    (text.at[at + 1] == 'n' || text.at[at + 1] == 'r')) {
			at++;
			continue;
		}
		if (byte == '\0' || (memchr(" \t\r\n>\"',.*#", byte, 11) ==
		    NULL && byte != '\\'))
			break;
		*line |= byte == '\n';
	}
	return at;
}

/* Does a line end right behind this place? */
static bool
is_line_end(struct slice text, size_t at)
{
	bool line;

	(void)run_base64_gap(text, at, &line);
	return line;
}

/* More pieces of the run whose first one ends at `end`. */
static void
follow(struct slice text, size_t end, struct run_letters *letters)
{
	size_t first = end - letters->span.start, next, stop;
	bool padded = false, line;

	letters->span.end = letters->tail = end;
	for (;;) {
		next = run_base64_gap(text, end, &line);
		if (next == end)
			return;
		stop = run_base64_piece(text, next, &padded);
		if (stop == next || slice_starts(slice_sub(text, next,
		    text.len), slice_of("--")))
			return;
		letters->pieces++;
		if (stop - next >= RUN_PIECE_LEAST && stop - next >= first &&
		    !padded) {
			letters->span.end = letters->tail = end = stop;
			continue;
		}
		/* A page makes a space of a line end. */
		if (padded || stop - next >= RUN_PIECE_LEAST ||
		    ((line || letters->pieces > 2) &&
		    is_line_end(text, stop)))
			letters->span.end = stop;
		return;
	}
}

/* ------------------------------------------------------------- short lines */

static struct span
line_at(struct slice text, size_t at)
{
	const unsigned char *end = at < text.len ?
	    memchr(text.at + at, '\n', text.len - at) : NULL;

	return (struct span){at, end == NULL ? text.len :
	    (size_t)(end - text.at)};
}

/* The piece of a line that holds nothing else; false: there is more. */
static bool
line_piece(struct slice text, size_t at, struct span *piece, bool *padded)
{
	bool ended;

	while (at < text.len && memchr("> \t", text.at[at], 3) != NULL)
		at++;
	piece->start = at;
	piece->end = run_base64_piece(text, at, padded);
	(void)run_base64_gap(text, piece->end, &ended);
	return ended && piece->end - piece->start <= RUN_PIECE_LEAST;
}

/* Lines from this one on, all as long as it but the last; false: too few. */
static bool
lines_from(struct slice text, size_t at, struct run_letters *letters)
{
	struct span piece, next;
	size_t length, count = 1;
	bool padded;

	if (!line_piece(text, at, &piece, &padded) || padded)
		return false;
	length = piece.end - piece.start;
	if (length < LINE_LEAST)
		return false;
	*letters = (struct run_letters){piece, 1, piece.end};
	for (next = piece; !padded && next.end - next.start == length;
	    count++) {
		at = line_at(text, next.end).end + 1;
		if (at >= text.len || !line_piece(text, at, &next, &padded) ||
		    next.end == next.start || next.end - next.start > length)
			break;
		letters->span.end = letters->tail = next.end;
	}
	return count >= LINES_LEAST && count * length >= LETTERS_LEAST;
}

/* The start of the line before the one that begins at `at`, if it is short. */
static size_t
line_before(struct slice text, size_t at)
{
	size_t least = at > LINE_MOST ? at - LINE_MOST : 0;

	for (size_t i = at - 1; i > least; i--)
		if (text.at[i - 1] == '\n')
			return i;
	return least == 0 ? 0 : at;
}

/*
 * Is there a run of short lines around this place, where a line begins or its
 * quote marks end?  Its first line may be a few before.
 */
static bool
lines_around(struct slice text, size_t at, size_t from,
    struct run_letters *letters)
{
	size_t first = at, before;
	struct run_letters found;
	struct span piece;
	bool padded;

	if (!line_piece(text, at, &piece, &padded) ||
	    piece.end == piece.start)
		return false;
	while (first > from && text.at[first - 1] != '\n')
		first--;
	at = first;
	for (unsigned i = 0; i < LINES_BACK && first > from; i++) {
		before = line_before(text, first);
		if (before >= first || before < from ||
		    !line_piece(text, before, &piece, &padded) || padded)
			break;
		first = before;
	}
	for (; first <= at; first = line_at(text, first).end + 1)
		if (lines_from(text, first, &found)) {
			*letters = found;
			return true;
		}
	return false;
}

/* Does this byte end a line, or the marks that quote one? */
static bool
may_begin_line(struct slice text, size_t at)
{
	return text.at[at] == '\n' || (text.at[at] == ' ' && at > 0 &&
	    text.at[at - 1] == '>');
}

/*
 * The start of the next piece that is long enough, or of `lines` of short ones,
 * or SIZE_MAX.  Looked at from behind: where the last byte of a long piece would
 * stand is no letter in most texts, and then nothing before it needs to be looked
 * at.  A run of short lines that is as long as a piece has at least one of its
 * line ends seen so.
 */
static size_t
piece_start(struct slice text, size_t at, struct run_letters *lines)
{
	size_t from = at, last;

	while (text.len - at >= RUN_PIECE_LEAST) {
		last = at + RUN_PIECE_LEAST;
		while (last > at && value_of(text.at[last - 1]) >= 0)
			last--;
		if (last == at)
			return at;
		if (may_begin_line(text, last - 1) &&
		    lines_around(text, last, from, lines))
			return lines->span.start;
		at = last;
	}
	return SIZE_MAX;
}

bool
run_base64_next(struct slice text, size_t *at, struct run_letters *letters)
{
	size_t start = SIZE_MAX, end;
	bool padded;

	letters->pieces = 0;
	if (*at < text.len)
		start = piece_start(text, *at, letters);
	if (start == SIZE_MAX) {
		*at = text.len;
		return false;
	}
	if (letters->pieces > 0) {
		*at = letters->span.end;
		return true;
	}
	end = run_base64_piece(text, start, &padded);
	*letters = (struct run_letters){{start, end}, 1, end};
	if (!padded)
		follow(text, end, letters);
	*at = letters->span.end;
	return true;
}

/* ------------------------------------------------------------- is it text? */

struct kinds {
	size_t shown, control, high, zero[2];
	size_t different;
};

static struct kinds
count_kinds(struct slice bytes)
{
	struct kinds kinds = {0};
	bool seen[256] = {0};

	for (size_t i = 0; i < bytes.len; i++) {
		unsigned char byte = bytes.at[i];

		kinds.different += !seen[byte];
		seen[byte] = true;
		kinds.zero[i & 1] += byte == 0;
		if (byte >= 0x80)
			kinds.high++;
		else if ((byte >= ' ' && byte < 0x7f) || byte_is_space(byte))
			kinds.shown++;
		else
			kinds.control++;
	}
	return kinds;
}

/* Bytes of whole UTF-8 sequences; those of a last, cut one count too. */
static bool
is_utf8(struct slice bytes)
{
	for (size_t i = 0; i < bytes.len; i++) {
		unsigned char byte = bytes.at[i];
		size_t more = byte < 0x80 ? 0 : byte >= 0xc2 && byte < 0xe0 ?
		    1 : byte >= 0xe0 && byte < 0xf0 ? 2 : byte >= 0xf0 &&
		    byte < 0xf5 ? 3 : SIZE_MAX;

		if (more == SIZE_MAX)
			return false;
		for (; more > 0 && i + 1 < bytes.len; more--)
			if ((bytes.at[++i] & 0xc0) != 0x80)
				return false;
	}
	return true;
}

/* UTF-16 of a script with a page of its own: one half is nearly always one. */
static bool
is_wide(struct slice bytes, const struct kinds *kinds)
{
	size_t half = bytes.len / 2;
	size_t zeros = kinds->zero[0] > kinds->zero[1] ? kinds->zero[0] :
	    kinds->zero[1];
	size_t others = kinds->zero[0] + kinds->zero[1] - zeros;

	return bytes.len >= WIDE_LEAST && zeros * 10 >= half * 8 &&
	    others * 50 <= half && kinds->shown * 10 >= half * 8;
}

bool
run_is_text(struct slice bytes)
{
	struct kinds kinds = count_kinds(bytes);

	if (bytes.len < TEXT_LEAST || kinds.different < KINDS_LEAST)
		return false;
	if (is_wide(bytes, &kinds))
		return true;
	if (kinds.control * 50 > bytes.len)
		return false;
	if (is_utf8(bytes))
		return true;
	/* A charset of one byte: most of it is letters all the same. */
	return bytes.len >= TEXT_OLD_LEAST &&
	    kinds.shown * 100 >= bytes.len * 85;
}

bool
run_is_short_text(struct slice bytes)
{
	struct kinds kinds = count_kinds(bytes);

	return bytes.len >= SHORT_LEAST && kinds.different >= KINDS_LEAST &&
	    kinds.control == 0 && kinds.shown >= kinds.high &&
	    is_utf8(bytes);
}
