/*
 * summary - counts over many inputs: what was found, what was not seen.
 *
 * Counts only; it keeps no name and no value.
 */
#ifndef OUTMARK_FRONT_CLI_SUMMARY_H
#define OUTMARK_FRONT_CLI_SUMMARY_H

#include "base/buf.h"
#include "outmark.h"

struct summary;

/* An empty summary.  NULL without memory.  Yours. */
struct summary *summary_new(void) MUST_USE;
void summary_free(struct summary *summary);

/* Count one result; RC_LIMIT when there are too many different labels. */
enum rc summary_add(struct summary *summary,
    const struct outmark_result *result, struct err *err) MUST_USE;

/* The tables; `failed` inputs could not be examined. */
enum rc summary_write(const struct summary *summary, uint64_t failed,
    size_t width, struct buf *out, struct err *err) MUST_USE;

#endif
