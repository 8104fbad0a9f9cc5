/*
 * us_cui - Controlled Unclassified Information (32 CFR 2002, NARA registry,
 * DoDI 5200.48).
 *
 *   banner     = ("CUI" | "CONTROLLED") ["//" categories] ["//" ldc {"/" ldc}]
 *   categories = [SP-code {"/" SP-code}] ["/"] [code {"/" code}]
 *   portion    = "(CUI" ["//" categories] ["//" short ldc] ")"
 *   block      = three of: Controlled by, CUI Category, LDC or distribution
 *                statement, POC, within six lines
 *
 * Broken rules are named by the section of 32 CFR (the banner format of the
 * registry's pages says the same) or by the registry's list of categories.
 *
 * "CUI" alone counts only as first line and once more, or with a portion or a
 * block: it is also a company number, a concept id and a firm.
 */
#include "scanner/marking/us.h"

static const char system_name[] = "us-cui";

enum { BLOCK_LINES = 6, SIGNS_REACH = 64 << 10 };

struct cui {
	struct reading r;
	const struct marking_list *categories;
	const struct marking_list *controls;
	bool basic_seen;	/* a code without SP- */
	const char *last;	/* code before this one in its group */
	bool any_control;
};

static void
broken_form(struct cui *cui, const struct marking_entry *entry,
    struct slice item)
{
	if (cui->r.portion ? !slice_is_text(item, entry->portion) :
	    !slice_is_text(item, entry->code))
		reading_broken(&cui->r, cui->r.portion ?
		    "2002.20: banner form in a portion" :
		    "2002.20: portion or long form in a banner");
}

static bool
read_control(struct cui *cui, struct slice item)
{
	const struct marking_entry *entry;

	if (slice_starts(item, slice_of("REL TO ")))
		return us_release(&cui->r, slice_sub(item, 7, item.len));
	if (slice_starts(item, slice_of("DISPLAY ONLY ")))
		return us_display(&cui->r, slice_sub(item, 13, item.len));
	entry = marking_entry_find(cui->controls, item);
	if (!entry)
		return false;
	if (marking_entry_is(entry, "legacy"))
		reading_broken(&cui->r, "2002.20: FOUO and SBU are replaced by CUI");
	else
		broken_form(cui, entry, item);
	us_control(&cui->r, entry->code);
	reading_put(&cui->r, cui->any_control ? "/" : "//");
	reading_put(&cui->r, entry->code);
	cui->any_control = true;
	cui->r.known++;
	return true;
}

static bool
is_code(struct slice item)
{
	for (size_t i = 0; i < item.len; i++)
		if (!(item.at[i] >= 'A' && item.at[i] <= 'Z') &&
		    item.at[i] != '-')
			return false;
	return item.len >= 2 && item.len <= 16;
}

static void
check_category(struct cui *cui, const struct marking_entry *entry,
    bool specified)
{
	if (!entry)
		reading_broken(&cui->r, "registry: no such category");
	else if (specified && !marking_entry_is(entry, "specified"))
		reading_broken(&cui->r, "registry: the category is not Specified");
	else if (!specified && !marking_entry_is(entry, "basic"))
		reading_broken(&cui->r, "registry: the category needs SP-");
	if (specified && cui->basic_seen)
		reading_broken(&cui->r, "2002.20: Specified categories come first");
	if (!specified && !cui->basic_seen)
		cui->last = NULL;
	if (entry && cui->last && strcmp(cui->last, entry->code) > 0)
		reading_broken(&cui->r, "2002.20: categories are not in order");
	cui->basic_seen = cui->basic_seen || !specified;
	cui->last = entry ? entry->code : cui->last;
}

static bool
read_category(struct cui *cui, struct slice item, bool first)
{
	bool specified = slice_starts(item, slice_of("SP-"));
	struct slice code = specified ? slice_sub(item, 3, item.len) : item;
	const struct marking_entry *entry = marking_entry_find(cui->categories,
	    code);
	const char *text;

	if (!entry && !is_code(code))
		return false;
	check_category(cui, entry, specified);
	text = arena_printf(cui->r.arena, "%s%s", specified ? "SP-" : "",
	    entry ? entry->code : "?");
	if (!text)
		return false;
	us_control(&cui->r, text);
	reading_put(&cui->r, first ? "//" : "/");
	reading_put(&cui->r, text);
	cui->r.known += entry != NULL;
	cui->r.unknown += entry == NULL;
	return true;
}

