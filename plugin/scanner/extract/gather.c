/*
 * gather - the text of one part, collected from a reader piece by piece.
 *
 * Until the limit is reached the bytes only grow.  Past it the oldest bytes
 * behind the head half are cut out in large steps, so the cost stays linear.
 */
#include "scanner/extract/gather.h"

#include "base/buf.h"
#include "scanner/extract/normalise.h"

enum { WHERE_MAX = 240 };

struct place {
	const char *where;
	struct slice evidence;
};

struct run {
	size_t start;
	uint32_t place;
	unsigned flags;
};

struct gather {
	struct arena *arena;
	const struct part *part;
	size_t most;
	struct buf raw;
	struct slice borrowed;	/* behind it: the part's own bytes, not copied */
	struct buf places;	/* struct place, from number 1 */
	struct buf runs;	/* struct run */
	uint32_t place;		/* of the last run */
	unsigned flags;
	uint64_t cut;
};

enum rc
gather_begin(struct arena *arena, const struct part *part, uint64_t most,
    struct gather **out, struct err *err)
{
	struct gather *g = arena_alloc(arena, sizeof *g);
	const size_t half = SIZE_MAX / 2;

	if (g == NULL)
		return arena_full(arena, "the text of a part", err);
	g->arena = arena;
	g->part = part;
	g->most = most < half ? (size_t)most : half;
	g->raw = buf_new(g->most + 1);
	g->places = buf_new(half);
	g->runs = buf_new(half);
	*out = g;
	return RC_OK;
}

static size_t
place_count(const struct gather *g)
{
	return g->places.len / sizeof(struct place);
}

uint32_t
gather_places(const struct gather *g)
{
	return (uint32_t)place_count(g);
}

/* "attachment 2 > sheet 3 > B7", its end when it is too long. */
static const char *
full_name(struct gather *g, const char *where)
{
	const char *part = g->part->where;
	char *full;
	size_t len;

	if (g->part->id <= 1 || part == NULL || *part == '\0')
		full = arena_printf(g->arena, "%s", where);
	else
		full = arena_printf(g->arena, "%s > %s", part, where);
	if (full == NULL)
		return NULL;
	len = strlen(full);
	if (len <= WHERE_MAX)
		return full;
	return arena_printf(g->arena, "... %s", full + len - WHERE_MAX + 4);
}

enum rc
gather_place(struct gather *g, const struct extract_place *from,
    uint32_t *number, struct err *err)
{
	struct place place = { .where = full_name(g, from->where) };

	if (place.where == NULL)
		return arena_full(g->arena, "the places of a part", err);
	if (from->evidence.len > 0)
		TRY(normalise_words(g->arena, from->evidence, &place.evidence,
		    err));
	if (!buf_put(&g->places, slice_bytes(&place, sizeof place)))
		return err_set(err, RC_LIMIT, "too many places in a part");
	*number = (uint32_t)place_count(g);
	return RC_OK;
}

static struct place
get_place(const struct gather *g, uint32_t number)
{
	struct place place = { .where = g->part->where };

	if (number > 0)
		memcpy(&place, g->places.at + (number - 1) * sizeof place,
		    sizeof place);
	return place;
}

const char *
gather_where(const struct gather *g, uint32_t number)
{
	return number <= place_count(g) ? get_place(g, number).where : NULL;
}

/* Take `size` bytes out behind the head; runs move with their text. */
static void
cut_out(struct gather *g, size_t size)
{
	size_t head = g->most / 2, kept = 0;
	size_t count = g->runs.len / sizeof(struct run);
	struct run run, next;

	memmove(g->raw.at + head, g->raw.at + head + size,
	    g->raw.len - head - size);
	g->raw.len -= size;
	g->cut += size;
	for (size_t i = 0; i < count; i++) {
		memcpy(&run, g->runs.at + i * sizeof run, sizeof run);
		if (i + 1 < count) {
			memcpy(&next, g->runs.at + (i + 1) * sizeof next,
			    sizeof next);
			if (run.start >= head && next.start <= head + size)
				continue;
		}
		if (run.start > head + size)
			run.start -= size;
		else if (run.start > head)
			run.start = head;
		memcpy(g->runs.at + kept++ * sizeof run, &run, sizeof run);
	}
	g->runs.len = kept * sizeof run;
}

/* The last run's text need not be copied when it is the part's own bytes. */
static bool
borrow(struct gather *g, struct slice bytes)
{
	struct slice part = g->part->bytes;
	struct run last;

	memcpy(&last, g->runs.at + g->runs.len - sizeof last, sizeof last);
	if (last.start != g->raw.len || bytes.len > g->most - g->raw.len ||
	    part.at == NULL || bytes.at < part.at ||
	    bytes.at + bytes.len > part.at + part.len)
		return false;
	g->borrowed = bytes;
	return true;
}

/* More comes: it must be copied after all. */
static enum rc
end_borrowing(struct gather *g, struct err *err)
{
	struct slice bytes = g->borrowed;

	g->borrowed = slice_of("");
	if (bytes.len > 0 && !buf_put(&g->raw, bytes))
		return err_set(err, RC_LIMIT,
		    "no memory for the text of a part");
	return RC_OK;
}

