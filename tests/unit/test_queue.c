/*
 * test_queue - promises of lib/queue and lib/crashes.
 */
#include <pthread.h>
#include <stdio.h>

#include "lib/crashes.h"
#include "lib/queue.h"
#include "unit/unit.h"

static uint64_t now_ms;

static uint64_t
fake_time(void *own)
{
	(void)own;
	return now_ms;
}

static const struct clock fake_clock = {fake_time, fake_time, NULL};

static bool
join(struct queue *q, const char *sender, uint64_t size,
    struct queue_place *place)
{
	struct err err;

	return queue_join(q, slice_of(sender), size, place, &err) == RC_OK;
}

static void
slots_are_given_and_no_more(void)
{
	struct queue *q = queue_new(4, 100);
	struct queue_place p[6];

	for (int i = 0; i < 6; i++)
		CHECK(join(q, "a", 10, &p[i]));
	CHECK_NUMBER(queue_running(q), 4);
	CHECK_NUMBER(queue_waiting(q), 2);
	CHECK(!queue_is_running(q, &p[4]));
	queue_leave(q, &p[0]);
	CHECK(queue_is_running(q, &p[4]));
	queue_leave(q, &p[5]);
	CHECK_NUMBER(queue_waiting(q), 0);
	for (int i = 1; i < 5; i++)
		queue_leave(q, &p[i]);
	CHECK_NUMBER(queue_running(q), 0);
	queue_free(q);
}

static void
one_senders_thousand_messages_cost_another_one_place(void)
{
	static struct queue_place many[1000];
	struct queue *q = queue_new(1, 2000);
	struct queue_place one, third;
	size_t at = 0;

	for (size_t i = 0; i < 1000; i++)
		CHECK(join(q, "bulk@example.org", 10, &many[i]));
	CHECK(join(q, "one@example.org", 10, &one));
	CHECK(join(q, "third@example.org", 10, &third));
	CHECK(queue_is_running(q, &many[0]));
	queue_leave(q, &many[at++]);
	CHECK(queue_is_running(q, &many[1]));
	queue_leave(q, &many[at++]);
	CHECK(queue_is_running(q, &one));
	queue_leave(q, &one);
	CHECK(queue_is_running(q, &third));
	queue_leave(q, &third);
	for (; at < 1000; at++) {
		CHECK(queue_is_running(q, &many[at]));
		queue_leave(q, &many[at]);
	}
	queue_free(q);
}

static void
the_reserved_slot_takes_small_messages_only(void)
{
	struct queue *q = queue_new(2, 100);
	struct queue_place big[3], small;

	CHECK(join(q, "a", QUEUE_SMALL + 1, &big[0]));
	CHECK(join(q, "b", 1 << 30, &big[1]));
	CHECK(join(q, "c", 1 << 30, &big[2]));
	CHECK_NUMBER(queue_running(q), 1);
	CHECK(join(q, "d", QUEUE_SMALL, &small));
	CHECK(queue_is_running(q, &small));
	queue_leave(q, &small);
	CHECK(!queue_is_running(q, &big[1]));
	queue_leave(q, &big[0]);
	CHECK(queue_is_running(q, &big[1]));
	CHECK(!queue_is_running(q, &big[2]));
	queue_leave(q, &big[1]);
	queue_leave(q, &big[2]);
	queue_free(q);
}

static void
a_single_slot_takes_everything(void)
{
	struct queue *q = queue_new(1, 100);
	struct queue_place big;

	CHECK(join(q, "a", 1 << 30, &big));
	CHECK(queue_is_running(q, &big));
	queue_leave(q, &big);
	queue_free(q);
}

static void
one_too_many_is_asked_to_come_again(void)
{
	struct queue *q = queue_new(1, 2);
	struct queue_place p[4];
	struct err err;

	for (int i = 0; i < 3; i++)
		CHECK(join(q, "a", 1, &p[i]));
	CHECK_RC(queue_join(q, slice_of("b"), 1, &p[3], &err), RC_LATER,
	    &err);
	CHECK_HOLDS(err.text, "queue_messages");
	for (int i = 0; i < 3; i++)
		queue_leave(q, &p[i]);
	queue_free(q);
}

