/*
 * gather - the text of one part, collected from a reader piece by piece.
 *
 * Pieces at the same place are joined as they come; a change of place or flags
 * begins a run, and a change of place ends the line.  What is past the limit
 * is cut out behind the first half and counted, so that head and tail are
 * read.
 */
#ifndef OUTMARK_SCANNER_EXTRACT_GATHER_H
#define OUTMARK_SCANNER_EXTRACT_GATHER_H

#include "base/arena.h"
#include "scanner/extract/extract.h"
#include "scanner/extract/text.h"

struct gather;

/* A new collection for a part; at most `most` bytes.  Lives in the arena. */
enum rc gather_begin(struct arena *arena, const struct part *part,
    uint64_t most, struct gather **gather, struct err *err) MUST_USE;

/*
 * Name a place inside the part.  Numbers count from 1; place 0 is the part
 * itself.
 */
enum rc gather_place(struct gather *gather, const struct extract_place *place,
    uint32_t *number, struct err *err) MUST_USE;

/* How many places have been named so far. */
uint32_t gather_places(const struct gather *gather);

/* The full name of a place, or NULL when there is no such place. */
const char *gather_where(const struct gather *gather, uint32_t place);

/* Text at a place.  RC_INPUT when there is no such place. */
enum rc gather_text(struct gather *gather, uint32_t place, unsigned flags,
    struct slice utf8, struct err *err) MUST_USE;

/* Bytes that were given but are not in the text. */
uint64_t gather_cut(const struct gather *gather);

/*
 * What was collected, as it was given, in two pieces that may be empty; a line ends
 * between them.  Borrowed until the next call.
 */
enum { GATHER_PIECES = 2 };
void gather_raw(const struct gather *gather,
    struct slice pieces[GATHER_PIECES]);

/* Normalise what was collected.  The buffers of `gather` are released. */
enum rc gather_end(struct gather *gather, struct text *text,
    struct err *err) MUST_USE;

#endif
