/*
 * samples_msg - samples of Outlook items, in a compound file and in TNEF.
 */
#include "tool/samples_ole.h"

#define STREAM "__substg1.0_"
#define PROPERTIES "__properties_version1.0"
#define ATTACHMENT "__attach_version1.0_#00000000/"
#define INNER ATTACHMENT STREAM "3701000D/"

static const char rtf[] = "{\\rtf1\\ansi HARBOUR-RTF\\par}";

void
samples_lzfu(struct buf *out, const char *text)
{
	size_t len = strlen(text), start = out->len;

	put_32(out, 0);
	put_32(out, (uint32_t)len);
	put_32(out, 0x75465a4c);
	put_32(out, 0);
	for (size_t i = 0; i < len; i++) {
		if (i % 8 == 0)
			put_8(out, 0);
		put_8(out, (unsigned char)text[i]);
	}
	/* A token that points at the end of what was written: the end. */
	if (len % 8 == 0) {
		put_8(out, 1);
	} else {
		size_t control = start + 16 + len / 8 * 9;

		out->at[control] = (unsigned char)(1u << len % 8);
	}
	len = (207 + len) % 4096;
	put_8(out, (unsigned)len >> 4);
	put_8(out, ((unsigned)len & 15) << 4);
	set_32(out, start, (uint32_t)(out->len - start - 4));
}

static struct slice
wide(struct buf *into, const char *text)
{
	size_t start = into->len;

	put_wide(into, text);
	return slice_bytes(into->at + start, into->len - start);
}

/* The stream of numbers: those given as pairs of a tag and a value. */
static void
numbers(struct buf *out, size_t header, const uint32_t *pairs, size_t count)
{
	put_until(out, header);
	for (size_t i = 0; i < count; i++) {
		put_32(out, pairs[2 * i]);
		put_32(out, 6);
		put_32(out, pairs[2 * i + 1]);
		put_32(out, 0);
	}
}

/* ------------------------------------------------------------------- msg */

static void
text(const char *folder)
{
	struct buf subject = buf_new(256), body = buf_new(256);
	struct buf headers = buf_new(256), label = buf_new(256);
	struct buf number = buf_new(256), name = buf_new(256);
	struct buf entries = buf_new(256), who = buf_new(256);

	put_wide(&subject, "HARBOUR-SUBJECT ");
	put_16(&subject, 0x416);
	numbers(&number, 32, NULL, 0);
	put_32(&entries, 0), put_16(&entries, 7), put_16(&entries, 0);
	put_32(&name, 22);
	put_wide(&name, "msip_labels");
	samples_cfb(folder, "ole/text.msg", (const struct cfb_file[]){
	    {PROPERTIES, buf_slice(&number)},
	    {STREAM "0037001F", buf_slice(&subject)},
	    {STREAM "1000001F", wide(&body, "The HARBOUR-BODY of it.")},
	    {STREAM "007D001F", wide(&headers, "X-Test: HARBOUR-HEADERS")},
	    {STREAM "8000001F", wide(&label, "HARBOUR-MSIP")},
	    {"__nameid_version1.0/" STREAM "00030102", buf_slice(&entries)},
	    {"__nameid_version1.0/" STREAM "00040102", buf_slice(&name)},
	    {"__recip_version1.0_#00000000/" PROPERTIES, slice_of("12345678")},
	    {"__recip_version1.0_#00000000/" STREAM "3001001F",
	    wide(&who, "HARBOUR-RECIPIENT")}, {0}});
	buf_free(&subject), buf_free(&body), buf_free(&headers);
	buf_free(&label), buf_free(&number), buf_free(&name);
	buf_free(&entries), buf_free(&who);
}

