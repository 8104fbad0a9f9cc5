/*
 * format - the name of a format that has no reader.
 *
 * libmagic looks at the first LOOK bytes, with its costly tests switched off.
 */
#include "scanner/extract/format.h"

#include <magic.h>
#include <stdlib.h>

enum { LOOK = 65536, TYPE_MAX = 100 };

struct format {
	magic_t cookie;
};

enum rc
format_open(struct format **out, struct err *err)
{
	struct format *format = calloc(1, sizeof *format);
	int flags = MAGIC_MIME_TYPE | MAGIC_NO_CHECK_COMPRESS |
	    MAGIC_NO_CHECK_ELF | MAGIC_NO_CHECK_TOKENS |
	    MAGIC_NO_CHECK_ENCODING | MAGIC_NO_CHECK_JSON;

	if (format == NULL)
		return err_set_errno(err, RC_SYSTEM, "libmagic");
	format->cookie = magic_open(flags);
	if (format->cookie != NULL && magic_load(format->cookie, NULL) == 0) {
		*out = format;
		return RC_OK;
	}
	format_close(format);
	return err_set(err, RC_SYSTEM, "the data base of libmagic cannot be "
	    "loaded; install the package libmagic-mgc");
}

void
format_close(struct format *format)
{
	if (format == NULL)
		return;
	if (format->cookie != NULL)
		magic_close(format->cookie);
	free(format);
}

const char *
format_type(struct format *format, struct slice bytes)
{
	static const char unknown[] = "application/octet-stream";
	const char *type;

	if (format == NULL || bytes.len == 0)
		return unknown;
	bytes = slice_sub(bytes, 0, LOOK);
	type = magic_buffer(format->cookie, bytes.at, bytes.len);
	if (type == NULL || strlen(type) > TYPE_MAX)
		return unknown;
	for (const char *c = type; *c != '\0'; c++)
		if (*c <= ' ' || *c > '~')
			return unknown;
	return type;
}
