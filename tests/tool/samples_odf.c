/*
 * samples_odf - writes the OpenDocument samples, and a book.
 */
#include "tool/samples.h"
#include "tool/zipwrite.h"

#define XML "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
#define NS(name) " xmlns:" name "=\"urn:oasis:names:tc:opendocument:xmlns:" \
	name ":1.0\""
#define SPACES NS("office") NS("text") NS("table") NS("style") NS("meta") \
	NS("presentation") NS("form") \
	" xmlns:draw=\"urn:oasis:names:tc:opendocument:xmlns:drawing:1.0\"" \
	" xmlns:svg=\"urn:oasis:names:tc:opendocument:xmlns:" \
	"svg-compatible:1.0\"" \
	" xmlns:dc=\"http://purl.org/dc/elements/1.1/\"" \
	" xmlns:xlink=\"http://www.w3.org/1999/xlink\""
#define CONTENT(styles, kind, body) XML "<office:document-content" SPACES \
	"><office:automatic-styles>" styles "</office:automatic-styles>" \
	"<office:body><office:" kind ">" body "</office:" kind \
	"></office:body></office:document-content>"
#define STYLES(master) XML "<office:document-styles" SPACES \
	"><office:master-styles>" master "</office:master-styles>" \
	"</office:document-styles>"
#define P(text) "<text:p>" text "</text:p>"
#define STYLE(name, family, properties) "<style:style style:name=\"" name \
	"\" style:family=\"" family "\"><style:" properties "/></style:style>"
#define CELL(type, value, text) "<table:table-cell office:value-type=\"" \
	type "\" " value ">" P(text) "</table:table-cell>"
#define WORD(text) CELL("string", "", text)
#define ROW(cells) "<table:table-row>" cells "</table:table-row>"
#define FILE_OF(file, text) {.name = file, .bytes = {(const unsigned char *) \
	text, sizeof(text) - 1}}
#define MIME(kind) FILE_OF("mimetype", \
	"application/vnd.oasis.opendocument." kind)
#define ENTRY(file, more) "<manifest:file-entry manifest:full-path=\"" file \
	"\" manifest:media-type=\"text/xml\">" more "</manifest:file-entry>"
#define MANIFEST(entries) FILE_OF("META-INF/manifest.xml", XML \
	"<manifest:manifest" NS("manifest") ">" entries \
	"</manifest:manifest>")

static void
odf_one(const char *folder, const char *name, const struct zip_file *files)
{
	struct buf out = buf_new(1 << 20);

	zip_write(&out, files, NULL);
	samples_save(folder, name, &out);
}

static void
odf_texts(const char *folder)
{
	odf_one(folder, "odf/body.odt", (const struct zip_file[]){
	    MIME("text"),
	    FILE_OF("content.xml", CONTENT("", "text",
	    P("Report of the LAG<text:span>OON-</text:span>BODY crossing.")
	    P("Two<text:s text:c=\"3\"/>words<text:tab/>apart &amp; on."))),
	    FILE_OF("styles.xml", STYLES(
	    "<style:master-page style:name=\"Standard\"><style:header>"
	    P("LAGOON-HEADER line") "</style:header><style:footer>"
	    P("LAGOON-FOOTER line") "</style:footer></style:master-page>")),
	    FILE_OF("meta.xml", XML "<office:document-meta" SPACES
	    "><office:meta><dc:title>LAGOON-TITLE of it</dc:title>"
	    "<meta:user-defined meta:name=\"MSIP_Label_name\">LAGOON-LABEL"
	    "</meta:user-defined></office:meta></office:document-meta>"),
	    FILE_OF("layout-cache", "\1\2\3\4"), MANIFEST(
	    ENTRY("content.xml", "") ENTRY("styles.xml", "")), {0}});
	odf_one(folder, "odf/notes.odt", (const struct zip_file[]){
	    MIME("text"),
	    FILE_OF("content.xml", CONTENT("", "text",
	    P("Card 4111<text:note text:note-class=\"footnote\">"
	    "<text:note-citation>1</text:note-citation><text:note-body>"
	    P("LAGOON-FOOTNOTE text") "</text:note-body></text:note>"
	    "111111111111 whole"
	    "<text:note text:note-class=\"endnote\"><text:note-citation>i"
	    "</text:note-citation><text:note-body>"
	    P("LAGOON-ENDNOTE text") "</text:note-body></text:note>"
	    "<office:annotation><dc:creator>Ada Invented</dc:creator>"
	    P("LAGOON-COMMENT text") "</office:annotation>.")
	    P("A <text:a xlink:href=\"https://lagoon.example/link\">link"
	    "</text:a> and <draw:frame><draw:text-box>" P("LAGOON-BOX text")
	    "</draw:text-box><svg:title>LAGOON-ALT text</svg:title>"
	    "</draw:frame>a box."))), {0}});
	odf_one(folder, "odf/changes.odt", (const struct zip_file[]){
	    MIME("text"),
	    FILE_OF("content.xml", CONTENT(
	    STYLE("T1", "text", "text-properties text:display=\"none\""),
	    "text", "<text:tracked-changes><text:changed-region>"
	    "<text:deletion><office:change-info><dc:creator>Ada Invented"
	    "</dc:creator></office:change-info>" P("LAGOON-DELETED text")
	    "</text:deletion></text:changed-region></text:tracked-changes>"
	    P("Seen <text:span text:style-name=\"T1\">LAGOON-INVISIBLE "
	    "</text:span>here.")
	    "<text:section text:display=\"none\">"
	    P("LAGOON-SECTION text") "</text:section>"
	    "<table:table>" ROW(WORD("Lagoon") WORD("Harbour dues"))
	    ROW(WORD("first") WORD("LAGOON-CELL")) "</table:table>")), {0}});
}

