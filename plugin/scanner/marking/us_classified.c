/*
 * us_classified - classified national security information of the United
 * States (32 CFR 2001, DoDM 5200.01 volume 2, public IC register).
 *
 *   banner  = level {"//" segment}            "SECRET//SI//REL TO USA, GBR"
 *           | "//" foreign {"//" segment}     "//NATO SECRET//ATOMAL"
 *           | "//JOINT " level 2*country      "//JOINT SECRET CAN USA"
 *   segment = sci | sap | aea | fgi | dissem | non-ic, in this order
 *   portion = "(" the same in short forms ")" before a paragraph
 *   block   = see us_block.h
 *
 * Numbers at broken rules are those of the ISM rule set, numbers with letters
 * the paragraphs of DoDM 5200.01-V2 enclosure 4.
 */
#include "scanner/marking/us.h"
#include "scanner/marking/us_block.h"
#include "scanner/marking/us_rollup.h"
#include "scanner/marking/us_rules.h"

static const char system_name[] = "us-classified";

enum {
	PORTIONS_LEAST = 3,
	BLOCK_LEAST = 6,	/* lines of a text that is no note */
};

enum segment {
	SEGMENT_NONE, SEGMENT_SCI, SEGMENT_SAP, SEGMENT_AEA, SEGMENT_FGI,
	SEGMENT_DISSEM, SEGMENT_NONIC,
};

struct classified {
	struct reading r;
	enum segment last;
	struct us_facts facts;
	bool foreign;
	bool first_item;	/* of its segment */
	bool single;		/* one slash behind the level */
};

static const struct marking_list *
list_of(const struct classified *c, const char *name)
{
	return marking_list_find(c->r.tables, system_name, name);
}

static void
put_item(struct classified *c, const char *text)
{
	reading_put(&c->r, c->first_item ? "//" : "/");
	reading_put(&c->r, text);
	c->first_item = false;
}

/* A value of a table: record, canonical form, and the right length of it. */
static void
take(struct classified *c, const struct marking_entry *entry,
    struct slice item)
{
	if (!c->r.portion && slice_is_text(item, entry->portion) &&
	    strcmp(entry->code, entry->portion))
		reading_broken(&c->r, "4.a: portion form in a banner");
	us_control(&c->r, entry->code);
	us_facts_entry(&c->r, &c->facts, entry);
	put_item(c, entry->code);
	c->r.known++;
}

/* The words of United Kingdom and allied markings, with our own list. */
static struct slice
mend_release(struct classified *c, struct slice item)
{
	static const char *const words[] = {"RELEASABLE TO USA",
		"RELEASEABLE TO USA", "RELEASE TO USA", "RELEASED TO USA", "REL USA",
		"RELTO USA", NULL};
	const char *mended;
	size_t at;

	for (size_t i = 0; words[i]; i++) {
		if (!slice_starts(item, slice_of(words[i])))
			continue;
		at = strlen(words[i]) - 3;
		mended = arena_printf(c->r.arena, "REL TO %.*s",
		    (int)(item.len - at), (const char *)item.at + at);
		reading_broken(&c->r, "4.a: the spelling is not the "
		    "register's");
		return mended ? slice_of(mended) : item;
	}
	return item;
}

/* "REL TO", "DISPLAY ONLY" and nobody behind it. */
static bool
is_empty_list(struct classified *c, struct slice item)
{
	bool rel = slice_is_text(item, "REL TO") || slice_is_text(item, "REL");

	if (!rel && !slice_is_text(item, "DISPLAY ONLY"))
		return false;
	us_control(&c->r, rel ? "REL TO" : "DISPLAY ONLY");
	reading_broken(&c->r, rel ? "31: REL TO names nobody" :
	    "167: DISPLAY ONLY names nobody");
	return true;
}

static bool
read_dissem_item(struct classified *c, struct slice item)
{
	const struct marking_entry *entry;
	bool list = true;

	item = mend_release(c, item);
	if (slice_starts(item, slice_of("REL TO ")))
		list = us_release(&c->r, slice_sub(item, 7, item.len));
	else if (slice_starts(item, slice_of("DISPLAY ONLY ")))
		list = us_display(&c->r, slice_sub(item, 13, item.len));
	else if (slice_ends_nocase(item, slice_of(" EYES ONLY")))
		us_control(&c->r, "EYES ONLY");
	else if (is_empty_list(c, item))
		;
	else if ((entry = marking_entry_find(list_of(c, "dissem"), item)))
		return take(c, entry, item), true;
	else if ((entry = marking_entry_find(list_of(c, "slips"), item)))
		return reading_broken(&c->r, "4.a: the spelling is not the "
		    "register's"), take(c, entry, item), true;
	else
		return false;
	if (!list)
		return false;
	c->facts.release = true;
	put_item(c, slice_starts(item, slice_of("REL")) ? "REL TO" :
	    slice_starts(item, slice_of("DISP")) ? "DISPLAY ONLY" :
	    "EYES ONLY");
	c->r.known++;
	return true;
}