/* A segment is one of controls when its first item is, else of categories. */
static bool
read_segment(struct cui *cui, struct slice segment, unsigned number)
{
	struct slice item;
	bool first = true, controls = false;

	while (line_cut(&segment, "/", &item)) {
		if ((first || controls) && read_control(cui, item)) {
			controls = true;
		} else if (controls || !read_category(cui, item, first)) {
			return false;
		} else if (first && number > 0) {
			reading_broken(&cui->r, "2002.20: categories are joined by /");
		}
		first = false;
	}
	return !first;
}

/* Take what stands before the first separator; false: this is no CUI line. */
static bool
read_head(struct cui *cui, struct slice *text)
{
	static const char *const wrong[] = {"UNCLASSIFIED//", "U//", NULL};
	static const char *const heads[] = {"CUI", "CONTROLLED UNCLASSIFIED "
		"INFORMATION (CUI)", "CONTROLLED UNCLASSIFIED INFORMATION",
		"CONTROLLED", NULL};

	for (size_t i = 0; wrong[i]; i++)
		if (slice_starts(*text, slice_of(wrong[i]))) {
			*text = slice_sub(*text, strlen(wrong[i]), text->len);
			reading_broken(&cui->r, "2002.20: the banner begins with CUI");
		}
	for (size_t i = 0; heads[i]; i++)
		if (slice_starts(*text, slice_of(heads[i]))) {
			*text = slice_sub(*text, strlen(heads[i]), text->len);
			reading_put(&cui->r, "CUI");
			if (i == 1 || i == 2)
				reading_broken(&cui->r, "2002.20: the banner "
				    "says CUI or CONTROLLED");
			return true;
		}
	return false;
}

/*
 * "CUI DRAFT", "CUI WHEN FILLED IN": what stands on a line of its own beside a
 * banner (32 CFR 2002.20(a)(5)).
 */
static bool
is_supplement(struct slice text)
{
	static const char *const words[] = {"DRAFT", "DELIBERATIVE",
		"PRE-DECISIONAL", "PREDECISIONAL", "PROVISIONAL",
		"WHEN FILLED IN", "WHEN COMPLETED", "DO NOT DISTRIBUTE", NULL};

	for (size_t i = 0; words[i]; i++)
		if (slice_is_text(text, words[i]))
			return true;
	return slice_starts(text, slice_of("PAGE "));
}

/* What people write for the slashes: "CUI - SP-CTI", "CUI: CTI", "CUI (CTI)". */
static struct slice
mend_separator(struct cui *cui, struct slice text)
{
	size_t at = 0;

	while (at < text.len && strchr(" -/:(", text.at[at]))
		at++;
	if (at)
		reading_broken(&cui->r, "2002.20: parts are separated by //");
	text = slice_sub(text, at, text.len);
	while (text.len && text.at[text.len - 1] == ')')
		text = slice_sub(text, 0, text.len - 1);
	return text;
}

static bool
check_privilege(struct cui *cui)
{
	if ((reading_has(&cui->r, "Attorney-Client") ||
	    reading_has(&cui->r, "Attorney-WP")) && !reading_has(&cui->r, "PRIVILEGE") &&
	    !reading_has(&cui->r, "SP-PRIVILEGE"))
		reading_broken(&cui->r, "2002.20: AC and AWP need PRIVILEGE");
	return true;
}

