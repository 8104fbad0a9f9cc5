/*
 * samples_doc - samples of Word documents of the binary kind ([MS-DOC]).
 */
#include "tool/lockwrite.h"
#include "tool/samples_ole.h"

enum { TEXT_AT = 0x800, FIB_SIZE = 0x800, STORIES = 8 };

struct doc {
	struct buf main, table;
	uint32_t lengths[STORIES];	/* main, notes, headers, ... */
	struct buf pieces;	/* start, end, offset of each */
	uint32_t characters;
};

static struct doc
doc_new(void)
{
	struct doc doc = {.main = buf_new(1 << 20), .table = buf_new(1 << 20),
		.pieces = buf_new(1 << 16)};

	put_16(&doc.main, 0xa5ec);
	put_16(&doc.main, 0xc1);
	put_until(&doc.main, 10);
	put_16(&doc.main, 0x0200);	/* the table is 1Table */
	put_until(&doc.main, TEXT_AT);
	return doc;
}

static void
doc_free(struct doc *doc)
{
	buf_free(&doc->main);
	buf_free(&doc->table);
	buf_free(&doc->pieces);
}

/* Text of one story, as a piece of one or two bytes each. */
static void
doc_text(struct doc *doc, unsigned story, const char *text, bool wide)
{
	uint32_t len = (uint32_t)strlen(text), at;

	if (wide)
		put_until(&doc->main, (doc->main.len + 1) & ~(size_t)1);
	at = (uint32_t)doc->main.len;
	put_32(&doc->pieces, doc->characters);
	doc->characters += len;
	doc->lengths[story] += len;
	put_32(&doc->pieces, doc->characters);
	put_32(&doc->pieces, wide ? at : at * 2 | 0x40000000);
	if (wide)
		put_wide(&doc->main, text);
	else
		(void)!buf_text(&doc->main, text);
}

/* Structure `number` of the list in the header: what is put to the table. */
static void
doc_entry(struct doc *doc, unsigned number, struct slice bytes)
{
	set_32(&doc->main, 0x9a + 8 * number, (uint32_t)doc->table.len);
	set_32(&doc->main, 0x9a + 8 * number + 4, (uint32_t)bytes.len);
	(void)!buf_put(&doc->table, bytes);
}

static void
doc_positions(struct doc *doc, unsigned number, const uint32_t *at,
    size_t count, size_t width)
{
	struct buf table = buf_new(4096);

	for (size_t i = 0; i < count; i++)
		put_32(&table, at[i]);
	put_until(&table, 4 * count + (count - 1) * width);
	doc_entry(doc, number, buf_slice(&table));
	buf_free(&table);
}

static uint32_t
piece_number(const struct doc *doc, size_t at)
{
	const unsigned char *p = doc->pieces.at + at;

	return p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 |
	    (uint32_t)p[3] << 24;
}

/* Lengths of stories and the piece table, in their places. */
static void
doc_finish(struct doc *doc)
{
	static const unsigned char order[STORIES] = {0, 1, 2, 3, 4, 5, 6, 7};
	size_t count = doc->pieces.len / 12;
	struct buf clx = buf_new(4096);

	for (size_t i = 0; i < STORIES; i++)
		set_32(&doc->main, 0x4c + 4 * i, doc->lengths[order[i]]);
	set_32(&doc->main, 0x18, TEXT_AT);
	set_32(&doc->main, 0x1c, (uint32_t)doc->main.len);
	put_8(&clx, 2);
	put_32(&clx, (uint32_t)(4 + 12 * count));
	put_32(&clx, 0);
	for (size_t i = 0; i < count; i++)
		put_32(&clx, piece_number(doc, 12 * i + 4));
	for (size_t i = 0; i < count; i++) {
		put_16(&clx, 0);
		put_32(&clx, piece_number(doc, 12 * i + 8));
		put_16(&clx, 0);
	}
	doc_entry(doc, 33, buf_slice(&clx));
	buf_free(&clx);
	put_until(&doc->main, 4096);
}

static void
doc_save(const char *folder, const char *name, struct doc *doc,
    const struct cfb_file more[3])
{
	struct cfb_file files[8] = {{"WordDocument", {0}}, {"1Table", {0}}};

	doc_finish(doc);
	files[0].bytes = buf_slice(&doc->main);
	files[1].bytes = buf_slice(&doc->table);
	for (size_t i = 0; more != NULL && i < 3 && more[i].path != NULL; i++)
		files[2 + i] = more[i];
	samples_cfb(folder, name, files);
	doc_free(doc);
}

