/*
 * pipeline - a message from its bytes to what is known about it.
 *
 * Start reading here:
 *
 *   root -> queue -> examine each part: choose a reader, gather its text (its
 *   children go to the end of the queue), normalise, match -> sum up
 *
 * Containers never recurse, so depth, count, ratio, bytes and time are counted
 * in one place (budget.h).
 */
#include "scanner/pipeline.h"

#include "base/buf.h"
#include "scanner/document.h"
#include "scanner/extract/format.h"
#include "scanner/extract/runs.h"
#include "scanner/outside.h"
#include "scanner/reading.h"
#include "scanner/words.h"

enum { WORDS_MOST = 64 };

struct scan {
	const struct pipeline *with;
	const struct pipeline_request *request;
	struct arena *arena;
	struct pipeline_result *result;
	struct budget budget;
	struct match *match;
	struct buf parts;	/* struct part *: the queue and the result */
	struct buf texts;	/* struct text * */
	struct words words;	/* that may open what is encrypted */
	size_t bodies;		/* parts before this one: bodies are read */
};

/* A sentence about our own trouble; the first one is kept. */
static void
note(struct scan *s, const struct err *err)
{
	if (s->result->note == NULL)
		s->result->note = arena_printf(s->arena, "%s", err->text);
}

static enum rc
queue(void *own, struct part *part, struct err *err)
{
	struct scan *s = own;

	if (!buf_put(&s->parts, slice_bytes(&part, sizeof part)))
		return err_set(err, RC_LIMIT, "the queue of parts is full");
	return RC_OK;
}

static enum rc
queue_root(struct scan *s, struct err *err)
{
	const struct pipeline_request *request = s->request;
	struct part *root = arena_alloc(s->arena, sizeof *root);

	if (root == NULL)
		return arena_full(s->arena, "the message", err);
	budget_part(&s->budget);
	*root = (struct part){
		.id = 1, .fd = -1, .name = request->name,
		.bytes = slice_sub(request->bytes, 0,
		    s->with->limits->message_bytes),
		.where = request->document ? "document" : "message",
		.declared_type = slice_of(request->document ? "" :
		    "message/rfc822"),
		.scope = request->document ? SCOPE_attachment : SCOPE_body,
	};
	if (request->cut || root->bytes.len < request->bytes.len)
		root->causes |= cause_bit(CAUSE_too_big);
	return queue(s, root, err);
}

/* Text of our own about a part: its file name, the envelope. */
static enum rc
put_note(struct reading *r, const char *where, unsigned flags,
    struct slice text, struct err *err)
{
	struct extract_place place = { .where = where };
	uint32_t id;

	if (text.len == 0)
		return RC_OK;
	TRY(gather_place(r->gather, &place, &id, err));
	return gather_text(r->gather, id, flags, text, err);
}

static enum rc
put_notes(struct scan *s, struct reading *r, struct err *err)
{
	TRY(put_note(r, "file name", TEXT_FLAG_filename, r->part->name, err));
	for (size_t i = 0; r->part->id == 1 && i < s->request->address_count;
	    i++) {
		const char *where = arena_printf(s->arena,
		    "envelope address %zu", i + 1);
		if (where == NULL)
			return arena_full(s->arena, "the envelope", err);
		TRY(put_note(r, where, TEXT_FLAG_envelope,
		    s->request->addresses[i], err));
	}
	return RC_OK;
}

static enum rc
read_here(struct scan *s, const struct extractor *reader, struct reading *r,
    struct err *err)
{
	struct extract_sink sink = reading_sink(r);
	struct extract_job job = {
		.part = r->part, .limits = s->with->limits,
		.clock = s->with->clock, .deadline_ms = s->budget.deadline_ms,
		.arena = s->arena, .charsets = s->with->charsets,
	};
	enum rc rc = reader->extract(&job, &sink, err);

	reading_failed(r, rc);
	return rc == RC_SYSTEM || rc == RC_BUG ? rc : RC_OK;
}

/* Files that stand as letters in what was read (too long a text: in all). */
static void
read_runs(struct scan *s, const struct extractor *reader, struct reading *r)
{
	struct extract_sink sink = reading_sink(r);
	struct extract_job job = {
		.part = r->part, .limits = s->with->limits,
		.clock = s->with->clock, .deadline_ms = s->budget.deadline_ms,
		.arena = s->arena, .charsets = s->with->charsets,
	};
	struct slice texts[GATHER_PIECES], raw = r->part->bytes;
	struct err err;

	gather_raw(r->gather, texts);
	if (reader->class != EXTRACT_TEXT || reader == &extractor_mail)
		raw.len = 0;
	if (gather_cut(r->gather) > 0 && raw.len > 0) {
		texts[0].len = 0;
		texts[GATHER_PIECES - 1] = raw;
	}
	reading_failed(r, runs_read(&job, &sink, texts, GATHER_PIECES, raw,
	    &err));
}

