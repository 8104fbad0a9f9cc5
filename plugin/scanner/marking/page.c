/*
 * page - one text while the marking systems read it.
 */
#include "scanner/marking/page.h"

#include "scanner/marking/reading.h"

#include "scanner/marking/phrases.h"

enum {
	SIGN_REACH = 64 << 10,	/* bytes at each end where signs are looked for */
	SIGNS_MOST = 24,	/* of a system */
	RIVALS_MOST = 64,
	PORTIONS_LEAST = 3,	/* paragraphs that are marked */
};

static struct claim *
find(struct page *page, uint32_t hash, const char *text, const char *kind,
    size_t *own)
{
	*own = 0;
	for (size_t i = 0; i < page->count; i++) {
		struct claim *claim = &page->claims[i];

		if (claim->system != page->system)
			continue;
		++*own;
		if (claim->hash == hash && !strcmp(claim->marking.kind, kind) &&
		    !strcmp(claim->marking.text, text))
			return claim;
	}
	return NULL;
}

static bool
fill(struct page *page, struct claim *claim, const struct reading *reading,
    const struct line *line)
{
	const char *text = arena_string(page->arena,
	    slice_of(reading->canonical));

	if (!text)
		return false;
	claim->system = page->system;
	claim->marking = reading->marking;
	claim->marking.text = text;
	claim->marking.span = (struct span){line->start,
	    line->start + line->length};
	if (line->misspelt)
		marking_break(&claim->marking, "letters: a word is misspelt");
	claim->bare = reading->bare;
	claim->weak = reading->weak;
	claim->encloses = reading->encloses;
	claim->known = reading->known;
	claim->unknown = reading->unknown;
	claim->words = reading->words;
	claim->slips = (unsigned)reading->marking.broken_count + reading->odd;
	claim->first_line = line->number;
	claim->marking.quoted = line->quoted;
	return true;
}

bool
page_keep(struct page *page, const struct reading *reading, const char *kind,
    const struct line *line)
{
	uint32_t hash = words_hash(slice_of(reading->canonical));
	size_t own;
	struct claim *claim;

	/* It must not count as a further place of the same marking. */
	kind = line->inside ? "sentence" : kind;
	claim = find(page, hash, reading->canonical, kind, &own);
	if (!page->claims)
		page->claims = arena_array(page->arena, CLAIMS_MOST,
		    sizeof(*page->claims));
	if (!page->claims)
		return false;
	if (!claim) {
		if (own == CLAIMS_SYSTEM || page->count == CLAIMS_MOST)
			return true;
		claim = &page->claims[page->count];
		if (!fill(page, claim, reading, line))
			return false;
		page->count++;
		claim->hash = hash;
		claim->marking.kind = kind;
		claim->inside = line->inside;
	}
	page->kept++;
	/* The pieces of one subject are one place. */
	claim->times += claim->times == 0 || claim->last_line != line->number;
	claim->last_line = line->number;
	claim->frames += (line->flags & TEXT_FLAG_header_footer) != 0;
	claim->flags |= line->flags;
	claim->labelled = claim->labelled || line->labelled;
	claim->encloses = claim->encloses && reading->encloses;
	claim->marking.quoted = claim->marking.quoted && line->quoted;
	return true;
}

struct claim *
page_next(const struct page *page, const struct claim *claim)
{
	size_t i = claim ? (size_t)(claim - page->claims) + 1 : 0;

	for (; i < page->count; i++)
		if (page->claims[i].system == page->system &&
		    !page->claims[i].inside)
			return &page->claims[i];
	return NULL;
}

static bool
at_edge(const struct page *page, const struct claim *claim)
{
	return claim->first_line < PAGE_EDGE ||
	    claim->last_line + PAGE_EDGE >= page->lines;
}

bool
claim_is(const struct claim *claim, const char *kind)
{
	return !strcmp(claim->marking.kind, kind);
}

bool
claim_placed(const struct page *page, const struct claim *claim)
{
	return at_edge(page, claim) || claim->frames || claim->labelled ||
	    claim->flags & (TEXT_FLAG_subject | TEXT_FLAG_metadata |
	    TEXT_FLAG_headers);
}

bool
claim_frames(const struct claim *claim)
{
	return claim->times >= 2 &&
	    (claim->first_line < PAGE_EDGE || claim->frames);
}

bool
claim_encloses(const struct page *page, const struct claim *claim)
{
	return claim->frames >= 2 || (claim->times >= 2 &&
	    claim->first_line < PAGE_EDGE &&
	    claim->last_line + PAGE_EDGE >= page->lines);
}

static bool
has_sign(const struct page *page, const char *sign)
{
	struct slice all = page->text->bytes;

	if (slice_find(slice_sub(all, 0, SIGN_REACH), slice_of(sign)) !=
	    SIZE_MAX)
		return true;
	return all.len > SIGN_REACH && slice_find(slice_sub(all, all.len -
	    SIGN_REACH, all.len), slice_of(sign)) != SIZE_MAX;
}

/* Words of the text that speak for a system; looked for once. */
static unsigned
count_signs(struct page *page, const struct marking_system *system)
{
	const struct marking_list *signs = marking_list_find(page->tables,
	    system->name, "signs");
	size_t number = 0, count;
	const struct marking_system *const *all = marking_systems(&count);

	while (number + 1 < count && all[number] != system)
		number++;
	if (!page->signs[number]) {
		page->signs[number] = 1;
		for (size_t i = 0; i < signs->count && i < SIGNS_MOST; i++)
			page->signs[number] += has_sign(page,
			    signs->entries[i].code);
	}
	return page->signs[number] - 1u;
}

extern const struct marking_system marking_us_classified;

