/*
 * lines - a text as the lines a marking could be.
 */
#include "scanner/marking/lines.h"

enum { KEY_REACH = 48 };	/* bytes in which a key's colon stands */

struct lines
lines_begin(const struct text *text)
{
	return (struct lines){.text = text};
}

/* Signs that people and programs put round a line: quotes, bullets of rules. */
static bool
is_frame(unsigned char byte)
{
	return byte_is_space(byte) || byte == '>' || byte == '*' ||
	    byte == '_' || byte == '|' || byte == '=' || byte == '#' ||
	    byte == '~';
}

static struct slice
strip_frame(struct slice text)
{
	while (text.len && is_frame(text.at[0]))
		text = slice_sub(text, 1, text.len);
	while (text.len && is_frame(text.at[text.len - 1]))
		text = slice_sub(text, 0, text.len - 1);
	return text;
}

/* "Page 2 of 7", "- 3 -", "12": behind two spaces or a tab at the end. */
static struct slice
strip_page(struct slice text)
{
	size_t gap = text.len;
	struct slice tail;

	while (gap > 0 && !(text.at[gap - 1] == '\t' || (gap > 1 &&
	    text.at[gap - 1] == ' ' && text.at[gap - 2] == ' ')))
		gap--;
	if (!gap)
		return text;
	tail = slice_trim(slice_sub(text, gap, text.len));
	if (slice_starts_nocase(tail, slice_of("page ")))
		return slice_trim(slice_sub(text, 0, gap));
	for (size_t i = 0; i < tail.len; i++)
		if (!byte_is_digit(tail.at[i]) && tail.at[i] != '-' &&
		    tail.at[i] != ' ')
			return text;
	return slice_trim(slice_sub(text, 0, gap));
}

static struct slice
strip_label(struct slice text, bool *labelled)
{
	static const char *const labels[] = {"classification", "marking",
		"overall classification", "security classification", NULL};
	struct slice value;

	for (size_t i = 0; labels[i]; i++)
		if (line_key(text, labels[i], &value) && value.len) {
			*labelled = true;
			return value;
		}
	return text;
}

/*
 * Can this line be a marking or a key of a block at all?  It begins in capitals,
 * with a slash or a bracket, or has a colon near its start.  Nearly every line
 * of a mail ends here, so it is short.
 */
static bool
is_worth(struct slice text)
{
	unsigned char first = text.at[0];
	unsigned char second = text.len > 1 ? text.at[1] : ' ';
	bool lower = second >= 'a' && second <= 'z';

	if (first == '(' || first == '/')
		return true;
	if (first >= 'A' && first <= 'Z' && !lower)
		return true;
	return byte_is_alpha(first) && memchr(text.at, ':',
	    text.len < KEY_REACH ? text.len : KEY_REACH);
}

static void
fill(struct lines *lines, struct line *line)
{
	struct slice all = lines->text->bytes;
	const struct text_run *run;

	line->text = strip_page(line->text);
	line->text = strip_frame(strip_label(line->text, &line->labelled));
	line->start = (size_t)(line->text.at - all.at);
	run = text_run_at(lines->text, line->start < all.len ? line->start :
	    all.len - 1);
	line->flags = run->flags;
	line->scope = run->scope;
}

bool
lines_next(struct lines *lines, struct line *line)
{
	struct slice all = lines->text->bytes;

	while (lines->at < all.len) {
		const unsigned char *start = all.at + lines->at;
		const unsigned char *end = memchr(start, '\n',
		    all.len - lines->at);
		size_t length = end ? (size_t)(end - start) :
		    all.len - lines->at;

		lines->at += length + 1;
		*line = (struct line){0};
		line->text = strip_frame(slice_bytes(start, length));
		if (!line->text.len)
			continue;
		line->number = lines->number++;
		if (!is_worth(line->text))
			continue;
		fill(lines, line);
		return true;
	}
	return false;
}

bool
line_is_capital(struct slice text)
{
	for (size_t i = 0; i < text.len; i++) {
		unsigned char byte = text.at[i];

		if (byte >= 'a' && byte <= 'z')
			return false;
		if (byte >= 0x80 || (!byte_is_alnum(byte) &&
		    !strchr(" /-,&.'()", byte)))
			return false;
	}
	return text.len > 0;
}

struct tidy {
	unsigned char at[2 * LINE_MOST];
	size_t len;
	bool slips;
};

/* One space, no space round a slash, one behind a comma. */
static void
tidy_byte(struct tidy *out, unsigned char byte)
{
	unsigned char last = out->len ? out->at[out->len - 1] : 0;

	if (byte_is_space(byte)) {
		if (last == '/' || last == ' ')
			out->slips = true;
		else
			out->at[out->len++] = ' ';
		return;
	}
	if (byte == '/' && last == ' ') {
		out->len--;
		out->slips = true;
	}
	if (last == ',') {
		out->at[out->len++] = ' ';
		out->slips = true;
	}
	out->at[out->len++] = byte;
}

struct slice
line_tidy(struct arena *arena, struct slice text, bool *slips)
{
	struct tidy out = {.len = 0};

	if (text.len > LINE_MOST)
		text = slice_sub(text, 0, LINE_MOST);
	for (size_t i = 0; i < text.len; i++)
		tidy_byte(&out, text.at[i]);
	*slips = out.slips;
	return arena_copy(arena, slice_bytes(out.at, out.len));
}

bool
line_cut(struct slice *rest, const char *separator, struct slice *piece)
{
	size_t at;

	if (!rest->at)
		return false;
	at = slice_find(*rest, slice_of(separator));
	if (at == SIZE_MAX) {
		*piece = *rest;
		*rest = (struct slice){0};
		return true;
	}
	*piece = slice_sub(*rest, 0, at);
	*rest = slice_sub(*rest, at + strlen(separator), rest->len);
	return true;
}

bool
lines_talk(const struct text *text)
{
	static const char *const signs[] = {
		"for training purposes only", "training use only",
		"for training only", "marking examples", "sample marking",
		"example marking", "examples of marking", "marking guide",
		"marking handbook", "how to mark", "banner line format",
		"for illustration only", "for illustrative purposes",
		"illustration purposes", "markings are illustrative",
		"valid markings", "invalid markings", "security clearance",
		"active clearance", "clearance required", "polygraph",
		"clearance level", "markings in this example",
		"notional", "test vectors", NULL};

	for (size_t i = 0; signs[i]; i++)
		if (slice_find_nocase(text->bytes, slice_of(signs[i])) !=
		    SIZE_MAX)
			return true;
	return false;
}

bool
line_key(struct slice text, const char *key, struct slice *value)
{
	size_t len = strlen(key), colon;
	bool open = len && key[len - 1] == '*';

	len -= open;
	if (text.len <= len || !slice_starts_nocase(text,
	    slice_bytes(key, len)))
		return false;
	colon = slice_find_byte(slice_sub(text, len, text.len), ':');
	if (colon == SIZE_MAX || (open ? colon > 16 : colon > 1))
		return false;
	for (size_t i = 0; !open && i < colon; i++)
		if (!byte_is_space(text.at[len + i]))
			return false;
	*value = slice_trim(slice_sub(text, len + colon + 1, text.len));
	return true;
}
