/*
 * fuzz_sevenzip - any bytes as the header of a 7z archive, where its sums are
 * right.
 *
 * The packed streams are bytes that do not change; locks are tried with a word.
 * What a folder says is also written again, which must give the same folder.
 */
#include <stdlib.h>

#include "base/arena.h"
#include "fuzz/sink.h"
#include "scanner/extract/inflate.h"
#include "scanner/extract/sevenzip.h"
#include "scanner/extract/sevenzip_lock.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { STREAMS = 1 << 14 };

static void
put_number(struct buf *out, uint64_t value, size_t size)
{
	for (size_t i = 0; i < size; i++, value >>= 8)
		(void)!buf_byte(out, (unsigned char)value);
}

/* An archive with this header. */
static void
put_archive(struct buf *out, struct slice header)
{
	struct buf start = buf_new(64);

	put_number(&start, STREAMS, 8);
	put_number(&start, header.len, 8);
	put_number(&start, inflate_sum(header), 4);
	(void)!buf_put(out, slice_bytes("7z\xbc\xaf\x27\x1c\0\4", 8));
	put_number(out, inflate_sum(buf_slice(&start)), 4);
	(void)!buf_put(out, buf_slice(&start));
	for (size_t i = 0; i < STREAMS; i++)
		(void)!buf_byte(out, (unsigned char)(i * 7));
	(void)!buf_put(out, header);
	fuzz_must(!out->full);
	buf_free(&start);
}

static void
write_again(const struct sevenzip_streams *streams)
{
	struct sevenzip_folder once, again;
	struct buf text = buf_new(1 << 16);

	for (size_t i = 0; i < streams->folder_count; i++) {
		sevenzip_folder_read(streams->folders[i].text, &once);
		buf_clear(&text);
		sevenzip_folder_put(&text, &once);
		if (text.full)
			continue;
		sevenzip_folder_read(buf_slice(&text), &again);
		fuzz_must(once.coder_count == again.coder_count &&
		    once.ins == again.ins && once.outs == again.outs &&
		    once.packed_count == again.packed_count &&
		    memcmp(once.packed, again.packed,
		    sizeof(once.packed)) == 0);
	}
	for (size_t i = 0; i < streams->pack_count; i++)
		fuzz_touch(streams->packs[i]);
	buf_free(&text);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice header = slice_bytes(data, size);
	struct buf file = buf_new(size + STREAMS + 64), opened = buf_new(1 << 22);
	struct sevenzip_streams streams;
	struct fuzz_sink sink;
	struct err err = {.text = ""};
	struct emit emit;
	enum rc rc;

	put_archive(&file, header);
	fuzz_sink_begin(&sink, buf_slice(&file));
	emit = emit_new(&sink.job, &sink.sink);
	if (sevenzip_header_read(sink.job.arena, buf_slice(&file), header,
	    &streams))
		write_again(&streams);
	rc = sevenzip_lock_open(&emit, &opened, &err);
	fuzz_touch(buf_slice(&opened));
	fuzz_sink_end(&sink, rc == RC_END ? RC_OK : rc, &err);
	buf_free(&file);
	buf_free(&opened);
	return 0;
}
