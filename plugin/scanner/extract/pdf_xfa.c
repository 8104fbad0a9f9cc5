/*
 * pdf_xfa - forms of the XFA kind in a PDF (XFA 3.3, ISO 32000-1 12.7.8).
 *
 * The library does not know them.  Their packets are XML in streams of their
 * own, so every stream is looked into for as long as it takes to tell; a packet
 * goes back as a part, where the names of fields stand beside their values.
 * Streams that are not deflated, and those of a locked document, stay shut.  That
 * there is a form may only be said in a stream of objects (7.5.7).
 */
#include "scanner/extract/pdf.h"

#include "scanner/extract/inflate.h"

enum { LOOK = 1024, PACKETS_MOST = 256, DUE_EVERY = 256, LENGTH_WITHIN = 2,
	HEAD_MOST = 256, OBJECTS_BYTES = 1 << 24 };

static const char mark[] = "http://www.xfa.org/schema/";
static const char data_mark[] = "http://www.xfa.org/schema/xfa-data/";

struct xfa {
	struct emit *emit;
	uint32_t packets;
	bool data;		/* the packet with what was filled in */
	bool named, data_named;	/* a form, and such a packet of it */
};

static bool
is_packet(struct slice head)
{
	return slice_starts(slice_trim(head), slice_of("<")) &&
	    slice_find(head, slice_of(mark)) != SIZE_MAX;
}

static enum rc
give(struct xfa *xfa, struct slice bytes, cause_set causes, struct err *err)
{
	struct emit *emit = xfa->emit;
	struct extract_child child = {.bytes = bytes, .causes = causes,
		.type = slice_of("application/xml"),
		.scope = SCOPE_attachment};

	TRY(emit_place(emit, &child.place, (struct slice){0},
	    (struct slice){0}, err, "form packet %u", ++xfa->packets));
	return emit->sink->child(emit->sink->own, &child, err);
}

static enum rc
inflate_packet(struct xfa *xfa, struct slice stream, struct err *err)
{
	struct buf bytes = buf_new(
	    (size_t)xfa->emit->job->limits->entry_bytes);
	cause_set causes = 0;
	enum rc rc = inflate_zlib(xfa->emit, stream, &bytes, &causes, err);

	if (rc == RC_OK)
		rc = give(xfa, buf_slice(&bytes), causes, err);
	buf_free(&bytes);
	return rc;
}

static enum rc
look(struct xfa *xfa, struct slice stream, struct err *err)
{
	unsigned char head[LOOK];
	size_t len;

	if (is_packet(slice_sub(stream, 0, LOOK))) {
		xfa->data |= slice_find(slice_sub(stream, 0, LOOK),
		    slice_of(data_mark)) != SIZE_MAX;
		return give(xfa, stream, 0, err);
	}
	len = inflate_head(stream, head, sizeof(head));
	xfa->data |= slice_find(slice_bytes(head, len),
	    slice_of(data_mark)) != SIZE_MAX;
	return is_packet(slice_bytes(head, len)) ?
	    inflate_packet(xfa, stream, err) : RC_OK;
}

static void
look_for_names(struct xfa *xfa, struct slice bytes)
{
	xfa->named |= slice_find(bytes, slice_of("/XFA")) != SIZE_MAX;
	xfa->data_named |= slice_find(bytes, slice_of("(datasets)")) !=
	    SIZE_MAX;
}

/* 7.5.7: a stream of objects, which say what there is. */
static enum rc
look_at_objects(struct xfa *xfa, struct slice head, struct slice stream,
    struct err *err)
{
	struct buf bytes = buf_new(OBJECTS_BYTES);
	cause_set causes = 0;
	enum rc rc = RC_OK;

	/* What is wrong with it is for the library to say. */
	if (slice_find(head, slice_of("/ObjStm")) != SIZE_MAX)
		rc = inflate_zlib(xfa->emit, stream, &bytes, &causes, err);
	look_for_names(xfa, buf_slice(&bytes));
	buf_free(&bytes);
	return rc;
}

/* 7.3.8.1: behind "stream" and a line end, up to "endstream". */
static bool
next_stream(struct slice *rest, struct slice *head, struct slice *stream)
{
	size_t at = slice_find(*rest, slice_of("stream")), end;

	if (at == SIZE_MAX)
		return false;
	*head = slice_sub(*rest, at < HEAD_MOST ? 0 : at - HEAD_MOST, at);
	*rest = slice_sub(*rest, at + 6, rest->len);
	for (size_t i = 0; i < LENGTH_WITHIN && rest->len > 0 &&
	    (rest->at[0] == '\r' || rest->at[0] == '\n'); i++)
		*rest = slice_sub(*rest, 1, rest->len);
	end = slice_find(*rest, slice_of("endstream"));
	*stream = slice_sub(*rest, 0, end);
	*rest = slice_sub(*rest, end == SIZE_MAX ? rest->len : end + 9,
	    rest->len);
	return true;
}

/*
 * Is a form named that was not found, or its data?  A packet in the clear must
 * not stand for one that is in another filter.
 */
static bool
is_missing(struct xfa *xfa)
{
	look_for_names(xfa, xfa->emit->job->part->bytes);
	return xfa->named && (xfa->packets == 0 ||
	    (!xfa->data && xfa->data_named));
}

enum rc
pdf_xfa_tell(struct emit *emit, struct err *err)
{
	struct slice rest = emit->job->part->bytes, head, stream;
	struct xfa xfa = {.emit = emit};
	uint64_t streams = 0;

	while (xfa.packets < PACKETS_MOST &&
	    next_stream(&rest, &head, &stream)) {
		TRY(look_at_objects(&xfa, head, stream, err));
		TRY(look(&xfa, stream, err));
		if (++streams % DUE_EVERY == 0)
			TRY(emit_due(emit, err));
	}
	if (xfa.packets == PACKETS_MOST)
		return emit_cause(emit, 0, CAUSE_too_many, err);
	return is_missing(&xfa) ? emit_cause(emit, 0, CAUSE_unsupported,
	    err) : RC_OK;
}
