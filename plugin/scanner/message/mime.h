/*
 * mime - the structure of one message: its header fields and its parts.
 *
 * The walk finds boundaries and header fields itself, over the bytes as they
 * lie, and enforces its own limits: libraries stop silently where a message is
 * too deep, and disagree where it is malformed.  Where readers would disagree
 * the walk takes the way that shows more and says `ambiguous`.  Every byte of
 * the message is handed out as a part, a header field or other text.
 *
 * Leaves are named by structure.  A text without a file name that stands in
 * multiparts only is body: "body", then "body > part 2".  Everything else is
 * "attachment 1", "attachment 2", in reading order.  An attached message is an
 * attachment: it is not walked here but given out whole.
 */
#ifndef OUTMARK_SCANNER_MESSAGE_MIME_H
#define OUTMARK_SCANNER_MESSAGE_MIME_H

#include "base/clock.h"
#include "base/limit.h"
#include "scanner/message/charset.h"
#include "scanner/message/part.h"

enum mime_text {
	MIME_TEXT_SUBJECT,
	MIME_TEXT_HEADER,	/* another field of the message's header */
	MIME_TEXT_PART_HEADER,	/* a part's header, whole */
	MIME_TEXT_OTHER,	/* preamble, epilogue, bytes in no part */
};

struct mime_leaf {
	const char *where;	/* in the arena */
	struct slice name;	/* file name, UTF-8 */
	struct slice type;	/* as declared, lower case */
	struct slice charset;	/* as declared */
	struct slice bytes;	/* decoded; live as long as message and arena */
	cause_set causes;
	unsigned flags;		/* PART_FLAG_* */
	enum scope scope;	/* body or attachment */
};

/* Calls return RC_OK, or what mime_walk must return at once. */
struct mime_sink {
	void *own;
	/* `label` is the name of a header field, empty for other text. */
	enum rc (*text)(void *own, const char *where, enum mime_text kind,
	    struct slice label, struct slice utf8, struct err *err);
	enum rc (*leaf)(void *own, const struct mime_leaf *leaf,
	    struct err *err);
	/* About the message as a whole. */
	enum rc (*flag)(void *own, enum cause cause, unsigned flags,
	    struct err *err);
};

struct mime_job {
	struct slice bytes;
	uint32_t depth;		/* messages and containers above this one */
	const struct limits *limits;
	const struct clock *clock;
	uint64_t deadline_ms;
	struct charsets *charsets;
	struct arena *arena;
};

/* Walk the message.  RC_LIMIT when the arena is full. */
enum rc mime_walk(const struct mime_job *job, const struct mime_sink *sink,
    struct err *err) MUST_USE;

/* Do these bytes look like a message with a header? */
bool mime_is_message(struct slice bytes);

#endif