static bool
read_nonic_item(struct classified *c, struct slice item)
{
	const struct marking_entry *entry;

	if (slice_starts(item, slice_of("ACCM-")) && item.len > 5) {
		us_control(&c->r, "ACCM");
		put_item(c, "ACCM-*");
		c->r.known++;
		c->facts.accm = true;
		return true;
	}
	entry = marking_entry_find(list_of(c, "non-ic"), item);
	if (entry) {
		take(c, entry, item);
		return true;
	}
	/* Further nicknames behind the first ACCM. */
	if (!c->facts.accm || !item.len)
		return false;
	put_item(c, "*");
	return true;
}

/* One number of SIGMA, beside the RD or FRD that it is of ("" when of none). */
static bool
add_sigma(struct classified *c, const char *of, uint64_t number)
{
	const char *code = arena_printf(c->r.arena, "%s-SIGMA %u", of,
	    (unsigned)number);
	const char *text = arena_printf(c->r.arena, " %u", (unsigned)number);

	if (!code || !text)
		return false;
	if (*of)
		us_control(&c->r, code);
	reading_put(&c->r, text);
	return true;
}

/* "SIGMA 1 2", "SG 14": weapon data categories. */
static bool
read_sigma(struct classified *c, struct slice text, const char *of)
{
	struct slice number;

	if (slice_starts(text, slice_of("SIGMA ")))
		text = slice_sub(text, 6, text.len);
	else if (slice_starts(text, slice_of("SG ")))
		text = slice_sub(text, 3, text.len);
	else
		return false;
	c->facts.sigma = true;
	while (line_cut(&text, " ", &number)) {
		uint64_t value;

		if (!slice_number(number, &value))
			return false;
		if (value < 1 || value > 99)
			reading_broken(&c->r, "8.d.3: SIGMA numbers are 1 to 99");
		else if (!add_sigma(c, of, value))
			return false;
	}
	return true;
}

/* "-N", "-CNWDI", "-SIGMA 14", "-N-SIGMA 1 2" behind RD or FRD. */
static bool
read_aea_suffix(struct classified *c, struct slice rest, bool formerly)
{
	static const char *const weapon[] = {"-CNWDI", "-N", NULL};

	for (size_t i = 0; weapon[i] && !c->facts.cnwdi; i++) {
		size_t len = strlen(weapon[i]);

		if (!slice_starts(rest, slice_of(weapon[i])) ||
		    (rest.len > len && rest.at[len] != '-'))
			continue;
		us_control(&c->r, "CNWDI");
		reading_put(&c->r, "-N");
		c->facts.cnwdi = true;
		if (formerly)
			reading_broken(&c->r, "8.c.3: CNWDI only with RD");
		rest = slice_sub(rest, len, rest.len);
	}
	if (!rest.len)
		return true;
	reading_put(&c->r, "-SIGMA");
	return rest.at[0] == '-' && read_sigma(c, slice_sub(rest, 1, rest.len),
	    formerly ? "FRD" : "RD");
}

/* What stands without the RD or FRD it belongs to. */
static bool
is_loose_sigma(struct slice item)
{
	return slice_starts(item, slice_of("SIGMA ")) ||
	    slice_starts(item, slice_of("SG "));
}

static bool
read_aea_item(struct classified *c, struct slice item)
{
	const struct marking_list *list = list_of(c, "aea");
	size_t dash = slice_find_byte(item, '-');
	const struct marking_entry *entry = marking_entry_find(list,
	    slice_sub(item, 0, dash));

	if (is_loose_sigma(item)) {
		put_item(c, "SIGMA");
		c->r.known++;
		return read_sigma(c, item, "");
	}
	if (!entry)
		return false;
	us_control(&c->r, entry->code);
	us_facts_entry(&c->r, &c->facts, entry);
	put_item(c, entry->code);
	c->r.known++;
	c->facts.cnwdi = c->facts.cnwdi || !strcmp(entry->code, "CNWDI");
	return read_aea_suffix(c, dash == SIZE_MAX ? (struct slice){0} :
	    slice_sub(item, dash, item.len), !strcmp(entry->code, "FRD"));
}

/* Program names and nicknames are not repeated: they can be secret. */
static bool
read_sap_item(struct classified *c, struct slice item)
{
	bool head = slice_starts(item, slice_of("SAR-")) ||
	    slice_starts(item, slice_of("SPECIAL ACCESS REQUIRED-"));

	if (slice_is_text(item, "HVSACO")) {
		us_control(&c->r, "HVSACO");
		put_item(c, "HVSACO");
		c->r.known++;
		return true;
	}
	if (!head && !c->facts.programs)
		return false;
	if (head) {
		us_control(&c->r, "SAR");
		c->r.known++;
	}
	put_item(c, head ? "SAR-*" : "*");
	if (++c->facts.programs > 4)
		reading_broken(&c->r, "7.e: more than four programs");
	return true;
}

