/*
 * transcript - a scan as lines of text, so that a test can say what it wants.
 *
 * For each part "part ID < PARENT WHERE (TYPE) examined CAUSE,CAUSE +FLAGS" and
 * then, for each run of its text, "WHERE [scope]: text".
 */
#ifndef OUTMARK_UNIT_TRANSCRIPT_H
#define OUTMARK_UNIT_TRANSCRIPT_H

#include "base/buf.h"
#include "scanner/pipeline.h"

struct transcript {
	struct limits limits;
	struct pipeline_request request;
	struct clock clock;
	struct arena *arena;
	struct pipeline_result result;
	const char *text;
};

/* With default limits, as a message. */
struct transcript transcript_new(void);

/* Scan and write it down; `text` lives until transcript_free. */
const char *transcript_of(struct transcript *t, struct slice bytes);
void transcript_free(struct transcript *t);

#endif
