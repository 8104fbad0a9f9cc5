/*
 * record - a decision as journal records.
 *
 * Masks and keyed digests only: no name of a part, no subject, no text.  A
 * record that would be too long is written with fewer rows and says so; who got
 * the mail is never cut, it goes on in records `message.more` before the one
 * that closes the decision.
 */
#ifndef OUTMARK_LIB_RECORD_H
#define OUTMARK_LIB_RECORD_H

#include "lib/library.h"

/* Give the records of a decision to the keeper.  RC_LATER when it is away. */
enum rc record_keep(struct outmark_result *result,
    const struct outmark_message *message, struct err *err) MUST_USE;

#endif
