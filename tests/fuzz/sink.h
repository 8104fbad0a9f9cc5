/*
 * sink - where the fuzz targets of readers put what comes out.
 *
 * Keeps nothing and checks what the seam promises: a place is named before it is
 * used and holds only structure, numbers of causes exist, what comes out is no
 * more than a small multiple of what went in.  A broken promise ends the program.
 */
#ifndef OUTMARK_FUZZ_SINK_H
#define OUTMARK_FUZZ_SINK_H

#include "scanner/extract/ocr.h"

struct fuzz_sink {
	uint32_t places;
	uint64_t text, unpacked;
	struct limits limits;
	struct clock clock;
	struct part part;
	struct extract_job job;
	struct extract_sink sink;
	struct ocr_use ocr;
};

/* End the program, noticed by the fuzzer, when it is false. */
void fuzz_must(bool promise);

/* Touch every byte, so that a bad slice is noticed here. */
void fuzz_touch(struct slice bytes);

/* A job over these bytes with a word to try; its arena is yours. */
void fuzz_sink_begin(struct fuzz_sink *sink, struct slice bytes);

/* The job is done, in time, with this answer; frees its arena. */
void fuzz_sink_end(struct fuzz_sink *sink, enum rc rc, const struct err *err);

#endif
