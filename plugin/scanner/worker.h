/*
 * worker - one message, or one document of it, in a process of its own.
 *
 * Runs in a fresh child of a zygote, already confined; gives an exit status and
 * never returns to a loop.  What goes wrong with the message is in its answer;
 * an answer that does not end with DONE or EXTRACTED says the rest.
 */
#ifndef OUTMARK_SCANNER_WORKER_H
#define OUTMARK_SCANNER_WORKER_H

#include "base/frame.h"
#include "scanner/extract/extract.h"
#include "scanner/extract/ocr.h"
#include "scanner/pipeline.h"

/* Answer one SCAN on the connection.  Gives the exit status. */
int worker_message(const struct pipeline *pipeline, int connection,
    const char *jail);

/* What a document worker was asked and has. */
struct worker_document {
	const struct extractor *reader;
	const struct limits *limits;
	const struct clock *clock;
	struct charsets *charsets;
	const struct ocr *ocr;
	const struct frame *request;	/* EXTRACT */
	int reply;
	int bytes;		/* sealed */
};

/* Read one document and answer on `reply`.  Gives the exit status. */
int worker_read(const struct worker_document *document);

#endif
