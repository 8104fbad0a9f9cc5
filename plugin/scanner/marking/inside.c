/*
 * inside - a whole marking inside a sentence.
 *
 * Nearly no sentence gets further than the first question, which is asked of 64
 * bytes at a time: do two capitals stand side by side?  The next ones are asked of
 * a word: can it begin a marking, do slashes or further words follow?  Only then
 * a grammar reads it, as a line of its own; what is behind the marking is cut off
 * word by word.
 */
#include "scanner/marking/inside.h"

#include "scanner/marking/nation.h"
#include "scanner/marking/phrases.h"

enum {
	BLOCK = 64,		/* bytes; as many follow each text (TEXT_SLACK) */
	REACH = 120,		/* bytes of a sentence that one marking has */
	WORDS = 12,		/* of them */
	LEVEL_REACH = 16,	/* "UNCLASSIFIED//" */
	QUOTE_REACH = 1000,	/* of a line, to its quoting sign */
	TRIES = 512,		/* words of a text that grammars are asked about */
};

_Static_assert((int)TEXT_SLACK >= (int)BLOCK, "a block is read with its next byte");

struct inside {
	struct page *page;
	void **states;
	struct slice all;
	unsigned tries;
	size_t end;		/* of the marking that was read last */
	struct line line;
};

static bool
is_capital(unsigned char byte)
{
	return byte >= 'A' && byte <= 'Z';
}

/* Of the alphabets that tables are written in: two bytes from U+00C0 on. */
static bool
is_lead(unsigned char byte)
{
	return byte >= 0xC3 && byte <= 0xDF;
}

static bool
is_letter(struct slice text, size_t at)
{
	return at < text.len && (byte_is_alnum(text.at[at]) ||
	    is_lead(text.at[at]) || (at && text.at[at] >= 0x80 &&
	    is_lead(text.at[at - 1])));
}

/* Two capitals side by side; without a branch, so that it is vector code. */
static bool
has_capitals(const unsigned char *at)
{
	unsigned char any = 0;

	for (unsigned i = 0; i < BLOCK; i++)
		any |= (unsigned char)((unsigned char)(at[i] - 'A') < 26) &
		    (unsigned char)((unsigned char)(at[i + 1] - 'A') < 26);
	return any;
}

/* Give what stands in the line to one system: does it keep a sure claim? */
static bool
ask(struct inside *in, size_t system, bool *full)
{
	size_t count, had = in->page->count, kept = in->page->kept;
	const struct marking_system *const *all = marking_systems(&count);
	const struct claim *claim;

	in->page->system = all[system];
	if (!all[system]->line(in->page, in->states[system], &in->line)) {
		*full = true;
		return false;
	}
	if (in->page->kept == kept)
		return false;
	if (in->page->count == had)
		return true;
	claim = &in->page->claims[had];
	if (!claim->bare && !claim->weak && strcmp(claim->marking.level,
	    "unstated") && (all[system]->nation || (claim->known &&
	    !claim->unknown)))
		return true;
	in->page->claims[had] = (struct claim){0};
	in->page->count = had;
	return false;
}

/* Below a divider, or behind quoting signs. */
static bool
is_quoted(const struct inside *in, size_t at)
{
	size_t begin = at;

	if (at >= in->page->below)
		return true;
	while (begin && at - begin < QUOTE_REACH &&
	    in->all.at[begin - 1] != '\n')
		begin--;
	while (begin < at && in->all.at[begin] == ' ')
		begin++;
	return in->all.at[begin] == '>';
}

static void
set_line(struct inside *in, size_t start, size_t len)
{
	in->line.text = slice_sub(in->all, start, start + len);
	in->line.start = start;
	in->line.length = len;
	in->line.quoted = is_quoted(in, start);
}

/* The last space of a text, or 0. */
static size_t
last_space(struct slice text)
{
	size_t at = text.len;

	while (at && text.at[at - 1] != ' ')
		at--;
	return at ? at - 1 : 0;
}

