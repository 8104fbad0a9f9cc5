/*
 * signature - the block of name, address and telephone that closes a mail.
 */
#include "scanner/match/signature.h"

enum {
	LOOK_MOST = 65536,	/* bytes of a body that are looked through */
	BLOCK_MOST = 1500,	/* bytes of a signature */
	LINES_BEFORE = 6,
	LINES_AFTER = 14,
	NAME_LEAST = 5,
	ADDRESS_MOST = 254,	/* RFC 5321 section 4.5.3.1, with "<" and ">" */
	ANCHOR_MOST = 120,	/* bytes of a line that names the sender */
};

static struct slice
lowered(struct slice text, struct arena *arena)
{
	struct slice copy = arena_copy(arena, text);
	unsigned char *at = (unsigned char *)(uintptr_t)copy.at;

	if (!copy.at)
		return (struct slice){0};
	for (size_t i = 0; i < copy.len; i++)
		at[i] = byte_lower(at[i]);
	return copy;
}

/* "Jane Roe <jane@roe.com>" or "jane@roe.com": its parts. */
static void
read_sender(struct signature_sender *sender, struct slice field,
    struct arena *arena)
{
	size_t open = slice_find_byte(field, '<');
	struct slice name = {0}, address = slice_trim(field);

	if (open != SIZE_MAX) {
		struct slice rest = slice_sub(field, open + 1, field.len);

		name = slice_trim(slice_sub(field, 0, open));
		address = slice_sub(rest, 0, slice_find_byte(rest, '>'));
	}
	while (name.len && name.at[0] == '"')
		name = slice_sub(name, 1, name.len);
	while (name.len && name.at[name.len - 1] == '"')
		name.len--;
	if (slice_find_byte(address, '@') != SIZE_MAX &&
	    address.len <= ADDRESS_MOST)
		sender->address = lowered(address, arena);
	if (name.len >= NAME_LEAST && name.len <= ANCHOR_MOST &&
	    slice_find_byte(name, ' ') != SIZE_MAX)
		sender->name = lowered(name, arena);
}

void
signature_learn(struct signature_sender *sender, const struct text *text,
    struct arena *arena)
{
	if (text->part != 1)	/* another message inside has its own */
		return;
	for (size_t i = 0; i < text->run_count; i++) {
		const struct text_run *run = &text->runs[i];
		size_t end = i + 1 < text->run_count ? run[1].start :
		    text->bytes.len;

		if (run->scope == SCOPE_headers && run->where &&
		    !strcmp(run->where, "header From"))
			read_sender(sender, slice_sub(text->bytes, run->start,
			    end), arena);
	}
}

static struct slice
line_of(struct slice text, size_t at, size_t *next)
{
	struct slice rest = slice_sub(text, at, text.len);
	size_t end = slice_find_byte(rest, '\n');

	*next = end == SIZE_MAX ? text.len : at + end + 1;
	return slice_sub(rest, 0, end);
}

/* Is this line the sender's name, or does it hold his address? */
static bool
is_anchor(const struct signature_sender *sender, struct slice line)
{
	line = slice_trim(line);
	if (!line.len || line.len > ANCHOR_MOST || line.at[0] == '>')
		return false;
	if (sender->name.len && line.len <= sender->name.len + 1 &&
	    slice_starts_nocase(line, sender->name))
		return true;
	return sender->address.len && slice_find_nocase(line,
	    sender->address) != SIZE_MAX;
}

/* What follows is another's: a mail that is answered, a quotation. */
static bool
is_other_mail(struct slice line)
{
	return slice_starts(line, slice_of(">")) ||
	    slice_starts(line, slice_of("-----")) ||
	    slice_starts(line, slice_of("_____")) ||
	    slice_starts_nocase(line, slice_of("From:")) ||
	    slice_starts_nocase(line, slice_of("Von:")) ||
	    slice_starts_nocase(line, slice_of("De :"));
}

/* The block that begins at `start` and goes on behind `at`. */
static struct span
block_from(struct slice text, size_t start, size_t at)
{
	size_t blanks = 0, next;

	for (unsigned i = 0; i < LINES_AFTER && at < text.len; i++) {
		struct slice line = line_of(text, at, &next);
		bool blank = slice_trim(line).len == 0;

		blanks = blank ? blanks + 1 : 0;
		if (blanks > 1 || is_other_mail(line))
			break;
		at = next;
	}
	if (at > start + BLOCK_MOST)
		at = start + BLOCK_MOST;
	return (struct span){start, at};
}

/* Starts of the last lines, so that a block can reach back. */
struct lines_before {
	size_t starts[LINES_BEFORE];
	size_t count;		/* since a blank line */
};

static size_t
reach_back(const struct lines_before *before, size_t at)
{
	size_t most = before->count < LINES_BEFORE ? before->count :
	    LINES_BEFORE;

	return most ? before->starts[(before->count - most) % LINES_BEFORE] :
	    at;
}

struct span
signature_find(const struct signature_sender *sender, const struct text *text)
{
	struct slice body = slice_sub(text->bytes, 0, LOOK_MOST);
	struct lines_before before = {.count = 0};
	size_t next;

	if (!text->run_count || text->runs[0].scope != SCOPE_body)
		return (struct span){0, 0};
	for (size_t at = 0; at < body.len; at = next) {
		struct slice line = line_of(body, at, &next);

		if (slice_is_text(line, "-- ") || slice_is_text(line, "--"))
			return block_from(body, at, next);
		if (is_anchor(sender, line))
			return block_from(body, reach_back(&before, at), next);
		if (slice_trim(line).len == 0)
			before.count = 0;
		else
			before.starts[before.count++ % LINES_BEFORE] = at;
	}
	return (struct span){0, 0};
}

bool
signature_forgives(const char *label)
{
	static const char *const labels[] = {"pii.contact", "pii.tax",
		"pii.payment.account", "pii.payment.bic", "pii.bank", NULL};

	for (size_t i = 0; labels[i]; i++) {
		size_t len = strlen(labels[i]);

		if (!strncmp(label, labels[i], len) &&
		    (label[len] == '\0' || label[len] == '.'))
			return true;
	}
	return false;
}
