/*
 * csv - rows as RFC 4180 has them.  See csv.h.
 */
#include "report/csv.h"

#include "base/escape.h"

void
csv_row(struct buf *out, const char *const *fields, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (i > 0)
			buf_byte(out, ',');
		escape_csv(out, slice_of(fields[i]));
	}
	buf_text(out, "\r\n");
}
