/*
 * buf - a growing byte buffer that was born with its ceiling.
 *
 * Failing to grow marks the buffer `full` and drops what did not fit; the
 * writer checks once at the end (buf_check) instead of at each append.  Wiped
 * when freed.
 */
#ifndef OUTMARK_BASE_BUF_H
#define OUTMARK_BASE_BUF_H

#include "base/err.h"
#include "base/slice.h"

struct buf {
	unsigned char *at;	/* always NUL-terminated once something was put */
	size_t len;
	size_t room;
	size_t ceiling;
	bool full;
};

/* An empty buffer of at most `ceiling` bytes; allocates nothing yet. */
struct buf buf_new(size_t ceiling);

/* Wipe and release; the buffer is empty and usable again. */
void buf_free(struct buf *buf);

/* Forget the content (wiped), keep the room. */
void buf_clear(struct buf *buf);

/* Append.  False (and `full` set) when the ceiling or memory is reached. */
bool buf_put(struct buf *buf, struct slice bytes);
bool buf_text(struct buf *buf, const char *text);
bool buf_byte(struct buf *buf, unsigned char byte);
bool buf_printf(struct buf *buf, const char *format, ...) PRINTF_LIKE(2, 3);

/* Make room for `more` bytes and give where to write them, or NULL. */
unsigned char *buf_reserve(struct buf *buf, size_t more) MUST_USE;

/* What is in it now; borrowed until the next append. */
struct slice buf_slice(const struct buf *buf);

/* The content as a C string ("" when empty); borrowed until the next append. */
const char *buf_string(const struct buf *buf);

/* RC_LIMIT with a sentence naming `what` if anything was dropped. */
enum rc buf_check(const struct buf *buf, const char *what, struct err *err)
    MUST_USE;

#endif
