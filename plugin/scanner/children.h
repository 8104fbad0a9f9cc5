/*
 * children - the workers of a zygote: how many, until when, and how they ended.
 *
 * A worker past its deadline is killed.  The list never grows past the number
 * it was opened with.
 */
#ifndef OUTMARK_SCANNER_CHILDREN_H
#define OUTMARK_SCANNER_CHILDREN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/err.h"

struct child;

struct children {
	struct child *list;
	size_t count;
	size_t most;
};

struct child_end {
	int status;		/* when it exited */
	int signal;		/* that ended it, or 0 */
	bool late;		/* we ended it at its deadline */
	long max_rss_kb;
	int reply;		/* as given to children_add; yours now */
};

/* An empty list for at most `most` workers. */
enum rc children_open(struct children *children, size_t most,
    struct err *err) MUST_USE;

bool children_full(const struct children *children);

/* Watch a worker; `reply` is taken (-1: none).  The list must not be full. */
void children_add(struct children *children, pid_t pid, uint64_t until_ms,
    int reply);

/* Milliseconds until the next deadline, at most `most_ms`. */
uint64_t children_wait_ms(const struct children *children, uint64_t now_ms,
    uint64_t most_ms);

/* Kill those whose time is over. */
void children_end_late(struct children *children, uint64_t now_ms);

/* Kill all, and wait for them. */
void children_end_all(struct children *children);

/* Take one that has ended off the list.  False when none has. */
bool children_reap(struct children *children, struct child_end *end);

#endif
