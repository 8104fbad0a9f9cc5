/*
 * buf - a growing byte buffer that was born with its ceiling.  See buf.h.
 */
#include "base/buf.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/large.h"

enum { FIRST_ROOM = 256 };

struct buf
buf_new(size_t ceiling)
{
	/* One byte more is for the NUL. */
	return (struct buf){ .ceiling = ceiling < SIZE_MAX ? ceiling :
	    SIZE_MAX - 1 };
}

void
buf_free(struct buf *buf)
{
	if (buf->at != NULL)
		explicit_bzero(buf->at, buf->room);
	free(buf->at);
	*buf = buf_new(buf->ceiling);
}

void
buf_clear(struct buf *buf)
{
	if (buf->at != NULL)
		explicit_bzero(buf->at, buf->len);
	buf->len = 0;
	buf->full = false;
}

/* Grow by copying, not realloc: realloc would leave the old bytes unwiped. */
static bool
grow(struct buf *buf, size_t need)
{
	size_t room = buf->room == 0 ? FIRST_ROOM : buf->room;
	unsigned char *at;

	while (room < need)
		if (!size_mul(room, 2, &room))
			return false;
	if (room > buf->ceiling + 1)
		room = buf->ceiling + 1;
	at = large_new(room);
	if (at == NULL)
		return false;
	if (buf->at != NULL) {
		memcpy(at, buf->at, buf->len);
		explicit_bzero(buf->at, buf->room);
		free(buf->at);
	}
	buf->at = at;
	buf->room = room;
	return true;
}

/* Room for `more` bytes and a NUL within the ceiling? */
static bool
make_room(struct buf *buf, size_t more)
{
	size_t len, need;

	if (!size_add(buf->len, more, &len) || len > buf->ceiling ||
	    !size_add(len, 1, &need) ||
	    (need > buf->room && !grow(buf, need))) {
		buf->full = true;
		return false;
	}
	return true;
}

unsigned char *
buf_reserve(struct buf *buf, size_t more)
{
	unsigned char *at;

	if (!make_room(buf, more))
		return NULL;
	at = buf->at + buf->len;
	buf->len += more;
	buf->at[buf->len] = '\0';
	return at;
}

bool
buf_put(struct buf *buf, struct slice bytes)
{
	unsigned char *at = buf_reserve(buf, bytes.len);

	if (at == NULL)
		return false;
	if (bytes.len > 0)
		memcpy(at, bytes.at, bytes.len);
	return true;
}

bool
buf_text(struct buf *buf, const char *text)
{
	return buf_put(buf, slice_of(text));
}

bool
buf_byte(struct buf *buf, unsigned char byte)
{
	return buf_put(buf, slice_bytes(&byte, 1));
}

bool
buf_printf(struct buf *buf, const char *format, ...)
{
	va_list args;
	int len;

	va_start(args, format);
	len = vsnprintf(NULL, 0, format, args);
	va_end(args);
	if (len < 0 || !make_room(buf, (size_t)len)) {
		buf->full = true;
		return false;
	}
	va_start(args, format);
	vsnprintf((char *)buf->at + buf->len, (size_t)len + 1, format, args);
	va_end(args);
	buf->len += (size_t)len;
	return true;
}

struct slice
buf_slice(const struct buf *buf)
{
	return slice_bytes(buf->at, buf->len);
}

const char *
buf_string(const struct buf *buf)
{
	return buf->at == NULL ? "" : (const char *)buf->at;
}

enum rc
buf_check(const struct buf *buf, const char *what, struct err *err)
{
	if (!buf->full)
		return RC_OK;
	return err_set(err, RC_LIMIT,
	    "%s is longer than the %zu bytes set aside for it", what,
	    buf->ceiling);
}
