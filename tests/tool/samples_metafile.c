/*
 * samples_metafile - writes the samples of drawing records: EMF and WMF.
 */
#include <zlib.h>

#include "tool/samples.h"

static const char behind[] = "\nCANYON-BEHIND text that no picture shows\n";

static void
put(struct buf *out, uint64_t value, size_t size)
{
	for (size_t i = 0; i < size; i++)
		(void)!buf_byte(out, (unsigned char)(value >> 8 * i));
}

static void
set_32(struct buf *out, size_t at, size_t value)
{
	for (size_t i = 0; i < 4; i++)
		out->at[at + i] = (unsigned char)(value >> 8 * i);
}

static void
put_real(struct buf *out, float value)
{
	(void)!buf_put(out, slice_bytes(&value, sizeof(value)));
}

/* ASCII or Latin-1 as UTF-16. */
static void
put_wide(struct buf *out, const char *text)
{
	for (; *text != '\0'; text++)
		put(out, (unsigned char)*text, 2);
}

/* ------------------------------------------------------------------- EMF */

/* Begins a record; its length is set by emf_end. */
static size_t
emf_record(struct buf *out, unsigned type)
{
	size_t at = out->len;

	put(out, type, 4);
	put(out, 0, 4);
	return at;
}

static void
emf_end(struct buf *out, size_t at)
{
	while ((out->len - at) % 4 != 0)
		(void)!buf_byte(out, 0);
	set_32(out, at + 4, out->len - at);
}

static void
emf_numbers(struct buf *out, unsigned type, const int32_t *numbers,
    size_t count)
{
	size_t at = emf_record(out, type);

	for (size_t i = 0; i < count; i++)
		put(out, (uint32_t)numbers[i], 4);
	emf_end(out, at);
}

#define EMF_NUMBERS(out, type, ...) emf_numbers(out, type, \
	(const int32_t[]){__VA_ARGS__}, \
	sizeof((const int32_t[]){__VA_ARGS__}) / sizeof(int32_t))

static void
emf_begin(struct buf *out, const char *program)
{
	size_t at = emf_record(out, 1), letters = strlen(program);

	for (int i = 0; i < 8; i++)
		put(out, i % 4 < 2 ? 0 : 1000, 4);
	(void)!buf_text(out, " EMF");
	put(out, 0x10000, 4);
	put(out, 0, 8);
	put(out, 8, 4);		/* handles */
	put(out, letters == 0 ? 0 : letters + 2, 4);
	put(out, letters == 0 ? 0 : 100, 4);
	put(out, 0, 4);
	for (int i = 0; i < 4; i++)
		put(out, 1000, 4);
	put(out, 0, 12);
	if (letters > 0) {
		put_wide(out, program);
		put(out, 0, 4);
	}
	emf_end(out, at);
}

/* A font is made under a number and chosen. */
static void
emf_font(struct buf *out, unsigned number, int high, int turn,
    unsigned charset)
{
	size_t at = emf_record(out, 82);

	put(out, number, 4);
	put(out, (uint32_t)-high, 4);
	put(out, 0, 4);
	put(out, (uint32_t)turn, 4);
	put(out, (uint32_t)turn, 4);
	put(out, 400, 4);
	put(out, 0, 3);
	put(out, charset, 1);
	put(out, 0, 4);
	for (int i = 0; i < 64; i++)
		put(out, 0, 1);
	emf_end(out, at);
	EMF_NUMBERS(out, 37, (int32_t)number);
}

/* A text object of 2.2.5 whose text stands at `offset`. */
static void
emf_object(struct buf *out, int x, int y, size_t letters, size_t offset,
    size_t steps, unsigned options)
{
	put(out, (uint32_t)x, 4);
	put(out, (uint32_t)y, 4);
	put(out, letters, 4);
	put(out, offset, 4);
	put(out, options, 4);
	put(out, 0, 8);
	put(out, 0, 8);
	put(out, steps, 4);
}

static void
emf_head_of_text(struct buf *out)
{
	put(out, 0, 8);
	put(out, 0, 8);
	put(out, 1, 4);
	put_real(out, 1);
	put_real(out, 1);
}