static bool
read_banner(struct cui *cui, struct slice text)
{
	struct slice segment;
	unsigned number = 0;
	bool single = false;

	if (!read_head(cui, &text))
		return false;
	cui->r.marking.level = "CUI";
	if (!text.len) {
		cui->r.bare = cui->r.marking.broken_count == 0;
		return true;
	}
	if (slice_starts(text, slice_of("//")) && !is_supplement(slice_sub(text,
	    2, text.len))) {
		text = slice_sub(text, 2, text.len);
	} else {
		if (!strchr(" -/:(", text.at[0]))
			return false;
		text = mend_separator(cui, text);
		single = true;
		cui->r.bare = is_supplement(text);
		if (cui->r.bare)
			return true;
	}
	while (line_cut(&text, "//", &segment))
		if (!read_segment(cui, segment, number++))
			return false;
	/* "CUI/GUI" is talk about interfaces: with a wrong sign it needs a code. */
	if (!cui->r.known && (single || !cui->r.unknown))
		return false;
	return check_privilege(cui);
}

/* Capitals, but for the two controls that are written otherwise. */
static bool
looks_like(struct slice text)
{
	size_t lawyer = slice_find(text, slice_of("Attorney-"));

	if (text.len > LINE_MOST)
		return false;
	if (lawyer == SIZE_MAX && text.len > 4 && text.at[3] == ':')
		return line_is_capital(slice_sub(text, 4, text.len));
	return line_is_capital(lawyer == SIZE_MAX ? text :
	    slice_sub(text, 0, lawyer));
}

static struct cui
begin(const struct page *page, bool portion)
{
	struct cui cui = {0};

	reading_begin(&cui.r, page);
	cui.r.portion = portion;
	cui.categories = marking_list_find(page->tables, system_name,
	    "categories");
	cui.controls = marking_list_find(page->tables, system_name, "controls");
	return cui;
}

/* "(CUI//SP-CTI//NF)" at the start of a paragraph, and what is inside. */
static bool
portion_of(struct slice text, struct slice *inside)
{
	size_t end = slice_find_byte(text, ')');

	if (!text.len || text.at[0] != '(' || end == SIZE_MAX ||
	    end > LINE_MOST)
		return false;
	*inside = slice_sub(text, 1, end);
	return slice_starts(*inside, slice_of("CUI"));
}

/* "CUI//SP-CTI - The drawing": text behind a banner with categories. */
static struct slice
banner_head(struct slice text, bool *cut)
{
	size_t at = slice_find(text, slice_of(" - "));

	if (at == SIZE_MAX || slice_find(slice_sub(text, 0, at),
	    slice_of("//")) == SIZE_MAX)
		return text;
	*cut = true;
	return slice_sub(text, 0, at);
}

static bool
read_line(struct page *page, const struct line *line)
{
	struct slice text = line->text, inside;
	bool portion = portion_of(text, &inside), slips, cut = false;
	struct cui cui;

	if (!portion && text.at[0] != 'C' && text.at[0] != 'U')
		return true;
	cui = begin(page, portion);
	text = portion ? inside : banner_head(text, &cut);
	if (!looks_like(text) || slice_find(text, slice_of("CUI")) > 16) {
		if (!slice_starts(text, slice_of("CONTROLLED")) ||
		    !looks_like(text))
			return true;
	}
	text = line_tidy(page->arena, text, &slips);
	if (!text.at)
		return false;
	if (slips || line->slip)
		reading_broken(&cui.r, "2002.20: no spaces round slashes");
	if (cut && line->scope != SCOPE_subject)
		reading_broken(&cui.r, "2002.20: a banner has its line to itself");
	if (!read_banner(&cui, text))
		return true;
	if (line->by_words)
		cui.r.words = (unsigned)line->words.count - cui.r.unknown;
	return page_keep(page, &cui.r, portion ? "portion" :
	    line->flags & TEXT_FLAG_metadata ? "property" :
	    line->labelled && line->scope != SCOPE_subject ? "header" :
	    "banner", line);
}

/* The designation indicator block: which of its keys is this line? */
enum block_key { KEY_BY = 1, KEY_CATEGORY = 2, KEY_CONTROL = 4, KEY_POC = 8 };

