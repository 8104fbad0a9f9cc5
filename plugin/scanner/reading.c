/*
 * reading - one part under one reader: where its text, places, children and
 * flags go.
 *
 * RC_LIMIT from a call here always comes with a cause on the part.
 */
#include "scanner/reading.h"

/* A reader that gives so many times what is kept is amplifying. */
enum { GIVEN_TIMES = 8 };

void
reading_cause(struct reading *r, enum cause cause)
{
	r->part->causes |= cause_bit(cause);
}

static enum rc
over(struct reading *r, enum cause cause, struct err *err)
{
	reading_cause(r, cause);
	r->limited = true;
	return err_set(err, RC_LIMIT, "the reading ended at a limit (%s)",
	    cause_name(cause));
}

static enum rc
sink_place(void *own, const struct extract_place *place, uint32_t *number,
    struct err *err)
{
	struct reading *r = own;

	if (gather_place(r->gather, place, number, err) != RC_OK)
		return over(r, CAUSE_memory, err);
	return RC_OK;
}

static enum rc
sink_text(void *own, uint32_t place, unsigned flags, struct slice utf8,
    struct err *err)
{
	struct reading *r = own;
	enum rc rc;

	if (budget_time(r->budget) != CAUSE_none)
		return over(r, CAUSE_time, err);
	if (flags & TEXT_FLAG_hidden)
		r->part->flags |= PART_FLAG_hidden;
	r->given += utf8.len;
	rc = gather_text(r->gather, place, flags, utf8, err);
	if (rc == RC_LIMIT)
		return over(r, CAUSE_memory, err);
	if (rc != RC_OK)
		return rc;
	if (r->given / GIVEN_TIMES > r->budget->limits->text_part_bytes)
		return over(r, CAUSE_too_big, err);
	return RC_OK;
}

/* Bytes that live as long as the message. */
static enum rc
keep(struct reading *r, struct slice from, struct slice *to, struct err *err)
{
	*to = arena_copy(r->arena, from);
	return to->at != NULL ? RC_OK : over(r, CAUSE_memory, err);
}

static enum rc
fill_part(struct reading *r, const struct extract_child *child,
    struct part *part, struct err *err)
{
	TRY(keep(r, slice_sub(child->name, 0, 1024), &part->name, err));
	TRY(keep(r, slice_sub(child->type, 0, 128), &part->declared_type,
	    err));
	TRY(keep(r, slice_sub(child->charset, 0, 64), &part->charset, err));
	part->bytes = child->bytes;
	if (!child->lasting)
		TRY(keep(r, child->bytes, &part->bytes, err));
	part->parent = r->part->id;
	part->depth = r->part->depth + 1;
	part->archive_depth = r->part->archive_depth + r->is_archive;
	part->where = gather_where(r->gather, child->place);
	part->scope = child->scope;
	part->causes = child->causes;
	part->flags = child->flags;
	part->fd = -1;
	return part->where != NULL ? RC_OK : err_set(err, RC_INPUT,
	    "a reader gave a child at a place it never named");
}

static enum rc
sink_child(void *own, const struct extract_child *child, struct err *err)
{
	struct reading *r = own;
	struct part *part;
	enum cause cause = budget_part(r->budget);

	if (cause != CAUSE_none)
		return over(r, cause, err);
	part = arena_alloc(r->arena, sizeof *part);
	if (part == NULL)
		return over(r, CAUSE_memory, err);
	TRY(fill_part(r, child, part, err));
	part->id = (uint32_t)r->budget->parts;
	part->causes |= cause_bit(budget_depth(r->budget, part->depth,
	    part->archive_depth));
	return r->found(r->own, part, err);
}

static enum rc
sink_flag(void *own, uint32_t place, enum cause cause, unsigned flags,
    struct err *err)
{
	struct reading *r = own;

	(void)place;
	(void)err;
	reading_cause(r, cause);
	r->limited |= cause != CAUSE_none;
	r->part->flags |= flags;
	return RC_OK;
}

static enum rc
sink_unpacked(void *own, uint64_t more, struct err *err)
{
	struct reading *r = own;
	enum cause cause = budget_unpacked(r->budget, more,
	    r->part->bytes.len, &r->unpacked);

	if (cause == CAUSE_none)
		cause = budget_time(r->budget);
	return cause == CAUSE_none ? RC_OK : over(r, cause, err);
}

struct extract_sink
reading_sink(struct reading *reading)
{
	return (struct extract_sink){
		.own = reading, .place = sink_place, .text = sink_text,
		.child = sink_child, .flag = sink_flag,
		.unpacked = sink_unpacked,
	};
}

void
reading_failed(struct reading *r, enum rc rc)
{
	switch (rc) {
	case RC_OK:
	case RC_END:
		return;
	case RC_LIMIT:
		if (!r->limited)
			reading_cause(r, CAUSE_memory);
		return;
	case RC_INPUT:
		reading_cause(r, CAUSE_corrupt);
		return;
	case RC_LATER:
		reading_cause(r, CAUSE_time);
		return;
	case RC_CONFIG:
	case RC_SYSTEM:
	case RC_BUG:
		reading_cause(r, CAUSE_internal);
		return;
	}
}
