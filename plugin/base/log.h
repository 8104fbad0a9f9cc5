/*
 * log - where operational sentences go (not the journal: that is evidence).
 *
 * One line per call; control characters are escaped.  Never given message
 * content.  A log is a value passed in; the default writes to standard error
 * or to the system log.
 */
#ifndef OUTMARK_BASE_LOG_H
#define OUTMARK_BASE_LOG_H

#include <stdbool.h>

#include "base/err.h"

enum log_level { LOG_LEVEL_ERROR, LOG_LEVEL_WARNING, LOG_LEVEL_INFO,
	LOG_LEVEL_DEBUG };

struct log {
	void (*write)(void *own, enum log_level level, const char *line);
	void *own;
	enum log_level least;	/* what is more detailed is dropped */
	const char *program;	/* "outmark-milter", borrowed for ever */
};

/* A log on standard error: "program[pid]: level: sentence". */
struct log log_stderr(const char *program, enum log_level least);

/* A log on syslog(3), facility mail. */
struct log log_syslog(const char *program, enum log_level least);

/* A log that keeps nothing (tests). */
struct log log_none(void);

void log_put(const struct log *log, enum log_level level,
    const char *format, ...) PRINTF_LIKE(3, 4);

/* The sentence of an error at level error (RC_BUG says that it is our bug). */
void log_err(const struct log *log, const struct err *err);

#endif
