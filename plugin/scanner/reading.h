/*
 * reading - one part under one reader: where its text, places, children and
 * flags go.
 *
 * The sink of all readers, whether they run here or in a document worker.
 * Counts against the message's budget and turns what is too much into causes
 * of the part.
 */
#ifndef OUTMARK_SCANNER_READING_H
#define OUTMARK_SCANNER_READING_H

#include "scanner/budget.h"
#include "scanner/extract/extract.h"
#include "scanner/extract/gather.h"

struct reading {
	struct part *part;
	struct budget *budget;
	struct arena *arena;
	struct gather *gather;
	bool is_archive;	/* its children are one archive deeper */
	uint64_t given;		/* text, kept or not */
	uint64_t unpacked;	/* from this part */
	bool limited;		/* a cause was said on the way */
	/* A new part, with id, parent, depths and `where` filled in. */
	enum rc (*found)(void *own, struct part *part, struct err *err);
	void *own;
};

/* The sink that fills a reading (borrowed until the reader returns). */
struct extract_sink reading_sink(struct reading *reading);

/* Add a cause to the part. */
void reading_cause(struct reading *reading, enum cause cause);

/* What an error of a reader means for its part. */
void reading_failed(struct reading *reading, enum rc rc);

#endif
