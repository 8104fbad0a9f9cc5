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

enum { WRITTEN_MOST = 1 << 20 };

static const char first[] = "ORCHARD-FIRST text";
static const char second[] = "ORCHARD-SECOND text";
static const char packed[] = "ORCHARD-PACKED text";

static void
entry_put(struct archive *archive, const char *name, const char *text)
{
	struct archive_entry *entry = archive_entry_new();

	archive_entry_set_pathname(entry, name);
	archive_entry_set_filetype(entry, AE_IFREG);
	archive_entry_set_perm(entry, 0644);
	archive_entry_set_size(entry, (la_int64_t)strlen(text));
	archive_entry_set_mtime(entry, 1795305600, 0);
	if (archive_write_header(archive, entry) != ARCHIVE_OK ||
	    archive_write_data(archive, text, strlen(text)) < 0)
		fprintf(stderr, "samples: %s\n",
		    archive_error_string(archive));
	archive_entry_free(entry);
}

/* An archive of two files, or with the format "raw" of one text. */
static void
archive_write(struct buf *out, const char *format, const char *filter,
    const char *options)
{
	static unsigned char bytes[WRITTEN_MOST];
	struct archive *archive = archive_write_new();
	bool raw = strcmp(format, "raw") == 0;
	size_t used = 0;

	archive_write_set_format_by_name(archive, format);
	if (filter != NULL)
		archive_write_add_filter_by_name(archive, filter);
	if (options != NULL)
		archive_write_set_options(archive, options);
	archive_write_set_bytes_in_last_block(archive, 1);
	archive_write_open_memory(archive, bytes, sizeof(bytes), &used);
	if (raw) {
		entry_put(archive, "text", packed);
	} else {
		entry_put(archive, "first.txt", first);
		entry_put(archive, "second.txt", second);
	}
	if (archive_write_close(archive) != ARCHIVE_OK)
		fprintf(stderr, "samples: %s: %s\n", format,
		    archive_error_string(archive));
	archive_write_free(archive);
	(void)!buf_put(out, slice_bytes(bytes, used));
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
rar4_file(struct buf *out, const char *name, const char *text,
    unsigned flags)
{
	struct buf body = buf_new(4096);

	put_little(&body, strlen(text), 4);
	put_little(&body, strlen(text), 4);
	put_little(&body, 3, 1);	/* Unix */
	put_little(&body, zip_crc(0, slice_of(text)), 4);
	put_little(&body, 0x5d752e20, 4);
	put_little(&body, 20, 1);
	put_little(&body, 0x30, 1);	/* stored */
	put_little(&body, strlen(name), 2);
	put_little(&body, 0100644, 4);
	(void)!buf_text(&body, name);
	rar4_block(out, 0x74, 0x8000 | flags, buf_slice(&body));
	(void)!buf_text(out, text);
	buf_free(&body);
}

static void
rar4(const char *folder, const char *file, unsigned main_flags,
    unsigned entry_flags)
{
	static const unsigned char zeros[6];
	struct buf out = buf_new(4096);

	(void)!buf_put(&out, slice_bytes("Rar!\x1a\7\0", 7));
	rar4_block(&out, 0x73, main_flags, slice_bytes(zeros, 6));
	rar4_file(&out, "first.txt", first, entry_flags);
	rar4_file(&out, "second.txt", second, entry_flags);
	rar4_block(&out, 0x7b, 0x4000, (struct slice){0});
	samples_save(folder, file, &out);
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

static void
rar5_file(struct buf *out, const char *name, const char *text)
{
	struct buf body = buf_new(4096);

	put_little(&body, 2, 1);
	put_little(&body, 2, 1);	/* data follows */
	put_little(&body, strlen(text), 1);
	put_little(&body, 4, 1);	/* with a sum */
	put_little(&body, strlen(text), 1);
	put_little(&body, 0x20, 1);
	put_little(&body, zip_crc(0, slice_of(text)), 4);
	put_little(&body, 0, 1);	/* stored */
	put_little(&body, 1, 1);
	put_little(&body, strlen(name), 1);
	(void)!buf_text(&body, name);
	rar5_block(out, buf_slice(&body));
	(void)!buf_text(out, text);
	buf_free(&body);
}

static void
rar5(const char *folder)
{
	struct buf out = buf_new(4096);

	(void)!buf_put(&out, slice_bytes("Rar!\x1a\7\1\0", 8));
	rar5_block(&out, slice_bytes("\1\0\0", 3));
	rar5_file(&out, "first.txt", first);
	rar5_file(&out, "second.txt", second);
	rar5_block(&out, slice_bytes("\5\0\0", 3));
	samples_save(folder, "archive/five.rar", &out);
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

static void
cab(const char *folder)
{
	struct buf out = buf_new(4096);
	size_t len = sizeof(first) - 1, data = 36 + 8 + 16 + 10;

	(void)!buf_put(&out, slice_bytes("MSCF\0\0\0\0", 8));
	put_little(&out, data + 8 + len, 8);
	put_little(&out, 36 + 8, 8);	/* where the files are told */
	put_little(&out, 0x0103, 2);
	put_little(&out, 1, 2);		/* folders */
	put_little(&out, 1, 2);		/* files */
	put_little(&out, 0, 6);
	put_little(&out, data, 4);
	put_little(&out, 1, 2);		/* blocks, not compressed */
	put_little(&out, 0, 2);
	put_little(&out, len, 4);
	put_little(&out, 0, 6);
	put_little(&out, 0x5d75, 2);
	put_little(&out, 0x2e20, 2);
	put_little(&out, 0x20, 2);
	(void)!buf_put(&out, slice_bytes("first.txt\0", 10));
	put_little(&out, 0, 4);		/* no sum */
	put_little(&out, len, 2);
	put_little(&out, len, 2);
	(void)!buf_text(&out, first);
	samples_save(folder, "archive/store.cab", &out);
}

/* CRC-16/ARC, as lha uses it. */
static unsigned
crc16(const char *text)
{
	unsigned crc = 0;

	for (; *text != '\0'; text++) {
		crc ^= (unsigned char)*text;
		for (int bit = 0; bit < 8; bit++)
			crc = crc & 1 ? crc >> 1 ^ 0xa001 : crc >> 1;
	}
	return crc;
}

static void
lha(const char *folder)
{
	struct buf out = buf_new(4096), head = buf_new(256);
	unsigned sum = 0;

	(void)!buf_text(&head, "-lh0-");
	put_little(&head, sizeof(first) - 1, 4);
	put_little(&head, sizeof(first) - 1, 4);
	put_little(&head, 0x5d752e20, 4);
	put_little(&head, 0x20, 2);	/* attribute, level 0 */
	put_little(&head, 9, 1);
	(void)!buf_text(&head, "first.txt");
	put_little(&head, crc16(first), 2);
	for (size_t i = 0; i < head.len; i++)
		sum += head.at[i];
	put_little(&out, head.len, 1);
	put_little(&out, sum, 1);
	(void)!buf_put(&out, buf_slice(&head));
	(void)!buf_text(&out, first);
	put_little(&out, 0, 1);
	samples_save(folder, "archive/store.lzh", &out);
	buf_free(&head);
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
	rar4(folder, "archive/four.rar", 0, 0);
	rar4(folder, "archive/four-header.rar", 0x80, 0);
	rar4(folder, "archive/four-entry.rar", 0, 4);
	rar5(folder);
	sevenzip_locked(folder);
	cab(folder);
	lha(folder);
	hostile(folder);
}
