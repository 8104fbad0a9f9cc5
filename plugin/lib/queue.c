/*
 * queue - who is scanned next?
 *
 * A lane per sender with its messages in order, the lanes in a line.  Whoever
 * leaves picks the next: the first lane with a message that fits a free slot
 * gives it and goes to the end of the line.
 */
#include "lib/queue.h"

#include <pthread.h>
#include <stdlib.h>
#include <time.h>

struct queue_lane {
	struct queue_lane *next;
	struct queue_place *first;
	size_t sender_len;
	unsigned char sender[QUEUE_SENDER_MAX];
};

struct queue {
	pthread_mutex_t lock;
	size_t slots, most;
	size_t running, running_big, waiting;
	struct queue_lane *lanes;
};

enum { QUEUE_TICK_MS = 2000 };

struct queue *
queue_new(size_t slots, size_t waiting_most)
{
	struct queue *q = calloc(1, sizeof *q);

	if (q == NULL)
		return NULL;
	pthread_mutex_init(&q->lock, NULL);
	q->slots = slots;
	q->most = waiting_most;
	return q;
}

void
queue_free(struct queue *q)
{
	if (q == NULL)
		return;
	pthread_mutex_destroy(&q->lock);
	free(q);
}

static bool
queue_fits(const struct queue *q, bool big)
{
	size_t for_big = q->slots > 1 ? q->slots - 1 : q->slots;

	return q->running < q->slots && (!big || q->running_big < for_big);
}

static void
queue_run(struct queue *q, struct queue_place *place)
{
	place->running = true;
	q->running++;
	q->running_big += place->big;
	if (place->wake != NULL)
		pthread_cond_signal(place->wake);
}

static void
queue_lane_append(struct queue *q, struct queue_lane *lane)
{
	struct queue_lane **end = &q->lanes;

	while (*end != NULL)
		end = &(*end)->next;
	lane->next = NULL;
	*end = lane;
}

/* Take a place out of its lane; an empty lane goes. */
static void
queue_unlink(struct queue *q, struct queue_place *place)
{
	struct queue_lane *lane = place->lane, **at = &q->lanes;
	struct queue_place **p = &lane->first;

	while (*p != place)
		p = &(*p)->next;
	*p = place->next;
	place->lane = NULL;
	q->waiting--;
	if (lane->first != NULL)
		return;
	while (*at != lane)
		at = &(*at)->next;
	*at = lane->next;
	free(lane);
}

/* The first message of a lane that fits a free slot, or NULL. */
static struct queue_place *
queue_first_fit(const struct queue *q, const struct queue_lane *lane)
{
	struct queue_place *place = lane->first;

	while (place != NULL && !queue_fits(q, place->big))
		place = place->next;
	return place;
}

/* Its sender has had a turn: behind all others. */
static void
queue_lane_to_end(struct queue *q, struct queue_lane *lane)
{
	struct queue_lane **at = &q->lanes;

	while (*at != lane)
		at = &(*at)->next;
	*at = lane->next;
	queue_lane_append(q, lane);
}

static bool
queue_pick(struct queue *q)
{
	for (struct queue_lane *lane = q->lanes; lane != NULL;
	    lane = lane->next) {
		struct queue_place *place = queue_first_fit(q, lane);

		if (place == NULL)
			continue;
		queue_lane_to_end(q, lane);
		queue_unlink(q, place);
		queue_run(q, place);
		return true;
	}
	return false;
}

/* The lane of this sender, made if there is none; NULL without memory. */
static struct queue_lane *
queue_lane_of(struct queue *q, struct slice sender)
{
	struct queue_lane *lane = q->lanes;

	sender = slice_sub(sender, 0, QUEUE_SENDER_MAX);
	while (lane != NULL && !slice_is_nocase(sender,
	    slice_bytes(lane->sender, lane->sender_len)))
		lane = lane->next;
	if (lane != NULL)
		return lane;
	lane = calloc(1, sizeof *lane);
	if (lane == NULL)
		return NULL;
	if (sender.len > 0)
		memcpy(lane->sender, sender.at, sender.len);
	lane->sender_len = sender.len;
	queue_lane_append(q, lane);
	return lane;
}

