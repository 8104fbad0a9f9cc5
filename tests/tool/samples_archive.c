/*
 * samples_archive - writes the samples of archives that are not zip.
 *
 * libarchive writes most of them; those it cannot write, and locked ones, are
 * made byte by byte.
 */
#include <archive.h>
#include <archive_entry.h>
#include <stdio.h>
#include <stdlib.h>

#include "tool/samples.h"
#include "tool/zipwrite.h"

enum { WRITTEN_MOST = 1 << 20, ITEMS_MOST = 4, LONG_TEXT = 3000 };

static const char first[] = "ORCHARD-FIRST text";
static const char second[] = "ORCHARD-SECOND text";
static const char packed[] = "ORCHARD-PACKED text";

/* What an archive holds; no name ends the list. */
struct item {
	const char *name;
	struct slice bytes;
};

enum layout { LAYOUT_TWO, LAYOUT_LONG, LAYOUT_FOLDER, LAYOUT_EMPTY,
	LAYOUT_INNER, LAYOUTS };

static const char *const layout_names[LAYOUTS] = {"two", "long", "folder",
	"empty", "inner"};

/* The items of a layout; `room` holds what has to be made for them. */
static void
layout_items(enum layout layout, struct item items[ITEMS_MOST],
    struct buf *room)
{
	const struct zip_file inner[] = {{.name = "deep.txt",
		.bytes = slice_of("ORCHARD-INNER text")}, {0}};

	memset(items, 0, ITEMS_MOST * sizeof(*items));
	switch (layout) {
	case LAYOUT_TWO:
	case LAYOUTS:
		items[0] = (struct item){"first.txt", slice_of(first)};
		items[1] = (struct item){"second.txt", slice_of(second)};
		break;
	case LAYOUT_LONG:
		while (room->len < LONG_TEXT)
			(void)!buf_printf(room, "line %zu of many\n",
			    room->len);
		(void)!buf_text(room, "ORCHARD-LONG text at the end\n");
		items[0] = (struct item){"long.txt", buf_slice(room)};
		break;
	case LAYOUT_FOLDER:
		items[0] = (struct item){"papers/inside.txt",
			slice_of("ORCHARD-FOLDER text")};
		items[1] = (struct item){"papers/more/two.txt",
			slice_of("ORCHARD-DEEPER text")};
		break;
	case LAYOUT_EMPTY:
		items[0] = (struct item){"empty.txt", slice_of("")};
		items[1] = (struct item){"behind.txt",
			slice_of("ORCHARD-AFTER-EMPTY text")};
		break;
	case LAYOUT_INNER:
		zip_write(room, inner, NULL);
		items[0] = (struct item){"inner.zip", buf_slice(room)};
		break;
	}
}

static void
entry_put(struct archive *archive, const char *name, struct slice bytes)
{
	struct archive_entry *entry = archive_entry_new();

	archive_entry_set_pathname(entry, name);
	archive_entry_set_filetype(entry, AE_IFREG);
	archive_entry_set_perm(entry, 0644);
	archive_entry_set_size(entry, (la_int64_t)bytes.len);
	archive_entry_set_mtime(entry, 1795305600, 0);
	if (archive_write_header(archive, entry) != ARCHIVE_OK ||
	    archive_write_data(archive, bytes.at, bytes.len) < 0)
		fprintf(stderr, "samples: %s\n",
		    archive_error_string(archive));
	archive_entry_free(entry);
}

/* An archive of these items, or with the format "raw" of the first one. */
static void
archive_items(struct buf *out, const char *format, const char *filter,
    const char *options, const struct item *items)
{
	static unsigned char bytes[WRITTEN_MOST];
	struct archive *archive = archive_write_new();
	size_t used = 0;

	archive_write_set_format_by_name(archive, format);
	if (filter != NULL)
		archive_write_add_filter_by_name(archive, filter);
	if (options != NULL)
		archive_write_set_options(archive, options);
	archive_write_set_bytes_in_last_block(archive, 1);
	archive_write_open_memory(archive, bytes, sizeof(bytes), &used);
	for (; items->name != NULL; items++)
		entry_put(archive, items->name, items->bytes);
	if (archive_write_close(archive) != ARCHIVE_OK)
		fprintf(stderr, "samples: %s: %s\n", format,
		    archive_error_string(archive));
	archive_write_free(archive);
	(void)!buf_put(out, slice_bytes(bytes, used));
}