static void
bodies(const char *folder)
{
	static const uint32_t page[] = {0x3ffd0003, 1251};
	struct buf number = buf_new(256), packed = buf_new(4096);

	numbers(&number, 32, page, 1);
	samples_cfb(folder, "ole/narrow.msg", (const struct cfb_file[]){
	    {PROPERTIES, buf_slice(&number)},
	    {STREAM "1000001E", slice_of("HARBOUR-NARROW \306")}, {0}});
	samples_lzfu(&packed, rtf);
	samples_cfb(folder, "ole/bodies.msg", (const struct cfb_file[]){
	    {PROPERTIES, buf_slice(&number)},
	    {STREAM "10090102", buf_slice(&packed)},
	    {STREAM "10130102", slice_of("<p>HARBOUR-HTML</p>")}, {0}});
	buf_free(&number), buf_free(&packed);
}

static void
attached(const char *folder)
{
	static const uint32_t web[] = {0x37050003, 7};
	struct buf number = buf_new(256), file = buf_new(256);
	struct buf body = buf_new(256), method = buf_new(256);

	numbers(&number, 32, NULL, 0);
	wide(&file, "HARBOUR-FILE-NAME.txt");
	samples_cfb(folder, "ole/attached.msg", (const struct cfb_file[]){
	    {PROPERTIES, buf_slice(&number)},
	    {ATTACHMENT PROPERTIES, slice_of("12345678")},
	    {ATTACHMENT STREAM "3707001F", buf_slice(&file)},
	    {ATTACHMENT STREAM "37010102",
	    slice_of("A file with HARBOUR-ATTACHED in it.\n")}, {0}});
	samples_cfb(folder, "ole/nested.msg", (const struct cfb_file[]){
	    {PROPERTIES, buf_slice(&number)},
	    {ATTACHMENT PROPERTIES, slice_bytes("12345678\3\0\5\x37\6\0\0\0"
	    "\5\0\0\0\0\0\0\0", 24)},
	    {INNER PROPERTIES, slice_of("123456789012345678901234")},
	    {INNER STREAM "1000001F", wide(&body, "HARBOUR-INNER")},
	    {INNER ATTACHMENT PROPERTIES, slice_of("12345678")},
	    {INNER ATTACHMENT STREAM "37010102",
	    slice_of("A file with HARBOUR-INNER-FILE in it.\n")}, {0}});
	numbers(&method, 8, web, 1);
	buf_clear(&body);
	samples_cfb(folder, "ole/elsewhere.msg", (const struct cfb_file[]){
	    {PROPERTIES, buf_slice(&number)},
	    {STREAM "1000001F", wide(&body, "HARBOUR-BODY")},
	    {ATTACHMENT PROPERTIES, buf_slice(&method)}, {0}});
	buf_free(&number), buf_free(&file), buf_free(&body);
	buf_free(&method);
}

void
samples_msg(const char *folder)
{
	text(folder);
	bodies(folder);
	attached(folder);
}

/* ------------------------------------------------------------------ tnef */

static struct buf
tnef_new(void)
{
	struct buf out = buf_new(1 << 16);

	put_32(&out, 0x223e9f78);
	put_16(&out, 1);
	return out;
}

static void
attribute(struct buf *out, unsigned level, uint32_t id, struct slice data)
{
	unsigned sum = 0;

	put_8(out, level);
	put_32(out, id);
	put_32(out, (uint32_t)data.len);
	(void)!buf_put(out, data);
	for (size_t i = 0; i < data.len; i++)
		sum += data.at[i];
	put_16(out, sum);
}

static void
title(struct buf *out, const char *name)
{
	attribute(out, 2, 0x00018010, slice_bytes(name, strlen(name) + 1));
}

static void
render(struct buf *out)
{
	attribute(out, 2, 0x00069002, slice_bytes("\1\0\0\0\0\0\0\0\0\0\0\0"
	    "\0\0", 14));
}

static void
data(struct buf *out, struct slice bytes)
{
	attribute(out, 2, 0x0006800f, bytes);
}

