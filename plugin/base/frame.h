/*
 * frame - one bounded message on a local socket, and its schema.
 *
 * A frame is `magic u32, type u16, version u16` and then fields, each
 * `tag u16, kind u16, length u32, bytes`; integers are little-endian, a number
 * field is 8 bytes.  At most FRAME_MAX bytes, sent whole over SOCK_SEQPACKET, with
 * at most FRAME_FDS descriptors.  A reader checks a frame against its schema
 * before it looks at a field: unknown tags, wrong kinds, overlong or missing
 * fields are RC_INPUT.  The list of frames is frame.def.
 */
#ifndef OUTMARK_BASE_FRAME_H
#define OUTMARK_BASE_FRAME_H

#include "base/buf.h"
#include "base/clock.h"

enum { FRAME_MAX = 131072, FRAME_FDS = 4, FRAME_VERSION = 1 };

enum frame_kind {
	KIND_NUMBER = 1,	/* 8 bytes */
	KIND_TEXT = 2,		/* valid UTF-8 without control characters */
	KIND_BYTES = 3,	/* anything */
};

enum frame_need { NEED_ONE, NEED_OPTIONAL, NEED_MANY };

enum frame_type {
#define FRAME(name, number, sentence) FRAME_##name = (number),
#define FIELD(frame, name, tag, kind, most, need)
#include "base/frame.def"
#undef FRAME
#undef FIELD
};

/* FIELD_<frame>_<name>: the tag of a field. */
enum frame_field {
#define FRAME(name, number, sentence)
#define FIELD(frame, name, tag, kind, most, need)                            \
	FIELD_##frame##_##name = (tag),
#include "base/frame.def"
#undef FRAME
#undef FIELD
};

/* What a field may be; made from frame.def. */
struct frame_rule {
	enum frame_type type;
	const char *name;
	uint16_t tag;
	enum frame_kind kind;
	uint32_t most;		/* bytes, or the greatest number if a NUMBER
				   and not 0 */
	enum frame_need need;
};

/* A received frame: fields point into the buffer it was read into. */
struct frame {
	enum frame_type type;
	struct slice fields;
	int fds[FRAME_FDS];
	size_t fd_count;	/* the receiver owns them */
};

/* Write a frame: begin, put fields, send (or keep the bytes). */
void frame_begin(struct buf *out, enum frame_type type);
void frame_put_number(struct buf *out, enum frame_field field, uint64_t value);
void frame_put_text(struct buf *out, enum frame_field field, struct slice text);
void frame_put_bytes(struct buf *out, enum frame_field field,
    struct slice bytes);

/* Parse and check bytes as a frame.  RC_INPUT with a sentence; content unnamed. */
enum rc frame_parse(struct slice bytes, struct frame *frame, struct err *err)
    MUST_USE;

/* Fields of a checked frame.  Absent: 0, empty, false. */
uint64_t frame_number(const struct frame *frame, enum frame_field field);
struct slice frame_bytes(const struct frame *frame, enum frame_field field);
bool frame_has(const struct frame *frame, enum frame_field field);

/*
 * The next field with this tag behind `*cursor` (start with 0) of a field that
 * may come many times.  False at the end.
 */
bool frame_each(const struct frame *frame, enum frame_field field,
    size_t *cursor, struct slice *bytes);

/*
 * Send over a SOCK_SEQPACKET socket; blocks at most to the deadline.  RC_END
 * when the other side is gone, RC_LATER at the deadline.
 */
enum rc frame_send(int socket, const struct buf *frame, const int *fds,
    size_t fd_count, const struct clock *clock, uint64_t deadline_ms,
    struct err *err) MUST_USE;

/*
 * Receive the next frame into `into` (cleared first).  RC_END when the other
 * side closed, RC_LATER at the deadline, RC_INPUT when it is not a valid frame
 * (its descriptors are closed).  Descriptors arrive close-on-exec.
 */
enum rc frame_receive(int socket, struct buf *into,
    const struct clock *clock, uint64_t deadline_ms, struct frame *frame,
    struct err *err) MUST_USE;

/* Close the descriptors that came with a frame and were not taken. */
void frame_drop_fds(struct frame *frame);

const char *frame_type_name(enum frame_type type);
const struct frame_rule *frame_rules(size_t *count);

#endif
