/*
 * zip_layout - what a zip's own directory says, before anybody unpacks it.
 *
 * Reads the end record and the central directory, compares them with the local
 * headers, and says where programs would disagree: names that come twice, local
 * headers that contradict the directory or are missing in it, entries that
 * share bytes.  Never unpacks and never trusts a size.
 */
#ifndef OUTMARK_SCANNER_EXTRACT_ZIP_LAYOUT_H
#define OUTMARK_SCANNER_EXTRACT_ZIP_LAYOUT_H

#include "base/arena.h"
#include "base/slice.h"

struct zip_record {
	struct slice name;	/* raw bytes, borrowed from the archive */
	struct slice note;	/* comment of the entry */
	unsigned method, flags;
	uint64_t packed, unpacked;	/* as claimed */
	uint64_t offset;	/* of the local header, from `base` */
};

/* A walk over the central directory. */
struct zip_walk {
	struct slice bytes;
	size_t at;
	uint64_t left;
};

struct zip_layout {
	bool complete;		/* end record and directory are there */
	bool ambiguous;
	uint64_t entries;	/* as the end record says */
	uint64_t base;		/* where offsets count from */
	struct slice before;	/* foreign bytes before the first entry */
	struct slice after;	/* foreign bytes behind the end record */
	struct slice note;	/* the archive's comment */
	struct zip_walk walk;	/* at the first record */
};

/*
 * Read the layout.  `most` is the number of entries that are compared; a
 * directory with more is only counted.
 */
void zip_layout_read(struct slice bytes, uint64_t most,
    struct zip_layout *layout);

/* The next record of the directory; false at its end or at damage. */
bool zip_layout_next(struct zip_walk *walk, struct zip_record *record);

/*
 * Is there an entry of this name (ASCII case ignored)?  Without a directory the
 * local headers are looked through.
 */
bool zip_layout_has(struct slice bytes, const char *name);

#endif
