/*
 * reader - a file, pipe or standard input: its head, its lines, its bytes.
 *
 * Reads as it goes, with one buffer of READER_ROOM bytes however long the input
 * or a line is.  It changes nothing.
 */
#ifndef OUTMARK_FRONT_CLI_READER_H
#define OUTMARK_FRONT_CLI_READER_H

#include "base/err.h"
#include "base/slice.h"

enum { READER_ROOM = 65536 };

/* A line, or a piece of one that is longer than the buffer. */
struct reader_line {
	struct slice bytes;	/* without the line end */
	struct slice end;	/* "\n", "\r\n", or empty: it goes on or ends */
	bool begins;		/* not the continuation of a piece */
};

struct reader;

/* Read from `fd` (borrowed).  NULL without memory.  Yours. */
struct reader *reader_new(int fd) MUST_USE;
void reader_free(struct reader *reader);

/*
 * As much of the beginning of what is still to be read as fits the buffer; it
 * stays to be read.  Borrowed until the next call.
 */
enum rc reader_peek(struct reader *reader, struct slice *head,
    struct err *err) MUST_USE;

/* The next line or piece; RC_END at the end.  Borrowed until the next call. */
enum rc reader_next_line(struct reader *reader, struct reader_line *line,
    struct err *err) MUST_USE;

/* The next bytes; RC_END at the end.  Borrowed until the next call. */
enum rc reader_next_bytes(struct reader *reader, struct slice *bytes,
    struct err *err) MUST_USE;

#endif
