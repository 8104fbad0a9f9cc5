/*
 * biff12 - the records of the binary parts of an xlsb workbook ([MS-XLSB] 2.1).
 */
#include "scanner/extract/biff12.h"

#include "scanner/extract/codepage.h"
#include "scanner/extract/little.h"

enum { TEXT_MOST = 32767, GUESS_LEAST = 2 };

/* 2.1.4: seven bits a byte, the lowest first; false when it is cut off. */
static bool
take_number(struct slice *rest, unsigned bytes_most, uint32_t *number)
{
	*number = 0;
	for (unsigned i = 0; i < bytes_most && i < rest->len; i++) {
		*number |= (uint32_t)(rest->at[i] & 0x7f) << (7 * i);
		if ((rest->at[i] & 0x80) != 0 && i + 1 < bytes_most)
			continue;
		*rest = slice_sub(*rest, i + 1, rest->len);
		return true;
	}
	return false;
}

bool
biff12_next(struct biff12 *records)
{
	struct slice rest = records->rest;
	uint32_t type, len;

	if (rest.len == 0)
		return false;
	if (!take_number(&rest, 2, &type) || !take_number(&rest, 4, &len)) {
		records->cut = true;
		return false;
	}
	records->type = type;
	records->data = slice_sub(rest, 0, len);
	records->cut |= records->data.len < len;
	records->rest = slice_sub(rest, len, rest.len);
	return true;
}

/* 2.5.168 and 2.5.167: the latter says with all ones that it is none. */
struct slice
biff12_wide(struct slice data, size_t *at)
{
	uint32_t count = little_32(data, *at);
	struct slice text;

	*at += 4;
	if (count == UINT32_MAX || *at > data.len)
		return (struct slice){0};
	text = little_bytes(data, *at, 2 * (size_t)count);
	*at += 2 * (size_t)count;
	return text;
}

bool
biff12_looks_wide(struct slice data, size_t at)
{
	uint32_t count = little_32(data, at);

	if (count < GUESS_LEAST || count > TEXT_MOST ||
	    !little_has(data, at + 4, 2 * (size_t)count))
		return false;
	for (size_t i = 0; i < count; i++) {
		unsigned unit = little_16(data, at + 4 + 2 * i);

		if ((unit < ' ' && unit != '\t' && unit != '\n' &&
		    unit != '\r') || unit == 0xffff)
			return false;
	}
	return true;
}

void
biff12_put_xml(struct buf *out, struct slice wide)
{
	struct buf utf8 = buf_new(4 * wide.len + 8);

	codepage_wide(&utf8, wide);
	for (size_t i = 0; i < utf8.len; i++) {
		unsigned char byte = utf8.at[i];

		switch (byte) {
		case '<':
			(void)!buf_text(out, "&lt;");
			break;
		case '>':
			(void)!buf_text(out, "&gt;");
			break;
		case '&':
			(void)!buf_text(out, "&amp;");
			break;
		case '"':
			(void)!buf_text(out, "&quot;");
			break;
		case '\n':
			(void)!buf_text(out, "&#10;");
			break;
		default:
			/* XML has no other control characters. */
			(void)!buf_byte(out, byte < ' ' && byte != '\t' ?
			    ' ' : byte);
		}
	}
	buf_free(&utf8);
}