static bool
is_token(struct slice item, size_t most)
{
	for (size_t i = 0; i < item.len; i++)
		if (!byte_is_alnum(item.at[i]) && item.at[i] != ' ')
			return false;
	return item.len > 0 && item.len <= most;
}

/* The longest beginning of an item that the table has: "SI-G" of "SI-G ABCD". */
static const struct marking_entry *
find_sci(const struct classified *c, struct slice item)
{
	while (item.len) {
		const struct marking_entry *entry = marking_entry_find(
		    list_of(c, "sci"), item);
		size_t at = item.len;

		if (entry)
			return entry;
		while (at && item.at[at - 1] != '-' && item.at[at - 1] != ' ')
			at--;
		item = slice_sub(item, 0, at ? at - 1 : 0);
	}
	return NULL;
}

static bool
is_capitals(struct slice text)
{
	for (size_t i = 0; i < text.len; i++)
		if (text.at[i] < 'A' || text.at[i] > 'Z')
			return false;
	return true;
}

/*
 * What each compartment asks for ("SI-ABC-G"), and sub-compartments that do not
 * stand behind theirs: ISM 186 tells those of GAMMA by their four letters.
 */
static void
read_compartments(struct classified *c, const char *system, struct slice rest)
{
	struct slice piece;
	bool gamma = false;

	while (line_cut(&rest, "-", &piece)) {
		struct slice head = slice_sub(piece, 0, slice_find_byte(piece,
		    ' '));
		const char *whole = arena_printf(c->r.arena, "%s-%.*s", system,
		    (int)head.len, (const char *)head.at);
		const struct marking_entry *entry = whole ? marking_entry_find(
		    list_of(c, "sci"), slice_of(whole)) : NULL;

		if (gamma && piece.len == 4 && is_capitals(piece))
			reading_broken(&c->r, "186: a sub-compartment stands "
			    "behind its compartment and a space");
		gamma = !strcmp(system, "SI") && (slice_is_text(head, "G") ||
		    slice_is_text(head, "GAMMA"));
		if (entry && !reading_has(&c->r, entry->code)) {
			us_control(&c->r, entry->code);
			us_facts_entry(&c->r, &c->facts, entry);
		}
	}
}

static bool
is_sci(struct slice item)
{
	struct slice rest = item, piece;

	while (line_cut(&rest, "-", &piece))
		if (!is_token(piece, 24))
			return false;
	return true;
}

/* "MADE-UP": a system that no public table has. */
static bool
read_unpublished(struct classified *c, struct slice name)
{
	us_control(&c->r, "SCI");
	put_item(c, "*");
	c->r.unknown++;
	return name.len >= 2 && name.len <= 8;
}

/* "SI-G", "TK-ABC X Y Z", "HCS": the system by table or unpublished. */
static bool
read_sci_item(struct classified *c, struct slice item)
{
	size_t dash = slice_find_byte(item, '-');
	struct slice name = slice_sub(item, 0, dash);
	const struct marking_entry *entry, *system;

	if (!is_sci(item) || (c->single && name.len < 2))
		return false;
	entry = find_sci(c, item);
	system = marking_entry_find(list_of(c, "sci"), name);
	c->facts.sci = true;
	if (!entry)
		return read_unpublished(c, name);
	if (marking_entry_is(entry, "unnamed"))
		reading_broken(&c->r, "6.c: SCI names its compartment");
	if (marking_entry_is(entry, "needs_compartment") && dash == SIZE_MAX)
		reading_broken(&c->r, "243: it needs a compartment");
	if (!system && slice_find_byte(name, ' ') != SIZE_MAX)
		reading_broken(&c->r, "186: a sub-compartment stands behind "
		    "its compartment and a space");
	us_control(&c->r, entry->code);
	us_facts_entry(&c->r, &c->facts, entry);
	put_item(c, entry->code);
	if (dash != SIZE_MAX && !strchr(entry->code, '-'))
		reading_put(&c->r, "-*");
	c->r.known++;
	if (dash != SIZE_MAX)
		read_compartments(c, system ? system->code : entry->code,
		    slice_sub(item, dash + 1, item.len));
	return true;
}

static bool
read_fgi(struct classified *c, struct slice segment)
{
	struct slice item, previous = {0};

	put_item(c, "FGI");
	us_control(&c->r, "FGI");
	c->r.known++;
	c->facts.fgi = true;
	while (line_cut(&segment, " ", &item)) {
		const char *country = us_country(&c->r, item);
		const char *code = country ? arena_printf(c->r.arena, "FGI %s",
		    country) : NULL;

		if (!code)
			return false;
		us_control(&c->r, code);
		reading_put(&c->r, code + sizeof("FGI") - 1);
		if (previous.len && (previous.len > item.len ||
		    (previous.len == item.len && memcmp(previous.at, item.at,
		    item.len) >= 0)))
			reading_broken(&c->r, "9.d: countries are not in order");
		previous = item;
	}
	return true;
}

