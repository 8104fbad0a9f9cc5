/*
 * samples_ole - samples in compound files: what they share, and odd ones.
 */
#include "tool/samples_ole.h"

#include <zlib.h>

#include "tool/zipwrite.h"

void
samples_cfb(const char *folder, const char *name,
    const struct cfb_file *files)
{
	struct buf out = buf_new(1 << 22);

	cfb_write(&out, files, NULL);
	samples_save(folder, name, &out);
}

/* ------------------------------------------------------------ properties */

static void
put_string(struct buf *out, const char *text)
{
	size_t len = strlen(text) + 1;

	put_32(out, 0x1e);
	put_32(out, (uint32_t)len);
	(void)!buf_put(out, slice_bytes(text, len));
	put_until(out, (out->len + 3) & ~(size_t)3);
}

/* One property set behind the header that says where it stands. */
static void
put_set_header(struct buf *out, uint32_t first, uint32_t id, uint32_t at)
{
	static const unsigned char rest[2][12] = {
		{0xf9, 0x4f, 0x68, 0x10, 0xab, 0x91, 0x08, 0x00, 0x2b, 0x27,
		0xb3, 0xd9},
		{0x9c, 0x2e, 0x1b, 0x10, 0x93, 0x97, 0x08, 0x00, 0x2b, 0x2c,
		0xf9, 0xae},
	};

	put_32(out, id);
	(void)!buf_put(out, slice_bytes(rest[first], 12));
	put_32(out, at);
}

static void
put_stream_header(struct buf *out, uint32_t sets)
{
	put_16(out, 0xfffe);
	put_16(out, 0);
	put_32(out, 0x20006);
	put_until(out, 24);
	put_32(out, sets);
}

void
samples_summary(struct buf *out, const char *title, const char *author)
{
	size_t set = 48;

	put_stream_header(out, 1);
	put_set_header(out, 0, 0xf29f85e0, (uint32_t)set);
	put_32(out, 0);
	put_32(out, 3);
	put_32(out, 1), put_32(out, 32);
	put_32(out, 2), put_32(out, 40);
	put_32(out, 4), put_32(out, 0);
	put_32(out, 2), put_32(out, 1252);
	put_string(out, title);
	set_32(out, set + 28, (uint32_t)(out->len - set));
	put_string(out, author);
	set_32(out, set, (uint32_t)(out->len - set));
}

void
samples_custom(struct buf *out, const char *company, const char *name,
    const char *value)
{
	size_t set = 68, len = strlen(name) + 1;

	put_stream_header(out, 2);
	put_set_header(out, 1, 0xd5cdd502, (uint32_t)set);
	put_set_header(out, 1, 0xd5cdd505, 0);
	put_32(out, 0);
	put_32(out, 2);
	put_32(out, 1), put_32(out, 24);
	put_32(out, 15), put_32(out, 32);
	put_32(out, 2), put_32(out, 1252);
	put_string(out, company);
	set_32(out, set, (uint32_t)(out->len - set));
	set = out->len;
	set_32(out, 64, (uint32_t)set);
	put_32(out, 0);
	put_32(out, 3);
	put_32(out, 0), put_32(out, 40);
	put_32(out, 1), put_32(out, 32);
	put_32(out, 2), put_32(out, 0);
	put_32(out, 2), put_32(out, 1252);
	put_32(out, 1), put_32(out, 2), put_32(out, (uint32_t)len);
	(void)!buf_put(out, slice_bytes(name, len));
	put_until(out, (out->len + 3) & ~(size_t)3);
	set_32(out, set + 28, (uint32_t)(out->len - set));
	put_string(out, value);
	set_32(out, set, (uint32_t)(out->len - set));
}

/* --------------------------------------------------------------- objects */

void
samples_package(struct buf *out, const char *name, struct slice bytes)
{
	put_16(out, 2);
	(void)!buf_put(out, slice_bytes(name, strlen(name) + 1));
	(void)!buf_put(out, slice_bytes(name, strlen(name) + 1));
	put_16(out, 0);
	put_16(out, 3);
	put_32(out, (uint32_t)strlen(name) + 1);
	(void)!buf_put(out, slice_bytes(name, strlen(name) + 1));
	put_32(out, (uint32_t)bytes.len);
	(void)!buf_put(out, bytes);
}

void
samples_object(struct buf *out, const char *class, struct slice bytes)
{
	put_32(out, 0x501);
	put_32(out, 2);
	put_32(out, (uint32_t)strlen(class) + 1);
	(void)!buf_put(out, slice_bytes(class, strlen(class) + 1));
	put_32(out, 0);
	put_32(out, 0);
	put_32(out, (uint32_t)bytes.len);
	(void)!buf_put(out, bytes);
}

/* The enhanced one is packed and has one identifier, the other has two. */
void
samples_blip(struct buf *out, const char *text, bool enhanced)
{
	struct buf drawing = buf_new(1 << 16);
	unsigned char packed[1 << 14];
	uLongf len = sizeof(packed);
	struct slice bytes;
	size_t at = out->len;

	samples_drawing(&drawing, text, enhanced);
	bytes = buf_slice(&drawing);
	if (enhanced && compress(packed, &len, bytes.at, bytes.len) == Z_OK)
		bytes = slice_bytes(packed, len);
	put_16(out, (enhanced ? 0x3d4 : 0x217) << 4);
	put_16(out, enhanced ? 0xf01a : 0xf01b);
	put_32(out, 0);
	put_until(out, out->len + (enhanced ? 16 : 32));
	put_32(out, (uint32_t)drawing.len);
	put_until(out, out->len + 24);
	put_32(out, (uint32_t)bytes.len);
	put_8(out, enhanced ? 0 : 0xfe);
	put_8(out, 0xfe);
	(void)!buf_put(out, bytes);
	set_32(out, at + 4, (uint32_t)(out->len - at - 8));
	buf_free(&drawing);
}

