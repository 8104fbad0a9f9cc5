/*
 * inflate - what was deflated within a document, inside budget.
 */
#include "scanner/extract/inflate.h"

#include <zlib.h>

enum { CHUNK = 1 << 14 };

/* One output chunk; false when there is no more. */
static bool
inflate_chunk(z_stream *z, unsigned char out[CHUNK], size_t *got,
    cause_set *causes)
{
	int state;

	z->next_out = out;
	z->avail_out = CHUNK;
	state = inflate(z, Z_NO_FLUSH);
	*got = CHUNK - z->avail_out;
	if (state == Z_STREAM_END)
		return false;
	if (state == Z_OK && (*got > 0 || z->avail_in > 0))
		return true;
	*causes |= cause_bit(state == Z_BUF_ERROR || state == Z_OK ?
	    CAUSE_truncated : CAUSE_corrupt);
	return false;
}

static enum rc
inflate_all(struct emit *emit, z_stream *z, size_t packed, struct buf *into,
    cause_set *causes, struct err *err)
{
	const struct limits *limits = emit->job->limits;
	unsigned char out[CHUNK];
	uint64_t total = 0;
	bool more = true;
	size_t got;

	while (more) {
		more = inflate_chunk(z, out, &got, causes);
		total += got;
		if (total > limits->ratio_grace_bytes &&
		    total / limits->ratio > packed) {
			*causes |= cause_bit(CAUSE_ratio);
			return RC_OK;
		}
		if (total > limits->entry_bytes) {
			*causes |= cause_bit(CAUSE_too_big);
			return RC_OK;
		}
		TRY(emit->sink->unpacked(emit->sink->own, got, err));
		TRY(emit_due(emit, err));
		if (!buf_put(into, slice_bytes(out, got))) {
			*causes |= cause_bit(CAUSE_memory);
			return RC_OK;
		}
	}
	return RC_OK;
}

static enum rc
inflate_with(struct emit *emit, int window, struct slice bytes,
    struct buf *into, cause_set *causes, struct err *err)
{
	z_stream z = {.next_in = (Bytef *)(uintptr_t)bytes.at,
		.avail_in = (uInt)(bytes.len < UINT32_MAX ? bytes.len :
		    UINT32_MAX)};
	enum rc rc;

	if (inflateInit2(&z, window) != Z_OK)
		return err_set(err, RC_SYSTEM, "no memory to inflate with");
	rc = inflate_all(emit, &z, bytes.len, into, causes, err);
	inflateEnd(&z);
	return rc;
}

enum rc
inflate_zlib(struct emit *emit, struct slice bytes, struct buf *into,
    cause_set *causes, struct err *err)
{
	return inflate_with(emit, MAX_WBITS, bytes, into, causes, err);
}

enum rc
inflate_raw(struct emit *emit, struct slice bytes, struct buf *into,
    cause_set *causes, struct err *err)
{
	/* A negative window is zlib's way to say so. */
	return inflate_with(emit, -MAX_WBITS, bytes, into, causes, err);
}

size_t
inflate_head(struct slice bytes, unsigned char *out, size_t room)
{
	/* So little comes out of at most so much. */
	z_stream z = {.next_in = (Bytef *)(uintptr_t)bytes.at,
		.avail_in = (uInt)(bytes.len < 65536 ? bytes.len : 65536),
		.next_out = out, .avail_out = (uInt)room};

	if (bytes.len < 2 || (bytes.at[0] & 15) != Z_DEFLATED ||
	    inflateInit(&z) != Z_OK)
		return 0;
	(void)inflate(&z, Z_SYNC_FLUSH);
	inflateEnd(&z);
	return room - z.avail_out;
}

uint32_t
inflate_sum(struct slice bytes)
{
	return (uint32_t)crc32_z(0, bytes.at, bytes.len);
}
