/*
 * tlp - the Traffic Light Protocol (FIRST, versions 1.0 and 2.0).
 *
 *   label = "TLP:" ("RED" | "AMBER" ["+STRICT"] | "GREEN" | "CLEAR" | "WHITE")
 *
 * "It MUST not contain spaces and SHOULD be in capitals."  It begins its line or,
 * right-justified in headers and footers, ends it.
 */
#include "scanner/marking/agree.h"
#include "scanner/marking/reading.h"

static const char system_name[] = "tlp";

/* Names of the protocol with a colour behind a colon; the longer first. */
static bool
take_name(struct reading *r, struct slice *text)
{
	static const char *const names[] = {"Traffic Light Protocol (TLP)",
		"Traffic Light Protocol", "TLP Classification", "TLP Level",
		"TLP Marking", "TLP Colour", "TLP Color", "TLP 2.0", "TLP v2",
		NULL};
	struct slice value;

	for (size_t i = 0; names[i]; i++)
		if (line_key(*text, names[i], &value)) {
			reading_broken(r, "TLP 2.0: the label is TLP: and a "
			    "colour");
			*text = value;
			return true;
		}
	return false;
}

/* "TLP", then a colon or what people write for it. */
static bool
take_head(struct reading *r, struct slice *text)
{
	size_t at = 3;
	bool colon = false, other = false;

	if (take_name(r, text))
		return true;
	if (!slice_starts_nocase(*text, slice_of("TLP")))
		return false;
	if (!slice_starts(*text, slice_of("TLP")))
		reading_broken(r, "TLP 2.0: labels are in capitals");
	for (; at < text->len && at < 6; at++) {
		unsigned char byte = text->at[at];

		if (byte == ':' && !colon)
			colon = true;
		else if (byte == ' ' || byte == '-' || byte == '_')
			other = true;
		else
			break;
	}
	if (!colon && !other)
		return false;
	if (!colon || other)
		reading_broken(r, "TLP 2.0: a colon and no space behind TLP");
	*text = slice_sub(*text, at, text->len);
	return true;
}

/* Does the colour end here, and may the line go on? */
static bool
ends(struct slice rest)
{
	return !rest.len || (!byte_is_alnum(rest.at[0]) && rest.at[0] < 0x80 &&
	    rest.at[0] != '\'' && rest.at[0] != '=');
}

/* "AMBER STRICT", "AMBER-STRICT": the label has a plus. */
static const struct marking_entry *
take_strict(struct reading *r, const struct marking_entry *entry,
    struct slice *text)
{
	static const char *const wrong[] = {" STRICT", "-STRICT", "/STRICT",
		" + STRICT", "_STRICT", " (STRICT)", NULL};

	for (size_t i = 0; wrong[i] && !strcmp(entry->code, "TLP:AMBER"); i++) {
		size_t len = strlen(wrong[i]);

		if (!slice_starts_nocase(*text, slice_of(wrong[i])) ||
		    !ends(slice_sub(*text, len, text->len)))
			continue;
		reading_broken(r, "TLP 2.0: the label is AMBER+STRICT");
		*text = slice_sub(*text, len, text->len);
		return marking_entry_find(marking_list_find(r->tables,
		    system_name, "levels"), slice_of("TLP:AMBER+STRICT"));
	}
	return entry;
}

static const struct marking_entry *
take_colour(struct reading *r, struct slice *text)
{
	const struct marking_list *list = marking_list_find(r->tables,
	    system_name, "levels");
	const struct marking_entry *best = NULL;
	size_t length = 0;

	for (size_t i = 0; i < list->count; i++) {
		const struct marking_entry *entry = &list->entries[i];
		struct slice colour = slice_of(entry->code + 4);

		if (colour.len > length && slice_starts_nocase(*text, colour) &&
		    ends(slice_sub(*text, colour.len, text->len))) {
			best = entry;
			length = colour.len;
		}
	}
	if (best && !slice_starts(*text, slice_of(best->code + 4)))
		reading_broken(r, "TLP 2.0: labels are in capitals");
	*text = slice_sub(*text, length, text->len);
	return best ? take_strict(r, best, text) : NULL;
}

/* Where the label begins: at the start, or alone at the right of its line. */
static struct slice
label_of(const struct line *line)
{
	struct slice text = line->text;
	size_t at = SIZE_MAX;

	if (text.len && strchr("[({", text.at[0]))
		text = slice_sub(text, 1, text.len);
	if (slice_starts_nocase(text, slice_of("TLP")) ||
	    slice_starts_nocase(text, slice_of("Traffic L")))
		return text;
	for (size_t i = 2; i + 3 < text.len; i++)
		if (byte_is_space(text.at[i - 1]) &&
		    (byte_is_space(text.at[i - 2]) ||
		    line->flags & TEXT_FLAG_header_footer) &&
		    slice_starts(slice_sub(text, i, text.len),
		    slice_of("TLP:")))
			at = i;
	return at == SIZE_MAX ? (struct slice){0} :
	    slice_sub(text, at, text.len);
}