static enum rc
put(struct gather *g, struct slice bytes, struct err *err)
{
	size_t tail = g->most - g->most / 2;

	if (bytes.len > tail) {
		size_t over = bytes.len - tail;
		g->cut += over;
		bytes = slice_sub(bytes, over, bytes.len);
	}
	if (g->raw.len + bytes.len > g->most) {
		size_t size = g->raw.len + bytes.len - g->most;
		size_t step = g->most / 8;
		size_t room = g->raw.len - g->most / 2;
		if (size < step)
			size = step < room ? step : room;
		cut_out(g, size);
	}
	if (!buf_put(&g->raw, bytes))
		return err_set(err, RC_LIMIT,
		    "no memory for the text of a part");
	return RC_OK;
}

/* A run begins where the place or the flags change. */
static enum rc
begin_run(struct gather *g, uint32_t place, unsigned flags, struct err *err)
{
	struct run run;

	if (g->runs.len > 0 && place == g->place && flags == g->flags)
		return RC_OK;
	if (g->raw.len > 0 && place != g->place &&
	    g->raw.at[g->raw.len - 1] != '\n')
		TRY(put(g, slice_of("\n"), err));
	run = (struct run){ g->raw.len, place, flags };
	g->place = place;
	g->flags = flags;
	if (!buf_put(&g->runs, slice_bytes(&run, sizeof run)))
		return err_set(err, RC_LIMIT, "too many places in a part");
	return RC_OK;
}

/* A first piece that is too long: its head, then its tail. */
static enum rc
put_long(struct gather *g, struct slice utf8, struct err *err)
{
	size_t half = g->most / 2;
	size_t room = g->raw.len < half ? half - g->raw.len : 0;

	if (room > utf8.len)
		room = utf8.len;
	TRY(put(g, slice_sub(utf8, 0, room), err));
	return put(g, slice_sub(utf8, room, utf8.len), err);
}

enum rc
gather_text(struct gather *g, uint32_t place, unsigned flags,
    struct slice utf8, struct err *err)
{
	if (place > place_count(g))
		return err_set(err, RC_INPUT,
		    "a reader gave text at a place it never named");
	if (utf8.len == 0)
		return RC_OK;
	TRY(end_borrowing(g, err));
	TRY(begin_run(g, place, flags, err));
	if (borrow(g, utf8))
		return RC_OK;
	return put_long(g, utf8, err);
}

uint64_t
gather_cut(const struct gather *g)
{
	return g->cut;
}

void
gather_raw(const struct gather *g, struct slice pieces[GATHER_PIECES])
{
	pieces[0] = buf_slice(&g->raw);
	pieces[1] = g->borrowed;
}

static enum scope
scope_of(const struct gather *g, unsigned flags)
{
	if (flags & TEXT_FLAG_subject)
		return SCOPE_subject;
	if (flags & TEXT_FLAG_headers)
		return SCOPE_headers;
	if (flags & TEXT_FLAG_mime)
		return SCOPE_mime;
	if (flags & TEXT_FLAG_envelope)
		return SCOPE_envelope;
	if (flags & TEXT_FLAG_filename)
		return SCOPE_filename;
	if (flags & TEXT_FLAG_metadata)
		return SCOPE_metadata;
	return g->part->scope;
}

static struct run
run_at(const struct gather *g, size_t i)
{
	struct run run;

	memcpy(&run, g->runs.at + i * sizeof run, sizeof run);
	return run;
}

/* The bytes of each run. */
static void
fill_pieces(const struct gather *g, struct slice *pieces, size_t count)
{
	struct slice raw = buf_slice(&g->raw);

	for (size_t i = 0; i < count; i++)
		pieces[i] = slice_sub(raw, run_at(g, i).start, i + 1 < count ?
		    run_at(g, i + 1).start : raw.len);
	if (g->borrowed.len > 0)
		pieces[count - 1] = g->borrowed;
}

static void
fill_runs(const struct gather *g, const size_t *starts,
    struct text_run *runs, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct run run = run_at(g, i);
		struct place place = get_place(g, run.place);

		runs[i] = (struct text_run){
			.start = starts[i], .where = place.where,
			.evidence = place.evidence, .flags = run.flags,
			.scope = scope_of(g, run.flags),
		};
	}
}

static enum rc
finish(struct gather *g, struct text *text, struct err *err)
{
	size_t count = g->runs.len / sizeof(struct run);
	size_t *starts = arena_array(g->arena, count + 1, sizeof *starts);
	struct slice *pieces = arena_array(g->arena, count + 1,
	    sizeof *pieces);
	struct text_run *runs = arena_array(g->arena, count + 1, sizeof *runs);

	if (starts == NULL || pieces == NULL || runs == NULL)
		return arena_full(g->arena, "the places of a text", err);
	fill_pieces(g, pieces, count);
	TRY(normalise_pieces(g->arena, pieces, count, starts, text, err));
	fill_runs(g, starts, runs, count);
	text->part = g->part->id;
	text->runs = runs;
	text->run_count = count;
	return RC_OK;
}

enum rc
gather_end(struct gather *g, struct text *text, struct err *err)
{
	enum rc rc;

	*text = (struct text){0};
	rc = finish(g, text, err);
	buf_free(&g->raw);
	buf_free(&g->places);
	buf_free(&g->runs);
	return rc;
}
