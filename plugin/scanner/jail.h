/*
 * jail - what a process that parses mail can still do: next to nothing.
 *
 * In two steps.  A zygote enters the jail once, when everything is loaded: its
 * own user, an empty root, no capabilities, no new privileges, Landlock, other
 * namespaces.  Each worker then confines itself: resource limits and a list of
 * system calls.  Mandatory: no new privileges, system call list, resource
 * limits; as root also user, groups, root folder and capabilities.  Landlock is
 * taken as the kernel has it.  What was reached is said in one line.  Owner of
 * seccomp.h and linux/landlock.h.
 */
#ifndef OUTMARK_SCANNER_JAIL_H
#define OUTMARK_SCANNER_JAIL_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/user.h"

/* What a jail lets through besides the least. */
enum jail_right {
	JAIL_ASKS = 1 << 0,	/* pairs of sockets, to ask other workers */
	JAIL_READS = 1 << 1,	/* fonts and poppler's data, read only */
	JAIL_TIMES = 1 << 2,	/* a timer that ends the worker itself */
	JAIL_STARTS = 1 << 3,	/* a program of the site, and the files it
				   needs to start */
};

enum { JAIL_LANDLOCK_FOUND = -1, JAIL_LEVEL_SIZE = 128 };

struct jail_options {
	unsigned rights;	/* JAIL_* */
	const char *programs;	/* JAIL_STARTS: the folder they are in */
	const struct user *user;	/* to become when we are root */
	int landlock_most;	/* JAIL_LANDLOCK_FOUND; tests: the greatest
				   version of the interface to use, 0 none */
	uint64_t memory_bytes;	/* address space of a worker */
	uint64_t file_bytes;	/* longest memory file a worker may write */
};

struct jail;

/*
 * Enter; there is no way back.  RC_SYSTEM when a mandatory part is missing: the
 * process must not start.  `jail` is yours.
 */
enum rc jail_enter(const struct jail_options *options, struct jail **jail,
    struct err *err) MUST_USE;

/* In a worker: limits, then the system call list.  Ends with RC_OK or not at all
 * usable: the worker must exit. */
enum rc jail_confine(const struct jail *jail, uint64_t cpu_seconds,
    struct err *err) MUST_USE;

/* "uid chroot caps netns landlock-6 seccomp rlimits". */
const char *jail_level(const struct jail *jail);

#endif
