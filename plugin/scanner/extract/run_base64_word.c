/*
 * run_base64_word - a little base64 behind a word that says what it is.
 *
 * "Content-Transfer-Encoding: base64", "base64," and "base64_decode(" are such
 * words.  What stands there may be short, so it must decode to nothing but
 * text.  Long letters need no word: they are found without one.
 */
#include "scanner/extract/run.h"

enum { WORD_BEFORE = 4, WITHIN = 512, LETTERS_LEAST = 16, LETTERS_MOST = 512,
	PIECES_MOST = 8 };

/* The whole word, whatever its case. */
static bool
is_word(struct slice text, size_t at)
{
	return at >= WORD_BEFORE && slice_is_text_nocase(slice_sub(text,
	    at - WORD_BEFORE, at), "base") && (at + 2 == text.len ||
	    !byte_is_digit(text.at[at + 2]));
}

/* Where letters begin, from `at`; a word of the sentence may be first. */
static size_t
next_letters(struct slice text, size_t at)
{
	bool padded;

	while (at < text.len && run_base64_piece(text, at, &padded) == at)
		at++;
	return at;
}

/* The end of the letters: lines of one length, and a last one. */
static size_t
letters_end(struct slice text, size_t start)
{
	bool padded, line;
	size_t end = run_base64_piece(text, start, &padded);
	size_t first = end - start, next, stop;

	while (!padded) {
		next = run_base64_gap(text, end, &line);
		stop = next == end ? next : run_base64_piece(text, next,
		    &padded);
		if (stop == next || !line || stop - next > first ||
		    stop - start > LETTERS_MOST)
			break;
		end = stop;
		if (stop - next < first)
			break;
	}
	return end;
}

static struct slice
decode(struct slice text, size_t start, size_t end,
    unsigned char out[LETTERS_MOST])
{
	return slice_bytes(out, run_base64_decode(slice_sub(text, start,
	    end), out));
}

static enum rc
give(struct arena *arena, struct slice bytes, struct span span,
    struct run *run, struct err *err)
{
	unsigned char *out;

	TRY(run_room(arena, bytes.len, &out, err));
	memcpy(out, bytes.at, bytes.len);
	run->bytes = slice_bytes(out, bytes.len);
	run->span = span;
	return RC_OK;
}

/* As far as a word says something: to the next one. */
static struct slice
reach(struct slice text, size_t at)
{
	struct slice behind = slice_sub(text, at, at + WITHIN);
	size_t next = slice_find_nocase(behind, slice_of("base64"));

	return slice_sub(text, 0, next == SIZE_MAX ? at + WITHIN : at + next);
}

static enum rc
read_word(struct arena *arena, struct slice text, size_t at,
    struct run *run, struct err *err)
{
	unsigned char out[LETTERS_MOST];
	unsigned tried = 0;
	bool padded;
	size_t stop;

	if (!is_word(text, at))
		return RC_END;
	text = reach(text, at + 2);
	for (at = next_letters(text, at + 2); at < text.len &&
	    tried < PIECES_MOST; at = next_letters(text, stop)) {
		struct span spans[2] = {{at, at}, {at, at}};

		stop = run_base64_piece(text, at, &padded);
		if (stop - at < LETTERS_LEAST || stop - at >= RUN_PIECE_LEAST)
			continue;
		tried++;
		spans[0].end = letters_end(text, at);
		spans[1].end = stop;
		for (size_t i = 0; i < 2; i++) {
			struct slice bytes = decode(text, at, spans[i].end,
			    out);

			if (run_is_short_text(bytes))
				return give(arena, bytes, spans[i], run, err);
		}
	}
	return RC_END;
}

const struct run_kind run_kind_base64_word = {.mark = "64", .rare = '6',
	.read = read_word, .bare = true};
