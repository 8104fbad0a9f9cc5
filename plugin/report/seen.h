/*
 * seen - the text that the engine saw of a message, part by part.
 *
 * This is the one page that shows content; whoever asks for it holds the file.
 * What was not seen is said with its cause.
 */
#ifndef OUTMARK_REPORT_SEEN_H
#define OUTMARK_REPORT_SEEN_H

#include "base/buf.h"
#include "outmark.h"

/* As a page, escaped for a terminal; RC_LIMIT when it does not fit. */
enum rc seen_write(const struct outmark_result *result, const char *name,
    size_t width, struct buf *out, struct err *err) MUST_USE;

/* As one line of JSON. */
enum rc seen_write_json(const struct outmark_result *result,
    const char *name, struct buf *out, struct err *err) MUST_USE;

#endif
