/*
 * au - protective markings of Australia: on documents by its table, in header
 * field, subject and property by the syntax of epms.h.
 */
#include "scanner/marking/epms.h"
#include "scanner/marking/nation.h"
#include "scanner/marking/reading.h"

enum { FIELD_BYTES = 1024 };

/* A field of which further lines follow, as it is in a forwarded header. */
struct au_state {
	struct line first;
	char at[FIELD_BYTES];
	size_t len;
	unsigned last_line;
};

static const struct nation nation = {
	.capitals = "PSPF: protective markings are in capitals",
	.spelling = "PSPF: the marking is spelled otherwise",
	.separator = "PSPF: parts are separated by //",
	.least = "PSPF: the caveat stands with PROTECTED or above only",
	.excludes = "PSPF: only one releasability caveat",
	.highest = "PSPF: a paragraph is marked higher than the whole",
	.ended = "PSPF: the level was replaced in 2018",
	.gaps = GAP_BIT(GAP_DOUBLE) | GAP_BIT(GAP_COLON),
};

static bool
keep(struct page *page, const struct line *line, struct slice value,
    enum epms_form form, const char *kind)
{
	struct slice all = page->text->bytes;
	size_t end = line->start + line->length + 1;
	struct reading r;

	reading_begin(&r, page);
	if (!epms_parse(page->tables, value, form, &r.marking))
		return true;
	/* Subject line: "the last thing in the Subject". */
	if (line->scope == SCOPE_subject && end < all.len &&
	    all.at[end] != '\n')
		reading_broken(&r, "EPMS: the marking ends the subject");
	r.known = 1 + (unsigned)r.marking.control_count;
	reading_put(&r, r.marking.level);
	for (size_t i = 0; i < r.marking.control_count; i++) {
		reading_put(&r, i ? ", " : " - ");
		reading_put(&r, r.marking.controls[i]);
	}
	return page_keep(page, &r, kind, line);
}

static bool
flush(struct page *page, struct au_state *state)
{
	struct slice value = slice_bytes(state->at, state->len);

	state->len = 0;
	return !value.len || keep(page, &state->first, value, EPMS_HEADER,
	    "header");
}

/* Begin or go on with a field; it goes on while its lines end in a comma. */
static bool
add(struct page *page, struct au_state *state, const struct line *line,
    struct slice value)
{
	if (!state->len)
		state->first = *line;
	if (state->len + value.len + 1 >= sizeof(state->at))
		return flush(page, state);
	memcpy(state->at + state->len, value.at, value.len);
	state->len += value.len;
	state->last_line = line->number;
	if (value.len && value.at[value.len - 1] == ',')
		return true;
	return flush(page, state);
}

/* "[SEC=PROTECTED]" alone on its line, and what is between the brackets. */
static bool
is_bracketed(struct slice text, struct slice *inside)
{
	if (text.len < 2 || text.at[0] != '[' || text.at[text.len - 1] != ']')
		return false;
	*inside = slice_sub(text, 1, text.len - 1);
	return slice_starts_nocase(*inside, slice_of("SEC="));
}

/* A field's value that lacks its head: it comes from a field of that name. */
static bool
is_headless(const struct line *line)
{
	return line->flags & TEXT_FLAG_label &&
	    slice_find_nocase(line->text, slice_of("SEC=")) != SIZE_MAX;
}

static bool
epms_line(struct page *page, struct au_state *state, const struct line *line)
{
	static const char property[] = "x-protective-marking=";
	struct slice text = line->text, value;

	if (state->len && line->number == state->last_line + 1)
		return add(page, state, line, text);
	if (state->len && !flush(page, state))
		return false;
	if (line->by_head && line_key(text, "x-protective-marking", &value))
		return add(page, state, line, value);
	if (line->scope == SCOPE_metadata &&
	    slice_starts_nocase(text, slice_of(property)))
		return keep(page, line, slice_sub(text, sizeof(property) - 1,
		    text.len), EPMS_HEADER, "property");
	if (is_headless(line))
		return keep(page, line, text, EPMS_HEADER, "header");
	if (slice_starts_nocase(text, slice_of("VER=")) &&
	    slice_find_nocase(text, slice_of("SEC=")) != SIZE_MAX)
		return keep(page, line, text, EPMS_HEADER, line->flags &
		    TEXT_FLAG_metadata ? "property" : "header");
	if (line->scope == SCOPE_subject &&
	    slice_starts_nocase(text, slice_of("SEC=")))
		return keep(page, line, text, EPMS_SUBJECT, "subject");
	if (line->scope != SCOPE_subject && is_bracketed(text, &value))
		return keep(page, line, value, EPMS_SUBJECT, "banner");
	return true;
}

