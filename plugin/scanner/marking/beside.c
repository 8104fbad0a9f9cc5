/*
 * beside - a marking with other words in its line.
 */
#include "scanner/marking/beside.h"

enum {
	SHORT = 100,		/* bytes of a line that may be a banner */
	REACH = 2000,		/* bytes in which the edge is looked for */
};

/* The line of an offset; longer than SHORT: no banner. */
static struct slice
line_of(struct slice all, size_t at)
{
	size_t begin = at, end = at;

	while (begin && at - begin <= SHORT && all.at[begin - 1] != '\n')
		begin--;
	while (end < all.len && end - at <= SHORT && all.at[end] != '\n')
		end++;
	return slice_sub(all, begin, end);
}

static bool
has_letters(struct slice text)
{
	for (size_t i = 0; i < text.len; i++)
		if (byte_is_alpha(text.at[i]) || text.at[i] >= 0x80)
			return true;
	return false;
}

static bool
has_small(struct slice text)
{
	for (size_t i = 0; i < text.len; i++)
		if (text.at[i] >= 'a' && text.at[i] <= 'z')
			return true;
	return false;
}

/* Fewer than PAGE_EDGE lines with letters above, or below. */
static bool
is_top(struct slice all, size_t at)
{
	unsigned lines = 0;
	bool letters = false;

	for (size_t i = at; i > 0 && lines < PAGE_EDGE; i--) {
		if (at - i > REACH)
			return false;
		if (all.at[i - 1] == '\n') {
			lines += letters && i != at;
			letters = false;
		} else {
			letters = letters || byte_is_alnum(all.at[i - 1]);
		}
	}
	return lines < PAGE_EDGE;
}

static bool
is_foot(struct slice all, size_t at)
{
	unsigned lines = 0;
	bool letters = false;

	for (size_t i = at; i < all.len && lines <= PAGE_EDGE; i++) {
		if (i - at > REACH)
			return false;
		if (all.at[i] == '\n') {
			lines += letters;
			letters = false;
		} else {
			letters = letters || byte_is_alnum(all.at[i]);
		}
	}
	return lines + letters <= PAGE_EDGE;
}

/* Does the marking begin or end its short line? */
static bool
is_bounded(struct slice all, const struct claim *claim)
{
	struct slice line = line_of(all, claim->marking.span.start);
	size_t begin = (size_t)(line.at - all.at);
	size_t start = claim->marking.span.start - begin;
	size_t end = claim->marking.span.end - begin;

	if (line.len > SHORT || end > line.len)
		return false;
	return !has_letters(slice_sub(line, 0, start)) ||
	    !has_letters(slice_sub(line, end, line.len));
}

/* How sure a line is to be a banner by where it stands; 0: it is a sentence. */
static unsigned
confidence_of(const struct page *page, const struct claim *claim)
{
	struct slice all = page->text->bytes;
	size_t first = claim->marking.span.start;

	if (claim->flags & (TEXT_FLAG_subject | TEXT_FLAG_hidden |
	    TEXT_FLAG_metadata) || !is_bounded(all, claim))
		return 0;
	if (claim->frames)
		return 75;
	if (!is_top(all, first))
		return 0;
	/* A claim of a sentence counts offsets for line numbers. */
	if (claim->times >= 2 && is_foot(all, claim->last_line))
		return 75;
	return has_small(line_of(all, first)) ? 0 : 65;
}

static void
make_banner(struct page *page, struct claim *claim, unsigned confidence)
{
	struct marking *m = &claim->marking;

	claim->inside = false;
	claim->confidence = confidence;
	m->kind = "banner";
	claim->first_line = 0;
	claim->last_line = claim->times >= 2 && page->lines ?
	    page->lines - 1 : 0;
	claim->slips++;
	marking_break(m, "line: a marking has its line to itself");
}

void
beside_settle(struct page *page)
{
	for (size_t i = 0; i < page->count; i++) {
		struct claim *claim = &page->claims[i];
		unsigned confidence = claim->inside && claim->confidence ?
		    confidence_of(page, claim) : 0;

		if (confidence)
			make_banner(page, claim, confidence);
	}
}
