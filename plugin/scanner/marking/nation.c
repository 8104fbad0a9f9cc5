/*
 * nation - the one grammar of markings whose values are a table.
 */
#include "scanner/marking/nation.h"

#include "scanner/marking/agree.h"
#include "scanner/marking/phrases.h"
#include "scanner/marking/reading.h"

enum {
	ORG_WORDS = 4, COMPANY_WORDS = 3, OWNER_MOST = 3,
	NUMBER_MOST = 4,	/* digits of a page's number */
	PORTION_MOST = 60,	/* bytes between the brackets of a portion mark */
	PORTIONS_LEAST = 2,	/* of a text, beside its banner */
	SHORT_MOST = 3,		/* bytes of a mark that other texts have too */
	PARTING_GAPS = GAP_BIT(GAP_DASH) | GAP_BIT(GAP_COLON) |
	    GAP_BIT(GAP_SLASH),
};

struct parse {
	struct reading r;
	const struct nation *nation;
	const struct line *line;
	const struct words *words;
	uint64_t bit;		/* of the system */
	const struct marking_entry *level, *owners[OWNER_MOST];
	unsigned owner_count;
	unsigned control_count;	/* read from the line */
	unsigned firm_count;	/* of them that only this system has */
	unsigned least;		/* rank the controls ask for */
	unsigned strangers;	/* words no table has, before an owner's control */
	unsigned groups;	/* words no table has, in a list of countries */
	bool numbered;		/* a page's number stands beside it */
	bool parted;		/* a company's name is, from its level */
	bool countries_open;	/* a list of countries may go on */
	bool countries_before;	/* countries that wait for their control */
	bool alone;		/* a control that needs no level */
	bool rest_free;
};

static uint64_t
bit_of(const struct marking_system *system)
{
	size_t count;
	const struct marking_system *const *all = marking_systems(&count);

	for (size_t i = 0; i < count; i++)
		if (all[i] == system)
			return UINT64_C(1) << i;
	return 0;
}

/*
 * The longest phrase of the system at a word; a level before a control, and in a
 * portion mark a short form before other spellings.
 */
static const struct phrase *
longest(const struct parse *p, size_t at, size_t *words)
{
	const struct phrase *best = NULL;

	*words = 0;
	for (const struct phrase *f = phrases_first(p->r.tables,
	    words_get(p->words, at)); f; f = f->next) {
		size_t n = f->systems & p->bit ? words_match(p->words, at,
		    f->words) : 0;

		if (n > *words || (n && n == *words && (f->role < best->role ||
		    (f->role == best->role && p->r.portion &&
		    f->short_form && !best->short_form)))) {
			best = f;
			*words = n;
		}
	}
	return best;
}

/* Are the words of the phrase parted as the table spells them? */
static bool
same_gaps(const struct parse *p, const struct phrase *phrase, size_t at,
    size_t count)
{
	for (size_t i = 1; i < count; i++)
		if (p->words->gap[at + i] != phrase->gaps[i])
			return false;
	return true;
}

static bool
has_small(const struct parse *p, size_t at, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (p->words->small[at + i])
			return true;
	return false;
}

/* Another spelling of the same entry that has these gaps is right too. */
static bool
spelled_right(const struct parse *p, const struct phrase *phrase, size_t at,
    size_t count)
{
	for (const struct phrase *f = phrases_first(p->r.tables,
	    words_get(p->words, at)); f; f = f->next)
		if (f->entry == phrase->entry && !f->short_form && !f->slip &&
		    words_match(p->words, at, f->words) == count &&
		    same_gaps(p, f, at, count))
			return true;
	return false;
}

static void
check_spelling(struct parse *p, const struct phrase *phrase, size_t at,
    size_t count)
{
	bool wrong = !spelled_right(p, phrase, at, count) ||
	    marking_entry_is(phrase->entry, "slip");

	p->r.odd += wrong && !p->nation->spelling;
	if (p->nation->spelling && wrong)
		reading_broken(&p->r, p->nation->spelling);
	if (p->nation->capitals && has_small(p, at, count) &&
	    !marking_entry_is(phrase->entry, "mixed"))
		reading_broken(&p->r, p->nation->capitals);
}