static unsigned
block_key(struct slice text, struct slice *value)
{
	if (line_key(text, "controlled by", value))
		return KEY_BY;
	if (line_key(text, "cui categor*", value))
		return KEY_CATEGORY;
	if (line_key(text, "distribution statement", value) ||
	    line_key(text, "ldc", value) ||
	    line_key(text, "limited dissemination control*", value) ||
	    line_key(text, "distribution/dissemination control*", value) ||
	    line_key(text, "dissemination control*", value))
		return KEY_CONTROL;
	if (line_key(text, "poc", value))
		return KEY_POC;
	return 0;
}

struct block {
	unsigned keys;
	unsigned last_line;
	struct line first;
	struct cui cui;
};

static void
add_category(struct block *block, struct slice item)
{
	struct slice code = slice_starts(item, slice_of("SP-")) ?
	    slice_sub(item, 3, item.len) : item;
	const struct marking_entry *entry = marking_entry_find(
	    block->cui.categories, code);

	if (!entry)
		return;
	(void)reading_control(&block->cui.r, entry->code);
	reading_put(&block->cui.r, "//");
	reading_put(&block->cui.r, entry->code);
}

static void
block_value(struct block *block, unsigned key, struct slice value)
{
	struct slice item;

	if (key == KEY_CONTROL)
		(void)read_control(&block->cui, value);
	/* A block names categories by their codes, as DoDI 5200.48 3.4.f shows. */
	while (key == KEY_CATEGORY && line_cut(&value, ",", &item))
		add_category(block, slice_trim(item));
}

static unsigned
bits(unsigned keys)
{
	unsigned count = 0;

	for (; keys; keys &= keys - 1)
		count++;
	return count;
}

/* Three keys, one of them only this block has, within six lines. */
static bool
block_line(struct block *block, struct page *page, const struct line *line)
{
	struct slice value;
	unsigned key = block_key(line->text, &value), before;

	if (!key || !value.len)
		return true;
	if (!block->keys || line->number > block->last_line + BLOCK_LINES) {
		*block = (struct block){.first = *line,
		    .cui = begin(page, false)};
		block->cui.r.marking.level = "CUI";
		reading_put(&block->cui.r, "CUI");
	}
	before = bits(block->keys);
	block->keys |= key;
	block->last_line = line->number;
	block_value(block, key, value);
	if (before >= 3 || bits(block->keys) < 3 ||
	    !(block->keys & (KEY_CATEGORY | KEY_CONTROL)))
		return true;
	return page_keep(page, &block->cui.r, "block", &block->first);
}

static bool
has_kind(const struct page *page, const char *kind)
{
	for (struct claim *c = page_next(page, NULL); c; c = page_next(page, c))
		if (!strcmp(c->marking.kind, kind) &&
		    (!c->bare || c->times >= 2))
			return true;
	return false;
}

/* 0: it does not count at all. */
static unsigned
confidence_of(const struct claim *c, bool block, bool portion)
{
	if (!strcmp(c->marking.kind, "block"))
		return 85;
	if (!strcmp(c->marking.kind, "portion")) {
		if (c->bare)
			return c->times >= 2 ? 75 : 0;
		return c->known ? 85 : 65;
	}
	if (c->bare)
		return block || (portion && claim_frames(c)) ? 95 :
		    claim_frames(c) || c->labelled ? 75 : 0;
	if (!c->known)
		return 65;
	if (c->marking.broken_count)
		return 75;
	return block || portion || c->times >= 2 ? 95 : 85;
}

static bool
cui_line(struct page *page, void *state, const struct line *line)
{
	return read_line(page, line) && (!line->by_head ||
	    block_line(state, page, line));
}

static bool
has_word(const struct page *page, const char *list)
{
	const struct marking_list *words = marking_list_find(page->tables,
	    system_name, list);

	for (size_t i = 0; i < words->count; i++)
		if (slice_find(slice_sub(page->text->bytes, 0, SIGNS_REACH),
		    slice_of(words->entries[i].code)) != SIZE_MAX)
			return true;
	return false;
}

/*
 * DoDI 5200.48, 3.4.f: the first page of what the Department marks has the
 * designation indicator.  Other agencies may do with their letterhead.
 */
