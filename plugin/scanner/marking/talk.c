/*
 * talk - is this text marked, or does it talk about markings?
 */
#include "scanner/marking/talk.h"

#include "scanner/marking/nation.h"
#include "scanner/marking/notice.h"

enum {
	TALK_WORDS = 3,		/* words about marking beside a notice */
	SEVERAL_LEVELS = 2,	/* levels, or systems, beside a notice */
	PORTIONS_LEAST = 2,	/* that agree with a banner */
	LEGEND_LEVELS = 3,	/* different levels of one system in a text */
	GUIDE_BANNERS = 4,	/* different banners of one system */
	GUIDE_WORDS = 6,	/* words about marking that make it the topic */
	LOOK = 256 << 10,	/* bytes of the text that are searched */
	TIMES = 64,		/* places of one word that are looked at */
	ANNOUNCE = 120,		/* bytes of a line that announces an example */
	DISCLAIM_REACH = 480,	/* bytes of what a disclaimer says */
	DISCLAIM_WORDS = 2,	/* different words of one */
	LIST_APART = 4,		/* lines between the entries of a list, at most */
};

/* How often a reader of the text sees the word; no more than enough. */
static size_t
times(const struct page *page, const char *word, size_t enough)
{
	struct slice text = slice_sub(page->text->bytes, 0, LOOK);
	size_t count = 0, from = 0, at;

	for (unsigned i = 0; i < TIMES && count < enough; i++) {
		at = slice_find_nocase(slice_sub(text, from, text.len),
		    slice_of(word));
		if (at == SIZE_MAX)
			break;
		count += notice_is_seen(page, from + at);
		from += at + 1;
	}
	return count;
}

/* How often it has words about marking, up to `enough`. */
static size_t
topic_words(const struct page *page, size_t enough)
{
	static const char *const words[] = {"marking", "classification",
		"protective", "einstufung", "classificazione", NULL};
	size_t count = 0;

	for (size_t i = 0; words[i] && count < enough; i++)
		count += times(page, words[i], enough);
	return count;
}

/* Markings, or clearances for people, are what it is about. */
static bool
is_topic(const struct page *page)
{
	static const char *const signs[] = {"marking guide",
		"marking handbook", "how to mark", "banner line format",
		"valid markings", "invalid markings", "security clearance",
		"active clearance", "clearance required", "polygraph",
		"clearance level", "notional", NULL};

	for (size_t i = 0; signs[i]; i++)
		if (times(page, signs[i], 1))
			return true;
	return topic_words(page, GUIDE_WORDS) >= GUIDE_WORDS;
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
			    page->claims[j].marking.quoted !=
			    claim->marking.quoted ||
			    strcmp(page->claims[j].marking.level,
			    claim->marking.level);
	}
}

/*
 * Many different lines of one system that do not frame the text.  What an earlier
 * mail bore is no list with what this one bears.
 */
static bool
is_listed(const struct page *page, const struct claim *claim)
{
	unsigned levels = 0, banners = 0;

	for (size_t i = 0; i < page->count; i++) {
		const struct claim *other = &page->claims[i];

		if (other->system != claim->system || !is_line(other) ||
		    other->marking.quoted != claim->marking.quoted ||
		    claim_encloses(page, other))
			continue;
		banners += other->confidence && !other->bare;
		levels += other->fresh;
	}
	return levels >= LEGEND_LEVELS || banners >= GUIDE_BANNERS;
}

/*
 * A marking of more than common words at the top of the text, away from all other
 * levels, is no entry of a list that stands further down.
 */
static bool
is_apart(const struct page *page, const struct claim *claim)
{
	if (claim->bare || claim->first_line >= PAGE_EDGE)
		return false;
	for (size_t i = 0; i < page->count; i++) {
		const struct claim *other = &page->claims[i];

		if (other != claim && other->system == claim->system &&
		    is_line(other) &&
		    other->first_line < claim->first_line + LIST_APART)
			return false;
	}
	return true;
}

static bool
is_company(const struct claim *claim)
{
	return claim->system->nation && claim->system->nation->company;
}

