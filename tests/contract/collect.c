/*
 * collect - a sink in memory, and a small pipeline, for tests of readers.
 */
#include "contract/collect.h"

#include <stdio.h>
#include <stdlib.h>

#include "scanner/extract/runs.h"

/* For the leak sanitizer: what the font library keeps for good. */
const char *__lsan_default_suppressions(void);

const char *
__lsan_default_suppressions(void)
{
	return "leak:libfontconfig";
}

enum { COLLECT_ARENA = 1 << 30 };

static void *
grown(void *old, size_t *room, size_t size)
{
	void *bigger;

	*room = *room ? *room * 2 : 64;
	bigger = realloc(old, *room * size);
	if (bigger == NULL)
		abort();
	return bigger;
}

static void
add_place(struct collect *c, const char *where,
    const struct extract_place *place)
{
	size_t room = c->place_room;

	if (c->place_count == c->place_room) {
		c->places = grown(c->places, &room, sizeof(*c->places));
		room = c->place_room;
		c->place_values = grown(c->place_values, &room,
		    sizeof(*c->place_values));
		c->place_room = room;
	}
	c->places[c->place_count] = where;
	c->place_values[c->place_count++] = *place;
}

static enum rc
on_place(void *own, const struct extract_place *place, uint32_t *number,
    struct err *err)
{
	struct collect *c = own;
	struct extract_place copy = {
		.name = arena_copy(c->arena, place->name),
		.evidence = arena_copy(c->arena, place->evidence),
	};
	char *where = arena_printf(c->arena, "%s%s%s",
	    c->parts[c->current].where,
	    c->parts[c->current].where[0] ? " > " : "", place->where);

	if (where == NULL || copy.name.at == NULL || copy.evidence.at == NULL)
		return arena_full(c->arena, "places", err);
	add_place(c, where, &copy);
	*number = (uint32_t)c->place_count - 1;
	return RC_OK;
}

static enum rc
on_text(void *own, uint32_t place, unsigned flags, struct slice utf8,
    struct err *err)
{
	struct collect *c = own;
	struct collect_run *run;

	if (place >= c->place_count)
		return err_set(err, RC_BUG, "text at a place never named");
	c->text_given += utf8.len;
	if (c->text_given > c->limits.text_part_bytes) {
		c->parts[c->current].causes |= cause_bit(CAUSE_too_big);
		return RC_OK;
	}
	if (place != c->last_place && c->text.len > 0 &&
	    c->text.at[c->text.len - 1] != '\n')
		(void)!buf_byte(&c->text, '\n');
	if (place != c->last_place || c->run_count == 0 ||
	    c->runs[c->run_count - 1].flags != flags) {
		if (c->run_count == c->run_room)
			c->runs = grown(c->runs, &c->run_room,
			    sizeof(*c->runs));
		run = &c->runs[c->run_count++];
		*run = (struct collect_run){c->text.len, c->places[place],
			c->place_values[place].name,
			c->place_values[place].evidence, flags};
	}
	c->last_place = place;
	(void)!buf_put(&c->text, utf8);
	return RC_OK;
}

static void
add_part(struct collect *c, const struct collect_part *part)
{
	if (c->part_count == c->part_room)
		c->parts = grown(c->parts, &c->part_room, sizeof(*c->parts));
	c->parts[c->part_count++] = *part;
}

static enum rc
on_child(void *own, const struct extract_child *child, struct err *err)
{
	struct collect *c = own;
	struct collect_part part = {
		.parent = (uint32_t)c->current,
		.depth = c->parts[c->current].depth + 1,
		.name = arena_copy(c->arena, child->name),
		.type = arena_copy(c->arena, child->type),
		.bytes = arena_copy(c->arena, child->bytes),
		.causes = child->causes,
		.flags = child->flags,
	};

	if (child->place >= c->place_count)
		return err_set(err, RC_BUG, "child at a place never named");
	part.where = c->places[child->place];
	if (c->part_count >= c->limits.parts) {
		c->parts[c->current].causes |= cause_bit(CAUSE_too_many);
		return err_set(err, RC_LIMIT, "too many parts");
	}
	if (part.bytes.at == NULL || part.name.at == NULL)
		return arena_full(c->arena, "children", err);
	add_part(c, &part);
	return RC_OK;
}

static enum rc
on_flag(void *own, uint32_t place, enum cause cause, unsigned part_flags,
    struct err *err)
{
	struct collect *c = own;

	if (place >= c->place_count)
		return err_set(err, RC_BUG, "flag at a place never named");
	c->parts[c->current].causes |= cause_bit(cause);
	c->parts[c->current].flags |= part_flags;
	return RC_OK;
}

static enum rc
on_unpacked(void *own, uint64_t more, struct err *err)
{
	struct collect *c = own;

	if (c->unpacked + more <= c->limits.unpacked_bytes) {
		c->unpacked += more;
		return RC_OK;
	}
	c->parts[c->current].causes |= cause_bit(CAUSE_too_big);
	return err_set(err, RC_LIMIT, "unpacked too much");
}

/* Opening them takes longer than reading a small file: once for a program. */
static struct charsets *
shared_charsets(void)
{
	static struct charsets *charsets;
	struct err err;

	if (charsets == NULL && charsets_open(&charsets, &err) != RC_OK)
		return NULL;
	return charsets;
}

