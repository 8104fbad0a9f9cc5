/*
 * runs - files that were written as letters into a text.
 *
 * First those with a mark of their own, then base64 between them.  Every kind
 * passes over the text once, and a run is decoded twice at the most, so the
 * work is linear in the text.
 */
#include "scanner/extract/runs.h"

#include "base/buf.h"
#include "scanner/extract/run.h"

enum { WHERE_SIZE = 32, FORMAT_LEAST = 32 };

static const struct run_kind *const kinds[] = {
#define RUN_KIND(name) &run_kind_##name,
#include "scanner/extract/runs.def"
#undef RUN_KIND
};

/* How often the time is looked at. */
enum { DUE_EVERY = 256 };

struct runs {
	const struct extract_job *job;
	const struct extract_sink *sink;
	struct slice text, raw;
	struct buf taken;	/* struct span, in order of their finding */
	struct buf decoded;
	uint64_t given, tried;
};

enum rc
run_room(struct arena *arena, size_t size, unsigned char **out,
    struct err *err)
{
	*out = arena_room(arena, size + 1);
	return *out != NULL ? RC_OK :
	    arena_full(arena, "a file written as letters", err);
}

bool
run_is_line_start(struct slice text, size_t at)
{
	return at == 0 || text.at[at - 1] == '\n' || text.at[at - 1] == '\r';
}

size_t
run_next_mark(struct slice text, const char *mark)
{
	size_t at = 0, hit;

	while ((hit = slice_find(slice_sub(text, at, text.len),
	    slice_of(mark))) != SIZE_MAX) {
		at += hit;
		if (run_is_line_start(text, at))
			return at;
		at++;
	}
	return text.len;
}

/* ----------------------------------------------------------------- giving */

static enum rc
give(struct runs *runs, const struct run *run, struct err *err)
{
	const struct extract_sink *sink = runs->sink;
	char where[WHERE_SIZE];
	struct extract_place place = {.where = where};
	struct extract_child child = {.name = run->name, .type = run->type,
		.bytes = run->bytes, .lasting = true, .causes = run->causes,
		.scope = SCOPE_attachment};
	struct buf text = buf_new(WHERE_SIZE);

	if (runs->given >= runs->job->limits->encoded_runs) {
		TRY(sink->flag(sink->own, 0, CAUSE_too_many, 0, err));
		return RC_END;
	}
	buf_printf(&text, "encoded %llu",
	    (unsigned long long)++runs->given);
	memcpy(where, buf_string(&text), text.len + 1);
	buf_free(&text);
	TRY(sink->place(sink->own, &place, &child.place, err));
	TRY(sink->unpacked(sink->own, run->bytes.len, err));
	return sink->child(sink->own, &child, err);
}

/* ------------------------------------------------------------------ marked */

static bool
take(struct runs *runs, struct span span)
{
	return buf_put(&runs->taken, slice_bytes(&span, sizeof(span)));
}

/* Is it within a run that has a mark? */
static bool
is_taken(const struct runs *runs, struct span span)
{
	struct span taken;

	for (size_t at = 0; at < runs->taken.len; at += sizeof(taken)) {
		memcpy(&taken, runs->taken.at + at, sizeof(taken));
		if (span.start < taken.end && taken.start < span.end)
			return true;
	}
	return false;
}

/* To look for a rare byte first is several times faster. */
static size_t
find_mark(struct slice text, const struct run_kind *kind)
{
	struct slice mark = slice_of(kind->mark);
	const unsigned char *end, *at, *hit;
	size_t before;

	if (kind->rare == '\0' || text.len < mark.len)
		return slice_find(text, mark);
	before = slice_find_byte(mark, (unsigned char)kind->rare);
	end = text.at + text.len;
	for (at = text.at + before; at < end && (hit = memchr(at, kind->rare,
	    (size_t)(end - at))) != NULL; at = hit + 1)
		if ((size_t)(end - hit) >= mark.len - before &&
		    hit[mark.len - before - 1] == mark.at[mark.len - 1] &&
		    hit[-(ptrdiff_t)before] == mark.at[0] &&
		    memcmp(hit - before, mark.at, mark.len) == 0)
			return (size_t)(hit - before - text.at);
	return SIZE_MAX;
}

static enum rc
read_kind(struct runs *runs, const struct run_kind *kind, struct err *err)
{
	bool raw = kind->raw && runs->raw.len > 0;
	struct slice text = raw ? runs->raw : runs->text;
	struct slice mark = slice_of(kind->mark);
	size_t at = 0, hit;

	while ((hit = find_mark(slice_sub(text, at, text.len), kind)) !=
	    SIZE_MAX) {
		struct run run = {.most =
		    (size_t)runs->job->limits->entry_bytes};
		enum rc rc = kind->read(runs->job->arena, text, at + hit,
		    &run, err);

		at += hit + mark.len;
		if (rc == RC_END)
			continue;
		if (rc != RC_OK)
			return rc;
		if (kind->bare && is_taken(runs, run.span))
			continue;
		TRY(give(runs, &run, err));
		/*
		 * What is not sound may be no file, and cover one.  The limit
		 * of files is that of the spans.
		 */
		if (!raw && run.causes == 0 && !take(runs, run.span))
			return err_set(err, RC_LIMIT,
			    "too many files in a text");
		if (run.span.end > at)
			at = run.span.end;
	}
	return RC_OK;
}