static enum rc
read_there(struct scan *s, const struct extractor *reader, struct reading *r,
    struct err *err)
{
	struct slice words[WORDS_MOST];
	struct document_ask ask = { .reader = reader, .passwords = words,
	    .zygote = s->with->zygotes == NULL ? -1 :
	    s->with->zygotes[reader->class] };
	enum rc rc;

	ask.password_count = words_best(&s->words, words,
	    s->with->limits->passwords < WORDS_MOST ?
	    (size_t)s->with->limits->passwords : WORDS_MOST);
	rc = document_read(&ask, r, err);

	reading_failed(r, rc);
	return rc;
}

/* Can anything be read in it at all? */
static bool
is_readable(const struct part *part)
{
	if (part->bytes.len == 0)
		return part->causes == 0;
	return (part->causes & cause_bit(CAUSE_too_deep)) == 0;
}

/*
 * Our own readers first; a program of the site has what none of them is sure
 * of.
 */
static const struct extractor *
choose(const struct scan *s, const struct part *part, bool *conflict)
{
	const struct extractor *reader = extract_choose(part, conflict);
	const struct extractor *outside = NULL;

	if (reader == NULL || reader->sniff(part->bytes, part->name,
	    part->declared_type) < 2)
		outside = outside_choose(s->with->outsides, part);
	if (outside != NULL)
		reader = outside;
	if (outside_is_claimed(s->with->outsides, part))
		*conflict = reader == NULL ||
		    !extract_is_claimed(reader, part);
	return reader;
}

static void
choose_and_read(struct scan *s, struct reading *r)
{
	struct part *part = r->part;
	struct err err;
	bool conflict;
	enum rc rc;
	const struct extractor *reader = choose(s, part, &conflict);

	if (conflict)
		part->flags |= PART_FLAG_type_conflict;
	part->type = reader != NULL ? reader->type :
	    format_type(s->with->format, part->bytes);
	if (reader == NULL) {
		part->type = arena_printf(s->arena, "%s", part->type);
		if ((part->causes & cause_bit(CAUSE_encrypted)) == 0)
			reading_cause(r, CAUSE_unsupported);
		return;
	}
	part->examined = PART_YES;
	r->is_archive = reader->class != EXTRACT_TEXT;
	rc = reader->class == EXTRACT_TEXT ? read_here(s, reader, r, &err) :
	    read_there(s, reader, r, &err);
	if (rc != RC_OK)
		note(s, &err);
	read_runs(s, reader, r);
	/* The header of a message has too many: only its subject, later. */
	if (reader->class == EXTRACT_TEXT && reader != &extractor_mail) {
		struct slice texts[GATHER_PIECES];

		gather_raw(r->gather, texts);
		for (size_t i = 0; i < GATHER_PIECES; i++)
			words_hold(&s->words, texts[i]);
	}
}

static void
match_failed(struct scan *s, struct reading *r, enum rc rc,
    const struct err *err)
{
	if (rc == RC_LIMIT)
		reading_cause(r, budget_time(&s->budget) != CAUSE_none ?
		    CAUSE_time : CAUSE_memory);
	else if (rc != RC_OK) {
		reading_cause(r, CAUSE_internal);
		note(s, err);
	}
}

static void
hold_subject(struct scan *s, const struct text *text)
{
	for (size_t i = 0; i < text->run_count; i++)
		if (text->runs[i].scope == SCOPE_subject)
			words_hold(&s->words, slice_sub(text->bytes,
			    text->runs[i].start, i + 1 < text->run_count ?
			    text->runs[i + 1].start : text->bytes.len));
}

/* The text a reader gave goes to the matcher, and to the result if asked. */
static void
match_text_of(struct scan *s, struct reading *r)
{
	struct text *text = arena_alloc(s->arena, sizeof *text);
	struct text none;
	struct err err;
	enum rc rc = gather_end(r->gather, text != NULL ? text : &none, &err);

	if (text == NULL || rc != RC_OK) {
		reading_cause(r, CAUSE_memory);
		return;
	}
	if (gather_cut(r->gather) > 0) {
		s->result->text_cut += gather_cut(r->gather);
		reading_cause(r, CAUSE_too_big);
	}
	s->budget.text += text->bytes.len;
	if (text->bytes.len == 0)
		return;
	hold_subject(s, text);
	if (s->match != NULL)
		match_failed(s, r, match_text(s->match, text, &err), &err);
	if (s->request->texts)
		buf_put(&s->texts, slice_bytes(&text, sizeof text));
}

static void
sum_up(struct part *part)
{
	if (part->type == NULL)
		part->type = "application/octet-stream";
	if (part->causes != 0 && part->examined == PART_YES)
		part->examined = PART_PARTLY;
}

