/*
 * pdf_slant - words that stand aslant over a page: a watermark.
 *
 * Its letters are far bigger than those of the page and come in pieces of one to
 * three.  In the order in which they stand from left to right they are the word;
 * a gap along its baseline parts words.  Two watermarks on a page are not told
 * apart.
 */
#include "scanner/extract/pdf_slant.h"

#include <math.h>
#include <stdlib.h>

enum {
	SLANT_LEAST = 4,	/* letters of a watermark */
	SLANT_MOST = 200,
	SLANT_PIECE = 3,	/* letters of it that come in one line */
	SLANT_SIZES = 512,	/* sizes that are counted, in points */
};

/* Compared with the page's letters, and with one letter. */
#define SLANT_BIG 1.6
#define SLANT_APART 0.15

struct slant_letter {
	struct pdf_box box;
	struct slice bytes;
};

struct slant {
	struct slant_letter letters[SLANT_MOST];
	size_t count;
	double big;		/* from this size on */
};

/* 0 for a box that stands nowhere. */
static double
slant_size(const struct pdf_box *box)
{
	return isfinite(box->x1 + box->x2 + box->y1 + box->y2) ?
	    fmax(fabs(box->x2 - box->x1), fabs(box->y2 - box->y1)) : 0;
}

/* The size that half of the page's letters do not reach. */
static double
slant_usual(const struct pdf_box *boxes, size_t count)
{
	size_t sizes[SLANT_SIZES] = {0}, seen = 0;

	for (size_t i = 0; i < count; i++) {
		double size = slant_size(&boxes[i]);

		if (size > 0)
			sizes[size < SLANT_SIZES - 1 ? (size_t)size :
			    SLANT_SIZES - 1]++;
	}
	for (size_t i = 0; i < SLANT_SIZES; i++)
		seen += sizes[i];
	for (size_t i = 0, sum = 0; i < SLANT_SIZES; i++) {
		sum += sizes[i];
		if (2 * sum > seen)
			return (double)i + 1;
	}
	return 0;
}

/* Numbers of pages and in drawings are big, too. */
static bool
slant_is_letter(unsigned char byte)
{
	return byte_is_alpha(byte) || byte >= 0x80 || byte == '-' ||
	    byte == '/' || byte == ':';
}

/* A line of few big letters. */
static void
slant_take(struct slant *slant, struct slice line, const struct pdf_box *boxes)
{
	size_t had = slant->count, len;

	for (size_t at = 0, i = 0; at < line.len; at += len, i++) {
		len = pdf_text_length(line, at);
		if (byte_is_space(line.at[at]))
			continue;
		if (slant->count == SLANT_MOST || i >= SLANT_PIECE ||
		    !slant_is_letter(line.at[at]) ||
		    slant_size(&boxes[i]) < slant->big) {
			slant->count = had;
			return;
		}
		slant->letters[slant->count++] = (struct slant_letter){
		    boxes[i], slice_sub(line, at, at + len)};
	}
}

static void
slant_gather(struct slant *slant, struct slice text,
    const struct pdf_box *boxes)
{
	size_t begin = 0, first = 0, len;

	for (size_t at = 0, i = 0; at <= text.len; at += len, i++) {
		len = at < text.len ? pdf_text_length(text, at) : 1;
		if (at < text.len && text.at[at] != '\n')
			continue;
		slant_take(slant, slice_sub(text, begin, at), boxes + first);
		begin = at + 1;
		first = i + 1;
	}
}

static double
slant_middle(const void *letter)
{
	const struct pdf_box *box = &((const struct slant_letter *)letter)->box;

	return box->x1 + box->x2;
}

/* From left to right; the letters of one piece stand at one x, one above the other. */
static int
slant_falling(const void *a, const void *b)
{
	const struct slant_letter *one = a, *two = b;
	double x = slant_middle(a) - slant_middle(b);
	double y = one->box.y1 - two->box.y1;

	return x != 0 ? (x > 0) - (x < 0) : (y > 0) - (y < 0);
}

static int
slant_rising(const void *a, const void *b)
{
	double x = slant_middle(a) - slant_middle(b);

	return x != 0 ? slant_falling(a, b) : slant_falling(b, a);
}

static void
slant_order(struct slant *slant)
{
	const struct slant_letter *left = slant->letters, *right = left;

	for (size_t i = 1; i < slant->count; i++) {
		const struct slant_letter *at = &slant->letters[i];

		left = slant_middle(at) < slant_middle(left) ? at : left;
		right = slant_middle(at) > slant_middle(right) ? at : right;
	}
	qsort(slant->letters, slant->count, sizeof(slant->letters[0]),
	    left->box.y1 > right->box.y1 ? slant_rising : slant_falling);
}

/* How far apart two letters stand along the baseline. */
static bool
slant_is_gap(const struct pdf_box *a, const struct pdf_box *b)
{
	double x = b->x1 - a->x2;
	double y = fmax(a->y1 - b->y2, b->y1 - a->y2);
	double width = fmin(fabs(b->x2 - b->x1), fabs(b->y2 - b->y1));

	return fmax(x, y) > SLANT_APART * width;
}

void
pdf_slant_read(struct slice text, const struct pdf_box *boxes, size_t count,
    struct buf *out)
{
	struct slant slant = {.big = SLANT_BIG * slant_usual(boxes, count)};

	if (slant.big > 0)
		slant_gather(&slant, text, boxes);
	if (slant.count < SLANT_LEAST)
		return;
	slant_order(&slant);
	for (size_t i = 0; i < slant.count; i++) {
		if (i > 0 && slant_is_gap(&slant.letters[i - 1].box,
		    &slant.letters[i].box))
			(void)!buf_text(out, " ");
		(void)!buf_put(out, slant.letters[i].bytes);
	}
}
