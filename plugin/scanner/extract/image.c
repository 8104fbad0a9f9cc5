/*
 * image - what pictures say about themselves in words.
 *
 * Comments, titles, EXIF, XMP and IPTC are told; bytes behind the picture are a
 * part.  What it shows is for image_look.
 */
#include "scanner/extract/image.h"

#include "scanner/extract/inflate.h"
#include "scanner/extract/printable.h"
#include "scanner/message/charset.h"

enum { IMAGE_BEHIND_LEAST = 16, IMAGE_TEXT_MOST = 4 << 20 };

static struct slice
image_mark(const char *mark, size_t len)
{
	return slice_bytes(mark, len);
}

static uint32_t
image_number(struct slice bytes, size_t at, bool big)
{
	uint32_t value = 0;

	if (at > bytes.len || bytes.len - at < 4)
		return 0;
	for (size_t i = 0; i < 4; i++)
		value |= (uint32_t)bytes.at[at + i] << 8 * (big ? 3 - i : i);
	return value;
}

enum rc
image_text(struct emit *emit, struct slice text, struct err *err)
{
	struct buf out = buf_new(2 * (size_t)IMAGE_TEXT_MOST);
	enum rc rc;

	while (text.len > 0 && text.at[text.len - 1] == 0)
		text.len--;
	text = slice_sub(text, 0, IMAGE_TEXT_MOST);
	if (charset_is_utf8(text))
		return emit_line(emit, 0, TEXT_FLAG_metadata, text, err);
	for (size_t i = 0; i < text.len; i++) {
		unsigned char byte = text.at[i];

		if (byte >= 0x80)
			(void)!buf_byte(&out,
			    (unsigned char)(0xc0 | byte >> 6));
		(void)!buf_byte(&out, byte < 0x80 ? byte :
		    (unsigned char)(0x80 | (byte & 0x3f)));
	}
	rc = emit_line(emit, 0, TEXT_FLAG_metadata, buf_slice(&out), err);
	buf_free(&out);
	return rc;
}

static enum rc
image_behind(struct emit *emit, struct slice rest, struct err *err)
{
	struct extract_child child = {.bytes = rest,
		.scope = SCOPE_attachment};

	while (child.bytes.len > 0 && child.bytes.at[0] == 0)
		child.bytes = slice_sub(child.bytes, 1, child.bytes.len);
	if (slice_trim(child.bytes).len < IMAGE_BEHIND_LEAST)
		return RC_OK;
	TRY(emit_place(emit, &child.place, (struct slice){0},
	    (struct slice){0}, err, "after the picture"));
	return emit->sink->child(emit->sink->own, &child, err);
}

/* -------------------------------------------------------------------- PNG */

static enum rc
png_packed(struct emit *emit, struct slice packed, struct err *err)
{
	struct buf out = buf_new(IMAGE_TEXT_MOST);
	cause_set causes = 0;
	enum rc rc = inflate_zlib(emit, packed, &out, &causes, err);

	if (rc == RC_OK)
		rc = image_text(emit, buf_slice(&out), err);
	if (rc == RC_OK)
		rc = emit_causes(emit, 0, causes, err);
	buf_free(&out);
	return rc;
}

/* Keyword, zero, and what each kind of text puts in front (PNG 11.3.4). */
static enum rc
png_text(struct emit *emit, struct slice type, struct slice data,
    struct err *err)
{
	size_t zero = slice_find_byte(data, 0);
	struct slice text;
	bool packed = type.at[0] == 'z';

	if (zero == SIZE_MAX)
		return image_text(emit, data, err);
	TRY(image_text(emit, slice_sub(data, 0, zero), err));
	text = slice_sub(data, zero + (packed ? 2 : 1), data.len);
	if (type.at[0] == 'i' && text.len > 2) {
		packed = text.at[0] == 1;
		text = slice_sub(text, 2, text.len);
		for (int i = 0; i < 2; i++) {
			zero = slice_find_byte(text, 0);
			if (zero == SIZE_MAX)
				break;
			TRY(image_text(emit, slice_sub(text, 0, zero), err));
			text = slice_sub(text, zero + 1, text.len);
		}
	}
	return packed ? png_packed(emit, text, err) :
	    image_text(emit, text, err);
}