/* 2.4.1.3 of [MS-OVBA]: a mark and chunks, here without any packing. */
static void
put_chunks(struct buf *out, struct slice bytes)
{
	put_8(out, 1);
	for (size_t at = 0; at < bytes.len; at += 8) {
		struct slice part = slice_sub(bytes, at, at + 8);

		put_16(out, 0xb000 | (unsigned)part.len);
		put_8(out, 0);
		(void)!buf_put(out, part);
	}
}

static void
put_record(struct buf *out, unsigned id, struct slice bytes)
{
	put_16(out, id);
	put_32(out, (uint32_t)bytes.len);
	(void)!buf_put(out, bytes);
}

static void
macros(const char *folder)
{
	struct buf list = buf_new(4096), dir = buf_new(4096);
	struct buf module = buf_new(4096);

	put_record(&list, 0x03, slice_bytes("\xe4\x04", 2));
	put_record(&list, 0x09, slice_bytes("\1\0\0\0", 4));
	put_16(&list, 7);
	put_record(&list, 0x1a, slice_of("Module1"));
	put_record(&list, 0x31, slice_bytes("\5\0\0\0", 4));
	put_chunks(&dir, buf_slice(&list));
	(void)!buf_text(&module, "CACHE");
	put_chunks(&module, slice_of("Sub Send()\r\n' HARBOUR-MACRO\r\n"
	    "End Sub\r\n"));
	samples_cfb(folder, "ole/macros.bin", (const struct cfb_file[]){
	    {"PROJECT", slice_of("ID=\"{0}\"")},
	    {"VBA/_VBA_PROJECT", slice_of("\xcc\x61")},
	    {"VBA/dir", buf_slice(&dir)},
	    {"VBA/Module1", buf_slice(&module)}, {0}});
	buf_free(&list);
	buf_free(&dir);
	buf_free(&module);
}

/* Objects of their own: a file, a package, a document of another office. */
static void
objects(const char *folder)
{
	static const struct zip_file inner[] = {{.name = "mimetype",
		.bytes = {(const unsigned char *)
		"application/vnd.oasis.opendocument.text", 39}},
		{.name = "content.xml", .bytes = {(const unsigned char *)
		"<office:document-content><office:body><office:text><text:p>"
		"HARBOUR-ODF</text:p></office:text></office:body>"
		"</office:document-content>", 133}}, {0}};
	struct buf package = buf_new(4096), native = buf_new(4096);
	struct buf zip = buf_new(1 << 16);

	samples_package(&package, "note.txt",
	    slice_of("A file with HARBOUR-NATIVE in it.\n"));
	put_32(&native, (uint32_t)package.len);
	(void)!buf_put(&native, buf_slice(&package));
	samples_cfb(folder, "ole/native.bin", (const struct cfb_file[]){
	    {"\1Ole", slice_of("twenty bytes of this")},
	    {"\1Ole10Native", buf_slice(&native)}, {0}});
	zip_write(&zip, inner, NULL);
	samples_cfb(folder, "ole/odf.bin", (const struct cfb_file[]){
	    {"EmbeddedOdf", buf_slice(&zip)}, {0}});
	samples_cfb(folder, "ole/contents.bin", (const struct cfb_file[]){
	    {"CONTENTS", slice_of("{\\rtf1 HARBOUR-CONTENTS\\par}")}, {0}});
	samples_cfb(folder, "ole/package.bin", (const struct cfb_file[]){
	    {"_1/\1Ole", slice_of("twenty bytes of this")},
	    {"_1/Package", buf_slice(&zip)}, {0}});
	buf_free(&package);
	buf_free(&native);
	buf_free(&zip);
}

/* What an object looks like, beside one that nobody can open. */
static void
previews(const char *folder)
{
	struct buf stream = buf_new(1 << 16), print = buf_new(1 << 16);

	put_32(&stream, 0xffffffff);
	put_32(&stream, 3);
	put_32(&stream, 4);
	put_32(&stream, 1);
	put_32(&stream, 0xffffffff);
	put_until(&stream, 40);
	samples_drawing(&stream, "HARBOUR-PREVIEW", false);
	set_32(&stream, 36, (uint32_t)stream.len - 40);
	samples_drawing(&print, "HARBOUR-PRINT", true);
	samples_cfb(folder, "ole/preview.bin", (const struct cfb_file[]){
	    {"ObjectPool/_1/\2OlePres000", buf_slice(&stream)},
	    {"ObjectPool/_1/\3EPRINT", buf_slice(&print)},
	    {"ObjectPool/_1/Secret", slice_of("of a kind nobody reads")},
	    {0}});
	buf_free(&stream);
	buf_free(&print);
}

void
samples_ole(const char *folder)
{
	macros(folder);
	objects(folder);
	previews(folder);
	samples_cfb(folder, "ole/encrypted.docx", (const struct cfb_file[]){
	    {"EncryptionInfo", slice_of("four")},
	    {"EncryptedPackage", slice_of("locked")}, {0}});
	samples_cfb(folder, "ole/other.vsd", (const struct cfb_file[]){
	    {"VisioDocument", slice_of("shapes")}, {0}});
	samples_doc(folder);
	samples_xls(folder);
	samples_ppt(folder);
	samples_msg(folder);
	samples_rtf(folder);
	samples_tnef(folder);
}
