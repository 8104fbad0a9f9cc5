/*
 * generation - one pair of zygotes: a document one and a text one that asks it.
 *
 * They live and end together: if either dies, the other is of no use.
 */
#ifndef OUTMARK_SCANNER_GENERATION_H
#define OUTMARK_SCANNER_GENERATION_H

#include <sys/types.h>

#include "base/control.h"
#include "scanner/zygote.h"

struct generation {
	pid_t pid[2];		/* by enum jail_kind; 0: ended */
	int control[2];
	struct control_state state[2];	/* what each said last */
	bool ready[2];
	char sentence[2][512];
};

/*
 * Fork both; `options` gives what they share (kind and descriptors but the
 * listening one are set here).
 */
enum rc generation_start(const struct zygote_options *options,
    struct generation *generation, struct err *err) MUST_USE;

/*
 * Wait until both are ready.  RC_CONFIG or RC_SYSTEM with the sentence of the one
 * that failed, RC_LATER at the deadline.
 */
enum rc generation_wait(struct generation *generation,
    const struct clock *clock, uint64_t deadline_ms, struct err *err)
    MUST_USE;

/* Take what a zygote says.  RC_LATER: nothing; RC_END: it has gone. */
enum rc generation_hear(struct generation *generation, enum jail_kind kind,
    struct err *err) MUST_USE;

/* Finish what you have and end; the document one follows by itself. */
void generation_drain(struct generation *generation);

/* End both at once and wait for them. */
void generation_end(struct generation *generation);

/* Note that a process has ended; true if it was one of these. */
bool generation_ended(struct generation *generation, pid_t pid);

#endif
