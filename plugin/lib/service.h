/*
 * service - where the scanner listens: the one of this host, or one of our own.
 *
 * A scanner of our own is a child process for a program without a service (the
 * command line): it listens in a folder only we can enter and ends with us,
 * because the control socket it was given closes.
 */
#ifndef OUTMARK_LIB_SERVICE_H
#define OUTMARK_LIB_SERVICE_H

#include "base/clock.h"
#include "base/err.h"

struct service;

struct service_start {
	const char *program;		/* path of outmark-scanner */
	const char *config_file;	/* NULL: --no-config */
	const char *rules_dir;		/* NULL: as configured */
	const char *site_rules_dir;	/* NULL: as configured */
	uint64_t wait_ms;		/* for it to be ready */
};

/* The scanner at `path`; it is not asked yet.  Yours. */
enum rc service_at(const char *path, struct service **service,
    struct err *err) MUST_USE;

/*
 * Start a scanner of our own and wait until it is ready.  RC_CONFIG when the
 * program cannot be run, or with its own sentence when it cannot work.
 */
enum rc service_start(const struct service_start *start,
    struct service **service, struct err *err) MUST_USE;

/* Connect.  RC_LATER when nobody listens, RC_CONFIG when our own has ended. */
enum rc service_connect(struct service *service, int *fd, struct err *err)
    MUST_USE;

/* RC_CONFIG with its exit when a scanner of our own has ended. */
enum rc service_alive(struct service *service, struct err *err) MUST_USE;

/* End a scanner of our own and remove its folder.  NULL is allowed. */
void service_close(struct service *service);

#endif