/* ------------------------------------------------- two slashes and a value */

static bool
is_slashed(struct slice text)
{
	size_t at = 0;

	while (at < text.len && at < LEVEL_REACH && (is_capital(text.at[at]) ||
	    text.at[at] == ' '))
		at++;
	return at && at + 2 < text.len && text.at[at] == '/' &&
	    text.at[at + 1] == '/' && is_capital(text.at[at + 2]);
}

/* As far as signs of markings go; no piece of a word. */
static size_t
slashed_length(struct slice text)
{
	size_t at = 0;

	while (at < text.len && at < REACH && (is_capital(text.at[at]) ||
	    byte_is_digit(text.at[at]) || (text.at[at] &&
	    strchr(" /-,", text.at[at]))))
		at++;
	if (is_letter(text, at))
		at = last_space(slice_sub(text, 0, at));
	while (at && (text.at[at - 1] == ' ' || strchr(",-/", text.at[at - 1])))
		at--;
	return at;
}

static bool
read_slashed(struct inside *in, size_t start)
{
	static const char *const names[] = {"us-classified", "us-cui"};
	struct slice text = slice_sub(in->all, start, in->all.len);
	size_t len = slashed_length(text), count;
	const struct marking_system *const *all = marking_systems(&count);

	for (unsigned n = 0; n < WORDS && len; n++) {
		set_line(in, start, len);
		in->line.by_words = words_read(in->line.text, &in->line.words);
		for (size_t i = 0; i < count; i++) {
			bool full = false;

			if ((!strcmp(all[i]->name, names[0]) ||
			    !strcmp(all[i]->name, names[1])) &&
			    ask(in, i, &full)) {
				in->end = start + len;
				return true;
			}
			if (full)
				return false;
		}
		len = last_space(in->line.text);
		while (len && (text.at[len - 1] == ',' ||
		    text.at[len - 1] == ' '))
			len--;
	}
	return true;
}

/* --------------------------------------------------- levels of national tables */

/* What one marking may have: to the end of the line or of the sentence. */
static size_t
worded_length(struct slice text)
{
	size_t at = 0;

	for (; at < text.len && at < REACH; at++) {
		unsigned char byte = text.at[at];

		if (!is_letter(text, at) &&
		    !(byte && strchr(" '_-/:,()[]&", byte)))
			break;
	}
	if (is_letter(text, at))
		at = last_space(slice_sub(text, 0, at));
	return at;
}

/* Where word `n` ends; words are parted as words_read does. */
static size_t
word_end(struct slice text, size_t n)
{
	size_t at = 0;

	for (;; n--) {
		while (at < text.len && !is_letter(text, at))
			at++;
		while (is_letter(text, at))
			at++;
		if (!n || at >= text.len)
			return at;
	}
}

/* "NATO SECRET SERVICE": a phrase goes on in capitals. */
static bool
goes_on(const struct words *words, size_t at, size_t count)
{
	return at < count && words->end[at] - words->start[at] > 1 &&
	    !words->small[at] && (words->gap[at] == GAP_SPACE ||
	    words->gap[at] == GAP_DASH) &&
	    !byte_is_digit((unsigned char)words->at[words->start[at]]);
}

/* The systems that have a sure claim to the first `n` words. */
static bool
ask_all(struct inside *in, uint64_t systems, bool *full)
{
	size_t count;
	const struct marking_system *const *all = marking_systems(&count);
	bool any = false;

	in->line.systems = systems;
	for (size_t i = 0; i < count && !*full; i++)
		if (systems >> i & 1 && all[i]->nation &&
		    !all[i]->nation->company)
			any = ask(in, i, full) || any;
	return any;
}

