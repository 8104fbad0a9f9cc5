/*
 * biff - the records of a workbook stream, and texts that run over them.
 */
#include "scanner/extract/biff.h"

#include "scanner/extract/little.h"

enum { RECORD_CONTINUE = 0x3c, MARK_WIDE = 1, MARK_PHONETIC = 4,
	MARK_RUNS = 8 };

bool
biff_next(struct biff *biff)
{
	size_t len;

	if (!little_has(biff->stream, biff->next, 4)) {
		biff->cut = biff->cut || biff->next < biff->stream.len;
		return false;
	}
	biff->at = biff->next;
	biff->type = little_16(biff->stream, biff->at);
	len = little_16(biff->stream, biff->at + 2);
	biff->data = little_bytes(biff->stream, biff->at + 4, len);
	biff->cut = biff->cut || biff->data.len < len;
	biff->next = biff->at + 4 + biff->data.len;
	return true;
}

struct biff_cursor
biff_cursor(const struct biff *biff, size_t at)
{
	return (struct biff_cursor){.biff = *biff, .at = at};
}

/* Go on in the next CONTINUE record if this one is used up. */
static bool
cursor_ready(struct biff_cursor *cursor)
{
	struct biff ahead = cursor->biff;

	while (cursor->at >= cursor->biff.data.len) {
		if (!biff_next(&ahead) || ahead.type != RECORD_CONTINUE) {
			cursor->ended = true;
			return false;
		}
		cursor->biff = ahead;
		cursor->at = 0;
	}
	return true;
}

static uint8_t
cursor_8(struct biff_cursor *cursor)
{
	return cursor_ready(cursor) ?
	    cursor->biff.data.at[cursor->at++] : 0;
}

uint16_t
biff_16(struct biff_cursor *cursor)
{
	unsigned low = cursor_8(cursor);

	return (uint16_t)(low | (unsigned)cursor_8(cursor) << 8);
}

uint32_t
biff_32(struct biff_cursor *cursor)
{
	uint32_t low = biff_16(cursor);

	return low | (uint32_t)biff_16(cursor) << 16;
}

static void
cursor_skip(struct biff_cursor *cursor, size_t len)
{
	while (len > 0 && cursor_ready(cursor)) {
		size_t here = cursor->biff.data.len - cursor->at;

		if (here > len)
			here = len;
		cursor->at += here;
		len -= here;
	}
}

/* Characters; after a break the next record says anew how wide they are. */
static enum rc
cursor_characters(struct biff_cursor *cursor, const struct biff_form *form,
    bool wide, size_t count, struct codepages *pages, struct buf *out,
    struct err *err)
{
	size_t width = wide ? 2 : 1, len;
	struct slice bytes;

	while (count > 0) {
		if (cursor->at >= cursor->biff.data.len) {
			if (!cursor_ready(cursor))
				return RC_OK;
			if (form->unicode) {
				wide = (cursor_8(cursor) & MARK_WIDE) != 0;
				width = wide ? 2 : 1;
			}
		}
		len = (cursor->biff.data.len - cursor->at) / width;
		if (len > count)
			len = count;
		bytes = little_bytes(cursor->biff.data, cursor->at,
		    len * width);
		/* Narrow characters of BIFF8 are Latin-1 (2.5.293). */
		if (wide)
			codepage_wide(out, bytes);
		else
			TRY(codepage_put(pages, form->unicode ? 1252 :
			    form->page, bytes, out, err));
		count -= len;
		cursor->at += bytes.len;
		if (len == 0)	/* half a character at the end of a record */
			cursor->at = cursor->biff.data.len;
	}
	return RC_OK;
}

enum rc
biff_text(struct biff_cursor *cursor, const struct biff_form *form,
    size_t count, struct codepages *pages, struct buf *out, struct err *err)
{
	size_t runs = 0, phonetic = 0;
	unsigned marks = 0;

	if (form->unicode) {
		marks = cursor_8(cursor);
		if ((marks & MARK_RUNS) != 0 && !form->bare)
			runs = biff_16(cursor);
		if ((marks & MARK_PHONETIC) != 0 && !form->bare)
			phonetic = biff_32(cursor);
	}
	TRY(cursor_characters(cursor, form, (marks & MARK_WIDE) != 0, count,
	    pages, out, err));
	cursor_skip(cursor, 4 * runs);
	cursor_skip(cursor, phonetic);
	return RC_OK;
}
