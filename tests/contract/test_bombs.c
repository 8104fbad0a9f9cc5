/*
 * test_bombs - documents made to exhaust whoever reads them.
 *
 * Each is made here, read with the default limits, and must stop inside the
 * budget with the right cause.  No clock is watched but the job's own deadline:
 * a bomb that runs into it shows the cause `time`, which no test here expects.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "contract/collect.h"
#include "contract/readers.h"
#include "scanner/extract/preload.h"
#include "tool/zipwrite.h"
#include "unit/unit.h"

enum { BOMB_MOST = 1 << 28, WAIT_MS = 240000 };

#define XML "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
#define NS_W "xmlns:w=\"http://schemas.openxmlformats.org/" \
	"wordprocessingml/2006/main\""
#define NS_S "xmlns=\"http://schemas.openxmlformats.org/" \
	"spreadsheetml/2006/main\""
#define TYPES XML "<Types xmlns=\"http://schemas.openxmlformats.org/package/" \
	"2006/content-types\"/>"

/* ---------------------------------------------------------------- helpers */

static void
read_bytes(struct collect *c, struct slice bytes)
{
	collect_begin(c, WAIT_MS);
	collect_message(c, readers, READER_COUNT, bytes, "");
}

/* Within the budget, and with all of these causes. */
static void
check_stop(struct collect *c, cause_set wanted)
{
	cause_set causes = collect_causes(c);

	CHECK_NUMBER(causes & wanted, wanted);
	CHECK_NUMBER(causes & cause_bit(CAUSE_time), 0);
	CHECK(c->unpacked <= c->limits.unpacked_bytes + (1 << 20));
	CHECK(c->text.len <= c->limits.text_part_bytes * 2);
	CHECK(c->part_count <= c->limits.parts);
	collect_end(c);
}

static void
check_bomb(struct buf *bomb, cause_set wanted)
{
	struct collect c;

	CHECK(!bomb->full);
	read_bytes(&c, buf_slice(bomb));
	check_stop(&c, wanted);
	buf_free(bomb);
}

/* An entry that unpacks to `count` zeros. */
static struct zip_file
zeros(const char *name, struct buf *packed, uint64_t count)
{
	zip_deflate_zeros(packed, count);
	return (struct zip_file){.name = name, .bytes = buf_slice(packed),
		.method = 8, .unpacked = count, .crc = 1};
}

/* A package whose part `name` holds these bytes. */
static struct buf
package(const char *name, struct slice content, const char *more_name,
    struct slice more)
{
	struct buf out = buf_new(BOMB_MOST);
	const struct zip_file files[] = {
		{.name = "[Content_Types].xml", .bytes = slice_of(TYPES)},
		{.name = name, .bytes = content},
		{.name = more_name, .bytes = more}, {0}};

	zip_write(&out, files, NULL);
	return out;
}

static struct buf
document(const struct buf *xml)
{
	return package("word/document.xml", buf_slice(xml), NULL,
	    (struct slice){0});
}

/* --------------------------------------------------------------- archives */

static void
one_gibibyte_of_zeros_is_a_ratio(void)
{
	struct buf packed = buf_new(BOMB_MOST), bomb = buf_new(BOMB_MOST);
	const struct zip_file files[] = {zeros("a", &packed, 1u << 30), {0}};

	zip_write(&bomb, files, NULL);
	CHECK(bomb.len < 2 << 20);
	check_bomb(&bomb, cause_bit(CAUSE_ratio));
	buf_free(&packed);
}

static void
a_document_of_zeros_is_a_ratio(void)
{
	struct buf packed = buf_new(BOMB_MOST), bomb = buf_new(BOMB_MOST);
	const struct zip_file files[] = {
		{.name = "[Content_Types].xml", .bytes = slice_of(TYPES)},
		zeros("word/document.xml", &packed, 1u << 30), {0}};

	zip_write(&bomb, files, NULL);
	check_bomb(&bomb, cause_bit(CAUSE_ratio));
	buf_free(&packed);
}

