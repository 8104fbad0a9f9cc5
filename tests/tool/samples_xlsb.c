/*
 * samples_xlsb - samples of Excel workbooks in binary records ([MS-XLSB]).
 */
#include "tool/cfbwrite.h"
#include "tool/samples.h"
#include "tool/zipwrite.h"

#define XML "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
#define RELATION(id, type, target) "<Relationship Id=\"" id "\" Type=\"http:" \
	"//schemas.openxmlformats.org/officeDocument/2006/relationships/" type \
	"\" Target=\"" target "\"/>"
#define RELATIONS(list) XML "<Relationships xmlns=\"http://schemas." \
	"openxmlformats.org/package/2006/relationships\">" list \
	"</Relationships>"

static const char types[] = XML "<Types xmlns=\"http://schemas.openxmlformats"
    ".org/package/2006/content-types\"><Default Extension=\"bin\" "
    "ContentType=\"application/vnd.ms-excel.sheet.binary.macroEnabled.main\""
    "/><Default Extension=\"dat\" ContentType=\"application/vnd.ms-excel."
    "worksheet\"/><Default Extension=\"rels\" ContentType=\"application/vnd.openxml"
    "formats-package.relationships+xml\"/></Types>";

/* 2.1.4: numbers of seven bits a byte. */
static void
record(struct buf *out, unsigned type, const struct buf *data)
{
	size_t len = data == NULL ? 0 : data->len;

	if (type < 128) {
		put_8(out, type);
	} else {
		put_8(out, (type & 0x7f) | 0x80);
		put_8(out, type >> 7);
	}
	do {
		put_8(out, (unsigned)(len & 0x7f) | (len > 0x7f ? 0x80 : 0));
		len >>= 7;
	} while (len > 0);
	if (data != NULL)
		(void)!buf_put(out, buf_slice(data));
}

static void
record_end(struct buf *out, unsigned type, struct buf *data)
{
	record(out, type, data);
	buf_free(data);
}

static void
put_string(struct buf *out, const char *text)
{
	put_32(out, (uint32_t)strlen(text));
	put_wide(out, text);
}

static struct buf
cell(unsigned column, unsigned style)
{
	struct buf data = buf_new(4096);

	put_32(&data, column);
	put_32(&data, style);
	return data;
}

static void
row(struct buf *out, unsigned number, bool hidden)
{
	struct buf data = buf_new(64);

	put_32(&data, number);
	put_32(&data, 0);
	put_16(&data, 300);
	put_8(&data, 0);
	put_8(&data, hidden ? 0x10 : 0);
	put_8(&data, 0);
	put_32(&data, 0);
	record_end(out, 0, &data);
}

static void
text_cell(struct buf *out, unsigned column, const char *text)
{
	struct buf data = cell(column, 0);

	put_string(&data, text);
	record_end(out, 6, &data);
}

static void
shared_cell(struct buf *out, unsigned column, uint32_t number)
{
	struct buf data = cell(column, 0);

	put_32(&data, number);
	record_end(out, 7, &data);
}

static void
real_cell(struct buf *out, unsigned column, unsigned style, double value)
{
	struct buf data = cell(column, style);
	uint64_t bits;

	memcpy(&bits, &value, sizeof(bits));
	put_32(&data, (uint32_t)bits);
	put_32(&data, (uint32_t)(bits >> 32));
	record_end(out, 5, &data);
}

/* A formula with a text in it; it shows another. */
static void
formula_cell(struct buf *out, unsigned column)
{
	struct buf data = cell(column, 0);

	put_string(&data, "MEADOW-SHOWN");
	put_16(&data, 0);
	put_32(&data, 23);
	put_8(&data, 0x17);
	put_16(&data, 10);
	put_wide(&data, "MEADOW-PTG");
	put_32(&data, 0);
	record_end(out, 8, &data);
}

static void
book_sheet(struct buf *out, unsigned state, unsigned number,
    const char *relation, const char *name)
{
	struct buf data = buf_new(256);

	put_32(&data, state);
	put_32(&data, number);
	put_string(&data, relation);
	put_string(&data, name);
	record_end(out, 156, &data);
}

