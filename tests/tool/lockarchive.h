/*
 * lockarchive - locked 7z and RAR archives for tests.
 *
 * Of one stored file, written after what is published of the formats, with
 * libcrypto's own interfaces: there is no packer of RAR that is free.  What is
 * written here is also opened by other programs: tests/scenario/locked.sh.
 */
#ifndef OUTMARK_TOOL_LOCKARCHIVE_H
#define OUTMARK_TOOL_LOCKARCHIVE_H

#include "base/buf.h"

/* How it is locked; what is zero is the simplest. */
struct lock_archive {
	const char *word, *text;
	unsigned power;		/* 2^n rounds; not of RAR 4 */
	bool sealed;		/* names and sizes are locked too */
	bool unchecked;		/* RAR 5: without the check of the word */
	bool plain_sums;	/* RAR 5: sums that tell of the content */
	size_t files;		/* how many with this text; 0: one */
};

/* 7zFormat.txt and Methods.txt of the LZMA SDK, 06F10701. */
void lock_sevenzip(struct buf *out, const struct lock_archive *how);

/* "RAR 5.0 archive format", rarlab.com/technote.htm. */
void lock_rar5(struct buf *out, const struct lock_archive *how);

/* technote.txt of RAR 3.x; its keys as "AES encryption in RAR" has them. */
void lock_rar4(struct buf *out, const struct lock_archive *how);

#endif
