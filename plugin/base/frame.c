/*
 * frame - one bounded message on a local socket, and its schema.  See frame.h.
 */
#include "base/frame.h"

#include <sys/socket.h>

#include <errno.h>
#include <poll.h>
#include <unistd.h>

#include "base/escape.h"
#include "base/io.h"

enum { MAGIC = 0x31464d4f, HEAD = 8, FIELD_HEAD = 8 };	/* "OMF1" */

static const struct frame_rule rules[] = {
#define FRAME(name, number, sentence)
#define FIELD(frame, name, tag, kind, most, need)                            \
	{ FRAME_##frame, #name, tag, kind, most, need },
#include "base/frame.def"
#undef FRAME
#undef FIELD
};

enum { RULE_COUNT = sizeof(rules) / sizeof(rules[0]) };

const struct frame_rule *
frame_rules(size_t *count)
{
	*count = RULE_COUNT;
	return rules;
}

const char *
frame_type_name(enum frame_type type)
{
	switch (type) {
#define FRAME(name, number, sentence) case FRAME_##name: return #name;
#define FIELD(frame, name, tag, kind, most, need)
#include "base/frame.def"
#undef FRAME
#undef FIELD
	}
	return NULL;
}

static void
put_little(unsigned char *at, uint64_t value, size_t bytes)
{
	for (size_t i = 0; i < bytes; i++)
		at[i] = (unsigned char)(value >> (8 * i));
}

static uint64_t
get_little(const unsigned char *at, size_t bytes)
{
	uint64_t value = 0;

	for (size_t i = 0; i < bytes; i++)
		value |= (uint64_t)at[i] << (8 * i);
	return value;
}

void
frame_begin(struct buf *out, enum frame_type type)
{
	unsigned char head[HEAD];

	buf_clear(out);
	put_little(head, MAGIC, 4);
	put_little(head + 4, type, 2);
	put_little(head + 6, FRAME_VERSION, 2);
	buf_put(out, slice_bytes(head, sizeof(head)));
}

static void
put_field(struct buf *out, unsigned tag, enum frame_kind kind,
    struct slice bytes)
{
	unsigned char head[FIELD_HEAD];

	put_little(head, tag, 2);
	put_little(head + 2, kind, 2);
	put_little(head + 4, bytes.len, 4);
	buf_put(out, slice_bytes(head, sizeof(head)));
	buf_put(out, bytes);
}

void
frame_put_number(struct buf *out, enum frame_field field, uint64_t value)
{
	unsigned char bytes[8];

	put_little(bytes, value, 8);
	put_field(out, field, KIND_NUMBER, slice_bytes(bytes, 8));
}

void
frame_put_text(struct buf *out, enum frame_field field, struct slice text)
{
	put_field(out, field, KIND_TEXT, text);
}

void
frame_put_bytes(struct buf *out, enum frame_field field, struct slice bytes)
{
	put_field(out, field, KIND_BYTES, bytes);
}

struct field {
	unsigned tag;
	unsigned kind;
	struct slice bytes;
};

/* The field at `*cursor`; false at the end or where the bytes make no sense. */
static bool
next_field(struct slice fields, size_t *cursor, struct field *field)
{
	size_t len;

	if (fields.len - *cursor < FIELD_HEAD)
		return false;
	field->tag = (unsigned)get_little(fields.at + *cursor, 2);
	field->kind = (unsigned)get_little(fields.at + *cursor + 2, 2);
	len = (size_t)get_little(fields.at + *cursor + 4, 4);
	if (len > fields.len - *cursor - FIELD_HEAD)
		return false;
	field->bytes = slice_bytes(fields.at + *cursor + FIELD_HEAD, len);
	*cursor += FIELD_HEAD + len;
	return true;
}

static const struct frame_rule *
find_rule(enum frame_type type, unsigned tag)
{
	for (size_t i = 0; i < RULE_COUNT; i++)
		if (rules[i].type == type && rules[i].tag == tag)
			return &rules[i];
	return NULL;
}

static bool
is_plain_text(struct slice text)
{
	for (size_t at = 0; at < text.len;) {
		size_t len = utf8_length(slice_sub(text, at, text.len));

		if (len == 0 || text.at[at] < 0x20 || text.at[at] == 0x7f)
			return false;
		at += len;
	}
	return true;
}

static bool
value_fits(const struct frame_rule *rule, struct slice bytes)
{
	if (rule->kind == KIND_NUMBER)
		return bytes.len == 8 && (rule->most == 0 ||
		    get_little(bytes.at, 8) <= rule->most);
	return bytes.len <= rule->most &&
	    (rule->kind != KIND_TEXT || is_plain_text(bytes));
}

static enum rc
wrong(struct err *err, enum frame_type type, const char *name,
    const char *what)
{
	return err_set(err, RC_INPUT, "a %s frame is malformed: %s%s%s",
	    frame_type_name(type), name == NULL ? "it" : "its field ",
	    name == NULL ? "" : name, what);
}

/* Every field known, of its kind, within its bounds, and not given twice. */
static enum rc
check_fields(const struct frame *frame, struct err *err)
{
	size_t cursor = 0;
	uint64_t seen = 0;
	struct field field;

	while (next_field(frame->fields, &cursor, &field)) {
		const struct frame_rule *rule = find_rule(frame->type,
		    field.tag);

		if (rule == NULL || field.tag >= 64)
			return wrong(err, frame->type, NULL,
			    " has an unknown field");
		if (field.kind != (unsigned)rule->kind)
			return wrong(err, frame->type, rule->name,
			    " has the wrong kind");
		if (!value_fits(rule, field.bytes))
			return wrong(err, frame->type, rule->name,
			    " is out of bounds");
		if (rule->need != NEED_MANY && (seen >> field.tag & 1))
			return wrong(err, frame->type, rule->name,
			    " comes twice");
		seen |= (uint64_t)1 << field.tag;
	}
	if (cursor != frame->fields.len)
		return wrong(err, frame->type, NULL, " ends in a field");
	for (size_t i = 0; i < RULE_COUNT; i++)
		if (rules[i].type == frame->type &&
		    rules[i].need == NEED_ONE && !(seen >> rules[i].tag & 1))
			return wrong(err, frame->type, rules[i].name,
			    " is missing");
	return RC_OK;
}

enum rc
frame_parse(struct slice bytes, struct frame *frame, struct err *err)
{
	*frame = (struct frame){0};
	if (bytes.len < HEAD || bytes.len > FRAME_MAX ||
	    get_little(bytes.at, 4) != MAGIC)
		return err_set(err, RC_INPUT,
		    "something that is not a frame was received");
	frame->type = (enum frame_type)get_little(bytes.at + 4, 2);
	if (get_little(bytes.at + 6, 2) != FRAME_VERSION)
		return err_set(err, RC_INPUT, "a frame of version %u was "
		    "received; this program speaks version %d",
		    (unsigned)get_little(bytes.at + 6, 2), FRAME_VERSION);
	if (frame_type_name(frame->type) == NULL)
		return err_set(err, RC_INPUT,
		    "a frame of unknown type %u was received",
		    (unsigned)frame->type);
	frame->fields = slice_sub(bytes, HEAD, bytes.len);
	return check_fields(frame, err);
}

bool
frame_each(const struct frame *frame, enum frame_field tag, size_t *cursor,
    struct slice *bytes)
{
	struct field field;

	while (next_field(frame->fields, cursor, &field)) {
		if (field.tag == (unsigned)tag) {
			*bytes = field.bytes;
			return true;
		}
	}
	return false;
}

struct slice
frame_bytes(const struct frame *frame, enum frame_field field)
{
	size_t cursor = 0;
	struct slice bytes;

	return frame_each(frame, field, &cursor, &bytes) ? bytes :
	    (struct slice){0};
}

uint64_t
frame_number(const struct frame *frame, enum frame_field field)
{
	struct slice bytes = frame_bytes(frame, field);

	return bytes.len == 8 ? get_little(bytes.at, 8) : 0;
}

bool
frame_has(const struct frame *frame, enum frame_field field)
{
	size_t cursor = 0;
	struct slice bytes;

	return frame_each(frame, field, &cursor, &bytes);
}

/*
 * Until the other side has taken something.  The kernel counts descriptors on their
 * way for each user, and has no event for when there are fewer (unix(7),
 * ETOOMANYREFS): a user with few open files allowed, as a worker is, meets it when
 * an archive has many members.
 */
static enum rc
wait_taken(int socket, bool for_fds, const struct clock *clock,
    uint64_t deadline_ms, struct err *err)
{
	struct pollfd poll_fd = { .fd = socket, .events = POLLOUT };
	uint64_t left = clock_left_ms(clock, deadline_ms);

	if (left == 0)
		return err_set(err, RC_LATER,
		    "the other side does not take our frames");
	if (for_fds)
		poll(NULL, 0, 1);
	else
		poll(&poll_fd, 1, left > 1000 ? 1000 : (int)left);
	return RC_OK;
}

enum rc
frame_send(int socket, const struct buf *frame, const int *fds,
    size_t fd_count, const struct clock *clock, uint64_t deadline_ms,
    struct err *err)
{
	_Alignas(struct cmsghdr) char control[CMSG_SPACE(sizeof(int) *
	    FRAME_FDS)] = {0};
	struct iovec iov = { .iov_base = frame->at, .iov_len = frame->len };
	struct msghdr msg = { .msg_iov = &iov, .msg_iovlen = 1 };
	struct cmsghdr *head;

	TRY(buf_check(frame, "a frame", err));
	if (fd_count > FRAME_FDS)
		return err_set(err, RC_BUG, "%zu descriptors in one frame",
		    fd_count);
	if (fd_count > 0) {
		msg.msg_control = control;
		msg.msg_controllen = CMSG_SPACE(sizeof(int) * fd_count);
		head = CMSG_FIRSTHDR(&msg);
		head->cmsg_level = SOL_SOCKET;
		head->cmsg_type = SCM_RIGHTS;
		head->cmsg_len = CMSG_LEN(sizeof(int) * fd_count);
		memcpy(CMSG_DATA(head), fds, sizeof(int) * fd_count);
	}
	for (;;) {
		if (sendmsg(socket, &msg, MSG_NOSIGNAL | MSG_DONTWAIT) >= 0)
			return RC_OK;
		if (errno == EINTR)
			continue;
		if (errno == EPIPE || errno == ECONNRESET || errno == ENOTCONN)
			return err_set(err, RC_END,
			    "the other side closed the connection");
		if (errno != EAGAIN && errno != ENOBUFS &&
		    errno != ETOOMANYREFS)
			return err_set_errno(err, RC_SYSTEM,
			    "cannot send a frame");
		TRY(wait_taken(socket, errno == ETOOMANYREFS, clock,
		    deadline_ms, err));
	}
}

static void
take_fds(struct msghdr *msg, struct frame *frame)
{
	for (struct cmsghdr *head = CMSG_FIRSTHDR(msg); head != NULL;
	    head = CMSG_NXTHDR(msg, head)) {
		size_t count;

		if (head->cmsg_level != SOL_SOCKET ||
		    head->cmsg_type != SCM_RIGHTS)
			continue;
		count = (head->cmsg_len - CMSG_LEN(0)) / sizeof(int);
		for (size_t i = 0; i < count; i++) {
			int fd;

			memcpy(&fd, CMSG_DATA(head) + i * sizeof(int),
			    sizeof(fd));
			if (frame->fd_count < FRAME_FDS)
				frame->fds[frame->fd_count++] = fd;
			else
				close(fd);
		}
	}
}

void
frame_drop_fds(struct frame *frame)
{
	for (size_t i = 0; i < frame->fd_count; i++)
		io_close(&frame->fds[i]);
	frame->fd_count = 0;
}

/* One datagram with its descriptors into `into` and `carried`. */
static enum rc
receive_bytes(int socket, struct buf *into, struct frame *carried,
    struct err *err)
{
	_Alignas(struct cmsghdr) char control[CMSG_SPACE(sizeof(int) *
	    FRAME_FDS)];
	struct iovec iov = { .iov_len = FRAME_MAX };
	struct msghdr msg = { .msg_iov = &iov, .msg_iovlen = 1,
	    .msg_control = control, .msg_controllen = sizeof(control) };
	ssize_t n;

	iov.iov_base = buf_reserve(into, FRAME_MAX);
	if (iov.iov_base == NULL)
		return buf_check(into, "the receive buffer", err);
	do
		n = recvmsg(socket, &msg, MSG_CMSG_CLOEXEC | MSG_DONTWAIT);
	while (n < 0 && errno == EINTR);
	if (n < 0 && errno == EAGAIN)
		return err_set(err, RC_LATER, "there is no frame yet");
	if (n < 0 && errno != ECONNRESET)
		return err_set_errno(err, RC_SYSTEM, "cannot receive a frame");
	into->len = n < 0 ? 0 : (size_t)n;
	if (n <= 0)
		return err_set(err, RC_END,
		    "the other side closed the connection");
	take_fds(&msg, carried);
	if (msg.msg_flags & (MSG_TRUNC | MSG_CTRUNC))
		return err_set(err, RC_INPUT, "a frame was received that is "
		    "longer than %d bytes", FRAME_MAX);
	return RC_OK;
}

enum rc
frame_receive(int socket, struct buf *into, const struct clock *clock,
    uint64_t deadline_ms, struct frame *frame, struct err *err)
{
	struct frame carried = {0};
	enum rc rc;

	*frame = carried;
	do {
		buf_clear(into);
		TRY(io_wait_readable(socket, clock, deadline_ms,
		    "the other side", err));
		rc = receive_bytes(socket, into, &carried, err);
	} while (rc == RC_LATER && clock_left_ms(clock, deadline_ms) > 0);
	if (rc == RC_OK)
		rc = frame_parse(buf_slice(into), frame, err);
	if (rc != RC_OK) {
		frame_drop_fds(&carried);
		return rc;
	}
	memcpy(frame->fds, carried.fds, sizeof(carried.fds));
	frame->fd_count = carried.fd_count;
	return RC_OK;
}
