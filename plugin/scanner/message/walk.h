/*
 * walk - the state of one mime_walk, shared by its two files.
 *
 * mime.c finds the structure; leaf.c names, decodes and gives out what it
 * found.
 */
#ifndef OUTMARK_SCANNER_MESSAGE_WALK_H
#define OUTMARK_SCANNER_MESSAGE_WALK_H

#include "scanner/message/entity.h"
#include "scanner/message/mime.h"

enum { WALK_LEVELS = 256 };	/* the greatest mime_depth */

/* An open multipart. */
struct level {
	struct slice boundary;
	bool digest;		/* parts are messages unless they say else */
	bool encrypted;
	bool seen;		/* its boundary stood somewhere */
	bool closed;
};

struct walk {
	const struct mime_job *job;
	const struct mime_sink *sink;
	struct slice all;
	struct level levels[WALK_LEVELS];
	size_t depth;
	uint64_t parts, bodies, attachments, multiparts;
	bool ambiguous, truncated;	/* said already */
};

/* Say a cause about the message, each of these two only once. */
enum rc walk_flag(struct walk *w, enum cause cause, struct err *err) MUST_USE;

/* Text that is in no part; empty text is not given out. */
enum rc walk_other(struct walk *w, const char *where, struct slice text,
    struct err *err) MUST_USE;

/* Every field of the message's own header, one by one. */
enum rc walk_header(struct walk *w, struct slice fields, struct err *err)
    MUST_USE;

/* A part's header, whole. */
enum rc walk_part_header(struct walk *w, struct slice fields,
    struct err *err) MUST_USE;

/* A leaf with its content as it stands in the message. */
enum rc walk_leaf(struct walk *w, const struct entity *entity,
    struct slice content, cause_set causes, struct err *err) MUST_USE;

#endif
