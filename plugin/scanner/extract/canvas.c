/*
 * canvas - words that were drawn at points, in the order a person reads them.
 */
#include "scanner/extract/canvas.h"

#include <math.h>
#include <stdlib.h>

#include "base/escape.h"

enum { WORDS_MOST = 1 << 18, TEXT_MOST = 1 << 25, TURNS = 4 };

/* Of the height of a letter. */
static const double LINE_APART = 0.5, SPACE_APART = 0.15, TAB_APART = 2.0,
    SAME_PLACE = 0.1;

/* Further than anyone looks; keeps sums of hostile numbers finite. */
static const double FARTHEST = 1e12;

/* Turned so that it runs to the right: from `x` to `end`, `y` downwards. */
struct word {
	double x, end, y, high;
	uint32_t start, len;	/* of its text */
	uint32_t number;	/* in order of drawing */
	uint8_t turn;
	bool guessed;
};

struct canvas
canvas_new(void)
{
	return (struct canvas){
		.words = buf_new(WORDS_MOST * sizeof(struct word)),
		.text = buf_new(TEXT_MOST),
	};
}

void
canvas_free(struct canvas *canvas)
{
	buf_free(&canvas->words);
	buf_free(&canvas->text);
}

static double
bounded(double value)
{
	if (!(value > -FARTHEST))
		return -FARTHEST;
	return value < FARTHEST ? value : FARTHEST;
}

/* To the right, down, to the left, up. */
static unsigned
turn_of(double along_x, double along_y)
{
	if (fabs(along_x) >= fabs(along_y))
		return along_x >= 0 ? 0 : 2;
	return along_y >= 0 ? 1 : 3;
}

void
canvas_put(struct canvas *canvas, const struct canvas_text *text)
{
	double x = bounded(text->x), y = bounded(text->y);
	double along_x = bounded(text->along_x);
	double along_y = bounded(text->along_y);
	struct word word = {
		.high = fmax(fabs(bounded(text->high)), 1e-6),
		.start = (uint32_t)canvas->text.len,
		.len = (uint32_t)text->utf8.len,
		.number = (uint32_t)(canvas->words.len / sizeof(word)),
		.turn = (uint8_t)turn_of(along_x, along_y),
		.guessed = text->guessed,
	};
	const double turned[TURNS][2] = {{x, y}, {y, -x}, {-x, -y}, {-y, x}};

	if (text->utf8.len == 0)
		return;
	word.x = turned[word.turn][0];
	word.y = turned[word.turn][1];
	word.end = word.x + hypot(along_x, along_y);
	if (text->utf8.len > TEXT_MOST - canvas->text.len ||
	    !buf_put(&canvas->words, slice_bytes(&word, sizeof(word)))) {
		canvas->full = true;
		return;
	}
	(void)!buf_put(&canvas->text, text->utf8);
}

/* --------------------------------------------------------------- reading */

static int
by_number(const struct word *a, const struct word *b)
{
	return a->number < b->number ? -1 : 1;
}

static int
by_line(const void *left, const void *right)
{
	const struct word *a = left, *b = right;

	if (a->turn != b->turn)
		return a->turn < b->turn ? -1 : 1;
	if (a->y < b->y || a->y > b->y)
		return a->y < b->y ? -1 : 1;
	return by_number(a, b);
}

static int
by_column(const void *left, const void *right)
{
	const struct word *a = left, *b = right;

	if (a->x < b->x || a->x > b->x)
		return a->x < b->x ? -1 : 1;
	return by_number(a, b);
}

/* How many of these words stand on the line of the first. */
static size_t
line_length(const struct word *words, size_t count)
{
	size_t n = 1;

	while (n < count && words[n].turn == words[0].turn &&
	    words[n].y - words[0].y < LINE_APART *
	    fmin(words[n].high, words[0].high))
		n++;
	return n;
}

static struct slice
text_of(const struct canvas *canvas, const struct word *word)
{
	return slice_sub(buf_slice(&canvas->text), word->start,
	    (size_t)word->start + word->len);
}

/* Drawn twice for a shadow, or to look bold. */
static bool
is_again(const struct canvas *canvas, const struct word *before,
    const struct word *word)
{
	return word->x - before->x < SAME_PLACE * word->high &&
	    slice_is(text_of(canvas, before), text_of(canvas, word));
}

static const char *
between(const struct canvas *canvas, const struct word *before,
    const struct word *word)
{
	double gap = (word->x - before->end) / fmin(before->high, word->high);
	struct slice text = text_of(canvas, before);
	bool single = utf8_length(text) == before->len;

	if (gap > TAB_APART)
		return "\t";
	if (text.at[text.len - 1] == ' ' || *text_of(canvas, word).at == ' ')
		return "";
	/* Where the end of several letters is a guess, they are a word. */
	if (before->guessed && !single)
		return " ";
	return gap > SPACE_APART ? " " : "";
}

static void
read_line(const struct canvas *canvas, struct word *words, size_t count,
    struct buf *out)
{
	const struct word *before = NULL;

	qsort(words, count, sizeof(*words), by_column);
	for (size_t i = 0; i < count; i++) {
		if (before != NULL && is_again(canvas, before, &words[i]))
			continue;
		if (before != NULL)
			(void)!buf_text(out, between(canvas, before,
			    &words[i]));
		(void)!buf_put(out, text_of(canvas, &words[i]));
		before = &words[i];
	}
	(void)!buf_byte(out, '\n');
}

void
canvas_read(struct canvas *canvas, struct buf *out)
{
	struct word *words = (struct word *)(void *)canvas->words.at;
	size_t count = canvas->words.len / sizeof(*words), line;

	if (count == 0)
		return;
	qsort(words, count, sizeof(*words), by_line);
	for (; count > 0; words += line, count -= line) {
		line = line_length(words, count);
		read_line(canvas, words, line, out);
	}
}

/* ---------------------------------------------------------------- widths */

/*
 * Widths of the letters from space to tilde in hundredths of their height, as
 * in Helvetica and the fonts made to fit in its place.
 */
static const uint8_t widths[] = {
	28, 28, 36, 56, 56, 89, 67, 19, 33, 33, 39, 58, 28, 33, 28, 28,
	56, 56, 56, 56, 56, 56, 56, 56, 56, 56, 28, 28, 58, 58, 58, 56,
	102, 67, 67, 72, 72, 67, 61, 78, 72, 28, 50, 67, 56, 83, 72, 78,
	67, 78, 72, 67, 61, 72, 67, 94, 67, 67, 61, 28, 28, 28, 47, 56,
	33, 56, 56, 50, 56, 56, 28, 56, 56, 22, 22, 50, 22, 83, 56, 56,
	56, 56, 33, 50, 28, 56, 50, 72, 50, 50, 50, 33, 26, 33, 58,
};

enum { FIXED_WIDTH = 60, OTHER_WIDTH = 56, WIDE_WIDTH = 100,
	WIDE_FIRST = 0x1100 };

double
canvas_likely_width(struct slice utf8, double high, bool fixed)
{
	double width = 0;
	size_t len;

	for (; utf8.len > 0; utf8 = slice_sub(utf8, len, utf8.len)) {
		uint32_t code = utf8_decode(utf8, &len);

		if (code >= WIDE_FIRST && code != 0x20ac &&
		    !(code >= 0x2000 && code < 0x2070))
			width += WIDE_WIDTH;
		else if (fixed)
			width += FIXED_WIDTH;
		else if (code >= ' ' && code <= '~')
			width += widths[code - ' '];
		else
			width += OTHER_WIDTH;
	}
	return width * high / 100;
}
