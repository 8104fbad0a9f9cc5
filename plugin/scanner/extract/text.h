/*
 * text - the normalised text of one part, with the way back to the original.
 *
 * The hand-over from extract to match.  Offsets everywhere behind this point
 * are bytes of `bytes`.  At least TEXT_SLACK readable bytes follow the end (the
 * matcher's vector code reads past it).
 */
#ifndef OUTMARK_SCANNER_EXTRACT_TEXT_H
#define OUTMARK_SCANNER_EXTRACT_TEXT_H

#include "base/scope.h"
#include "base/slice.h"

enum { TEXT_SLACK = 64 };

/* What a piece of text is, besides being at a place. */
enum text_flag {
	TEXT_FLAG_hidden = 1 << 0,	/* a reader does not see it at once */
	TEXT_FLAG_metadata = 1 << 1,	/* document properties: scope metadata */
	TEXT_FLAG_header_footer = 1 << 2, /* page header, footer, watermark */
	TEXT_FLAG_mime = 1 << 3,	/* MIME structure: scope mime */
	TEXT_FLAG_headers = 1 << 4,	/* a header field: scope headers */
	TEXT_FLAG_subject = 1 << 5,	/* the subject: scope subject */
	TEXT_FLAG_filename = 1 << 6,	/* a file name: scope filename */
	TEXT_FLAG_envelope = 1 << 7,	/* an address: scope envelope */
	TEXT_FLAG_label = 1 << 8,	/* the words of a label: they need no place
					   to be a marking */
	TEXT_FLAG_recognised = 1 << 9,	/* read from a picture: letters may
					   be wrong */
};

/* From `start` on (to the next run) the text stands at this place. */
struct text_run {
	size_t start;
	const char *where;	/* full: "attachment 2 > sheet 3 > B7" */
	struct slice evidence;	/* normalised column header or label */
	unsigned flags;		/* TEXT_FLAG_* */
	enum scope scope;
};

/* At and after `at`, the original stands `delta` bytes further on. */
struct text_shift {
	size_t at;
	ptrdiff_t delta;
};

struct text {
	uint32_t part;
	struct slice bytes;
	const struct text_run *runs;	/* in order of start; the first at 0 */
	size_t run_count;
	const struct text_shift *shifts;
	size_t shift_count;
	uint64_t repaired;	/* invalid bytes that became U+FFFD */
	uint64_t dropped;	/* invisible characters that were removed */
};

/* The run an offset stands in.  Never NULL for an offset below the length. */
const struct text_run *text_run_at(const struct text *text, size_t offset);

/*
 * The same; offsets that come nearly in order are found at once when `near` is
 * the run of the one before (NULL: none).
 */
const struct text_run *text_run_near(const struct text *text,
    const struct text_run *near, size_t offset);

/* The offset in the text as the reader gave it. */
size_t text_original(const struct text *text, size_t offset);

#endif
