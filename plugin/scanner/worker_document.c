/*
 * worker_document - one document in a process of its own.  See worker.h.
 *
 * The sink of the readers, over a socket: text is gathered into chunks of one
 * place, everything else goes out as it comes.
 */
#include "scanner/worker.h"

#include <sys/time.h>

#include "base/io.h"
#include "scanner/budget.h"
#include "scanner/class.h"

enum {
	CHUNK_MAX = 65536,
	PASSWORDS_MAX = 64,
	LATE_MS = 250,		/* for a reader to see that its time is over */
};

struct remote {
	const struct worker_document *with;
	const struct part *part;
	struct budget budget;
	uint64_t from_part;	/* unpacked */
	uint64_t deadline_ms;
	uint64_t own_deadline_ms;	/* without the time of pictures */
	struct buf out;
	struct buf chunk;
	uint32_t place;		/* of the chunk */
	unsigned flags;
	uint32_t places;
	uint64_t children_left;
	struct ocr_use ocr;
	bool said;		/* a cause */
};

static enum rc
send_out(struct remote *r, const int *fds, size_t count, struct err *err)
{
	TRY(buf_check(&r->out, "a frame", err));
	return frame_send(r->with->reply, &r->out, fds, count,
	    r->with->clock, r->deadline_ms, err);
}

static enum rc
flush(struct remote *r, struct err *err)
{
	if (r->chunk.len == 0)
		return RC_OK;
	frame_begin(&r->out, FRAME_CHUNK);
	frame_put_number(&r->out, FIELD_CHUNK_place, r->place);
	frame_put_number(&r->out, FIELD_CHUNK_flags, r->flags);
	frame_put_bytes(&r->out, FIELD_CHUNK_bytes, buf_slice(&r->chunk));
	buf_clear(&r->chunk);
	return send_out(r, NULL, 0, err);
}

static enum rc
remote_place(void *own, const struct extract_place *place, uint32_t *number,
    struct err *err)
{
	struct remote *r = own;

	TRY(flush(r, err));
	*number = ++r->places;
	frame_begin(&r->out, FRAME_PLACE);
	frame_put_number(&r->out, FIELD_PLACE_id, *number);
	frame_put_text(&r->out, FIELD_PLACE_where,
	    slice_sub(slice_of(place->where), 0, 200));
	if (place->name.len > 0)
		frame_put_bytes(&r->out, FIELD_PLACE_name,
		    slice_sub(place->name, 0, 1024));
	if (place->evidence.len > 0)
		frame_put_bytes(&r->out, FIELD_PLACE_evidence,
		    slice_sub(place->evidence, 0, 1024));
	return send_out(r, NULL, 0, err);
}

static enum rc
remote_text(void *own, uint32_t place, unsigned flags, struct slice utf8,
    struct err *err)
{
	struct remote *r = own;

	if (place != r->place || flags != r->flags)
		TRY(flush(r, err));
	r->place = place;
	r->flags = flags;
	while (utf8.len > 0) {
		size_t room = CHUNK_MAX - r->chunk.len;
		struct slice now = slice_sub(utf8, 0, room);
		if (!buf_put(&r->chunk, now))
			return err_set(err, RC_LIMIT,
			    "no memory for a chunk of text");
		utf8 = slice_sub(utf8, now.len, utf8.len);
		if (r->chunk.len == CHUNK_MAX)
			TRY(flush(r, err));
	}
	return RC_OK;
}

static enum rc
remote_flag(void *own, uint32_t place, enum cause cause, unsigned flags,
    struct err *err)
{
	struct remote *r = own;

	r->said |= cause != CAUSE_none;
	TRY(flush(r, err));
	frame_begin(&r->out, FRAME_FLAG);
	frame_put_number(&r->out, FIELD_FLAG_place, place);
	frame_put_number(&r->out, FIELD_FLAG_cause, cause);
	frame_put_number(&r->out, FIELD_FLAG_flags, flags);
	return send_out(r, NULL, 0, err);
}

/* A budget is used up: say so, then make the reader stop. */
static enum rc
over(struct remote *r, enum cause cause, struct err *err)
{
	TRY(remote_flag(r, 0, cause, 0, err));
	return err_set(err, RC_LIMIT, "the reading ended at a limit (%s)",
	    cause_name(cause));
}

static enum rc
remote_child(void *own, const struct extract_child *child, struct err *err)
{
	struct remote *r = own;
	int fd = -1;
	enum rc rc;

	if (r->children_left == 0)
		return over(r, CAUSE_too_many, err);
	r->children_left--;
	TRY(flush(r, err));
	if (child->bytes.len > 0)
		TRY(io_memory_file("child", child->bytes, &fd, err));
	frame_begin(&r->out, FRAME_CHILD);
	frame_put_number(&r->out, FIELD_CHILD_place, child->place);
	if (child->name.len > 0)
		frame_put_bytes(&r->out, FIELD_CHILD_name,
		    slice_sub(child->name, 0, 1024));
	if (child->type.len > 0)
		frame_put_text(&r->out, FIELD_CHILD_type,
		    slice_sub(child->type, 0, 128));
	frame_put_number(&r->out, FIELD_CHILD_flags, child->flags);
	frame_put_number(&r->out, FIELD_CHILD_causes, child->causes);
	rc = send_out(r, &fd, fd >= 0 ? 1 : 0, err);
	io_close(&fd);
	return rc;
}

