/*
 * towns - where a text has what may be a list of addresses.
 *
 * Ten lines that each hold what looks like the code and name of a town, not far
 * from each other: a long text has some numbers of five digits before a word.  Only
 * there are records without a find searched for addresses.
 */
#include "scanner/match/engine.h"
#include "scanner/match/structure.h"

enum {
	TOWNS_LEAST = 10,	/* lines: fewer are no list of addresses */
	TOWNS_REACH = 320,	/* lines from the first to the last of them */
};

/* A line with a town. */
struct town {
	size_t number, start;
};

/* "50674 Köln", "1015 CX", "00-850 Warszawa" from `at` on. */
static bool
begins_with_code(struct slice text, size_t at)
{
	size_t start = at;

	while (at < text.len && at - start < 8 && (byte_is_digit(text.at[at]) ||
	    text.at[at] == '-'))
		at++;
	/* In a table it may stand alone in its cell. */
	if (at == text.len)
		return start == 0 && at == 5;
	return at - start >= 4 && at - start < 8 && text.at[at] == ' ' &&
	    structure_capital(text, at + 1);
}

/* "IL 62704", "OX1 4AB" at the end of the line. */
static bool
ends_with_code(struct slice line)
{
	size_t end = line.len, digits = 0;

	while (digits < end && byte_is_digit(line.at[end - 1 - digits]))
		digits++;
	if (digits == 5 && end > 8)
		return line.at[end - 6] == ' ' && structure_capital(line, end - 7) &&
		    structure_capital(line, end - 8);
	return end > 7 && structure_capital(line, end - 1) &&
	    structure_capital(line, end - 2) && byte_is_digit(line.at[end - 3]) &&
	    line.at[end - 4] == ' ' && byte_is_alnum(line.at[end - 5]);
}

static bool
has_code(struct slice line)
{
	size_t at = 0, comma;

	/* Only a code alone in its line has no space beside it. */
	if (slice_find_byte(line, ' ') == SIZE_MAX)
		return begins_with_code(line, 0);
	while (at < line.len) {
		while (at < line.len && (line.at[at] == ' ' ||
		    line.at[at] == '\t'))
			at++;
		if (begins_with_code(line, at))
			return true;
		comma = slice_find_byte(slice_sub(line, at, line.len), ',');
		if (comma == SIZE_MAX)
			break;
		at += comma + 1;
	}
	return ends_with_code(line);
}

/* From the first of ten lines to the end of the last; those that touch are one. */
static enum rc
add_list(struct work *work, struct span span, struct err *err)
{
	struct span *last = work->towns.at;

	if (work->towns.count) {
		last += work->towns.count - 1;
		if (span.start <= last->end) {
			last->end = span.end;
			return RC_OK;
		}
	}
	last = vec_push(&work->towns, work->match->arena, sizeof(*last));
	if (!last)
		return engine_full(work->match, err);
	*last = span;
	return RC_OK;
}

enum rc
towns_find(struct work *work, struct err *err)
{
	struct slice text = work->text->bytes, line;
	struct town towns[TOWNS_LEAST] = {0};	/* the last ones, in a ring */
	size_t count = 0;

	for (size_t number = 0; text.len > 0 && slice_cut(&text, '\n', &line);
	    number++) {
		size_t start = (size_t)(line.at - work->text->bytes.at);
		const struct town *first;

		if (!line.len || !has_code(line))
			continue;
		towns[count++ % TOWNS_LEAST] = (struct town){number, start};
		first = &towns[count % TOWNS_LEAST];
		if (count >= TOWNS_LEAST && number - first->number <=
		    TOWNS_REACH)
			TRY(add_list(work, (struct span){first->start, start +
			    line.len}, err));
	}
	return RC_OK;
}

bool
towns_have(const struct work *work, struct span span, size_t *at)
{
	const struct span *list = work->towns.at;

	while (*at < work->towns.count && list[*at].end <= span.start)
		(*at)++;
	return *at < work->towns.count && list[*at].start < span.end;
}
