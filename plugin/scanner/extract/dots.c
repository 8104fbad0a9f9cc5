/*
 * dots - a picture of dots that lacks the head of a file (a "DIB").
 */
#include "scanner/extract/dots.h"

#include "scanner/extract/little.h"
#include "scanner/extract/ocr.h"

enum { DOTS_CORE = 12, DOTS_INFO = 40, DOTS_MOST = 124, FILE_HEAD = 14,
	PACKED_MASKS = 3, PACKED_JPEG = 4, PACKED_PNG = 5, COLOURS_MOST = 256 };

bool
dots_is(struct slice head)
{
	uint32_t size = little_32(head, 0);

	return (size == DOTS_CORE && little_16(head, 8) == 1) ||
	    (size >= DOTS_INFO && size <= DOTS_MOST &&
	    little_16(head, 12) == 1);
}

bool
dots_is_worth(struct slice head)
{
	bool core = little_32(head, 0) == DOTS_CORE;
	int64_t wide = core ? little_16(head, 4) :
	    (int32_t)little_32(head, 4);
	int64_t high = core ? little_16(head, 6) :
	    (int32_t)little_32(head, 8);

	return dots_is(head) && wide > 0 && high != 0 &&
	    ocr_is_worth((uint64_t)wide, (uint64_t)(high < 0 ? -high : high));
}

size_t
dots_head(struct slice dots)
{
	bool core = little_32(dots, 0) == DOTS_CORE;
	size_t head = little_32(dots, 0);
	unsigned bits = little_16(dots, core ? 10 : 14);
	size_t colours = core ? 0 : little_32(dots, 32);

	if (colours == 0 && bits <= 8)
		colours = (size_t)1 << bits;
	if (colours > COLOURS_MOST)
		colours = COLOURS_MOST;
	if (head == DOTS_INFO && little_32(dots, 16) == PACKED_MASKS)
		head += 12;
	return head + colours * (core ? 3 : 4);
}

static void
put_32(struct buf *out, size_t value)
{
	for (unsigned i = 0; i < 4; i++)
		(void)!buf_byte(out, (unsigned char)(value >> 8 * i));
}

void
dots_file(struct slice head, struct slice bits, struct buf *out)
{
	uint32_t packed = little_32(head, 0) >= DOTS_INFO ?
	    little_32(head, 16) : 0;

	if (packed != PACKED_JPEG && packed != PACKED_PNG) {
		(void)!buf_text(out, "BM");
		put_32(out, FILE_HEAD + head.len + bits.len);
		put_32(out, 0);
		put_32(out, FILE_HEAD + head.len);
		(void)!buf_put(out, head);
	}
	(void)!buf_put(out, bits);
}