/* A name that stands for a text. */
static void
book_name(struct buf *out)
{
	struct buf data = buf_new(256);

	put_32(&data, 0);
	put_8(&data, 0);
	put_32(&data, UINT32_MAX);
	put_string(&data, "Key");
	put_32(&data, 25);
	put_8(&data, 0x17);
	put_16(&data, 11);
	put_wide(&data, "MEADOW-NAME");
	put_32(&data, 0);
	put_32(&data, UINT32_MAX);
	record_end(out, 39, &data);
}

static void
write_book(struct buf *out)
{
	record(out, 131, NULL);
	record(out, 143, NULL);
	book_sheet(out, 0, 1, "rId1", "Payroll");
	book_sheet(out, 2, 2, "rId2", "Hidden away");
	record(out, 144, NULL);
	book_name(out);
	record(out, 132, NULL);
}

static void
write_strings(struct buf *out)
{
	static const char *const texts[] = {"Employee", "MEADOW-SHARED <&>",
		"Card number", "MEADOW-UNUSED"};
	struct buf data = buf_new(64);

	put_32(&data, 3);
	put_32(&data, 4);
	record_end(out, 159, &data);
	for (size_t i = 0; i < 4; i++) {
		data = buf_new(256);
		put_8(&data, 0);
		put_string(&data, texts[i]);
		record_end(out, 19, &data);
	}
	record(out, 160, NULL);
}

/* One format with a mask, and the styles of cells that use it. */
static void
write_styles(struct buf *out)
{
	struct buf data = buf_new(256);

	record(out, 278, NULL);
	put_16(&data, 164);
	put_string(&data, "000\\-00\\-0000");
	record_end(out, 44, &data);
	record(out, 617, NULL);
	for (unsigned i = 0; i < 3; i++) {
		data = buf_new(64);
		put_16(&data, 0);
		put_16(&data, i == 0 ? 0 : i == 1 ? 164 : 14);
		put_until(&data, 16);
		record_end(out, 47, &data);
	}
	record(out, 618, NULL);
	record(out, 279, NULL);
}

static void
write_page(struct buf *out)
{
	struct buf data = buf_new(512);

	put_16(&data, 0);
	put_string(&data, "MEADOW-PAGE of it");
	for (unsigned i = 0; i < 5; i++)
		put_32(&data, UINT32_MAX);
	record_end(out, 479, &data);
}

static void
write_first(struct buf *out)
{
	struct buf rk;

	record(out, 129, NULL);
	record(out, 145, NULL);
	row(out, 0, false);
	shared_cell(out, 0, 0);
	text_cell(out, 1, "SSN");
	shared_cell(out, 2, 2);
	row(out, 1, false);
	shared_cell(out, 0, 1);
	real_cell(out, 1, 1, 78051120);
	real_cell(out, 2, 0, 4111111111111111.0);
	row(out, 2, true);
	text_cell(out, 0, "MEADOW-HIDDEN-ROW");
	real_cell(out, 1, 2, 46347);
	rk = cell(2, 0);
	put_32(&rk, 123456u << 2 | 3);
	record_end(out, 2, &rk);
	formula_cell(out, 3);
	record(out, 146, NULL);
	write_page(out);
	record(out, 130, NULL);
}

/* 2.4.351: flags, one range, four texts, then a list as a formula. */
static void
write_validation(struct buf *out)
{
	struct buf data = buf_new(512);

	put_32(&data, 3);
	put_32(&data, 1);
	put_until(&data, 24);
	for (unsigned i = 0; i < 4; i++)
		put_32(&data, UINT32_MAX);
	put_32(&data, 29);
	put_8(&data, 0x17);
	put_16(&data, 13);
	put_wide(&data, "MEADOW-CHOICE");
	put_32(&data, 0);
	record_end(out, 64, &data);
}

/* A record of another version before the first, and one that has words. */
static void
write_other(struct buf *out)
{
	struct buf data = buf_new(256);

	put_32(&data, 0);
	record_end(out, 35, &data);
	write_first(out);
	out->len -= 3;		/* the end of the sheet */
	write_validation(out);
	data = buf_new(256);
	put_16(&data, 9);
	put_string(&data, "MEADOW-CONDITION of it");
	record_end(out, 463, &data);
	record(out, 130, NULL);
}

static void
write_second(struct buf *out)
{
	record(out, 129, NULL);
	record(out, 145, NULL);
	row(out, 0, false);
	text_cell(out, 0, "MEADOW-HIDDEN-SHEET");
	record(out, 146, NULL);
	record(out, 130, NULL);
}

