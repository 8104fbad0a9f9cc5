/*
 * contract_place - does a phrase stand where a title or a heading would?
 */
#include "scanner/match/contract_place.h"

#include "scanner/match/contract_measure.h"
#include "scanner/match/structure.h"

enum {
	TITLE_LINES = 30,
	TITLE_LINE_MOST = 160,		/* bytes of a line that is a title */
	TITLE_WORDS_MOST = 16,
	HEADING_LINE_MOST = 100,
	OPENING_MOST = 6000,		/* bytes in which it names itself */
	SMALL_WORD_MOST = 4,		/* "of", "for", "zum", "dell" */
	WORD_MOST = 40,
	SELF_WORDS_MOST = 4,		/* "This Mutual Non-Disclosure" */
	LINE_REACH = 256,		/* longer than any title or heading */
};

/* The line round an offset; of a longer one only LINE_REACH on each side. */
static struct span
line_of(struct slice text, size_t at)
{
	struct span line = {at, at};

	while (line.start && at - line.start < LINE_REACH &&
	    text.at[line.start - 1] != '\n')
		line.start--;
	while (line.end < text.len && line.end - at < LINE_REACH &&
	    text.at[line.end] != '\n')
		line.end++;
	return line;
}

/* Where the first piece begins that a reader of the document sees. */
static size_t
content_begin(const struct text *text)
{
	for (size_t i = 0; i < text->run_count; i++)
		if (text->runs[i].scope == SCOPE_body ||
		    text->runs[i].scope == SCOPE_attachment)
			return text->runs[i].start;
	return 0;
}

struct contract_zone
contract_place_zone(const struct text *text)
{
	struct contract_zone zone = {text->bytes, content_begin(text), 0};
	struct slice rest = slice_sub(text->bytes, zone.begin,
	    text->bytes.len), line;
	size_t lines = 0;

	while (lines < TITLE_LINES && slice_cut(&rest, '\n', &line))
		lines += slice_trim(line).len > 0;
	zone.titles = text->bytes.len - rest.len;
	return zone;
}

static bool
is_lower(unsigned char byte)
{
	return byte >= 'a' && byte <= 'z';
}

/* Before a title stand capitals, numbers and small words, no sentence. */
static bool
is_title_lead(struct slice lead)
{
	size_t i = 0;

	while (i < lead.len) {
		size_t start = i;

		while (i < lead.len && (byte_is_alnum(lead.at[i]) ||
		    lead.at[i] >= 0x80))
			i++;
		if (i - start > SMALL_WORD_MOST && is_lower(lead.at[start]))
			return false;
		if (i < lead.len && memchr("?!;", lead.at[i], 3))
			return false;
		i += i == start || i < lead.len;
	}
	return true;
}

/* A phrase may be the end of a word: "Mietvertrag". */
static size_t
word_start(struct slice text, size_t at, size_t least)
{
	while (at > least && (byte_is_alpha(text.at[at - 1]) ||
	    text.at[at - 1] >= 0x80) && byte_is_alpha(text.at[at]))
		at--;
	return at;
}

static bool
is_title(struct slice text, struct span hit)
{
	struct span at = line_of(text, hit.start);
	struct slice line = slice_trim(slice_sub(text, at.start, at.end));
	size_t words = 0;

	hit.start = word_start(text, hit.start, at.start);
	if (line.len > TITLE_LINE_MOST || is_lower(text.at[hit.start]) ||
	    memchr(".?", line.at[line.len - 1], 2))
		return false;
	for (size_t i = 0; i < line.len; i++)
		words += byte_is_space(line.at[i]) &&
		    !byte_is_space(line.at[i - 1]);	/* it is trimmed */
	return words < TITLE_WORDS_MOST &&
	    is_title_lead(slice_sub(text, at.start, hit.start));
}

/* The word that ends before `*at`, which moves to its begin. */
static struct slice
word_before(struct slice text, size_t *at)
{
	size_t end = *at;

	while (end && (byte_is_space(text.at[end - 1]) ||
	    memchr("*_\"[-", text.at[end - 1], 5)))
		end--;
	*at = end;
	while (*at && end - *at < WORD_MOST && (byte_is_alpha(
	    text.at[*at - 1]) || text.at[*at - 1] >= 0x80))
		--*at;
	return slice_sub(text, *at, end);
}

