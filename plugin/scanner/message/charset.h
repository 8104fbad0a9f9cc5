/*
 * charset - text of any charset as UTF-8.
 *
 * The converters are opened before the jail, because the C library loads them
 * from files.  What a text says about itself is a hint only: it is read in
 * the most likely way, and also in the declared one when the two differ.
 * Owner of iconv.h.
 */
#ifndef OUTMARK_SCANNER_MESSAGE_CHARSET_H
#define OUTMARK_SCANNER_MESSAGE_CHARSET_H

#include "base/arena.h"
#include "base/buf.h"

struct charsets;

/* Open every converter.  RC_SYSTEM when a common one is missing.  Yours. */
enum rc charsets_open(struct charsets **set, struct err *err) MUST_USE;
void charsets_close(struct charsets *set);

/* Valid UTF-8 (RFC 3629) from first to last byte? */
bool charset_is_utf8(struct slice bytes);

/* Is this a name we can convert from?  "us-ascii" and "utf-8" are. */
bool charset_is_known(const struct charsets *set, struct slice name);

/*
 * Convert from a charset by name.  Bytes that do not fit become U+FFFD and are
 * counted.  RC_END when the name is not known; RC_LIMIT when the arena is full.
 * The result lies in the arena or is `bytes` itself.
 */
enum rc charset_convert(struct charsets *set, struct arena *arena,
    struct slice name, struct slice bytes, struct slice *utf8,
    uint64_t *bad, struct err *err) MUST_USE;

struct charset_text {
	struct slice utf8;	/* nearly: normalise repairs what is left */
	struct slice second;	/* another way to read it; usually empty */
	bool unsure;		/* the charset is unknown: cause charset */
};

/*
 * Read a text whose charset is declared as `declared` (may be empty): byte order
 * mark, valid UTF-8, UTF-16 by its NULs, the declared charset, UTF-7, a guess.
 */
enum rc charset_read(struct charsets *set, struct arena *arena,
    struct slice bytes, struct slice declared, struct charset_text *text,
    struct err *err) MUST_USE;

#endif
