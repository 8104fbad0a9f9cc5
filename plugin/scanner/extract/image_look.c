/*
 * image_look - what a picture shows: is it worth reading, and which pieces?
 *
 * Sizes and the way up are read from headers, without decoding; what is too
 * small for words is not looked at, and that is no cause.  Of an animation the
 * first and the last frame are read, each as a picture of its own.
 */
#include "scanner/extract/image.h"

#include <stdio.h>

#include "scanner/extract/ocr.h"

enum { LOOK_WIDTH = 256, LOOK_HEIGHT = 257, LOOK_ORIENTATION = 274 };

/* Zero where the picture does not say. */
struct look {
	uint64_t wide, high;
	unsigned orientation;	/* EXIF 2.3, table 6 */
	bool paged;
};

static uint64_t
number(struct slice bytes, size_t at, size_t size, bool big)
{
	uint64_t value = 0;

	if (at > bytes.len || size > bytes.len - at)
		return 0;
	for (size_t i = 0; i < size; i++)
		value |= (uint64_t)bytes.at[at + i] <<
		    8 * (big ? size - 1 - i : i);
	return value;
}

/* A number of the first directory (TIFF 6.0, section 2), or 0. */
static uint64_t
tiff_value(struct slice bytes, unsigned tag)
{
	bool big = bytes.len > 0 && bytes.at[0] == 'M';
	size_t at = (size_t)number(bytes, 4, 4, big);
	size_t count = (size_t)number(bytes, at, 2, big);

	for (size_t i = 0; i < count && at + 2 + 12 * i < bytes.len; i++) {
		size_t field = at + 2 + 12 * i;
		if (number(bytes, field, 2, big) == tag)
			return number(bytes, field + 8,
			    number(bytes, field + 2, 2, big) == 3 ? 2 : 4,
			    big);
	}
	return 0;
}

static void
look_png(struct slice bytes, struct look *look)
{
	size_t exif = slice_find(slice_sub(bytes, 0, 65536),
	    slice_of("eXIf"));

	look->wide = number(bytes, 16, 4, true);
	look->high = number(bytes, 20, 4, true);
	if (exif != SIZE_MAX)
		look->orientation = (unsigned)tiff_value(slice_sub(bytes,
		    exif + 4, bytes.len), LOOK_ORIENTATION);
}

/* Is this the start of a frame (ITU-T T.81, table B.1)? */
static bool
is_jpeg_frame(unsigned marker)
{
	return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 &&
	    marker != 0xc8 && marker != 0xcc;
}

static void
look_jpeg(struct slice bytes, struct look *look)
{
	struct slice exif = slice_bytes("Exif\0\0", 6);
	size_t at = 2;

	while (at + 4 <= bytes.len && bytes.at[at] == 0xff) {
		unsigned marker = bytes.at[at + 1];
		size_t len = (size_t)number(bytes, at + 2, 2, true);
		struct slice data = slice_sub(bytes, at + 4, at + 2 + len);

		if (marker == 0xff) {
			at++;
			continue;
		}
		if (is_jpeg_frame(marker)) {
			look->high = number(data, 1, 2, true);
			look->wide = number(data, 3, 2, true);
			return;
		}
		if (marker == 0xe1 && slice_starts(data, exif))
			look->orientation = (unsigned)tiff_value(slice_sub(
			    data, 6, data.len), LOOK_ORIENTATION);
		at += 2 + (len < 2 ? 2 : len);
	}
}

/* The kinds of the first chunk (WebP container specification; RFC 6386, 9.1). */
static void
look_webp(struct slice bytes, struct look *look)
{
	struct slice kind = slice_sub(bytes, 12, 16);
	struct slice data = slice_sub(bytes, 20, bytes.len);
	uint64_t bits = number(data, 1, 4, false);
	size_t exif = slice_find(bytes, slice_of("EXIF"));

	if (slice_is_text(kind, "VP8X")) {
		look->wide = number(data, 4, 3, false) + 1;
		look->high = number(data, 7, 3, false) + 1;
	} else if (slice_is_text(kind, "VP8 ")) {
		look->wide = number(data, 6, 2, false) & 0x3fff;
		look->high = number(data, 8, 2, false) & 0x3fff;
	} else if (slice_is_text(kind, "VP8L") && bits != 0) {
		look->wide = (bits & 0x3fff) + 1;
		look->high = (bits >> 14 & 0x3fff) + 1;
	}
	if (exif != SIZE_MAX)
		look->orientation = (unsigned)tiff_value(slice_sub(bytes,
		    exif + 8, bytes.len), LOOK_ORIENTATION);
}

