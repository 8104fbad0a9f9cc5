/*
 * document - asking for a document worker, and reading its answers as hostile.
 *
 * The zygote gets our end of a fresh socket pair and the sealed bytes; the
 * worker answers on the pair.  The zygote adds a FLAG when the worker died,
 * with the cause; an end without that is `crashed`.
 */
#include "scanner/document.h"

#include <sys/mman.h>
#include <sys/socket.h>

#include "base/frame.h"
#include "base/io.h"
#include "scanner/class.h"

/* The zygote ends a worker at its deadline; so much later we stop waiting. */
enum { GRACE_MS = 500 };

/* What a document may say about its text; the rest is ours to say. */
static const unsigned text_flags = TEXT_FLAG_hidden | TEXT_FLAG_metadata |
    TEXT_FLAG_header_footer | TEXT_FLAG_recognised;
static const unsigned part_flags = PART_FLAG_hidden | PART_FLAG_macro |
    PART_FLAG_signed | PART_FLAG_type_conflict | PART_FLAG_opened |
    PART_FLAG_recognised;

struct asked {
	struct reading *reading;
	struct extract_sink sink;
	const struct clock *clock;
	uint64_t deadline_ms;
	uint32_t before;	/* places that are ours */
	bool done;
	bool said;		/* the zygote or the worker named a cause */
	uint64_t pictures;	/* that it has read, and how long it took */
	uint64_t picture_ms;
};

static uint64_t
left(uint64_t most, uint64_t used)
{
	return most > used ? most - used : 0;
}

static void
put_request(const struct document_ask *ask, const struct reading *r,
    uint64_t wait_ms, struct buf *out)
{
	const struct budget *b = r->budget;

	frame_begin(out, FRAME_EXTRACT);
	frame_put_text(out, FIELD_EXTRACT_format, slice_of(ask->reader->name));
	if (r->part->name.len > 0)
		frame_put_bytes(out, FIELD_EXTRACT_name, r->part->name);
	frame_put_number(out, FIELD_EXTRACT_wait_ms, wait_ms);
	frame_put_number(out, FIELD_EXTRACT_text_left, budget_text_left(b));
	frame_put_number(out, FIELD_EXTRACT_unpack_left,
	    left(b->unpacked_most, b->unpacked));
	frame_put_number(out, FIELD_EXTRACT_parts_left,
	    left(b->parts_most, b->parts));
	if (class_of(ask->reader->class)->recognises) {
		frame_put_number(out, FIELD_EXTRACT_pictures_left,
		    left(b->limits->ocr_pictures, b->pictures));
		frame_put_number(out, FIELD_EXTRACT_picture_ms_left,
		    left(b->limits->ocr_mail_ms, b->picture_ms));
	}
	for (size_t i = 0; i < ask->password_count; i++)
		frame_put_bytes(out, FIELD_EXTRACT_password,
		    slice_sub(ask->passwords[i], 0, 128));
}

/* Send the request with our reply socket and the bytes. */
static enum rc
send_request(const struct document_ask *ask, struct asked *a, int reply,
    struct err *err)
{
	struct part *part = a->reading->part;
	struct buf out = buf_new(FRAME_MAX);
	int fds[2] = { reply, part->fd };
	bool own = part->fd < 0;
	enum rc rc = RC_OK;

	if (own)
		rc = io_memory_file("part", part->bytes, &fds[1], err);
	if (rc == RC_OK) {
		put_request(ask, a->reading, clock_left_ms(a->clock,
		    a->deadline_ms), &out);
		rc = frame_send(ask->zygote, &out, fds, 2, a->clock,
		    a->deadline_ms, err);
	}
	if (own)
		io_close(&fds[1]);
	buf_free(&out);
	return rc;
}

static enum rc
take_place(struct asked *a, const struct frame *frame, struct err *err)
{
	struct slice where = frame_bytes(frame, FIELD_PLACE_where);
	struct extract_place place = {
		.where = arena_string(a->reading->arena, where),
		.name = frame_bytes(frame, FIELD_PLACE_name),
		.evidence = frame_bytes(frame, FIELD_PLACE_evidence),
	};
	uint32_t number;

	if (place.where == NULL)
		return arena_full(a->reading->arena, "the places of a part",
		    err);
	TRY(a->sink.place(a->sink.own, &place, &number, err));
	if (number - a->before != frame_number(frame, FIELD_PLACE_id))
		return err_set(err, RC_INPUT,
		    "a document worker named its places out of order");
	return RC_OK;
}

/* Its place 0 is the whole part, its others come behind ours. */
static uint32_t
our_place(const struct asked *a, uint64_t place)
{
	return place == 0 ? 0 : (uint32_t)place + a->before;
}

static enum rc
take_chunk(struct asked *a, const struct frame *frame, struct err *err)
{
	return a->sink.text(a->sink.own,
	    our_place(a, frame_number(frame, FIELD_CHUNK_place)),
	    (unsigned)frame_number(frame, FIELD_CHUNK_flags) & text_flags,
	    frame_bytes(frame, FIELD_CHUNK_bytes), err);
}

static cause_set
known_causes(uint64_t causes)
{
	cause_set known = 0;

	for (unsigned i = 1; i < CAUSE_END; i++)
		known |= cause_bit((enum cause)i);
	return (cause_set)causes & known;
}

