/*
 * result - making the result of a message, step by step.
 */
#ifndef OUTMARK_LIB_RESULT_H
#define OUTMARK_LIB_RESULT_H

#include "lib/library.h"

/* An empty result with a new id, holding the generation in force.  Yours. */
enum rc result_new(struct outmark *outmark, struct outmark_result **result,
    struct err *err) MUST_USE;

/* Verdicts of all recipients, and the operation that follows. */
enum rc result_decide(struct outmark_result *result,
    const struct envelope *envelope, struct err *err) MUST_USE;

/* Reply, reason and header fields.  `body` is the body's digest. */
enum rc result_finish(struct outmark_result *result,
    const unsigned char *body, struct err *err) MUST_USE;

/* One header field more; RC_LIMIT when `value` is NULL (tags.c). */
enum rc tags_add(struct outmark_result *result, const char *name,
    const char *value, struct err *err) MUST_USE;

/* Header fields alone (tags.c). */
enum rc tags_write(struct outmark_result *result, const unsigned char *body,
    struct err *err) MUST_USE;

#endif
