/*
 * image_tiff - the texts in the directories of a TIFF file or EXIF block.
 *
 * Directories may point anywhere, also to themselves: they are counted, and so
 * are their fields.
 */
#include "scanner/extract/image.h"
#include "scanner/extract/printable.h"

enum { TIFF_ASCII = 2, TIFF_EXIF = 0x8769, TIFF_GPS = 0x8825,
	TIFF_XP_FIRST = 0x9c9b, TIFF_XP_LAST = 0x9c9f, TIFF_XMP = 700,
	TIFF_IPTC = 33723, TIFF_PHOTOSHOP = 34377, TIFF_COMMENT = 0x9286 };

enum { TIFF_DIRECTORIES_MOST = 64, TIFF_FIELDS_MOST = 4096,
	TIFF_TEXT_MOST = 1 << 20 };

struct tiff {
	struct emit *emit;
	struct slice bytes;
	bool big;		/* big-endian */
	uint32_t queue[TIFF_DIRECTORIES_MOST];
	size_t queued, fields;
};

static uint32_t
tiff_number(const struct tiff *tiff, uint64_t at, unsigned size)
{
	uint32_t value = 0;

	if (at > tiff->bytes.len || size > tiff->bytes.len - at)
		return 0;
	for (unsigned i = 0; i < size; i++)
		value |= (uint32_t)tiff->bytes.at[at + i] <<
		    8 * (tiff->big ? size - 1 - i : i);
	return value;
}

static void
tiff_queue(struct tiff *tiff, uint32_t at)
{
	for (size_t i = 0; i < tiff->queued; i++)
		if (tiff->queue[i] == at)
			return;
	if (at != 0 && tiff->queued < TIFF_DIRECTORIES_MOST)
		tiff->queue[tiff->queued++] = at;
}

static enum rc
tiff_field(struct tiff *tiff, uint64_t at, struct err *err)
{
	static const unsigned char sizes[] = {0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8,
		4, 8};
	uint32_t tag = tiff_number(tiff, at, 2);
	uint32_t type = tiff_number(tiff, at + 2, 2);
	uint64_t len = tiff_number(tiff, at + 4, 4);
	uint64_t start = at + 8;
	struct slice value;

	if (tag == TIFF_EXIF || tag == TIFF_GPS)
		tiff_queue(tiff, tiff_number(tiff, at + 8, 4));
	len *= type < sizeof(sizes) ? sizes[type] : 0;
	if (len > 4)
		start = tiff_number(tiff, at + 8, 4);
	if (len == 0 || start >= tiff->bytes.len)
		return RC_OK;
	if (len > TIFF_TEXT_MOST)
		len = TIFF_TEXT_MOST;
	value = slice_sub(tiff->bytes, (size_t)start, (size_t)(start + len));
	if (type == TIFF_ASCII || tag == TIFF_XMP)
		return image_text(tiff->emit, value, err);
	if ((tag >= TIFF_XP_FIRST && tag <= TIFF_XP_LAST) ||
	    tag == TIFF_IPTC || tag == TIFF_PHOTOSHOP || tag == TIFF_COMMENT)
		return printable_tell(tiff->emit, 0, TEXT_FLAG_metadata,
		    value, err);
	return RC_OK;
}

static enum rc
tiff_directory(struct tiff *tiff, uint64_t at, struct err *err)
{
	uint32_t count = tiff_number(tiff, at, 2);

	for (uint32_t i = 0; i < count; i++) {
		if (tiff->fields++ >= TIFF_FIELDS_MOST)
			return emit_cause(tiff->emit, 0, CAUSE_too_many, err);
		TRY(tiff_field(tiff, at + 2 + 12 * (uint64_t)i, err));
	}
	tiff_queue(tiff, tiff_number(tiff, at + 2 + 12 * (uint64_t)count, 4));
	return RC_OK;
}

enum rc
image_tiff(struct emit *emit, struct slice bytes, struct err *err)
{
	struct tiff tiff = {.emit = emit, .bytes = bytes};

	if (bytes.len < 8)
		return RC_OK;
	tiff.big = bytes.at[0] == 'M';
	tiff_queue(&tiff, tiff_number(&tiff, 4, 4));
	for (size_t i = 0; i < tiff.queued; i++)
		TRY(tiff_directory(&tiff, tiff.queue[i], err));
	return RC_OK;
}