/* What else in the text speaks for this system. */
static unsigned
evidence(struct page *page, const struct marking_system *system)
{
	unsigned points = count_signs(page, system);

	for (size_t i = 0; i < page->count; i++)
		if (page->claims[i].system == system && !page->claims[i].bare &&
		    !page->claims[i].inside && page->claims[i].confidence)
			points += 3;
	return points;
}

/* Every paragraph is marked in the United States more than elsewhere. */
static unsigned
count_portions(const struct page *page, const struct marking_system *system)
{
	unsigned portions = 0;

	for (size_t i = 0; i < page->count; i++)
		if (page->claims[i].system == system &&
		    !strcmp(page->claims[i].marking.kind, "portion"))
			portions += page->claims[i].times;
	return system == &marking_us_classified && portions >= PORTIONS_LEAST;
}

static bool
same_line(const struct claim *a, const struct claim *b)
{
	return a->confidence && b->confidence && a->system != b->system &&
	    a->marking.span.start == b->marking.span.start &&
	    a->marking.span.end == b->marking.span.end;
}

/* "REL TO USA, GBR" is of the first country's system. */
static bool
is_own_list(const struct claim *claim)
{
	return claim->system->country && claim->marking.release_count &&
	    !strcmp(claim->marking.releases[0], claim->system->country);
}

/* A list in the wrong order, where the text speaks for the other system. */
static bool
is_foreign_list(const struct claim *claim, unsigned own, unsigned other)
{
	return claim->slips && other > own;
}

extern const struct marking_system marking_company;
extern const struct marking_system marking_unspecified;

/* Of two claims of a line: which understood it better, or has more beside it? */
static bool
is_better(struct page *page, const struct claim *a, const struct claim *b)
{
	unsigned for_a, for_b;

	if (a->bare != b->bare)
		return b->bare;
	if (a->unknown != b->unknown)
		return a->unknown < b->unknown;
	for_a = evidence(page, a->system);
	for_b = evidence(page, b->system);
	if (is_own_list(a) != is_own_list(b) && !is_foreign_list(
	    is_own_list(a) ? a : b, is_own_list(a) ? for_a : for_b,
	    is_own_list(a) ? for_b : for_a))
		return is_own_list(a);
	if (a->words != b->words)
		return a->words > b->words;
	/* "COMMERCIAL IN CONFIDENCE" is of no nation where nothing names one. */
	if (a->weak && b->weak && a->slips == b->slips && (a->system ==
	    &marking_company || b->system == &marking_company))
		return a->system == &marking_company ?
		    !count_signs(page, b->system) :
		    count_signs(page, a->system) > 0;
	return for_a != for_b ? for_a > for_b : a->slips < b->slips;
}

/* A level whose words are those of several nations, and nothing says which. */
static void
unspecify(const struct page *page, struct claim *claim)
{
	const struct marking_list *levels = marking_list_find(page->tables,
	    marking_unspecified.name, "levels");
	const struct marking_entry *entry = marking_entry_find(levels,
	    slice_of(claim->marking.level));

	if (!entry)
		return;
	claim->system = &marking_unspecified;
	claim->marking.system = marking_unspecified.name;
	claim->marking.level = entry->code;
	claim->marking.text = entry->code;
	claim->marking.rank = entry->rank;
	claim->marking.control_count = 0;
	/* Rules of one nation's paper say nothing about another's. */
	claim->marking.broken_count = 0;
}

/*
 * "TRÈS SECRET", where nothing names a nation: of the one that its words belong to
 * first.
 */
static bool
is_first(const struct page *page, const struct claim *claim)
{
	const struct marking_entry *entry = marking_entry_find(
	    marking_list_find(page->tables, claim->system->name, "levels"),
	    slice_of(claim->marking.level));

	return entry && marking_entry_is(entry, "first");
}

/* Common words only: other evidence decides, else a company, else nobody. */
static struct claim *
choose_bare(struct page *page, struct claim **rivals, size_t count)
{
	struct claim *best = NULL;
	unsigned most = 0;
	bool tie = true;

	for (size_t i = 0; i < count; i++) {
		unsigned points = evidence(page, rivals[i]->system) +
		    count_portions(page, rivals[i]->system);

		if (rivals[i]->system == &marking_company)
			points = 0;
		tie = points == most ? true : points > most ? false : tie;
		if (!best || points > most)
			best = rivals[i];
		most = points > most ? points : most;
	}
	if (!tie && most) {
		if (best->confidence < 85)
			best->confidence += 10;
		return best;
	}
	for (size_t i = 0; i < count && !most; i++)
		if (is_first(page, rivals[i]))
			return rivals[i];
	for (size_t i = 0; i < count && !most; i++)
		if (rivals[i]->system == &marking_company)
			return rivals[i];
	unspecify(page, best);
	return best;
}

static struct claim *
choose(struct page *page, struct claim **rivals, size_t count)
{
	struct claim *best = rivals[0];

	for (size_t i = 1; i < count; i++)
		if (is_better(page, rivals[i], best))
			best = rivals[i];
	return best->bare ? choose_bare(page, rivals, count) : best;
}

void
page_settle(struct page *page)
{
	struct claim *rivals[RIVALS_MOST];

	for (size_t i = 0; i < page->count; i++) {
		struct claim *first = &page->claims[i], *winner;
		size_t count = 1;

		rivals[0] = first;
		for (size_t j = i + 1; j < page->count; j++)
			if (same_line(first, &page->claims[j]) && count < RIVALS_MOST)
				rivals[count++] = &page->claims[j];
		if (count == 1)
			continue;
		winner = choose(page, rivals, count);
		for (size_t r = 0; r < count; r++)
			if (rivals[r] != winner)
				rivals[r]->confidence = 0;
	}
}