/* The kind of a segment by its first item. */
static enum segment
kind_of(struct classified *c, struct slice item)
{
	size_t dash = slice_find_byte(item, '-');

	if (slice_starts(item, slice_of("SAR-")) ||
	    slice_starts(item, slice_of("SPECIAL ACCESS REQUIRED-")) ||
	    slice_is_text(item, "HVSACO"))
		return SEGMENT_SAP;
	if (is_loose_sigma(item) || marking_entry_find(list_of(c, "aea"),
	    slice_sub(item, 0, dash)))
		return SEGMENT_AEA;
	if (slice_is_text(item, "FGI") || slice_starts(item,
	    slice_of("FGI ")) || slice_starts(item,
	    slice_of("FOREIGN GOVERNMENT INFORMATION")))
		return SEGMENT_FGI;
	if (slice_starts(item, slice_of("REL TO ")) || slice_starts(item,
	    slice_of("DISPLAY ONLY ")) || slice_ends_nocase(item,
	    slice_of(" EYES ONLY")) || slice_is_text(item, "REL") ||
	    slice_is_text(item, "REL TO") ||
	    slice_is_text(item, "DISPLAY ONLY") ||
	    marking_entry_find(list_of(c, "dissem"), item) ||
	    marking_entry_find(list_of(c, "slips"), item))
		return SEGMENT_DISSEM;
	if (slice_starts(item, slice_of("ACCM-")) ||
	    marking_entry_find(list_of(c, "non-ic"), item))
		return SEGMENT_NONIC;
	return SEGMENT_SCI;
}

static bool
read_item(struct classified *c, enum segment kind, struct slice item)
{
	switch (kind) {
	case SEGMENT_SCI:
		return read_sci_item(c, item);
	case SEGMENT_SAP:
		return read_sap_item(c, item);
	case SEGMENT_AEA:
		return read_aea_item(c, item);
	case SEGMENT_DISSEM:
		return read_dissem_item(c, item);
	case SEGMENT_NONIC:
		return read_nonic_item(c, item);
	case SEGMENT_FGI:
	case SEGMENT_NONE:
		break;
	}
	return false;
}

/* An item of a later kind in the same segment: the wrong separator. */
static bool
read_stray(struct classified *c, enum segment kind, struct slice item)
{
	enum segment other = kind_of(c, item);

	if (other == kind || other == SEGMENT_SCI)
		return false;
	reading_broken(&c->r, "4.a: parts of different kinds are separated by //");
	c->last = other > c->last ? other : c->last;
	return other == SEGMENT_FGI ? read_fgi(c, (struct slice){0}) :
	    read_item(c, other, item);
}

/* "ORCON, NOFORN", and "FVEY" of "REL TO USA/FVEY". */
static bool
read_commas(struct classified *c, struct slice item)
{
	const char *country = us_country(&c->r, item);
	struct slice piece;

	if (country && reading_has(&c->r, "REL TO")) {
		reading_release(&c->r, country);
		reading_broken(&c->r, "10.e: countries are parted by commas");
		return true;
	}
	if (slice_find(item, slice_of(", ")) == SIZE_MAX)
		return false;
	reading_broken(&c->r, "4.a: controls are parted by /");
	while (line_cut(&item, ", ", &piece))
		if (!read_dissem_item(c, piece))
			return false;
	return true;
}

static bool
read_segment(struct classified *c, struct slice segment)
{
	struct slice rest = segment, item;
	enum segment kind;

	if (!line_cut(&rest, "/", &item) || !item.len)
		return false;
	item = mend_release(c, item);
	kind = kind_of(c, item);
	if (kind <= c->last)
		reading_broken(&c->r, kind == c->last ?
		    "236: a kind of control stands twice" :
		    "4.a: controls are not in order");
	c->last = kind > c->last ? kind : c->last;
	c->first_item = true;
	if (kind == SEGMENT_FGI) {
		size_t space = slice_starts(segment, slice_of("FGI")) ? 3 : 30;

		return read_fgi(c, segment.len > space + 1 ?
		    slice_sub(segment, space + 1, segment.len) :
		    (struct slice){0});
	}
	do {
		if (!read_item(c, kind, item) && !read_stray(c, kind, item) &&
		    !read_commas(c, item))
			return false;
	} while (line_cut(&rest, "/", &item));
	return true;
}

static void
set_level(struct classified *c, const struct marking_entry *entry,
    struct slice text)
{
	c->r.marking.level = entry->code;
	c->r.marking.rank = entry->rank;
	if (!slice_is_text(text, c->r.portion ? entry->portion : entry->code))
		reading_broken(&c->r, c->r.portion ?
		    "4.a: banner form in a portion" :
		    "4.a: the level is spelled out in a banner");
	reading_put(&c->r, entry->code);
}