static enum rc
png_read(struct emit *emit, struct slice bytes, struct err *err)
{
	struct slice rest = slice_sub(bytes, 8, bytes.len), type, data;
	uint32_t len;

	while (rest.len >= 12) {
		len = image_number(rest, 0, true);
		type = slice_sub(rest, 4, 8);
		if (len > rest.len - 12)
			break;
		data = slice_sub(rest, 8, 8 + (size_t)len);
		rest = slice_sub(rest, 12 + (size_t)len, rest.len);
		if (slice_is_text(type, "IEND"))
			return image_behind(emit, rest, err);
		if (slice_ends_nocase(type, slice_of("TXt")) ||
		    slice_is_text(type, "tEXt"))
			TRY(png_text(emit, type, data, err));
		else if (slice_is_text(type, "eXIf"))
			TRY(image_tiff(emit, data, err));
	}
	return emit_cause(emit, 0, CAUSE_truncated, err);
}

/* ------------------------------------------------------------------- JPEG */

static enum rc
jpeg_segment(struct emit *emit, unsigned marker, struct slice data,
    struct err *err)
{
	static const char exif[] = "Exif\0\0";
	struct slice xmp = slice_of("http://ns.adobe.com/xap/1.0/");

	if (marker == 0xfe)
		return image_text(emit, data, err);
	if (marker == 0xe1 && slice_starts(data, image_mark(exif, 6)))
		return image_tiff(emit, slice_sub(data, 6, data.len), err);
	if (marker == 0xe1 && slice_starts(data, xmp))
		return image_text(emit, slice_sub(data, xmp.len + 1,
		    data.len), err);
	if (marker >= 0xe1 && marker <= 0xef)
		return printable_tell(emit, 0, TEXT_FLAG_metadata, data, err);
	return RC_OK;
}

/* The next marker, over the picture's data; 0 at the end. */
static unsigned
jpeg_marker(struct slice *rest)
{
	for (size_t i = 0; i + 1 < rest->len; i++) {
		unsigned marker = rest->at[i + 1];

		if (rest->at[i] != 0xff || marker == 0 || marker == 0xff ||
		    (marker >= 0xd0 && marker <= 0xd7))
			continue;
		*rest = slice_sub(*rest, i + 2, rest->len);
		return marker;
	}
	return 0;
}

static enum rc
jpeg_read(struct emit *emit, struct slice bytes, struct err *err)
{
	struct slice rest = slice_sub(bytes, 2, bytes.len);
	unsigned marker;

	while ((marker = jpeg_marker(&rest)) != 0) {
		size_t len = rest.len < 2 ? 0 :
		    (size_t)rest.at[0] << 8 | rest.at[1];

		if (marker == 0xd9)
			return image_behind(emit, rest, err);
		if (len < 2 || len > rest.len)
			break;
		TRY(jpeg_segment(emit, marker, slice_sub(rest, 2, len), err));
		rest = slice_sub(rest, len, rest.len);
	}
	return emit_cause(emit, 0, CAUSE_truncated, err);
}

/* -------------------------------------------------------------------- GIF */

/* Data in blocks of up to 255 bytes, each with its length in front. */
static bool
gif_blocks(struct slice *rest, struct buf *out)
{
	while (rest->len > 0 && rest->at[0] != 0) {
		size_t len = rest->at[0];

		if (len >= rest->len)
			return false;
		(void)!buf_put(out, slice_sub(*rest, 1, 1 + len));
		*rest = slice_sub(*rest, 1 + len, rest->len);
	}
	if (rest->len == 0)
		return false;
	*rest = slice_sub(*rest, 1, rest->len);
	return true;
}

/* Bytes of a table of colours, from the flags in front of it. */
static size_t
gif_colours(unsigned flags)
{
	return flags & 0x80 ? (size_t)3 << ((flags & 7) + 1) : 0;
}

/* One block; RC_END behind the last, RC_INPUT where it is cut. */
static enum rc
gif_block(struct emit *emit, struct slice *rest, struct buf *out,
    struct image_gif *gif, struct err *err)
{
	struct slice start = *rest;
	unsigned kind = rest->len > 0 ? rest->at[0] : 0;
	unsigned label = rest->len > 1 ? rest->at[1] : 0;

	if (kind == 0x3b) {
		*rest = slice_sub(*rest, 1, rest->len);
		return RC_END;
	}
	buf_clear(out);
	if (kind == 0x21) {
		*rest = slice_sub(*rest, 2, rest->len);
		if (!gif_blocks(rest, out))
			return RC_INPUT;
		if (label == 0xfe)
			return image_text(emit, buf_slice(out), err);
		if (label == 0x01 || label == 0xff)
			return printable_tell(emit, 0, TEXT_FLAG_metadata,
			    buf_slice(out), err);
		return RC_OK;
	}
	if (kind != 0x2c || rest->len < 11)
		return RC_INPUT;
	*rest = slice_sub(*rest, 11 + gif_colours(rest->at[9]), rest->len);
	if (!gif_blocks(rest, out))
		return RC_INPUT;
	gif->last = slice_sub(start, 0, start.len - rest->len);
	if (gif->frames++ == 0)
		gif->first = gif->last;
	return RC_OK;
}