/* `wide` bytes of text; each letter 10 wide when `steps` is set. */
static void
emf_text_as(struct buf *out, int x, int y, struct slice bytes, bool wide,
    bool steps, unsigned options)
{
	size_t at = emf_record(out, wide ? 84 : 83);
	size_t letters = wide ? bytes.len / 2 : bytes.len;

	emf_head_of_text(out);
	emf_object(out, x, y, letters, 76, steps ? 76 + (bytes.len + 3) / 4 *
	    4 : 0, options);
	(void)!buf_put(out, bytes);
	emf_end(out, at);
	for (size_t i = 0; steps && i < letters; i++)
		put(out, 10, 4);
	emf_end(out, at);
}

static void
emf_text(struct buf *out, int x, int y, const char *text)
{
	struct buf wide = buf_new(4096);

	put_wide(&wide, text);
	emf_text_as(out, x, y, buf_slice(&wide), true, true, 0);
	buf_free(&wide);
}

static void
emf_eof(struct buf *out)
{
	EMF_NUMBERS(out, 14, 0, 16, 20);
}

/* Drawn from the lower to the upper line. */
static void
lines_put(struct buf *out)
{
	emf_begin(out, "Invented CANYON-PROGRAM");
	emf_font(out, 1, 20, 0, 0);
	emf_text(out, 0, 100, "CANYON-DRAWN second");
	emf_text(out, 0, 50, "CANYON-DRAWN first");
	emf_eof(out);
}

static void
lines(const char *folder)
{
	struct buf out = buf_new(1 << 16), packed = buf_new(1 << 16);
	struct buf cut = buf_new(1 << 16);
	z_stream z = {0};

	lines_put(&out);
	(void)!buf_put(&cut, slice_sub(buf_slice(&out), 0, out.len - 20));
	if (deflateInit2(&z, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) ==
	    Z_OK) {
		z.next_in = out.at;
		z.avail_in = (uInt)out.len;
		z.next_out = buf_reserve(&packed, out.len + 64);
		z.avail_out = (uInt)out.len + 64;
		(void)deflate(&z, Z_FINISH);
		packed.len = z.total_out;
		(void)deflateEnd(&z);
	}
	samples_save(folder, "emf/packed.emz", &packed);
	samples_save(folder, "emf/cut.emf", &cut);
	samples_save(folder, "emf/lines.emf", &out);
}

/* One letter at a time, in no order, under a page that is upside down. */
static void
letters(const char *folder)
{
	static const char text[] = "card 4111111111111111 valid";
	struct buf out = buf_new(1 << 16);
	size_t count = sizeof(text) - 1;

	emf_begin(&out, "");
	EMF_NUMBERS(&out, 17, 8);
	EMF_NUMBERS(&out, 9, 1000, -1000);
	EMF_NUMBERS(&out, 11, 2000, 2000);
	emf_font(&out, 1, 20, 0, 0);
	for (size_t i = 0; i < count; i++) {
		size_t at = i * 7 % count;
		char letter[2] = {text[at], '\0'};

		if (text[at] != ' ')
			emf_text(&out, 10 * (int)at, -300, letter);
	}
	emf_eof(&out);
	samples_save(folder, "emf/letters.emf", &out);
}

static void
charset(const char *folder)
{
	static const char one[] = "CANYON-POLY one", two[] = "CANYON-POLY two";
	static const char cyrillic[] = "CANYON-\306\322";
	struct buf out = buf_new(1 << 16);
	size_t at;

	emf_begin(&out, "");
	emf_font(&out, 1, 20, 0, 204);
	emf_text_as(&out, 0, 50, slice_of(cyrillic), false, true, 0);
	at = emf_record(&out, 108);
	put(&out, 0, 4);
	put(&out, 100, 4);
	put(&out, 14, 4);
	put(&out, 0x300, 4);
	put(&out, 1, 4);
	put_real(&out, 1);
	put_real(&out, 1);
	(void)!buf_text(&out, "CANYON-SMALL \351");
	emf_end(&out, at);
	at = emf_record(&out, 97);
	emf_head_of_text(&out);
	put(&out, 2, 4);
	emf_object(&out, 0, 150, sizeof(one) - 1, 120, 0, 0);
	emf_object(&out, 500, 150, sizeof(two) - 1, 150, 0, 0);
	put_wide(&out, one);
	put_wide(&out, two);
	emf_end(&out, at);
	emf_eof(&out);
	samples_save(folder, "emf/charset.emf", &out);
}