static bool
tlp_line(struct page *page, void *state, const struct line *line)
{
	struct slice text = label_of(line), rest;
	const struct marking_entry *entry;
	struct reading r;

	(void)state;
	if (!text.len || line->text.len > LINE_MOST)
		return true;
	reading_begin(&r, page);
	if (!take_head(&r, &text) || !(entry = take_colour(&r, &text)))
		return true;
	rest = slice_trim(text);
	while (rest.len && strchr("])}/.*", rest.at[0]))
		rest = slice_trim(slice_sub(rest, 1, rest.len));
	/* "TLP:RED means that ..." explains; "TLP:RED - Report" marks. */
	if (rest.len && line->scope != SCOPE_subject && rest.at[0] != '-' &&
	    rest.at[0] != '|' && rest.at[0] != ':' && rest.at[0] != '(')
		r.weak = true;
	r.marking.level = entry->code;
	r.marking.rank = entry->rank;
	r.known = 1;
	reading_put(&r, entry->code);
	return page_keep(page, &r, line->scope == SCOPE_subject ? "subject" :
	    line->flags & TEXT_FLAG_metadata ? "property" : "banner", line);
}

static void
tlp_weigh(struct page *page, void *state)
{
	(void)state;
	for (struct claim *c = page_next(page, NULL); c;
	    c = page_next(page, c)) {
		bool placed = claim_placed(page, c);

		agree_ended(page, c, "TLP 2.0: CLEAR is in the place of WHITE");
		if (c->weak)
			c->confidence = placed && c->first_line < PAGE_EDGE ?
			    65 : 0;
		else if (c->marking.broken_count)
			c->confidence = placed ? 75 : 65;
		else
			c->confidence = claim_frames(c) ? 95 : placed ? 85 : 75;
	}
	agree_frame(page);
}

static const struct marking_sample samples[] = {
	{"TLP:RED", "TLP:RED", true},
	{"TLP:AMBER+STRICT", "TLP:AMBER+STRICT", true},
	{"TLP:AMBER", "TLP:AMBER", true},
	{"[TLP:GREEN]", "TLP:GREEN", true},
	{"TLP:CLEAR", "TLP:CLEAR", true},
	{"TLP:WHITE", "TLP:WHITE", true},
	{"TLP:AMBER - Weekly report", "TLP:AMBER", true},
	{"Classification: TLP:RED", "TLP:RED", true},
	{"WEEKLY REPORT          TLP:GREEN", "TLP:GREEN", true},
	{"TLP: RED", "TLP:RED", false},
	{"TLP:AMBER STRICT", "TLP:AMBER+STRICT", false},
	{"TLP:AMBER-STRICT", "TLP:AMBER+STRICT", false},
	{"TLP AMBER", "TLP:AMBER", false},
	{"tlp:amber", "TLP:AMBER", false},
	{"TLP-RED", "TLP:RED", false},
	{"(TLP:RED)", "TLP:RED", true},
	{"TLP 2.0: AMBER", "TLP:AMBER", false},
	{"TRAFFIC LIGHT PROTOCOL (TLP): RED", "TLP:RED", false},
	{"Traffic light protocol: what it is", NULL, false},
	{"TLP:BLUE", NULL, false},
	{"TLP: battery threshold set", NULL, false},
	{"TLP:REDUCED", NULL, false},
	{"TLPRED", NULL, false},
	{"PCIe TLP: completion", NULL, false},
	{"TLP:", NULL, false},
	{NULL, NULL, false},
};

static const struct marking_rule rules[] = {
	{"TLP 2.0", "TLP:WHITE\n3 May 2019\nText.\n",
	    "TLP:WHITE\n3 May 2024\nText.\n"},
	{"frame", "TLP:AMBER\n1\n2\n3\n4\n5\n6\nTLP:AMBER\n",
	    "TLP:AMBER\n1\n2\n3\n4\n5\n6\nTLP:GREEN\n"},
	{NULL, NULL, NULL},
};

const struct marking_system marking_tlp = {
	.name = "tlp",
	.title = "Traffic Light Protocol",
	.source = "FIRST TLP 2.0 (August 2022) and 1.0",
	.sentences = true, .line = tlp_line, .weigh = tlp_weigh,
	.samples = samples, .rules = rules,
};
