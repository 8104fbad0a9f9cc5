/*
 * queue - who is scanned next?
 *
 * As many messages as there are slots are scanned at once; the others wait, the
 * senders taking turns, so that one sender's thousand messages cost another
 * sender one place.  Of more than one slot the last takes only messages of at
 * most QUEUE_SMALL bytes: those cannot hold much document work.  It judges by
 * size alone, because nothing here may parse content; a small document still
 * gets that slot.
 */
#ifndef OUTMARK_LIB_QUEUE_H
#define OUTMARK_LIB_QUEUE_H

#include "base/clock.h"
#include "base/err.h"
#include "base/slice.h"

enum { QUEUE_SMALL = 65536, QUEUE_SENDER_MAX = 320 };

struct queue;

/* One message's place; the caller's memory, untouched from join to leave. */
struct queue_place {
	struct queue_place *next;
	struct queue_lane *lane;
	bool running, big;
	void *wake;			/* of the waiting thread */
};

/* A queue of these sizes.  NULL without memory.  Yours. */
struct queue *queue_new(size_t slots, size_t waiting_most) MUST_USE;

/* Nobody may be in it.  NULL is allowed. */
void queue_free(struct queue *queue);

/*
 * Take a place for a message of `size` bytes.  The place runs at once if a slot
 * is free.  RC_LATER when too many wait; then there is no place to leave.
 */
enum rc queue_join(struct queue *queue, struct slice sender, uint64_t size,
    struct queue_place *place, struct err *err) MUST_USE;

bool queue_is_running(struct queue *queue, const struct queue_place *place);

/* Give the slot or the place in the line back. */
void queue_leave(struct queue *queue, struct queue_place *place);

/*
 * Wait until the place runs.  `tick` (or NULL) is called about every two
 * seconds.  RC_LATER at the deadline: the place was left then.
 */
enum rc queue_wait(struct queue *queue, struct queue_place *place,
    const struct clock *clock, uint64_t deadline_ms, void (*tick)(void *own),
    void *own, struct err *err) MUST_USE;

size_t queue_running(struct queue *queue);
size_t queue_waiting(struct queue *queue);

#endif
