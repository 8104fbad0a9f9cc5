/*
 * fuzz_rar - any bytes as the blocks of a RAR archive whose sums are right.
 *
 * The first byte chooses the version, and whether headers are locked; then come
 * blocks: two bytes of length, the body of a header, a byte of length and data.
 * What is locked with the word that is tried gets so into the code behind it.
 */
#include <stdlib.h>

#include "base/arena.h"
#include "fuzz/sink.h"
#include "scanner/extract/inflate.h"
#include "scanner/extract/little.h"
#include "scanner/extract/rar_lock.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
put_number(struct buf *out, uint64_t value, size_t size)
{
	for (size_t i = 0; i < size; i++, value >>= 8)
		(void)!buf_byte(out, (unsigned char)value);
}

static void
put_five(struct buf *out, struct slice body)
{
	struct buf sized = buf_new(body.len + 16);
	size_t len = body.len;

	for (; len > 0x7f; len >>= 7)
		(void)!buf_byte(&sized, (unsigned char)(len | 0x80));
	(void)!buf_byte(&sized, (unsigned char)len);
	(void)!buf_put(&sized, body);
	put_number(out, inflate_sum(buf_slice(&sized)), 4);
	(void)!buf_put(out, buf_slice(&sized));
	buf_free(&sized);
}

/* The length in the body is not believed: it is the body's. */
static void
put_four(struct buf *out, struct slice body)
{
	struct buf block = buf_new(body.len + 16);

	(void)!buf_put(&block, slice_sub(body, 0, 3));
	put_number(&block, body.len + 4, 2);
	(void)!buf_put(&block, slice_sub(body, 3, body.len));
	put_number(out, inflate_sum(buf_slice(&block)), 2);
	(void)!buf_put(out, buf_slice(&block));
	buf_free(&block);
}

static void
put_blocks(struct buf *out, struct slice rest, bool five)
{
	(void)!buf_put(out, five ? slice_bytes("Rar!\x1a\7\1\0", 8) :
	    slice_bytes("Rar!\x1a\7\0", 7));
	if (!five)
		put_four(out, slice_bytes("\x73\0\0\0\0\0\0\0\0", 9));
	while (rest.len > 2) {
		size_t len = little_16(rest, 0) & 0x3ff, more;
		struct slice body = slice_sub(rest, 2, 2 + len);

		if (five)
			put_five(out, body);
		else if (body.len > 3)
			put_four(out, body);
		rest = slice_sub(rest, 2 + len, rest.len);
		more = little_8(rest, 0);
		(void)!buf_put(out, slice_sub(rest, 1, 1 + more));
		rest = slice_sub(rest, 1 + more, rest.len);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice all = slice_bytes(data, size);
	bool five = (little_8(all, 0) & 1) != 0;
	struct buf file = buf_new(2 * size + 4096), opened = buf_new(1 << 22);
	struct fuzz_sink sink;
	struct err err = {.text = ""};
	struct emit emit;
	enum rc rc;

	/* Or, with the second bit, the bytes as they are. */
	if (little_8(all, 0) & 2)
		(void)!buf_put(&file, slice_sub(all, 1, all.len));
	else
		put_blocks(&file, slice_sub(all, 1, all.len), five);
	fuzz_sink_begin(&sink, buf_slice(&file));
	emit = emit_new(&sink.job, &sink.sink);
	rc = five ? rar5_lock_open(&emit, &opened, &err) :
	    rar4_lock_open(&emit, &opened, &err);
	fuzz_touch(buf_slice(&opened));
	fuzz_sink_end(&sink, rc == RC_END ? RC_OK : rc, &err);
	buf_free(&file);
	buf_free(&opened);
	return 0;
}
