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

void
samples_image(const char *folder)
{
	png(folder);
	jpeg(folder);
	others(folder);
}