/* Of two files, or with the format "raw" of one text. */
static void
archive_write(struct buf *out, const char *format, const char *filter,
    const char *options)
{
	const struct item text[] = {{"text", slice_of(packed)}, {0}};
	struct item items[ITEMS_MOST];

	layout_items(LAYOUT_TWO, items, NULL);
	archive_items(out, format, filter, options,
	    strcmp(format, "raw") == 0 ? text : items);
}

static void
written(const char *folder)
{
	static const struct {
		const char *file, *format, *filter, *options;
	} all[] = {
		{"lzma.7z", "7zip", NULL, "7zip:compression=lzma1"},
		{"lzma2.7z", "7zip", NULL, "7zip:compression=lzma2"},
		{"bzip2.7z", "7zip", NULL, "7zip:compression=bzip2"},
		{"deflate.7z", "7zip", NULL, "7zip:compression=deflate"},
		{"ppmd.7z", "7zip", NULL, "7zip:compression=ppmd"},
		{"store.7z", "7zip", NULL, "7zip:compression=store"},
		{"ustar.tar", "ustar", NULL, NULL},
		{"pax.tar", "pax", NULL, NULL},
		{"gnutar.tar", "gnutar", NULL, NULL},
		{"v7tar.tar", "v7tar", NULL, NULL},
		{"newc.cpio", "newc", NULL, NULL},
		{"odc.cpio", "odc", NULL, NULL},
		{"bin.cpio", "bin", NULL, NULL},
		{"arbsd.a", "arbsd", NULL, NULL},
		{"argnu.a", "argnu", NULL, NULL},
		{"plain.iso", "iso9660", NULL,
		    "iso9660:!pad,!joliet,!rockridge"},
		{"plain.xar", "xar", NULL, NULL},
		{"text.gz", "raw", "gzip", "gzip:!timestamp"},
		{"text.bz2", "raw", "bzip2", NULL},
		{"text.xz", "raw", "xz", NULL},
		{"text.zst", "raw", "zstd", NULL},
		{"text.lz4", "raw", "lz4", NULL},
		{"text.Z", "raw", "compress", NULL},
		{"text.lzma", "raw", "lzma", NULL},
		{"text.lz", "raw", "lzip", NULL},
		{"two.tgz", "ustar", "gzip", "gzip:!timestamp"},
		{"two.tbz2", "ustar", "bzip2", NULL},
		{"two.txz", "ustar", "xz", NULL},
		{"two.tzst", "ustar", "zstd", NULL},
		{"two.tlz4", "ustar", "lz4", NULL},
	};
	char name[64];

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		struct buf out = buf_new(WRITTEN_MOST);

		archive_write(&out, all[i].format, all[i].filter,
		    all[i].options);
		snprintf(name, sizeof(name), "archive/%s", all[i].file);
		samples_save(folder, name, &out);
	}
}

/* Every layout but the plain one, in every format that libarchive writes. */
static void
written_layouts(const char *folder)
{
	static const struct {
		const char *suffix, *format, *options;
	} all[] = {
		{"7z", "7zip", "7zip:compression=lzma1"},
		{"tar", "ustar", NULL}, {"cpio", "newc", NULL},
		{"a", "argnu", NULL},
		{"iso", "iso9660", "iso9660:!pad,!joliet,!rockridge"},
		{"xar", "xar", NULL},
	};
	char name[64];

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		for (int layout = LAYOUT_LONG; layout < LAYOUTS; layout++) {
			struct item items[ITEMS_MOST];
			struct buf out = buf_new(WRITTEN_MOST);
			struct buf room = buf_new(WRITTEN_MOST);

			layout_items((enum layout)layout, items, &room);
			archive_items(&out, all[i].format, NULL,
			    all[i].options, items);
			snprintf(name, sizeof(name), "archive/%s.%s",
			    layout_names[layout], all[i].suffix);
			samples_save(folder, name, &out);
			buf_free(&room);
		}
}

