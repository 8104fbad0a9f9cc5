/*
 * blip - the pictures that old Office files keep ([MS-ODRAW] 2.2.22).
 */
#include "scanner/extract/blip.h"

#include "scanner/extract/dots.h"
#include "scanner/extract/inflate.h"
#include "scanner/extract/little.h"

enum {
	HEAD = 8, UID = 16, METAFILE_HEAD = 34, DUE_EVERY = 64,
	/* Drawing records begin so far into a stream at most. */
	PREVIEW_HEAD = 4096, EMF_SIGNATURE = 40, EMF_LEAST = 88,
	WMF_HEAD = 18, OLE_HEAD = 36, OLE_DOTS = 8,
};

/* 2.2.23: types, and the instances that say how many identifiers follow. */
static const struct kind {
	uint16_t type, one, two;
	enum { DRAWN, TAGGED, DOTS } form;
} kinds[] = {
	{0xf01a, 0x3d4, 0x3d5, DRAWN},	/* EMF */
	{0xf01b, 0x216, 0x217, DRAWN},	/* WMF */
	{0xf01c, 0x542, 0x543, DRAWN},	/* PICT */
	{0xf01d, 0x46a, 0x46b, TAGGED},	/* JPEG */
	{0xf01d, 0x6e2, 0x6e3, TAGGED},
	{0xf01e, 0x6e0, 0x6e1, TAGGED},	/* PNG */
	{0xf01f, 0x7a8, 0x7a9, DOTS},
	{0xf029, 0x6e4, 0x6e5, TAGGED},	/* TIFF */
	{0xf02a, 0x46a, 0x46b, TAGGED},
	{0xf02a, 0x6e2, 0x6e3, TAGGED},
};

enum { KIND_COUNT = sizeof(kinds) / sizeof(kinds[0]) };

struct blip {
	const struct kind *kind;
	struct slice body;	/* behind the identifiers */
	size_t whole;		/* bytes it takes */
	bool cut;
};

/* Is there one at this place? */
static bool
blip_at(struct slice s, size_t at, struct blip *blip)
{
	unsigned first = little_16(s, at), type = little_16(s, at + 2);
	size_t len = little_32(s, at + 4), uids;

	if ((first & 0xf) != 0)
		return false;
	for (size_t i = 0; i < KIND_COUNT; i++) {
		bool two = first >> 4 == kinds[i].two;

		if (type != kinds[i].type || (!two && first >> 4 !=
		    kinds[i].one))
			continue;
		uids = two ? 2 * UID : UID;
		if (len < uids)
			return false;
		blip->kind = &kinds[i];
		blip->body = little_bytes(s, at + HEAD + uids, len - uids);
		blip->cut = blip->body.len < len - uids;
		blip->whole = HEAD + uids + blip->body.len;
		return true;
	}
	return false;
}

static enum rc
give(const struct ole_part *part, uint32_t place, struct slice bytes,
    cause_set causes, struct err *err)
{
	struct emit *emit = &part->ole->emit;
	struct extract_child child = {.place = place, .bytes = bytes,
		.causes = causes, .scope = SCOPE_attachment};

	return emit->sink->child(emit->sink->own, &child, err);
}

/* 2.2.31: sizes, whether it is packed, and the records. */
static enum rc
give_drawn(const struct ole_part *part, uint32_t place, struct slice body,
    cause_set causes, struct err *err)
{
	struct emit *emit = &part->ole->emit;
	struct slice packed = slice_sub(body, METAFILE_HEAD, body.len);
	struct buf bytes;
	enum rc rc;

	if (little_8(body, 32) != 0)
		return give(part, place, packed, causes, err);
	bytes = buf_new((size_t)emit->job->limits->entry_bytes);
	rc = inflate_zlib(emit, packed, &bytes, &causes, err);
	if (rc == RC_OK)
		rc = give(part, place, buf_slice(&bytes), causes, err);
	buf_free(&bytes);
	return rc;
}

static enum rc
give_dots(const struct ole_part *part, uint32_t place, struct slice dots,
    cause_set causes, struct err *err)
{
	size_t head = dots_head(dots);
	struct buf file = buf_new(dots.len + 64);
	enum rc rc;

	dots_file(slice_sub(dots, 0, head), slice_sub(dots, head, dots.len),
	    &file);
	rc = give(part, place, buf_slice(&file), causes, err);
	buf_free(&file);
	return rc;
}

static enum rc
give_blip(const struct ole_part *part, const struct blip *blip,
    uint32_t number, struct err *err)
{
	cause_set causes = blip->cut ? cause_bit(CAUSE_truncated) : 0;
	uint32_t place;

	TRY(ole_place(part, &place, (struct slice){0}, (struct slice){0}, err,
	    "picture %u", number));
	switch (blip->kind->form) {
	case DRAWN:
		return give_drawn(part, place, blip->body, causes, err);
	case DOTS:
		return give_dots(part, place, slice_sub(blip->body, 1,
		    blip->body.len), causes, err);
	case TAGGED:
		break;
	}
	return give(part, place, slice_sub(blip->body, 1, blip->body.len),
	    causes, err);
}

/* The second byte of every type is 0xf0. */
enum rc
blip_find(const struct ole_part *part, struct slice stream, uint32_t *count,
    struct err *err)
{
	struct slice rest = slice_sub(stream, 3, stream.len);
	struct blip blip;
	size_t found;

	while ((found = slice_find_byte(rest, 0xf0)) != SIZE_MAX) {
		size_t at = (size_t)(rest.at - stream.at) + found - 3;

		rest = slice_sub(rest, found + 1, rest.len);
		if (!blip_at(stream, at, &blip))
			continue;
		TRY(give_blip(part, &blip, ++*count, err));
		if (*count % DUE_EVERY == 0)
			TRY(emit_due(&part->ole->emit, err));
		rest = slice_sub(stream, at + blip.whole + 3, stream.len);
	}
	return RC_OK;
}

/* -------------------------------------------------------------- previews */

/* Where drawing records begin, by their heads; SIZE_MAX: nowhere. */
static size_t
drawing_at(struct slice stream)
{
	struct slice head = slice_sub(stream, 0, PREVIEW_HEAD);
	size_t at = slice_find(head, slice_of(" EMF"));

	if (at != SIZE_MAX && at >= EMF_SIGNATURE &&
	    little_32(head, at - EMF_SIGNATURE) == 1 &&
	    little_32(head, at - EMF_SIGNATURE + 4) >= EMF_LEAST)
		return at - EMF_SIGNATURE;
	at = slice_find(head, slice_bytes("\1\0\11\0\0\3", 6));
	return at != SIZE_MAX && little_has(stream, at, WMF_HEAD) ? at :
	    SIZE_MAX;
}

enum rc
blip_preview(const struct ole_part *part, struct slice stream,
    struct err *err)
{
	size_t at = drawing_at(stream), device;
	uint32_t place;
	struct slice dots;

	/* A mark, the kind, the device, six numbers, and how long it is. */
	device = little_32(stream, 8);
	dots = little_bytes(stream, OLE_HEAD + device, stream.len);
	if (at == SIZE_MAX && (little_32(stream, 4) != OLE_DOTS ||
	    device > stream.len || !dots_is_worth(dots)))
		return RC_OK;
	TRY(ole_place(part, &place, (struct slice){0}, (struct slice){0}, err,
	    "preview"));
	return at != SIZE_MAX ? give(part, place, slice_sub(stream, at,
	    stream.len), 0, err) : give_dots(part, place, dots, 0, err);
}