/* Ten archives in each archive, five deep: 10^5 times ten megabytes. */
static void
nested_archives_use_up_the_message_budget(void)
{
	struct buf inner = buf_new(BOMB_MOST), outer = buf_new(BOMB_MOST);
	struct buf packed = buf_new(BOMB_MOST);
	struct zip_file files[11] = {zeros("0", &packed, 9 << 20), {0}};

	zip_write(&inner, files, NULL);
	for (int level = 0; level < 5; level++) {
		for (int i = 0; i < 10; i++)
			files[i] = (struct zip_file){.name = "again.zip",
				.bytes = buf_slice(&inner)};
		buf_clear(&outer);
		zip_write(&outer, files, NULL);
		buf_clear(&inner);
		(void)!buf_put(&inner, buf_slice(&outer));
		if (level == 2)
			break;
	}
	buf_free(&inner);
	buf_free(&packed);
	check_bomb(&outer, cause_bit(CAUSE_too_big));
}

static void
a_chain_of_forty_archives_is_too_deep(void)
{
	struct buf inner = buf_new(BOMB_MOST), outer = buf_new(BOMB_MOST);
	struct zip_file files[2] = {{.name = "a", .bytes = slice_of("end")},
		{0}};

	for (int i = 0; i < 40; i++) {
		buf_clear(&outer);
		zip_write(&outer, files, NULL);
		buf_clear(&inner);
		(void)!buf_put(&inner, buf_slice(&outer));
		files[0].bytes = buf_slice(&inner);
	}
	check_bomb(&outer, cause_bit(CAUSE_too_deep));
	buf_free(&inner);
}

static void
three_hundred_thousand_entries_are_too_many(void)
{
	struct zip_file *files = calloc(300001, sizeof(*files));
	struct buf bomb = buf_new(BOMB_MOST);

	CHECK_FATAL(files != NULL);
	for (int i = 0; i < 300000; i++)
		files[i].name = "entry";
	zip_write(&bomb, files, NULL);
	free(files);
	check_bomb(&bomb, cause_bit(CAUSE_too_many));
}

/* Many directory entries that share the bytes of one. */
static void
entries_that_share_bytes_are_ambiguous_and_a_ratio(void)
{
	struct buf packed = buf_new(BOMB_MOST), one = buf_new(BOMB_MOST);
	struct buf bomb = buf_new(BOMB_MOST);
	const struct zip_file files[] = {zeros("a", &packed, 200 << 20), {0}};
	struct slice local, central, end;
	unsigned char tail[22];
	uint32_t size;

	zip_write(&one, files, NULL);
	local = slice_sub(buf_slice(&one), 0, 31 + packed.len);
	central = slice_sub(buf_slice(&one), local.len, one.len - 22);
	end = slice_sub(buf_slice(&one), one.len - 22, one.len);
	(void)!buf_put(&bomb, local);
	for (int i = 0; i < 5000; i++)
		(void)!buf_put(&bomb, central);
	memcpy(tail, end.at, sizeof(tail));
	size = (uint32_t)(5000 * central.len);
	for (int i = 0; i < 4; i++)
		tail[12 + i] = (unsigned char)(size >> (8 * i));
	tail[8] = tail[10] = 5000 & 0xff;
	tail[9] = tail[11] = 5000 >> 8;
	(void)!buf_put(&bomb, slice_bytes(tail, sizeof(tail)));
	buf_free(&packed);
	buf_free(&one);
	check_bomb(&bomb, cause_bit(CAUSE_ratio) | cause_bit(CAUSE_ambiguous));
}

/* -------------------------------------------------------------------- XML */

static void
a_billion_laughs_stop_at_the_first(void)
{
	struct buf xml = buf_new(BOMB_MOST), bomb;

	(void)!buf_text(&xml, XML "<!DOCTYPE d [<!ENTITY a \"ha\">");
	for (char c = 'b'; c < 'l'; c++) {
		(void)!buf_printf(&xml, "<!ENTITY %c \"", c);
		for (int i = 0; i < 10; i++)
			(void)!buf_printf(&xml, "&%c;", c - 1);
		(void)!buf_text(&xml, "\">");
	}
	(void)!buf_text(&xml, "]><w:document " NS_W "><w:p><w:r><w:t>&k;"
	    "</w:t></w:r></w:p></w:document>");
	bomb = document(&xml);
	buf_free(&xml);
	check_bomb(&bomb, cause_bit(CAUSE_ambiguous));
}

