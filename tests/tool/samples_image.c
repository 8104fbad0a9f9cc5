/*
 * samples_image - writes the samples of pictures: words around no picture.
 */
#include <zlib.h>

#include "tool/samples.h"
#include "tool/zipwrite.h"

static const char behind[] = "\nCANYON-BEHIND text that no picture shows\n";

static void
number_put(struct buf *out, uint32_t value, size_t size, bool big)
{
	for (size_t i = 0; i < size; i++)
		(void)!buf_byte(out, (unsigned char)(value >>
		    8 * (big ? size - 1 - i : i)));
}

static void
chunk_put(struct buf *out, const char *type, struct slice data)
{
	uint32_t crc = zip_crc(zip_crc(0, slice_of(type)), data);

	number_put(out, (uint32_t)data.len, 4, true);
	(void)!buf_text(out, type);
	(void)!buf_put(out, data);
	number_put(out, crc, 4, true);
}

static void
png(const char *folder)
{
	static const char plain[] = "Title\0CANYON-PLAIN text";
	static const char language[] =
	    "Author\0\0\0en\0Author\0CANYON-LANGUAGE text";
	static const char secret[] = "CANYON-PACKED text";
	unsigned char packed[256] = "Note\0";
	uLongf len = sizeof(packed) - 6;
	struct buf out = buf_new(4096);

	(void)!buf_put(&out, slice_bytes("\x89PNG\r\n\x1a\n", 8));
	chunk_put(&out, "IHDR", slice_bytes("\0\0\0\1\0\0\0\1\10\0\0\0\0",
	    13));
	chunk_put(&out, "tEXt", slice_bytes(plain, sizeof(plain) - 1));
	chunk_put(&out, "iTXt", slice_bytes(language,
	    sizeof(language) - 1));
	if (compress(packed + 6, &len, (const Bytef *)secret,
	    sizeof(secret) - 1) == Z_OK)
		chunk_put(&out, "zTXt", slice_bytes(packed, 6 + len));
	chunk_put(&out, "IEND", (struct slice){0});
	(void)!buf_text(&out, behind);
	samples_save(folder, "image/words.png", &out);
}

/* A directory with one text: ImageDescription. */
static void
tiff_put(struct buf *out)
{
	static const char text[] = "CANYON-EXIF text";

	(void)!buf_put(out, slice_bytes("II*\0\10\0\0\0\1\0", 10));
	number_put(out, 0x010e, 2, false);
	number_put(out, 2, 2, false);
	number_put(out, sizeof(text), 4, false);
	number_put(out, 26, 4, false);
	number_put(out, 0, 4, false);
	(void)!buf_put(out, slice_bytes(text, sizeof(text)));
}

static void
segment_put(struct buf *out, unsigned marker, struct slice head,
    struct slice data)
{
	(void)!buf_byte(out, 0xff);
	(void)!buf_byte(out, (unsigned char)marker);
	number_put(out, (uint32_t)(2 + head.len + data.len), 2, true);
	(void)!buf_put(out, head);
	(void)!buf_put(out, data);
}

static void
jpeg(const char *folder)
{
	static const char xmp[] = "http://ns.adobe.com/xap/1.0/";
	struct buf out = buf_new(4096), exif = buf_new(256);

	tiff_put(&exif);
	(void)!buf_put(&out, slice_bytes("\xff\xd8", 2));
	segment_put(&out, 0xe1, slice_bytes("Exif\0\0", 6),
	    buf_slice(&exif));
	segment_put(&out, 0xe1, slice_bytes(xmp, sizeof(xmp)), slice_of(
	    "<x:xmpmeta><dc:title>CANYON-XMP text</dc:title></x:xmpmeta>"));
	segment_put(&out, 0xfe, slice_of("CANYON-COMMENT text"),
	    (struct slice){0});
	segment_put(&out, 0xda, slice_bytes("\1\1\0\0\77\0", 6),
	    (struct slice){0});
	(void)!buf_put(&out, slice_bytes("\x12\xff\0\x34\xff\xd9", 6));
	(void)!buf_text(&out, behind);
	samples_save(folder, "image/words.jpg", &out);
	samples_save(folder, "image/words.tif", &exif);
}

static void
others(const char *folder)
{
	static const char comment[] = "CANYON-COMMENT text";
	static const char xmp[] = "<x:xmpmeta>CANYON-XMP text</x:xmpmeta>";
	struct buf out = buf_new(4096);

	(void)!buf_put(&out, slice_bytes("GIF89a\1\0\1\0\0\0\0\x21\xfe", 15));
	(void)!buf_byte(&out, sizeof(comment) - 1);
	(void)!buf_text(&out, comment);
	(void)!buf_put(&out, slice_bytes("\0\x3b", 2));
	samples_save(folder, "image/words.gif", &out);
	out = buf_new(4096);
	(void)!buf_text(&out, "RIFF");
	number_put(&out, 4 + 8 + sizeof(xmp) - 1, 4, false);
	(void)!buf_text(&out, "WEBPXMP ");
	number_put(&out, sizeof(xmp) - 1, 4, false);
	(void)!buf_text(&out, xmp);
	samples_save(folder, "image/words.webp", &out);
	out = buf_new(4096);
	(void)!buf_text(&out, "BM");
	number_put(&out, 58, 4, false);
	number_put(&out, 0, 4, false);
	number_put(&out, 54, 4, false);
	number_put(&out, 40, 4, false);
	for (size_t i = 0; i < 40; i++)
		(void)!buf_byte(&out, 0);
	samples_save(folder, "image/plain.bmp", &out);
}

