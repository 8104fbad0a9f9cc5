/*
 * err - how a function says that it failed, and in which sentence.
 *
 * The kind (`enum rc`) decides what the caller does; the sentence is for a
 * person: what was being done, to what, and what to do next.  A sentence never
 * holds message content.  Not here: logging (log.h) and message faults, which
 * are data (coverage causes), not errors.
 */
#ifndef OUTMARK_BASE_ERR_H
#define OUTMARK_BASE_ERR_H

#include <stdarg.h>

#define MUST_USE __attribute__((warn_unused_result))
#define PRINTF_LIKE(fmt, first) __attribute__((format(printf, fmt, first)))

enum rc {
	RC_OK = 0,
	RC_END,		/* nothing more to give */
	RC_LATER,	/* try again; the cause lies outside the message */
	RC_LIMIT,	/* the message is too much: a fault of this message */
	RC_INPUT,	/* the message is malformed: a fault of this message */
	RC_CONFIG,	/* the operator must act */
	RC_SYSTEM,	/* the machine failed us; errno is in the sentence */
	RC_BUG,		/* our own promise broken: a fault of this message */
};

enum { ERR_TEXT_MAX = 512 };

struct err {
	enum rc rc;
	char text[ERR_TEXT_MAX];
};

/* Fill `err` with `rc` and a sentence; returns `rc` so that it can be returned. */
enum rc err_set(struct err *err, enum rc rc, const char *format, ...)
    PRINTF_LIKE(3, 4);

/* As err_set, with ": " and strerror(errno) appended; for RC_SYSTEM and RC_CONFIG. */
enum rc err_set_errno(struct err *err, enum rc rc, const char *format, ...)
    PRINTF_LIKE(3, 4);

/* Put "<context>: " before the sentence already in `err`; returns its rc. */
enum rc err_add(struct err *err, const char *format, ...) PRINTF_LIKE(2, 3);

/* The name of a kind, for logs and tests: "later", "input", ... */
const char *rc_name(enum rc rc);

/*
 * The one macro that may return for you, and only where nothing needs
 * releasing.  RC_END passes through as well: it is not success.
 */
#define TRY(call)                                                            \
	do {                                                                 \
		enum rc try_rc_ = (call);                                    \
		if (try_rc_ != RC_OK)                                        \
			return try_rc_;                                      \
	} while (0)

#endif