/* "//JOINT SECRET CAN USA": level, then two countries or more in order. */
static bool
read_joint(struct classified *c, struct slice head)
{
	const struct marking_list *levels = list_of(c, "levels");
	struct slice item, previous = {0};
	unsigned countries = 0;

	for (size_t i = 0; i < levels->count && !c->r.marking.level; i++) {
		const struct marking_entry *entry = &levels->entries[i];
		const char *word = c->r.portion ? entry->portion : entry->code;
		struct slice with = slice_of(word);

		if (!slice_starts(head, with) || head.len <= with.len ||
		    head.at[with.len] != ' ')
			continue;
		reading_put(&c->r, "//JOINT ");
		set_level(c, entry, with);
		head = slice_sub(head, with.len + 1, head.len);
		if (marking_entry_is(entry, "foreign"))
			reading_broken(&c->r, "5.d: RESTRICTED is no joint level");
	}
	if (!c->r.marking.level)
		return false;
	while (line_cut(&head, " ", &item)) {
		if (!us_country(&c->r, item))
			return false;
		if (previous.len && memcmp(previous.at, item.at, 3) >= 0)
			reading_broken(&c->r, "5.c: countries are not in order");
		previous = item;
		countries++;
	}
	c->r.known++;
	return countries >= 2;
}

/* "COSMIC TOP SECRET", "NATO SECRET" by table, or a country and a level. */
static bool
read_foreign(struct classified *c, struct slice head)
{
	const struct marking_entry *entry = marking_entry_find(list_of(c,
	    "nato"), head);
	size_t space = slice_find_byte(head, ' ');

	c->foreign = true;
	if (slice_starts(head, slice_of("JOINT ")))
		return read_joint(c, slice_sub(head, 6, head.len));
	reading_put(&c->r, "//");
	c->r.known++;
	if (entry) {
		us_control(&c->r, "NATO");
		set_level(c, entry, c->r.portion ? slice_of(entry->portion) :
		    head);
		c->facts.nato = true;
		if (marking_entry_is(entry, "wrong"))
			reading_broken(&c->r, "4.b.2.a: NATO has no such level");
		return true;
	}
	if (space == SIZE_MAX || !us_country(&c->r, slice_sub(head, 0, space)))
		return false;
	us_control(&c->r, us_country(&c->r, slice_sub(head, 0, space)));
	entry = marking_entry_find(list_of(c, "levels"), slice_sub(head,
	    space + 1, head.len));
	if (!entry)
		return false;
	set_level(c, entry, slice_sub(head, space + 1, head.len));
	return true;
}

static bool
read_nato_qualifier(struct classified *c, struct slice segment)
{
	static const char *const names[] = {"ATOMAL", "BOHEMIA", "BALK", NULL};

	for (size_t i = 0; names[i]; i++) {
		if (!slice_is_text(segment, names[i]))
			continue;
		us_control(&c->r, names[i]);
		reading_put(&c->r, "//");
		reading_put(&c->r, names[i]);
		if (!c->facts.nato || (i > 0 && strcmp(c->r.marking.level,
		    "COSMIC TOP SECRET")))
			reading_broken(&c->r, "4.b.2.c: only with COSMIC TOP SECRET");
		return true;
	}
	return false;
}

/* "SECRET/NOFORN": read the first single slash behind the level as a double. */
static bool
split_head(struct classified *c, struct slice *text, struct slice *head)
{
	size_t slash = slice_find_byte(*text, '/');

	if (slash == SIZE_MAX) {
		*head = *text;
		*text = (struct slice){0};
		return true;
	}
	*head = slice_sub(*text, 0, slash);
	if (slash + 1 < text->len && text->at[slash + 1] == '/') {
		*text = slice_sub(*text, slash + 2, text->len);
		return true;
	}
	reading_broken(&c->r, "4.a: the level is followed by //");
	c->single = true;
	*text = slice_sub(*text, slash + 1, text->len);
	return true;
}

static bool
read_level(struct classified *c, struct slice *text)
{
	const struct marking_entry *entry;
	struct slice head;

	if (slice_starts(*text, slice_of("//"))) {
		*text = slice_sub(*text, 2, text->len);
		(void)split_head(c, text, &head);
		return read_foreign(c, head);
	}
	(void)split_head(c, text, &head);
	entry = marking_entry_find(list_of(c, "levels"), head);
	if (!entry)
		return false;
	if (!text->at && !c->r.portion && head.len <= 2)
		return false;
	set_level(c, entry, head);
	if (marking_entry_is(entry, "foreign"))
		reading_broken(&c->r, "9.b: RESTRICTED is no level of the United "
		    "States");
	return true;
}

