/*
 * samples - writes the documents of tests/contract/samples/.
 *
 *	samples FOLDER
 *
 * All text in them is invented.  What is planted where stands in the readers'
 * own tables of samples.  PDF files are written by samples_pdf.c.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/io.h"
#include "tool/samples.h"
#include "tool/zipwrite.h"

#define XML "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
#define OFFICE "http://schemas.openxmlformats.org/officeDocument/2006/"
#define NS_W "xmlns:w=\"http://schemas.openxmlformats.org/" \
	"wordprocessingml/2006/main\" "
#define NS_R "xmlns:r=\"" OFFICE "relationships\" "
#define NS_V "xmlns:v=\"urn:schemas-microsoft-com:vml\" "
#define NS_A "xmlns:a=\"http://schemas.openxmlformats.org/" \
	"drawingml/2006/main\" "
#define NS_P "xmlns:p=\"http://schemas.openxmlformats.org/" \
	"presentationml/2006/main\" "
#define NS_S "xmlns=\"http://schemas.openxmlformats.org/" \
	"spreadsheetml/2006/main\" "
#define NS_MC "xmlns:mc=\"http://schemas.openxmlformats.org/" \
	"markup-compatibility/2006\" "
#define PACKAGE "http://schemas.openxmlformats.org/package/2006/"
#define ALL_W NS_W NS_R NS_V NS_A NS_MC

#define DOCUMENT(body) XML "<w:document " ALL_W "><w:body>" body \
	"</w:body></w:document>"
#define P(runs) "<w:p>" runs "</w:p>"
#define T(text) "<w:r><w:t xml:space=\"preserve\">" text "</w:t></w:r>"
#define RELS(list) XML "<Relationships xmlns=\"" PACKAGE "relationships\">" \
	list "</Relationships>"
#define REL(id, type, target) "<Relationship Id=\"" id "\" Type=\"" OFFICE \
	"relationships/" type "\" Target=\"" target "\"/>"
#define LINK(id, target) "<Relationship Id=\"" id "\" Type=\"" OFFICE \
	"relationships/hyperlink\" Target=\"" target \
	"\" TargetMode=\"External\"/>"
#define TYPES XML "<Types xmlns=\"" PACKAGE "content-types\">" \
	"<Default Extension=\"rels\" ContentType=\"application/" \
	"vnd.openxmlformats-package.relationships+xml\"/>" \
	"<Default Extension=\"xml\" ContentType=\"application/xml\"/>" \
	"<Default Extension=\"zip\" ContentType=\"application/zip\"/>" \
	"</Types>"

struct entry {
	const char *name, *text;
};

static void
save(const char *folder, const char *name, struct buf *bytes)
{
	char path[1024];
	struct err err;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	if (io_replace_file(path, buf_slice(bytes), 0644, &err) != RC_OK) {
		fprintf(stderr, "samples: %s\n", err.text);
		exit(2);
	}
	buf_free(bytes);
}

void
samples_save(const char *folder, const char *name, struct buf *bytes)
{
	save(folder, name, bytes);
}

/* A package: content types, the entry of the main part, then `entries`. */
static void
package(const char *folder, const char *name, const char *main_part,
    const struct entry *entries)
{
	struct zip_file files[32] = {{0}};
	struct buf out = buf_new(1 << 20);
	char rels[1024];
	size_t count = 2;

	snprintf(rels, sizeof(rels),
	    RELS(REL("rId1", "officeDocument", "%s")), main_part);
	files[0] = (struct zip_file){.name = "[Content_Types].xml",
		.bytes = slice_of(TYPES)};
	files[1] = (struct zip_file){.name = "_rels/.rels",
		.bytes = slice_of(rels)};
	for (; entries->name != NULL && count < 31; entries++, count++)
		files[count] = (struct zip_file){.name = entries->name,
			.bytes = slice_of(entries->text)};
	zip_write(&out, files, NULL);
	save(folder, name, &out);
}

/* ------------------------------------------------------------------ docx */