/* Each call of the tick is two seconds of the fake clock. */
static void
tick(void *own)
{
	size_t *ticks = own;

	++*ticks;
	now_ms += 2000;
}

static void *
leave_soon(void *own)
{
	struct queue **q = own;

	queue_leave(q[0], (struct queue_place *)q[1]);
	return NULL;
}

static void
waiting_ends_when_a_slot_is_free_or_at_the_deadline(void)
{
	struct queue *q = queue_new(1, 10);
	struct queue_place first, second, third;
	void *pair[2];
	pthread_t thread;
	struct err err;

	now_ms = 1000;
	CHECK(join(q, "a", 1, &first));
	CHECK(join(q, "a", 1, &second));
	pair[0] = q;
	pair[1] = &first;
	CHECK(pthread_create(&thread, NULL, leave_soon, pair) == 0);
	CHECK_RC(queue_wait(q, &second, &fake_clock, now_ms + 60000, NULL,
	    NULL, &err), RC_OK, &err);
	pthread_join(thread, NULL);
	/* Time has passed already: no wait, and the place is given back. */
	CHECK(join(q, "a", 1, &third));
	CHECK_RC(queue_wait(q, &third, &fake_clock, now_ms, tick, NULL,
	    &err), RC_LATER, &err);
	CHECK_NUMBER(queue_waiting(q), 0);
	queue_leave(q, &second);
	queue_free(q);
}

static void
a_long_wait_ticks(void)
{
	struct queue *q = queue_new(1, 10);
	struct queue_place first, second;
	size_t ticks = 0;
	struct err err;

	now_ms = 0;
	CHECK(join(q, "a", 1, &first));
	CHECK(join(q, "a", 1, &second));
	CHECK_RC(queue_wait(q, &second, &fake_clock, 1500, tick, &ticks,
	    &err), RC_LATER, &err);
	CHECK_NUMBER(ticks, 1);
	queue_leave(q, &first);
	queue_free(q);
}

static void
crashes_are_remembered_for_an_hour_and_bounded(void)
{
	struct crashes *c = crashes_new();
	unsigned char digest[CRYPT_DIGEST_BYTES] = {0};

	digest[0] = 1;
	crashes_add(c, 1000, digest);
	CHECK(crashes_has(c, 1000, digest));
	CHECK(crashes_has(c, 1000 + CRASHES_MS - 1, digest));
	CHECK(!crashes_has(c, 1000 + CRASHES_MS, digest));
	digest[0] = 2;
	CHECK(!crashes_has(c, 1000, digest));
	digest[0] = 1;
	for (unsigned i = 0; i < CRASHES_MOST; i++) {
		unsigned char other[CRYPT_DIGEST_BYTES] = {9};

		CHECK(crashes_has(c, 2000, digest));
		memcpy(other + 1, &i, sizeof i);
		crashes_add(c, 2000, other);
	}
	CHECK(!crashes_has(c, 2000, digest));
	crashes_add(c, 3000, digest);
	crashes_forget(c);
	CHECK(!crashes_has(c, 3000, digest));
	crashes_free(c);
}

int
main(void)
{
	static const struct unit_test tests[] = {
		UNIT(slots_are_given_and_no_more),
		UNIT(one_senders_thousand_messages_cost_another_one_place),
		UNIT(the_reserved_slot_takes_small_messages_only),
		UNIT(a_single_slot_takes_everything),
		UNIT(one_too_many_is_asked_to_come_again),
		UNIT(waiting_ends_when_a_slot_is_free_or_at_the_deadline),
		UNIT(a_long_wait_ticks),
		UNIT(crashes_are_remembered_for_an_hour_and_bounded),
		{NULL, NULL},
	};

	return unit_run("queue", tests);
}