static bool
read_marking(struct classified *c, struct slice text)
{
	struct slice segment;
	bool first = true;

	if (!read_level(c, &text))
		return false;
	c->r.bare = !text.at && !c->foreign;
	while (line_cut(&text, "//", &segment)) {
		bool qualifier = first && c->foreign &&
		    read_nato_qualifier(c, segment);

		if (!qualifier && !read_segment(c, segment))
			return false;
		first = false;
	}
	if (!c->r.bare && !c->r.known && (c->r.unknown != 1 || c->single))
		return false;
	us_rules_check(&c->r, &c->facts, c->foreign);
	return true;
}

static struct classified
begin(const struct page *page, bool portion)
{
	struct classified c = {0};

	reading_begin(&c.r, page);
	c.r.portion = portion;
	return c;
}

/* "(S//NF) Text": the mark and nothing that a list letter would be. */
static bool
portion_of(struct slice text, struct slice *inside)
{
	size_t end = slice_find_byte(text, ')');

	if (text.len < 4 || text.at[0] != '(' || end == SIZE_MAX || end < 2 ||
	    end > 120 || end + 1 >= text.len || text.at[end + 1] != ' ')
		return false;
	*inside = slice_sub(text, 1, end);
	return line_is_capital(*inside) && slice_find(*inside,
	    slice_of("CUI")) == SIZE_MAX;
}

/* Cheap: a level's first letter, and a separator or a short line. */
static bool
could_be(struct slice text, bool portion)
{
	static const char firsts[] = "TSCUR/";

	if (!text.len || text.len > LINE_MOST || !text.at[0] ||
	    !strchr(firsts, text.at[0]))
		return false;
	return portion || text.len <= sizeof("UNCLASSIFIED") ||
	    slice_find_byte(text, '/') != SIZE_MAX ||
	    slice_find_byte(text, '-') != SIZE_MAX ||
	    slice_find_byte(text, ' ') < sizeof("UNCLASSIFIED");
}

/* A control that people put under or instead of the level's line. */
static bool
is_alone(struct slice text)
{
	return slice_starts(text, slice_of("REL TO ")) ||
	    slice_starts(text, slice_of("NOFORN")) ||
	    slice_starts(text, slice_of("ORCON"));
}

/* Text may go on behind a banner: "SECRET//NOFORN - Plans". */
static struct slice
banner_head(struct slice text, bool *cut)
{
	static const char *const ends[] = {" - ", ": ", NULL};

	for (size_t i = 0; ends[i]; i++) {
		size_t at = slice_find(text, slice_of(ends[i]));
		struct slice head = slice_sub(text, 0, at);

		if (at == SIZE_MAX || (slice_find(head, slice_of("//")) ==
		    SIZE_MAX && !is_alone(head)))
			continue;
		*cut = true;
		return head;
	}
	return text;
}

/* "Classification: SECRET//HCS document": the value, without what explains it. */
static struct slice
value_head(const struct line *line, struct slice text)
{
	if (!line->labelled || !text.len || (text.at[0] >= 'a' &&
	    text.at[0] <= 'z'))
		return text;
	for (size_t i = 1; i + 1 < text.len; i++)
		if (text.at[i] == ' ' && text.at[i + 1] >= 'a' &&
		    text.at[i + 1] <= 'z' && text.at[i - 1] >= 'A' &&
		    text.at[i - 1] <= 'Z')
			return slice_sub(text, 0, i);
	return text;
}

/* What people write for the slashes behind a level. */
static bool
is_separator(unsigned char byte)
{
	return byte && strchr(" -/|\\,:;([", byte);
}

/* A level, then one of these and more behind it: where the rest begins, or 0. */
static size_t
parted_at(struct slice text, struct slice level)
{
	size_t at = level.len;

	if (!slice_starts(text, level) || text.len <= level.len ||
	    !is_separator(text.at[at]))
		return 0;
	while (at < text.len && is_separator(text.at[at]))
		at++;
	return at < text.len ? at : 0;
}

static struct slice
without_bracket(struct slice text)
{
	while (text.len && strchr(")] ", text.at[text.len - 1]))
		text = slice_sub(text, 0, text.len - 1);
	return text;
}

/*
 * "SECRET - NOFORN", "SECRET NOFORN", "SECRET (NOFORN)", "SECRET, NOFORN": the
 * level parted by something else than two slashes, as "SECRET//NOFORN".  The text
 * itself when it is none of these.
 */
static struct slice
mend_separator(struct classified *c, struct slice text)
{
	const struct marking_list *levels = list_of(c, "levels");
	char *mended;

	for (size_t i = 0; i < levels->count; i++) {
		struct slice level = slice_of(levels->entries[i].code), rest;
		size_t at = parted_at(text, level);

		if (!at || (at == level.len + 1 && text.at[level.len] == '/') ||
		    (at == level.len + 2 && !memcmp(text.at + level.len, "//",
		    2)))
			continue;
		rest = without_bracket(slice_sub(text, at, text.len));
		mended = arena_printf(c->r.arena, "%.*s//%.*s",
		    (int)level.len, (const char *)level.at, (int)rest.len,
		    (const char *)rest.at);
		c->single = true;
		reading_broken(&c->r, "4.a: the level is followed by //");
		return mended ? slice_of(mended) : text;
	}
	return text;
}

