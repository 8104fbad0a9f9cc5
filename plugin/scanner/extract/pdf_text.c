/*
 * pdf_text - the words of a page apart where they stand apart, and whole where
 * a line end split them.
 */
#include "scanner/extract/pdf_text.h"

#include <math.h>

/* In parts of the size of the characters. */
#define TEXT_APART 0.3
#define TEXT_FAR 1.5

size_t
pdf_text_length(struct slice text, size_t at)
{
	size_t len = 1;

	while (at + len < text.len && (text.at[at + len] & 0xc0) == 0x80)
		len++;
	return len;
}

size_t
pdf_text_count(struct slice text)
{
	size_t count = 0;

	for (size_t at = 0; at < text.len; at += pdf_text_length(text, at))
		count++;
	return count;
}

static double
text_size(const struct pdf_box *box)
{
	return fmax(fabs(box->x2 - box->x1), fabs(box->y2 - box->y1));
}

/* How far apart two characters stand, whatever the direction of writing. */
static double
text_gap(const struct pdf_box *a, const struct pdf_box *b)
{
	double x = fmax(fmax(b->x1 - a->x2, a->x1 - b->x2), 0);
	double y = fmax(fmax(b->y1 - a->y2, a->y1 - b->y2), 0);

	return fmax(x, y);
}

/* What belongs between two characters that follow each other: "", " ", "\t". */
static const char *
text_between(const struct pdf_box *a, const struct pdf_box *b)
{
	double size = fmax(text_size(a), text_size(b));
	double gap = text_gap(a, b);

	if (!(size > 0) || gap <= TEXT_APART * size)
		return "";
	return gap <= TEXT_FAR * size ? " " : "\t";
}

/* A hyphen or soft hyphen at the end of a line, inside a word of letters? */
static size_t
text_hyphen(struct slice text, size_t at)
{
	struct slice rest = slice_sub(text, at, text.len);
	size_t len = slice_starts(rest, slice_of("\302\255\n")) ? 3 : 2;

	if (len == 2 && !slice_starts(rest, slice_of("-\n")))
		return 0;
	if (at == 0 || !byte_is_alpha(text.at[at - 1]) || rest.len <= len)
		return 0;
	if (rest.at[len] < 'a' || rest.at[len] > 'z')
		return 0;
	return len;
}

void
pdf_text_mend(struct slice text, const struct pdf_box *boxes, size_t count,
    struct buf *out)
{
	bool placed = count > 0 && pdf_text_count(text) == count;
	bool was_space = true, is_space;
	size_t len, hyphen, i = 0;

	for (size_t at = 0; at < text.len; at += len, i++) {
		hyphen = text_hyphen(text, at);
		if (hyphen > 0) {
			len = hyphen;
			was_space = true;
			i++;	/* the line end has a box too */
			continue;
		}
		len = pdf_text_length(text, at);
		is_space = byte_is_space(text.at[at]);
		if (placed && !is_space && !was_space)
			(void)!buf_text(out, text_between(&boxes[i - 1],
			    &boxes[i]));
		(void)!buf_put(out, slice_sub(text, at, at + len));
		was_space = is_space;
	}
}