/* CONFIDENTIAL between SECRET and UNCLASSIFIED: no firm's mark, either. */
static bool
is_beside_list(const struct page *page, const struct claim *claim)
{
	if (!is_company(claim) || claim->times > 1)
		return false;
	for (size_t i = 0; i < page->count; i++) {
		const struct claim *other = &page->claims[i];

		if (other->listed && !is_company(other) &&
		    (other->first_line == claim->first_line + 1 ||
		    other->first_line + 1 == claim->first_line))
			return true;
	}
	return false;
}

void
talk_find_lists(struct page *page)
{
	find_fresh(page);
	for (size_t i = 0; i < page->count; i++)
		page->claims[i].listed = is_line(&page->claims[i]) &&
		    is_listed(page, &page->claims[i]) &&
		    !is_apart(page, &page->claims[i]);
	for (size_t i = 0; i < page->count; i++)
		page->claims[i].listed = page->claims[i].listed ||
		    is_beside_list(page, &page->claims[i]);
}

/*
 * The first line of the text, and once more: its foot is lower than a signature
 * or what an earlier mail said.
 */
static bool
is_head(const struct claim *claim)
{
	return !claim->bare && claim->times >= 2 && claim->first_line == 0;
}

/* A block, portions or the text's own frame are more than talk. */
static bool
is_own(const struct page *page, const struct claim *claim)
{
	return claim_encloses(page, claim) || is_head(claim) ||
	    !strcmp(claim->marking.kind, "block") ||
	    !strcmp(claim->marking.kind, "property") ||
	    !strcmp(claim->marking.kind, "subject");
}

/*
 * An authority block names who classified the text: no notice takes that back.
 * 32 CFR 2001.24(b) asks for it on what is classified and on nothing else.  A
 * lesson shows one, too, but without a banner where banners stand.
 */
static bool
has_block(const struct page *page)
{
	const struct marking_system *system = NULL;

	for (size_t i = 0; i < page->count && !system; i++)
		if (page->claims[i].confidence &&
		    !strcmp(page->claims[i].marking.kind, "block"))
			system = page->claims[i].system;
	for (size_t i = 0; i < page->count && system; i++) {
		const struct claim *claim = &page->claims[i];

		if (claim->system == system && claim->confidence &&
		    is_line(claim) && claim_placed(page, claim))
			return true;
	}
	return false;
}

/* "for example:", "Sample:", "Muster:" and what else announces an example. */
static bool
announces(struct slice text)
{
	static const char *const words[] = {"example", "sample", "e.g.",
		"for instance", "specimen", "would read", "looks like",
		"beispiel", "muster", "z. b.", "z.b.", "exemple", "ejemplo",
		"exemplo", "esempio", "voorbeeld", NULL};

	for (size_t i = 0; words[i]; i++)
		if (slice_find_nocase(text, slice_of(words[i])) != SIZE_MAX)
			return true;
	return false;
}

/*
 * Does the text announce this one as an example: in its line before it, or at the
 * end of the line before, with a colon?  What encloses the text is not announced.
 */
static bool
is_announced(const struct page *page, const struct claim *claim)
{
	struct slice all = page->text->bytes;
	size_t end = claim->marking.span.start, start;

	if (claim_encloses(page, claim) || claim->flags)
		return false;
	while (end && byte_is_space(all.at[end - 1]))
		end--;
	start = end;
	while (start && end - start < ANNOUNCE && all.at[start - 1] != '\n')
		start--;
	return end && all.at[end - 1] == ':' &&
	    announces(slice_sub(all, start, end));
}

/* Lines of several levels or systems, as an exercise of marking has them. */
static bool
is_several(const struct page *page)
{
	unsigned levels = 0, systems = 0;

	for (size_t i = 0; i < page->count; i++) {
		const struct claim *claim = &page->claims[i];
		bool first = true;

		if (!is_line(claim) || !claim->confidence || claim->inside)
			continue;
		for (size_t k = 0; k < i && first; k++)
			first = page->claims[k].system != claim->system ||
			    !page->claims[k].confidence ||
			    !is_line(&page->claims[k]);
		systems += first;
		levels += claim->fresh;
	}
	return levels >= SEVERAL_LEVELS || systems >= SEVERAL_LEVELS;
}