static void
write_comments(struct buf *out)
{
	struct buf data = buf_new(256);

	record(out, 628, NULL);
	record(out, 630, NULL);
	put_string(&data, "Ada Invented");
	record_end(out, 632, &data);
	record(out, 631, NULL);
	record(out, 633, NULL);
	data = buf_new(256);
	put_32(&data, 0);
	put_32(&data, 6);
	put_32(&data, 6);
	put_32(&data, 1);
	put_32(&data, 1);
	put_until(&data, 36);
	record_end(out, 635, &data);
	data = buf_new(256);
	put_8(&data, 0);
	put_string(&data, "MEADOW-COMMENT on it");
	record_end(out, 637, &data);
	record(out, 636, NULL);
	record(out, 634, NULL);
	record(out, 629, NULL);
}

/* A table's columns: nobody's part, but it has words. */
static void
write_table(struct buf *out)
{
	struct buf data = buf_new(256);

	put_32(&data, 7);
	put_string(&data, "MEADOW-TABLE column");
	record_end(out, 343, &data);
	record(out, 344, NULL);
}

enum { BOOK, FIRST, SECOND, STRINGS, STYLES, COMMENTS, TABLE, OTHER,
	BINARIES };

static const struct {
	const char *name;
	void (*write)(struct buf *out);
} binaries[BINARIES] = {
	[BOOK] = {"xl/workbook.bin", write_book},
	[FIRST] = {"xl/worksheets/sheet1.bin", write_first},
	[SECOND] = {"xl/worksheets/sheet2.bin", write_second},
	[STRINGS] = {"xl/sharedStrings.bin", write_strings},
	[STYLES] = {"xl/styles.bin", write_styles},
	[COMMENTS] = {"xl/comments1.bin", write_comments},
	[TABLE] = {"xl/tables/table1.bin", write_table},
	[OTHER] = {"xl/worksheets/sheet1.dat", write_other},
};

static void
book(const char *folder, const char *name, unsigned wanted, size_t cut)
{
	struct zip_file files[BINARIES + 5] = {
		{.name = "[Content_Types].xml", .bytes = slice_of(types)},
		{.name = "_rels/.rels", .bytes = slice_of(RELATIONS(RELATION(
		    "rId1", "officeDocument", "xl/workbook.bin")))},
		{.name = "xl/_rels/workbook.bin.rels", .bytes = slice_of(
		    RELATIONS(RELATION("rId1", "worksheet",
		    "worksheets/sheet1.bin") RELATION("rId2", "worksheet",
		    "worksheets/sheet2.bin")))},
		{.name = "xl/worksheets/_rels/sheet1.bin.rels", .bytes =
		    slice_of(RELATIONS(RELATION("rId1", "comments",
		    "../comments1.bin")))}};
	struct buf parts[BINARIES], out = buf_new(1 << 20);
	size_t count = 4;

	for (size_t i = 0; i < BINARIES; i++) {
		parts[i] = buf_new(1 << 16);
		if ((wanted >> i & 1) == 0)
			continue;
		binaries[i].write(&parts[i]);
		files[count] = (struct zip_file){.name = binaries[i].name,
			.bytes = slice_sub(buf_slice(&parts[i]), 0,
			i == FIRST ? parts[i].len - cut : SIZE_MAX)};
		count++;
	}
	zip_write(&out, files, NULL);
	samples_save(folder, name, &out);
	for (size_t i = 0; i < BINARIES; i++)
		buf_free(&parts[i]);
}

void
samples_xlsb(const char *folder)
{
	enum { ALL = (1 << OTHER) - 1 };

	book(folder, "xlsx/cells.xlsb", ALL, 0);
	book(folder, "xlsx/nobook.xlsb", ALL & ~(1 << BOOK), 0);
	book(folder, "xlsx/bare.xlsb", 1 << BOOK | 1 << FIRST | 1 << SECOND,
	    0);
	book(folder, "xlsx/tables.xlsb", 1 << BOOK | 1 << FIRST | 1 << TABLE,
	    0);
	book(folder, "xlsx/cut.xlsb", ALL, 30);
	book(folder, "xlsx/other.xlsb", 1 << OTHER, 0);
}
