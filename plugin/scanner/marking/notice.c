/*
 * notice - does a text say of itself that its markings are none?
 */
#include "scanner/marking/notice.h"

enum {
	LOOK = 256 << 10,	/* bytes at each end that are searched */
	EDGE = 5,		/* lines at top and foot that a notice stands in */
	OWN_MOST = 120,		/* bytes of a line of its own */
	CLOSING = 10,		/* lines of a signature */
	TIMES = 64,		/* places of notices with one word */
};

struct look {
	const struct page *page;
	struct slice all;
	struct notice notice;
};

bool
notice_is_seen(const struct page *page, size_t at)
{
	return !(text_run_at(page->text, at)->flags & (TEXT_FLAG_hidden |
	    TEXT_FLAG_metadata | TEXT_FLAG_label));
}

/* Where the line of an offset begins and ends. */
static struct span
line_at(struct slice all, size_t at)
{
	struct span line = {at, at};

	while (line.start && at - line.start <= OWN_MOST &&
	    all.at[line.start - 1] != '\n')
		line.start--;
	while (line.end < all.len && line.end - at <= OWN_MOST &&
	    all.at[line.end] != '\n')
		line.end++;
	return line;
}

static struct slice
text_of(struct slice all, struct span line)
{
	struct slice text = slice_trim(slice_sub(all, line.start, line.end));

	while (text.len && strchr(">*_|#( ", text.at[0]))
		text = slice_trim(slice_sub(text, 1, text.len));
	return text;
}

/* The line before, empty ones left out; false at the top. */
static bool
line_before(struct slice all, struct span *line)
{
	while (line->start) {
		*line = line_at(all, line->start - 1);
		if (text_of(all, *line).len)
			return true;
	}
	return false;
}

static bool
line_after(struct slice all, struct span *line)
{
	while (line->end < all.len) {
		*line = line_at(all, line->end + (all.at[line->end] == '\n'));
		if (text_of(all, *line).len)
			return true;
	}
	return false;
}

static bool
begins_small(struct slice text)
{
	return text.len && text.at[0] >= 'a' && text.at[0] <= 'z';
}

/* A short line that no sentence runs into or out of. */
static bool
is_own_line(struct slice all, struct span line)
{
	struct span next = line;

	if (line.end - line.start > OWN_MOST ||
	    begins_small(text_of(all, line)))
		return false;
	return !line_after(all, &next) || !begins_small(text_of(all, next));
}

static bool
is_edge(struct slice all, struct span line)
{
	struct span up = line, down = line;
	unsigned above = 0, below = 0;

	while (above < EDGE && line_before(all, &up))
		above++;
	while (below < EDGE && line_after(all, &down))
		below++;
	return above < EDGE || below < EDGE;
}

/* What people write above their name. */
static bool
is_closing(struct slice text)
{
	static const char *const closings[] = {"regards", "best regards",
		"kind regards", "best,", "best wishes", "sincerely",
		"yours sincerely", "yours faithfully", "thanks", "many thanks",
		"thank you", "cheers", "v/r", "respectfully", "very respectfully",
		"mit freundlichen gr", "viele gr", "beste gr", "mfg",
		"cordialement", "bien à vous", "sincères salutations",
		"saludos", "atentamente", "cordiali saluti", "distinti saluti",
		"met vriendelijke groet", "groeten", "pozdrawiam",
		"sent from my", NULL};

	if (slice_is_text(text, "--") || slice_is_text(text, "__"))
		return true;
	if (text.len > OWN_MOST / 3)
		return false;
	for (size_t i = 0; closings[i]; i++)
		if (slice_starts_nocase(text, slice_of(closings[i])))
			return true;
	return false;
}

static bool
is_signed(struct slice all, struct span line)
{
	for (unsigned i = 0; i < CLOSING && line_before(all, &line); i++)
		if (is_closing(text_of(all, line)))
			return true;
	return false;
}

/* Words for what a notice takes back, in the line that says it. */
static bool
speaks_of_markings(struct slice text)
{
	static const char *const words[] = {"marking", "kennzeichnung",
		"einstufung", "marquage", NULL};

	for (size_t i = 0; words[i]; i++)
		if (slice_find_nocase(text, slice_of(words[i])) != SIZE_MAX)
			return true;
	return false;
}

static void
look_at(struct look *look, size_t at)
{
	struct notice_of *said;
	struct span line = line_at(look->all, at);
	struct slice raw = slice_trim(slice_sub(look->all, line.start,
	    line.end));
	bool frame = text_run_at(look->page->text, at)->flags &
	    TEXT_FLAG_header_footer;

	if (!notice_is_seen(look->page, at))
		return;
	if (!frame && (!is_own_line(look->all, line) ||
	    !is_edge(look->all, line) || is_signed(look->all, line)))
		return;
	said = speaks_of_markings(raw) ? &look->notice.markings :
	    &look->notice.purpose;
	said->quoted = true;
	if (at < look->page->below && raw.len && raw.at[0] != '>')
		said->own = true;
}

/* What a notice says, by a word that each of these holds. */
static const struct {
	const char *stem;
	const char *signs[12];
} said[] = {
	{"training", {"for training purposes only", "training use only",
	    "for training only", "training purposes only",
	    "for training and illustration", "markings for training"}},
	{"illustrat", {"for illustration only", "for illustrative purposes",
	    "illustration purposes", "markings are illustrative"}},
	{"marking", {"markings in this example", "markings shown are examples",
	    "example marking", "sample marking", "marking examples",
	    "examples of marking", "markings are notional",
	    "markings are fictitious"}},
};

enum { STEMS = sizeof(said) / sizeof(said[0]) };

/* Does a sign stand round the stem at `at`? */
static bool
stands_round(struct slice all, size_t at, const char *sign, const char *stem)
{
	size_t lead = (size_t)(strstr(sign, stem) - sign);

	return lead <= at && slice_starts_nocase(slice_sub(all, at - lead,
	    all.len), slice_of(sign));
}

static void
look_for(struct look *look, size_t from, size_t to)
{
	for (size_t s = 0; s < STEMS; s++) {
		struct slice stem = slice_of(said[s].stem);
		size_t at = from, hit;

		for (unsigned times = 0; times < TIMES && (hit =
		    slice_find_nocase(slice_sub(look->all, at, to), stem)) !=
		    SIZE_MAX; at += hit + 1)
			for (size_t i = 0; said[s].signs[i]; i++)
				if (stands_round(look->all, at + hit,
				    said[s].signs[i], said[s].stem)) {
					look_at(look, at + hit);
					times++;
					break;
				}
	}
}

struct notice
notice_find(const struct page *page)
{
	struct look look = {.page = page, .all = page->text->bytes};
	size_t len = look.all.len;

	look_for(&look, 0, len < LOOK ? len : LOOK);
	if (len > LOOK)
		look_for(&look, len < 2 * LOOK ? LOOK : len - LOOK, len);
	return look.notice;
}