/* -------------------------------------------------------- one way in each */

static void
png_one(const char *folder, const char *name, const char *type,
    struct slice data)
{
	struct buf out = buf_new(4096);

	(void)!buf_put(&out, slice_bytes("\x89PNG\r\n\x1a\n", 8));
	chunk_put(&out, "IHDR", slice_bytes("\0\0\0\1\0\0\0\1\10\0\0\0\0",
	    13));
	chunk_put(&out, type, data);
	chunk_put(&out, "IEND", (struct slice){0});
	samples_save(folder, name, &out);
}

static void
pngs(const char *folder)
{
	static const char latin[] = "Comment\0CANYON-LATIN \374ber";
	static const char xmp[] = "XML:com.adobe.xmp\0\0\0\0\0"
	    "<x:xmpmeta><dc:title>CANYON-XMP text</dc:title></x:xmpmeta>";
	static const char secret[] = "CANYON-SMALL text";
	unsigned char packed[256] = "Title\0\1\0en\0Titel";
	uLongf len = sizeof(packed) - 17;
	struct buf exif = buf_new(256);

	tiff_put(&exif);
	png_one(folder, "image/exif.png", "eXIf", buf_slice(&exif));
	buf_free(&exif);
	png_one(folder, "image/latin.png", "tEXt", slice_bytes(latin,
	    sizeof(latin) - 1));
	png_one(folder, "image/xmp.png", "iTXt", slice_bytes(xmp,
	    sizeof(xmp) - 1));
	if (compress(packed + 17, &len, (const Bytef *)secret,
	    sizeof(secret) - 1) == Z_OK)
		png_one(folder, "image/packed.png", "iTXt",
		    slice_bytes(packed, 17 + len));
}

/* A frame of one dot, so that its size is known. */
static void
jpeg_one(const char *folder, const char *name, unsigned marker,
    struct slice head, struct slice data, const char *rest)
{
	struct buf out = buf_new(4096);

	(void)!buf_put(&out, slice_bytes("\xff\xd8", 2));
	segment_put(&out, marker, head, data);
	segment_put(&out, 0xc0, slice_bytes("\10\0\1\0\1\1\1\x11\0", 9),
	    (struct slice){0});
	segment_put(&out, 0xda, slice_bytes("\1\1\0\0\77\0", 6),
	    (struct slice){0});
	(void)!buf_put(&out, slice_bytes("\x12\x34\xff\xd9", 4));
	(void)!buf_text(&out, rest);
	samples_save(folder, name, &out);
}

static void
jpegs(const char *folder)
{
	static const char iptc[] = "Photoshop 3.0\0008BIM\4\4\0\0\0\0\0\26"
	    "\34\2\170\0\21CANYON-IPTC text.";
	struct slice nothing = {0};
	struct buf exif = buf_new(256);

	tiff_put(&exif);
	jpeg_one(folder, "image/exif.jpg", 0xe1, slice_bytes("Exif\0\0", 6),
	    buf_slice(&exif), "");
	buf_free(&exif);
	jpeg_one(folder, "image/iptc.jpg", 0xed, slice_bytes(iptc,
	    sizeof(iptc) - 1), nothing, "");
	jpeg_one(folder, "image/comment.jpg", 0xfe,
	    slice_of("CANYON-ALONE text"), nothing, "");
	jpeg_one(folder, "image/behind.jpg", 0xe0,
	    slice_bytes("JFIF\0\1\1\0\0\1\0\1\0\0", 14), nothing, behind);
}

static void
gif_one(const char *folder, const char *name, struct slice blocks,
    const char *rest)
{
	static const char frame[] = "\x2c\0\0\0\0\1\0\1\0\0\2\2\x4c\1\0";
	struct buf out = buf_new(4096);

	(void)!buf_put(&out, slice_bytes("GIF89a\1\0\1\0\0\0\0", 13));
	(void)!buf_put(&out, slice_bytes(frame, sizeof(frame) - 1));
	(void)!buf_put(&out, blocks);
	(void)!buf_put(&out, slice_bytes(frame, sizeof(frame) - 1));
	(void)!buf_byte(&out, 0x3b);
	(void)!buf_text(&out, rest);
	samples_save(folder, name, &out);
}