static void
word_texts(const char *folder)
{
	package(folder, "docx/body.docx", "word/document.xml",
	    (const struct entry[]){{"word/document.xml", DOCUMENT(
	    P(T("Report of the HARB") T("OUR-BODY inspection."))
	    P(T("Second paragraph &amp; its end.")))}, {0}});
	package(folder, "docx/headers.docx", "word/document.xml",
	    (const struct entry[]){
	    {"word/document.xml", DOCUMENT(P(T("Plain body.")))},
	    {"word/header1.xml", XML "<w:hdr " ALL_W ">"
	    P(T("HARBOUR-HEADER line"))
	    P("<w:r><w:pict><v:shape id=\"PowerPlusWaterMarkObject1\">"
	    "<v:textpath string=\"HARBOUR-WATERMARK\"/></v:shape></w:pict>"
	    "</w:r>") "</w:hdr>"},
	    {"word/footer1.xml", XML "<w:ftr " ALL_W ">"
	    P(T("HARBOUR-FOOTER line")) "</w:ftr>"}, {0}});
	package(folder, "docx/notes.docx", "word/document.xml",
	    (const struct entry[]){
	    {"word/document.xml", DOCUMENT(P(T("Body with notes.")
	    "<w:r><w:footnoteReference w:id=\"2\"/></w:r>"))},
	    {"word/footnotes.xml", XML "<w:footnotes " ALL_W ">"
	    "<w:footnote w:type=\"separator\" w:id=\"0\">" P("")
	    "</w:footnote><w:footnote w:id=\"2\">" P(T("HARBOUR-FOOTNOTE"))
	    "</w:footnote></w:footnotes>"},
	    {"word/endnotes.xml", XML "<w:endnotes " ALL_W ">"
	    "<w:endnote w:id=\"2\">" P(T("HARBOUR-ENDNOTE"))
	    "</w:endnote></w:endnotes>"},
	    {"word/comments.xml", XML "<w:comments " ALL_W ">"
	    "<w:comment w:id=\"0\" w:author=\"Ada Invented\">"
	    P(T("HARBOUR-COMMENT")) "</w:comment></w:comments>"}, {0}});
}

static void
word_structure(const char *folder)
{
	package(folder, "docx/changes.docx", "word/document.xml",
	    (const struct entry[]){{"word/document.xml", DOCUMENT(
	    P(T("Kept ") "<w:del w:id=\"1\"><w:r><w:delText>HARBOUR-DELETED"
	    "</w:delText></w:r></w:del><w:ins w:id=\"2\">"
	    T("HARBOUR-INSERTED") "</w:ins>" T(" end."))
	    P(T("Seen ") "<w:r><w:rPr><w:vanish/></w:rPr><w:t>"
	    "HARBOUR-VANISHED</w:t></w:r>" T(" too."))
	    P(T("Card 41111111") "<w:r><w:fldChar w:fldCharType=\"begin\"/>"
	    "</w:r><w:r><w:instrText>HARBOUR-FIELD</w:instrText></w:r>"
	    "<w:del w:id=\"3\"><w:r><w:delText>x</w:delText></w:r></w:del>"
	    T("11111111") T(".")))}, {0}});
	package(folder, "docx/tables.docx", "word/document.xml",
	    (const struct entry[]){{"word/document.xml", DOCUMENT(
	    "<w:tbl><w:tr><w:tc>" P(T("Name")) "</w:tc><w:tc>"
	    P(T("Harbour dues")) "</w:tc></w:tr><w:tr><w:tc>"
	    P(T("First")) "</w:tc><w:tc>" P(T("HARBOUR-CELL"))
	    "</w:tc></w:tr></w:tbl>"
	    P("<w:r><mc:AlternateContent><mc:Choice Requires=\"wps\">"
	    "<w:txbxContent>" P(T("HARBOUR-BOX")) "</w:txbxContent>"
	    "</mc:Choice><mc:Fallback><w:pict><w:txbxContent>"
	    P(T("HARBOUR-BOX")) "</w:txbxContent></w:pict></mc:Fallback>"
	    "</mc:AlternateContent></w:r>" T("Around the box.")))}, {0}});
}