void
collect_begin(struct collect *c, uint64_t wait_ms)
{
	*c = (struct collect){.limits = limit_defaults(),
		.clock = clock_system(), .arena = arena_new(COLLECT_ARENA)};
	c->deadline_ms = clock_monotonic_ms(&c->clock) + wait_ms;
	c->text = buf_new(1 << 28);
	c->charsets = shared_charsets();
	if (c->arena == NULL || c->charsets == NULL)
		abort();
}

void
collect_end(struct collect *c)
{
	buf_free(&c->text);
	free(c->runs);
	free(c->parts);
	free(c->places);
	free(c->place_values);
	arena_free(c->arena);
}

/* What a text reader would do with a file from an archive. */
static enum rc
read_plain(const struct extract_job *job, const struct extract_sink *sink,
    struct err *err)
{
	struct slice bytes = job->part->bytes;

	if (slice_find_byte(bytes, '\0') != SIZE_MAX)
		return sink->flag(sink->own, 0, CAUSE_unsupported, 0, err);
	return sink->text(sink->own, 0, 0, bytes, err);
}

static const struct extractor plain = {.name = "plain",
	.extract = read_plain};

static const struct extractor *
choose(const struct extractor *const *readers, size_t count,
    const struct collect_part *part)
{
	for (unsigned sure = 2; sure > 0; sure--)
		for (size_t i = 0; i < count; i++)
			if (readers[i]->sniff(part->bytes, part->name,
			    part->type) == sure)
				return readers[i];
	return part->depth > 0 ? &plain : NULL;
}

/* As the pipeline does; of a copy, because what is found joins the text. */
static void
read_runs(struct collect *c, const struct extract_job *job,
    const struct extract_sink *sink, size_t start)
{
	struct buf text = buf_new(c->text.len + 1);
	struct slice copy;

	(void)!buf_put(&text, slice_sub(buf_slice(&c->text), start,
	    c->text.len));
	copy = buf_slice(&text);
	c->parts[c->current].rc = runs_read(job, sink, &copy, 1,
	    (struct slice){0}, &c->err);
	buf_free(&text);
}

static void
read_part(struct collect *c, const struct extractor *reader)
{
	const struct extract_sink sink = {c, on_place, on_text, on_child,
		on_flag, on_unpacked};
	struct collect_part *own = &c->parts[c->current];
	struct part part = {.id = (uint32_t)c->current + 1,
		.where = own->where, .name = own->name, .bytes = own->bytes,
		.declared_type = own->type, .fd = -1,
		.scope = SCOPE_attachment};
	struct extract_job job = {.part = &part, .limits = &c->limits,
		.clock = &c->clock, .deadline_ms = c->deadline_ms,
		.passwords = c->passwords,
		.password_count = c->password_count, .arena = c->arena,
		.charsets = c->charsets, .ocr = c->ocr};
	struct extract_place whole = {0};
	size_t start;
	enum rc rc;

	c->place_count = 0;
	c->last_place = UINT32_MAX;
	c->text_given = 0;
	if (c->text.len > 0)
		(void)!buf_byte(&c->text, '\n');
	add_place(c, own->where, &whole);
	own->reader = reader->name;
	start = c->text.len;
	rc = reader->extract(&job, &sink, &c->err);
	c->parts[c->current].rc = rc;
	if (rc == RC_OK)
		read_runs(c, &job, &sink, start);
}

void
collect_message(struct collect *c, const struct extractor *const *readers,
    size_t reader_count, struct slice bytes, const char *name)
{
	struct collect_part first = {.where = "", .name = slice_of(name),
		.bytes = bytes};
	const struct extractor *reader;

	add_part(c, &first);
	for (; c->current < c->part_count; c->current++) {
		struct collect_part *part = &c->parts[c->current];

		if (part->depth > c->limits.archive_depth) {
			part->causes |= cause_bit(CAUSE_too_deep);
			continue;
		}
		if (part->causes != 0 && part->bytes.len == 0)
			continue;
		reader = choose(readers, reader_count, part);
		if (reader == NULL)
			part->causes |= cause_bit(CAUSE_unsupported);
		else
			read_part(c, reader);
	}
}

cause_set
collect_causes(const struct collect *c)
{
	cause_set causes = 0;

	for (size_t i = 0; i < c->part_count; i++)
		causes |= c->parts[i].causes;
	return causes;
}

unsigned
collect_flags(const struct collect *c)
{
	unsigned flags = 0;

	for (size_t i = 0; i < c->part_count; i++)
		flags |= c->parts[i].flags;
	return flags;
}

static const struct collect_run *
run_at(const struct collect *c, size_t offset)
{
	size_t low = 0, high = c->run_count, middle;

	while (high - low > 1) {
		middle = low + (high - low) / 2;
		if (c->runs[middle].start <= offset)
			low = middle;
		else
			high = middle;
	}
	return &c->runs[low];
}

bool
collect_has(const struct collect *c, const char *text, const char *where,
    const struct collect_run **found)
{
	struct slice rest = buf_slice(&c->text), wanted = slice_of(text);
	const struct collect_run *run;
	size_t at, base = 0;

	if (where != NULL && strcmp(where, "*") == 0)
		where = NULL;
	while ((at = slice_find(rest, wanted)) != SIZE_MAX) {
		run = run_at(c, base + at);
		if (found != NULL)
			*found = run;
		if (where == NULL || strcmp(run->where, where) == 0)
			return true;
		base += at + 1;
		rest = slice_sub(rest, at + 1, rest.len);
	}
	return false;
}