static enum rc
remote_unpacked(void *own, uint64_t more, struct err *err)
{
	struct remote *r = own;
	enum cause cause = budget_unpacked(&r->budget, more,
	    r->part->bytes.len, &r->from_part);

	return cause == CAUSE_none ? RC_OK : over(r, cause, err);
}

/* What a reader's error means; a client that has gone needs no words. */
static enum rc
tell_failure(struct remote *r, enum rc rc, struct err *err)
{
	enum cause cause = rc == RC_INPUT ? CAUSE_corrupt :
	    rc == RC_LATER ? CAUSE_time : rc == RC_LIMIT ? CAUSE_memory :
	    CAUSE_internal;

	if (rc == RC_OK || (rc == RC_LIMIT && r->said))
		return RC_OK;
	return remote_flag(r, 0, cause, 0, err);
}

static enum rc
finish(struct remote *r, struct err *err)
{
	TRY(flush(r, err));
	frame_begin(&r->out, FRAME_EXTRACTED);
	frame_put_number(&r->out, FIELD_EXTRACTED_unpacked, r->from_part);
	frame_put_number(&r->out, FIELD_EXTRACTED_pictures, r->ocr.pictures);
	frame_put_number(&r->out, FIELD_EXTRACTED_picture_ms, r->ocr.ms);
	return send_out(r, NULL, 0, err);
}

static enum rc
read_document(struct remote *r, struct arena *arena, struct err *err)
{
	const struct worker_document *with = r->with;
	struct extract_sink sink = {
		.own = r, .place = remote_place, .text = remote_text,
		.child = remote_child, .flag = remote_flag,
		.unpacked = remote_unpacked,
	};
	struct slice passwords[PASSWORDS_MAX];
	struct extract_job job = {
		.part = r->part, .limits = with->limits, .clock = with->clock,
		.deadline_ms = r->own_deadline_ms, .passwords = passwords,
		.arena = arena, .charsets = with->charsets, .ocr = &r->ocr,
	};
	size_t cursor = 0;
	enum rc rc;

	while (job.password_count < PASSWORDS_MAX && frame_each(with->request,
	    FIELD_EXTRACT_password, &cursor,
	    &passwords[job.password_count]))
		job.password_count++;
	rc = with->reader->extract(&job, &sink, err);
	if (rc == RC_END)
		return rc;
	TRY(tell_failure(r, rc, err));
	return finish(r, err);
}

static void
set_budget(struct remote *r, const struct frame *request)
{
	uint64_t wait = frame_number(request, FIELD_EXTRACT_wait_ms);
	const struct limits *limits = r->with->limits;

	if (wait > class_wall_ms(r->with->reader->class, limits))
		wait = class_wall_ms(r->with->reader->class, limits);
	r->deadline_ms = clock_monotonic_ms(r->with->clock) + wait;
	r->own_deadline_ms = clock_monotonic_ms(r->with->clock) +
	    (wait < limits->part_wall_ms ? wait : limits->part_wall_ms);
	r->ocr = (struct ocr_use){ .ocr = r->with->ocr,
	    .pictures_left = frame_number(request,
	    FIELD_EXTRACT_pictures_left),
	    .ms_left = frame_number(request,
	    FIELD_EXTRACT_picture_ms_left) };
	r->budget = budget_new(limits, r->with->clock, r->deadline_ms);
	r->budget.unpacked_most = frame_number(request,
	    FIELD_EXTRACT_unpack_left);
	r->children_left = frame_number(request, FIELD_EXTRACT_parts_left);
}

/*
 * A worker that may take long for pictures ends itself when all else takes
 * longer than a part may; the zygote only knows the sum.
 */
static void
start_timer(const struct remote *r)
{
	uint64_t ms = clock_left_ms(r->with->clock, r->own_deadline_ms) +
	    LATE_MS;
	struct itimerval timer = { .it_value = {
		.tv_sec = (time_t)(ms / 1000),
		.tv_usec = (suseconds_t)(ms % 1000 * 1000),
	} };

	if (class_of(r->with->reader->class)->recognises)
		(void)setitimer(ITIMER_REAL, &timer, NULL);
}

static enum rc
serve(const struct worker_document *document, struct err *err)
{
	struct arena *arena = arena_new((size_t)
	    (class_memory(document->reader->class, document->limits) /
	    4 * 3));
	struct part part = {
		.id = 1, .fd = document->bytes, .where = "document",
		.name = frame_bytes(document->request, FIELD_EXTRACT_name),
		.declared_type = frame_bytes(document->request,
		    FIELD_EXTRACT_type),
		.type = document->reader->type, .scope = SCOPE_attachment,
	};
	struct remote r = { .with = document, .part = &part };

	if (arena == NULL)
		return err_set_errno(err, RC_SYSTEM, "no memory for a part");
	TRY(io_map(document->bytes, SIZE_MAX, &part.bytes, err));
	r.out = buf_new(FRAME_MAX);
	r.chunk = buf_new(CHUNK_MAX);
	set_budget(&r, document->request);
	start_timer(&r);
	return read_document(&r, arena, err);
}

int
worker_read(const struct worker_document *document)
{
	struct err err;
	enum rc rc = serve(document, &err);

	return rc == RC_OK || rc == RC_END ? 0 : 1;
}