static void
word_properties(const char *folder)
{
	package(folder, "docx/props.docx", "word/document.xml",
	    (const struct entry[]){
	    {"word/document.xml", DOCUMENT(P(T("Body.")))},
	    {"word/settings.xml", XML "<w:settings " ALL_W "><w:docVars>"
	    "<w:docVar w:name=\"berth\" w:val=\"HARBOUR-DOCVAR\"/>"
	    "</w:docVars></w:settings>"},
	    {"docProps/core.xml", XML "<cp:coreProperties xmlns:cp=\"" PACKAGE
	    "metadata/core-properties\" "
	    "xmlns:dc=\"http://purl.org/dc/elements/1.1/\">"
	    "<dc:title>HARBOUR-TITLE</dc:title></cp:coreProperties>"},
	    {"docProps/custom.xml", XML "<Properties xmlns=\"" OFFICE
	    "custom-properties\" xmlns:vt=\"" OFFICE "docPropsVTypes\">"
	    "<property fmtid=\"{D5CDD505-2E9C-101B-9397-08002B2CF9AE}\" "
	    "pid=\"2\" name=\"MSIP_Label_11111111-2222-3333-4444-"
	    "555555555555_Name\"><vt:lpwstr>HARBOUR-LABEL</vt:lpwstr>"
	    "</property></Properties>"},
	    {"docMetadata/LabelInfo.xml", XML "<clbl:labelList xmlns:clbl="
	    "\"http://schemas.microsoft.com/office/2020/mipLabelMetadata\">"
	    "<clbl:label id=\"{11111111-2222-3333-4444-555555555555}\" "
	    "enabled=\"1\" method=\"Privileged\" contentBits=\"0\" "
	    "removed=\"0\"/></clbl:labelList>"},
	    {"customXml/item1.xml", XML "<berths xmlns=\"urn:invented\">"
	    "<berth>HARBOUR-CUSTOM-XML</berth></berths>"}, {0}});
}

static void
word_embedded(const char *folder)
{
	static const struct zip_file inner[] = {{.name = "inner.txt",
		.bytes = {(const unsigned char *)"ORCHARD-EMBEDDED", 16}},
		{0}};
	struct buf zip = buf_new(1 << 16), out = buf_new(1 << 20);
	struct zip_file files[] = {
		{.name = "[Content_Types].xml", .bytes = slice_of(TYPES)},
		{.name = "_rels/.rels", .bytes = slice_of(RELS(REL("rId1",
		    "officeDocument", "word/document.xml")))},
		{.name = "word/document.xml", .bytes = slice_of(DOCUMENT(
		    P(T("Body with a file in it."))))},
		{.name = "word/_rels/document.xml.rels", .bytes = slice_of(
		    RELS(LINK("rId9", "https://harbour.example/link?a=1"
		    "&amp;b=2")))},
		{.name = "word/embeddings/inner.zip"}, {0}};

	zip_write(&zip, inner, NULL);
	files[4].bytes = buf_slice(&zip);
	zip_write(&out, files, NULL);
	save(folder, "docx/embedded.docx", &out);
	buf_free(&zip);
}

static void
word_macro(const char *folder)
{
	package(folder, "docx/macro.docm", "word/document.xml",
	    (const struct entry[]){
	    {"word/document.xml", DOCUMENT(P(T("HARBOUR-MACRO-BODY")))},
	    {"word/vbaProject.bin", "stands for a macro project"}, {0}});
}

static void
word_hostile(const char *folder)
{
	package(folder, "docx/dtd.docx", "word/document.xml",
	    (const struct entry[]){{"word/document.xml",
	    "<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY a \"b\">]>"
	    "<w:document " ALL_W "><w:body>" P(T("HARBOUR-BEHIND-DTD"))
	    "</w:body></w:document>"}, {0}});
	package(folder, "docx/broken.docx", "word/document.xml",
	    (const struct entry[]){{"word/document.xml", DOCUMENT(
	    P(T("HARBOUR-BEFORE")) "</w:wrong>" P(T("HARBOUR-BEHIND")))},
	    {0}});
}

