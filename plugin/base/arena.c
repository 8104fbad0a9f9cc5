/*
 * arena - memory that lives as long as one message.  See arena.h.
 *
 * Blocks double up to 1 MiB; a request larger than a block gets its own.  What
 * was given out is wiped before it goes back, so that no later allocation can
 * show the content of an earlier message.
 */
#include "base/arena.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/large.h"

enum { FIRST_BLOCK = 4096, LARGEST_BLOCK = 1 << 20, ALIGNMENT = 16 };

struct block {
	struct block *next;
	size_t room;
	size_t used;
	unsigned char bytes[] __attribute__((aligned(ALIGNMENT)));
};

struct arena {
	struct block *blocks;
	size_t ceiling;
	size_t used;
	size_t next_block;
};

struct arena *
arena_new(size_t ceiling)
{
	struct arena *arena = calloc(1, sizeof(*arena));

	if (arena == NULL)
		return NULL;
	arena->ceiling = ceiling;
	arena->next_block = FIRST_BLOCK;
	return arena;
}

void
arena_free(struct arena *arena)
{
	struct block *block, *next;

	if (arena == NULL)
		return;
	for (block = arena->blocks; block != NULL; block = next) {
		next = block->next;
		explicit_bzero(block->bytes, block->used);
		free(block);
	}
	free(arena);
}

static struct block *
grow(struct arena *arena, size_t size)
{
	size_t room = size > arena->next_block ? size : arena->next_block;
	struct block *block = large_new(sizeof(*block) + room);

	if (block == NULL)
		return NULL;
	block->room = room;
	block->used = 0;
	block->next = arena->blocks;
	arena->blocks = block;
	if (arena->next_block < LARGEST_BLOCK)
		arena->next_block *= 2;
	return block;
}

void *
arena_room(struct arena *arena, size_t size)
{
	struct block *block = arena->blocks;
	size_t need;
	void *at;

	if (!size_add(size, ALIGNMENT - 1, &need))
		return NULL;
	need &= ~(size_t)(ALIGNMENT - 1);
	if (need > arena->ceiling - arena->used)
		return NULL;
	if (block == NULL || block->room - block->used < need)
		block = grow(arena, need);
	if (block == NULL)
		return NULL;
	at = block->bytes + block->used;
	block->used += need;
	arena->used += need;
	return at;
}

void *
arena_alloc(struct arena *arena, size_t size)
{
	void *at = arena_room(arena, size);

	if (at != NULL)
		memset(at, 0, size);
	return at;
}

void *
arena_array(struct arena *arena, size_t count, size_t size)
{
	size_t total;

	if (!size_mul(count, size, &total))
		return NULL;
	return arena_alloc(arena, total);
}

struct slice
arena_copy(struct arena *arena, struct slice bytes)
{
	size_t size;
	unsigned char *copy;

	if (!size_add(bytes.len, 1, &size))
		return (struct slice){0};
	copy = arena_room(arena, size);
	if (copy == NULL)
		return (struct slice){0};
	if (bytes.len > 0)
		memcpy(copy, bytes.at, bytes.len);
	copy[bytes.len] = '\0';
	return slice_bytes(copy, bytes.len);
}

char *
arena_string(struct arena *arena, struct slice text)
{
	return (char *)(uintptr_t)arena_copy(arena, text).at;
}

char *
arena_printf(struct arena *arena, const char *format, ...)
{
	va_list args;
	char *text;
	int len;

	va_start(args, format);
	len = vsnprintf(NULL, 0, format, args);
	va_end(args);
	if (len < 0)
		return NULL;
	text = arena_alloc(arena, (size_t)len + 1);
	if (text == NULL)
		return NULL;
	va_start(args, format);
	vsnprintf(text, (size_t)len + 1, format, args);
	va_end(args);
	return text;
}

size_t
arena_used(const struct arena *arena)
{
	return arena->used;
}

enum rc
arena_full(const struct arena *arena, const char *what, struct err *err)
{
	return err_set(err, RC_LIMIT,
	    "%s needs more memory than the %zu bytes set aside for it", what,
	    arena->ceiling);
}