static void
examine(struct scan *s, struct part *part)
{
	struct reading r = { .part = part, .budget = &s->budget,
	    .arena = s->arena, .found = queue, .own = s };
	struct err err;
	uint64_t most = budget_text_left(&s->budget);

	if (budget_time(&s->budget) != CAUSE_none) {
		reading_cause(&r, CAUSE_time);
		sum_up(part);
		return;
	}
	/* Names are short and always looked at. */
	if (gather_begin(s->arena, part, most + 4096, &r.gather, &err) !=
	    RC_OK) {
		reading_cause(&r, CAUSE_memory);
		sum_up(part);
		return;
	}
	if (put_notes(s, &r, &err) != RC_OK)
		reading_cause(&r, CAUSE_memory);
	if (most == 0)
		reading_cause(&r, CAUSE_too_big);
	else if (is_readable(part))
		choose_and_read(s, &r);
	match_text_of(s, &r);
	sum_up(part);
}

static struct part *
part_at(const struct scan *s, size_t i)
{
	struct part *part;

	memcpy(&part, s->parts.at + i * sizeof part, sizeof part);
	return part;
}

static size_t
part_count(const struct scan *s)
{
	return s->parts.len / sizeof(struct part *);
}

/*
 * A body tells the password of an attachment that may stand before it: bodies
 * that wait are read first.
 */
static void
examine_bodies(struct scan *s)
{
	for (; s->bodies < part_count(s); s->bodies++) {
		struct part *part = part_at(s, s->bodies);

		if (part->type == NULL && part->scope == SCOPE_body)
			examine(s, part);
	}
}

/* The site's words, once for each message: they are few. */
static void
site_words(struct scan *s)
{
	struct slice rest = s->with->passwords, line;

	while (slice_cut(&rest, '\n', &line)) {
		if (slice_ends_nocase(line, slice_of("\r")))
			line.len--;
		words_add(&s->words, WORDS_SITE, line);
	}
}

static void
match_start(struct scan *s)
{
	struct match_options options = {
		.explain = s->request->explain,
		.explain_rule = s->request->rule,
		.clock = s->with->clock,
		.deadline_ms = s->budget.deadline_ms,
	};
	struct err err;

	if (s->with->matcher == NULL)
		return;
	if (match_begin(s->with->matcher, s->arena, &options, &s->match,
	    &err) == RC_OK)
		return;
	s->match = NULL;
	note(s, &err);
	part_at(s, 0)->causes |= cause_bit(CAUSE_internal);
}

static void
match_finish(struct scan *s)
{
	struct err err;

	if (s->match == NULL ||
	    match_end(s->match, &s->result->match, &err) == RC_OK)
		return;
	s->result->match = (struct match_result){0};
	note(s, &err);
	part_at(s, 0)->causes |= cause_bit(CAUSE_internal);
}

/* Copy the lists into the arena. */
static enum rc
give(struct scan *s, struct err *err)
{
	struct pipeline_result *result = s->result;
	struct slice parts = arena_copy(s->arena, buf_slice(&s->parts));
	struct slice texts = arena_copy(s->arena, buf_slice(&s->texts));

	if (parts.at == NULL || texts.at == NULL)
		return arena_full(s->arena, "the result", err);
	result->parts = (const struct part **)(uintptr_t)parts.at;
	result->part_count = part_count(s);
	result->texts = (const struct text **)(uintptr_t)texts.at;
	result->text_count = texts.len / sizeof(struct text *);
	result->text_bytes = s->budget.text;
	return RC_OK;
}

static enum rc
run(struct scan *s, struct err *err)
{
	TRY(queue_root(s, err));
	site_words(s);
	match_start(s);
	for (size_t i = 0; i < part_count(s); i++) {
		if (part_at(s, i)->scope != SCOPE_body)
			examine_bodies(s);
		/* A part has a type once it was examined. */
		if (part_at(s, i)->type == NULL)
			examine(s, part_at(s, i));
	}
	match_finish(s);
	return give(s, err);
}

enum rc
pipeline_run(const struct pipeline *pipeline,
    const struct pipeline_request *request, struct arena *arena,
    struct pipeline_result *result, struct err *err)
{
	struct scan s = {
		.with = pipeline, .request = request, .arena = arena,
		.result = result, .words = { .arena = arena },
		.budget = budget_new(pipeline->limits, pipeline->clock,
		    request->deadline_ms),
	};
	enum rc rc;

	*result = (struct pipeline_result){0};
	s.parts = buf_new((pipeline->limits->parts + 1) * sizeof(void *));
	s.texts = buf_new((pipeline->limits->parts + 1) * sizeof(void *));
	rc = run(&s, err);
	buf_free(&s.parts);
	buf_free(&s.texts);
	return rc;
}
