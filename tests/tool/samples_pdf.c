/*
 * samples_pdf - PDF files written object by object.
 */
#include "tool/samples.h"

#include <stdio.h>
#include <zlib.h>

enum { OBJECTS_MOST = 24 };

#define PDF_PAGE(more) "<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]" \
	"/Resources<</Font<</F 4 0 R>>>>" more ">>"
#define PDF_FONT "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
#define PDF_ONE_PAGE "<</Type/Pages/Count 1/Kids[3 0 R]>>"
#define PDF_SHOW(text) "BT /F 12 Tf 72 700 Td (" text ") Tj ET"

/* Objects in order from 1; an object with a stream has it in `streams`. */
struct pdf_file {
	const char *name;
	const char *trailer;	/* beside /Root and /Size */
	const char *objects[OBJECTS_MOST];
	const char *streams[OBJECTS_MOST];
	bool packed[OBJECTS_MOST];	/* deflate the stream */
	size_t cut;		/* not 0: only so many bytes */
	bool cut_table;		/* ends inside its cross-reference table */
};

static void
put_object(struct buf *out, const struct pdf_file *file, size_t i)
{
	const char *stream = file->streams[i];
	unsigned char packed[4096];
	uLongf len = sizeof(packed);

	(void)!buf_printf(out, "%zu 0 obj\n", i + 1);
	if (stream == NULL)
		(void)!buf_printf(out, "%s\nendobj\n", file->objects[i]);
	else if (!file->packed[i])
		(void)!buf_printf(out, "<<%s/Length %zu>>\nstream\n%s\n"
		    "endstream\nendobj\n", file->objects[i], strlen(stream),
		    stream);
	if (stream == NULL || !file->packed[i] || compress(packed, &len,
	    (const Bytef *)stream, strlen(stream)) != Z_OK)
		return;
	(void)!buf_printf(out, "<<%s/Filter/FlateDecode/Length %lu>>\n"
	    "stream\n", file->objects[i], (unsigned long)len);
	(void)!buf_put(out, slice_bytes(packed, len));
	(void)!buf_text(out, "\nendstream\nendobj\n");
}

static void
pdf_one(const char *folder, const struct pdf_file *file)
{
	struct buf out = buf_new(1 << 20), cut = buf_new(1 << 20);
	size_t offsets[OBJECTS_MOST], count = 0, xref;

	(void)!buf_text(&out, "%PDF-1.7\n%\342\343\317\323\n");
	for (; count < OBJECTS_MOST && file->objects[count] != NULL; count++) {
		offsets[count] = out.len;
		put_object(&out, file, count);
	}
	xref = out.len;
	(void)!buf_printf(&out, "xref\n0 %zu\n0000000000 65535 f \n",
	    count + 1);
	for (size_t i = 0; i < count; i++)
		(void)!buf_printf(&out, "%010zu 00000 n \n", offsets[i]);
	(void)!buf_printf(&out, "trailer\n<</Root 1 0 R/Size %zu%s>>\n"
	    "startxref\n%zu\n%%%%EOF\n", count + 1,
	    file->trailer == NULL ? "" : file->trailer, xref);
	if (file->cut > 0 || file->cut_table) {
		(void)!buf_put(&cut, slice_sub(buf_slice(&out), 0,
		    file->cut_table ? xref + 30 : file->cut));
		buf_free(&out);
		out = cut;
	}
	samples_save(folder, file->name, &out);
}

/* A form of the XFA kind that only a packed object names, out of reach. */
static void
pdf_packed_form(const char *folder)
{
	pdf_one(folder, &(struct pdf_file){.name = "pdf/xfa-packed.pdf",
	    .objects = {"<</Type/Catalog/Pages 2 0 R/AcroForm 8 0 R>>",
	    PDF_ONE_PAGE, PDF_PAGE("/Contents 5 0 R"), PDF_FONT, "",
	    "/Type/ObjStm/N 1/First 4", "/Filter/ASCIIHexDecode"},
	    .streams = {[4] = PDF_SHOW("Please wait"),
	    [5] = "8 0 <</Fields[]/XFA 7 0 R>>", [6] = "3c783e>"},
	    .packed = {[5] = true}});
	/* Strings stand where specifications of files do. */
	pdf_one(folder, &(struct pdf_file){.name = "pdf/attached-badly.pdf",
	    .objects = {"<</Type/Catalog/Pages 2 0 R/Names<</EmbeddedFiles"
	    "<</Names[(a.txt) 6 0 R(b.txt) 7 0 R]>>>>>>", PDF_ONE_PAGE,
	    PDF_PAGE("/Contents 5 0 R"), PDF_FONT, "", "(a.txt)",
	    "<</Type/Filespec/F(b.txt)/UF(b.txt)/EF<</F 8 0 R>>>>",
	    "/Type/EmbeddedFile"},
	    .streams = {[4] = PDF_SHOW("GLACIER-BEFORE a file"),
	    [7] = "GLACIER-BEHIND text"}});
}

