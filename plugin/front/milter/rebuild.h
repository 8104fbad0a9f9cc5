/*
 * rebuild - a header field as it stood on the wire.
 *
 * libmilter gives a name and a value whose folded lines are joined by a bare LF;
 * the wire had CR LF.  Nothing else is touched: 8-bit bytes, bare CR and odd
 * spacing stay.  A NUL cannot be told: libmilter's strings end there.
 */
#ifndef OUTMARK_FRONT_MILTER_REBUILD_H
#define OUTMARK_FRONT_MILTER_REBUILD_H

#include "base/buf.h"

enum { REBUILD_FIELD_MAX = 16 << 20 };

/* Append "name:value CR LF"; false when the buffer is full. */
bool rebuild_field(const char *name, const char *value, struct buf *out);

#endif
