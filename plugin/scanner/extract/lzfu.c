/*
 * lzfu - compressed RTF of mail items ([MS-OXRTFCP]).
 */
#include "scanner/extract/lzfu.h"

#include "scanner/extract/little.h"

enum { HEADER = 16, DICTIONARY = 4096 };

static const uint32_t mark_packed = 0x75465a4c, mark_plain = 0x414c454d;

/* 3.1.1.1: what the dictionary holds at first. */
static const char first[] =
    "{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman "
    "\\fswiss \\fmodern \\fscript \\fdecor MS Sans SerifSymbolArialTimes "
    "New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par "
    "\\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx";

struct lzfu {
	unsigned char dictionary[DICTIONARY];
	unsigned at;		/* where the next byte goes */
	struct buf *into;
};

static void
lzfu_put(struct lzfu *lzfu, unsigned char byte)
{
	lzfu->dictionary[lzfu->at] = byte;
	lzfu->at = (lzfu->at + 1) % DICTIONARY;
	(void)!buf_byte(lzfu->into, byte);
}

/* 3.1.3: eight tokens under a byte that says what each is; false at the end. */
static bool
lzfu_run(struct lzfu *lzfu, struct slice in, size_t *at, cause_set *causes)
{
	unsigned control = little_8(in, (*at)++), pair, from;

	for (unsigned bit = 0; bit < 8; bit++, control >>= 1) {
		if (!little_has(in, *at, (control & 1) != 0 ? 2 : 1)) {
			*causes |= cause_bit(CAUSE_truncated);
			return false;
		}
		if ((control & 1) == 0) {
			lzfu_put(lzfu, in.at[(*at)++]);
			continue;
		}
		/* Twelve bits of offset, four of length less two. */
		pair = (unsigned)in.at[*at] << 8 | in.at[*at + 1];
		*at += 2;
		from = pair >> 4;
		if (from == lzfu->at)
			return false;
		for (unsigned i = 0; i < (pair & 15) + 2; i++)
			lzfu_put(lzfu, lzfu->dictionary[(from + i) %
			    DICTIONARY]);
	}
	return true;
}

enum rc
lzfu_unpack(struct emit *emit, struct slice bytes, struct buf *into,
    cause_set *causes, struct err *err)
{
	struct slice in = little_bytes(bytes, HEADER, SIZE_MAX);
	struct lzfu lzfu = {.at = sizeof(first) - 1, .into = into};
	size_t len = little_32(bytes, 0), at = 0, before;
	bool more = true;

	if (len < HEADER - 4 || in.len < len - (HEADER - 4))
		*causes |= cause_bit(CAUSE_truncated);
	else
		in.len = len - (HEADER - 4);
	if (little_32(bytes, 8) == mark_plain) {
		(void)!buf_put(into, slice_sub(in, 0, little_32(bytes, 4)));
		return RC_OK;
	}
	if (little_32(bytes, 8) != mark_packed) {
		*causes |= cause_bit(CAUSE_corrupt);
		return RC_OK;
	}
	memcpy(lzfu.dictionary, first, sizeof(first) - 1);
	while (more && at < in.len) {
		before = into->len;
		more = lzfu_run(&lzfu, in, &at, causes);
		TRY(emit->sink->unpacked(emit->sink->own,
		    into->len - before, err));
	}
	if (into->full)
		*causes |= cause_bit(CAUSE_too_big);
	return RC_OK;
}
