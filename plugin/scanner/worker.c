/*
 * worker - one message in a process of its own.
 *
 * The arena is not freed: the process ends, and its memory with it.
 */
#include "scanner/worker.h"

#include "base/io.h"
#include "scanner/answer.h"

enum {
	REQUEST_MS = 5000,	/* for the client to send its request */
	ANSWER_MS = 10000,	/* for the client to take our answer */
	ADDRESSES_MAX = 4096,
};

struct asked {
	struct pipeline_request request;
	struct slice addresses[ADDRESSES_MAX];
	struct buf frame;	/* the slices of `request` point into it */
};

static void
take_request(const struct frame *frame, const struct pipeline *pipeline,
    struct asked *asked, struct arena *arena)
{
	struct pipeline_request *r = &asked->request;
	uint64_t options = frame_number(frame, FIELD_SCAN_options);
	uint64_t wait = frame_number(frame, FIELD_SCAN_wait_ms);
	size_t cursor = 0;

	if (wait > pipeline->limits->scan_wall_ms)
		wait = pipeline->limits->scan_wall_ms;
	r->deadline_ms = clock_monotonic_ms(pipeline->clock) + wait;
	r->document = frame_number(frame, FIELD_SCAN_kind) == 1;
	r->texts = options & 1;
	r->explain = options & 2;
	r->cut = options & 4;
	r->name = frame_bytes(frame, FIELD_SCAN_name);
	if (frame_has(frame, FIELD_SCAN_rule))
		r->rule = arena_string(arena,
		    frame_bytes(frame, FIELD_SCAN_rule));
	r->addresses = asked->addresses;
	while (r->address_count < ADDRESSES_MAX && frame_each(frame,
	    FIELD_SCAN_address, &cursor,
	    &asked->addresses[r->address_count]))
		r->address_count++;
}

static enum rc
receive_request(const struct pipeline *pipeline, int connection,
    struct asked *asked, struct arena *arena, struct err *err)
{
	struct frame frame;
	enum rc rc;

	asked->frame = buf_new(FRAME_MAX);
	TRY(frame_receive(connection, &asked->frame, pipeline->clock,
	    clock_monotonic_ms(pipeline->clock) + REQUEST_MS, &frame, err));
	if (frame.type != FRAME_SCAN || frame.fd_count != 1) {
		frame_drop_fds(&frame);
		return err_set(err, RC_INPUT, "a client sent something other "
		    "than one SCAN frame with one descriptor");
	}
	take_request(&frame, pipeline, asked, arena);
	rc = io_map(frame.fds[0], SIZE_MAX, &asked->request.bytes, err);
	frame_drop_fds(&frame);
	return rc;
}

static enum rc
serve(const struct pipeline *pipeline, int connection, const char *jail,
    struct err *err)
{
	struct arena *arena = arena_new(
	    (size_t)(pipeline->limits->worker_text_memory_bytes / 4 * 3));
	struct pipeline_result result;
	struct asked *asked;
	struct answer answer = { .socket = connection,
	    .clock = pipeline->clock, .jail = jail };

	if (arena == NULL)
		return err_set_errno(err, RC_SYSTEM, "no memory for a message");
	asked = arena_alloc(arena, sizeof *asked);
	if (asked == NULL)
		return arena_full(arena, "a request", err);
	TRY(receive_request(pipeline, connection, asked, arena, err));
	TRY(pipeline_run(pipeline, &asked->request, arena, &result, err));
	answer.deadline_ms = clock_monotonic_ms(pipeline->clock) + ANSWER_MS;
	return answer_send(&answer, pipeline, &result, err);
}

int
worker_message(const struct pipeline *pipeline, int connection,
    const char *jail)
{
	struct err err;
	enum rc rc = serve(pipeline, connection, jail, &err);

	/* A client that has gone needs no answer. */
	return rc == RC_OK || rc == RC_END ? 0 : 1;
}
