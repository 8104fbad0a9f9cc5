/*
 * emit - what every document reader says to its sink, in few words.
 *
 * Wraps a job and its sink, and counts.  Promises that a deadline that has
 * passed and a ceiling that is reached are flagged before RC_LIMIT is returned.
 * Does not keep text.
 */
#ifndef OUTMARK_SCANNER_EXTRACT_EMIT_H
#define OUTMARK_SCANNER_EXTRACT_EMIT_H

#include "scanner/extract/extract.h"

struct emit {
	const struct extract_job *job;
	const struct extract_sink *sink;
	uint64_t text_bytes;	/* given to the sink so far */
	cause_set causes;	/* flagged so far */
};

/* Ready to emit what this job finds. */
struct emit emit_new(const struct extract_job *job,
    const struct extract_sink *sink);

/* Name a place "like %this"; `name` and `evidence` may be empty. */
enum rc emit_place(struct emit *emit, uint32_t *number, struct slice name,
    struct slice evidence, struct err *err, const char *format, ...)
    PRINTF_LIKE(6, 7) MUST_USE;

/* Text as it is; nothing for empty text. */
enum rc emit_text(struct emit *emit, uint32_t place, unsigned flags,
    struct slice utf8, struct err *err) MUST_USE;

/* Text and a line end; nothing for empty text. */
enum rc emit_line(struct emit *emit, uint32_t place, unsigned flags,
    struct slice utf8, struct err *err) MUST_USE;

/* "name=value" and a line end, flagged metadata. */
enum rc emit_property(struct emit *emit, uint32_t place, struct slice name,
    struct slice value, struct err *err) MUST_USE;

/* Not seen, because of this. */
enum rc emit_cause(struct emit *emit, uint32_t place, enum cause cause,
    struct err *err) MUST_USE;

/* Each cause of a set. */
enum rc emit_causes(struct emit *emit, uint32_t place, cause_set causes,
    struct err *err) MUST_USE;

/* Remarkable: PART_FLAG_*. */
enum rc emit_flag(struct emit *emit, uint32_t place, unsigned part_flag,
    struct err *err) MUST_USE;

/* RC_LIMIT, flagged `time`, when the job's deadline has passed. */
enum rc emit_due(struct emit *emit, struct err *err) MUST_USE;

/* Flag `cause` at the whole part and return RC_LIMIT with this sentence. */
enum rc emit_stop(struct emit *emit, enum cause cause, const char *sentence,
    struct err *err) MUST_USE;

#endif
