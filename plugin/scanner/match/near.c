/*
 * near - how far apart are two pieces of evidence?
 */
#include "scanner/match/near.h"

size_t
near_distance(struct span a, struct span b)
{
	if (a.start > b.start)
		return near_distance(b, a);
	return b.start > a.end ? b.start - a.end : 0;
}

/* The first span that starts at or after `offset`. */
static size_t
first_from(const struct span *sorted, size_t count, size_t offset)
{
	size_t low = 0, high = count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (sorted[middle].start < offset)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

size_t
near_find(const struct span *sorted, size_t count, size_t widest,
    struct span to, size_t most)
{
	size_t reach = most + widest;
	size_t from = first_from(sorted, count,
	    to.start > reach ? to.start - reach : 0);
	size_t best = SIZE_MAX, least = most + 1;

	for (size_t i = from; i < count; i++) {
		size_t distance = near_distance(sorted[i], to);

		if (sorted[i].start > to.end && distance >= least)
			break;
		if (distance < least) {
			least = distance;
			best = i;
		}
	}
	return best;
}

size_t
near_before(const struct span *sorted, size_t count, struct span to)
{
	size_t at = first_from(sorted, count, to.start);

	while (at-- > 0)
		if (sorted[at].end <= to.start)
			return at;
	return SIZE_MAX;
}
