/*
 * us_rollup - does the banner say what the portions say?
 *
 * Numbers are those of the ISM rule set; which control has which number stands in
 * the table ("rollup.67", "from.111").
 */
#include "scanner/marking/us_rollup.h"

#include "scanner/marking/us_rules.h"

enum { PORTIONS_LEAST = 3 };

struct rollup {
	const struct page *page;
	unsigned rank;		/* the highest of the portions */
	unsigned count;
	unsigned banner_rank;	/* the highest of the banners */
	bool compilation;	/* the text says why the whole is higher */
	bool community;		/* it is written under rules of the IC */
	bool dated;
};

static bool
has(const struct claim *claim, const char *control)
{
	for (size_t i = 0; i < claim->marking.control_count; i++)
		if (!strcmp(claim->marking.controls[i], control))
			return true;
	return false;
}

/* A compartment speaks for its system: SI-G for SI (ISM 187). */
static bool
covers(const struct claim *claim, const char *control)
{
	size_t len = strlen(control);

	for (size_t i = 0; i < claim->marking.control_count; i++) {
		const char *own = claim->marking.controls[i];

		if (!strncmp(own, control, len) && (!own[len] ||
		    own[len] == '-'))
			return true;
	}
	return false;
}

/* Guides and directives that only texts of the intelligence community name. */
static bool
is_community(const struct page *page)
{
	static const char *const names[] = {"ODNI CG", "ODNI Classification Guide",
		"NSA/CSSM", "CIA NSCG", "ICD 710", "CAPCO", NULL};

	for (size_t i = 0; names[i]; i++)
		if (slice_find(page->text->bytes, slice_of(names[i])) !=
		    SIZE_MAX)
			return true;
	return false;
}

static struct rollup
gather(const struct page *page)
{
	struct rollup up = {.page = page, .community = is_community(page)};

	for (struct claim *c = page_next(page, NULL); c;
	    c = page_next(page, c)) {
		unsigned rank = c->marking.rank;

		if (claim_is(c, "portion")) {
			up.count += c->times;
			up.rank = rank > up.rank ? rank : up.rank;
		} else if (claim_is(c, "banner") && c->confidence &&
		    rank > up.banner_rank) {
			up.banner_rank = rank;
		}
	}
	up.compilation = slice_find_nocase(page->text->bytes,
	    slice_of("compilation")) != SIZE_MAX;
	return up;
}

/* SIGMA numbers go up with RD or FRD, and come from where they stand. */
static const char *
sigma_number(const char *control, const char *word)
{
	bool up = !strcmp(word, "rollup");

	if (!strncmp(control, "RD-SIGMA ", sizeof("RD-SIGMA ") - 1))
		return up ? "74" : "231";
	if (!strncmp(control, "FRD-SIGMA ", sizeof("FRD-SIGMA ") - 1))
		return up ? "77" : "230";
	return NULL;
}

/* The number behind a word of a control's entry, or the manual. */
static const char *
number_of(const struct page *page, const char *control, const char *word)
{
	static const char *const lists[] = {"sci", "aea", "dissem", "non-ic",
		NULL};

	if (sigma_number(control, word))
		return sigma_number(control, word);
	if (!strcmp(control, "FGI"))
		return strcmp(word, "rollup") ? NULL : "64";
	for (size_t i = 0; lists[i]; i++) {
		const struct marking_entry *entry = marking_entry_find(
		    marking_list_find(page->tables, "us-classified", lists[i]),
		    slice_of(control));

		if (entry)
			return us_rule_number(entry, word);
	}
	return NULL;
}

static bool
is_one_of(const char *control, const char *const *list)
{
	for (size_t i = 0; list[i]; i++)
		if (!strcmp(control, list[i]))
			return true;
	return false;
}

/*
 * Release marks are not summed up: REL TO is narrowed.  Marks of unclassified
 * information go under in a classified banner, FOUO beside SBU and LES too, and
 * EXDIS beside NODIS (ISM 66, 78, 79, 85, 104, 105).
 */
static bool
is_summed(const struct claim *banner, const char *control)
{
	static const char *const never[] = {"REL TO", "DISPLAY ONLY", "RELIDO",
		"EYES ONLY", "NATO", "SCI", NULL};
	static const char *const under[] = {"FOUO", "SBU", "SBU NOFORN",
		"DOD UCNI", "DOE UCNI", NULL};

	if (is_one_of(control, never) || !strncmp(control, "FGI ", 4) || (banner->marking.rank &&
	    is_one_of(control, under)))
		return false;
	if (!strcmp(control, "FOUO"))
		return !has(banner, "SBU") && !has(banner, "SBU NOFORN") &&
		    !has(banner, "LES") && !has(banner, "LES NOFORN");
	if (!strcmp(control, "SBU"))
		return !has(banner, "SBU NOFORN");
	return strcmp(control, "EXDIS") || !has(banner, "NODIS");
}

