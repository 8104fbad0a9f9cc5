/*
 * us_rollup - does the banner say what the portions say?
 */
#include "scanner/marking/us_rollup.h"

enum { PORTIONS_LEAST = 3 };

struct rollup {
	unsigned rank;		/* the highest of the portions */
	unsigned count;
	unsigned banner_rank;	/* the highest of the banners */
	bool compilation;	/* the text says why the whole is higher */
};

static void
broken(struct claim *claim, const char *rule)
{
	struct marking *m = &claim->marking;

	if (m->broken_count < MARKING_LIST_MAX)
		m->broken[m->broken_count++] = rule;
}

static bool
is_kind(const struct claim *claim, const char *kind)
{
	return !strcmp(claim->marking.kind, kind);
}

static bool
has(const struct claim *claim, const char *control)
{
	for (size_t i = 0; i < claim->marking.control_count; i++)
		if (!strcmp(claim->marking.controls[i], control))
			return true;
	return false;
}

static struct rollup
gather(const struct page *page)
{
	struct rollup up = {0};

	for (struct claim *c = page_next(page, NULL); c;
	    c = page_next(page, c)) {
		unsigned rank = c->marking.rank;

		if (is_kind(c, "portion")) {
			up.count += c->times;
			up.rank = rank > up.rank ? rank : up.rank;
		} else if (is_kind(c, "banner") && c->confidence &&
		    rank > up.banner_rank) {
			up.banner_rank = rank;
		}
	}
	up.compilation = slice_find_nocase(page->text->bytes,
	    slice_of("compilation")) != SIZE_MAX;
	return up;
}

/*
 * Release marks are not summed up: REL TO is narrowed, FOUO and SBU go under in a
 * classified banner (ISM 58 to 88).
 */
static bool
is_summed(const char *control)
{
	static const char *const not[] = {"REL TO", "DISPLAY ONLY", "RELIDO",
		"FOUO", "SBU", "NATO", NULL};

	for (size_t i = 0; not[i]; i++)
		if (!strcmp(control, not[i]))
			return false;
	return true;
}

static bool
lacks_control(const struct claim *banner, const struct claim *portion)
{
	const struct marking *m = &portion->marking;

	for (size_t i = 0; i < m->control_count; i++)
		if (is_summed(m->controls[i]) && !has(banner, m->controls[i]))
			return true;
	return false;
}

static void
compare(const struct page *page, struct claim *banner)
{
	bool lacks = false, released = true;

	for (struct claim *c = page_next(page, NULL); c;
	    c = page_next(page, c)) {
		if (!is_kind(c, "portion"))
			continue;
		lacks = lacks || lacks_control(banner, c);
		released = released && (!c->marking.rank || has(c, "REL TO"));
	}
	if (lacks)
		broken(banner, "58: the banner lacks a control of a portion");
	if (!released && has(banner, "REL TO"))
		broken(banner, "88: REL TO though a classified portion is not");
}

static void
check(const struct page *page, struct claim *banner, const struct rollup *up,
    bool dated)
{
	unsigned rank = banner->marking.rank;
	bool nuclear = has(banner, "RD") || has(banner, "FRD");

	if (dated && nuclear)
		broken(banner, "176: restricted data is not declassified on a "
		    "date");
	/* DoDM 5200.01-V2: the first page bears the highest level of all. */
	if (banner->first_line < PAGE_EDGE && rank < up->banner_rank)
		broken(banner, "4.a: another page's banner is higher than the "
		    "first");
	if (up->count < PORTIONS_LEAST)
		return;
	if (rank < up->rank)
		broken(banner, "108: a portion is higher than the banner");
	if (rank > up->rank && !up->compilation)
		broken(banner, "109: no portion has the banner's level, and no "
		    "compilation is stated");
	compare(page, banner);
}

void
us_rollup(struct page *page, bool dated)
{
	struct rollup up = gather(page);

	for (struct claim *c = page_next(page, NULL); c; c = page_next(page, c))
		if (is_kind(c, "banner") && c->confidence && !c->weak)
			check(page, c, &up, dated);
}
