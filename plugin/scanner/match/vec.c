/*
 * vec - an array that grows inside an arena.
 */
#include "scanner/match/vec.h"

enum { VEC_FIRST = 8 };

static bool
vec_grow(struct vec *vec, struct arena *arena, size_t size)
{
	size_t room = vec->room ? vec->room * 2 : VEC_FIRST;
	size_t bytes;
	void *at = size_mul(room, size, &bytes) ? arena_room(arena, bytes) :
	    NULL;

	if (!at)
		return false;
	if (vec->count)
		memcpy(at, vec->at, vec->count * size);
	vec->at = at;
	vec->room = room;
	return true;
}

void *
vec_push(struct vec *vec, struct arena *arena, size_t size)
{
	unsigned char *item;

	if (vec->count == vec->room && !vec_grow(vec, arena, size))
		return NULL;
	item = (unsigned char *)vec->at + vec->count++ * size;
	memset(item, 0, size);
	return item;
}
