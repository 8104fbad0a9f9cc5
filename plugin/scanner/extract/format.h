/*
 * format - the name of a format that has no reader.
 *
 * The data base is loaded before the jail.  Only asked when no reader wants a
 * part: then coverage can say what it is.  Owner of magic.h of libmagic.
 */
#ifndef OUTMARK_SCANNER_EXTRACT_FORMAT_H
#define OUTMARK_SCANNER_EXTRACT_FORMAT_H

#include "base/err.h"
#include "base/slice.h"

struct format;

/* Load the data base.  RC_SYSTEM when the machine has none.  Yours. */
enum rc format_open(struct format **format, struct err *err) MUST_USE;
void format_close(struct format *format);

/*
 * A media type for the bytes, never NULL and always plain ASCII; borrowed
 * until the next call.  "application/octet-stream" when nothing is known.
 */
const char *format_type(struct format *format, struct slice bytes);

#endif
