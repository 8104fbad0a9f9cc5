/*
 * err - how a function says that it failed.  See err.h.
 */
#include "base/err.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

static void
put(struct err *err, enum rc rc, const char *format, va_list args)
{
	err->rc = rc;
	vsnprintf(err->text, sizeof(err->text), format, args);
}

enum rc
err_set(struct err *err, enum rc rc, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	put(err, rc, format, args);
	va_end(args);
	return rc;
}

enum rc
err_set_errno(struct err *err, enum rc rc, const char *format, ...)
{
	int saved = errno;
	size_t len;
	va_list args;

	va_start(args, format);
	put(err, rc, format, args);
	va_end(args);
	len = strlen(err->text);
	snprintf(err->text + len, sizeof(err->text) - len, ": %s",
	    strerror(saved));
	errno = saved;
	return rc;
}

enum rc
err_add(struct err *err, const char *format, ...)
{
	char old[ERR_TEXT_MAX];
	size_t len;
	va_list args;

	memcpy(old, err->text, sizeof(old));
	va_start(args, format);
	put(err, err->rc, format, args);
	va_end(args);
	len = strlen(err->text);
	snprintf(err->text + len, sizeof(err->text) - len, ": %s", old);
	return err->rc;
}

const char *
rc_name(enum rc rc)
{
	switch (rc) {
	case RC_OK: return "ok";
	case RC_END: return "end";
	case RC_LATER: return "later";
	case RC_LIMIT: return "limit";
	case RC_INPUT: return "input";
	case RC_CONFIG: return "config";
	case RC_SYSTEM: return "system";
	case RC_BUG: return "bug";
	}
	return "unknown";
}