/* A word that runs up the page beside one that does not. */
static void
turned(const char *folder)
{
	struct buf out = buf_new(1 << 16);

	emf_begin(&out, "");
	emf_font(&out, 1, 20, 900, 0);
	emf_text(&out, 300, 500, "CANYON-TURNED");
	emf_text(&out, 300, 365, "word");
	EMF_NUMBERS(&out, 33);
	emf_font(&out, 2, 20, 0, 0);
	EMF_NUMBERS(&out, 22, 2);
	emf_text(&out, 300, 400, "right");
	EMF_NUMBERS(&out, 22, 0);
	emf_text(&out, 200, 400, "left");
	EMF_NUMBERS(&out, 22, 1);
	EMF_NUMBERS(&out, 27, 20, 400);
	emf_text(&out, 999, 999, "CANYON-");
	emf_text(&out, 0, 0, "UPRIGHT");
	EMF_NUMBERS(&out, 34, -1);
	EMF_NUMBERS(&out, 40, 2);
	emf_eof(&out);
	samples_save(folder, "emf/turned.emf", &out);
}

/* A picture may say what cannot be read beside what can. */
static void
glyphs(const char *folder)
{
	struct buf out = buf_new(1 << 16);

	emf_begin(&out, "");
	emf_text(&out, 0, 50, "CANYON-SEEN");
	emf_text_as(&out, 0, 90, slice_bytes("\3\0\7\0\11\0", 6), true, true,
	    0x10);
	emf_eof(&out);
	samples_save(folder, "emf/glyphs.emf", &out);
}

/* ------------------------------------------------------------------ EMF+ */

static size_t
plus_record(struct buf *out, unsigned type, unsigned flags)
{
	size_t at = out->len;

	put(out, type, 2);
	put(out, flags, 2);
	put(out, 0, 8);
	return at;
}

static void
plus_end(struct buf *out, size_t at)
{
	while ((out->len - at) % 4 != 0)
		(void)!buf_byte(out, 0);
	set_32(out, at + 4, out->len - at);
	set_32(out, at + 8, out->len - at - 12);
}

static void
plus_font(struct buf *out)
{
	size_t at = plus_record(out, 0x4008, 0x0600);

	put(out, 0xdbc01002, 4);
	put_real(out, 20);
	put(out, 2, 4);
	put(out, 0, 8);
	put(out, 5, 4);
	put_wide(out, "Arial");
	plus_end(out, at);
}

static void
plus_string(struct buf *out, float x, float y, const char *text)
{
	size_t at = plus_record(out, 0x401c, 0x8000);

	put(out, 0xff000000, 4);
	put(out, 0, 4);
	put(out, strlen(text), 4);
	put_real(out, x);
	put_real(out, y);
	put_real(out, 0);
	put_real(out, 0);
	put_wide(out, text);
	plus_end(out, at);
}

static void
plus_driver(struct buf *out, float x, float y, const char *text)
{
	size_t at = plus_record(out, 0x4036, 0x8000), count = strlen(text);

	put(out, 0xff000000, 4);
	put(out, 1, 4);
	put(out, 0, 4);
	put(out, count, 4);
	put_wide(out, text);
	for (size_t i = 0; i < count; i++) {
		put_real(out, x + 12 * (float)i);
		put_real(out, y);
	}
	plus_end(out, at);
}

static void
comment_begin(struct buf *out, size_t *at)
{
	*at = emf_record(out, 70);
	put(out, 0, 4);
	(void)!buf_text(out, "EMF+");
}

static void
comment_end(struct buf *out, size_t at)
{
	set_32(out, at + 8, out->len - at - 12);
	emf_end(out, at);
}

static void
plus(const char *folder)
{
	struct buf out = buf_new(1 << 16);
	size_t comment, at;

	emf_begin(&out, "");
	comment_begin(&out, &comment);
	plus_font(&out);
	at = plus_record(&out, 0x402d, 0);
	put_real(&out, 0);
	put_real(&out, 200);
	plus_end(&out, at);
	plus_string(&out, 150, 0, "string");
	plus_string(&out, 0, 0, "CANYON-PLUS");
	at = plus_record(&out, 0x402b, 0);
	plus_end(&out, at);
	comment_end(&out, comment);
	comment_begin(&out, &comment);
	plus_driver(&out, 0, 100, "CANYON-DRIVER");
	comment_end(&out, comment);
	emf_eof(&out);
	samples_save(folder, "emf/plus.emf", &out);
}

