/*
 * child - one process of ours: started, watched, told what to do, ended.
 *
 * A child has a control connection (control.h) and may inherit a listening
 * socket.  It does not decide when to start or end: supervise.c does.
 */
#ifndef OUTMARK_SUPERVISOR_CHILD_H
#define OUTMARK_SUPERVISOR_CHILD_H

#include <sys/types.h>

#include "base/config.h"
#include "base/control.h"

enum child_kind { CHILD_KEEPER, CHILD_SCANNER, CHILD_MILTER, CHILD_KINDS };

struct child {
	enum child_kind kind;
	pid_t pid;		/* 0: not running */
	int control_fd;		/* -1: none */
	bool ready;		/* it said so */
	bool leaving;		/* it was told to drain */
	uint64_t started_ms;	/* monotonic */
	uint64_t leave_by_ms;	/* then it is killed; 0: not leaving */
};

/* "outmark-keeper" and so on. */
const char *child_name(enum child_kind kind);

/*
 * Start a process of that kind from libexec_dir with the configuration file;
 * `listen_fd` (or -1) becomes its descriptor 3, the control connection 4.
 */
enum rc child_start(enum child_kind kind, const struct config *config,
    const char *config_file, int listen_fd, struct child *child,
    struct err *err) MUST_USE;

/* Tell it to reload or drain.  RC_END when it is gone already. */
enum rc child_tell(struct child *child, enum frame_type what,
    struct err *err) MUST_USE;

/*
 * What it says, without waiting: RC_LATER when nothing.  `sentence` is filled
 * with trouble it reports, or "".
 */
enum rc child_hear(struct child *child, char *sentence, size_t size,
    struct err *err) MUST_USE;

#endif