static enum rc
gif_read(struct emit *emit, struct slice bytes, struct err *err)
{
	struct image_gif gif = {0};
	struct buf out = buf_new(IMAGE_TEXT_MOST);
	struct slice rest = bytes.len < 13 ? (struct slice){0} :
	    slice_sub(bytes, 13 + gif_colours(bytes.at[10]), bytes.len);
	enum rc rc = RC_OK;

	gif.head = slice_sub(bytes, 0, bytes.len - rest.len);
	while (rc == RC_OK)
		rc = gif_block(emit, &rest, &out, &gif, err);
	buf_free(&out);
	if (rc == RC_END || rc == RC_INPUT)
		TRY(image_look_gif(emit, &gif, err));
	if (rc == RC_END)
		return image_behind(emit, rest, err);
	if (rc == RC_INPUT)
		return emit_cause(emit, 0, CAUSE_truncated, err);
	return rc;
}

/* ------------------------------------------------------------ WebP and BMP */

static enum rc
webp_read(struct emit *emit, struct slice bytes, struct err *err)
{
	uint64_t whole = (uint64_t)image_number(bytes, 4, false) + 8;
	struct slice rest = slice_sub(bytes, 12, whole > bytes.len ?
	    bytes.len : (size_t)whole), type, data;
	uint32_t len;

	while (rest.len >= 8) {
		len = image_number(rest, 4, false);
		type = slice_sub(rest, 0, 4);
		data = slice_sub(rest, 8, 8 + (size_t)len);
		rest = slice_sub(rest, 8 + (size_t)len + (len & 1), rest.len);
		if (slice_is_text(type, "XMP "))
			TRY(image_text(emit, data, err));
		else if (slice_is_text(type, "EXIF"))
			TRY(image_tiff(emit, data, err));
	}
	if (whole > bytes.len)
		return emit_cause(emit, 0, CAUSE_truncated, err);
	return image_behind(emit, slice_sub(bytes, (size_t)whole, bytes.len),
	    err);
}

static enum rc
bmp_read(struct emit *emit, struct slice bytes, struct err *err)
{
	uint32_t whole = image_number(bytes, 2, false);

	if (whole > bytes.len)
		return emit_cause(emit, 0, CAUSE_truncated, err);
	return image_behind(emit, slice_sub(bytes, whole, bytes.len), err);
}

/* ---------------------------------------------------------------- readers */

static bool
is_png(struct slice bytes)
{
	return slice_starts(bytes, image_mark("\x89PNG\r\n\x1a\n", 8));
}

static bool
is_jpeg(struct slice bytes)
{
	return slice_starts(bytes, image_mark("\xff\xd8\xff", 3));
}

static bool
is_gif(struct slice bytes)
{
	return slice_starts(bytes, slice_of("GIF87a")) ||
	    slice_starts(bytes, slice_of("GIF89a"));
}

static bool
is_webp(struct slice bytes)
{
	return bytes.len > 12 && slice_starts(bytes, slice_of("RIFF")) &&
	    memcmp(bytes.at + 8, "WEBP", 4) == 0;
}

static bool
is_tiff(struct slice bytes)
{
	return slice_starts(bytes, image_mark("II*\0", 4)) ||
	    slice_starts(bytes, image_mark("MM\0*", 4));
}

/* Its header's size follows and is one of a few (BITMAPINFOHEADER...). */
static bool
is_bmp(struct slice bytes)
{
	uint32_t head = image_number(bytes, 14, false);

	return bytes.len > 26 && slice_starts(bytes, slice_of("BM")) &&
	    (head == 12 || head == 40 || head == 52 || head == 56 ||
	    head == 64 || head == 108 || head == 124);
}

#define tiff_read image_tiff

/* Its own look has gone through its frames. */
#define gif_look(emit, bytes, err) RC_OK
#define png_look image_look
#define jpeg_look image_look
#define webp_look image_look
#define tiff_look image_look
#define bmp_look image_look

