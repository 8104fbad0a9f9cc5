/*
 * samples_xls - samples of Excel workbooks of the binary kind ([MS-XLS]).
 */
#include "tool/samples_ole.h"

enum { BIFF8 = 0x600, BIFF5 = 0x500, GLOBALS = 5, SHEET = 0x10,
	SHEETS_MOST = 4 };

struct book {
	struct buf out;
	size_t offset_at[SHEETS_MOST];	/* where BOUNDSHEET keeps them */
	unsigned sheets, begun, version;
};

static void
record(struct buf *out, unsigned type, struct slice data)
{
	put_16(out, type);
	put_16(out, (unsigned)data.len);
	(void)!buf_put(out, data);
}

static void
begin(struct buf *out, unsigned version, unsigned kind)
{
	struct buf data = buf_new(64);

	put_16(&data, version);
	put_16(&data, kind);
	put_until(&data, version == BIFF8 ? 16 : 8);
	record(out, 0x809, buf_slice(&data));
	buf_free(&data);
}

static void
end(struct buf *out)
{
	record(out, 0x0a, (struct slice){0});
}

static struct book
book_new(unsigned version)
{
	struct book book = {.out = buf_new(1 << 20), .version = version};

	begin(&book.out, version, GLOBALS);
	return book;
}

/* A text with its length in `width` bytes, marks, one byte each. */
static void
put_text(struct buf *out, unsigned width, const char *text)
{
	if (width == 1)
		put_8(out, (unsigned)strlen(text));
	else
		put_16(out, (unsigned)strlen(text));
	put_8(out, 0);
	(void)!buf_text(out, text);
}

static void
book_sheet(struct book *book, const char *name, bool hidden)
{
	struct buf data = buf_new(256);

	book->offset_at[book->sheets++] = book->out.len + 4;
	put_32(&data, 0);
	put_8(&data, hidden);
	put_8(&data, 0);
	if (book->version == BIFF8) {
		put_text(&data, 1, name);
	} else {
		put_8(&data, (unsigned)strlen(name));
		(void)!buf_text(&data, name);
	}
	record(&book->out, 0x85, buf_slice(&data));
	buf_free(&data);
}

static void
book_strings(struct book *book, const char *const *texts, unsigned count)
{
	struct buf data = buf_new(4096);

	put_32(&data, count);
	put_32(&data, count);
	for (unsigned i = 0; i < count; i++)
		put_text(&data, 2, texts[i]);
	record(&book->out, 0xfc, buf_slice(&data));
	buf_free(&data);
}

/* The next sheet begins; the first one ends the globals. */
static void
sheet_begin(struct book *book)
{
	if (book->begun == 0)
		end(&book->out);
	set_32(&book->out, book->offset_at[book->begun++],
	    (uint32_t)book->out.len);
	begin(&book->out, book->version, SHEET);
}

static struct buf
cell(unsigned row, unsigned column, unsigned format)
{
	struct buf data = buf_new(4096);

	put_16(&data, row);
	put_16(&data, column);
	put_16(&data, format);
	return data;
}

static void
cell_end(struct book *book, unsigned type, struct buf *data)
{
	record(&book->out, type, buf_slice(data));
	buf_free(data);
}

static void
cell_shared(struct book *book, unsigned row, unsigned column, uint32_t which)
{
	struct buf data = cell(row, column, 0);

	put_32(&data, which);
	cell_end(book, 0xfd, &data);
}

static void
cell_label(struct book *book, unsigned type, unsigned row, unsigned column,
    const char *text)
{
	struct buf data = cell(row, column, 0);

	if (book->version == BIFF8) {
		put_text(&data, 2, text);
	} else {
		put_16(&data, (unsigned)strlen(text));
		(void)!buf_text(&data, text);
	}
	cell_end(book, type, &data);
}

static void
put_double(struct buf *out, double value)
{
	uint64_t bits;

	memcpy(&bits, &value, sizeof(bits));
	put_32(out, (uint32_t)bits);
	put_32(out, (uint32_t)(bits >> 32));
}

static void
cell_number(struct book *book, unsigned row, unsigned column,
    unsigned format, double value)
{
	struct buf data = cell(row, column, format);

	put_double(&data, value);
	cell_end(book, 0x203, &data);
}

static void
text_record(struct book *book, unsigned type, const char *text)
{
	struct buf data = buf_new(4096);

	put_text(&data, 2, text);
	record(&book->out, type, buf_slice(&data));
	buf_free(&data);
}

static void
book_save(const char *folder, const char *name, struct book *book)
{
	end(&book->out);
	put_until(&book->out, 4096);
	samples_cfb(folder, name, (const struct cfb_file[]){
	    {book->version == BIFF8 ? "Workbook" : "Book",
	    buf_slice(&book->out)}, {0}});
	buf_free(&book->out);
}

