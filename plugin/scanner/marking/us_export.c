/*
 * us_export - export-control warnings (ITAR 22 CFR 120 to 130, EAR 15 CFR 730 to
 * 774, Arms Export Control Act).
 *
 *   warning = a sentence that begins its line as a notice does, names the law and
 *             says what it forbids
 *   line    = "ITAR CONTROLLED" ... | "ECCN" number | "USML CATEGORY" roman
 *
 * A text about export law names it in its midst, not at a notice's start.
 */
#include "scanner/marking/passage.h"
#include "scanner/marking/reading.h"

static const char *const itar_laws[] = {"arms export control act",
	"international traffic in arms regulations", "22 cfr 120",
	"22 cfr parts 120", "22 cfr part 120", "22 c.f.r. 120",
	"title 22, u.s.c", "22 u.s.c", "itar", NULL};
static const char *const ear_laws[] = {"export administration act",
	"export administration regulations", "export control reform act",
	"15 cfr 730", "15 cfr parts 730", "15 cfr part 730", "15 c.f.r. 730",
	"ear controlled", "ear-controlled", NULL};
static const char *const any_laws[] = {"export controlled",
	"export-controlled", "export restricted", "export is restricted", NULL};

static bool
starts_any(struct slice text, const char *const *heads)
{
	for (size_t i = 0; heads[i]; i++)
		if (slice_starts_nocase(text, slice_of(heads[i])))
			return true;
	return false;
}

static bool
starts_notice(struct slice text)
{
	static const char *const heads[] = {"warning", "notice", "export ",
		"itar", "ear ", "caution", "this document contains",
		"this document may contain", "this drawing contains",
		"this information", "this technical data",
		"this file contains", "this data", "these commodities",
		"these technical data", "these items", "the information "
		"contained", "the technical data", "the information in this",
		"this material contains", "contains technical data",
		"contains itar", "contains export", "subject to ",
		"information contained herein", "this message contains",
		"this e-mail contains", "this email contains",
		"this item is", "this product is", "u.s. export",
		"export-controlled", "export controlled", NULL};

	return starts_any(text, heads);
}

/* What such a notice says of the data. */
static bool
forbids(const struct passage *passage)
{
	static const char *const verbs[] = {"export is restricted",
		"export restricted", "is controlled", "are controlled",
		"controlled under", "itar controlled", "itar-controlled",
		"itar restricted", "ear controlled", "ear-controlled",
		"export controlled", "export-controlled", "contains itar",
		"contains technical data", "subject to",
		"may not be exported", "not be exported",
		"severe criminal penalties", "prior approval",
		"prior authorization", "without a license",
		"without an export license", "restricted by the",
		"to a foreign person", "to foreign persons", NULL};

	return passage_has_any(passage, verbs);
}

static bool
set_level(struct reading *r, const char *name)
{
	const struct marking_entry *entry = marking_entry_find(
	    marking_list_find(r->tables, "us-export", "levels"),
	    slice_of(name));

	if (!entry)
		return false;
	r->marking.level = entry->code;
	r->marking.rank = entry->rank;
	reading_put(r, entry->code);
	return true;
}

static bool
warning_line(struct page *page, const struct line *line, bool *kept)
{
	struct passage passage;
	struct reading r;
	bool itar, ear, any;

	if (!line->by_head || !starts_notice(line->text))
		return true;
	passage_read(page, line, &passage);
	itar = passage_has_any(&passage, itar_laws);
	ear = passage_has_any(&passage, ear_laws);
	any = !slice_starts_nocase(line->text, slice_of("export")) &&
	    passage_has_any(&passage, any_laws);
	if (!(itar || ear || any) || !forbids(&passage))
		return true;
	reading_begin(&r, page);
	/* "Arms Export Control Act or the Export Administration Act": the stricter. */
	if (!set_level(&r, itar ? "ITAR" : ear ? "EAR" :
	    "EXPORT CONTROLLED"))
		return true;
	r.weak = !itar && !ear;
	*kept = true;
	return page_keep(page, &r, "warning", line);
}