/* ------------------------------------------------------------------ xlsx */

#define SHEET(rows) XML "<worksheet " NS_S NS_R "><sheetData>" rows \
	"</sheetData></worksheet>"
#define WORKBOOK(sheets, more) XML "<workbook " NS_S NS_R "><sheets>" \
	sheets "</sheets>" more "</workbook>"
#define STRING(ref, number) "<c r=\"" ref "\" t=\"s\"><v>" number "</v></c>"
#define INLINE(ref, text) "<c r=\"" ref "\" t=\"inlineStr\"><is><t>" text \
	"</t></is></c>"
#define NUMBER(ref, value) "<c r=\"" ref "\"><v>" value "</v></c>"
#define STYLED(ref, style, value) "<c r=\"" ref "\" s=\"" style "\"><v>" \
	value "</v></c>"
#define ONE_SHEET "<sheet name=\"Payroll\" sheetId=\"1\" r:id=\"rId1\"/>"
#define BOOK_RELS {"xl/_rels/workbook.xml.rels", RELS( \
	REL("rId1", "worksheet", "worksheets/sheet1.xml") \
	REL("rId2", "worksheet", "worksheets/sheet2.xml"))}

static void
sheet_cells(const char *folder)
{
	package(folder, "xlsx/cells.xlsx", "xl/workbook.xml",
	    (const struct entry[]){
	    {"xl/workbook.xml", WORKBOOK(ONE_SHEET, "")}, BOOK_RELS,
	    {"xl/sharedStrings.xml", XML "<sst " NS_S ">"
	    "<si><t>Employee</t></si><si><r><t>MEADOW-</t></r><r><t>SHARED"
	    "</t></r></si><si><t>Card number</t></si>"
	    "<si><t>MEADOW-UNUSED</t></si></sst>"},
	    {"xl/worksheets/sheet1.xml", SHEET("<row r=\"1\">"
	    STRING("A1", "0") INLINE("B1", "Remark") STRING("C1", "2")
	    "</row><row r=\"2\">" STRING("A2", "1")
	    NUMBER("C2", "4111111111111111") "</row><row r=\"3\">"
	    INLINE("B3", "MEADOW-INLINE")
	    NUMBER("C3", "4.11111111111111E+15") "</row>")}, {0}});
	package(folder, "xlsx/formats.xlsx", "xl/workbook.xml",
	    (const struct entry[]){
	    {"xl/workbook.xml", WORKBOOK(ONE_SHEET, "")}, BOOK_RELS,
	    {"xl/styles.xml", XML "<styleSheet " NS_S "><numFmts count=\"1\">"
	    "<numFmt numFmtId=\"164\" formatCode=\"000\\-00\\-0000\"/>"
	    "</numFmts><cellXfs count=\"3\"><xf numFmtId=\"0\"/>"
	    "<xf numFmtId=\"164\"/><xf numFmtId=\"14\"/></cellXfs>"
	    "</styleSheet>"},
	    {"xl/worksheets/sheet1.xml", SHEET("<row r=\"1\">"
	    INLINE("A1", "SSN") INLINE("B1", "Born") "</row><row r=\"2\">"
	    STYLED("A2", "1", "78051120") STYLED("B2", "2", "46347")
	    "</row>")}, {0}});
}

static void
sheet_hidden(const char *folder)
{
	package(folder, "xlsx/hidden.xlsx", "xl/workbook.xml",
	    (const struct entry[]){
	    {"xl/workbook.xml", WORKBOOK(ONE_SHEET "<sheet name=\"Secret\" "
	    "sheetId=\"2\" state=\"veryHidden\" r:id=\"rId2\"/>", "")},
	    BOOK_RELS,
	    {"xl/worksheets/sheet1.xml", SHEET("<row r=\"1\">"
	    INLINE("A1", "Open") "</row><row r=\"2\" hidden=\"1\">"
	    INLINE("A2", "MEADOW-HIDDEN-ROW") "</row>")},
	    {"xl/worksheets/sheet2.xml", SHEET("<row r=\"1\">"
	    INLINE("A1", "MEADOW-HIDDEN-SHEET") "</row>")}, {0}});
}