/* Does it name whose foreign information it is? */
static bool
has_source(const struct claim *claim)
{
	for (size_t i = 0; i < claim->marking.control_count; i++)
		if (!strncmp(claim->marking.controls[i], "FGI ", 4))
			return true;
	return false;
}

static void
compare_portion(const struct rollup *up, struct claim *banner,
    const struct claim *portion)
{
	const struct marking *m = &portion->marking;

	for (size_t i = 0; i < m->control_count; i++) {
		const char *control = m->controls[i], *number;

		if (covers(banner, control) || !is_summed(banner, control))
			continue;
		number = number_of(up->page, control, "rollup");
		marking_break(&banner->marking, arena_printf(up->page->arena,
		    "%s: the banner lacks %s of a portion",
		    number ? number : "5200.01", control));
	}
	if (has(portion, "FGI") && !has_source(portion) && has_source(banner))
		marking_break(&banner->marking, "65: FGI of a portion is concealed and the banner "
		    "names its source");
	if (banner->marking.rank && has(portion, "SBU NOFORN") &&
	    !has(banner, "NOFORN"))
		marking_break(&banner->marking, "87: SBU NOFORN of a portion makes the banner "
		    "NOFORN");
}

/* RD-SIGMA of a banner may come from FRD-SIGMA of the same number (ISM 231). */
static bool
has_formerly(const struct claim *portion, const char *sigma)
{
	for (size_t i = 0; i < portion->marking.control_count; i++) {
		const char *own = portion->marking.controls[i];

		if (own[0] == 'F' && !strcmp(own + 1, sigma))
			return true;
	}
	return false;
}

/* Controls that the banner has from a portion only, but for a compilation. */
static void
look_for_source(const struct rollup *up, struct claim *banner)
{
	const struct marking *m = &banner->marking;

	for (size_t i = 0; i < m->control_count && !up->compilation; i++) {
		const char *number = number_of(up->page, m->controls[i], "from");
		bool found = false;

		for (struct claim *c = page_next(up->page, NULL); c && number;
		    c = page_next(up->page, c))
			found = found || (claim_is(c, "portion") &&
			    (covers(c, m->controls[i]) || (!strcmp(number,
			    "231") && has_formerly(c, m->controls[i]))));
		if (number && !found)
			marking_break(&banner->marking, arena_printf(up->page->arena,
			    "%s: no portion has the banner's %s, and no "
			    "compilation is stated", number, m->controls[i]));
	}
}

static void
compare(const struct rollup *up, struct claim *banner)
{
	bool released = true;

	for (struct claim *c = page_next(up->page, NULL); c;
	    c = page_next(up->page, c)) {
		if (!claim_is(c, "portion"))
			continue;
		compare_portion(up, banner, c);
		released = released && (!c->marking.rank || has(c, "REL TO"));
	}
	if (!released && has(banner, "REL TO"))
		marking_break(&banner->marking, "88: REL TO though a classified portion is not");
	look_for_source(up, banner);
}

static void
check_level(const struct rollup *up, struct claim *banner)
{
	static const char *const below[] = {
		"56: a portion is classified and the banner is not",
		"58: a portion is higher than the banner",
		"59: a portion is higher than the banner"};
	static const char *const above[] = {
		"110: no portion has the banner's level, and no compilation is "
		"stated",
		"109: no portion has the banner's level, and no compilation is "
		"stated",
		"108: no portion has the banner's level, and no compilation is "
		"stated"};
	unsigned rank = banner->marking.rank;

	if (rank < up->rank && rank < 3)
		marking_break(&banner->marking, below[rank]);
	if (rank > up->rank && rank <= 3 && !up->compilation)
		marking_break(&banner->marking, above[rank - 1]);
}

static void
check(const struct rollup *up, struct claim *banner)
{
	bool nuclear = has(banner, "RD") || has(banner, "FRD");

	if (up->dated && nuclear)
		marking_break(&banner->marking, "176: restricted data is not declassified on a "
		    "date");
	/* DoDM 5200.01-V2: the first page bears the highest level of all. */
	if (banner->first_line < PAGE_EDGE &&
	    banner->marking.rank < up->banner_rank)
		marking_break(&banner->marking, "4.a: another page's banner is higher than the "
		    "first");
	/* A page of its own may be marked by what is on it (V2, enclosure 3). */
	if (up->count < PORTIONS_LEAST || (banner->first_line >= PAGE_EDGE &&
	    banner->marking.rank < up->banner_rank))
		return;
	check_level(up, banner);
	compare(up, banner);
}

void
us_rollup(struct page *page, bool dated)
{
	struct rollup up = gather(page);

	up.dated = dated;
	for (struct claim *c = page_next(page, NULL); c;
	    c = page_next(page, c)) {
		if (claim_is(c, "banner") && c->confidence && !c->weak)
			check(&up, c);
		if (up.community && (has(c, "ACCM") || has(c, "NNPI")))
			marking_break(&c->marking, "225: ACCM and NNPI are not for documents "
			    "under rules of the IC");
	}
}
