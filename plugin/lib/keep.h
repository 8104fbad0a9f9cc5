/*
 * keep - the client of the keeper: records in, records out.
 *
 * Connections are kept open and shared by all threads.  A connection that was
 * lost is made again once; a record may then stand twice in the journal, with
 * the same id, but is never missing.
 */
#ifndef OUTMARK_LIB_KEEP_H
#define OUTMARK_LIB_KEEP_H

#include "base/clock.h"
#include "base/err.h"
#include "base/slice.h"

struct keep;

struct keep_record {
	const char *event, *id;
	const char *generation;		/* or "" */
	bool durable;			/* synced before the answer */
	struct slice body;		/* one JSON object */
};

/* A client of the keeper at `path`.  NULL without memory.  Yours. */
struct keep *keep_new(const char *path, const struct clock *clock,
    uint64_t wait_ms) MUST_USE;
void keep_free(struct keep *keep);

/* RC_LATER when the keeper is away or cannot write. */
enum rc keep_append(struct keep *keep, const struct keep_record *record,
    struct err *err) MUST_USE;

/* The last `count` records (0: all), oldest first; `take` false ends it. */
enum rc keep_read(struct keep *keep, uint64_t count,
    bool (*take)(void *own, uint64_t sequence, const char *line,
    size_t length), void *own, struct err *err) MUST_USE;

/* What checking the chain found; `sentence` has room for ERR_TEXT_MAX. */
enum rc keep_verify(struct keep *keep, bool *sound, char *sentence,
    struct err *err) MUST_USE;

#endif