/* Small letters make a marking only where the place says that it is one. */
static bool
may_be_small(const struct parse *p, const struct phrase *phrase)
{
	return p->line->labelled || p->line->flags & (TEXT_FLAG_header_footer |
	    TEXT_FLAG_metadata) || marking_entry_is(phrase->entry, "mixed") ||
	    marking_entry_is(phrase->entry, "small");
}

static bool
take_level(struct parse *p, const struct phrase *phrase, size_t at,
    size_t count)
{
	const struct marking_entry *entry = phrase->entry;

	/* "NATO RESTRICTED (NR)": the short form of the level before it. */
	if (phrase->short_form && !p->r.portion)
		return p->level && p->level->rank == entry->rank;
	if (has_small(p, at, count) && !may_be_small(p, phrase)) {
		if (p->line->inside || p->r.portion)
			return false;
		p->r.encloses = true;
	}
	if (p->level && !p->nation->company)
		return p->level->rank == entry->rank;
	/* "CONFIDENTIAL: ATTORNEY-CLIENT PRIVILEGED": the stricter counts. */
	if (p->level && p->level->rank >= entry->rank)
		return true;
	p->parted = at && GAP_BIT(p->words->gap[at]) & PARTING_GAPS;
	p->level = entry;
	p->r.marking.level = entry->code;
	p->r.marking.rank = entry->rank;
	p->r.weak = marking_entry_is(entry, "weak");
	p->r.bare = marking_entry_is(entry, "common") || (p->r.portion &&
	    phrase->words.len <= SHORT_MOST);
	if (!p->r.portion)
		check_spelling(p, phrase, at, count);
	for (size_t i = 0; entry->is[i]; i++)
		if (!strncmp(entry->is[i], "of_", 3))
			(void)reading_control(&p->r, entry->is[i] + 3);
	return true;
}

/* "excludes_REL_TO": the control REL TO. */
static bool
names_control(const char *word, const char *control)
{
	static const char head[] = "excludes_";

	if (strncmp(word, head, sizeof(head) - 1))
		return false;
	word += sizeof(head) - 1;
	for (; *word && *control; word++, control++)
		if (*word != *control && !(*word == '_' && *control == ' '))
			return false;
	return !*word && !*control;
}

static void
check_excluded(struct parse *p, const struct marking_entry *entry)
{
	const struct marking *m = &p->r.marking;

	for (size_t i = 0; p->nation->excludes && entry->is[i]; i++)
		for (size_t c = 0; c < m->control_count; c++)
			if (names_control(entry->is[i], m->controls[c]))
				reading_broken(&p->r, p->nation->excludes);
}

/* "NATO SECRET staff", "OFFICIAL-SENSITIVE page 3": words of the sentence. */
static bool
is_of_sentence(const struct parse *p, const struct marking_entry *entry,
    size_t at, size_t count)
{
	return p->line->inside && (marking_entry_is(entry, "free") ||
	    (has_small(p, at, count) && !marking_entry_is(entry, "mixed")));
}

static bool
take_control(struct parse *p, const struct phrase *phrase, size_t at,
    size_t count)
{
	const struct marking_entry *entry = phrase->entry;

	if (is_of_sentence(p, entry, at, count))
		return false;
	check_excluded(p, entry);
	p->control_count++;
	p->firm_count += !p->nation->company &&
	    !marking_entry_is(entry, "soft");
	(void)reading_control(&p->r, entry->code);
	p->least = entry->rank > p->least ? entry->rank : p->least;
	p->alone = p->alone || (!phrase->short_form &&
	    marking_entry_is(entry, "alone"));
	p->rest_free = p->rest_free || marking_entry_is(entry, "free");
	p->countries_open = marking_entry_is(entry, "countries");
	if (marking_entry_is(entry, "after_countries")) {
		for (unsigned i = 0; i < p->owner_count; i++)
			reading_release(&p->r, p->owners[i]->code);
		p->countries_before = false;
	}
	if (marking_entry_is(entry, "after_org"))
		p->strangers = 0;
	if (marking_entry_is(entry, "slip") && p->nation->spelling)
		reading_broken(&p->r, p->nation->spelling);
	return true;
}