static void
one_long_entity_used_often_stops_at_once(void)
{
	struct buf xml = buf_new(BOMB_MOST), bomb;

	(void)!buf_text(&xml, XML "<!DOCTYPE d [<!ENTITY a \"");
	for (int i = 0; i < 100000; i++)
		(void)!buf_byte(&xml, 'a');
	(void)!buf_text(&xml, "\">]><w:document " NS_W "><w:p><w:r><w:t>");
	for (int i = 0; i < 50000; i++)
		(void)!buf_text(&xml, "&a;");
	(void)!buf_text(&xml, "</w:t></w:r></w:p></w:document>");
	bomb = document(&xml);
	buf_free(&xml);
	check_bomb(&bomb, cause_bit(CAUSE_ambiguous));
}

static void
a_million_nested_elements_are_too_deep(void)
{
	struct buf xml = buf_new(BOMB_MOST), bomb;

	(void)!buf_text(&xml, XML "<w:document " NS_W ">");
	for (int i = 0; i < 1000000; i++)
		(void)!buf_text(&xml, "<w:p>");
	bomb = document(&xml);
	buf_free(&xml);
	check_bomb(&bomb, cause_bit(CAUSE_too_deep));
}

static void
a_million_attributes_are_too_many(void)
{
	struct buf xml = buf_new(BOMB_MOST), bomb;

	(void)!buf_text(&xml, XML "<w:document " NS_W "><w:p");
	for (int i = 0; i < 1000000; i++)
		(void)!buf_printf(&xml, " a%d=\"\"", i);
	(void)!buf_text(&xml, "/></w:document>");
	bomb = document(&xml);
	buf_free(&xml);
	check_bomb(&bomb, cause_bit(CAUSE_too_many));
}

/* The same in UTF-16, where a look at bytes would not see it. */
static void
many_attributes_in_utf_16_are_too_many(void)
{
	struct buf xml = buf_new(BOMB_MOST), wide = buf_new(BOMB_MOST), bomb;

	(void)!buf_text(&xml, "<w:document " NS_W "><w:p");
	for (int i = 0; i < 200000; i++)
		(void)!buf_printf(&xml, " a%d=\"\"", i);
	(void)!buf_text(&xml, "/></w:document>");
	(void)!buf_put(&wide, slice_bytes("\xff\xfe", 2));
	for (size_t i = 0; i < xml.len; i++) {
		(void)!buf_byte(&wide, xml.at[i]);
		(void)!buf_byte(&wide, 0);
	}
	bomb = document(&wide);
	buf_free(&xml);
	buf_free(&wide);
	check_bomb(&bomb, cause_bit(CAUSE_too_many));
}

/* The library cuts such a value off in silence. */
static void
a_huge_attribute_is_not_cut_off_in_silence(void)
{
	struct buf xml = buf_new(BOMB_MOST), bomb;
	struct collect c;

	(void)!buf_text(&xml, XML "<w:document " NS_W "><w:p w:a=\"");
	for (int i = 0; i < 20000000; i++)
		(void)!buf_byte(&xml, 'a');
	(void)!buf_text(&xml, "\"/><w:p><w:r><w:t>BEHIND-IT</w:t></w:r></w:p>"
	    "</w:document>");
	bomb = document(&xml);
	buf_free(&xml);
	read_bytes(&c, buf_slice(&bomb));
	CHECK(collect_has(&c, "BEHIND-IT", NULL, NULL));
	check_stop(&c, cause_bit(CAUSE_too_big));
	buf_free(&bomb);
}

