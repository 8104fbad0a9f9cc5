/*
 * cfbwrite - compound files for tests, sound or crooked on purpose ([MS-CFB]).
 */
#ifndef OUTMARK_TOOL_CFBWRITE_H
#define OUTMARK_TOOL_CFBWRITE_H

#include "base/buf.h"

enum { CFB_FILES_MOST = 64 };

/* A stream: folders of its path become storages.  No path ends the list. */
struct cfb_file {
	const char *path;	/* "ObjectPool/_1/\1Ole10Native" */
	struct slice bytes;
};

struct cfb_crooked {
	bool scatter;		/* no two sectors of a stream side by side */
	bool circle;		/* the last sector of the last stream goes back */
	bool stray;		/* the tree does not reach the last entry */
	bool twisted;		/* an entry is its own neighbour */
};

/* Write them to `out`; `crooked` may be NULL. */
void cfb_write(struct buf *out, const struct cfb_file *files,
    const struct cfb_crooked *crooked);

/* Append little-endian numbers and ASCII as UTF-16. */
void put_8(struct buf *out, unsigned value);
void put_16(struct buf *out, unsigned value);
void put_32(struct buf *out, uint32_t value);
void put_wide(struct buf *out, const char *ascii);

/* Overwrite two or four bytes at `at`, which exist. */
void set_16(struct buf *out, size_t at, unsigned value);
void set_32(struct buf *out, size_t at, uint32_t value);

/* Append zeros up to this length. */
void put_until(struct buf *out, size_t len);

#endif