/* ------------------------------------------------------------------ text */

static void
texts(const char *folder)
{
	struct doc doc = doc_new();

	doc_text(&doc, 0, "Report of the HARBOUR-BODY inspection.\r", false);
	doc_text(&doc, 0, "caf\351 \200 and \023 HYPERLINK \"https://"
	    "HARBOUR-FIELD.example\" \024the link\025.\r", false);
	doc_save(folder, "ole/body.doc", &doc, NULL);
	doc = doc_new();
	doc_text(&doc, 0, "A word in HARB", false);
	doc_text(&doc, 0, "OUR-PIE", true);
	doc_text(&doc, 0, "CES of both widths.\r", false);
	doc_save(folder, "ole/pieces.doc", &doc, NULL);
	doc = doc_new();
	doc_text(&doc, 0, "Report of the HARBOUR-BODY inspection.\r", false);
	doc_finish(&doc);
	set_32(&doc.main, 0x9a + 8 * 33, 0x7fffffff);
	samples_cfb(folder, "ole/broken.doc", (const struct cfb_file[]){
	    {"WordDocument", buf_slice(&doc.main)},
	    {"1Table", buf_slice(&doc.table)}, {0}});
	doc_free(&doc);
	doc = doc_new();
	doc_text(&doc, 0, "xxxxxxxxxxxxxxxxxxxxx", false);
	set_16(&doc.main, 10, 0x0300);
	doc_save(folder, "ole/encrypted.doc", &doc, NULL);
}

static void
stories(const char *folder)
{
	static const char *const texts[STORIES] = {"The body.\r",
		"HARBOUR-FOOTNOTE\r\r", "HARBOUR-HEADER\rHARBOUR-FOOTER\r\r",
		"", "HARBOUR-COMMENT\r\r", "HARBOUR-ENDNOTE\r\r",
		"HARBOUR-BOX\r\r", "HARBOUR-HEADER-BOX\r\r"};
	struct doc doc = doc_new();
	struct buf owners = buf_new(256);

	for (unsigned i = 0; i < STORIES; i++)
		if (texts[i][0] != '\0')
			doc_text(&doc, i, texts[i], i % 2 != 0);
	doc_text(&doc, 3, "\r", false);
	doc.lengths[3] = 0;
	doc_positions(&doc, 3, (const uint32_t[]){0, 17, 18}, 3, 0);
	doc_positions(&doc, 11, (const uint32_t[]){0, 0, 0, 0, 0, 0, 0, 0,
	    15, 15, 30, 30, 30, 31}, 14, 0);
	doc_positions(&doc, 5, (const uint32_t[]){0, 16, 17}, 3, 0);
	doc_positions(&doc, 47, (const uint32_t[]){0, 16, 17}, 3, 0);
	doc_positions(&doc, 56, (const uint32_t[]){0, 12, 13}, 3, 22);
	put_16(&owners, 14);
	put_wide(&owners, "HARBOUR-AUTHOR");
	doc_entry(&doc, 36, buf_slice(&owners));
	buf_free(&owners);
	doc_save(folder, "ole/stories.doc", &doc, NULL);
}

/* A page of character properties that hides the bytes from..to. */
static void
hide(struct doc *doc, uint32_t from, uint32_t to, uint32_t end)
{
	static const unsigned char vanish[] = {3, 0x3c, 0x08, 1};
	size_t page = (doc->main.len + 511) / 512 * 512;
	const uint32_t at[] = {TEXT_AT, from, to, end};
	struct buf table = buf_new(64);

	put_until(&doc->main, page);
	for (size_t i = 0; i < 4; i++)
		put_32(&doc->main, at[i]);
	put_8(&doc->main, 0);
	put_8(&doc->main, 100);
	put_8(&doc->main, 0);
	put_until(&doc->main, page + 200);
	(void)!buf_put(&doc->main, slice_bytes(vanish, sizeof(vanish)));
	put_until(&doc->main, page + 511);
	put_8(&doc->main, 3);
	put_32(&table, TEXT_AT);
	put_32(&table, end);
	put_32(&table, (uint32_t)(page / 512));
	doc_entry(doc, 12, buf_slice(&table));
	buf_free(&table);
}

