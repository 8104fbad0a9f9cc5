/*
 * rebuild - a header field as it stood on the wire.  See rebuild.h.
 */
#include "front/milter/rebuild.h"

bool
rebuild_field(const char *name, const char *value, struct buf *out)
{
	struct slice rest = slice_of(value);

	buf_text(out, name);
	buf_byte(out, ':');
	for (;;) {
		size_t end = slice_find_byte(rest, '\n');
		struct slice line = slice_sub(rest, 0, end);
		bool whole = line.len > 0 && line.at[line.len - 1] == '\r';

		buf_put(out, line);
		if (end == SIZE_MAX)
			break;
		buf_text(out, whole ? "\n" : "\r\n");
		rest = slice_sub(rest, end + 1, rest.len);
	}
	buf_text(out, "\r\n");
	return !out->full;
}