static bool
au_line(struct page *page, void *state, const struct line *line)
{
	return epms_line(page, state, line) && nation_line(page, NULL, line);
}

static void
au_weigh(struct page *page, void *state)
{
	(void)flush(page, state);
	nation_weigh(page, NULL);
	for (struct claim *c = page_next(page, NULL); c; c = page_next(page, c))
		if (!strcmp(c->marking.kind, "header") && !c->bare &&
		    !c->marking.broken_count)
			c->confidence = 95;
}

static const struct marking_sample samples[] = {
	{"OFFICIAL: Sensitive", "OFFICIAL: Sensitive", true},
	{"OFFICIAL:Sensitive//Legal Privilege", "OFFICIAL: Sensitive", true},
	{"PROTECTED//Personal Privacy", "PROTECTED", true},
	{"SECRET//AUSTEO//CABINET", "SECRET", true},
	{"TOP SECRET//DELICATE SOURCE", "TOP SECRET", true},
	{"SECRET//REL AUS, NZL", "SECRET", true},
	{"[SEC=PROTECTED]", "PROTECTED", true},
	{"[SEC=SECRET, CAVEAT=SH:ACCOUNTABLE-MATERIAL, CAVEAT=RI:AUSTEO]",
	    "SECRET", true},
	{"[SEC=PROTECTED, EXPIRES=2029-07-01, DOWNTO=OFFICIAL]", "PROTECTED",
	    true},
	{"X-Protective-Marking: VER=2025.1, NS=gov.au, SEC=OFFICIAL, "
	    "ORIGIN=pat@agency.gov.au", "OFFICIAL", true},
	{"X-Protective-Marking: VER=2005.6, NS=gov.au, SEC=IN-CONFIDENCE, "
	    "ORIGIN=pat@agency.gov.au", "IN-CONFIDENCE", true},
	{"[SEC=TOP SECRET]", "TOP-SECRET", false},
	{"[SEC=OFFICIAL-SENSITIVE]", "OFFICIAL:Sensitive", false},
	{"[SEC=PROTECTED, EXPIRES=2029-07-01]", "PROTECTED", false},
	{"[SEC=SECRET, CAVEAT=REL NZL]", "SECRET", false},
	{"[SEC=SECRET, CAVEAT=RI:REL NZL/GBR]", "SECRET", false},
	{"[SEC=PROTECTED, ACCESS=Secret-Garden]", "PROTECTED", false},
	{"X-Protective-Marking: SEC=PROTECTED, ORIGIN=pat@agency.gov.au",
	    "PROTECTED", false},
	{"OFFICIAL//AUSTEO", "OFFICIAL", false},
	{"SECRET//AUSTEO//AGAO", "SECRET", false},
	{"PROTECTED - CABINET", "PROTECTED", false},
	{"PROTECTED", NULL, false},
	{"OFFICIAL", NULL, false},
	{"Protected//Personal Privacy rules", NULL, false},
	{"[SEC=FILING 10-K]", NULL, false},
	{"SEC=PROTECTED", NULL, false},
	{"X-Protective-Marking: VER=2021.0, NS=2022.1.firm.example, SEC=D04FB6C2",
	    NULL, false},
	{"OFFICIAL WEBSITE", NULL, false},
	{"The OFFICIAL: Sensitive marking", NULL, false},
	{NULL, NULL, false},
};

const struct marking_system marking_au = {
	.name = "au",
	.title = "Protective markings of Australia",
	.country = "AUS",
	.source = "PSPF 2025; Email Protective Marking Standard 2005.6 to 2025.1",
	.nation = &nation, .state_size = sizeof(struct au_state),
	.line = au_line, .weigh = au_weigh, .samples = samples,
};