/* "3A001.b.2", "5D002": a digit, a group A to E, three digits. */
static bool
is_eccn(struct slice text)
{
	return text.len >= 5 && byte_is_digit(text.at[0]) &&
	    text.at[1] >= 'A' && text.at[1] <= 'E' &&
	    byte_is_digit(text.at[2]) && byte_is_digit(text.at[3]) &&
	    byte_is_digit(text.at[4]) &&
	    (text.len == 5 || !byte_is_alnum(text.at[5]));
}

static bool
number_line(struct page *page, const struct line *line)
{
	struct slice text = line->text;
	struct reading r;

	if (!slice_starts(text, slice_of("ECCN")))
		return true;
	text = slice_sub(text, 4, text.len);
	while (text.len && strchr(" :#.-", text.at[0]))
		text = slice_sub(text, 1, text.len);
	if (!is_eccn(text) && !slice_starts(text, slice_of("EAR99")))
		return true;
	reading_begin(&r, page);
	/* 99 at the end of the number, as EAR99: controlled for few places only. */
	if (!set_level(&r, !is_eccn(text) || slice_starts(slice_sub(text, 2,
	    text.len), slice_of("99")) ? "EAR99" : "EAR"))
		return true;
	(void)reading_control(&r, "ECCN");
	r.weak = true;
	return page_keep(page, &r, "number", line);
}

/* A line of its own: "ITAR CONTROLLED", "EXPORT CONTROLLED INFORMATION". */
static bool
banner_line(struct page *page, const struct line *line)
{
	const struct marking_list *banners = marking_list_find(page->tables,
	    "us-export", "banners");
	struct reading r;

	if (!line->by_words || !strchr("EIUWC", line->text.at[0]))
		return true;
	for (size_t i = 0; i < banners->count; i++) {
		const struct marking_entry *entry = &banners->entries[i];
		struct words phrase;

		if (!words_read(slice_of(entry->code), &phrase) ||
		    words_match(&line->words, 0, slice_bytes(phrase.at,
		    phrase.len)) != line->words.count || line->words.small[0])
			continue;
		reading_begin(&r, page);
		r.known = 1;
		r.weak = true;
		return !set_level(&r, entry->is[0] ? entry->is[0] : "EAR") ||
		    page_keep(page, &r, "banner", line);
	}
	return true;
}

static bool
export_line(struct page *page, void *state, const struct line *line)
{
	bool kept = false;

	(void)state;
	return warning_line(page, line, &kept) && (kept ||
	    (number_line(page, line) && banner_line(page, line)));
}

static void
export_weigh(struct page *page, void *state)
{
	(void)state;
	for (struct claim *c = page_next(page, NULL); c; c = page_next(page, c))
		c->confidence = !c->weak || claim_frames(c) ? 85 : 75;
}

static const struct marking_sample samples[] = {
	{"WARNING - This document contains technical data whose export is "
	    "restricted by the Arms Export Control Act.", "ITAR", true},
	{"This drawing contains information subject to the International "
	    "Traffic in Arms Regulations.", "ITAR", true},
	{"These items are controlled under the Export Administration "
	    "Regulations.", "EAR", true},
	{"ITAR CONTROLLED", "ITAR", true},
	{"EXPORT CONTROLLED INFORMATION", "EXPORT CONTROLLED", true},
	{"ECCN: 3A001.b.2", "EAR", true},
	{"ECCN: EAR99", "EAR99", true},
	{"ECCN: 5A992", "EAR99", true},
	{"USML CATEGORY XI", "ITAR", true},
	{"Congress passed the Arms Export Control Act in 1976.", NULL, false},
	{"EXPORT CONTROLLED VOCABULARY", NULL, false},
	{"EXPORT DATA AS CSV", NULL, false},
	{"ECCN lookup table", NULL, false},
	{"WARNING: do not open the cover", NULL, false},
	{"ITAR training is on Monday", NULL, false},
	{NULL, NULL, false},
};

const struct marking_system marking_us_export = {
	.name = "us-export",
	.title = "U.S. export-control warnings",
	.source = "22 CFR 120-130; 15 CFR 730-774; 22 U.S.C. 2751",
	.sentences = true,
	.line = export_line, .weigh = export_weigh, .samples = samples,
};