/* "REL TO USA, GBR", "NOFORN": controls that stand under the level's line. */
static bool
read_alone(struct classified *c, struct slice text)
{
	struct slice item;

	if (!is_alone(text))
		return false;
	c->r.marking.level = "unstated";
	c->r.marking.rank = 1;
	c->first_item = true;
	while (line_cut(&text, "/", &item))
		if (!read_dissem_item(c, item))
			return false;
	c->r.weak = true;
	return true;
}

/* The line in capitals where its place says that it is a marking. */
static struct slice
in_capitals(struct classified *c, const struct line *line, struct slice text,
    unsigned char *room)
{
	bool small = false;

	if (!(line->labelled || line->flags & (TEXT_FLAG_header_footer |
	    TEXT_FLAG_metadata)) || text.len > LINE_MOST)
		return text;
	for (size_t i = 0; i < text.len; i++) {
		bool letter = text.at[i] >= 'a' && text.at[i] <= 'z';

		small = small || letter;
		room[i] = (unsigned char)(letter ? text.at[i] - 'a' + 'A' :
		    text.at[i]);
	}
	if (small)
		reading_broken(&c->r, "4.a: banners are in capitals");
	return slice_bytes(room, text.len);
}

static const char *
line_kind(const struct line *line, bool portion)
{
	if (portion)
		return "portion";
	if (line->flags & TEXT_FLAG_metadata)
		return "property";
	return line->labelled && line->scope != SCOPE_subject ? "header" :
	    "banner";
}

/* Cheap: does the line begin with the letter of a level or a lone control? */
static bool
is_worth(const struct line *line)
{
	unsigned char first = line->text.at[0];

	if (first >= 'a' && first <= 'z')
		first = (unsigned char)(first - 'a' + 'A');
	return first && strchr("TSCUR/NO", first);
}

static bool
read_line(struct page *page, const struct line *line)
{
	unsigned char room[LINE_MOST];
	struct slice text, inside;
	bool portion = portion_of(line->text, &inside), slips = line->slip;
	bool cut = false, tidied = false;
	struct classified c;

	if (!portion && !is_worth(line))
		return true;
	c = begin(page, portion);
	text = portion ? inside : banner_head(value_head(line, line->text),
	    &cut);
	text = in_capitals(&c, line, text, room);
	if (!portion)
		text = mend_separator(&c, text);
	if (!line_is_capital(text) || (!could_be(text, portion) &&
	    !strchr("RNO", text.at[0])))
		return true;
	text = line_tidy(page->arena, text, &tidied);
	if (!text.at)
		return false;
	if (slips || tidied)
		reading_broken(&c.r, "4.a: no spaces round slashes or between "
		    "letters, one behind a comma");
	if (cut && line->scope != SCOPE_subject)
		reading_broken(&c.r, "4.a: a banner has its line to itself");
	if (!read_marking(&c, text)) {
		c = begin(page, portion);
		if (portion || !read_alone(&c, text))
			return true;
	}
	if (line->by_words)
		c.r.words = line->words.count -
		    (unsigned)c.r.marking.release_count - c.r.unknown;
	return page_keep(page, &c.r, line_kind(line, portion), line);
}

static bool
has_any(struct slice text, const char *const *words)
{
	for (size_t i = 0; words[i]; i++)
		if (slice_find_nocase(text, slice_of(words[i])) != SIZE_MAX)
			return true;
	return false;
}

/*
 * "UNCLASSIFIED WHEN CLASSIFIED ENCLOSURE REMOVED" (32 CFR 2001.24(d)): what is
 * attached is classified.
 */
static bool
transmittal_line(struct page *page, const struct line *line)
{
	static const char *const heads[] = {"unclassified w", "unclassified upon",
		"secret w", "confidential w", "regraded ", "downgrade",
		"upon removal of ", "when separated from ", "when removed from ",
		"this document is unclassified w", "this page is unclassified w",
		"this document becomes unclassified",
		"this letter is unclassified w", "this transmittal is ",
		"cover sheet unclassified", NULL};
	static const char *const whens[] = {"when", "upon", "without", NULL};
	static const char *const what[] = {"enclosure", "attachment",
		"separated", "detached", "removal of", "classified material",
		NULL};
	static const char *const levels[] = {"unclassified", "confidential",
		"secret", NULL};
	struct slice text = line->text;
	struct reading r;
	bool head = false;

	for (size_t i = 0; heads[i] && !head; i++)
		head = slice_starts_nocase(text, slice_of(heads[i]));
	if (!head || text.len > LINE_MOST || !has_any(text, whens) ||
	    !has_any(text, what) || !has_any(text, levels))
		return true;
	reading_begin(&r, page);
	r.marking.level = "CLASSIFIED";
	r.marking.rank = 1;
	reading_put(&r, "CLASSIFIED, transmittal notice");
	return page_keep(page, &r, "transmittal", line);
}

