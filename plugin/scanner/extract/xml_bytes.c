/*
 * xml_bytes - what has to be known about an XML document before a parser may
 * see it.
 */
#include "scanner/extract/xml_bytes.h"

static void
xml_put_utf8(struct buf *into, uint32_t c)
{
	unsigned char out[4];
	size_t len;

	if (c < 0x80) {
		out[0] = (unsigned char)c;
		len = 1;
	} else if (c < 0x800) {
		out[0] = (unsigned char)(0xc0 | c >> 6);
		out[1] = (unsigned char)(0x80 | (c & 0x3f));
		len = 2;
	} else if (c < 0x10000) {
		out[0] = (unsigned char)(0xe0 | c >> 12);
		out[1] = (unsigned char)(0x80 | (c >> 6 & 0x3f));
		out[2] = (unsigned char)(0x80 | (c & 0x3f));
		len = 3;
	} else {
		out[0] = (unsigned char)(0xf0 | c >> 18);
		out[1] = (unsigned char)(0x80 | (c >> 12 & 0x3f));
		out[2] = (unsigned char)(0x80 | (c >> 6 & 0x3f));
		out[3] = (unsigned char)(0x80 | (c & 0x3f));
		len = 4;
	}
	(void)!buf_put(into, slice_bytes(out, len));
}

static uint32_t
xml_unit(struct slice bytes, size_t at, bool big)
{
	return big ? (uint32_t)bytes.at[at] << 8 | bytes.at[at + 1] :
	    (uint32_t)bytes.at[at + 1] << 8 | bytes.at[at];
}

static struct slice
xml_from_utf16(struct slice bytes, bool big, struct buf *into)
{
	uint32_t unit, low;

	for (size_t at = 0; at + 2 <= bytes.len; at += 2) {
		unit = xml_unit(bytes, at, big);
		if (unit == 0xfeff && at == 0)
			continue;
		if (unit >= 0xd800 && unit < 0xdc00 && at + 4 <= bytes.len) {
			low = xml_unit(bytes, at + 2, big);
			if (low >= 0xdc00 && low < 0xe000) {
				unit = 0x10000 + ((unit - 0xd800) << 10) +
				    (low - 0xdc00);
				at += 2;
			}
		}
		if (unit >= 0xd800 && unit < 0xe000)
			unit = 0xfffd;
		xml_put_utf8(into, unit);
	}
	return buf_slice(into);
}

struct slice
xml_bytes_utf8(struct slice bytes, struct buf *into)
{
	if (slice_starts(bytes, slice_bytes("\xff\xfe", 2)) ||
	    slice_starts(bytes, slice_bytes("<\0", 2)))
		return xml_from_utf16(bytes, false, into);
	if (slice_starts(bytes, slice_bytes("\xfe\xff", 2)) ||
	    slice_starts(bytes, slice_bytes("\0<", 2)))
		return xml_from_utf16(bytes, true, into);
	if (slice_starts(bytes, slice_bytes("\xef\xbb\xbf", 3)))
		return slice_sub(bytes, 3, bytes.len);
	return bytes;
}

/* Behind the next `mark` at or after `at`, or the end. */
static size_t
xml_skip(struct slice bytes, size_t at, const char *mark)
{
	struct slice rest = slice_sub(bytes, at, bytes.len);
	size_t found = slice_find(rest, slice_of(mark));

	return found == SIZE_MAX ? bytes.len : at + found + strlen(mark);
}

static size_t
xml_find_byte(struct slice bytes, size_t at, unsigned char byte)
{
	const unsigned char *found;

	if (at >= bytes.len)
		return bytes.len;
	found = memchr(bytes.at + at, byte, bytes.len - at);
	return found == NULL ? bytes.len : (size_t)(found - bytes.at);
}

/* Count attributes of the tag at `*at`, which is moved behind it. */
static size_t
xml_count_attributes(struct slice bytes, size_t *at)
{
	size_t count = 0, i = *at + 1;
	unsigned char byte;

	while (i < bytes.len && bytes.at[i] != '>') {
		byte = bytes.at[i++];
		if (byte != '"' && byte != '\'')
			continue;
		count++;
		i = xml_find_byte(bytes, i, byte) + 1;
	}
	*at = i + 1;
	return count;
}

size_t
xml_bytes_crowded(struct slice bytes, size_t most)
{
	size_t at = 0, tag;
	struct slice rest;

	for (;;) {
		at = xml_find_byte(bytes, at, '<');
		if (at >= bytes.len)
			return SIZE_MAX;
		rest = slice_sub(bytes, at, at + 9);
		tag = at;
		if (slice_starts(rest, slice_of("<!--")))
			at = xml_skip(bytes, at + 4, "-->");
		else if (slice_starts(rest, slice_of("<![CDATA[")))
			at = xml_skip(bytes, at + 9, "]]>");
		else if (slice_starts(rest, slice_of("<?")))
			at = xml_skip(bytes, at + 2, "?>");
		else if (xml_count_attributes(bytes, &at) > most)
			return tag;
	}
}

bool
xml_bytes_text(struct slice bytes, size_t *at, struct slice *text)
{
	size_t start = *at, end;

	while (start < bytes.len && bytes.at[start] == '<') {
		end = xml_find_byte(bytes, start, '>');
		/* A tag that never closes is text. */
		if (end == bytes.len)
			break;
		start = end + 1;
	}
	if (start >= bytes.len)
		return false;
	end = xml_find_byte(bytes, start + 1, '<');
	*text = slice_sub(bytes, start, end);
	*at = end;
	return true;
}