static uint64_t
magnitude(uint64_t value)
{
	return value > INT32_MAX ? (UINT64_C(1) << 32) - value : value;
}

static void
look_bmp(struct slice bytes, struct look *look)
{
	bool old = number(bytes, 14, 4, false) == 12;

	look->wide = number(bytes, 18, old ? 2 : 4, false);
	look->high = magnitude(number(bytes, old ? 20 : 22, old ? 2 : 4,
	    false));
}

static struct look
look_at(struct slice bytes)
{
	struct look look = {0};

	if (slice_starts(bytes, slice_of("\x89PNG"))) {
		look_png(bytes, &look);
	} else if (slice_starts(bytes, slice_of("\xff\xd8"))) {
		look_jpeg(bytes, &look);
	} else if (slice_starts(bytes, slice_of("RIFF"))) {
		look_webp(bytes, &look);
	} else if (slice_starts(bytes, slice_of("BM"))) {
		look_bmp(bytes, &look);
	} else {
		/* The decoder turns it as its own directory says. */
		look.wide = tiff_value(bytes, LOOK_WIDTH);
		look.high = tiff_value(bytes, LOOK_HEIGHT);
		look.paged = true;
	}
	return look;
}

static enum rc
tell(struct emit *emit, const struct ocr_picture *picture, const char *where,
    enum ocr_end *end, struct err *err)
{
	uint32_t place;

	TRY(emit_place(emit, &place, (struct slice){0}, (struct slice){0},
	    err, "%s", where));
	return ocr_tell(emit, place, picture, end, err);
}

static enum rc
tell_pages(struct emit *emit, struct ocr_picture *picture, struct err *err)
{
	enum ocr_end end = OCR_READ;
	char where[32];

	/* The last one is not there, not to be decoded, or over the budget. */
	for (picture->page = 0; end != OCR_NO_PAGE && end != OCR_CORRUPT;
	    picture->page++) {
		TRY(emit_due(emit, err));
		snprintf(where, sizeof(where), "page %u", picture->page + 1);
		TRY(tell(emit, picture, where, &end, err));
	}
	return RC_OK;
}

enum rc
image_look(struct emit *emit, struct slice bytes, struct err *err)
{
	struct look look = look_at(bytes);
	struct ocr_picture picture = {.bytes = bytes,
		.orientation = look.orientation};

	if (!ocr_is_worth(look.wide, look.high) && !look.paged)
		return RC_OK;
	if (!ocr_is_on(emit))
		return emit_cause(emit, 0, CAUSE_unsupported, err);
	if (look.paged)
		return tell_pages(emit, &picture, err);
	return tell(emit, &picture, "picture", NULL, err);
}

/* ------------------------------------------------------------- animations */

/* Header, one frame, end: a GIF of its own (GIF89a, 18 and 20). */
static enum rc
tell_frame(struct emit *emit, struct slice head, struct slice frame,
    const char *where, struct err *err)
{
	uint64_t wide = number(frame, 5, 2, false);
	uint64_t high = number(frame, 7, 2, false);
	struct buf alone = buf_new(head.len + frame.len + 1);
	struct ocr_picture picture = {0};
	enum rc rc;

	if (!ocr_is_worth(wide, high))
		return RC_OK;
	if (!ocr_is_on(emit))
		return emit_cause(emit, 0, CAUSE_unsupported, err);
	if (wide * high > emit->job->limits->ocr_pixels)
		return emit_cause(emit, 0, CAUSE_too_big, err);
	(void)!buf_put(&alone, head);
	(void)!buf_put(&alone, frame);
	(void)!buf_byte(&alone, 0x3b);
	picture.bytes = buf_slice(&alone);
	rc = alone.full ? emit_cause(emit, 0, CAUSE_memory, err) :
	    tell(emit, &picture, where, NULL, err);
	buf_free(&alone);
	return rc;
}

enum rc
image_look_gif(struct emit *emit, const struct image_gif *gif,
    struct err *err)
{
	if (gif->frames == 0)
		return RC_OK;
	TRY(tell_frame(emit, gif->head, gif->first, gif->frames > 1 ?
	    "first frame" : "picture", err));
	if (gif->frames > 1)
		TRY(tell_frame(emit, gif->head, gif->last, "last frame",
		    err));
	if (gif->frames > 2 && ocr_is_on(emit) &&
	    ocr_is_worth(number(gif->head, 6, 2, false),
	    number(gif->head, 8, 2, false)))
		return emit_cause(emit, 0, CAUSE_too_many, err);
	return RC_OK;
}