/*
 * Does the text bear this system in earnest: a banner at its top and foot, or in
 * the frames of its pages, and portions of which the highest is the banner's?
 * Nobody marks every paragraph of what is none.
 */
static bool
is_earnest(const struct page *page, const struct marking_system *system)
{
	unsigned portions = 0, highest = 0;
	const struct claim *frame = NULL;

	for (size_t i = 0; i < page->count; i++) {
		const struct claim *claim = &page->claims[i];
		unsigned rank = claim->marking.rank;

		if (claim->system != system || !claim->confidence)
			continue;
		if (!strcmp(claim->marking.kind, "portion")) {
			portions += claim->times;
			highest = rank > highest ? rank : highest;
		} else if (is_line(claim) && claim_encloses(page, claim) &&
		    (!frame || rank > frame->marking.rank)) {
			frame = claim;
		}
	}
	return frame && portions >= PORTIONS_LEAST &&
	    highest == frame->marking.rank;
}

/*
 * What a notice makes of a marking.  One that speaks of the markings is believed;
 * one that tells a purpose only ("for training purposes only") when the text talks
 * about marking or bears several levels.  Neither takes back what an authority
 * block or portions bear out, so that a line that anybody can add hides nothing
 * that is marked throughout.
 */
static bool
is_noticed(const struct notice *notice, const struct claim *claim, bool talks)
{
	const struct notice_of *markings = &notice->markings;
	const struct notice_of *purpose = &notice->purpose;

	if (claim->marking.quoted)
		return markings->quoted || (purpose->quoted && talks);
	return markings->own || (purpose->own && talks);
}

/*
 * The head of a disclaimer ("CONFIDENTIAL" over "if you have received this in
 * error, delete it"): a firm's mark at the foot of a mail, once, and what follows
 * speaks to a reader who should not be one.
 */
static bool
is_disclaimer(const struct page *page, const struct claim *claim)
{
	static const char *const words[] = {"intended", "recipient",
		"addressee", "in error", "by mistake", "notify the sender",
		"unauthorized", "unauthorised",
		"irrt\xc3\xbcmlich", "adressat", "empf\xc3\xa4nger", "unbefugt",
		"par erreur", "destinataire",
		"por error", "destinatario", "per errore",
		"por engano", "por erro", "destinat\xc3\xa1rio",
		"abusievelijk", "vergissing", "geadresseerde", "onbevoegd",
		NULL};
	size_t end = claim->marking.span.end;
	struct slice after = slice_sub(page->text->bytes, end,
	    end + DISCLAIM_REACH);
	unsigned found = 0;

	if (!is_company(claim) || claim->times > 1 ||
	    claim->first_line < PAGE_EDGE || claim->flags)
		return false;
	for (size_t i = 0; words[i] && found < DISCLAIM_WORDS; i++)
		found += slice_find_nocase(after, slice_of(words[i])) !=
		    SIZE_MAX;
	return found >= DISCLAIM_WORDS;
}

void
talk_judge(struct page *page)
{
	struct notice notice;
	bool topic, block, talks;

	if (!page->count)
		return;
	notice = notice_find(page);
	topic = is_topic(page);
	block = has_block(page);
	talks = is_several(page) ||
	    topic_words(page, TALK_WORDS) >= TALK_WORDS;
	for (size_t i = 0; i < page->count; i++) {
		struct claim *claim = &page->claims[i];
		bool noticed = is_noticed(&notice, claim, talks) && !block &&
		    !is_earnest(page, claim->system);

		if (!claim->confidence)
			continue;
		claim->marking.taken_back = noticed && !claim->inside &&
		    claim_placed(page, claim);
		claim->marking.mention = claim->inside || noticed ||
		    is_announced(page, claim) || is_disclaimer(page, claim) ||
		    (!is_own(page, claim) && (topic || claim->listed));
	}
}