static bool
read_worded(struct inside *in, size_t start)
{
	struct slice text = slice_sub(in->all, start, in->all.len);
	struct words *words = &in->line.words;
	bool full = false;
	size_t count;

	text = slice_sub(text, 0, worded_length(text));
	if (!words_read(text, words))
		return true;
	count = words->count;
	for (size_t n = count < WORDS ? count : WORDS; n >= 2 && !full; n--) {
		uint64_t systems;

		words->count = n;
		words->len = words->end[n - 1];
		systems = phrases_systems(in->page->tables, words);
		if (!systems)
			return true;
		set_line(in, start, word_end(text, n - 1));
		in->line.by_words = true;
		if (!goes_on(words, n, count) && ask_all(in, systems, &full)) {
			in->end = start + in->line.length;
			return true;
		}
	}
	return !full;
}

/* ------------------------------------------------------------ traffic light */

static bool
read_colour(struct inside *in, size_t start)
{
	struct slice text = slice_sub(in->all, start, in->all.len);
	size_t count, at = 4;
	const struct marking_system *const *all = marking_systems(&count);
	bool full = false;

	while (at < text.len && at < LEVEL_REACH &&
	    (is_capital(text.at[at]) || text.at[at] == '+'))
		at++;
	if (is_letter(text, at))
		return true;
	set_line(in, start, at);
	in->line.by_words = false;
	for (size_t i = 0; i < count; i++)
		if (!strcmp(all[i]->name, "tlp") && ask(in, i, &full))
			in->end = start + at;
	return !full;
}

/* ----------------------------------------------------------------- the text */

/* Places in which people write sentences. */
static bool
is_prose(const struct text_run *run)
{
	return !(run->flags & TEXT_FLAG_label) && (run->scope == SCOPE_body ||
	    run->scope == SCOPE_attachment || run->scope == SCOPE_subject);
}

static bool
read_word(struct inside *in, size_t start)
{
	struct slice text = slice_sub(in->all, start, in->all.len);
	const struct text_run *run;
	bool colour = slice_starts(text, slice_of("TLP:"));
	bool slashed = !colour && is_slashed(text);

	if (!colour && !slashed && !phrases_begin(in->page->tables,
	    text.at[0], text.at[1]))
		return true;
	run = text_run_at(in->page->text, start);
	if (!is_prose(run))
		return true;
	in->tries++;
	in->line = (struct line){.scope = run->scope, .where = run->where,
	    .flags = run->flags, .number = (unsigned)start, .inside = true};
	return colour ? read_colour(in, start) : slashed ?
	    read_slashed(in, start) : read_worded(in, start);
}

/* Is this the first letter of a word that no slash or dash joins to another? */
static bool
is_begin(struct slice all, size_t at)
{
	return is_capital(all.at[at]) && at + 1 < all.len &&
	    is_capital(all.at[at + 1]) && (!at || (!is_letter(all, at - 1) &&
	    !strchr("/-+", all.at[at - 1])));
}

bool
inside_read(struct page *page, void **states)
{
	struct inside in = {.page = page, .states = states,
	    .all = page->text->bytes};

	for (size_t at = 0; at < in.all.len && in.tries < TRIES; at += BLOCK) {
		if (!has_capitals(in.all.at + at))
			continue;
		for (size_t i = at < in.end ? in.end : at; i < at + BLOCK &&
		    i < in.all.len; i++) {
			if (!is_begin(in.all, i))
				continue;
			if (!read_word(&in, i))
				return false;
			i = in.end > i ? in.end - 1 : i;
		}
	}
	return true;
}

static bool
overlaps(struct span a, struct span b)
{
	return a.start < b.end && b.start < a.end;
}

void
inside_settle(struct page *page)
{
	for (size_t i = 0; i < page->count; i++) {
		struct claim *inside = &page->claims[i];

		inside->confidence = inside->inside ? 30 : inside->confidence;
		for (size_t j = 0; j < page->count && inside->inside; j++) {
			const struct claim *other = &page->claims[j];

			if (other->inside || !other->confidence)
				continue;
			if (overlaps(inside->marking.span, other->marking.span) ||
			    (inside->system == other->system &&
			    !strcmp(inside->marking.text, other->marking.text)))
				inside->confidence = 0;
		}
	}
}
