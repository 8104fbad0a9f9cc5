/*
 * reload - new settings, rules and policy without losing a session, or none of
 * them.
 *
 * Order: outmark.yaml is read; a new scanner compiles the rules beside the old;
 * once it is ready the milter reads the policy; only when that is good too does
 * the old scanner leave.  Where any step fails the old stays in force and the
 * log says why.  Requests that come meanwhile make one more round.
 */
#ifndef OUTMARK_SUPERVISOR_RELOAD_H
#define OUTMARK_SUPERVISOR_RELOAD_H

#include "supervisor/supervise.h"

/* SIGHUP. */
void reload_begin(struct supervisor *supervisor);

/* The new scanner is ready, or it ended before it was. */
void reload_scanner_ready(struct supervisor *supervisor);
void reload_scanner_failed(struct supervisor *supervisor);

/* The milter said how it went; "" is well. */
void reload_milter_said(struct supervisor *supervisor, const char *sentence);

/* The milter is gone: its successor reads the new files anyway. */
void reload_milter_gone(struct supervisor *supervisor);

/* Call now and then: a step that takes too long has failed. */
void reload_tick(struct supervisor *supervisor);

#endif
