/*
 * edges - where a line of a laid-out text has more than one part.
 */
#include "scanner/marking/edges.h"

enum {
	REACH = 2000,		/* bytes in which the foot is looked for */
	GAP = 3,		/* spaces that part what stands left and right */
	NUMBER_MOST = EDGES_HEAD - 1,	/* bytes before a paragraph's mark */
	MARK_MOST = 60,		/* and of it */
	SUBJECT_MOST = 12,	/* bytes up to the colon of a subject */
	FIELD_MOST = 400,	/* bytes of the line beside the subject */
};

size_t
edges_foot(struct slice all)
{
	size_t at = all.len;
	unsigned lines = 0;
	bool text = false;

	while (at && all.len - at < REACH) {
		unsigned char byte = all.at[at - 1];

		if (byte == '\n' && text && ++lines == EDGES_LINES)
			return at;
		text = byte == '\n' ? false : text || !byte_is_space(byte);
		at--;
	}
	return at;
}

/* Where the next gap of the line begins, from `from` on. */
static size_t
gap_at(struct slice line, size_t from)
{
	size_t spaces = 0;

	for (size_t i = from; i < line.len; i++) {
		spaces = line.at[i] == ' ' ? spaces + 1 : 0;
		if (spaces == GAP)
			return i + 1 - GAP;
	}
	return SIZE_MAX;
}

struct slice
edges_first(struct slice line)
{
	size_t at = gap_at(line, 0);

	return at == SIZE_MAX ? (struct slice){0} : slice_sub(line, 0, at);
}

struct slice
edges_last(struct slice line)
{
	size_t at = gap_at(line, 0), last = SIZE_MAX;

	while (at != SIZE_MAX) {
		last = at;
		while (at < line.len && line.at[at] == ' ')
			at++;
		at = gap_at(line, at);
	}
	return last == SIZE_MAX ? (struct slice){0} :
	    slice_trim(slice_sub(line, last, line.len));
}

/* "1.", "a)", "(2)", "iv.", "Item 2", "SUBJECT:", a bullet. */
static bool
is_number(struct slice text)
{
	unsigned spaces = 0;
	bool digit = false;
	unsigned char last;

	if (!text.len)
		return false;
	for (size_t i = 0; i < text.len; i++) {
		spaces += text.at[i] == ' ';
		digit = digit || byte_is_digit(text.at[i]);
	}
	last = text.at[text.len - 1];
	if (text.at[0] >= 0x80)
		return text.len == 3;
	return spaces <= 1 && (byte_is_digit(last) || strchr(".):-+", last) ||
	    (digit && !spaces));
}

struct slice
edges_paragraph(struct slice line)
{
	size_t at = 0, end;
	struct slice mark;

	if (line.at[0] == '(')
		return line;
	while (at < NUMBER_MOST && at < line.len && line.at[at] != '(' &&
	    line.at[at] != '[')
		at++;
	if (at < 2 || at + 3 >= line.len || line.at[at - 1] != ' ' ||
	    (line.at[at] != '(' && line.at[at] != '['))
		return line;
	mark = slice_sub(line, at, at + MARK_MOST);
	end = slice_find_byte(mark, line.at[at] == '(' ? ')' : ']');
	if (end == SIZE_MAX || end < 2 || end + 2 >= mark.len ||
	    mark.at[end + 1] != ' ' || (mark.at[1] != '/' &&
	    (mark.at[1] < 'A' || mark.at[1] > 'Z')) ||
	    (line.at[at] == '[' && line.at[at - 2] == ':'))
		return line;
	return is_number(slice_trim(slice_sub(line, 0, at))) ?
	    slice_sub(line, at, line.len) : line;
}

/* The line before or behind an offset that is not empty. */
static struct slice
line_before(struct slice all, size_t at)
{
	size_t end = at, start;

	while (end && byte_is_space(all.at[end - 1]) && at - end < FIELD_MOST)
		end--;
	for (start = end; start && end - start < FIELD_MOST &&
	    all.at[start - 1] != '\n';)
		start--;
	return slice_trim(slice_sub(all, start, end));
}

static struct slice
line_behind(struct slice all, size_t at)
{
	size_t end;

	while (at < all.len && all.at[at] != '\n')
		at++;
	end = at + 1;
	while (end < all.len && end - at < FIELD_MOST && all.at[end] != '\n')
		end++;
	return slice_trim(slice_sub(all, at, end));
}

bool
edges_is_row(struct slice all, struct slice line)
{
	size_t at = (size_t)(line.at - all.at);

	return gap_at(line_before(all, at), 0) != SIZE_MAX ||
	    gap_at(line_behind(all, at), 0) != SIZE_MAX;
}

/* Does the line begin with one of these, up to the colon? */
static bool
has_key(struct slice line, const char *const *keys)
{
	while (line.len && (line.at[0] == '>' || line.at[0] == ' '))
		line = slice_sub(line, 1, line.len);
	for (size_t i = 0; keys[i]; i++) {
		size_t len = strlen(keys[i]);

		while (slice_starts_nocase(line, slice_of(keys[i])) &&
		    len < line.len && line.at[len] == ' ')
			len++;
		if (slice_starts_nocase(line, slice_of(keys[i])) &&
		    len < line.len && line.at[len] == ':')
			return true;
	}
	return false;
}

bool
edges_subject(struct slice all, struct slice line, struct slice *value)
{
	static const char *const subjects[] = {"subject", "betreff", "objet",
		"asunto", "assunto", "oggetto", "onderwerp", NULL};
	static const char *const fields[] = {"from", "to", "cc", "sent", "date",
		"received", "von", "an", "gesendet", "datum", "de", "para", "da",
		"van", "aan", "envoy\xC3\xA9", "enviado", "inviato", "verzonden",
		"x-protective-marking", NULL};
	size_t at = (size_t)(line.at - all.at);

	if (line.len < SUBJECT_MOST || !memchr(line.at, ':', SUBJECT_MOST) ||
	    !has_key(line, subjects))
		return false;
	*value = slice_trim(slice_sub(line, slice_find_byte(line, ':') + 1,
	    line.len));
	return value->len && (!line_before(all, at).len ||
	    has_key(line_before(all, at), fields) ||
	    has_key(line_behind(all, at), fields));
}