/*
 * A child's bytes stay mapped until this worker ends: that is one message.  The
 * mapping is counted like everything unpacked.
 */
static enum rc
take_child(struct asked *a, const struct frame *frame, struct err *err)
{
	struct extract_child child = {
		.place = our_place(a, frame_number(frame,
		    FIELD_CHILD_place)),
		.name = frame_bytes(frame, FIELD_CHILD_name),
		.type = frame_bytes(frame, FIELD_CHILD_type),
		.lasting = true,
		.flags = (unsigned)frame_number(frame, FIELD_CHILD_flags) &
		    part_flags,
		.causes = known_causes(frame_number(frame,
		    FIELD_CHILD_causes)),
		.scope = SCOPE_attachment,
	};

	if (frame->fd_count > 1)
		return err_set(err, RC_INPUT,
		    "a document worker sent more than one descriptor");
	if (frame->fd_count == 1) {
		TRY(io_map(frame->fds[0],
		    a->reading->budget->limits->entry_bytes, &child.bytes,
		    err));
		TRY(a->sink.unpacked(a->sink.own, child.bytes.len, err));
	}
	return a->sink.child(a->sink.own, &child, err);
}

static enum rc
take_flag(struct asked *a, const struct frame *frame, struct err *err)
{
	uint64_t number = frame_number(frame, FIELD_FLAG_cause);
	enum cause cause = (enum cause)number;

	if (number >= CAUSE_END)
		return err_set(err, RC_INPUT,
		    "a document worker named a cause that does not exist");
	a->said |= cause != CAUSE_none;
	return a->sink.flag(a->sink.own, 0, cause,
	    (unsigned)frame_number(frame, FIELD_FLAG_flags) & part_flags, err);
}

static enum rc
take_frame(struct asked *a, struct frame *frame, struct err *err)
{
	enum rc rc;

	switch (frame->type) {
	case FRAME_PLACE:
		rc = take_place(a, frame, err);
		break;
	case FRAME_CHUNK:
		rc = take_chunk(a, frame, err);
		break;
	case FRAME_CHILD:
		rc = take_child(a, frame, err);
		break;
	case FRAME_FLAG:
		rc = take_flag(a, frame, err);
		break;
	case FRAME_EXTRACTED:
		a->done = true;
		a->pictures = frame_number(frame, FIELD_EXTRACTED_pictures);
		a->picture_ms = frame_number(frame,
		    FIELD_EXTRACTED_picture_ms);
		rc = RC_OK;
		break;
	default:
		rc = err_set(err, RC_INPUT,
		    "a document worker sent a frame that is not its to send");
	}
	frame_drop_fds(frame);
	return rc;
}

static enum rc
take_answers(struct asked *a, int socket, struct err *err)
{
	struct buf in = buf_new(FRAME_MAX);
	struct frame frame;
	enum rc rc = RC_OK;

	while (rc == RC_OK && !a->done) {
		rc = frame_receive(socket, &in, a->clock,
		    a->deadline_ms + GRACE_MS, &frame, err);
		if (rc == RC_OK)
			rc = take_frame(a, &frame, err);
	}
	buf_free(&in);
	return rc;
}

/* One that died on pictures has had its time, and did not say how much. */
static void
charge(struct asked *a, const struct extractor *reader, uint64_t start_ms)
{
	if (!class_of(reader->class)->recognises)
		return;
	if (!a->done) {
		a->pictures = 1;
		a->picture_ms = clock_monotonic_ms(a->clock) - start_ms;
	}
	budget_pictures(a->reading->budget, a->pictures, a->picture_ms);
}

/* What became of it, as causes of the part. */
static void
judge(struct asked *a, enum rc rc)
{
	switch (rc) {
	case RC_OK:
		return;
	case RC_END:
		if (!a->said)
			reading_cause(a->reading, CAUSE_crashed);
		return;
	case RC_INPUT:
		/* A worker that talks nonsense is as good as taken over. */
		reading_cause(a->reading, CAUSE_crashed);
		return;
	default:
		reading_failed(a->reading, rc);
	}
}

enum rc
document_read(const struct document_ask *ask, struct reading *reading,
    struct err *err)
{
	const struct budget *b = reading->budget;
	uint64_t now = clock_monotonic_ms(b->clock);
	struct asked a = {
		.reading = reading, .sink = reading_sink(reading),
		.clock = b->clock, .before = gather_places(reading->gather),
		.deadline_ms = now + left(class_wall_ms(ask->reader->class,
		    b->limits), class_of(ask->reader->class)->recognises ?
		    b->picture_ms : 0),
	};
	int pair[2];
	enum rc rc;

	if (a.deadline_ms > b->deadline_ms)
		a.deadline_ms = b->deadline_ms;
	if (ask->zygote < 0)
		return err_set(err, RC_BUG,
		    "there is no process for this class of documents");
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) != 0)
		return err_set_errno(err, RC_SYSTEM,
		    "no connection to a document worker");
	rc = send_request(ask, &a, pair[1], err);
	io_close(&pair[1]);
	if (rc == RC_OK) {
		judge(&a, take_answers(&a, pair[0], err));
		charge(&a, ask->reader, now);
	}
	io_close(&pair[0]);
	return rc == RC_END ? err_set(err, RC_SYSTEM,
	    "the process for this class of documents is gone") : rc;
}
