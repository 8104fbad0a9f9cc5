/*
 * collect - a sink in memory, and a small pipeline, for tests of readers.
 *
 * Records places, text, children, flags and causes, and keeps the budgets of a
 * message.  collect_message follows children through the same queue idea as the
 * scanner: parts, depth and unpacked bytes are counted across them.
 */
#ifndef OUTMARK_CONTRACT_COLLECT_H
#define OUTMARK_CONTRACT_COLLECT_H

#include "base/arena.h"
#include "base/buf.h"
#include "scanner/extract/extract.h"
#include "scanner/message/charset.h"

struct collect_run {
	size_t start;		/* in `text` */
	const char *where;
	struct slice name, evidence;
	unsigned flags;
};

struct collect_part {
	uint32_t parent, depth;
	const char *where;
	struct slice name, type, bytes;
	cause_set causes;
	unsigned flags;
	const char *reader;	/* NULL: nobody took it */
	enum rc rc;		/* what the reader returned */
};

struct collect {
	struct limits limits;
	struct clock clock;
	uint64_t deadline_ms;
	const struct slice *passwords;
	size_t password_count;
	struct arena *arena;
	struct charsets *charsets;
	struct ocr_use *ocr;	/* NULL: pictures are not read */
	struct buf text;
	struct collect_run *runs;
	size_t run_count, run_room;
	struct collect_part *parts;
	size_t part_count, part_room;
	size_t current;		/* the part being read */
	const char **places;	/* of the current part; [0] is its own */
	struct extract_place *place_values;
	size_t place_count, place_room;
	uint32_t last_place;
	uint64_t unpacked;
	uint64_t text_given;	/* also what was over the ceiling */
	struct err err;
};

/* Ready, with default limits and a deadline `wait_ms` from now. */
void collect_begin(struct collect *collect, uint64_t wait_ms);
void collect_end(struct collect *collect);

/*
 * Read bytes and everything in them with these readers.  An embedded file that
 * nobody takes is told as plain text if it looks like one.
 */
void collect_message(struct collect *collect,
    const struct extractor *const *readers, size_t reader_count,
    struct slice bytes, const char *name);

/* All causes, all flags of all parts. */
cause_set collect_causes(const struct collect *collect);
unsigned collect_flags(const struct collect *collect);

/*
 * Does this text stand at this place?  NULL: any place; "": a part itself;
 * "*": any place too.  `*run` (may be NULL) is where it was.
 */
bool collect_has(const struct collect *collect, const char *text,
    const char *where, const struct collect_run **run);

#endif
