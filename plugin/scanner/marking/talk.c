/*
 * talk - is this text marked, or does it talk about markings?
 */
#include "scanner/marking/talk.h"

enum {
	LEGEND_LEVELS = 3,	/* different levels of one system in a text */
	GUIDE_BANNERS = 4,	/* different banners of one system */
	GUIDE_WORDS = 6,	/* words about marking that make it the topic */
	LOOK = 256 << 10,	/* bytes of the text that are searched */
};

/* Says of itself that its markings are none. */
static bool
has_notice(struct slice text)
{
	static const char *const signs[] = {
		"for training purposes only", "training use only",
		"for training only", "training purposes only",
		"for illustration only", "for illustrative purposes",
		"illustration purposes", "markings are illustrative",
		"markings in this example", "markings shown are examples",
		"example marking", "sample marking", "marking examples",
		"examples of marking", "test vectors", NULL};

	for (size_t i = 0; signs[i]; i++)
		if (slice_find_nocase(text, slice_of(signs[i])) != SIZE_MAX)
			return true;
	return false;
}

static size_t
times(struct slice text, const char *word, size_t enough)
{
	size_t count = 0, at;

	while (count < enough && (at = slice_find_nocase(text,
	    slice_of(word))) != SIZE_MAX) {
		text = slice_sub(text, at + 1, text.len);
		count++;
	}
	return count;
}

/* Markings, or clearances for people, are what it is about. */
static bool
is_topic(struct slice text)
{
	static const char *const signs[] = {"marking guide",
		"marking handbook", "how to mark", "banner line format",
		"valid markings", "invalid markings", "security clearance",
		"active clearance", "clearance required", "polygraph",
		"clearance level", "notional", NULL};
	static const char *const words[] = {"marking", "classification",
		"protective", "einstufung", "classificazione", NULL};
	size_t count = 0;

	for (size_t i = 0; signs[i]; i++)
		if (slice_find_nocase(text, slice_of(signs[i])) != SIZE_MAX)
			return true;
	for (size_t i = 0; words[i]; i++)
		count += times(text, words[i], GUIDE_WORDS);
	return count >= GUIDE_WORDS;
}

static bool
is_line(const struct claim *claim)
{
	return !strcmp(claim->marking.kind, "banner") ||
	    !strcmp(claim->marking.kind, "header");
}

/* Note which claims are the first of their level among those that frame nothing. */
static void
find_fresh(struct page *page)
{
	for (size_t i = 0; i < page->count; i++) {
		struct claim *claim = &page->claims[i];

		claim->fresh = is_line(claim) && !claim_encloses(page, claim);
		for (size_t j = 0; j < i && claim->fresh; j++)
			claim->fresh = !page->claims[j].fresh ||
			    page->claims[j].system != claim->system ||
			    strcmp(page->claims[j].marking.level,
			    claim->marking.level);
	}
}

/* Many different lines of one system that do not frame the text. */
static bool
is_listed(const struct page *page, const struct claim *claim)
{
	unsigned levels = 0, banners = 0;

	for (size_t i = 0; i < page->count; i++) {
		const struct claim *other = &page->claims[i];

		if (other->system != claim->system || !is_line(other) ||
		    claim_encloses(page, other))
			continue;
		banners += other->confidence && !other->bare;
		levels += other->fresh;
	}
	return levels >= LEGEND_LEVELS || banners >= GUIDE_BANNERS;
}

void
talk_find_lists(struct page *page)
{
	find_fresh(page);
	for (size_t i = 0; i < page->count; i++)
		page->claims[i].listed = is_line(&page->claims[i]) &&
		    is_listed(page, &page->claims[i]);
}

/* A block, portions or the text's own frame are more than talk. */
static bool
is_own(const struct page *page, const struct claim *claim)
{
	return claim_encloses(page, claim) ||
	    !strcmp(claim->marking.kind, "block") ||
	    !strcmp(claim->marking.kind, "property") ||
	    !strcmp(claim->marking.kind, "subject");
}

void
talk_judge(struct page *page)
{
	struct slice text = slice_sub(page->text->bytes, 0, LOOK);
	bool notice = has_notice(text), topic = is_topic(text);

	for (size_t i = 0; i < page->count; i++) {
		struct claim *claim = &page->claims[i];

		if (!claim->confidence)
			continue;
		claim->marking.mention = notice || (!is_own(page, claim) &&
		    (topic || claim->listed));
	}
}
