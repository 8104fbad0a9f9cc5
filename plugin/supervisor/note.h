/*
 * note - what happened to our processes, for the journal.
 */
#ifndef OUTMARK_SUPERVISOR_NOTE_H
#define OUTMARK_SUPERVISOR_NOTE_H

#include "supervisor/supervise.h"

/*
 * Tell the keeper that the process `name` was "killed", "failed" or "replaced";
 * `number` is the signal or status.  Does not wait for the answer: the keeper
 * itself may be what died.
 */
void note_process(const struct supervisor *supervisor, const char *name,
    const char *what, int number);

#endif