/* The same said by both kinds of records; a picture within; text behind. */
static void
both(const char *folder)
{
	struct buf out = buf_new(1 << 16), inner = buf_new(1 << 16);
	size_t comment, at;

	emf_begin(&inner, "");
	emf_text(&inner, 0, 50, "CANYON-INNER text");
	emf_eof(&inner);
	emf_begin(&out, "");
	emf_text(&out, 0, 50, "CANYON-BOTH");
	comment_begin(&out, &comment);
	plus_font(&out);
	plus_driver(&out, 0, 50, "CANYON-BOTH");
	at = plus_record(&out, 0x4008, 0x0501);
	put(&out, 0xdbc01002, 4);
	put(&out, 2, 4);
	put(&out, 3, 4);
	put(&out, inner.len, 4);
	(void)!buf_put(&out, buf_slice(&inner));
	plus_end(&out, at);
	comment_end(&out, comment);
	emf_eof(&out);
	(void)!buf_text(&out, behind);
	samples_save(folder, "emf/both.emf", &out);
	buf_free(&inner);
}

/* ------------------------------------------------------------------- WMF */

static void
wmf_begin(struct buf *out, bool placeable)
{
	if (placeable) {
		put(out, 0x9ac6cdd7, 4);
		put(out, 0, 6);
		put(out, 1000, 2);
		put(out, 1000, 2);
		put(out, 96, 2);
		put(out, 0, 6);
	}
	put(out, 1, 2);
	put(out, 9, 2);
	put(out, 0x300, 2);
	put(out, 0, 8);
	put(out, 0, 4);
}

static void
wmf_record(struct buf *out, unsigned type, struct slice data)
{
	put(out, (6 + data.len + 1) / 2, 4);
	put(out, type, 2);
	(void)!buf_put(out, data);
	if (data.len % 2 != 0)
		(void)!buf_byte(out, 0);
}

static void
wmf_numbers(struct buf *out, unsigned type, const int16_t *numbers,
    size_t count)
{
	wmf_record(out, type, slice_bytes(numbers, 2 * count));
}

#define WMF_NUMBERS(out, type, ...) wmf_numbers(out, type, \
	(const int16_t[]){__VA_ARGS__}, \
	sizeof((const int16_t[]){__VA_ARGS__}) / sizeof(int16_t))

/* The font becomes object `number`, the next that is free. */
static void
wmf_font(struct buf *out, int number, unsigned charset)
{
	struct buf data = buf_new(64);

	put(&data, (uint16_t)-20, 2);
	put(&data, 0, 6);
	put(&data, 400, 2);
	put(&data, 0, 3);
	put(&data, charset, 1);
	put(&data, 0, 4);
	(void)!buf_put(&data, slice_bytes("Arial\0", 6));
	wmf_record(out, 0x02fb, buf_slice(&data));
	buf_free(&data);
	WMF_NUMBERS(out, 0x012d, (int16_t)number);
}

static void
wmf_text(struct buf *out, int x, int y, const char *text)
{
	struct buf data = buf_new(4096);
	size_t letters = strlen(text);

	put(&data, letters, 2);
	(void)!buf_text(&data, text);
	if (letters % 2 != 0)
		(void)!buf_byte(&data, 0);
	put(&data, (uint16_t)y, 2);
	put(&data, (uint16_t)x, 2);
	wmf_record(out, 0x0521, buf_slice(&data));
	buf_free(&data);
}

static void
wmf_text_widths(struct buf *out, int x, int y, const char *text)
{
	struct buf data = buf_new(4096);
	size_t letters = strlen(text);

	put(&data, (uint16_t)y, 2);
	put(&data, (uint16_t)x, 2);
	put(&data, letters, 2);
	put(&data, 4, 2);
	put(&data, 0, 8);
	(void)!buf_text(&data, text);
	if (letters % 2 != 0)
		(void)!buf_byte(&data, 0);
	for (size_t i = 0; i < letters; i++)
		put(&data, 10, 2);
	wmf_record(out, 0x0a32, buf_slice(&data));
	buf_free(&data);
}