/* ------------------------------------------------------------------ base64 */

/*
 * Beginnings of two or three bytes that bytes of any kind have now and then;
 * they are no reason to take a signature for a file.
 */
static bool
is_weak(const struct extractor *reader)
{
	static const char *const weak[] = {"compress", "lzma", "cpio", "bmp",
		"pgp", "mail", NULL};

	for (size_t i = 0; weak[i] != NULL; i++)
		if (strcmp(weak[i], reader->name) == 0)
			return true;
	return false;
}

static bool
is_something(struct slice bytes)
{
	size_t count;
	const struct extractor *const *all = extract_all(&count);

	if (run_is_text(bytes))
		return true;
	for (size_t i = 0; i < count && bytes.len >= FORMAT_LEAST; i++)
		if (all[i]->class == EXTRACT_DOCUMENT && all[i]->sniff(bytes,
		    (struct slice){0}, (struct slice){0}) == 2 &&
		    !is_weak(all[i]))
			return true;
	return false;
}

/* Decode what stands there; give it if it is something. */
static enum rc
give_letters(struct runs *runs, struct span span, bool *given,
    struct err *err)
{
	struct slice letters = slice_sub(runs->text, span.start, span.end);
	struct run run = {.span = span};
	unsigned char *out;

	*given = false;
	if (++runs->tried % DUE_EVERY == 0 &&
	    clock_left_ms(runs->job->clock, runs->job->deadline_ms) == 0)
		TRY(runs->sink->unpacked(runs->sink->own, 0, err));
	buf_clear(&runs->decoded);
	out = buf_reserve(&runs->decoded, letters.len + 4);
	if (out == NULL)
		return err_set(err, RC_LIMIT, "no memory for base64");
	runs->decoded.len = run_base64_decode(letters, out);
	if (!is_something(buf_slice(&runs->decoded)))
		return RC_OK;
	*given = true;
	run.bytes = arena_copy(runs->job->arena, buf_slice(&runs->decoded));
	if (run.bytes.at == NULL)
		return arena_full(runs->job->arena, "base64", err);
	return give(runs, &run, err);
}

/* Lines that are no file together may each be one. */
static enum rc
give_pieces(struct runs *runs, const struct run_letters *letters,
    struct err *err)
{
	struct slice text = slice_sub(runs->text, 0, letters->span.end);
	struct run_letters piece;
	size_t at = letters->span.start, end;
	bool given;

	while (at < text.len) {
		end = at;
		while (end < text.len && !byte_is_space(text.at[end]))
			end++;
		text.len = end;
		if (run_base64_next(text, &at, &piece))
			TRY(give_letters(runs, piece.span, &given, err));
		text.len = letters->span.end;
		at = end + 1;
	}
	return RC_OK;
}

static enum rc
read_base64(struct runs *runs, struct err *err)
{
	struct run_letters letters;
	struct span whole;
	size_t at = 0;
	bool given;

	while (run_base64_next(runs->text, &at, &letters)) {
		if (is_taken(runs, letters.span))
			continue;
		TRY(give_letters(runs, letters.span, &given, err));
		whole = (struct span){letters.span.start, letters.tail};
		if (!given && letters.tail < letters.span.end)
			TRY(give_letters(runs, whole, &given, err));
		if (!given && letters.pieces > 1)
			TRY(give_pieces(runs, &letters, err));
	}
	return RC_OK;
}

/* The bytes behind all texts are looked through once, with the last of them. */
static enum rc
read_text(struct runs *runs, bool last, struct err *err)
{
	enum rc rc = RC_OK;

	buf_clear(&runs->taken);
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]) &&
	    rc == RC_OK; i++)
		if (last || !kinds[i]->raw || runs->raw.len == 0)
			rc = read_kind(runs, kinds[i], err);
	return rc == RC_OK ? read_base64(runs, err) : rc;
}

enum rc
runs_read(const struct extract_job *job, const struct extract_sink *sink,
    const struct slice *texts, size_t count, struct slice raw,
    struct err *err)
{
	struct runs runs = {.job = job, .sink = sink, .raw = raw,
		.taken = buf_new((job->limits->encoded_runs + 1) *
		    sizeof(struct span))};
	enum rc rc = RC_OK;

	for (size_t i = 0; i < count && rc == RC_OK; i++) {
		runs.text = texts[i];
		runs.decoded = buf_new(texts[i].len + 16);
		rc = read_text(&runs, i + 1 == count, err);
		buf_free(&runs.decoded);
	}
	buf_free(&runs.taken);
	return rc == RC_END ? RC_OK : rc;
}
