/*
 * fuzz_document - any frames as the answers of a document worker.
 *
 * The input is cut into pieces of two bytes length and that many bytes; each
 * piece is sent to document_read as a frame.  What comes back may only be text,
 * places, children and causes of the one part.
 */
#include <pthread.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/frame.h"
#include "scanner/document.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct zygote {
	int socket;
	struct slice answers;
};

/* The other side: takes the request and answers on its first descriptor. */
static void *
answer(void *own)
{
	struct zygote *z = own;
	struct clock clock = clock_system();
	struct buf in = buf_new(FRAME_MAX);
	struct slice rest = z->answers;
	struct frame frame;
	struct err err;

	if (frame_receive(z->socket, &in, &clock, clock_monotonic_ms(&clock) +
	    1000, &frame, &err) != RC_OK)
		return NULL;
	while (rest.len > 2 && frame.fd_count > 0) {
		size_t len = (size_t)rest.at[0] | (size_t)rest.at[1] << 8;
		struct slice piece = slice_sub(rest, 2, 2 + len);
		if (send(frame.fds[0], piece.at, piece.len, MSG_DONTWAIT |
		    MSG_NOSIGNAL) < 0)
			break;
		rest = slice_sub(rest, 2 + piece.len, rest.len);
	}
	frame_drop_fds(&frame);
	buf_free(&in);
	return NULL;
}

static enum rc
found(void *own, struct part *part, struct err *err)
{
	(void)own;
	(void)err;
	return part->where != NULL ? RC_OK : RC_BUG;
}

static void
run(struct zygote *z, int ours, struct arena *arena)
{
	struct limits limits = limit_defaults();
	struct clock clock = clock_system();
	struct budget budget = budget_new(&limits, &clock,
	    clock_monotonic_ms(&clock) + 2000);
	struct part part = { .id = 2, .fd = -1, .where = "attachment 1",
	    .bytes = slice_of("x"), .scope = SCOPE_attachment };
	struct reading reading = { .part = &part, .budget = &budget,
	    .arena = arena, .found = found };
	struct document_ask ask = { .zygote = ours,
	    .reader = extract_find(slice_of("zip")) };
	struct text text;
	struct err err;
	pthread_t thread;

	if (gather_begin(arena, &part, 1 << 16, &reading.gather, &err) !=
	    RC_OK || pthread_create(&thread, NULL, answer, z) != 0)
		return;
	if (document_read(&ask, &reading, &err) == RC_BUG)
		__builtin_trap();
	pthread_join(thread, NULL);
	if (gather_end(reading.gather, &text, &err) == RC_BUG)
		__builtin_trap();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new(1 << 26);
	int pair[2];

	if (arena == NULL ||
	    socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) != 0)
		return -1;
	run(&(struct zygote){ pair[1], slice_bytes(data, size) }, pair[0],
	    arena);
	close(pair[0]);
	close(pair[1]);
	arena_free(arena);
	return 0;
}