static void
check_block(const struct page *page, struct claim *claim)
{
	struct marking *m = &claim->marking;

	if (strcmp(m->kind, "banner") || m->quoted || !claim->confidence ||
	    !claim_encloses(page, claim) ||
	    m->broken_count == MARKING_LIST_MAX)
		return;
	m->broken[m->broken_count++] = "3.4.f: a document of the Department of "
	    "Defense has a designation indicator block";
}

static void
cui_weigh(struct page *page, void *state)
{
	bool block = has_kind(page, "block"), portion = has_kind(page,
	    "portion");
	bool bare = !((struct block *)state)->keys && has_word(page, "defense");

	for (struct claim *c = page_next(page, NULL); c; c = page_next(page, c)) {
		c->confidence = confidence_of(c, block, portion);
		if (bare)
			check_block(page, c);
	}
}

static const struct marking_sample samples[] = {
	{"CUI//SP-CTI", "CUI", true},
	{"CUI//SP-CTI//NOFORN", "CUI", true},
	{"CUI//PRVCY", "CUI", true},
	{"CUI//SP-SSEL/PROPIN//FED ONLY", "CUI", true},
	{"CUI//NOFORN", "CUI", true},
	{"CUI//SP-CTI//REL TO USA, GBR", "CUI", true},
	{"CONTROLLED//SP-TSCA//NOFORN", "CUI", true},
	{"(CUI//SP-CTI//NF)", "CUI", true},
	{"CUI//PRIVILEGE//Attorney-Client", "CUI", true},
	{"CUI/SP-CTI", "CUI", false},
	{"CUI//CTI", "CUI", false},
	{"CUI//SP-CTI//SP-EXPT", "CUI", false},
	{"CUI//NF", "CUI", false},
	{"CUI//PROPIN/SP-CTI", "CUI", false},
	{"U//CUI//PRVCY", "CUI", false},
	{"CUI//FOUO", "CUI", false},
	{"CUI-NOFORN", "CUI", false},
	{"CUI//SP-PII", "CUI", false},
	{"CUI//REL TO CAN", "CUI", false},
	{"CUI//SP-INTEL/SP-CTI/IFNC/AG//FEDCON/REL TO USA, GBR", "CUI", false},
	{"CUI // SP-CTI", "CUI", false},
	{"CUI//Attorney-Client", "CUI", false},
	{"CUI - SP-CTI", "CUI", false},
	{"CUI: SP-CTI", "CUI", false},
	{"CUI (SP-CTI)", "CUI", false},
	{"CONTROLLED UNCLASSIFIED INFORMATION//SP-CTI", "CUI", false},
	{"CUI DRAFT", NULL, false},
	{"CUI - 1234567", NULL, false},
	{"CUI BONO", NULL, false},
	{"CUI", NULL, false},
	{"CUI: RO1234567", NULL, false},
	{"CUI C0011849", NULL, false},
	{"the CUI//SP-CTI banner goes on top", NULL, false},
	{"CONTROLLED SUBSTANCES", NULL, false},
	{"cui//sp-cti", NULL, false},
	{"CUI DEVICES", NULL, false},
	{NULL, NULL, false},
};

#define DEFENSE(block) "CUI\nDepartment of Defense\nForm 7\nOne.\nTwo.\n" \
	"Three.\nFour.\n" block "CUI\n"

static const struct marking_rule rules[] = {
	{"2002.20", "CUI//SP-CTI//NOFORN\n", "CUI/SP-CTI/NOFORN\n"},
	{"registry", "CUI//SP-CTI\n", "CUI//CTI\n"},
	{"3.4.f", DEFENSE("Controlled by: Example Office\n"
	    "CUI Category: CTI\nLDC: FEDCON\nPOC: Pat Roe, 555-0100\n"),
	    DEFENSE("")},
	{NULL, NULL, NULL},
};

const struct marking_system marking_us_cui = {
	.name = "us-cui",
	.title = "U.S. Controlled Unclassified Information",
	.source = "32 CFR 2002; NARA CUI registry; DoDI 5200.48",
	.sentences = true, .state_size = sizeof(struct block),
	.line = cui_line, .weigh = cui_weigh, .samples = samples,
	.rules = rules,
};
