/*
 * near - how far apart are two pieces of evidence?
 *
 * Distance runs from edge to edge in bytes of the normalised text, so the
 * sender's encoding cannot change it.  Overlap counts as zero.  Never
 * allocates.
 */
#ifndef OUTMARK_SCANNER_MATCH_NEAR_H
#define OUTMARK_SCANNER_MATCH_NEAR_H

#include "base/slice.h"

/* Bytes between the two spans. */
size_t near_distance(struct span a, struct span b);

/*
 * The span of `sorted` (by start, none longer than `widest`) nearest to `to`
 * within `most`; SIZE_MAX when there is none, else its index.
 */
size_t near_find(const struct span *sorted, size_t count, size_t widest,
    struct span to, size_t most);

/* The last span that ends at or before the start of `to`, or SIZE_MAX. */
size_t near_before(const struct span *sorted, size_t count, struct span to);

#endif
