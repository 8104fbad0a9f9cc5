/*
 * zygote - a small process that loads everything, locks itself in, and then
 * only forks.
 *
 * One for each class: that of text takes connections and gives each a worker;
 * the others take requests of text workers and give each document a worker.  It
 * parses nothing itself, watches the clock of its workers, and says what a dead
 * one died of.
 */
#ifndef OUTMARK_SCANNER_ZYGOTE_H
#define OUTMARK_SCANNER_ZYGOTE_H

#include "base/config.h"
#include "base/log.h"
#include "scanner/class.h"
#include "scanner/jail.h"
#include "scanner/match/match.h"

struct zygote_options {
	enum extract_class class;
	const struct config *config;
	const char *rules_dir;
	const char *site_rules_dir;
	const struct outsides *outsides;
	const struct user *user;	/* NULL when not root */
	int landlock_most;		/* see jail.h */
	const struct log *log;
	int work_fd;		/* listening socket, or that of the class */
	const int *zygotes;	/* text: to the others, by class; else NULL */
	int control_fd;		/* to main */
	int others[2];		/* main's own, to be closed here; or -1 */
};

/*
 * Load, enter the jail, say so on control_fd, and serve until told to drain or
 * until main has gone.  Runs in a fork of main and gives its exit status.
 */
int zygote_run(const struct zygote_options *options);

#endif
