/*
 * texty - can these bytes be text at all?
 *
 * What no charset makes readable is not examined by reading it as text: a
 * reader that takes a part for its name or type asks here first.
 */
#ifndef OUTMARK_SCANNER_EXTRACT_TEXTY_H
#define OUTMARK_SCANNER_EXTRACT_TEXTY_H

#include "base/slice.h"

/* By the first 4096 bytes: few control characters, or UTF-16, or nothing. */
bool texty_is(struct slice bytes);

/*
 * The beginning in one byte a letter, so that ASCII signs are found in UTF-16
 * with a mark too.  `out` has `size` bytes; the result is a part of one of them.
 */
struct slice texty_narrow(struct slice bytes, unsigned char *out,
    size_t size);

#endif
