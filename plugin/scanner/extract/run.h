/*
 * run - one file within a text, and the ways of writing one.
 *
 * A way of writing that has a mark of its own is a row of runs.def; the bare
 * letters of base64 have none and are found by run_base64_next.
 */
#ifndef OUTMARK_SCANNER_EXTRACT_RUN_H
#define OUTMARK_SCANNER_EXTRACT_RUN_H

#include "base/arena.h"
#include "base/cause.h"
#include "base/err.h"

struct run {
	size_t most;		/* bytes that it may have; set by the caller */
	struct span span;	/* in the text */
	struct slice name;	/* as written: bytes, maybe empty */
	struct slice type;	/* media type, if it says one */
	struct slice bytes;	/* decoded, in the arena */
	cause_set causes;
};

struct run_kind {
	const char *mark;	/* how each one begins */
	char rare;		/* a byte of it that texts seldom have, or 0 */
	/*
	 * Read the one whose mark stands at `at`.  RC_END: it is none.  Reads no
	 * further than span.end and the next mark, or keeps within a small
	 * bound.
	 */
	enum rc (*read)(struct arena *arena, struct slice text, size_t at,
	    struct run *run, struct err *err);
	bool raw;		/* of bytes: charset must not touch it */
	bool bare;		/* what another kind took is not taken again */
};

#define RUN_KIND(name) extern const struct run_kind run_kind_##name;
#include "scanner/extract/runs.def"
#undef RUN_KIND

/* Room in the arena, or RC_LIMIT. */
enum rc run_room(struct arena *arena, size_t size, unsigned char **out,
    struct err *err) MUST_USE;

/*
 * Where the next one of this kind begins a line, or the end: what has no end of
 * its own ends there, and does not cover it.
 */
size_t run_next_mark(struct slice text, const char *mark);

/* Does `at` begin a line of the text? */
bool run_is_line_start(struct slice text, size_t at);

/*
 * The next bare run of base64 letters: where its pieces stand.  Shorter ones are
 * a run when they are lines of one length, with nothing else in them.
 */
enum { RUN_PIECE_LEAST = 40 };

struct run_letters {
	struct span span;
	size_t pieces;
	size_t tail;		/* where a doubtful last piece begins, or end */
};

/* Find the next one from `*at`, which moves behind it.  False: no more. */
bool run_base64_next(struct slice text, size_t *at,
    struct run_letters *letters);

/* Where a piece from `at` ends: letters, then what fills the last group. */
size_t run_base64_piece(struct slice text, size_t at, bool *padded);

/* What may stand between two pieces of one run; `*line`: a line ended. */
size_t run_base64_gap(struct slice text, size_t at, bool *line);

/*
 * Decode the letters between `start` and `end` into `out`, at most three bytes
 * for four of them.  Both alphabets of RFC 4648 are read.
 */
size_t run_base64_decode(struct slice letters, unsigned char *out);

/* Is this text, in UTF-8, an older charset or UTF-16? */
bool run_is_text(struct slice bytes);

/* Is even this little text: nothing in it that is not UTF-8 and shown? */
bool run_is_short_text(struct slice bytes);

#endif