static void
sheet_attached(const char *folder)
{
	package(folder, "xlsx/comments.xlsx", "xl/workbook.xml",
	    (const struct entry[]){
	    {"xl/workbook.xml", WORKBOOK(ONE_SHEET, "")}, BOOK_RELS,
	    {"xl/worksheets/sheet1.xml", SHEET("<row r=\"2\">"
	    INLINE("B2", "Noted") "</row>")},
	    {"xl/worksheets/_rels/sheet1.xml.rels", RELS(REL("rId1",
	    "comments", "../comments1.xml"))},
	    {"xl/comments1.xml", XML "<comments " NS_S "><authors><author>"
	    "Ada Invented</author></authors><commentList>"
	    "<comment ref=\"B2\" authorId=\"0\"><text><r><t>MEADOW-"
	    "</t></r><r><t>COMMENT</t></r></text></comment></commentList>"
	    "</comments>"}, {0}});
	package(folder, "xlsx/names.xlsx", "xl/workbook.xml",
	    (const struct entry[]){
	    {"xl/workbook.xml", WORKBOOK(ONE_SHEET, "<definedNames>"
	    "<definedName name=\"Key\">\"MEADOW-NAME\"</definedName>"
	    "</definedNames>")}, BOOK_RELS,
	    {"xl/worksheets/sheet1.xml", SHEET("<row r=\"1\">"
	    NUMBER("A1", "1") "</row>")},
	    {"xl/worksheets/_rels/sheet1.xml.rels", RELS(REL("rId1",
	    "drawing", "../drawings/drawing1.xml"))},
	    {"xl/drawings/drawing1.xml", XML "<xdr:wsDr " NS_A
	    "xmlns:xdr=\"http://schemas.openxmlformats.org/drawingml/2006/"
	    "spreadsheetDrawing\"><xdr:sp><xdr:txBody><a:p><a:r><a:t>"
	    "MEADOW-DRAWING</a:t></a:r></a:p></xdr:txBody></xdr:sp>"
	    "</xdr:wsDr>"}, {0}});
}

/* ------------------------------------------------------------------ pptx */

#define SLIDE_AS(root, more, body) XML "<p:" root " " NS_P NS_A NS_R more \
	"><p:cSld><p:spTree><p:sp><p:txBody>" body "</p:txBody></p:sp>" \
	"</p:spTree></p:cSld></p:" root ">"
#define SLIDE(body) SLIDE_AS("sld", "", body)
#define AP(text) "<a:p><a:r><a:t>" text "</a:t></a:r></a:p>"
#define SHOW(list) {"ppt/presentation.xml", XML "<p:presentation " NS_P \
	NS_R "><p:sldIdLst>" list "</p:sldIdLst></p:presentation>"}
#define SHOWN(id, rel) "<p:sldId id=\"" id "\" r:id=\"" rel "\"/>"
#define SHOW_RELS {"ppt/_rels/presentation.xml.rels", RELS( \
	REL("rId1", "slide", "slides/slide1.xml") \
	REL("rId2", "slide", "slides/slide2.xml"))}

static void
slides(const char *folder)
{
	/* The second slide of the show is the first file. */
	package(folder, "pptx/slides.pptx", "ppt/presentation.xml",
	    (const struct entry[]){SHOW(SHOWN("256", "rId2")
	    SHOWN("257", "rId1")), SHOW_RELS,
	    {"ppt/slides/slide1.xml", SLIDE(AP("CANYON-SLIDE-TWO"))},
	    {"ppt/slides/slide2.xml", SLIDE(AP("Opening"))}, {0}});
	package(folder, "pptx/notes.pptx", "ppt/presentation.xml",
	    (const struct entry[]){SHOW(SHOWN("256", "rId1")), SHOW_RELS,
	    {"ppt/slides/slide1.xml", SLIDE(AP("Seen"))},
	    {"ppt/slides/_rels/slide1.xml.rels", RELS(REL("rId1",
	    "notesSlide", "../notesSlides/notesSlide1.xml"))},
	    {"ppt/notesSlides/notesSlide1.xml", SLIDE_AS("notes", "",
	    AP("CANYON-NOTES"))}, {0}});
	package(folder, "pptx/hidden.pptx", "ppt/presentation.xml",
	    (const struct entry[]){SHOW(SHOWN("256", "rId1")
	    SHOWN("257", "rId2")), SHOW_RELS,
	    {"ppt/slides/slide1.xml", SLIDE(AP("Seen"))},
	    {"ppt/slides/slide2.xml", SLIDE_AS("sld", "show=\"0\"",
	    AP("CANYON-HIDDEN"))}, {0}});
}

