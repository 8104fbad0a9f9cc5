/*
 * session - one connection of the MTA and the messages that come over it.
 *
 * Rebuilds each message byte for byte as the MTA shows it, keeps the whole
 * envelope, asks for the verdict at the end and carries it out.  State of a
 * message ends at MAIL, ABORT, end of message and CLOSE.  It parses no
 * content.
 */
#ifndef OUTMARK_FRONT_MILTER_SESSION_H
#define OUTMARK_FRONT_MILTER_SESSION_H

#include <stdatomic.h>

#include "base/log.h"
#include "front/milter/mta.h"
#include "outmark.h"

/* What all sessions share.  Lives in main. */
struct milter {
	struct outmark *outmark;
	struct log log;
	atomic_ullong sessions;	/* open now */
	atomic_ullong handled;	/* messages decided */
	atomic_ullong faults;	/* messages that we could not decide */
};

/* The handlers for mta_run; `milter` is borrowed while they are in use. */
struct mta_handlers session_handlers(struct milter *milter);

#endif
