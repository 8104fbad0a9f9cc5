/*
 * combine_ask - could anything stand together in this text?
 *
 * Most mail is prose in which no other rule found a part of a combination and
 * no line or cell begins with the name of a column.  Cutting it into records costs as
 * much as all the rest of matching, so it is asked first; the answer is no only
 * where the walk would find nothing.
 */
#include "scanner/match/engine.h"
#include "scanner/match/record.h"
#include "scanner/match/wordlist.h"

enum {
	REACH = 48,		/* bytes of a column's name: record_lines.c */
};

struct asking {
	const struct work *work;
	struct slice text;	/* that is being scanned */
	bool header;		/* it is all a name */
	bool heard;
};

/* Does any rule's value play a part? */
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
	const struct catalogue_word *word =
	    asking->work->match->matcher->catalogue.heads.words[part];

	for (; word && !asking->heard; word = word->next) {
		struct span span = {end - word->lead, 0};

		if (end < word->lead)
			continue;
		span.end = wordlist_match(word->word, asking->text, span.start);
		asking->heard = span.end && (asking->header ||
		    may_be_head(asking->text, span));
	}
	return true;
}

enum rc
combine_ask(const struct work *work, bool *wanted, struct err *err)
{
	const struct matcher *matcher = work->match->matcher;
	struct asking asking = {.work = work, .text = work->text->bytes};

	*wanted = true;
	/* A rule's own examples and explaining want all that can be told. */
	if (work->match->only || work->match->options.explain ||
	    work->towns.count || has_parts(work))
		return RC_OK;
	TRY(keywords_scan(matcher->heads, asking.text, hear, &asking, err));
	asking.header = true;
	if (!asking.heard)
		TRY(speak_headers(work, matcher->heads, &asking.text, hear,
		    &asking, err));
	*wanted = asking.heard;
	return RC_OK;
}