static void
slides_more(const char *folder)
{
	package(folder, "pptx/comments.pptx", "ppt/presentation.xml",
	    (const struct entry[]){SHOW(SHOWN("256", "rId1")), SHOW_RELS,
	    {"ppt/slides/slide1.xml", SLIDE(AP("Seen"))},
	    {"ppt/slides/_rels/slide1.xml.rels", RELS(REL("rId1",
	    "comments", "../comments/comment1.xml"))},
	    {"ppt/comments/comment1.xml", XML "<p:cmLst " NS_P ">"
	    "<p:cm authorId=\"0\" idx=\"1\"><p:pos x=\"1\" y=\"1\"/>"
	    "<p:text>CANYON-COMMENT</p:text></p:cm></p:cmLst>"}, {0}});
	package(folder, "pptx/masters.pptx", "ppt/presentation.xml",
	    (const struct entry[]){SHOW(SHOWN("256", "rId1")), SHOW_RELS,
	    {"ppt/slides/slide1.xml", SLIDE(AP("Seen"))},
	    {"ppt/slideMasters/slideMaster1.xml", SLIDE_AS("sldMaster", "",
	    AP("CANYON-MASTER"))},
	    {"ppt/slideLayouts/slideLayout1.xml", SLIDE_AS("sldLayout", "",
	    AP("CANYON-LAYOUT"))}, {0}});
	package(folder, "pptx/tables.pptx", "ppt/presentation.xml",
	    (const struct entry[]){SHOW(SHOWN("256", "rId1")), SHOW_RELS,
	    {"ppt/slides/slide1.xml", XML "<p:sld " NS_P NS_A ">"
	    "<p:graphicFrame><a:tbl><a:tr><a:tc>" AP("Canyon")
	    "</a:tc></a:tr><a:tr><a:tc>" AP("CANYON-CELL")
	    "</a:tc></a:tr></a:tbl></p:graphicFrame></p:sld>"}, {0}});
}

/* ------------------------------------------------------------------- zip */

static void
zip_one(const char *folder, const char *name, const struct zip_file *files,
    const char *comment)
{
	struct buf out = buf_new(1 << 20);

	zip_write(&out, files, comment);
	save(folder, name, &out);
}

#define FILE_OF(file, text) {.name = file, .bytes = { \
	(const unsigned char *)text, sizeof(text) - 1}}

static void
zips(const char *folder)
{
	/* "ORCHARD-ZIP-DEFLATED" in a fixed-code block that stores it. */
	static const char stored_block[] = "\1\24\0\353\377"
	    "ORCHARD-ZIP-DEFLATED";
	struct buf inner = buf_new(1 << 16);
	struct zip_file nested[] = {{.name = "inner.zip"}, {0}};

	zip_one(folder, "zip/plain.zip", (const struct zip_file[]){{
	    .name = "deflated.txt", .method = 8, .unpacked = 20,
	    .bytes = slice_bytes(stored_block, sizeof(stored_block) - 1),
	    .crc = zip_crc(0, slice_of("ORCHARD-ZIP-DEFLATED"))}, {0}},
	    NULL);
	zip_one(folder, "zip/stored.zip", (const struct zip_file[]){
	    FILE_OF("stored.txt", "ORCHARD-ZIP-STORED text"),
	    {.name = "na\303\257ve.txt", .bytes = slice_of("second"),
	    .flags = 0x800}, {0}}, NULL);
	zip_one(folder, "zip/folders.zip", (const struct zip_file[]){
	    FILE_OF("folder/", ""),
	    FILE_OF("folder/inside.txt", "ORCHARD-ZIP-FOLDER text"), {0}},
	    NULL);
	zip_one(folder, "zip/comment.zip", (const struct zip_file[]){
	    FILE_OF("a.txt", "nothing much"), {0}}, "ORCHARD-ZIP-COMMENT");
	zip_write(&inner, (const struct zip_file[]){
	    FILE_OF("deep.txt", "ORCHARD-ZIP-INNER text"), {0}}, NULL);
	nested[0].bytes = buf_slice(&inner);
	zip_one(folder, "zip/nested.zip", nested, NULL);
	buf_free(&inner);
}

