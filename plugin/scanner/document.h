/*
 * document - asking for a document worker, and reading its answers as hostile.
 *
 * A document worker is another process that was just forked for this one part
 * and may have been taken over by it.  Its frames are schema-checked, counted
 * against the message's budget, and can only add text, places, children and
 * flags to this part.
 */
#ifndef OUTMARK_SCANNER_DOCUMENT_H
#define OUTMARK_SCANNER_DOCUMENT_H

#include "scanner/reading.h"

struct document_ask {
	int zygote;		/* socket to the zygote of its class */
	const struct extractor *reader;
	const struct slice *passwords;
	size_t password_count;
};

/*
 * Have the part of `reading` read.  What the worker's death, its silence or its
 * bad answers mean becomes a cause of the part; only our own trouble is
 * returned.
 */
enum rc document_read(const struct document_ask *ask,
    struct reading *reading, struct err *err) MUST_USE;

#endif