void
samples_small_book(struct buf *out, const char *text)
{
	struct book book = book_new(BIFF8);

	book_sheet(&book, "Inner", false);
	book_strings(&book, &text, 1);
	sheet_begin(&book);
	cell_shared(&book, 0, 0, 0);
	end(&book.out);
	(void)!buf_put(out, buf_slice(&book.out));
	buf_free(&book.out);
}

/* ----------------------------------------------------------------- cells */

/* Cell formats: the first is plain, the second a date. */
static void
book_formats(struct book *book)
{
	struct buf data = buf_new(64);

	put_until(&data, 20);
	record(&book->out, 0xe0, buf_slice(&data));
	set_16(&data, 2, 14);
	record(&book->out, 0xe0, buf_slice(&data));
	buf_free(&data);
}

static void
book_name(struct book *book, const char *name)
{
	struct buf data = buf_new(256);

	put_until(&data, 3);
	put_8(&data, (unsigned)strlen(name));
	put_until(&data, 14);
	put_8(&data, 0);
	(void)!buf_text(&data, name);
	record(&book->out, 0x18, buf_slice(&data));
	buf_free(&data);
}

/* A formula whose result is a text, in the record behind it. */
static void
cell_formula(struct book *book, unsigned row, unsigned column,
    const char *text)
{
	struct buf data = cell(row, column, 0);

	put_16(&data, 0);
	put_32(&data, 0);
	put_16(&data, 0xffff);
	put_until(&data, 22);
	cell_end(book, 0x06, &data);
	text_record(book, 0x207, text);
}

static void
cells(const char *folder)
{
	static const char *const texts[] = {"Label", "Card", "HARBOUR-LABEL"};
	struct book book = book_new(BIFF8);
	struct buf data;

	text_record(&book, 0x5c, "HARBOUR-WRITER");
	book_formats(&book);
	book_sheet(&book, "First", false);
	book_name(&book, "HARBOUR-NAME");
	book_strings(&book, texts, 3);
	sheet_begin(&book);
	text_record(&book, 0x14, "&LHARBOUR-PAGE");
	cell_shared(&book, 0, 0, 0);
	cell_shared(&book, 0, 2, 1);
	cell_shared(&book, 1, 0, 2);
	cell_label(&book, 0xd6, 1, 1, "HARBOUR-RICH");
	cell_number(&book, 1, 2, 0, 4111111111111111.0);
	cell_formula(&book, 1, 3, "HARBOUR-FORMULA");
	data = cell(1, 4, 0);		/* RK, whole; RK, a hundredth */
	put_32(&data, 123456u << 2 | 2);
	cell_end(&book, 0x27e, &data);
	data = buf_new(64);
	put_16(&data, 1), put_16(&data, 5);
	put_16(&data, 0), put_32(&data, 1234u << 2 | 3);
	put_16(&data, 1), put_32(&data, 46347u << 2 | 2);
	put_16(&data, 6);
	record(&book.out, 0xbd, buf_slice(&data));
	buf_free(&data);
	book_save(folder, "ole/cells.xls", &book);
}

/* A string that changes its width where one record ends. */
static void
strings(const char *folder)
{
	struct book book = book_new(BIFF8);
	struct buf data = buf_new(4096);

	book_sheet(&book, "First", false);
	put_32(&data, 2);
	put_32(&data, 2);
	put_16(&data, 33);
	put_8(&data, 0);
	(void)!buf_text(&data, "HARBOUR-SPLIT ");
	record(&book.out, 0xfc, buf_slice(&data));
	buf_clear(&data);
	put_8(&data, 1);
	put_16(&data, 0x416);
	put_wide(&data, " over two records ");
	put_text(&data, 2, "HARBOUR-UNNAMED");
	record(&book.out, 0x3c, buf_slice(&data));
	buf_free(&data);
	sheet_begin(&book);
	cell_shared(&book, 0, 0, 0);
	book_save(folder, "ole/strings.xls", &book);
}

static void
hidden(const char *folder)
{
	struct book book = book_new(BIFF8);
	struct buf data = buf_new(64);

	book_sheet(&book, "Seen", false);
	book_sheet(&book, "Unseen", true);
	sheet_begin(&book);
	put_until(&data, 12);
	put_16(&data, 0x20);
	put_until(&data, 16);
	record(&book.out, 0x208, buf_slice(&data));
	buf_free(&data);
	cell_label(&book, 0x204, 0, 0, "HARBOUR-HIDDEN-ROW");
	end(&book.out);
	sheet_begin(&book);
	cell_label(&book, 0x204, 0, 0, "HARBOUR-HIDDEN-SHEET");
	book_save(folder, "ole/hidden.xls", &book);
}