static void
odf_sheets(const char *folder)
{
	odf_one(folder, "odf/cells.ods", (const struct zip_file[]){
	    MIME("spreadsheet"),
	    FILE_OF("content.xml", CONTENT(
	    STYLE("ta2", "table", "table-properties table:display=\"false\""),
	    "spreadsheet", "<table:table table:name=\"Payroll\">"
	    "<table:table-column table:number-columns-repeated=\"6\"/>"
	    ROW(WORD("Name") WORD("Note") WORD("Card number") WORD("Day"))
	    ROW("<table:table-cell office:value-type=\"string\">"
	    "<office:annotation><dc:creator>Ada Invented</dc:creator>"
	    P("LAGOON-NOTE text") "</office:annotation>" P("LAGOON-STRING")
	    "</table:table-cell>" WORD("plain")
	    CELL("float", "office:value=\"4111111111111111\"", "4.11E+15")
	    CELL("date", "office:date-value=\"2026-11-21\"", "21/11/26"))
	    "<table:table-row table:number-rows-repeated=\"1\">"
	    "<table:table-cell/></table:table-row>"
	    ROW("<table:table-cell table:number-columns-repeated=\"5\"/>"
	    "<table:table-cell office:value-type=\"string\" "
	    "table:number-columns-repeated=\"3\">" P("LAGOON-REPEATED")
	    "</table:table-cell>")
	    "<table:table-row table:visibility=\"collapse\">"
	    WORD("LAGOON-HIDDEN-ROW") "</table:table-row></table:table>"
	    "<table:table table:name=\"Secret\" table:style-name=\"ta2\">"
	    ROW(WORD("LAGOON-HIDDEN-SHEET")) "</table:table>")), {0}});
}

static void
odf_slides(const char *folder)
{
	odf_one(folder, "odf/slides.odp", (const struct zip_file[]){
	    MIME("presentation"),
	    FILE_OF("content.xml", CONTENT("", "presentation",
	    "<draw:page draw:name=\"page1\"><draw:frame><draw:text-box>"
	    P("First slide") "</draw:text-box></draw:frame>"
	    "<presentation:notes><draw:frame><draw:text-box>"
	    P("LAGOON-SPEAKER text") "</draw:text-box></draw:frame>"
	    "</presentation:notes></draw:page>"
	    "<draw:page draw:name=\"page2\"><draw:frame><draw:text-box>"
	    P("LAGOON-SLIDE-TWO") "</draw:text-box></draw:frame>"
	    "</draw:page>")),
	    FILE_OF("styles.xml", STYLES("<style:master-page><draw:frame>"
	    "<draw:text-box>" P("LAGOON-MASTER") "</draw:text-box>"
	    "</draw:frame></style:master-page>")), {0}});
}