/* What the whole text shows, for weighing each marking of it. */
struct evidence {
	bool block;
	unsigned portions;		/* portion marks at paragraph starts */
	bool sure_portion;		/* one of them has a control */
	unsigned portion_rank;		/* the highest */
	unsigned banners;		/* different ones with controls */
};

static struct evidence
weigh(const struct page *page)
{
	struct evidence e = {0};

	for (struct claim *c = page_next(page, NULL); c;
	    c = page_next(page, c)) {
		if (!strcmp(c->marking.kind, "block"))
			e.block = true;
		else if (!strcmp(c->marking.kind, "banner"))
			e.banners += !c->bare;
		if (strcmp(c->marking.kind, "portion"))
			continue;
		e.portions += c->times;
		e.sure_portion = e.sure_portion || !c->bare;
		if (c->marking.rank > e.portion_rank)
			e.portion_rank = c->marking.rank;
	}
	return e;
}

/*
 * A level alone is a word of many languages: it needs the block, or portion
 * marks of its level; SECRET and TOP SECRET also count as frame of a text, and
 * TOP SECRET at its edge; any level as the first line of a text that bears a
 * banner with controls, such as an answer that says less than what it quotes.
 */
static unsigned
bare_confidence(const struct page *page, const struct claim *c,
    const struct evidence *e)
{
	if (e->block || (e->portions >= PORTIONS_LEAST && e->sure_portion &&
	    e->portion_rank >= c->marking.rank))
		return 95;
	if (c->labelled)
		return 75;
	/* Its own portions bear it out, though none has a control. */
	if (claim_frames(c) && e->portions >= PORTIONS_LEAST &&
	    !page->lettered && e->portion_rank == c->marking.rank)
		return 75;
	if (c->marking.rank != 1 && claim_frames(c))
		return 65;
	if (c->first_line == 0 && e->banners)
		return 65;
	return c->marking.rank == 3 && claim_placed(page, c) ? 65 : 0;
}

static unsigned
portion_confidence(const struct claim *c, const struct evidence *e)
{
	bool subject = c->flags & TEXT_FLAG_subject;

	if (e->portions >= PORTIONS_LEAST && e->sure_portion)
		return e->banners || e->block ? 95 : 75;
	return (subject || c->first_line == 0) && !c->bare && c->known ? 75 : 0;
}

static unsigned
confidence_of(const struct page *page, const struct claim *c,
    const struct evidence *e)
{
	if (!strcmp(c->marking.kind, "block"))
		return 85;
	if (!strcmp(c->marking.kind, "transmittal"))
		return 65;
	if (!strcmp(c->marking.kind, "portion"))
		return portion_confidence(c, e);
	if (c->bare)
		return bare_confidence(page, c, e);
	if (c->weak)
		return claim_placed(page, c) ? 65 : 0;
	if (!c->known)
		return 65;
	if (c->marking.broken_count)
		return 75;
	return c->times >= 2 || e->block || e->sure_portion ? 95 : 85;
}

static bool
classified_line(struct page *page, void *state, const struct line *line)
{
	return read_line(page, line) && (!line->by_head ||
	    (us_block_line(state, page, line) && transmittal_line(page, line)));
}

/*
 * 32 CFR 2001.21 and 2001.22: what is classified says by whom, why and how long.
 * Asked of texts that their own banner encloses; one alone can be a cover's.
 */
static void
check_block(const struct page *page, const char *lacks)
{
	for (struct claim *c = page_next(page, NULL); c && lacks;
	    c = page_next(page, c)) {
		struct marking *m = &c->marking;

		if (!strcmp(m->kind, "banner") && m->rank && c->confidence &&
		    (!c->bare || c->confidence >= 75) && !m->quoted && m->text[0] != '/' &&
		    claim_encloses(page, c) && page->lines > BLOCK_LEAST &&
		    m->broken_count < MARKING_LIST_MAX)
			m->broken[m->broken_count++] = lacks;
	}
}

static void
classified_weigh(struct page *page, void *state)
{
	const struct us_block *block = state;
	struct evidence e = weigh(page);

	for (struct claim *c = page_next(page, NULL); c; c = page_next(page, c))
		c->confidence = confidence_of(page, c, &e);
	us_rollup(page, block->kept && block->dated);
	check_block(page, us_block_lacks(block));
}

extern const struct marking_sample us_classified_samples[];
extern const struct marking_rule us_classified_rules[];

const struct marking_system marking_us_classified = {
	.name = "us-classified",
	.title = "U.S. classified national security information",
	.country = "USA",
	.source = "32 CFR 2001; DoDM 5200.01 volume 2; ISM.XML public lists",
	.sentences = true, .state_size = sizeof(struct us_block),
	.line = classified_line, .weigh = classified_weigh,
	.samples = us_classified_samples, .rules = us_classified_rules,
};
