/*
 * vba - the source text of macros ([MS-OVBA]).
 */
#include "scanner/extract/vba.h"

#include "scanner/extract/little.h"

enum {
	ID_PAGE = 0x0003, ID_MODULE_STREAM = 0x001a, ID_OFFSET = 0x0031,
	ID_VERSION = 0x0009, CHUNK = 4096, SOURCE_CEILING = 1 << 26,
};

struct vba {
	const struct ole_part *part;
	struct buf list, source, name, text;
	unsigned page;
	uint32_t number;	/* of modules told */
};

/* 2.4.1.3.19.1: how many bits of a token are its length. */
static unsigned
token_bits(size_t have)
{
	unsigned bits = 4;

	while ((size_t)1 << bits < have)
		bits++;
	return bits;
}

/* One chunk (2.4.1.1.4); false when it is damaged. */
static bool
unpack_chunk(struct slice in, struct buf *out)
{
	size_t start = out->len, at = 0, offset, len;
	unsigned flags, token, bits;

	while (at < in.len) {
		flags = in.at[at++];
		for (unsigned i = 0; i < 8 && at < in.len; i++, flags >>= 1) {
			if ((flags & 1) == 0) {
				(void)!buf_byte(out, in.at[at++]);
				continue;
			}
			if (in.len - at < 2)
				return false;
			token = little_16(in, at);
			at += 2;
			bits = 16 - token_bits(out->len - start);
			offset = (token >> bits) + 1;
			len = (token & ((1u << bits) - 1)) + 3;
			if (offset > out->len - start ||
			    out->len - start + len > CHUNK)
				return false;
			while (len-- > 0)
				(void)!buf_byte(out, out->at[out->len -
				    offset]);
		}
	}
	return true;
}

/* 2.4.1.1.1: a mark, then chunks with a header of two bytes. */
static bool
unpack(struct slice in, struct buf *out)
{
	size_t at = 1, len;
	unsigned header;

	buf_clear(out);
	if (little_8(in, 0) != 1)
		return false;
	while (little_has(in, at, 2)) {
		header = little_16(in, at);
		len = (header & 0xfff) + 1;
		at += 2;
		if ((header & 0x8000) == 0)
			(void)!buf_put(out, little_bytes(in, at, len));
		else if (!unpack_chunk(little_bytes(in, at, len), out))
			return false;
		at += len;
	}
	return true;
}

static enum rc
tell_module(struct vba *vba, uint32_t offset, struct err *err)
{
	struct emit *emit = &vba->part->ole->emit;
	struct slice stream;
	uint32_t place;

	TRY(ole_stream(vba->part, buf_string(&vba->name), &stream, err));
	if (stream.len == 0)
		return emit_cause(emit, 0, CAUSE_corrupt, err);
	if (!unpack(little_bytes(stream, offset, SIZE_MAX), &vba->source))
		TRY(emit_cause(emit, 0, CAUSE_corrupt, err));
	TRY(emit->sink->unpacked(emit->sink->own, vba->source.len, err));
	buf_clear(&vba->text);
	TRY(codepage_put(vba->part->ole->pages, vba->page,
	    buf_slice(&vba->source), &vba->text, err));
	TRY(ole_place(vba->part, &place, buf_slice(&vba->name),
	    (struct slice){0}, err, "macro %u", ++vba->number));
	return emit_line(emit, place, TEXT_FLAG_hidden, buf_slice(&vba->text),
	    err);
}

/* 2.3.4.2: records of an id, a length and so many bytes. */
static enum rc
tell_modules(struct vba *vba, struct err *err)
{
	struct slice list = buf_slice(&vba->list), data;
	unsigned id;
	size_t len;

	for (size_t at = 0; little_has(list, at, 6); at += 6 + len) {
		id = little_16(list, at);
		len = little_32(list, at + 2);
		data = little_bytes(list, at + 6, len);
		/* 2.3.4.2.1.11: this one's length leaves two bytes out. */
		if (id == ID_VERSION)
			len += 2;
		if (id == ID_PAGE)
			vba->page = little_16(data, 0);
		if (id == ID_MODULE_STREAM) {
			buf_clear(&vba->name);
			TRY(codepage_put(vba->part->ole->pages, vba->page,
			    data, &vba->name, err));
		}
		if (id == ID_OFFSET)
			TRY(tell_module(vba, little_32(data, 0), err));
		TRY(emit_due(&vba->part->ole->emit, err));
	}
	return RC_OK;
}

enum rc
vba_read(const struct ole_part *part, struct err *err)
{
	struct vba vba = {.part = part, .list = buf_new(SOURCE_CEILING),
		.source = buf_new(SOURCE_CEILING), .name = buf_new(4096),
		.text = buf_new(4 * (size_t)SOURCE_CEILING), .page = 1252};
	struct slice stream;
	enum rc rc = ole_stream(part, "dir", &stream, err);

	if (rc == RC_OK && !unpack(stream, &vba.list))
		rc = emit_cause(&part->ole->emit, 0, CAUSE_corrupt, err);
	if (rc == RC_OK)
		rc = tell_modules(&vba, err);
	buf_free(&vba.list);
	buf_free(&vba.source);
	buf_free(&vba.name);
	buf_free(&vba.text);
	return rc;
}