/* A long text, an archive within, and where it may be two streams in one. */
static void
packed_layouts(const char *folder)
{
	static const struct {
		const char *suffix, *filter, *options;
		bool twice;
	} all[] = {
		{"gz", "gzip", "gzip:!timestamp", true},
		{"bz2", "bzip2", NULL, true}, {"xz", "xz", NULL, true},
		{"zst", "zstd", NULL, true}, {"lz4", "lz4", NULL, true},
		{"Z", "compress", NULL, false},
		{"lzma", "lzma", NULL, false}, {"lz", "lzip", NULL, true},
	};
	const struct item text[] = {{"text", slice_of(packed)}, {0}};
	const struct item more[] = {{"text", slice_of(
		"ORCHARD-STREAM-TWO text")}, {0}};
	const struct item tiny[] = {{"text", slice_of("ORCHARD-TINY")}, {0}};
	struct item items[ITEMS_MOST];
	char name[64];

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		for (int layout = LAYOUT_LONG; layout < LAYOUTS; layout++) {
			struct buf out = buf_new(WRITTEN_MOST);
			struct buf room = buf_new(WRITTEN_MOST);

			layout_items((enum layout)layout, items, &room);
			archive_items(&out, "raw", all[i].filter,
			    all[i].options, items[1].name == NULL ? items :
			    layout == LAYOUT_FOLDER ? tiny : text);
			if (layout == LAYOUT_EMPTY && all[i].twice)
				archive_items(&out, "raw", all[i].filter,
				    all[i].options, more);
			snprintf(name, sizeof(name), "archive/%s.%s", layout ==
			    LAYOUT_EMPTY ? "twice" : layout == LAYOUT_FOLDER ?
			    "tiny" : layout_names[layout], all[i].suffix);
			if (layout != LAYOUT_EMPTY || all[i].twice)
				samples_save(folder, name, &out);
			buf_free(&room);
		}
	}
	for (size_t i = 5; i < 8; i++) {
		struct buf out = buf_new(WRITTEN_MOST);

		archive_write(&out, "ustar", all[i].filter, all[i].options);
		snprintf(name, sizeof(name), "archive/two.tar.%s",
		    all[i].suffix);
		samples_save(folder, name, &out);
	}
}

/* ------------------------------------------------------- byte by byte */

static void
put_little(struct buf *out, uint64_t value, size_t size)
{
	for (size_t i = 0; i < size; i++, value >>= 8)
		(void)!buf_byte(out, (unsigned char)value);
}

/* A block of RAR 4: its sum, type, flags, size, and what is in it. */
static void
rar4_block(struct buf *out, unsigned type, unsigned flags, struct slice body)
{
	struct buf block = buf_new(4096);

	put_little(&block, type, 1);
	put_little(&block, flags, 2);
	put_little(&block, 7 + body.len, 2);
	(void)!buf_put(&block, body);
	put_little(out, zip_crc(0, buf_slice(&block)) & 0xffff, 2);
	(void)!buf_put(out, buf_slice(&block));
	buf_free(&block);
}

static void
rar4_file(struct buf *out, const char *name, struct slice text,
    unsigned flags)
{
	struct buf body = buf_new(4096);

	put_little(&body, text.len, 4);
	put_little(&body, text.len, 4);
	put_little(&body, 3, 1);	/* Unix */
	put_little(&body, zip_crc(0, text), 4);
	put_little(&body, 0x5d752e20, 4);
	put_little(&body, 20, 1);
	put_little(&body, 0x30, 1);	/* stored */
	put_little(&body, strlen(name), 2);
	put_little(&body, 0100644, 4);
	(void)!buf_text(&body, name);
	rar4_block(out, 0x74, 0x8000 | flags, buf_slice(&body));
	(void)!buf_put(out, text);
	buf_free(&body);
}

