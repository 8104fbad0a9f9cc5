/*
 * result - what a message contains, as a page of text for a person.
 *
 * Values appear only as the masks they came with.  Names of files are content:
 * whoever runs the command has the file in hand, so they are shown, escaped.
 */
#ifndef OUTMARK_REPORT_RESULT_H
#define OUTMARK_REPORT_RESULT_H

#include "base/buf.h"
#include "outmark.h"

/*
 * Labels, findings, markings, contracts and what was not examined; lines of at
 * most `width` characters (0: any length).  RC_LIMIT when it is too much.
 */
enum rc result_write(const struct outmark_result *result, const char *name,
    size_t width, struct buf *out, struct err *err) MUST_USE;

/* How each rule came out, element by element; or as one line of JSON. */
enum rc result_write_explanations(const struct outmark_result *result,
    const char *name, size_t width, struct buf *out, struct err *err)
    MUST_USE;
enum rc result_write_explanations_json(const struct outmark_result *result,
    const char *name, struct buf *out, struct err *err) MUST_USE;

/* Recipients with direction, destination, action and why; the operation. */
enum rc result_write_verdicts(const struct outmark_result *result,
    bool enforced, size_t width, struct buf *out, struct err *err) MUST_USE;

/* The word for an operation: "deliver", "hold", "reject", "try later". */
const char *result_operation_name(enum outmark_operation operation);

#endif