static bool
take_country(struct parse *p, const struct phrase *phrase)
{
	reading_release(&p->r, phrase->entry->code);
	p->countries_before = p->countries_before || !p->countries_open;
	return true;
}

static void
check_gap(struct parse *p, size_t at)
{
	unsigned gap = p->words->gap[at];

	if (at && p->nation->separator && !p->countries_open &&
	    !(GAP_BIT(gap) & p->nation->gaps))
		reading_broken(&p->r, p->nation->separator);
}

static bool
take_phrase(struct parse *p, const struct phrase *phrase, size_t at,
    size_t count)
{
	if (phrase->role != PHRASE_COUNTRY && phrase->role != PHRASE_OWNER &&
	    phrase->role != PHRASE_STATE)
		check_gap(p, at);
	p->r.known++;
	p->r.words += (unsigned)count;
	switch (phrase->role) {
	case PHRASE_LEVEL:
		return take_level(p, phrase, at, count);
	case PHRASE_OWNER:
		if (p->countries_open) {
			p->r.words -= (unsigned)count;
			return take_country(p, phrase);
		}
		if (p->owner_count == OWNER_MOST)
			return false;
		p->owners[p->owner_count++] = phrase->entry;
		return true;
	case PHRASE_CONTROL:
		return take_control(p, phrase, at, count);
	case PHRASE_COUNTRY:
		p->r.known--;
		p->r.words -= (unsigned)count;
		return take_country(p, phrase);
	case PHRASE_STATE:
		(void)reading_control(&p->r, phrase->entry->code);
		return !p->line->inside && !p->r.portion;
	}
	return false;
}

/* "UNTIL 1 MAY 2027", "jusqu'au 01/01/2030", "bis 2030": a day, then anything. */
static bool
is_until(const struct parse *p, size_t at, struct slice word)
{
	static const char *const words[] = {"UNTIL", "BIS", "JUSQU", "HASTA",
		"FINO", "TOT", NULL};

	for (size_t i = 0; words[i] && p->level && !p->line->inside; i++)
		for (size_t k = 1; k <= 2; k++) {
			struct slice next = words_get(p->words, at + k);

			if (slice_is_text(word, words[i]) && next.len &&
			    byte_is_digit(next.at[0]))
				return true;
		}
	return false;
}

/* The page's number before or behind a marking: "3", "2/7", "- 3 -". */
static bool
is_page_number(struct parse *p, size_t at, struct slice word)
{
	if (!word.len || word.len > NUMBER_MOST || p->line->inside ||
	    (at && !p->level))
		return false;
	for (size_t i = 0; i < word.len; i++)
		if (!byte_is_digit(word.at[i]))
			return false;
	p->numbered = true;
	return true;
}

/* "RELEASABLE TO GIRoA": a group that no table has, behind a sure level. */
static bool
is_group(struct parse *p)
{
	return p->countries_open && p->level && !p->r.bare && !p->r.weak &&
	    !p->line->inside && ++p->groups <= ORG_WORDS;
}

/* A word no table has: of a list ("AND"), or of an owner. */
static bool
take_stranger(struct parse *p, size_t at)
{
	struct slice word = words_get(p->words, at);

	if ((slice_is_text(word, "AND") || slice_is_text(word, "ET")) &&
	    p->r.marking.release_count > 0)
		return true;
	p->rest_free = is_until(p, at, word);
	if (p->rest_free || is_page_number(p, at, word) || is_group(p))
		return true;
	if (p->nation->company && !p->level)
		return ++p->strangers <= COMPANY_WORDS;
	return p->level && ++p->strangers <= ORG_WORDS;
}

/* "MOD AND DSTL"; between commas it is Andorra. */
static bool
is_and(const struct parse *p, size_t at)
{
	return at && p->words->gap[at] == GAP_SPACE &&
	    slice_is_text(words_get(p->words, at), "AND");
}