static void
rar4_items(const char *folder, const char *file, unsigned main_flags,
    unsigned entry_flags, const struct item *items)
{
	static const unsigned char zeros[6];
	struct buf out = buf_new(WRITTEN_MOST);

	(void)!buf_put(&out, slice_bytes("Rar!\x1a\7\0", 7));
	rar4_block(&out, 0x73, main_flags, slice_bytes(zeros, 6));
	for (; items->name != NULL; items++)
		rar4_file(&out, items->name, items->bytes, entry_flags);
	rar4_block(&out, 0x7b, 0x4000, (struct slice){0});
	samples_save(folder, file, &out);
}

static void
rar4(const char *folder, const char *file, unsigned main_flags,
    unsigned entry_flags)
{
	struct item items[ITEMS_MOST];

	layout_items(LAYOUT_TWO, items, NULL);
	rar4_items(folder, file, main_flags, entry_flags, items);
}

/* A header of RAR 5: its sum, size, and what is in it. */
static void
rar5_block(struct buf *out, struct slice body)
{
	struct buf block = buf_new(4096);

	put_little(&block, body.len, 1);
	(void)!buf_put(&block, body);
	put_little(out, zip_crc(0, buf_slice(&block)), 4);
	(void)!buf_put(out, buf_slice(&block));
	buf_free(&block);
}

/* Seven bits a byte, the lowest first. */
static void
rar5_number(struct buf *out, uint64_t value)
{
	for (; value > 0x7f; value >>= 7)
		(void)!buf_byte(out, (unsigned char)(value | 0x80));
	(void)!buf_byte(out, (unsigned char)value);
}

static void
rar5_file(struct buf *out, const char *name, struct slice text)
{
	struct buf body = buf_new(4096);

	put_little(&body, 2, 1);
	put_little(&body, 2, 1);	/* data follows */
	rar5_number(&body, text.len);
	put_little(&body, 4, 1);	/* with a sum */
	rar5_number(&body, text.len);
	put_little(&body, 0x20, 1);
	put_little(&body, zip_crc(0, text), 4);
	put_little(&body, 0, 1);	/* stored */
	put_little(&body, 1, 1);
	put_little(&body, strlen(name), 1);
	(void)!buf_text(&body, name);
	rar5_block(out, buf_slice(&body));
	(void)!buf_put(out, text);
	buf_free(&body);
}

static void
rar5_items(const char *folder, const char *file, const struct item *items)
{
	struct buf out = buf_new(WRITTEN_MOST);

	(void)!buf_put(&out, slice_bytes("Rar!\x1a\7\1\0", 8));
	rar5_block(&out, slice_bytes("\1\0\0", 3));
	for (; items->name != NULL; items++)
		rar5_file(&out, items->name, items->bytes);
	rar5_block(&out, slice_bytes("\5\0\0", 3));
	samples_save(folder, file, &out);
}

static void
rar5(const char *folder)
{
	struct item items[ITEMS_MOST];
	struct buf out;

	layout_items(LAYOUT_TWO, items, NULL);
	rar5_items(folder, "archive/five.rar", items);
	out = buf_new(4096);
	(void)!buf_put(&out, slice_bytes("Rar!\x1a\7\1\0", 8));
	rar5_block(&out, slice_bytes("\4\0\0\0\17ZXQJZXQJZXQJZXQJ", 21));
	(void)!buf_text(&out, "ZXQJ-not-the-header-that-was-encrypted");
	samples_save(folder, "archive/five-header.rar", &out);
}