static void
gifs(const char *folder)
{
	static const char split[] = "\x21\xfe\7CANYON-\12SPLIT text\0";
	static const char shown[] = "\x21\1\14\0\0\0\0\0\0\0\0\10\10\1\0"
	    "\21CANYON-SHOWN text\0";
	static const char xmp[] = "\x21\xff\13XMP DataXMP"
	    "\41<x:xmpmeta>CANYON-XMP</x:xmpmeta>\0";

	gif_one(folder, "image/split.gif", slice_bytes(split,
	    sizeof(split) - 1), "");
	gif_one(folder, "image/shown.gif", slice_bytes(shown,
	    sizeof(shown) - 1), "");
	gif_one(folder, "image/xmp.gif", slice_bytes(xmp, sizeof(xmp) - 1),
	    "");
	gif_one(folder, "image/behind.gif", (struct slice){0}, behind);
}

/* The extended form: one dot, then this chunk. */
static void
webp_one(const char *folder, const char *name, const char *type,
    struct slice data, const char *rest)
{
	struct buf out = buf_new(4096);
	size_t padded = data.len + (data.len & 1);

	(void)!buf_text(&out, "RIFF");
	number_put(&out, (uint32_t)(4 + 18 + 8 + padded), 4, false);
	(void)!buf_text(&out, "WEBPVP8X");
	number_put(&out, 10, 4, false);
	(void)!buf_put(&out, slice_bytes("\x0c\0\0\0\0\0\0\0\0\0", 10));
	(void)!buf_text(&out, type);
	number_put(&out, (uint32_t)data.len, 4, false);
	(void)!buf_put(&out, data);
	if (padded > data.len)
		(void)!buf_byte(&out, 0);
	(void)!buf_text(&out, rest);
	samples_save(folder, name, &out);
}

static void
webps(const char *folder)
{
	struct buf exif = buf_new(256);

	tiff_put(&exif);
	webp_one(folder, "image/exif.webp", "EXIF", buf_slice(&exif), "");
	buf_free(&exif);
	webp_one(folder, "image/odd.webp", "XMP ",
	    slice_of("<x:xmpmeta>CANYON-ODD text</x:xmpmeta>."), "");
	webp_one(folder, "image/title.webp", "XMP ", slice_of("<x:xmpmeta>"
	    "<dc:title>CANYON-TITLE</dc:title></x:xmpmeta>"), "");
	webp_one(folder, "image/behind.webp", "ICCP", slice_of("none"),
	    behind);
}

/* One directory of one field, in either order of bytes, then another one. */
static void
tiff_one(const char *folder, const char *name, bool big, unsigned tag,
    unsigned type, struct slice value)
{
	struct buf out = buf_new(4096);

	(void)!buf_put(&out, big ? slice_bytes("MM\0*", 4) :
	    slice_bytes("II*\0", 4));
	number_put(&out, 8, 4, big);
	for (unsigned i = 0; i < 2; i++) {
		number_put(&out, 1, 2, big);
		number_put(&out, i == 0 ? 256 : tag, 2, big);
		number_put(&out, i == 0 ? 3 : type, 2, big);
		number_put(&out, i == 0 ? 1 : (uint32_t)value.len, 4, big);
		number_put(&out, i == 0 ? 0 : 44, 4, big);
		number_put(&out, i == 0 ? 26 : 0, 4, big);
	}
	(void)!buf_put(&out, value);
	samples_save(folder, name, &out);
}

static void
tiffs(const char *folder)
{
	tiff_one(folder, "image/big.tif", true, 0x010e, 2,
	    slice_of("CANYON-BIG text"));
	tiff_one(folder, "image/xmp.tif", false, 700, 1,
	    slice_of("<x:xmpmeta>CANYON-XMP text</x:xmpmeta>"));
	tiff_one(folder, "image/iptc.tif", false, 33723, 7,
	    slice_bytes("\34\2\170\0\20CANYON-IPTC text", 21));
	tiff_one(folder, "image/maker.tif", true, 0x013b, 2,
	    slice_of("CANYON-MAKER text"));
}

enum { BMP_BITS = 40 };

/* Heads of all lengths; one dot. */
static void
bmps(const char *folder)
{
	static const struct {
		const char *name;
		unsigned head;
	} kinds[] = {{"image/core.bmp", 12}, {"image/info.bmp", 40},
		{"image/masks.bmp", 56}, {"image/four.bmp", 108}};

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		struct buf out = buf_new(4096);
		unsigned head = kinds[i].head;
		size_t width = head == 12 ? 2 : 4;

		(void)!buf_text(&out, "BM");
		number_put(&out, 14 + head + BMP_BITS, 4, false);
		number_put(&out, 0, 4, false);
		number_put(&out, 14 + head, 4, false);
		number_put(&out, head, 4, false);
		number_put(&out, 1, width, false);
		number_put(&out, 1, width, false);
		number_put(&out, 1, 2, false);
		number_put(&out, 24, 2, false);
		while (out.len < 14 + head + BMP_BITS)
			(void)!buf_byte(&out, 0);
		(void)!buf_text(&out, behind);
		samples_save(folder, kinds[i].name, &out);
	}
}

void
samples_image(const char *folder)
{
	png(folder);
	jpeg(folder);
	others(folder);
	pngs(folder);
	jpegs(folder);
	gifs(folder);
	webps(folder);
	tiffs(folder);
	bmps(folder);
}