static void
wmf_eof(struct buf *out)
{
	wmf_record(out, 0, (struct slice){0});
}

static void
wmf_lines(const char *folder)
{
	struct buf out = buf_new(1 << 16), cut = buf_new(1 << 16);

	wmf_begin(&out, false);
	WMF_NUMBERS(&out, 0x020b, 0, 0);
	WMF_NUMBERS(&out, 0x020c, 1000, 1000);
	wmf_font(&out, 0, 0);
	wmf_text(&out, 0, 100, "CANYON-DRAWN second");
	wmf_text_widths(&out, 0, 50, "CANYON-DRAWN first");
	(void)!buf_put(&cut, buf_slice(&out));
	wmf_eof(&out);
	samples_save(folder, "wmf/lines.wmf", &out);
	samples_save(folder, "wmf/cut.wmf", &cut);
	out = buf_new(1 << 16);
	wmf_begin(&out, true);
	wmf_text(&out, 0, 100, "CANYON-PLACED");
	wmf_eof(&out);
	samples_save(folder, "wmf/placeable.wmf", &out);
}

static void
wmf_charset(const char *folder)
{
	struct buf out = buf_new(1 << 16);

	wmf_begin(&out, true);
	WMF_NUMBERS(&out, 0x02fa, 0, 0, 0, 0, 0);
	wmf_font(&out, 1, 204);
	wmf_text(&out, 0, 100, "CANYON-\306\322");
	WMF_NUMBERS(&out, 0x01f0, 0);
	wmf_font(&out, 0, 128);
	wmf_text(&out, 0, 150, "CANYON-\223\372\226\173");
	wmf_eof(&out);
	samples_save(folder, "wmf/charset.wmf", &out);
}

static void
wmf_letters(const char *folder)
{
	static const char text[] = "card 4111111111111111 valid";
	struct buf out = buf_new(1 << 16);
	size_t count = sizeof(text) - 1;

	wmf_begin(&out, true);
	WMF_NUMBERS(&out, 0x0103, 8);
	WMF_NUMBERS(&out, 0x020c, -1000, 1000);
	wmf_font(&out, 0, 0);
	for (size_t i = 0; i < count; i++) {
		size_t at = i * 7 % count;
		char letter[2] = {text[at], '\0'};

		if (text[at] != ' ')
			wmf_text_widths(&out, 10 * (int)at, -300, letter);
	}
	wmf_eof(&out);
	samples_save(folder, "wmf/letters.wmf", &out);
}

/* An EMF in two pieces; text behind the end. */
static void
wmf_within(const char *folder)
{
	struct buf out = buf_new(1 << 16), inner = buf_new(1 << 16);
	size_t half, sent = 0;

	lines_put(&inner);
	half = inner.len / 2;
	wmf_begin(&out, true);
	for (int i = 0; i < 2; i++) {
		struct buf data = buf_new(1 << 16);
		struct slice piece = slice_sub(buf_slice(&inner), sent,
		    i == 0 ? half : inner.len);

		sent += piece.len;
		put(&data, 15, 2);
		put(&data, 34 + piece.len, 2);
		(void)!buf_text(&data, "WMFC");
		put(&data, 1, 4);
		put(&data, 0x10000, 4);
		put(&data, 0, 6);
		put(&data, 2, 4);
		put(&data, piece.len, 4);
		put(&data, inner.len - sent, 4);
		put(&data, inner.len, 4);
		(void)!buf_put(&data, piece);
		wmf_record(&out, 0x0626, buf_slice(&data));
		buf_free(&data);
	}
	wmf_eof(&out);
	(void)!buf_text(&out, behind);
	samples_save(folder, "wmf/within.wmf", &out);
	buf_free(&inner);
}

void
samples_drawing(struct buf *out, const char *text, bool enhanced)
{
	if (enhanced) {
		emf_begin(out, "");
		emf_text(out, 0, 50, text);
		emf_eof(out);
		return;
	}
	wmf_begin(out, false);
	wmf_text(out, 0, 50, text);
	wmf_eof(out);
}

void
samples_metafile(const char *folder)
{
	lines(folder);
	letters(folder);
	charset(folder);
	turned(folder);
	glyphs(folder);
	plus(folder);
	both(folder);
	wmf_lines(folder);
	wmf_charset(folder);
	wmf_letters(folder);
	wmf_within(folder);
}