static void
pdf_texts(const char *folder)
{
	pdf_packed_form(folder);
	pdf_one(folder, &(struct pdf_file){.name = "pdf/pages.pdf",
	    .objects = {"<</Type/Catalog/Pages 2 0 R>>",
	    "<</Type/Pages/Count 2/Kids[3 0 R 6 0 R]>>",
	    PDF_PAGE("/Contents 5 0 R"), PDF_FONT, "",
	    PDF_PAGE("/Contents 7 0 R"), ""},
	    .streams = {[4] = PDF_SHOW("First page"),
	    [6] = PDF_SHOW("GLACIER-PAGE-TWO text")}});
	/* Two cells of a table, far apart and with no space between them. */
	pdf_one(folder, &(struct pdf_file){.name = "pdf/table.pdf",
	    .objects = {"<</Type/Catalog/Pages 2 0 R>>", PDF_ONE_PAGE,
	    PDF_PAGE("/Contents 5 0 R"), PDF_FONT, ""},
	    .streams = {[4] = "BT /F 12 Tf 72 700 Td (Card) Tj "
	    "100 0 Td (GLACIER-CELL) Tj -100 -20 Td (Bank) Tj "
	    "100 0 Td (second) Tj ET"}});
	pdf_one(folder, &(struct pdf_file){.name = "pdf/cjk.pdf",
	    .objects = {"<</Type/Catalog/Pages 2 0 R>>", PDF_ONE_PAGE,
	    PDF_PAGE("/Contents 5 0 R"),
	    "<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding"
	    "/UniGB-UCS2-H/DescendantFonts[6 0 R]>>", "",
	    "<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light"
	    "/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>"
	    "/FontDescriptor 7 0 R/DW 1000>>",
	    "<</Type/FontDescriptor/FontName/STSong-Light/Flags 6"
	    "/FontBBox[0 0 1000 1000]/ItalicAngle 0/Ascent 880"
	    "/Descent -120/CapHeight 880/StemV 93>>"},
	    .streams = {[4] = "BT /F 12 Tf 72 700 Td <4E2D6587> Tj ET"}});
}

static void
pdf_attached(const char *folder)
{
	pdf_one(folder, &(struct pdf_file){.name = "pdf/fields.pdf",
	    .objects = {"<</Type/Catalog/Pages 2 0 R/AcroForm<<"
	    "/Fields[6 0 R]/DR<</Font<</F 4 0 R>>>>/DA(/F 0 Tf)>>>>",
	    PDF_ONE_PAGE, PDF_PAGE("/Contents 5 0 R/Annots[6 0 R]"),
	    PDF_FONT, "",
	    "<</Type/Annot/Subtype/Widget/FT/Tx/T(berth)/TU(Social Security)"
	    "/V(GLACIER-FIELD value)/DA(/F 12 Tf)/Rect[72 600 300 620]"
	    "/P 3 0 R>>"},
	    .streams = {[4] = PDF_SHOW("A form with one field")}});
	pdf_one(folder, &(struct pdf_file){.name = "pdf/notes.pdf",
	    .objects = {"<</Type/Catalog/Pages 2 0 R>>", PDF_ONE_PAGE,
	    PDF_PAGE("/Contents 5 0 R/Annots[6 0 R 7 0 R]"), PDF_FONT, "",
	    "<</Type/Annot/Subtype/Text/T(Ada Invented)"
	    "/Contents(GLACIER-NOTE text)/Rect[72 600 92 620]>>",
	    "<</Type/Annot/Subtype/Link/Rect[72 500 92 520]"
	    "/A<</S/URI/URI(https://glacier.example/link)>>>>"},
	    .streams = {[4] = PDF_SHOW("A page with notes on it")}});
	pdf_one(folder, &(struct pdf_file){.name = "pdf/attached.pdf",
	    .objects = {"<</Type/Catalog/Pages 2 0 R/Names<<"
	    "/EmbeddedFiles<</Names[(a.txt) 6 0 R]>>>>>>", PDF_ONE_PAGE,
	    PDF_PAGE("/Contents 5 0 R"), PDF_FONT, "",
	    "<</Type/Filespec/F(a.txt)/UF(a.txt)/EF<</F 7 0 R>>>>",
	    "/Type/EmbeddedFile"},
	    .streams = {[4] = PDF_SHOW("A page with a file"),
	    [6] = "GLACIER-ATTACHED text"}});
}