static bool
read_words(struct parse *p)
{
	size_t at = 0;

	while (at < p->words->count && !p->rest_free) {
		size_t count;
		const struct phrase *phrase = is_and(p, at) ? NULL :
		    longest(p, at, &count);

		if (!phrase && !take_stranger(p, at))
			return false;
		if (phrase && !take_phrase(p, phrase, at, count))
			return false;
		at += phrase ? count : 1;
	}
	return true;
}

/*
 * Words of a company before its level count only in a page's frame; parted from it
 * by a dash or a colon, in what encloses the text, too ("ACME - CONFIDENTIAL").
 */
static bool
is_named(struct parse *p)
{
	if (!p->nation->company || !p->level)
		return false;
	if (p->line->flags & TEXT_FLAG_header_footer)
		return true;
	if (!p->parted || p->line->inside || p->r.bare)
		return false;
	p->r.encloses = true;
	return true;
}

static bool
is_whole(struct parse *p)
{
	/* "RESTRICTED 18" is a film for adults. */
	if (p->countries_before || (p->numbered && p->r.bare))
		return false;
	if (p->strangers && !is_named(p))
		return false;
	if (p->level && marking_entry_is(p->level, "needs_owner") &&
	    !p->owner_count)
		return false;
	return p->level || p->alone;
}

/* "NATO SECRET" of "NATO/KFOR SECRET". */
static bool
name_owner(struct parse *p)
{
	if (!p->level || !marking_entry_is(p->level, "needs_owner") ||
	    marking_entry_is(p->owners[0], "silent"))
		return true;
	p->r.marking.level = arena_printf(p->r.arena, "%s %s",
	    p->owners[0]->code, p->level->code);
	return p->r.marking.level != NULL;
}

static void
finish(struct parse *p)
{
	struct marking *m = &p->r.marking;

	if (!p->level) {
		m->level = "unstated";
		m->rank = p->least;
		p->r.weak = true;
	} else if (p->least > m->rank && p->nation->least) {
		reading_broken(&p->r, p->nation->least);
	}
	if (p->line->slip)
		reading_broken(&p->r, "letters: spaced out or of another "
		    "alphabet");
	if (p->level && (p->firm_count || p->owner_count))
		p->r.bare = p->r.weak = false;
	else if (p->control_count && p->r.bare)
		p->r.weak = true;
	for (unsigned i = 0; i < p->owner_count; i++)
		if (marking_entry_is(p->owners[i], "context"))
			(void)reading_control(&p->r, p->owners[i]->code);
	reading_put(&p->r, m->level);
	for (size_t i = 0; i < m->control_count; i++) {
		reading_put(&p->r, i ? ", " : " - ");
		reading_put(&p->r, m->controls[i]);
	}
	for (size_t i = 0; i < m->release_count; i++) {
		reading_put(&p->r, i ? ", " : " > ");
		reading_put(&p->r, m->releases[i]);
	}
}

static const char *
kind_of(const struct line *line)
{
	if (line->scope == SCOPE_subject)
		return "subject";
	if (line->scope == SCOPE_headers)
		return "header";
	if (line->flags & TEXT_FLAG_metadata)
		return "property";
	return line->labelled ? "header" : "banner";
}

/*
 * "(NS) Text", "[R-UE/EU-R] Text": what stands between the brackets; "(C) 2026" is
 * a right in a copy.
 */
static bool
portion_of(struct slice text, struct slice *inside)
{
	bool round = text.len && text.at[0] == '(';
	size_t end = round || (text.len && text.at[0] == '[') ?
	    slice_find_byte(slice_sub(text, 0, PORTION_MOST),
	    round ? ')' : ']') : SIZE_MAX;

	if (end == SIZE_MAX || end < 2 || end + 2 >= text.len ||
	    text.at[end + 1] != ' ' || (end == 2 &&
	    byte_is_digit(text.at[end + 2])))
		return false;
	*inside = slice_sub(text, 1, end);
	return true;
}

/* A mark of a paragraph, in the short forms of the table or in full. */
static bool
portion_line(struct page *page, const struct line *line, struct slice inside)
{
	struct words words;
	struct parse p = {.nation = page->system->nation, .line = line,
	    .words = &words, .bit = bit_of(page->system)};

	if (p.nation->company || !words_read(inside, &words))
		return true;
	reading_begin(&p.r, page);
	p.r.portion = true;
	if (!read_words(&p) || !is_whole(&p) || !p.level)
		return true;
	if (!name_owner(&p))
		return false;
	finish(&p);
	p.r.bare = p.r.bare || marking_entry_is(p.level, "common");
	return page_keep(page, &p.r, "portion", line);
}