/* A 7z whose header was encrypted: only a coder and a size are told. */
static void
sevenzip_locked(const char *folder)
{
	static const char header[] = "\x17\6\0\1\x09\x20\0\7\x0b\1\0\1\x24"
	    "\6\xf1\7\1\2\x13\0\x0c\x20\0\0";
	struct slice body = slice_bytes(header, sizeof(header) - 1);
	struct buf out = buf_new(4096), start = buf_new(64);

	put_little(&start, 32, 8);
	put_little(&start, body.len, 8);
	put_little(&start, zip_crc(0, body), 4);
	(void)!buf_put(&out, slice_bytes("7z\xbc\xaf\x27\x1c\0\4", 8));
	put_little(&out, zip_crc(0, buf_slice(&start)), 4);
	(void)!buf_put(&out, buf_slice(&start));
	(void)!buf_text(&out, "ZXQJ-not-what-was-encrypted-ZXQJ");
	(void)!buf_put(&out, body);
	samples_save(folder, "archive/header.7z", &out);
	buf_free(&start);
}

/* [MS-CAB] 2: one folder, one block, not compressed. */
static void
cab_items(const char *folder, const char *file, const struct item *items)
{
	struct buf out = buf_new(WRITTEN_MOST), files = buf_new(4096);
	struct buf data = buf_new(WRITTEN_MOST);
	size_t count = 0, at;

	for (; items->name != NULL; items++, count++) {
		put_little(&files, items->bytes.len, 4);
		put_little(&files, data.len, 4);
		put_little(&files, 0, 2);
		put_little(&files, 0x5d75, 2);
		put_little(&files, 0x2e20, 2);
		put_little(&files, 0x20, 2);
		(void)!buf_text(&files, items->name);
		(void)!buf_byte(&files, 0);
		(void)!buf_put(&data, items->bytes);
	}
	at = 36 + 8 + files.len;
	(void)!buf_put(&out, slice_bytes("MSCF\0\0\0\0", 8));
	put_little(&out, at + 8 + data.len, 8);
	put_little(&out, 36 + 8, 8);	/* where the files are told */
	put_little(&out, 0x0103, 2);
	put_little(&out, 1, 2);		/* folders */
	put_little(&out, count, 2);
	put_little(&out, 0, 6);
	put_little(&out, at, 4);
	put_little(&out, 1, 2);		/* blocks, not compressed */
	put_little(&out, 0, 2);
	(void)!buf_put(&out, buf_slice(&files));
	put_little(&out, 0, 4);		/* no sum */
	put_little(&out, data.len, 2);
	put_little(&out, data.len, 2);
	(void)!buf_put(&out, buf_slice(&data));
	samples_save(folder, file, &out);
	buf_free(&files);
	buf_free(&data);
}

/* CRC-16/ARC, as lha uses it. */
static unsigned
crc16(struct slice text)
{
	unsigned crc = 0;

	for (size_t i = 0; i < text.len; i++) {
		crc ^= text.at[i];
		for (int bit = 0; bit < 8; bit++)
			crc = crc & 1 ? crc >> 1 ^ 0xa001 : crc >> 1;
	}
	return crc;
}

static void
lha_item(struct buf *out, const struct item *item)
{
	struct buf head = buf_new(256);
	unsigned sum = 0;

	(void)!buf_text(&head, "-lh0-");
	put_little(&head, item->bytes.len, 4);
	put_little(&head, item->bytes.len, 4);
	put_little(&head, 0x5d752e20, 4);
	put_little(&head, 0x20, 2);	/* attribute, level 0 */
	put_little(&head, strlen(item->name), 1);
	(void)!buf_text(&head, item->name);
	put_little(&head, crc16(item->bytes), 2);
	for (size_t i = 0; i < head.len; i++)
		sum += head.at[i];
	put_little(out, head.len, 1);
	put_little(out, sum, 1);
	(void)!buf_put(out, buf_slice(&head));
	(void)!buf_put(out, item->bytes);
	buf_free(&head);
}

static void
lha_items(const char *folder, const char *file, const struct item *items)
{
	struct buf out = buf_new(WRITTEN_MOST);

	for (; items->name != NULL; items++)
		lha_item(&out, items);
	put_little(&out, 0, 1);
	samples_save(folder, file, &out);
}

