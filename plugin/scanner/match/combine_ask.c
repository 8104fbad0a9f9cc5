/*
 * combine_ask - could anything stand together in this text?
 *
 * Most mail is prose in which no other rule found a part of a combination and
 * no line begins with the name of a column.  Cutting it into records costs as
 * much as all the rest of matching, so it is asked first; the answer is no only
 * where the walk would find nothing.
 */
#include "scanner/match/engine.h"
#include "scanner/match/record.h"
#include "scanner/match/wordlist.h"

enum {
	REACH = 48,		/* bytes of a column's name: record_lines.c */
	TOWNS_LEAST = 10,	/* lines: fewer are no list of addresses */
	TOWNS_REACH = 320,	/* lines from the first to the last of them */
};

struct asking {
	const struct work *work;
	bool heard;
};

/* Does any rule's value play a part?  Runs with names have their cells named. */
static bool
has_parts(const struct work *work)
{
	const struct combine_table *table = &work->match->matcher->combine;
	const struct candidate *list = work->candidates.at;

	for (size_t i = 0; i < work->candidates.count; i++)
		if (list[i].fate == FATE_KEPT &&
		    list[i].confidence >= CONFIDENCE_LABEL &&
		    table->uses[list[i].rule->number])
			return true;
	for (size_t i = 0; i < work->text->run_count; i++)
		if (!record_is_plain(&work->text->runs[i]))
			return true;
	return false;
}

static bool
is_sign(struct slice text, size_t at)
{
	return memchr(":\t;|,", text.at[at], 5) || (text.at[at] == ' ' &&
	    at + 1 < text.len && text.at[at + 1] == ' ');
}

/* Before a colon, or beside what separates columns, all near on its line. */
static bool
may_be_head(struct slice text, struct span word)
{
	size_t at = word.end;

	while (at < text.len && at - word.end <= REACH && text.at[at] != '\n')
		if (is_sign(text, at++))
			return true;
	if (at < text.len && text.at[at] != '\n')
		return false;
	for (at = word.start; at > 0 && word.start - at <= REACH &&
	    text.at[at - 1] != '\n'; at--)
		if (is_sign(text, at - 1))
			return true;
	return false;
}

/* A part of a column's name was found: does one stand there whole? */
static bool
hear(void *own, uint32_t part, uint32_t end)
{
	struct asking *asking = own;
	struct slice text = asking->work->text->bytes;
	const struct catalogue_word *word =
	    asking->work->match->matcher->catalogue.heads.words[part];

	for (; word && !asking->heard; word = word->next) {
		struct span span = {end - word->lead, 0};

		if (end < word->lead)
			continue;
		span.end = wordlist_match(word->word, text, span.start);
		asking->heard = span.end && may_be_head(text, span);
	}
	return true;
}

static bool
is_capital(struct slice text, size_t at)
{
	return at < text.len && ((text.at[at] >= 'A' && text.at[at] <= 'Z') ||
	    text.at[at] >= 0xc3);
}

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
	    is_capital(text, at + 1);
}

/* "IL 62704", "OX1 4AB" at the end of the line. */
static bool
ends_with_code(struct slice line)
{
	size_t end = line.len, digits = 0;

	while (digits < end && byte_is_digit(line.at[end - 1 - digits]))
		digits++;
	if (digits == 5 && end > 8)
		return line.at[end - 6] == ' ' && is_capital(line, end - 7) &&
		    is_capital(line, end - 8);
	return end > 7 && is_capital(line, end - 1) &&
	    is_capital(line, end - 2) && byte_is_digit(line.at[end - 3]) &&
	    line.at[end - 4] == ' ' && byte_is_alnum(line.at[end - 5]);
}

static bool
has_code(struct slice line)
{
	size_t at = 0, comma;

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

/*
 * Ten lines with what looks like the code and name of a town, not far from each
 * other: a long text has some numbers of five digits before a word.
 */
static bool
has_towns(struct slice text)
{
	size_t lines[TOWNS_LEAST] = {0};	/* where the last of them stand */
	struct slice line;
	size_t towns = 0;

	for (size_t number = 0; text.len > 0 && slice_cut(&text, '\n', &line);
	    number++) {
		if (!line.len || !has_code(line))
			continue;
		lines[towns++ % TOWNS_LEAST] = number;
		if (towns >= TOWNS_LEAST && number -
		    lines[towns % TOWNS_LEAST] <= TOWNS_REACH)
			return true;
	}
	return false;
}

enum rc
combine_ask(const struct work *work, bool *wanted, bool *towns,
    struct err *err)
{
	const struct matcher *matcher = work->match->matcher;
	struct asking asking = {.work = work};

	*wanted = true;
	*towns = has_towns(work->text->bytes);
	/* A rule's own examples and explaining want all that can be told. */
	if (work->match->only || work->match->options.explain || *towns ||
	    has_parts(work))
		return RC_OK;
	TRY(keywords_scan(matcher->heads, work->text->bytes, hear, &asking,
	    err));
	*wanted = asking.heard;
	return RC_OK;
}
