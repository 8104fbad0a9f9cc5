/*
 * keeper - the loop: take questions, write, sync once, answer.
 *
 * One thread, no waiting on any peer.  All records of one round that must be
 * durable share one sync, and their answers go out behind it.  Each call that
 * reads the journal, and each refusal, is in the journal before its answer.
 * Callers without any role have few of the places, so that the milter has one.
 */
#ifndef OUTMARK_KEEPER_KEEPER_H
#define OUTMARK_KEEPER_KEEPER_H

#include "base/log.h"
#include "keeper/journal.h"
#include "keeper/roles.h"

struct keeper_setup {
	struct journal *journal;	/* borrowed, like all here */
	const struct roles *roles;
	const struct clock *clock;
	const struct log *log;
	int listen_fd, control_fd;	/* control: -1 without supervisor */
	int stop_fd;			/* readable: end */
};

/*
 * Serve until told to end (RC_OK) or until the journal cannot be trusted any
 * more (RC_SYSTEM: start again, which finds out what is on the disk).
 */
enum rc keeper_run(const struct keeper_setup *setup, struct err *err)
    MUST_USE;

#endif
