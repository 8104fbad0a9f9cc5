/*
 * story - one journal record in words: what came, what was found and where,
 * what was not seen, and what became of it for each recipient and why.
 *
 * For the person who must decide or answer for it.  It shows what the record
 * holds: masks, never values.  Addresses are escaped.
 */
#ifndef OUTMARK_REPORT_STORY_H
#define OUTMARK_REPORT_STORY_H

#include "base/buf.h"

/*
 * Append the record.  RC_CONFIG when it is not JSON; RC_END, and nothing
 * appended, when `id` is not NULL and the record has another one.
 */
enum rc story_write(struct slice json, const char *id, struct buf *out,
    struct err *err) MUST_USE;

#endif
