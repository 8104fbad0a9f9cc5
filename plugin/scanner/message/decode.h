/*
 * decode - take the transfer encoding off a body part.
 *
 * Every decoder is lenient, as mail readers are: what does not belong is
 * skipped, counted as garbage, and the caller has the original looked at too.
 * Output is never longer than decode_room says.
 */
#ifndef OUTMARK_SCANNER_MESSAGE_DECODE_H
#define OUTMARK_SCANNER_MESSAGE_DECODE_H

#include "base/slice.h"

enum decode_kind {
	DECODE_NONE,		/* 7bit, 8bit, binary or nothing said */
	DECODE_BASE64,
	DECODE_QUOTED,
	DECODE_UU,
	DECODE_UNKNOWN,		/* a name we do not know: taken as it is */
};

struct decoded {
	size_t len;
	uint64_t garbage;	/* bytes that do not belong into the encoding */
	bool truncated;		/* ended inside a group or without its end */
};

/* The encoding a Content-Transfer-Encoding value names. */
enum decode_kind decode_kind(struct slice value);

/* Bytes that decoding `len` bytes can give at the most. */
size_t decode_room(enum decode_kind kind, size_t len);

/* Decode all of `in` into `out` of decode_room bytes. */
struct decoded decode_base64(struct slice in, unsigned char *out);
struct decoded decode_quoted(struct slice in, unsigned char *out);
struct decoded decode_uu(struct slice in, unsigned char *out);
struct decoded decode_bytes(enum decode_kind kind, struct slice in,
    unsigned char *out);

#endif
