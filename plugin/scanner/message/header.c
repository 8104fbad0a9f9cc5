/*
 * header - a block of header fields, found in the bytes as they are.
 *
 * Linear: each byte is looked at once by header_find and once by header_next.
 */
#include "scanner/message/header.h"

/* The line at the start of `bytes`, its end of line included. */
static struct slice
line_at(struct slice bytes)
{
	size_t end = slice_find_byte(bytes, '\n');

	return slice_sub(bytes, 0, end == SIZE_MAX ? bytes.len : end + 1);
}

static bool
is_empty(struct slice line)
{
	return slice_is_text(line, "\n") || slice_is_text(line, "\r\n");
}

static bool
is_fold(struct slice line)
{
	return line.len > 0 && (line.at[0] == ' ' || line.at[0] == '\t') &&
	    !is_empty(line);
}

/*
 * RFC 5322 section 2.2: a field name is printable US-ASCII without colon;
 * section 4.5 allows white space before the colon in old messages.
 */
bool
header_is_field(struct slice bytes)
{
	size_t i = 0;

	while (i < bytes.len && bytes.at[i] > 32 && bytes.at[i] < 127 &&
	    bytes.at[i] != ':')
		i++;
	if (i == 0)
		return false;
	while (i < bytes.len && (bytes.at[i] == ' ' || bytes.at[i] == '\t'))
		i++;
	return i < bytes.len && bytes.at[i] == ':';
}

/* An mbox separator or one that a mail store left behind. */
static bool
is_envelope_line(struct slice line)
{
	return slice_starts(line, slice_of("From ")) ||
	    slice_starts(line, slice_of(">From "));
}

struct header_block
header_find(struct slice bytes)
{
	struct header_block block = {0};
	size_t at = 0, first;
	struct slice line = line_at(bytes);

	if (is_envelope_line(line))
		at = line.len;
	first = at;
	for (; at < bytes.len; at += line.len) {
		line = line_at(slice_sub(bytes, at, bytes.len));
		if (is_empty(line)) {
			block.fields = slice_sub(bytes, first, at);
			block.body = at + line.len;
			return block;
		}
		if (header_is_field(line) || (at > first && is_fold(line)))
			continue;
		block.broken = true;
		break;
	}
	block.fields = slice_sub(bytes, first, at);
	block.body = at;
	block.open = at == bytes.len;
	return block;
}

bool
header_next(struct slice *rest, struct header_field *field)
{
	struct slice all = *rest;
	size_t end, colon;

	if (all.len == 0)
		return false;
	end = line_at(all).len;
	while (end < all.len) {
		struct slice line = line_at(slice_sub(all, end, all.len));
		if (!is_fold(line))
			break;
		end += line.len;
	}
	field->line = slice_sub(all, 0, end);
	colon = slice_find_byte(field->line, ':');
	if (colon == SIZE_MAX)
		colon = 0;
	field->name = slice_trim(slice_sub(field->line, 0, colon));
	field->value = slice_trim(slice_sub(field->line, colon + 1, end));
	*rest = slice_sub(all, end, all.len);
	return true;
}
