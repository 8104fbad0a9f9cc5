/*
 * generation - one set of zygotes: one for each class, and that of text asks
 * the others.
 *
 * They live and end together: if one dies, messages would be read by halves.
 */
#ifndef OUTMARK_SCANNER_GENERATION_H
#define OUTMARK_SCANNER_GENERATION_H

#include <sys/types.h>

#include "base/control.h"
#include "scanner/zygote.h"

struct generation {
	/* All by class. */
	pid_t pid[EXTRACT_CLASSES];	/* 0: ended */
	int control[EXTRACT_CLASSES];
	struct control_state state[EXTRACT_CLASSES];	/* as last said */
	bool ready[EXTRACT_CLASSES];
	char sentence[EXTRACT_CLASSES][512];
};

/*
 * Fork them all; `options` gives what they share (class and descriptors but the
 * listening one are set here).
 */
enum rc generation_start(const struct zygote_options *options,
    struct generation *generation, struct err *err) MUST_USE;

/*
 * Wait until all are ready.  RC_CONFIG or RC_SYSTEM with the sentence of the one
 * that failed, RC_LATER at the deadline.
 */
enum rc generation_wait(struct generation *generation,
    const struct clock *clock, uint64_t deadline_ms, struct err *err)
    MUST_USE;

/* Take what a zygote says.  RC_LATER: nothing; RC_END: it has gone. */
enum rc generation_hear(struct generation *generation, enum extract_class class,
    struct err *err) MUST_USE;

/* Finish what you have and end; the others follow that of text. */
void generation_drain(struct generation *generation);

/* End all at once and wait for them. */
void generation_end(struct generation *generation);

/* Note that a process has ended; true if it was one of these. */
bool generation_ended(struct generation *generation, pid_t pid);

#endif
