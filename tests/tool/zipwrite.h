/*
 * zipwrite - zip archives byte by byte, sound ones and crooked ones.
 *
 * Entries are stored, not compressed, so that a sample can be read with the
 * eye.  Every field that a hostile archive would bend can be set.
 */
#ifndef OUTMARK_TOOL_ZIPWRITE_H
#define OUTMARK_TOOL_ZIPWRITE_H

#include "base/buf.h"

struct zip_file {
	const char *name;
	struct slice bytes;
	const char *local_name;	/* not NULL: what the local header says */
	unsigned flags;
	unsigned method;	/* 0 stored; with 8, `bytes` is deflate already */
	uint64_t unpacked;	/* claimed; 0: as long as `bytes` */
	uint32_t crc;		/* of the unpacked bytes; 0: of `bytes` */
	bool unlisted;		/* has no entry in the directory */
};

/* Append an archive of these files (name NULL at the end). */
void zip_write(struct buf *out, const struct zip_file *files,
    const char *comment);

/* CRC-32 as zip uses it, going on from `crc` (0 at first). */
uint32_t zip_crc(uint32_t crc, struct slice bytes);

/* Deflate data that unpacks to `count` zeros (about count / 1032 bytes). */
void zip_deflate_zeros(struct buf *out, uint64_t count);

#endif