/* "This Agreement", "this mutual ... agreement": the text speaks of itself. */
static bool
names_itself(struct slice text, size_t start)
{
	static const char *const words[] = {"this", "dieser", "diese", "dieses",
		"présent", "présente", "presente", "deze", "dit", NULL};

	for (size_t back = 0; back < SELF_WORDS_MOST; back++) {
		struct slice word = word_before(text, &start);

		for (size_t i = 0; words[i]; i++)
			if (slice_is_text_nocase(word, words[i]))
				return true;
		if (!word.len || is_lower(word.at[0]))
			return false;
	}
	return false;
}

bool
contract_place_possible(const struct contract_zone *zone,
    enum group_place place, size_t end)
{
	switch (place) {
	case PLACE_TITLE:
	case PLACE_TITLE_PART:
		return end <= zone->titles || end <= zone->begin + OPENING_MOST;
	case PLACE_COLON:
		return end <= zone->titles;
	case PLACE_ANYWHERE:
	case PLACE_HEADING:
	case PLACE_FIELD:
		break;
	}
	return true;
}

/* The line goes on to say that it is an agreement. */
static bool
is_title_part(struct slice text, struct span hit)
{
	struct span at = line_of(text, hit.start);
	struct slice rest = slice_sub(text, hit.end, at.end);

	return is_title(text, hit) &&
	    (slice_find_nocase(rest, slice_of("agreement")) != SIZE_MAX ||
	    slice_find_nocase(rest, slice_of("contract")) != SIZE_MAX);
}

/* Words that say nothing of the kind. */
static bool
is_empty_word(struct slice word)
{
	static const char *const empty[] = {"between", "number", "dated",
		"page", "this", "letter", "entire", "clauses", "terms",
		"conditions", "details", "zwischen", "entre",
		"tussen", "nummer", "número", "numéro", "numero", NULL};

	for (size_t i = 0; empty[i]; i++)
		if (slice_is_text_nocase(word, empty[i]))
			return true;
	return word.len < SMALL_WORD_MOST;
}

bool
contract_place_is_named(const struct contract_zone *zone, struct span title)
{
	struct span at = line_of(zone->text, title.start);
	size_t i = at.start;

	if (word_start(zone->text, title.start, at.start) < title.start)
		return true;
	if (!is_title(zone->text, title))	/* it stands in a sentence */
		return false;
	while (i < at.end) {
		size_t start = i;

		while (i < at.end && (byte_is_alpha(zone->text.at[i]) ||
		    zone->text.at[i] >= 0x80))
			i++;
		if ((i <= title.start || start >= title.end) &&
		    !is_empty_word(slice_sub(zone->text, start, i)))
			return true;
		i += i == start;
	}
	return false;
}

/* Behind the number of a clause, or alone on its line. */
static bool
is_heading(struct slice text, struct span hit)
{
	struct span at = line_of(text, hit.start);

	return at.end - at.start <= HEADING_LINE_MOST &&
	    contract_measure_is_number(slice_sub(text, at.start, hit.start));
}

/* At the start of a line or cell, with a colon behind it and something there. */
static bool
is_label(struct slice text, struct span hit)
{
	struct span at = line_of(text, hit.start);
	struct slice lead = slice_sub(text, at.start, hit.start);
	struct slice rest = slice_trim(slice_sub(text, hit.end, at.end));

	while (lead.len && memchr("*_", lead.at[lead.len - 1], 2))
		lead.len--;
	while (rest.len && memchr("*_|", rest.at[0], 3))
		rest = slice_trim(slice_sub(rest, 1, rest.len));
	if (rest.len < 2 || rest.at[0] != ':')
		return false;
	return !slice_trim(lead).len || slice_ends_nocase(lead,
	    slice_of("  ")) || memchr("\t|", slice_trim(lead).at[
	    slice_trim(lead).len - 1], 2) || lead.at[lead.len - 1] == '\t';
}

bool
contract_place_is_reference(const struct contract_zone *zone,
    struct span title)
{
	static const char *const words[] = {"to", "under", "zum", "zur", "au",
		"al", "alla", "ao", "à", "bij", "onder", NULL};
	static const char *const joined[] = {"agreement", "contract", "option",
		"offer", "license", "licence", "promise", "commitment", NULL};
	struct span at = line_of(zone->text, title.start);
	struct slice lead = slice_sub(zone->text, at.start, title.start);
	size_t end = lead.len;