static void
zips_crooked(const char *folder)
{
	struct buf out = buf_new(1 << 20), cut = buf_new(1 << 20);
	struct zip_file twisted = FILE_OF("shown.txt",
	    "ORCHARD-ZIP-RENAMED text");
	struct zip_file hidden = FILE_OF("hidden.txt",
	    "ORCHARD-ZIP-UNLISTED text");
	struct zip_file summed = FILE_OF("wrong.txt",
	    "ORCHARD-ZIP-CHECKSUM text");
	struct zip_file locked = FILE_OF("locked.txt",
	    "ZXQJ-not-the-text-that-was-encrypted");

	zip_one(folder, "zip/twice.zip", (const struct zip_file[]){
	    FILE_OF("same.txt", "harmless"),
	    FILE_OF("same.txt", "ORCHARD-ZIP-TWICE text"), {0}}, NULL);
	twisted.local_name = "other.txt";
	zip_one(folder, "zip/renamed.zip", (const struct zip_file[]){twisted,
	    {0}}, NULL);
	hidden.unlisted = true;
	zip_one(folder, "zip/unlisted.zip", (const struct zip_file[]){
	    FILE_OF("first.txt", "harmless"), hidden,
	    FILE_OF("last.txt", "harmless too"), {0}}, NULL);
	summed.crc = 1;
	zip_one(folder, "zip/checksum.zip", (const struct zip_file[]){summed,
	    {0}}, NULL);
	locked.flags = 1;
	zip_one(folder, "zip/encrypted.zip", (const struct zip_file[]){
	    locked, {0}}, NULL);
	zip_write(&out, (const struct zip_file[]){
	    FILE_OF("first.txt", "ORCHARD-ZIP-FIRST text"),
	    FILE_OF("second.txt", "this one is cut in its middle"), {0}},
	    NULL);
	(void)!buf_put(&cut, slice_sub(buf_slice(&out), 0, 110));
	save(folder, "zip/cut.zip", &cut);
	buf_free(&out);
}

static void
folders(const char *folder)
{
	static const char *const names[] = {"docx", "xlsx", "pptx", "zip",
		"ole", "pdf", "odf", "archive", "smime", "pgp",
		"image", "emf", "wmf", "epub", "rtf", "tnef"};
	char path[1024];

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		snprintf(path, sizeof(path), "%s/%s", folder, names[i]);
		mkdir(path, 0755);
	}
}

int
main(int argc, char **argv)
{
	if (argc != 2) {
		fprintf(stderr, "usage: samples FOLDER\n");
		return 2;
	}
	folders(argv[1]);
	word_texts(argv[1]);
	word_structure(argv[1]);
	word_properties(argv[1]);
	word_embedded(argv[1]);
	word_macro(argv[1]);
	word_hostile(argv[1]);
	sheet_cells(argv[1]);
	sheet_hidden(argv[1]);
	sheet_attached(argv[1]);
	slides(argv[1]);
	slides_more(argv[1]);
	zips(argv[1]);
	zips_crooked(argv[1]);
	samples_ole(argv[1]);
	samples_pdf(argv[1]);
	samples_odf(argv[1]);
	samples_archive(argv[1]);
	samples_signed(argv[1]);
	samples_image(argv[1]);
	samples_metafile(argv[1]);
	samples_xlsb(argv[1]);
	samples_locked(argv[1]);
	return 0;
}
