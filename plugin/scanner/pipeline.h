/*
 * pipeline - a message from its bytes to what is known about it.
 *
 * The only file that knows all stages: parts out of a queue, a reader for each,
 * its text, the matcher, and in the end labels.  Trouble with the message is
 * data in the result; an error means that there is no result.
 */
#ifndef OUTMARK_SCANNER_PIPELINE_H
#define OUTMARK_SCANNER_PIPELINE_H

#include "base/arena.h"
#include "base/clock.h"
#include "base/limit.h"
#include "scanner/extract/text.h"
#include "scanner/match/match.h"
#include "scanner/message/part.h"

struct charsets;
struct outsides;
struct format;

/* What was opened before the jail; borrowed. */
struct pipeline {
	const struct limits *limits;
	const struct clock *clock;
	struct charsets *charsets;
	struct format *format;		/* NULL: unknown formats have no name */
	struct matcher *matcher;	/* NULL: only parts and texts */
	struct slice passwords;		/* the site's, one a line; or empty */
	const int *zygotes;		/* by class; NULL: only text is read */
	const struct outsides *outsides;	/* programs of the site; or NULL */
};

struct pipeline_request {
	struct slice bytes;
	bool document;		/* a single file, not a message */
	bool cut;		/* the client has cut it: it is longer */
	bool texts;		/* keep texts for the result */
	bool explain;
	const char *rule;	/* explain only this one, or NULL */
	struct slice name;	/* of a document */
	const struct slice *addresses;	/* of the envelope */
	size_t address_count;
	uint64_t deadline_ms;	/* monotonic */
};

/* Everything lives in the arena. */
struct pipeline_result {
	const struct part **parts;	/* in order of id; parts[0] is the root */
	size_t part_count;
	const struct text **texts;	/* when asked for */
	size_t text_count;
	struct match_result match;
	uint64_t text_bytes;
	uint64_t text_cut;		/* bytes of text not looked at */
	const char *note;		/* a sentence about our own trouble */
};

/* Scan one message. */
enum rc pipeline_run(const struct pipeline *pipeline,
    const struct pipeline_request *request, struct arena *arena,
    struct pipeline_result *result, struct err *err) MUST_USE;

#endif
