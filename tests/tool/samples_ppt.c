/*
 * samples_ppt - samples of PowerPoint presentations ([MS-PPT]).
 */
#include "tool/samples_ole.h"

#include <stdlib.h>
#include <zlib.h>

enum { CONTAINER = 15, OBJECTS_MOST = 8, DOCUMENT = 1000, SLIDE = 1006,
	NOTES = 1008, MASTER = 1016, LIST = 4080, PERSIST = 1011 };

struct show {
	struct buf out, pictures;
	uint32_t offsets[OBJECTS_MOST + 1];	/* by number, from 1 */
	uint32_t edit;		/* the last one, 0: none */
};

static size_t
open_record(struct buf *out, unsigned instance, unsigned version,
    unsigned type)
{
	put_16(out, instance << 4 | version);
	put_16(out, type);
	put_32(out, 0);
	return out->len;
}

static void
close_record(struct buf *out, size_t at)
{
	set_32(out, at - 4, (uint32_t)(out->len - at));
}

static void
atom(struct buf *out, unsigned instance, unsigned type, struct slice data)
{
	size_t at = open_record(out, instance, 0, type);

	(void)!buf_put(out, data);
	close_record(out, at);
}

static void
atom_wide(struct buf *out, unsigned instance, unsigned type,
    const char *text)
{
	size_t at = open_record(out, instance, 0, type);

	put_wide(out, text);
	close_record(out, at);
}

/* An object of the stream's own level, with a number. */
static size_t
begin_object(struct show *show, unsigned number, unsigned type)
{
	show->offsets[number] = (uint32_t)show->out.len;
	return open_record(&show->out, 0, CONTAINER, type);
}

/* A drawing with a text box, as deep as PowerPoint has it. */
static void
drawing(struct buf *out, const char *text)
{
	static const unsigned types[] = {1036, 0xf002, 0xf003, 0xf004,
		0xf00d};
	size_t at[5];

	for (size_t i = 0; i < 5; i++)
		at[i] = open_record(out, 0, CONTAINER, types[i]);
	atom(out, 0, 4008, slice_of(text));
	for (size_t i = 5; i-- > 0; )
		close_record(out, at[i]);
}

static void
slide(struct show *show, unsigned number, const char *text)
{
	size_t at = begin_object(show, number, SLIDE);

	drawing(&show->out, text);
	close_record(&show->out, at);
}

/* The slides 2 to `last` in a list; `outline` is a text of the last one. */
static void
document(struct show *show, unsigned last, const char *outline)
{
	size_t at = begin_object(show, 1, DOCUMENT), list, persist;

	list = open_record(&show->out, 0, CONTAINER, LIST);
	for (unsigned i = 2; i <= last; i++) {
		persist = open_record(&show->out, 0, 0, PERSIST);
		put_32(&show->out, i);
		put_until(&show->out, persist + 12);
		put_32(&show->out, 256 + i);
		put_until(&show->out, persist + 20);
		close_record(&show->out, persist);
	}
	if (outline != NULL)
		atom_wide(&show->out, 0, 4000, outline);
	close_record(&show->out, list);
	close_record(&show->out, at);
}

/* The directory of the objects first..last, and the edit that names it. */
static void
save_edit(struct show *show, unsigned first, unsigned last)
{
	uint32_t directory = (uint32_t)show->out.len, before = show->edit;
	size_t at = open_record(&show->out, 0, 0, 6002);

	put_32(&show->out, first | (last - first + 1) << 20);
	for (unsigned i = first; i <= last; i++)
		put_32(&show->out, show->offsets[i]);
	close_record(&show->out, at);
	show->edit = (uint32_t)show->out.len;
	at = open_record(&show->out, 0, 0, 4085);
	put_32(&show->out, 0);
	put_32(&show->out, 0);
	put_32(&show->out, before);
	put_32(&show->out, directory);
	put_32(&show->out, 1);
	put_until(&show->out, at + 28);
	close_record(&show->out, at);
}

static void
show_save(const char *folder, const char *name, struct show *show,
    uint32_t token)
{
	struct buf user = buf_new(64);

	put_32(&user, 0x0ff60000);
	put_32(&user, 20);
	put_32(&user, 20);
	put_32(&user, token);
	put_32(&user, show->edit);
	put_until(&user, 32);
	put_until(&show->out, show->out.len);
	samples_cfb(folder, name, (const struct cfb_file[]){
	    {"Current User", buf_slice(&user)},
	    {"PowerPoint Document", buf_slice(&show->out)},
	    {show->pictures.len > 0 ? "Pictures" : NULL,
	    buf_slice(&show->pictures)}, {0}});
	buf_free(&user);
	buf_free(&show->out);
	buf_free(&show->pictures);
}

static struct show
show_new(void)
{
	return (struct show){.out = buf_new(1 << 20),
		.pictures = buf_new(1 << 20)};
}

static const uint32_t plain = 0xe391c05f, encrypted = 0xf3d1c4df;

/* ---------------------------------------------------------------- slides */