static void
plain(const char *folder)
{
	struct buf out = tnef_new();

	attribute(&out, 1, 0x00069007, slice_bytes("\xe3\4\0\0\0\0\0\0", 8));
	attribute(&out, 1, 0x00018004, slice_of("HARBOUR-SUBJECT"));
	attribute(&out, 1, 0x0002800c, slice_of("HARBOUR-BODY \306 here."));
	samples_save(folder, "tnef/body.tnef", &out);
	out = tnef_new();
	attribute(&out, 1, 0x0002800c, slice_of("HARBOUR-BODY"));
	render(&out);
	title(&out, "cut.txt");
	put_8(&out, 2), put_32(&out, 0x0006800f), put_32(&out, 4000);
	(void)!buf_text(&out, "What is left of a file.\n");
	samples_save(folder, "tnef/cut.tnef", &out);
}

static void
put_padded(struct buf *out, struct slice bytes)
{
	put_32(out, (uint32_t)bytes.len);
	(void)!buf_put(out, bytes);
	while (out->len % 4 != 0)
		put_8(out, 0);
}

static void
put_property(struct buf *out, uint32_t tag, struct slice value)
{
	put_32(out, tag);
	put_32(out, 1);
	put_padded(out, value);
}

static void
properties(const char *folder)
{
	struct buf out = tnef_new(), list = buf_new(4096);
	struct buf packed = buf_new(4096), name = buf_new(256);

	samples_lzfu(&packed, rtf);
	put_32(&list, 2);
	put_property(&list, 0x10090102, buf_slice(&packed));
	put_32(&list, 0x8000001e);
	put_until(&list, list.len + 16);
	put_32(&list, 1);
	put_padded(&list, wide(&name, "msip_labels"));
	put_32(&list, 1);
	put_padded(&list, slice_bytes("HARBOUR-MSIP", 13));
	attribute(&out, 1, 0x00069003, buf_slice(&list));
	buf_clear(&list);
	put_32(&list, 1);
	put_32(&list, 1);
	put_property(&list, 0x3001001e, slice_of("HARBOUR-RECIPIENT"));
	attribute(&out, 1, 0x00069004, buf_slice(&list));
	samples_save(folder, "tnef/properties.tnef", &out);
	buf_free(&list), buf_free(&packed), buf_free(&name);
}

static void
files(const char *folder)
{
	struct buf out = tnef_new(), list = buf_new(4096);
	struct buf name = buf_new(256);

	render(&out);
	title(&out, "SHORT~1.TXT");
	data(&out, slice_of("A file with HARBOUR-ATTACHED in it.\n"));
	put_32(&list, 1);
	put_property(&list, 0x3707001f, wide(&name, "HARBOUR-FILE-NAME.txt"));
	attribute(&out, 2, 0x00069005, buf_slice(&list));
	render(&out);
	title(&out, "two.txt");
	data(&out, slice_of("A file with HARBOUR-SECOND in it.\n"));
	samples_save(folder, "tnef/attached.tnef", &out);
	out = tnef_new();
	data(&out, slice_of("A file with HARBOUR-EARLY in it.\n"));
	title(&out, "late.txt");
	render(&out);
	title(&out, "none.txt");
	samples_save(folder, "tnef/data_first.tnef", &out);
	out = tnef_new();
	render(&out);
	buf_clear(&list);
	put_32(&list, 1);
	put_32(&list, 0x37050003);
	put_32(&list, 7);
	attribute(&out, 2, 0x00069005, buf_slice(&list));
	samples_save(folder, "tnef/elsewhere.tnef", &out);
	buf_free(&list), buf_free(&name);
}

/* A message within: behind the id of its interface. */
static void
nested(const char *folder)
{
	struct buf out = tnef_new(), inner = tnef_new(), list = buf_new(4096);
	struct buf object = buf_new(4096);

	attribute(&inner, 1, 0x0002800c, slice_of("HARBOUR-INNER"));
	put_until(&object, 16);
	(void)!buf_put(&object, buf_slice(&inner));
	put_32(&list, 1);
	put_property(&list, 0x3701000d, buf_slice(&object));
	render(&out);
	attribute(&out, 2, 0x00069005, buf_slice(&list));
	samples_save(folder, "tnef/nested.tnef", &out);
	buf_free(&inner), buf_free(&list), buf_free(&object);
}

void
samples_tnef(const char *folder)
{
	plain(folder);
	properties(folder);
	files(folder);
	nested(folder);
}
