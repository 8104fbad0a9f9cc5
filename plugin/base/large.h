/*
 * large - memory for texts of megabytes.
 */
#ifndef OUTMARK_BASE_LARGE_H
#define OUTMARK_BASE_LARGE_H

#include <stddef.h>

#include "base/err.h"

/*
 * As malloc, and freed as its memory is.  What is large lies on large pages where
 * the system has them to give: to fetch a text's pages of 4 KiB one by one costs as
 * much as to decode it.
 */
void *large_new(size_t size) MUST_USE;

#endif
