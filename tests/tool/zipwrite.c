/*
 * zipwrite - zip archives byte by byte, sound ones and crooked ones.
 */
#include "tool/zipwrite.h"

#include <stdlib.h>

static void
put(struct buf *out, uint64_t number, unsigned width)
{
	for (unsigned i = 0; i < width; i++)
		(void)!buf_byte(out, (unsigned char)(number >> (8 * i)));
}

uint32_t
zip_crc(uint32_t crc, struct slice bytes)
{
	crc = ~crc;
	for (size_t i = 0; i < bytes.len; i++) {
		crc ^= bytes.at[i];
		for (int bit = 0; bit < 8; bit++)
			crc = crc >> 1 ^ (crc & 1 ? 0xedb88320u : 0);
	}
	return ~crc;
}

static void
put_common(struct buf *out, const struct zip_file *file, const char *name)
{
	put(out, 20, 2);			/* version needed */
	put(out, file->flags, 2);
	put(out, file->method, 2);
	put(out, 0, 2);				/* time */
	put(out, 0x5d75, 2);			/* date: 2026-11-21 */
	put(out, file->crc ? file->crc : zip_crc(0, file->bytes), 4);
	put(out, file->bytes.len, 4);
	put(out, file->unpacked ? file->unpacked : file->bytes.len, 4);
	put(out, strlen(name), 2);
	put(out, 0, 2);				/* extra */
}

static void
put_local(struct buf *out, const struct zip_file *file)
{
	const char *name = file->local_name ? file->local_name : file->name;

	put(out, 0x04034b50, 4);
	put_common(out, file, name);
	(void)!buf_text(out, name);
	(void)!buf_put(out, file->bytes);
}

static void
put_central(struct buf *out, const struct zip_file *file, size_t offset)
{
	put(out, 0x02014b50, 4);
	put(out, 20, 2);			/* made by */
	put_common(out, file, file->name);
	put(out, 0, 2);				/* comment */
	put(out, 0, 4);				/* disk, internal */
	put(out, 0, 4);				/* external */
	put(out, offset, 4);
	(void)!buf_text(out, file->name);
}

void
zip_write(struct buf *out, const struct zip_file *files, const char *comment)
{
	size_t start = out->len, count = 0, listed = 0, directory;
	size_t *offsets;

	while (files[count].name != NULL)
		count++;
	offsets = calloc(count + 1, sizeof(*offsets));
	if (offsets == NULL)
		abort();
	for (size_t i = 0; i < count; i++) {
		offsets[i] = out->len - start;
		put_local(out, &files[i]);
	}
	directory = out->len - start;
	for (size_t i = 0; i < count; i++) {
		if (files[i].unlisted)
			continue;
		put_central(out, &files[i], offsets[i]);
		listed++;
	}
	put(out, 0x06054b50, 4);
	put(out, 0, 4);				/* disks */
	put(out, listed, 2);
	put(out, listed, 2);
	put(out, out->len - start - directory - 12, 4);
	put(out, directory, 4);
	put(out, comment ? strlen(comment) : 0, 2);
	(void)!buf_text(out, comment ? comment : "");
	free(offsets);
}

/* Bits of a deflate stream, lowest first. */
struct bits {
	struct buf *out;
	uint32_t held;
	unsigned count;
};

static void
put_bits(struct bits *bits, uint32_t value, unsigned count)
{
	bits->held |= value << bits->count;
	bits->count += count;
	while (bits->count >= 8) {
		(void)!buf_byte(bits->out, (unsigned char)bits->held);
		bits->held >>= 8;
		bits->count -= 8;
	}
}

/* Huffman codes are sent highest bit first. */
static void
put_code(struct bits *bits, uint32_t code, unsigned count)
{
	while (count-- > 0)
		put_bits(bits, code >> count & 1, 1);
}

/*
 * RFC 1951 3.2.7: a block with codes of its own, in which "copy 258 from
 * distance 1" has one bit and its distance has one bit: 1032 to 1.
 */
static void
put_tables(struct bits *bits)
{
	put_bits(bits, 1, 1);			/* last block */
	put_bits(bits, 2, 2);			/* dynamic */
	put_bits(bits, 286 - 257, 5);
	put_bits(bits, 0, 5);			/* one distance code */
	put_bits(bits, 18 - 4, 4);
	/*
	 * In the order 16 17 18 0 8 7 9 6 10 5 11 4 12 3 13 2 14 1: 18 has one
	 * bit, 1 and 2 have two; nothing else is used.
	 */
	for (unsigned i = 0; i < 18; i++)
		put_bits(bits, i == 2 ? 1 : i == 15 || i == 17 ? 2 : 0, 3);
	/* codes: 18 is "0", 1 is "10", 2 is "11" */
	put_code(bits, 3, 2);			/* literal 0: 2 bits */
	put_code(bits, 0, 1);			/* 1..138 unused */
	put_bits(bits, 138 - 11, 7);
	put_code(bits, 0, 1);			/* 139..255 unused */
	put_bits(bits, 117 - 11, 7);
	put_code(bits, 3, 2);			/* end of block: 2 bits */
	put_code(bits, 0, 1);			/* 257..284 unused */
	put_bits(bits, 28 - 11, 7);
	put_code(bits, 2, 2);			/* 285, copy 258: 1 bit */
	put_code(bits, 2, 2);			/* distance 1: 1 bit */
}

void
zip_deflate_zeros(struct buf *out, uint64_t count)
{
	struct bits bits = {out, 0, 0};

	put_tables(&bits);
	/* codes: 285 is "0", literal 0 is "10", end is "11"; distance "0" */
	put_code(&bits, 2, 2);
	for (count--; count >= 258; count -= 258)
		put_bits(&bits, 0, 2);
	for (; count > 0; count--)
		put_code(&bits, 2, 2);
	put_code(&bits, 3, 2);
	put_bits(&bits, 0, 7);
}
