/*
 * io - bytes to and from descriptors, whole or not at all.
 *
 * Restarts after EINTR, never reads past a ceiling, syncs where it says so.
 */
#ifndef OUTMARK_BASE_IO_H
#define OUTMARK_BASE_IO_H

#include <sys/types.h>

#include "base/buf.h"
#include "base/clock.h"

/* Write all bytes.  RC_SYSTEM names `what`. */
enum rc io_write_all(int fd, struct slice bytes, const char *what,
    struct err *err) MUST_USE;

/* Read to the end of `fd`; RC_LIMIT when it does not fit the buffer. */
enum rc io_read_all(int fd, const char *what, struct buf *into,
    struct err *err) MUST_USE;

/* The whole of a file; RC_CONFIG when it cannot be opened, RC_LIMIT when too long. */
enum rc io_read_file(const char *path, struct buf *into, struct err *err)
    MUST_USE;

/*
 * Replace a file in one step: temporary file beside it, fsync, rename, fsync
 * of the folder.  After RC_OK the content survives a power cut.
 */
enum rc io_replace_file(const char *path, struct slice bytes, mode_t mode,
    struct err *err) MUST_USE;

/* A sealed, read-only, close-on-exec memory file with these bytes.  Yours. */
enum rc io_memory_file(const char *name, struct slice bytes, int *fd,
    struct err *err) MUST_USE;

/* An unsealed one to write to; io_seal ends the writing.  Yours. */
enum rc io_memory_open(const char *name, int *fd, struct err *err) MUST_USE;
enum rc io_seal(int fd, struct err *err) MUST_USE;

/*
 * Map a sealed memory file read-only.  A descriptor that is not sealed against
 * shrinking is RC_INPUT (its owner could fault us).  An empty file maps to
 * {NULL, 0}.  io_unmap takes what io_map gave.
 */
enum rc io_map(int fd, size_t most, struct slice *bytes, struct err *err)
    MUST_USE;
void io_unmap(struct slice bytes);

/* Make a directory with its parents (mode for the last one); existing is RC_OK. */
enum rc io_make_dir(const char *path, mode_t mode, struct err *err) MUST_USE;

/*
 * Wait until `fd` can be read or `deadline_ms` (monotonic) has passed: RC_OK,
 * RC_LATER on the deadline, RC_END when the other side closed it.
 */
enum rc io_wait_readable(int fd, const struct clock *clock,
    uint64_t deadline_ms, const char *what, struct err *err) MUST_USE;

/*
 * Listen on / connect to a SOCK_SEQPACKET unix socket.  Yours.  Connecting to a
 * listener that accepts nobody gives up after five seconds (RC_LATER).
 */
enum rc io_listen(const char *path, mode_t mode, int *fd, struct err *err)
    MUST_USE;
enum rc io_connect(const char *path, int *fd, struct err *err) MUST_USE;

/* Close if >= 0 and set to -1. */
void io_close(int *fd);

#endif