/* 100 KB of cells that all name one string of 100 KB: 2 GB of text. */
static void
shared_strings_repeat_only_within_budget(void)
{
	struct buf sheet = buf_new(BOMB_MOST), strings = buf_new(BOMB_MOST);
	struct buf bomb;
	struct collect c;

	(void)!buf_text(&strings, XML "<sst " NS_S "><si><t>");
	for (int i = 0; i < 100000; i++)
		(void)!buf_byte(&strings, 'a');
	(void)!buf_text(&strings, "</t></si><si><t>ONLY-ONCE</t></si></sst>");
	(void)!buf_text(&sheet, XML "<worksheet " NS_S "><sheetData><row>");
	for (int i = 0; i < 20000; i++)
		(void)!buf_text(&sheet, "<c t=\"s\"><v>0</v></c>");
	(void)!buf_text(&sheet, "<c t=\"s\"><v>1</v></c></row></sheetData>"
	    "</worksheet>");
	bomb = package("xl/worksheets/sheet1.xml", buf_slice(&sheet),
	    "xl/sharedStrings.xml", buf_slice(&strings));
	buf_free(&sheet);
	buf_free(&strings);
	read_bytes(&c, buf_slice(&bomb));
	/* What stood in the file once is given once, however late it comes. */
	CHECK(c.text_given < c.limits.text_part_bytes * 2);
	check_stop(&c, cause_bit(CAUSE_too_big));
	buf_free(&bomb);
}

static void
a_table_of_a_million_cells_stays_a_table(void)
{
	struct buf xml = buf_new(BOMB_MOST), bomb;

	(void)!buf_text(&xml, XML "<w:document " NS_W "><w:tbl><w:tr>");
	for (int i = 0; i < 1000000; i++)
		(void)!buf_text(&xml, "<w:tc/>");
	(void)!buf_text(&xml, "</w:tr></w:tbl></w:document>");
	bomb = document(&xml);
	buf_free(&xml);
	check_bomb(&bomb, 0);
}

/* -------------------------------------------------------------------- PDF */

#ifdef OUTMARK_WITH_POPPLER
static void
five_thousand_pages_are_too_many(void)
{
	struct buf bomb = buf_new(BOMB_MOST);

	(void)!buf_text(&bomb, "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>"
	    "endobj\n2 0 obj<</Type/Pages/Count 5000/Kids[");
	for (int i = 0; i < 5000; i++)
		(void)!buf_printf(&bomb, "%d 0 R ", i + 3);
	(void)!buf_text(&bomb, "]>>endobj\n");
	for (int i = 0; i < 5000; i++)
		(void)!buf_printf(&bomb, "%d 0 obj<</Type/Page/Parent 2 0 R"
		    "/MediaBox[0 0 9 9]>>endobj\n", i + 3);
	(void)!buf_text(&bomb, "trailer<</Root 1 0 R>>\n%%EOF\n");
	check_bomb(&bomb, cause_bit(CAUSE_too_many));
}
#endif

static void
a_gibibyte_packed_by_gzip_is_a_ratio(void)
{
	struct buf bomb = buf_new(BOMB_MOST);

	(void)!buf_put(&bomb, slice_bytes("\x1f\x8b\x08\0\0\0\0\0\0\3",
	    10));
	zip_deflate_zeros(&bomb, (uint64_t)1 << 30);
	check_bomb(&bomb, cause_bit(CAUSE_ratio));
}

static const struct unit_test tests[] = {
	UNIT(one_gibibyte_of_zeros_is_a_ratio),
	UNIT(a_gibibyte_packed_by_gzip_is_a_ratio),
	UNIT(a_document_of_zeros_is_a_ratio),
	UNIT(nested_archives_use_up_the_message_budget),
	UNIT(a_chain_of_forty_archives_is_too_deep),
	UNIT(three_hundred_thousand_entries_are_too_many),
	UNIT(entries_that_share_bytes_are_ambiguous_and_a_ratio),
	UNIT(a_billion_laughs_stop_at_the_first),
	UNIT(one_long_entity_used_often_stops_at_once),
	UNIT(a_million_nested_elements_are_too_deep),
	UNIT(a_million_attributes_are_too_many),
	UNIT(many_attributes_in_utf_16_are_too_many),
	UNIT(a_huge_attribute_is_not_cut_off_in_silence),
	UNIT(shared_strings_repeat_only_within_budget),
	UNIT(a_table_of_a_million_cells_stays_a_table),
#ifdef OUTMARK_WITH_POPPLER
	UNIT(five_thousand_pages_are_too_many),
#endif
	{0},
};

int
main(void)
{
	static struct preload kept;

	preload_documents(&kept);
	return unit_run("bombs", tests);
}
