/*
 * reader - a file, pipe or standard input.  See reader.h.
 *
 * A signal that interrupts a read ends the reading with RC_LATER: the caller
 * was asked to stop.
 */
#include "front/cli/reader.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

struct reader {
	int fd;
	bool ended;
	bool in_line;		/* the last piece had no line end */
	size_t start, end;
	unsigned char bytes[READER_ROOM];
};

struct reader *
reader_new(int fd)
{
	struct reader *reader = calloc(1, sizeof(*reader));

	if (reader != NULL)
		reader->fd = fd;
	return reader;
}

void
reader_free(struct reader *reader)
{
	if (reader == NULL)
		return;
	explicit_bzero(reader->bytes, sizeof(reader->bytes));
	free(reader);
}

static struct slice
left(const struct reader *reader)
{
	return slice_bytes(reader->bytes + reader->start,
	    reader->end - reader->start);
}

/* Read once, behind what is there. */
static enum rc
fill(struct reader *reader, struct err *err)
{
	ssize_t n;

	if (reader->start > 0) {
		memmove(reader->bytes, reader->bytes + reader->start,
		    reader->end - reader->start);
		reader->end -= reader->start;
		reader->start = 0;
	}
	n = read(reader->fd, reader->bytes + reader->end,
	    READER_ROOM - reader->end);
	if (n < 0 && errno == EINTR)
		return err_set(err, RC_LATER, "reading was interrupted");
	if (n < 0)
		return err_set_errno(err, RC_SYSTEM, "cannot be read");
	reader->ended = n == 0;
	reader->end += (size_t)n;
	return RC_OK;
}

enum rc
reader_peek(struct reader *reader, struct slice *head, struct err *err)
{
	while (!reader->ended && left(reader).len < READER_ROOM)
		TRY(fill(reader, err));
	*head = left(reader);
	return RC_OK;
}

/* Give the first `len` bytes as a line or piece with this line end. */
static enum rc
give(struct reader *reader, size_t len, size_t end_len,
    struct reader_line *line)
{
	line->bytes = slice_sub(left(reader), 0, len);
	line->end = slice_sub(left(reader), len, len + end_len);
	line->begins = !reader->in_line;
	reader->in_line = end_len == 0;
	reader->start += len + end_len;
	return RC_OK;
}

enum rc
reader_next_line(struct reader *reader, struct reader_line *line,
    struct err *err)
{
	for (;;) {
		struct slice bytes = left(reader);
		size_t at = slice_find_byte(bytes, '\n');
		bool cr;

		if (at != SIZE_MAX) {
			cr = at > 0 && bytes.at[at - 1] == '\r';
			return give(reader, at - cr, 1 + cr, line);
		}
		if (reader->ended)
			return bytes.len == 0 ? RC_END :
			    give(reader, bytes.len, 0, line);
		if (bytes.len == READER_ROOM) {
			/* The LF of a CR LF may be the next byte. */
			cr = bytes.at[bytes.len - 1] == '\r';
			return give(reader, bytes.len - cr, 0, line);
		}
		TRY(fill(reader, err));
	}
}

enum rc
reader_next_bytes(struct reader *reader, struct slice *bytes, struct err *err)
{
	if (left(reader).len == 0 && !reader->ended)
		TRY(fill(reader, err));
	*bytes = left(reader);
	reader->start = reader->end;
	return bytes->len == 0 ? RC_END : RC_OK;
}
