/*
 * arena - memory that lives exactly as long as one message (or one rule set).
 *
 * Born with a ceiling; single things are not freed; the whole is wiped and
 * released at once.  Never grows past its ceiling: a full arena gives NULL and
 * the caller returns RC_LIMIT (arena_full makes the sentence).
 */
#ifndef OUTMARK_BASE_ARENA_H
#define OUTMARK_BASE_ARENA_H

#include "base/err.h"
#include "base/slice.h"

struct arena;

/* A new arena of at most `ceiling` bytes, or NULL without memory.  Yours. */
struct arena *arena_new(size_t ceiling) MUST_USE;

/* Wipe and release everything given out.  NULL is allowed. */
void arena_free(struct arena *arena);

/* `size` zeroed bytes aligned for any type, or NULL when the ceiling is reached. */
void *arena_alloc(struct arena *arena, size_t size) MUST_USE;

/*
 * `size` bytes that are not zeroed, for a buffer that is filled at once: the
 * second touch of megabytes costs as much as decoding them.
 */
void *arena_room(struct arena *arena, size_t size) MUST_USE;

/* `count * size` zeroed bytes; NULL on overflow too. */
void *arena_array(struct arena *arena, size_t count, size_t size) MUST_USE;

/* A copy of the bytes with a NUL behind them; `.at` is NULL when full. */
struct slice arena_copy(struct arena *arena, struct slice bytes) MUST_USE;

/* A NUL-terminated copy of a C string, or NULL. */
char *arena_string(struct arena *arena, struct slice text) MUST_USE;

/* printf into the arena, or NULL. */
char *arena_printf(struct arena *arena, const char *format, ...)
    PRINTF_LIKE(2, 3) MUST_USE;

/* Bytes given out so far. */
size_t arena_used(const struct arena *arena);

/* RC_LIMIT with "<what> needs more memory than the ceiling of ... allows". */
enum rc arena_full(const struct arena *arena, const char *what,
    struct err *err);

#endif
