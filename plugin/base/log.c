/*
 * log - where operational sentences go.  See log.h.
 */
#include "base/log.h"

#include <stdio.h>
#include <syslog.h>
#include <unistd.h>

#include "base/escape.h"

enum { LINE_MAX_BYTES = 1024 };

static const char *const level_names[] = { "error", "warning", "info",
	"debug" };

static void
write_stderr(void *own, enum log_level level, const char *line)
{
	char text[LINE_MAX_BYTES + 128];
	int len = snprintf(text, sizeof(text), "%s[%ld]: %s: %s\n",
	    (const char *)own, (long)getpid(), level_names[level], line);

	if (len > (int)sizeof(text) - 1)
		len = (int)sizeof(text) - 1;
	if (write(STDERR_FILENO, text, (size_t)len) < 0)
		return;		/* nowhere left to say so */
}

static void
write_syslog(void *own, enum log_level level, const char *line)
{
	static const int priority[] = { LOG_ERR, LOG_WARNING, LOG_INFO,
	    LOG_DEBUG };

	(void)own;
	syslog(priority[level], "%s", line);
}

static void
write_nothing(void *own, enum log_level level, const char *line)
{
	(void)own;
	(void)level;
	(void)line;
}

struct log
log_stderr(const char *program, enum log_level least)
{
	return (struct log){ .write = write_stderr,
	    .own = (void *)(uintptr_t)program, .least = least,
	    .program = program };
}

struct log
log_syslog(const char *program, enum log_level least)
{
	openlog(program, LOG_PID | LOG_NDELAY, LOG_MAIL);
	return (struct log){ .write = write_syslog, .least = least,
	    .program = program };
}

struct log
log_none(void)
{
	return (struct log){ .write = write_nothing, .program = "" };
}

void
log_put(const struct log *log, enum log_level level, const char *format, ...)
{
	char line[LINE_MAX_BYTES];
	struct buf safe = buf_new(LINE_MAX_BYTES);
	va_list args;

	if (level > log->least)
		return;
	va_start(args, format);
	vsnprintf(line, sizeof(line), format, args);
	va_end(args);
	escape_syslog(&safe, slice_of(line));
	log->write(log->own, level, buf_string(&safe));
	buf_free(&safe);
}

void
log_err(const struct log *log, const struct err *err)
{
	log_put(log, LOG_LEVEL_ERROR, "%s%s", err->text,
	    err->rc == RC_BUG ? " (an error in Outmark; please report it)" :
	    "");
}
