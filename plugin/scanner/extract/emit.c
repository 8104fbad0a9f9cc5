/*
 * emit - what every document reader says to its sink, in few words.
 */
#include "scanner/extract/emit.h"

#include <stdio.h>

#include "scanner/extract/ocr.h"

enum { EMIT_WHERE_MAX = 256 };

struct emit
emit_new(const struct extract_job *job, const struct extract_sink *sink)
{
	return (struct emit){.job = job, .sink = sink};
}

enum rc
emit_place(struct emit *emit, uint32_t *number, struct slice name,
    struct slice evidence, struct err *err, const char *format, ...)
{
	char where[EMIT_WHERE_MAX];
	struct extract_place place = {where, name, evidence};
	va_list args;

	va_start(args, format);
	vsnprintf(where, sizeof(where), format, args);
	va_end(args);
	return emit->sink->place(emit->sink->own, &place, number, err);
}

enum rc
emit_text(struct emit *emit, uint32_t place, unsigned flags,
    struct slice utf8, struct err *err)
{
	if (utf8.len == 0)
		return RC_OK;
	emit->text_bytes += utf8.len;
	return emit->sink->text(emit->sink->own, place, flags, utf8, err);
}

enum rc
emit_line(struct emit *emit, uint32_t place, unsigned flags,
    struct slice utf8, struct err *err)
{
	if (utf8.len == 0)
		return RC_OK;
	TRY(emit_text(emit, place, flags, utf8, err));
	return emit_text(emit, place, flags, slice_of("\n"), err);
}

enum rc
emit_property(struct emit *emit, uint32_t place, struct slice name,
    struct slice value, struct err *err)
{
	const unsigned flags = TEXT_FLAG_metadata;

	if (value.len == 0)
		return RC_OK;
	TRY(emit_text(emit, place, flags, name, err));
	TRY(emit_text(emit, place, flags, slice_of("="), err));
	return emit_line(emit, place, flags, value, err);
}

enum rc
emit_cause(struct emit *emit, uint32_t place, enum cause cause,
    struct err *err)
{
	if (cause == CAUSE_none)
		return RC_OK;
	emit->causes |= cause_bit(cause);
	return emit->sink->flag(emit->sink->own, place, cause, 0, err);
}

enum rc
emit_causes(struct emit *emit, uint32_t place, cause_set causes,
    struct err *err)
{
	for (int cause = CAUSE_none + 1; cause < CAUSE_END; cause++)
		if (causes & cause_bit((enum cause)cause))
			TRY(emit_cause(emit, place, (enum cause)cause, err));
	return RC_OK;
}

enum rc
emit_flag(struct emit *emit, uint32_t place, unsigned part_flag,
    struct err *err)
{
	return emit->sink->flag(emit->sink->own, place, CAUSE_none, part_flag,
	    err);
}

enum rc
emit_due(struct emit *emit, struct err *err)
{
	/* The time of recognising pictures is a budget of its own. */
	uint64_t apart = emit->job->ocr != NULL ? emit->job->ocr->ms : 0;

	if (clock_left_ms(emit->job->clock,
	    emit->job->deadline_ms + apart) > 0)
		return RC_OK;
	return emit_stop(emit, CAUSE_time,
	    "reading the document took longer than part_wall_ms allows", err);
}

enum rc
emit_stop(struct emit *emit, enum cause cause, const char *sentence,
    struct err *err)
{
	TRY(emit_cause(emit, 0, cause, err));
	return err_set(err, RC_LIMIT, "%s", sentence);
}
