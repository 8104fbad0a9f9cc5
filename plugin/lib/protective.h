/*
 * protective - the X-Protective-Marking field and the subject's marking that a
 * message gets (Email Protective Marking Standard of Australia).
 */
#ifndef OUTMARK_LIB_PROTECTIVE_H
#define OUTMARK_LIB_PROTECTIVE_H

#include "lib/result.h"

/*
 * Add both when the site wants them and the message bears a marking of Australia
 * that it does not already say there.
 */
enum rc protective_write(struct outmark_result *result, struct err *err)
    MUST_USE;

#endif
