/*
 * vec - an array that grows inside an arena.
 *
 * Growing leaves the old copy in the arena (it is freed with the message), so
 * a vec costs at most twice its final size.
 */
#ifndef OUTMARK_SCANNER_MATCH_VEC_H
#define OUTMARK_SCANNER_MATCH_VEC_H

#include "base/arena.h"

struct vec {
	void *at;
	size_t count;
	size_t room;
};

/*
 * Room for one more item of `size` bytes, zeroed and counted; NULL when the
 * arena is full.  Borrowed until the next push.
 */
void *vec_push(struct vec *vec, struct arena *arena, size_t size) MUST_USE;

#endif
