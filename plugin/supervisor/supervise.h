/*
 * supervise - the parent: it owns the signals and the listening sockets, and
 * keeps one keeper, one scanner and one milter alive.
 *
 * A reload or an upgrade starts a successor beside the old process; the old one is
 * told to drain only when the successor said that it is ready, so no session
 * is refused.  The keeper is the exception: there is one journal, so it is
 * ended first, and callers wait in its socket's queue meanwhile.  Parses no
 * mail and has no libmilter.
 */
#ifndef OUTMARK_SUPERVISOR_SUPERVISE_H
#define OUTMARK_SUPERVISOR_SUPERVISE_H

#include "supervisor/child.h"

enum { LEAVING_MAX = 64 };

/* How far a reload has come (reload.h). */
enum reload_step { RELOAD_NONE, RELOAD_SCANNER, RELOAD_MILTER };

struct supervisor {
	struct config *config;
	const char *config_file;
	const char *program;	/* path of outmarkd itself, for an upgrade */
	struct log log;
	struct clock clock;
	int lock_fd;		/* of outmarkd.pid: one outmarkd per run_dir */
	int listen_fds[CHILD_KINDS];	/* -1 for the milter */
	struct child current[CHILD_KINDS];
	struct child next[CHILD_KINDS];	/* successor that is not ready yet */
	struct child leaving[LEAVING_MAX];
	uint64_t start_at_ms[CHILD_KINDS];
	uint64_t pause_ms[CHILD_KINDS];
	bool was_ready[CHILD_KINDS];
	bool stopping;
	bool failed;		/* a first start that did not succeed */
	uint64_t stop_ms;	/* when stopping: until then it may drain */
	uint64_t upgrade_by_ms;	/* 0: nobody asked; sooner when settled */
	enum reload_step reload_step;
	bool reload_again;	/* somebody asked meanwhile */
	uint64_t reload_by_ms;
};

/* Make run_dir and the listening sockets, or adopt them after an upgrade. */
enum rc supervise_open(struct supervisor *supervisor, struct err *err)
    MUST_USE;

/* Start a successor for what runs; the keeper ends first. */
enum rc supervise_replace(struct supervisor *supervisor,
    enum child_kind kind, struct err *err) MUST_USE;

/* The successor of that kind, if there is one, takes its place. */
void supervise_take_over(struct supervisor *supervisor, enum child_kind kind);

/* Let it go: it finishes what it has and ends by itself. */
void supervise_let_go(struct supervisor *supervisor, struct child *child);

/* Run until SIGTERM.  HUP reloads, USR2 upgrades.  Blocks those signals. */
enum rc supervise_run(struct supervisor *supervisor, struct err *err)
    MUST_USE;

#endif
