/*
 * samples_rtf - samples of Rich Text documents.
 */
#include "tool/samples_ole.h"

static void
rtf(const char *folder, const char *name, const char *text)
{
	struct buf out = buf_new(1 << 20);

	(void)!buf_text(&out, text);
	samples_save(folder, name, &out);
}

static void
texts(const char *folder)
{
	rtf(folder, "rtf/body.rtf", "{\\rtf1\\ansi\\ansicpg1252\\deff0"
	    "{\\fonttbl{\\f0\\fcharset0 Arial;}{\\f1\\fcharset204 Arial;}}\n"
	    "{\\pard Report of the {\\b HARBOUR-}{\\i\r\nBODY} inspection."
	    "\\par}\ncaf\\'e9 \\u8364? \\f1 \\'c6\\'df\\f0\\par\n"
	    "Card 41111111{\\v HARBOUR-HIDDEN}{\\field{\\*\\fldinst HYPERLINK "
	    "\"https://HARBOUR-FIELD.example\"}{\\fldrslt 1111}}\\-1111.\\par"
	    "\n}");
	rtf(folder, "rtf/charsets.rtf", "{\\rtf1\\ansi\\ansicpg1251\\uc1"
	    "{\\fonttbl{\\f0\\fnil Arial;}{\\f1\\fcharset128 Mincho;}}\n"
	    "\\f0 \\'cf\\'f0\\'e8\\'e2\\'e5\\'f2\\par\n"
	    "\\f1 \\'93\\'fa\\'96{\\*\\bkmkstart x}\\'7b\\par\n"
	    "\\'93\\'fa\\'96\\'7b \\u-10179?\\u-8704?\\par}");
}

static void
places(const char *folder)
{
	rtf(folder, "rtf/places.rtf", "{\\rtf1\\ansi\\deff0{\\fonttbl{\\f0 "
	    "Arial;}}\n{\\header\\pard HARBOUR-HEADER\\par}\n"
	    "Text unsplit55000055{\\footnote\\pard HARBOUR-FOOTNOTE\\par}"
	    "55555559 goes on.\\par\n{\\*\\atnid AI}{\\*\\atnauthor Ada "
	    "Invented}\\chatn{\\*\\annotation{\\*\\atndate 1}\\pard "
	    "HARBOUR-COMMENT\\par}\n{\\shp{\\*\\shpinst{\\sp{\\sn "
	    "gtextUNICODE}{\\sv HARBOUR-ART}}{\\shptxt HARBOUR-BOX\\par}}}"
	    "\n\\trowd Name\\cell Number\\cell\\row\n}");
	rtf(folder, "rtf/info.rtf", "{\\rtf1\\ansi{\\info{\\title "
	    "HARBOUR-TITLE}{\\author Ada Invented}{\\creatim\\yr2026}}\n"
	    "{\\*\\userprops{\\propname MSIP_Label_HARBOUR_Name}\\proptype30"
	    "{\\staticval HARBOUR-LABEL}}\n{\\*\\unheardof HARBOUR-IGNORED}"
	    "{\\upr{x}{\\*\\ud{y}}}The body.\\par}\nHARBOUR-BEHIND\n");
}

static void
hex(struct buf *out, struct slice bytes)
{
	for (size_t i = 0; i < bytes.len; i++) {
		(void)!buf_printf(out, "%02x", bytes.at[i]);
		if (i % 32 == 31)
			(void)!buf_text(out, "\r\n");
	}
}

/* A drawing, and one of those that a reader of an older age shows. */
static void
pictures(const char *folder)
{
	struct buf out = buf_new(1 << 16), drawing = buf_new(1 << 16);

	(void)!buf_text(&out, "{\\rtf1\\ansi Body.\\par\n{\\*\\shppict{\\pict"
	    "{\\*\\picprop{\\sp{\\sn wzDescription}{\\sv HARBOUR-ALT}}}"
	    "\\emfblip\\picw100{\\*\\blipuid 0123456789abcdef}\n");
	samples_drawing(&drawing, "HARBOUR-DRAWN first", true);
	hex(&out, buf_slice(&drawing));
	(void)!buf_text(&out, "}}{\\nonshppict{\\pict\\wmetafile8\n");
	buf_clear(&drawing);
	samples_drawing(&drawing, "HARBOUR-DRAWN second", false);
	hex(&out, buf_slice(&drawing));
	(void)!buf_text(&out, "}}\\par}");
	samples_save(folder, "rtf/picture.rtf", &out);
	buf_free(&drawing);
}

static void
objects(const char *folder)
{
	static const char text[] = "A file with HARBOUR-OBJECT in it.\n";
	struct buf out = buf_new(1 << 16), object = buf_new(4096);
	struct buf package = buf_new(4096);

	samples_object(&object, "Text.File", slice_of(text));
	(void)!buf_text(&out, "{\\rtf1\\ansi{\\object\\objemb{\\*\\objclass "
	    "Text.File}{\\*\\objdata ");
	hex(&out, buf_slice(&object));
	(void)!buf_text(&out, "}{\\result Icon}}\\par\n");
	samples_package(&package, "note.txt",
	    slice_of("A file with HARBOUR-PACKAGE in it.\n"));
	buf_clear(&object);
	samples_object(&object, "Package", buf_slice(&package));
	(void)!buf_printf(&out, "{\\object\\objemb{\\*\\objdata{}\\bin%zu ",
	    object.len);
	(void)!buf_put(&out, buf_slice(&object));
	(void)!buf_text(&out, "}{\\result Icon}}\\par\n}");
	samples_save(folder, "rtf/object.rtf", &out);
	buf_free(&object);
	buf_free(&package);
}

static void
crooked(const char *folder)
{
	struct buf out = buf_new(1 << 16);

	rtf(folder, "rtf/open.rtf", "{\\rtf1\\ansi {\\b HARBOUR-OPEN and no "
	    "end");
	(void)!buf_text(&out, "{\\rtf1 ");
	for (unsigned i = 0; i < 2000; i++)
		(void)!buf_byte(&out, '{');
	(void)!buf_text(&out, "HARBOUR-DEEP");
	for (unsigned i = 0; i < 2000; i++)
		(void)!buf_byte(&out, '}');
	(void)!buf_byte(&out, '}');
	samples_save(folder, "rtf/deep.rtf", &out);
}

void
samples_rtf(const char *folder)
{
	pictures(folder);
	texts(folder);
	places(folder);
	objects(folder);
	crooked(folder);
}
