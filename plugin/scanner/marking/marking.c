/*
 * marking - the table of all marking systems, and one text through all of them.
 */
#include "scanner/marking/marking.h"

#include "scanner/marking/beside.h"
#include "scanner/marking/inside.h"
#include "scanner/marking/page.h"
#include "scanner/marking/phrases.h"
#include "scanner/marking/talk.h"

#define MARKING_SYSTEM(name) extern const struct marking_system marking_##name;
#include "scanner/marking/markings.def"
#undef MARKING_SYSTEM

static const struct marking_system *const table[] = {
#define MARKING_SYSTEM(name) &marking_##name,
#include "scanner/marking/markings.def"
#undef MARKING_SYSTEM
};

enum { SYSTEMS = sizeof(table) / sizeof(table[0]) };

/* A line says in 64 bits which systems may read it (phrases.h). */
_Static_assert(SYSTEMS <= 64, "one bit for each system");

void
marking_break(struct marking *marking, const char *rule)
{
	for (size_t i = 0; i < marking->broken_count; i++)
		if (rule && !strcmp(marking->broken[i], rule))
			return;
	if (rule && marking->broken_count < MARKING_LIST_MAX)
		marking->broken[marking->broken_count++] = rule;
}

const struct marking_system *const *
marking_systems(size_t *count)
{
	*count = SYSTEMS;
	return table;
}

const struct marking_system *
marking_system_find(struct slice name)
{
	for (size_t i = 0; i < SYSTEMS; i++)
		if (slice_is_text(name, table[i]->name))
			return table[i];
	return NULL;
}

int
marking_rank(const struct marking_tables *tables,
    const struct marking_system *system, struct slice level)
{
	const struct marking_entry *entry = marking_entry_find(
	    marking_list_find(tables, system->name, "levels"), level);

	return entry ? (int)entry->rank : -1;
}

static bool
begin(struct page *page, void **states)
{
	for (size_t i = 0; i < SYSTEMS; i++) {
		states[i] = arena_alloc(page->arena, table[i]->state_size + 1);
		if (!states[i])
			return false;
	}
	return true;
}

/* May this system understand the line? */
static bool
is_for(const struct page *page, const struct line *line, size_t i)
{
	if ((page->only && page->only != table[i]) || !table[i]->line)
		return false;
	return line->systems >> i & 1 || line->by_shape ||
	    line->labelled ||
	    (line->by_head && table[i]->sentences) ||
	    line->flags & TEXT_FLAG_header_footer;
}

/* "(A) Text": a letter in which no level begins, so it counts a list's items. */
static bool
is_list_item(struct slice text)
{
	return text.len > 4 && text.at[0] == '(' && text.at[2] == ')' &&
	    text.at[3] == ' ' && text.at[1] >= 'A' && text.at[1] <= 'Z' &&
	    !strchr("CGOPRSTU", text.at[1]);
}

/* "N A T O S E C R E T": with even spaces its words are not apart. */
static void
part_letters(struct page *page, struct line *line)
{
	struct words words;

	if (line->slip && line->by_words && page->parted++ < PARTED_MOST &&
	    phrases_part(page->tables, &line->words, &words))
		line->words = words;
}

/* "CONFIDENITAL", "OFFICIAL-SENSTIVE" where banners stand. */
static bool
mend_line(struct page *page, struct line *line)
{
	char mended[WORDS_BYTES];
	size_t len;

	if (!line->edge || !line->by_shape || line->inside ||
	    line->text.len >= TITLE_MOST || page->mended >= MENDED_MOST ||
	    !line_is_capital(line->text))
		return true;
	page->mended++;
	if (!phrases_mend(page->tables, line->text, mended, &len))
		return true;
	line->text = arena_copy(page->arena, slice_bytes(mended, len));
	line->by_words = words_read(line->text, &line->words);
	line->misspelt = true;
	if (line->by_words)
		line->systems = phrases_systems(page->tables, &line->words);
	return line->text.at != NULL;
}

static bool
give_line(struct page *page, void **states, struct line *line)
{
	page->lettered += is_list_item(line->text);
	part_letters(page, line);
	if (line->by_words)
		line->systems = phrases_systems(page->tables, &line->words);
	if (!mend_line(page, line))
		return false;
	for (size_t i = 0; i < SYSTEMS; i++) {
		if (!is_for(page, line, i))
			continue;
		page->system = table[i];
		if (!table[i]->line(page, states[i], line))
			return false;
	}
	return true;
}

static enum rc
give_claims(const struct page *page, const struct marking_sink *sink,
    struct err *err)
{
	for (size_t i = 0; i < page->count; i++) {
		const struct claim *claim = &page->claims[i];

		if (claim->confidence)
			TRY(sink->found(sink->own, &claim->marking, err));
	}
	return RC_OK;
}

static void
weigh(struct page *page, void **states)
{
	for (size_t i = 0; i < SYSTEMS; i++) {
		page->system = table[i];
		if ((!page->only || page->only == table[i]) && table[i]->weigh)
			table[i]->weigh(page, states[i]);
	}
	inside_settle(page);
	beside_settle(page);
	talk_find_lists(page);
	if (!page->only)
		page_settle(page);
	talk_judge(page);
	for (size_t i = 0; i < page->count; i++)
		page->claims[i].marking.confidence =
		    page->claims[i].marking.mention ? 30 :
		    page->claims[i].confidence;
}

enum rc
marking_read(const struct marking_tables *tables, const struct text *text,
    const struct marking_system *only, struct arena *arena,
    const struct marking_sink *sink, struct err *err)
{
	struct page page = {.tables = tables, .text = text, .arena = arena,
	    .only = only};
	struct lines lines = lines_begin(text);
	void *states[SYSTEMS];
	struct line line;

	if (!begin(&page, states))
		return arena_full(arena, "markings", err);
	while (lines_next(&lines, &line))
		if (!give_line(&page, states, &line))
			return arena_full(arena, "markings", err);
	page.lines = lines.number;
	page.below = lines.below_at;
	/* One system alone is asked about lines. */
	if (!only && !inside_read(&page, states))
		return arena_full(arena, "markings", err);
	if (!page.count)
		return RC_OK;
	weigh(&page, states);
	return give_claims(&page, sink, err);
}
