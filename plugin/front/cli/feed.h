/*
 * feed - from the bytes of one input to messages on their way into the library.
 *
 * A mail is given with CRLF as on the wire, an mbox is split into its messages,
 * a document is given as it is.  It does not know where they go (feed_sink).
 */
#ifndef OUTMARK_FRONT_CLI_FEED_H
#define OUTMARK_FRONT_CLI_FEED_H

#include "front/cli/kind.h"
#include "front/cli/reader.h"

/*
 * Takes messages.  Returning other than RC_OK ends the feeding with that rc; a
 * sink that can go on with the next message keeps its trouble to itself.
 */
struct feed_sink {
	/* `document`: not a mail.  `name` is borrowed for the call. */
	enum rc (*begin)(void *own, const char *name, bool document,
	    struct err *err);
	enum rc (*put)(void *own, struct slice bytes, struct err *err);
	enum rc (*end)(void *own, struct err *err);
	void *own;
};

/*
 * Feed everything that `reader` has.  The messages of an mbox are named
 * "<name>#1", "<name>#2", ...  KIND_GUESS looks at the head.
 */
enum rc feed_input(struct reader *reader, const char *name, enum kind kind,
    const struct feed_sink *sink, struct err *err) MUST_USE;

#endif