static void
odf_others(const char *folder)
{
	struct buf inner = buf_new(1 << 16), flat = buf_new(1 << 16);
	struct zip_file embedded[] = {MIME("text"),
	    FILE_OF("content.xml", CONTENT("", "text", P("Outer"))),
	    {.name = "attached.zip"},
	    FILE_OF("Object 1/content.xml", CONTENT("", "text",
	    P("LAGOON-OBJECT text"))), {0}};

	zip_write(&inner, (const struct zip_file[]){
	    FILE_OF("a.txt", "ORCHARD-EMBEDDED text"), {0}}, NULL);
	embedded[2].bytes = buf_slice(&inner);
	odf_one(folder, "odf/embedded.odt", embedded);
	buf_free(&inner);
	/* The base64 is "ORCHARD-PICTURE text". */
	(void)!buf_text(&flat, XML "<office:document" SPACES
	    "><office:body><office:text>" P("LAGOON-FLAT text")
	    P("<draw:frame><draw:image><office:binary-data>"
	    "T1JDSEFSRC1QSUNUVVJFIHRleHQ=</office:binary-data></draw:image>"
	    "</draw:frame>") "</office:text></office:body>"
	    "</office:document>");
	samples_save(folder, "odf/flat.fodt", &flat);
}

static void
odf_hostile(const char *folder)
{
	odf_one(folder, "odf/encrypted.odt", (const struct zip_file[]){
	    MIME("text"),
	    FILE_OF("content.xml", "\207\21\302\4not readable at all\377"),
	    MANIFEST(ENTRY("content.xml", "<manifest:encryption-data>"
	    "</manifest:encryption-data>")), {0}});
	odf_one(folder, "odf/broken.odt", (const struct zip_file[]){
	    MIME("text"),
	    FILE_OF("content.xml", CONTENT("", "text",
	    P("LAGOON-BEFORE the damage") "</text:p><text:p <"
	    P("LAGOON-BEHIND the damage"))), {0}});
}

static void
epub(const char *folder)
{
	odf_one(folder, "epub/book.epub", (const struct zip_file[]){
	    FILE_OF("mimetype", "application/epub+zip"),
	    FILE_OF("OPS/one.xhtml", "<html><body><p>LAGOON-CHAPTER text</p>"
	    "</body></html>"), {0}});
}

#define PAGE(words) XML "<html xmlns=\"http://www.w3.org/1999/xhtml\"><body>" \
	words "</body></html>"
#define BOOK FILE_OF("mimetype", "application/epub+zip")

/* Words at the other places of a book. */
static void
epub_more(const char *folder)
{
	odf_one(folder, "epub/chapters.epub", (const struct zip_file[]){BOOK,
	    FILE_OF("OEBPS/one.xhtml", PAGE("<p>LAGOON-ONE of two</p>")),
	    FILE_OF("OEBPS/two.xhtml", PAGE("<p>LAGOON-TWO of two</p>")),
	    {0}});
	odf_one(folder, "epub/package.epub", (const struct zip_file[]){BOOK,
	    FILE_OF("OEBPS/book.opf", XML "<package xmlns:dc=\"http://purl."
	    "org/dc/elements/1.1/\"><metadata><dc:title>LAGOON-BOOK title"
	    "</dc:title></metadata></package>"), {0}});
	odf_one(folder, "epub/contents.epub", (const struct zip_file[]){BOOK,
	    FILE_OF("OEBPS/toc.ncx", XML "<ncx><navMap><navPoint><text>"
	    "LAGOON-CONTENTS entry</text></navPoint></navMap></ncx>"), {0}});
	odf_one(folder, "epub/style.epub", (const struct zip_file[]){BOOK,
	    FILE_OF("OEBPS/book.css", "p:after { content: \"LAGOON-STYLED\" }"),
	    FILE_OF("OEBPS/one.xhtml", PAGE("<p>words</p>")), {0}});
}

void
samples_odf(const char *folder)
{
	odf_texts(folder);
	odf_sheets(folder);
	odf_slides(folder);
	odf_others(folder);
	odf_hostile(folder);
	epub(folder);
	epub_more(folder);
}