static enum rc
queue_line_up(struct queue *q, struct slice sender, struct queue_place *place,
    struct err *err)
{
	struct queue_place **end;

	if (q->waiting >= q->most)
		return err_set(err, RC_LATER,
		    "%zu messages wait to be scanned, which is the limit "
		    "queue_messages", q->waiting);
	place->lane = queue_lane_of(q, sender);
	if (place->lane == NULL)
		return err_set(err, RC_LATER, "no memory for the queue");
	for (end = &place->lane->first; *end != NULL; end = &(*end)->next)
		;
	*end = place;
	q->waiting++;
	return RC_OK;
}

enum rc
queue_join(struct queue *q, struct slice sender, uint64_t size,
    struct queue_place *place, struct err *err)
{
	enum rc rc = RC_OK;

	memset(place, 0, sizeof *place);
	place->big = size > QUEUE_SMALL;
	pthread_mutex_lock(&q->lock);
	/* Who waits already was passed over because nothing of it fits. */
	if (queue_fits(q, place->big))
		queue_run(q, place);
	else
		rc = queue_line_up(q, sender, place, err);
	pthread_mutex_unlock(&q->lock);
	return rc;
}

bool
queue_is_running(struct queue *q, const struct queue_place *place)
{
	bool running;

	pthread_mutex_lock(&q->lock);
	running = place->running;
	pthread_mutex_unlock(&q->lock);
	return running;
}

static void
queue_leave_locked(struct queue *q, struct queue_place *place)
{
	if (place->running) {
		q->running--;
		q->running_big -= place->big;
		place->running = false;
	} else if (place->lane != NULL) {
		queue_unlink(q, place);
	}
	while (queue_pick(q))
		;
}

void
queue_leave(struct queue *q, struct queue_place *place)
{
	pthread_mutex_lock(&q->lock);
	queue_leave_locked(q, place);
	pthread_mutex_unlock(&q->lock);
}

/* Sleep until woken, at most to the next tick or the deadline. */
static void
queue_sleep(struct queue *q, pthread_cond_t *wake, uint64_t left_ms)
{
	struct timespec until;
	uint64_t ms = left_ms < QUEUE_TICK_MS ? left_ms : QUEUE_TICK_MS;

	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_sec += (time_t)(ms / 1000);
	until.tv_nsec += (long)(ms % 1000) * 1000000;
	if (until.tv_nsec >= 1000000000) {
		until.tv_sec++;
		until.tv_nsec -= 1000000000;
	}
	pthread_cond_timedwait(wake, &q->lock, &until);
}

enum rc
queue_wait(struct queue *q, struct queue_place *place,
    const struct clock *clock, uint64_t deadline_ms, void (*tick)(void *own),
    void *own, struct err *err)
{
	pthread_condattr_t attr;
	pthread_cond_t wake;
	uint64_t left;
	enum rc rc = RC_OK;

	pthread_condattr_init(&attr);
	pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
	pthread_cond_init(&wake, &attr);
	pthread_mutex_lock(&q->lock);
	place->wake = &wake;
	while (!place->running &&
	    (left = clock_left_ms(clock, deadline_ms)) > 0) {
		queue_sleep(q, &wake, left);
		if (place->running || tick == NULL)
			continue;
		pthread_mutex_unlock(&q->lock);
		tick(own);
		pthread_mutex_lock(&q->lock);
	}
	place->wake = NULL;
	if (!place->running) {
		queue_leave_locked(q, place);
		rc = err_set(err, RC_LATER,
		    "no slot became free for the message in its time");
	}
	pthread_mutex_unlock(&q->lock);
	pthread_cond_destroy(&wake);
	pthread_condattr_destroy(&attr);
	return rc;
}

/* One of the queue's own numbers. */
static size_t
queue_number(struct queue *q, const size_t *number)
{
	size_t n;

	pthread_mutex_lock(&q->lock);
	n = *number;
	pthread_mutex_unlock(&q->lock);
	return n;
}

size_t
queue_running(struct queue *q)
{
	return queue_number(q, &q->running);
}

size_t
queue_waiting(struct queue *q)
{
	return queue_number(q, &q->waiting);
}