static void
slides(const char *folder)
{
	struct show show = show_new();
	size_t at;

	document(&show, 3, "HARBOUR-OUTLINE");
	slide(&show, 2, "HARBOUR-SLIDE-ONE");
	at = begin_object(&show, 3, SLIDE);
	{
		size_t text = open_record(&show.out, 0, 0, 4000);

		put_wide(&show.out, "HARBOUR-SLIDE-TWO ");
		put_16(&show.out, 0x416);
		close_record(&show.out, text);
	}
	close_record(&show.out, at);
	at = begin_object(&show, 4, MASTER);
	drawing(&show.out, "HARBOUR-MASTER");
	close_record(&show.out, at);
	save_edit(&show, 1, 4);
	show_save(folder, "ole/slides.ppt", &show, plain);
}

static void
comment(struct buf *out)
{
	size_t at = open_record(out, 0, CONTAINER, 12000);

	atom_wide(out, 0, 4026, "Ada Invented");
	atom_wide(out, 1, 4026, "HARBOUR-COMMENT");
	close_record(out, at);
}

/* A text drawn as a picture, in the properties of its shape. */
static void
art(struct buf *out, const char *text)
{
	size_t at = open_record(out, 1, 3, 0xf00b);

	put_16(out, 0x80c0);
	put_32(out, 2 * (uint32_t)strlen(text) + 2);
	put_wide(out, text);
	put_16(out, 0);
	close_record(out, at);
}

static void
notes(const char *folder)
{
	struct show show = show_new();
	size_t at, headers;

	document(&show, 2, NULL);
	at = begin_object(&show, 2, SLIDE);
	drawing(&show.out, "The slide.");
	comment(&show.out);
	headers = open_record(&show.out, 3, CONTAINER, 4057);
	atom_wide(&show.out, 2, 4026, "HARBOUR-FOOTER");
	close_record(&show.out, headers);
	art(&show.out, "HARBOUR-ART");
	close_record(&show.out, at);
	at = begin_object(&show, 3, NOTES);
	atom(&show.out, 0, 1009, slice_bytes("\2\1\0\0\0\0\0\0", 8));
	drawing(&show.out, "HARBOUR-NOTES");
	close_record(&show.out, at);
	save_edit(&show, 1, 3);
	show_save(folder, "ole/notes.ppt", &show, plain);
}

/* ----------------------------------------------------------------- states */

static void
states(const char *folder)
{
	struct show show = show_new();
	size_t at, info;

	document(&show, 2, NULL);
	slide(&show, 2, "HARBOUR-OLD");
	save_edit(&show, 1, 2);
	slide(&show, 2, "The slide as it is now.");
	save_edit(&show, 2, 2);
	show_save(folder, "ole/older.ppt", &show, plain);
	show = show_new();
	document(&show, 2, NULL);
	at = begin_object(&show, 2, SLIDE);
	drawing(&show.out, "HARBOUR-HIDDEN");
	info = open_record(&show.out, 0, 0, 1017);
	put_until(&show.out, info + 10);
	put_16(&show.out, 4);
	put_until(&show.out, info + 16);
	close_record(&show.out, info);
	close_record(&show.out, at);
	save_edit(&show, 1, 2);
	show_save(folder, "ole/hidden.ppt", &show, plain);
	show = show_new();
	document(&show, 2, NULL);
	save_edit(&show, 1, 1);
	show_save(folder, "ole/encrypted.ppt", &show, encrypted);
	show = show_new();
	document(&show, 2, NULL);
	slide(&show, 2, "HARBOUR-SLIDE-ONE");
	show_save(folder, "ole/no_edits.ppt", &show, plain);
}

/* An embedded workbook, packed. */
static void
object(const char *folder)
{
	struct buf book = buf_new(1 << 16), file = buf_new(1 << 16);
	struct show show = show_new();
	unsigned char packed[1 << 14];
	uLongf len = sizeof(packed);
	size_t at;

	samples_small_book(&book, "HARBOUR-SHEET");
	cfb_write(&file, (const struct cfb_file[]){
	    {"Workbook", buf_slice(&book)}, {0}}, NULL);
	if (compress(packed, &len, file.at, file.len) != Z_OK)
		abort();
	document(&show, 2, NULL);
	slide(&show, 2, "The slide.");
	show.offsets[3] = (uint32_t)show.out.len;
	at = open_record(&show.out, 1, 0, 4113);
	put_32(&show.out, (uint32_t)file.len);
	(void)!buf_put(&show.out, slice_bytes(packed, len));
	close_record(&show.out, at);
	save_edit(&show, 1, 3);
	samples_blip(&show.pictures, "HARBOUR-DRAWN on a slide", true);
	samples_blip(&show.pictures, "HARBOUR-DRAWN again", false);
	show_save(folder, "ole/object.ppt", &show, plain);
	buf_free(&book);
	buf_free(&file);
}

void
samples_ppt(const char *folder)
{
	slides(folder);
	notes(folder);
	states(folder);
	object(folder);
}