static void
hidden(const char *folder)
{
	static const char text[] =
	    "Card 41111111HARBOUR-HIDDEN11111111 is whole.\r";
	struct doc doc = doc_new();

	doc_text(&doc, 0, text, false);
	hide(&doc, TEXT_AT + 13, TEXT_AT + 27,
	    TEXT_AT + (uint32_t)sizeof(text) - 1);
	doc_save(folder, "ole/hidden.doc", &doc, NULL);
}

static void
properties(const char *folder)
{
	struct buf summary = buf_new(4096), custom = buf_new(4096);
	struct doc doc = doc_new();

	samples_summary(&summary, "HARBOUR-TITLE", "Ada Invented");
	samples_custom(&custom, "HARBOUR-COMPANY", "MSIP_Label_HARBOUR_Name",
	    "HARBOUR-LABEL");
	doc_text(&doc, 0, "The body.\r", false);
	doc_save(folder, "ole/props.doc", &doc, (const struct cfb_file[3]){
	    {"\5SummaryInformation", buf_slice(&summary)},
	    {"\5DocumentSummaryInformation", buf_slice(&custom)}, {0}});
	buf_free(&summary);
	buf_free(&custom);
}

static void
objects(const char *folder)
{
	struct buf package = buf_new(4096), native = buf_new(4096);
	struct buf book = buf_new(1 << 16), data = buf_new(1 << 16);
	struct doc doc = doc_new();

	samples_package(&package, "note.txt",
	    slice_of("A file with HARBOUR-OBJECT in it.\n"));
	put_32(&native, (uint32_t)package.len);
	(void)!buf_put(&native, buf_slice(&package));
	samples_small_book(&book, "HARBOUR-SHEET");
	put_until(&data, 68);
	samples_blip(&data, "HARBOUR-DRAWN in a document", true);
	doc_text(&doc, 0, "The body.\r", false);
	doc_save(folder, "ole/object.doc", &doc, (const struct cfb_file[3]){
	    {"ObjectPool/_1/\1Ole10Native", buf_slice(&native)},
	    {"ObjectPool/_2/Workbook", buf_slice(&book)},
	    {"Data", buf_slice(&data)}});
	buf_free(&data);
	buf_free(&package);
	buf_free(&native);
	buf_free(&book);
}

/* Word 6: no table stream, text of one byte in the language's code page. */
static void
word6_stream(struct buf *main, const char *text)
{
	uint32_t len = (uint32_t)strlen(text);

	put_16(main, 0xa5dc);
	put_16(main, 0x65);
	put_until(main, 6);
	put_16(main, 0x419);
	put_until(main, 0x18);
	put_32(main, 0x300);
	put_32(main, 0x300 + len);
	put_until(main, 0x34);
	put_32(main, len);
	put_until(main, 0x300);
	(void)!buf_text(main, text);
	put_until(main, 4096);
}

static void
word6(const char *folder)
{
	struct buf main = buf_new(1 << 16);

	word6_stream(&main, "HARBOUR-SIX \300 in Cyrillic.\r");
	samples_cfb(folder, "ole/word6.doc", (const struct cfb_file[]){
	    {"WordDocument", buf_slice(&main)}, {0}});
	buf_free(&main);
}

/* The XOR lock, with the word of the locked archives. */
static void
locked(const char *folder)
{
	struct buf main = buf_new(1 << 16);
	struct doc doc = doc_new();

	for (int i = 0; i < 40; i++)
		doc_text(&doc, 0, "Another line before it.\r", false);
	doc_text(&doc, 0, "ORCHARD-LOCKED text\r", false);
	doc_finish(&doc);
	lock_document(&doc.main, &doc.table, "marmalade");
	samples_cfb(folder, "ole/locked-xor.doc", (const struct cfb_file[]){
	    {"WordDocument", buf_slice(&doc.main)},
	    {"1Table", buf_slice(&doc.table)}, {0}});
	doc_free(&doc);
	word6_stream(&main, "Before it. ORCHARD-LOCKED text\r");
	lock_document(&main, NULL, "marmalade");
	samples_cfb(folder, "ole/locked-six.doc", (const struct cfb_file[]){
	    {"WordDocument", buf_slice(&main)}, {0}});
	buf_free(&main);
}

void
samples_doc(const char *folder)
{
	texts(folder);
	stories(folder);
	hidden(folder);
	properties(folder);
	objects(folder);
	word6(folder);
	locked(folder);
}
