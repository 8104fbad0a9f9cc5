/*
 * agree - do a text's markings of one system agree with each other and its date?
 */
#include "scanner/marking/agree.h"

#include "scanner/marking/nation.h"

enum {
	DATE_REACH = 1500,	/* bytes in which a text tells its date */
	YEAR_FIRST = 1990, YEAR_LAST = 2099,
};

/* ------------------------------------------------------------------ the date */

/* Does a month's name end here, "May", "mai", "März", "août"? */
static bool
is_month(struct slice before)
{
	static const char *const months[] = {"jan", "feb", "fe", "mar", "m",
		"apr", "avr", "abr", "may", "mai", "maj", "mei", "mag", "jun",
		"juin", "giu", "jul", "juil", "lug", "aug", "ao", "ago", "sep",
		"set", "oct", "okt", "ott", "out", "nov", "dec", "dez", "dic",
		"d", "gen", "ene", NULL};
	size_t end = before.len, start;
	struct slice word;

	while (end && (before.at[end - 1] == ' ' || before.at[end - 1] == ',' ||
	    before.at[end - 1] == '.'))
		end--;
	/* "12 de mayo de 2026", "3 May" of "May 3, 2026" */
	if (end > 3 && slice_ends_nocase(slice_sub(before, 0, end),
	    slice_of(" de")))
		end -= 3;
	while (end && (byte_is_digit(before.at[end - 1]) ||
	    before.at[end - 1] == ' '))
		end--;
	start = end;
	while (start && (byte_is_alpha(before.at[start - 1]) ||
	    before.at[start - 1] >= 0x80) && end - start < 12)
		start--;
	word = slice_sub(before, start, end);
	for (size_t i = 0; months[i]; i++)
		if (slice_starts_nocase(word, slice_of(months[i])) &&
		    (strlen(months[i]) > 2 ||
		    (word.len > strlen(months[i]) &&
		    word.at[strlen(months[i])] >= 0x80)))
			return word.len >= 3;
	return false;
}

/* Is the year at this place part of a date? */
static bool
is_dated(struct slice text, size_t at)
{
	unsigned char before = at ? text.at[at - 1] : ' ';
	unsigned char behind = at + 4 < text.len ? text.at[at + 4] : ' ';

	if ((before == '.' || before == '/' || before == '-') && at > 1 &&
	    byte_is_digit(text.at[at - 2]))
		return true;
	if ((behind == '-' || behind == '/') && at + 5 < text.len &&
	    byte_is_digit(text.at[at + 5]))
		return true;
	return is_month(slice_sub(text, 0, at));
}

/* The year of the first date of a text; 0: it tells none. */
static unsigned
year_of(struct slice all)
{
	struct slice text = slice_sub(all, 0, DATE_REACH);

	for (size_t i = 0; i + 4 <= text.len; i++) {
		unsigned year = 0;

		if (!byte_is_digit(text.at[i]))
			continue;
		for (size_t k = i; k < i + 4 && byte_is_digit(text.at[k]); k++)
			year = year * 10 + text.at[k] - '0';
		if (year >= YEAR_FIRST && year <= YEAR_LAST &&
		    (!i || !byte_is_digit(text.at[i - 1])) && (i + 4 ==
		    text.len || !byte_is_digit(text.at[i + 4])) &&
		    is_dated(text, i))
			return year;
		while (i + 1 < text.len && byte_is_digit(text.at[i + 1]))
			i++;
	}
	return 0;
}

/* The year behind "until_" of a level's entry; 0: it is in use. */
static unsigned
end_of(const struct page *page, const struct claim *claim)
{
	static const char word[] = "until_";
	const struct marking_entry *entry = marking_entry_find(
	    marking_list_find(page->tables, claim->system->name, "levels"),
	    slice_of(claim->marking.level));
	uint64_t year;

	for (size_t i = 0; entry && entry->is[i]; i++)
		if (!strncmp(entry->is[i], word, sizeof(word) - 1) &&
		    slice_number(slice_of(entry->is[i] + sizeof(word) - 1),
		    &year))
			return (unsigned)year;
	return 0;
}

void
agree_ended(const struct page *page, struct claim *claim, const char *rule)
{
	unsigned end = end_of(page, claim);

	if (end && year_of(page->text->bytes) > end)
		marking_break(&claim->marking, rule);
}

/* ----------------------------------------------------------------- the places */

/* The highest marking of a kind; 0 when the text has none. */
static unsigned
highest(const struct page *page, const char *kind)
{
	unsigned rank = 0;

	for (struct claim *c = page_next(page, NULL); c; c = page_next(page, c))
		if (c->confidence && claim_is(c, kind) &&
		    c->marking.rank > rank)
			rank = c->marking.rank;
	return rank;
}

static bool
is_head(const struct claim *claim)
{
	return claim_is(claim, "banner") && claim->confidence &&
	    !claim->marking.quoted && claim->first_line < PAGE_EDGE;
}

static bool
is_foot(const struct page *page, const struct claim *claim)
{
	return claim_is(claim, "banner") && claim->confidence &&
	    !claim->marking.quoted &&
	    claim->last_line + PAGE_EDGE >= page->lines;
}

void
agree_frame(const struct page *page)
{
	struct claim *head = NULL, *foot = NULL;

	if (page->lines <= 2 * PAGE_EDGE)
		return;
	for (struct claim *c = page_next(page, NULL); c;
	    c = page_next(page, c)) {
		if (is_head(c) && is_foot(page, c))
			return;
		head = !head && is_head(c) ? c : head;
		foot = is_foot(page, c) ? c : foot;
	}
	if (!head || !foot || head->times > 1 || foot->times > 1 ||
	    head->marking.rank == foot->marking.rank)
		return;
	marking_break(&head->marking, "frame: head and foot bear different levels");
	marking_break(&foot->marking, "frame: head and foot bear different levels");
}

void
agree_check(const struct page *page)
{
	const struct nation *nation = page->system->nation;
	unsigned portion = nation->highest ? highest(page, "portion") : 0;
	bool low = portion > highest(page, "banner");

	for (struct claim *c = page_next(page, NULL); c;
	    c = page_next(page, c)) {
		if (!c->confidence)
			continue;
		if (low && claim_is(c, "banner"))
			marking_break(&c->marking, nation->highest);
		if (nation->ended)
			agree_ended(page, c, nation->ended);
	}
	agree_frame(page);
}