	for (size_t back = 0; back < SELF_WORDS_MOST && end; back++) {
		struct slice word = word_before(lead, &end);

		for (size_t i = 0; words[i]; i++) {
			bool is_it = slice_is_text_nocase(word, words[i]);
			bool whole = is_it && end > 0;

			word = whole ? word_before(lead, &end) : word;
			for (size_t k = 0; whole && joined[k]; k++)
				whole = !slice_is_text_nocase(word, joined[k]);
			if (is_it)
				return whole;
		}
	}
	return false;
}

/* "of 3 May", "vom 3.5.": a date within the first words. */
static bool
is_dated(struct slice rest)
{
	static const char *const dated[] = {"of", "dated", "vom", "v", "du",
		"de", "del", "da", "do", "van", "d", NULL};
	size_t i = 0;

	for (size_t count = 0; count < SELF_WORDS_MOST && i < rest.len;) {
		size_t start = i, next;

		while (i < rest.len && byte_is_alpha(rest.at[i]))
			i++;
		next = i + 1 + (i < rest.len && rest.at[i] == '.');
		if (i > start && next < rest.len && byte_is_digit(
		    rest.at[next]) && structure_word(dated,
		    slice_sub(rest, start, i)))
			return true;
		count += i > start;
		i += i == start;
	}
	return false;
}

bool
contract_place_is_theirs(const struct contract_zone *zone, struct span title)
{
	static const char *const whose[] = {"your", "ihr", "ihre", "ihrem",
		"ihres", "ihrer", "euer", "votre", "vos", "su", "vuestra",
		"vostra", "vostro", "vs", "sua", "suo", "vossa", "uw", NULL};
	static const char *const after[] = {"on", "per", "to", "under", "with",
		"auf", "nach", "gemäß", "laut", "zu", "selon", "à", "suivant",
		"según", "a", "secondo", "da", "alla", "conforme", "volgens",
		"op", NULL};
	struct span at = line_of(zone->text, title.start);
	struct slice lead = slice_sub(zone->text, at.start, title.start);
	size_t end = lead.len;

	return structure_word(whose, word_before(lead, &end)) && (is_dated(
	    slice_sub(zone->text, title.end, at.end)) ||
	    structure_word(after, word_before(lead, &end)));
}

bool
contract_place_is_alone(const struct contract_zone *zone, struct span title)
{
	struct slice text = zone->text, rest;
	size_t start = title.start, end = title.end;

	while (start > 0 && text.at[start - 1] != '\n')
		start--;
	while (end < text.len && text.at[end] != '\n')
		end++;
	rest = slice_trim(slice_sub(text, start, title.start));
	if (rest.len > 0 && rest.at[rest.len - 1] != '#')
		return false;
	rest = slice_trim(slice_sub(text, title.end, end));
	return rest.len == 0 || byte_is_digit(rest.at[0]) ||
	    rest.at[0] == '#' || rest.at[0] == '(' ||
	    slice_starts_nocase(rest, slice_of("no"));
}

bool
contract_place_is_numbered(const struct contract_zone *zone, size_t start)
{
	struct span at = line_of(zone->text, start);
	struct slice lead = slice_trim(slice_sub(zone->text, at.start, start));

	return lead.len && contract_measure_is_number(lead);
}

bool
contract_place_holds(const struct contract_zone *zone, enum group_place place,
    struct span hit)
{
	switch (place) {
	case PLACE_ANYWHERE:
		return true;
	case PLACE_TITLE:
		return (hit.end <= zone->titles && is_title(zone->text, hit)) ||
		    (hit.end <= zone->begin + OPENING_MOST &&
		    names_itself(zone->text, hit.start));
	case PLACE_TITLE_PART:
		return hit.end <= zone->titles && is_title_part(zone->text,
		    hit);
	case PLACE_HEADING:
		return is_heading(zone->text, hit);
	case PLACE_COLON:
		return is_label(zone->text, hit);
	case PLACE_FIELD:
		break;
	}
	return false;
}