bool
nation_line(struct page *page, void *state, const struct line *line)
{
	struct parse p = {.nation = page->system->nation, .line = line,
	    .words = &line->words, .bit = bit_of(page->system)};
	struct slice inside;

	(void)state;
	if (!line->inside && portion_of(line->text, &inside))
		return portion_line(page, line, inside);
	/* "//NATO SECRET" is the United States form of a foreign marking. */
	if (!line->by_words || !(line->systems & p.bit) ||
	    line->words.gap[0] == GAP_DOUBLE)
		return true;
	reading_begin(&p.r, page);
	if (!read_words(&p) || !is_whole(&p))
		return true;
	if (!name_owner(&p))
		return false;
	finish(&p);
	return page_keep(page, &p.r, kind_of(line), line);
}

/* More than one word. */
static bool
is_long(const struct claim *claim)
{
	return strchr(claim->marking.level, ' ') != NULL;
}

/*
 * A level that is a common word: as a frame, in brackets of a subject, named by a
 * label, or two words at the edge.
 */
static unsigned
bare_confidence(const struct page *page, const struct claim *claim)
{
	if (claim->labelled)
		return 75;
	if (claim_frames(claim))
		return claim_encloses(page, claim) ? 75 : 65;
	if (claim->system->nation->company && claim->marking.rank >= 2)
		return claim_placed(page, claim) ? 65 : 0;
	return is_long(claim) && claim_placed(page, claim) ? 65 : 0;
}

static unsigned
confidence_of(const struct page *page, const struct claim *claim)
{
	bool placed = claim_placed(page, claim);

	if (claim->encloses && !claim_encloses(page, claim))
		return 0;
	if (claim->bare && !claim->weak)
		return bare_confidence(page, claim);
	if (!strcmp(claim->marking.level, "unstated"))
		return placed ? 65 : 0;
	if (claim->weak)
		return claim_frames(claim) || claim->labelled ? 85 :
		    placed ? 75 : 0;
	if (claim->marking.broken_count)
		return placed ? 75 : 65;
	if (claim_frames(claim))
		return 95;
	return placed ? 85 : 75;
}

static bool
is_portion(const struct claim *claim)
{
	return !strcmp(claim->marking.kind, "portion");
}

/* Marks of paragraphs are letters of lists, but in a text with their banner. */
static void
weigh_portions(const struct page *page)
{
	unsigned portions = 0;
	bool banner = false;

	for (struct claim *c = page_next(page, NULL); c;
	    c = page_next(page, c)) {
		portions += is_portion(c) ? c->times : 0;
		banner = banner || (!is_portion(c) && c->confidence);
	}
	for (struct claim *c = page_next(page, NULL); c; c = page_next(page, c))
		if (is_portion(c))
			c->confidence = banner && portions >= PORTIONS_LEAST &&
			    (!c->bare || !page->lettered) ? 75 : 0;
}

/*
 * The first line is a level that is a common word, and the text bears a sure
 * marking of the same system: an answer that says less than what it quotes.
 */
static void
weigh_first(const struct page *page)
{
	bool sure = false;

	for (struct claim *c = page_next(page, NULL); c;
	    c = page_next(page, c))
		sure = sure || (!c->bare && c->confidence >= 75);
	for (struct claim *c = page_next(page, NULL); sure && c;
	    c = page_next(page, c))
		if (c->bare && !c->confidence && c->first_line == 0 &&
		    !is_portion(c) && !c->system->nation->company)
			c->confidence = 65;
}

void
nation_weigh(struct page *page, void *state)
{
	(void)state;
	for (struct claim *c = page_next(page, NULL); c; c = page_next(page, c))
		c->confidence = is_portion(c) ? 0 : confidence_of(page, c);
	weigh_portions(page);
	weigh_first(page);
	agree_check(page);
}
