/*
 * us_block - the classification authority block.
 */
#include "scanner/marking/us_block.h"

enum { BLOCK_LINES = 6, BLOCK_BYTES = 400 };

/* "20320109", "25X1, 20501231", "50X1-HUM", "N/A to RD", "OADR". */
static bool
is_until(struct slice value)
{
	static const char *const words[] = {"50X1-HUM", "50X2-WMD", "25X", "50X",
		"75X", "AEA", "NATO", "N/A", "OADR", "MR", "Source marked",
		"Source:", NULL};
	size_t digits = 0;

	while (digits < value.len && byte_is_digit(value.at[digits]))
		digits++;
	if (digits == 8)
		return true;
	for (size_t i = 0; words[i]; i++)
		if (slice_starts_nocase(value, slice_of(words[i])))
			return true;
	return false;
}

/* ISM 133 names these; a date or an event behind one is wrong. */
static void
check_undated(struct reading *r, struct slice value)
{
	static const char *const undated[] = {"25X1-EO-12951", "50X1-HUM",
		"50X2-WMD", "NATO-AEA", "NATO", "AEA", NULL};

	for (size_t i = 0; undated[i]; i++) {
		size_t len = strlen(undated[i]);

		if (slice_starts_nocase(value, slice_of(undated[i])) &&
		    value.len > len && value.at[len] == ',')
			reading_broken(r, "133: this exemption has no date");
	}
}

/*
 * Is this a value that only such a block has (a date, an exemption, a reason of
 * section 1.4, a derivation)?  Notes broken rules.
 */
static bool
is_telling(struct reading *r, bool until, bool reason, bool from,
    struct slice value)
{
	static const char *const sources[] = {"multiple sources", "scg",
		"security classification guide", "source document", NULL};

	if (reason)
		return slice_starts(value, slice_of("1.4"));
	if (until) {
		check_undated(r, value);
		return is_until(value);
	}
	for (size_t i = 0; from && sources[i]; i++)
		if (slice_find_nocase(value, slice_of(sources[i])) != SIZE_MAX)
			return true;
	return false;
}

enum block_key { KEY_BY = 1, KEY_FROM = 2, KEY_UNTIL = 4, KEY_REASON = 8,
	KEY_DOWN = 16 };

static const struct {
	const char *key;
	unsigned bit;
} block_keys[] = {
	{"classified by", KEY_BY}, {"derived from", KEY_FROM},
	{"declassify on", KEY_UNTIL}, {"classification reason", KEY_REASON},
	{"reason", KEY_REASON}, {"downgrade to", KEY_DOWN},
};

enum { BLOCK_KEYS = sizeof(block_keys) / sizeof(block_keys[0]) };

static unsigned
block_key(struct slice text, struct slice *value)
{
	for (size_t i = 0; i < BLOCK_KEYS; i++)
		if (line_key(text, block_keys[i].key, value))
			return block_keys[i].bit;
	return 0;
}

/* Where the next key of the block stands in a value: the whole block in a line. */
static size_t
next_key(struct slice value)
{
	size_t best = SIZE_MAX;
	struct slice ignored;

	for (size_t i = 0; i < BLOCK_KEYS; i++) {
		size_t at = slice_find_nocase(value,
		    slice_of(block_keys[i].key));

		if (at < best && line_key(slice_sub(value, at, value.len),
		    block_keys[i].key, &ignored))
			best = at;
	}
	return best;
}

static bool
is_date(struct slice value)
{
	size_t digits = 0;

	while (digits < value.len && byte_is_digit(value.at[digits]))
		digits++;
	return digits == 8;
}

/* Rules that a later line of the block breaks, when it was kept already. */
static void
tell_late(const struct us_block *block, const struct page *page)
{
	const struct marking *own = &block->r.marking;

	for (struct claim *c = page_next(page, NULL); c;
	    c = page_next(page, c)) {
		if (strcmp(c->marking.kind, "block") ||
		    c->marking.span.start != block->first.start)
			continue;
		memcpy(c->marking.broken, own->broken, sizeof(own->broken));
		c->marking.broken_count = own->broken_count;
	}
}

static bool
block_value(struct us_block *block, struct page *page, const struct line *line,
    unsigned key, struct slice value)
{
	static const unsigned strong = KEY_BY | KEY_FROM | KEY_UNTIL;
	unsigned pair;
	bool plausible = is_telling(&block->r, key == KEY_UNTIL,
	    key == KEY_REASON, key == KEY_FROM, value);

	block->keys |= key;
	block->all |= key;
	block->last_line = line->number;
	block->dated = block->dated || (key == KEY_UNTIL && is_date(value));
	block->plausible = block->plausible || plausible;
	pair = block->keys & strong;
	if (block->keys & KEY_REASON && block->keys & KEY_FROM)
		reading_broken(&block->r, "221: a derivative block has no "
		    "reason");
	if (block->kept)
		tell_late(block, page);
	if (block->kept || !block->plausible || !(pair & (pair - 1)))
		return true;
	block->kept = true;
	block->r.marking.level = "CLASSIFIED";
	block->r.marking.rank = 1;
	reading_put(&block->r, "CLASSIFIED, authority block");
	return page_keep(page, &block->r, "block", &block->first);
}

const char *
us_block_lacks(const struct us_block *block)
{
	if (!block->all)
		return "2001.21: no authority block says who classified it";
	if (!(block->all & KEY_UNTIL))
		return "2001.21: the authority block says how long it is "
		    "classified";
	if (!(block->all & (KEY_FROM | KEY_REASON)))
		return "2001.21: the authority block has a reason or a source";
	return NULL;
}

bool
us_block_line(struct us_block *block, struct page *page, const struct line *line)
{
	struct slice value, text = slice_sub(line->text, 0, BLOCK_BYTES);
	unsigned key = block_key(text, &value);

	while (key && value.len) {
		size_t next = next_key(value);

		if (!block->keys ||
		    line->number > block->last_line + BLOCK_LINES) {
			*block = (struct us_block){.first = *line,
			    .all = block->all};
			reading_begin(&block->r, page);
		}
		if (!block_value(block, page, line, key, slice_trim(
		    slice_sub(value, 0, next))))
			return false;
		key = next == SIZE_MAX ? 0 : block_key(slice_sub(value, next,
		    value.len), &value);
	}
	return true;
}
