/*
 * large - memory for texts of megabytes.  See large.h.
 */
#include "base/large.h"

#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

/* From here on at least one large page fits in, on most processors. */
enum { LARGE_LEAST = 4 << 20 };

void *
large_new(size_t size)
{
	void *at = malloc(size);
	size_t page, skip;

	if (at == NULL || size < LARGE_LEAST)
		return at;
	page = (size_t)sysconf(_SC_PAGESIZE);
	skip = page - (uintptr_t)at % page;
	/* Only advice: where it cannot be had, small pages do. */
	(void)madvise((unsigned char *)at + skip, (size - skip) / page * page,
	    MADV_HUGEPAGE);
	return at;
}
