/*
 * act - carrying out a verdict with the MTA's means.
 *
 * Our own header fields that arrived on the message are removed first, whatever
 * their case: what says "Outmark" on a message was written by this Outmark.
 */
#ifndef OUTMARK_FRONT_MILTER_ACT_H
#define OUTMARK_FRONT_MILTER_ACT_H

#include "base/log.h"
#include "front/milter/mta.h"
#include "outmark.h"

enum { OWN_NAMES_MAX = 1000 };

/*
 * Fields that arrived and may have to go, by name: those named X-Outmark-..., and
 * labels that a result may replace.  {0} is an empty one; act_forget releases it.
 */
struct own_fields {
	struct own_field *fields;
	size_t count, room;
	bool lost;		/* there were more than we could remember */
};

/* Count an arriving field if it is one of these. */
void act_note_field(struct own_fields *own, const char *name);

void act_forget(struct own_fields *own);

/*
 * Carry out the result.  What the MTA refuses to do turns into "try later" when
 * enforcing and is only logged when not.  A message with more different fields
 * of ours than OWN_NAMES_MAX is refused when enforcing.
 */
enum mta_answer act_on(const struct outmark_result *result,
    const struct own_fields *own, struct mta *mta, bool enforces,
    const struct log *log);

/* A message that passes unseen: only fields of ours are removed. */
enum mta_answer act_unseen(const struct own_fields *own, struct mta *mta,
    const struct log *log);

#endif