/* A lead, two headers without fields, and the files as a packed cpio. */
static void
rpm_items(const char *folder, const char *file, const char *filter,
    const struct item *items)
{
	static const char lead[] = "\xed\xab\xee\xdb\3\0\0\0\0\1papers-1";
	static const char header[] = "\x8e\xad\xe8\1\0\0\0\0\0\0\0\0\0\0\0";
	struct buf out = buf_new(WRITTEN_MOST);

	(void)!buf_put(&out, slice_bytes(lead, sizeof(lead) - 1));
	while (out.len < 76)
		(void)!buf_byte(&out, 0);
	(void)!buf_put(&out, slice_bytes("\0\1\0\5", 4));
	while (out.len < 96)
		(void)!buf_byte(&out, 0);
	(void)!buf_put(&out, slice_bytes(header, 16));
	(void)!buf_put(&out, slice_bytes(header, 16));
	archive_items(&out, "newc", filter, strcmp(filter, "gzip") == 0 ?
	    "gzip:!timestamp" : NULL, items);
	samples_save(folder, file, &out);
}

/* Every layout in the formats that are written here. */
static void
own_layouts(const char *folder)
{
	for (int layout = LAYOUT_TWO; layout < LAYOUTS; layout++) {
		const char *name = layout_names[layout];
		struct item items[ITEMS_MOST];
		struct buf room = buf_new(WRITTEN_MOST);
		char file[64];

		layout_items((enum layout)layout, items, &room);
		snprintf(file, sizeof(file), "archive/%s.cab", name);
		cab_items(folder, file, items);
		snprintf(file, sizeof(file), "archive/%s.lzh", name);
		lha_items(folder, file, items);
		snprintf(file, sizeof(file), "archive/%s.rpm", name);
		rpm_items(folder, file, layout == LAYOUT_LONG ? "bzip2" :
		    "gzip", items);
		if (layout != LAYOUT_TWO) {
			snprintf(file, sizeof(file), "archive/four-%s.rar",
			    name);
			rar4_items(folder, file, 0, 0, items);
			snprintf(file, sizeof(file), "archive/five-%s.rar",
			    name);
			rar5_items(folder, file, items);
		}
		buf_free(&room);
	}
}

/* ------------------------------------------------------------- hostile */

static void
cut(const char *folder, const char *file, const char *format,
    const char *filter, size_t len)
{
	struct buf whole = buf_new(WRITTEN_MOST), out = buf_new(WRITTEN_MOST);

	archive_write(&whole, format, filter, NULL);
	(void)!buf_put(&out, slice_sub(buf_slice(&whole), 0, len));
	samples_save(folder, file, &out);
	buf_free(&whole);
}

static void
hostile(const char *folder)
{
	struct buf out = buf_new(WRITTEN_MOST), tail = buf_new(WRITTEN_MOST);

	cut(folder, "archive/cut.7z", "7zip", NULL, 40);
	cut(folder, "archive/cut.tar", "ustar", NULL, 1100);
	cut(folder, "archive/cut.gz", "raw", "gzip", 20);
	archive_write(&out, "raw", "gzip", "gzip:!timestamp");
	(void)!buf_text(&out, "ORCHARD-BEHIND text that nobody unpacks\n");
	samples_save(folder, "archive/behind.gz", &out);
	out = buf_new(WRITTEN_MOST);
	archive_write(&out, "ustar", NULL, NULL);
	archive_write(&tail, "ustar", NULL, NULL);
	memcpy(tail.at + 512, "ORCHARD-BEHIND text", 18);
	(void)!buf_put(&out, buf_slice(&tail));
	samples_save(folder, "archive/twice.tar", &out);
	buf_free(&tail);
}

void
samples_archive(const char *folder)
{
	written(folder);
	written_layouts(folder);
	packed_layouts(folder);
	rar4(folder, "archive/four.rar", 0, 0);
	rar4(folder, "archive/four-header.rar", 0x80, 0);
	rar4(folder, "archive/four-entry.rar", 0, 4);
	rar5(folder);
	sevenzip_locked(folder);
	own_layouts(folder);
	hostile(folder);
}