/* ----------------------------------------------------------------- notes */

static void
box(struct book *book, unsigned object, const char *text)
{
	struct buf data = buf_new(4096);

	put_16(&data, 0x15);
	put_16(&data, 0x12);
	put_16(&data, 0x19);
	put_16(&data, object);
	put_until(&data, 26);
	record(&book->out, 0x5d, buf_slice(&data));
	buf_clear(&data);
	put_until(&data, 10);
	put_16(&data, (unsigned)strlen(text));
	put_until(&data, 18);
	record(&book->out, 0x1b6, buf_slice(&data));
	buf_clear(&data);
	put_8(&data, 0);
	(void)!buf_text(&data, text);
	record(&book->out, 0x3c, buf_slice(&data));
	buf_free(&data);
}

static void
notes(const char *folder)
{
	static const unsigned char url[] = {0xe0, 0xc9, 0xea, 0x79, 0xf9,
		0xba, 0xce, 0x11, 0x8c, 0x82, 0, 0xaa, 0, 0x4b, 0xa9, 0x0b};
	struct book book = book_new(BIFF8);
	struct buf data = buf_new(4096);

	book_sheet(&book, "First", false);
	/* A picture over two records. */
	samples_blip(&data, "HARBOUR-DRAWN on a sheet", true);
	record(&book.out, 0xeb, slice_sub(buf_slice(&data), 0, 100));
	record(&book.out, 0x3c, slice_sub(buf_slice(&data), 100, data.len));
	buf_clear(&data);
	sheet_begin(&book);
	box(&book, 1, "HARBOUR-NOTE");
	box(&book, 2, "HARBOUR-BOX");
	put_16(&data, 6), put_16(&data, 1);
	put_16(&data, 0), put_16(&data, 1);
	put_text(&data, 2, "Ada Invented");
	put_8(&data, 0);
	record(&book.out, 0x1c, buf_slice(&data));
	buf_clear(&data);
	put_until(&data, 24);
	put_32(&data, 2), put_32(&data, 3);
	/* The first two bytes of the moniker's class are looked at. */
	(void)!buf_put(&data, slice_bytes(url, sizeof(url)));
	put_32(&data, 58);
	put_wide(&data, "https://harbour.example/link");
	put_16(&data, 0);
	record(&book.out, 0x1b8, buf_slice(&data));
	buf_free(&data);
	book_save(folder, "ole/notes.xls", &book);
}

/* ------------------------------------------------------- old and crooked */

static void
old(const char *folder)
{
	struct book book = book_new(BIFF5);
	struct buf data = buf_new(64), bare = buf_new(4096);

	put_16(&data, 1251);
	record(&book.out, 0x42, buf_slice(&data));
	book_sheet(&book, "First", false);
	sheet_begin(&book);
	cell_label(&book, 0x204, 0, 0, "HARBOUR-FIVE \306");
	book_save(folder, "ole/five.xls", &book);
	/* Excel 2: no workbook, a sheet alone. */
	record(&bare, 0x09, slice_bytes("\2\0\x10\0", 4));
	buf_clear(&data);
	put_16(&data, 2), put_16(&data, 1);
	put_until(&data, 7);
	put_8(&data, 12);
	(void)!buf_text(&data, "HARBOUR-BARE");
	record(&bare, 0x04, buf_slice(&data));
	end(&bare);
	buf_free(&data);
	samples_save(folder, "ole/bare.xls", &bare);
}

static void
crooked(const char *folder)
{
	struct book book = book_new(BIFF8);
	struct buf inner = buf_new(4096), data;

	put_until(&inner, 54);
	record(&book.out, 0x2f, buf_slice(&inner));
	book_save(folder, "ole/encrypted.xls", &book);
	/* A sheet that stands within another record. */
	buf_clear(&inner);
	begin(&inner, BIFF8, SHEET);
	data = cell(0, 0, 0);
	put_text(&data, 2, "HARBOUR-ELSEWHERE");
	record(&inner, 0x204, buf_slice(&data));
	buf_free(&data);
	end(&inner);
	book = book_new(BIFF8);
	book_sheet(&book, "First", false);
	set_32(&book.out, book.offset_at[0], (uint32_t)book.out.len + 4);
	record(&book.out, 0x1234, buf_slice(&inner));
	buf_free(&inner);
	book_save(folder, "ole/elsewhere.xls", &book);
}

void
samples_xls(const char *folder)
{
	cells(folder);
	strings(folder);
	hidden(folder);
	notes(folder);
	old(folder);
	crooked(folder);
}