static void
pdf_meta(const char *folder)
{
	pdf_one(folder, &(struct pdf_file){.name = "pdf/meta.pdf",
	    .trailer = "/Info 6 0 R",
	    .objects = {"<</Type/Catalog/Pages 2 0 R/Metadata 7 0 R"
	    "/Outlines 8 0 R>>", PDF_ONE_PAGE,
	    PDF_PAGE("/Contents 5 0 R"), PDF_FONT, "",
	    "<</Title(GLACIER-TITLE)/MSIP_Label_11111111-2222-3333-4444-"
	    "555555555555_Name (GLACIER-LABEL)>>",
	    "/Type/Metadata/Subtype/XML",
	    "<</Type/Outlines/First 9 0 R/Last 9 0 R/Count 1>>",
	    "<</Title(GLACIER-BOOKMARK)/Parent 8 0 R/Dest[3 0 R/Fit]>>"},
	    .streams = {[4] = PDF_SHOW("A page with properties"),
	    [6] = "<?xpacket begin=\"\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>"
	    "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF xmlns:rdf="
	    "\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">"
	    "<rdf:Description xmlns:dc=\"http://purl.org/dc/elements/1.1/\">"
	    "<dc:rights>GLACIER-XMP</dc:rights></rdf:Description></rdf:RDF>"
	    "</x:xmpmeta><?xpacket end=\"w\"?>"}});
}

/* A signature that signs nothing, but has the form of one. */
static void
pdf_signed(const char *folder)
{
	pdf_one(folder, &(struct pdf_file){.name = "pdf/signed.pdf",
	    .objects = {"<</Type/Catalog/Pages 2 0 R/AcroForm<<"
	    "/Fields[6 0 R]/SigFlags 3>>>>", PDF_ONE_PAGE,
	    PDF_PAGE("/Contents 5 0 R/Annots[6 0 R]"), PDF_FONT, "",
	    "<</Type/Annot/Subtype/Widget/FT/Sig/T(signature)/V 7 0 R"
	    "/Rect[0 0 0 0]/P 3 0 R>>",
	    "<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/adbe.pkcs7.detached"
	    "/ByteRange[0 10 20 10]/Contents<00>>>"},
	    .streams = {[4] = PDF_SHOW("GLACIER-SIGNED text")}});
}

static void
pdf_hostile(const char *folder)
{
	pdf_one(folder, &(struct pdf_file){.name = "pdf/encrypted.pdf",
	    .trailer = "/ID[<00><00>]/Encrypt<</Filter/Standard/V 1/R 2"
	    "/P -4/O<0101010101010101010101010101010101010101010101010101"
	    "010101010101>/U<02020202020202020202020202020202020202020202"
	    "02020202020202020202>>>",
	    .objects = {"<</Type/Catalog/Pages 2 0 R>>", PDF_ONE_PAGE,
	    PDF_PAGE("/Contents 5 0 R"), PDF_FONT, ""},
	    .streams = {[4] = "unreadable"}});
	pdf_one(folder, &(struct pdf_file){.name = "pdf/picture.pdf",
	    .objects = {"<</Type/Catalog/Pages 2 0 R>>", PDF_ONE_PAGE,
	    PDF_PAGE("/Contents 5 0 R"), PDF_FONT, ""},
	    .streams = {[4] = "q 100 0 0 100 72 600 cm BI /W 2 /H 2 /BPC 8 "
	    "/CS /G ID abcd EI Q"}});
	pdf_one(folder, &(struct pdf_file){.name = "pdf/cut.pdf",
	    .cut_table = true,
	    .objects = {"<</Type/Catalog/Pages 2 0 R>>", PDF_ONE_PAGE,
	    PDF_PAGE("/Contents 5 0 R"), PDF_FONT, ""},
	    .streams = {[4] = PDF_SHOW("GLACIER-BEFORE-CUT")}});
	pdf_one(folder, &(struct pdf_file){.name = "pdf/empty.pdf",
	    .cut = 9, .objects = {"<<>>"}});
}

void
samples_pdf(const char *folder)
{
	pdf_texts(folder);
	pdf_attached(folder);
	pdf_meta(folder);
	pdf_signed(folder);
	pdf_hostile(folder);
}