/* The words around it are read, then those in it. */
#define IMAGE(id, media, ...) \
static unsigned \
id##_sniff(struct slice bytes, struct slice name, struct slice type) \
{ \
	(void)name, (void)type; \
	return is_##id(bytes) ? 2 : 0; \
} \
static enum rc \
id##_extract(const struct extract_job *job, const struct extract_sink *sink, \
    struct err *err) \
{ \
	struct emit emit = emit_new(job, sink); \
	TRY(id##_read(&emit, job->part->bytes, err)); \
	return id##_look(&emit, job->part->bytes, err); \
} \
static const char *const id##_claims[] = {media, __VA_ARGS__, NULL}; \
const struct extractor extractor_##id = { \
	.name = #id, .type = media, .claims = id##_claims, \
	.class = EXTRACT_PICTURE, .sniff = id##_sniff, \
	.extract = id##_extract, .good = id##_good, .bad = no_samples, \
};

/* Of a picture whose size is not known, without a recogniser. */
enum { SEEN = 1 << CAUSE_unsupported };

static const struct extract_sample png_good[] = {
	{"image/words.png", "CANYON-PLAIN", "", 0},
	{"image/words.png", "CANYON-LANGUAGE", "", 0},
	{"image/words.png", "CANYON-PACKED", "", 0},
	{"image/words.png", "CANYON-BEHIND", "after the picture", 0},
	{"image/exif.png", "CANYON-EXIF", "", 0},
	{"image/latin.png", "CANYON-LATIN \303\274ber", "", 0},
	{"image/xmp.png", "CANYON-XMP", "", 0},
	{"image/packed.png", "CANYON-SMALL", "", 0},
	{0}};
static const struct extract_sample jpeg_good[] = {
	{"image/words.jpg", "CANYON-COMMENT", "", SEEN},
	{"image/words.jpg", "CANYON-EXIF", "", SEEN},
	{"image/words.jpg", "CANYON-XMP", "", SEEN},
	{"image/words.jpg", "CANYON-BEHIND", "after the picture", SEEN},
	{"image/exif.jpg", "CANYON-EXIF", "", 0},
	{"image/iptc.jpg", "CANYON-IPTC", "", 0},
	{"image/comment.jpg", "CANYON-ALONE", "", 0},
	{"image/behind.jpg", "CANYON-BEHIND", "after the picture", 0},
	{0}};
static const struct extract_sample gif_good[] = {
	{"image/words.gif", "CANYON-COMMENT", "", 0},
	{"image/split.gif", "CANYON-SPLIT", "", 0},
	{"image/shown.gif", "CANYON-SHOWN", "", 0},
	{"image/xmp.gif", "CANYON-XMP", "", 0},
	{"image/behind.gif", "CANYON-BEHIND", "after the picture", 0}, {0}};
static const struct extract_sample webp_good[] = {
	{"image/words.webp", "CANYON-XMP", "", SEEN},
	{"image/exif.webp", "CANYON-EXIF", "", 0},
	{"image/odd.webp", "CANYON-ODD", "", 0},
	{"image/title.webp", "CANYON-TITLE", "", 0},
	{"image/behind.webp", "CANYON-BEHIND", "after the picture", 0}, {0}};
static const struct extract_sample tiff_good[] = {
	{"image/words.tif", "CANYON-EXIF", "", SEEN},
	{"image/big.tif", "CANYON-BIG", "", SEEN},
	{"image/xmp.tif", "CANYON-XMP", "", SEEN},
	{"image/iptc.tif", "CANYON-IPTC", "", SEEN},
	{"image/maker.tif", "CANYON-MAKER", "", SEEN}, {0}};
static const struct extract_sample bmp_good[] = {
	{"image/plain.bmp", NULL, NULL, SEEN},
	{"image/core.bmp", "CANYON-BEHIND", "after the picture", 0},
	{"image/info.bmp", "CANYON-BEHIND", "after the picture", 0},
	{"image/masks.bmp", "CANYON-BEHIND", "after the picture", 0},
	{"image/four.bmp", "CANYON-BEHIND", "after the picture", 0}, {0}};
static const struct extract_sample no_samples[] = {{0}};

IMAGE(png, "image/png", ".png")
IMAGE(jpeg, "image/jpeg", "image/jpg", "image/pjpeg", ".jpg", ".jpeg",
    ".jpe")
IMAGE(gif, "image/gif", ".gif")
IMAGE(webp, "image/webp", ".webp")
IMAGE(tiff, "image/tiff", ".tif", ".tiff")
IMAGE(bmp, "image/bmp", "image/x-ms-bmp", ".bmp")
