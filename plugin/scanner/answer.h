/*
 * answer - a result as frames to the client.
 *
 * In the order of frame.def, closed by DONE.  Texts of the message leave only
 * as masks and digests, but for TEXT frames, which the client asked for.
 */
#ifndef OUTMARK_SCANNER_ANSWER_H
#define OUTMARK_SCANNER_ANSWER_H

#include "scanner/pipeline.h"

struct answer {
	int socket;
	const struct clock *clock;
	uint64_t deadline_ms;	/* for all of it */
	const char *jail;	/* level reached, for DONE */
};

/* Send a whole result.  RC_END when the client has gone. */
enum rc answer_send(const struct answer *answer,
    const struct pipeline *pipeline, const struct pipeline_result *result,
    struct err *err) MUST_USE;

#endif
