/*
 * mime - the structure of one message: its header fields and its parts.
 *
 * No recursion: the open multiparts are a stack of boundaries, and every line
 * that could be one is compared with all of them, innermost first.  So a
 * missing closing line ends the inner parts where the outer one goes on, as
 * RFC 2046 section 5.1.2 asks.
 */
#include "scanner/message/mime.h"

#include "scanner/message/header.h"
#include "scanner/message/walk.h"

/* How far to look for a boundary that was not announced. */
enum { LOOK = 1 << 20 };

/* A delimiter line, or the end of the message. */
struct hit {
	size_t content_end;	/* where the content before it ends */
	size_t next;		/* behind the line */
	size_t level;		/* SIZE_MAX: the end of the message */
	bool closing;
};

enum state { IN_LEAF, IN_PREAMBLE, IN_EPILOGUE };

struct cursor {
	size_t at;
	enum state state;
	struct entity entity;	/* of the leaf */
};

enum match { NO_MATCH, DELIMITER, CLOSING, NEARLY };

/* How does the rest of a line behind "--" fit a boundary? */
static enum match
match_boundary(struct slice line, struct slice boundary)
{
	struct slice rest;

	if (!slice_starts(line, boundary))
		return NO_MATCH;
	rest = slice_sub(line, boundary.len, line.len);
	if (slice_trim(rest).len == 0)
		return DELIMITER;
	if (slice_starts(rest, slice_of("--")))
		return slice_trim(slice_sub(rest, 2, rest.len)).len == 0 ?
		    CLOSING : NEARLY;
	return NEARLY;
}

/*
 * Is the line at `at` a delimiter?  A line that only begins like one is not,
 * but some readers would take it.
 */
static bool
delimiter_at(struct walk *w, struct slice line, struct hit *hit, bool *nearly)
{
	line = slice_sub(line, 2, line.len);
	for (size_t i = w->depth; i-- > 0;) {
		enum match match = match_boundary(line, w->levels[i].boundary);
		if (match == NEARLY)
			*nearly = true;
		if (match == NO_MATCH || match == NEARLY)
			continue;
		hit->level = i;
		hit->closing = match == CLOSING;
		return true;
	}
	return false;
}

/* The line end before a delimiter belongs to the delimiter (RFC 2046 5.1.1). */
static size_t
before_line(struct slice all, size_t from, size_t at)
{
	if (at > from && all.at[at - 1] == '\n')
		at--;
	if (at > from && all.at[at - 1] == '\r')
		at--;
	return at;
}

/* "--" at the start of a line: base64, most of most messages, has no '-' at all. */
static struct hit
next_delimiter(struct walk *w, size_t from, bool *nearly)
{
	struct hit hit = { w->all.len, w->all.len, SIZE_MAX, false };
	size_t at = from, end;

	for (; w->depth > 0 && at < w->all.len; at++) {
		struct slice rest = slice_sub(w->all, at, w->all.len);
		size_t dash = slice_find_byte(rest, '-');

		if (dash == SIZE_MAX)
			return hit;
		at += dash;
		rest = slice_sub(w->all, at, w->all.len);
		if ((at > from && w->all.at[at - 1] != '\n') ||
		    !slice_starts(rest, slice_of("--")))
			continue;
		end = slice_find_byte(rest, '\n');
		end = end == SIZE_MAX ? w->all.len : at + end + 1;
		if (end - at > 2 && delimiter_at(w, slice_sub(w->all, at, end),
		    &hit, nearly)) {
			hit.content_end = before_line(w->all, from, at);
			hit.next = end;
			return hit;
		}
		at = end - 1;
	}
	return hit;
}

/* A multipart without a boundary: the first line that could be one, twice. */
static struct slice
guess_boundary(struct slice body)
{
	struct slice rest = body, line;

	for (unsigned lines = 0; lines < 200 && slice_cut(&rest, '\n', &line);
	    lines++) {
		size_t again;
		line = slice_trim(line);
		if (!slice_starts(line, slice_of("--")) || line.len < 6 ||
		    line.len > 200)
			continue;
		again = slice_find(slice_sub(rest, 0, LOOK), line);
		return again != SIZE_MAX ? slice_sub(line, 2, line.len) :
		    slice_of("");
	}
	return slice_of("");
}

/*
 * RFC 2045 section 6.4: a multipart may only be 7bit, 8bit or binary.  Where one
 * says base64 and its boundary does not stand in the clear, it is read as an
 * attached message of its own behind the decoder.
 */
static bool
is_encoded_multipart(const struct entity *e, struct slice body)
{
	if (e->kind != DECODE_BASE64 && e->kind != DECODE_QUOTED &&
	    e->kind != DECODE_UU)
		return false;
	return slice_find(slice_sub(body, 0, LOOK), e->boundary) == SIZE_MAX;
}

static enum rc
open_multipart(struct walk *w, struct cursor *c, struct err *err)
{
	struct entity *e = &c->entity;
	struct slice body = slice_sub(w->all, c->at, w->all.len);
	struct level *level;

	if (e->boundary.len == 0) {
		e->boundary = guess_boundary(body);
		TRY(walk_flag(w, CAUSE_ambiguous, err));
	}
	if (e->boundary.len == 0 || is_encoded_multipart(e, body))
		return RC_OK;
	if (w->job->depth + w->depth >= w->job->limits->mime_depth ||
	    w->depth == WALK_LEVELS) {
		e->boundary = slice_of("");
		return walk_flag(w, CAUSE_too_deep, err);
	}
	if (e->kind == DECODE_BASE64 || e->kind == DECODE_UU)
		TRY(walk_flag(w, CAUSE_ambiguous, err));
	level = &w->levels[w->depth++];
	*level = (struct level){ .boundary = e->boundary };
	level->digest = slice_is_text(e->type, "multipart/digest");
	level->encrypted = slice_is_text(e->type, "multipart/encrypted");
	w->multiparts++;
	c->state = IN_PREAMBLE;
	return RC_OK;
}

/* Behind a header: is it a multipart to open, or a leaf? */
static enum rc
open_entity(struct walk *w, struct cursor *c, struct err *err)
{
	c->state = IN_LEAF;
	if (c->entity.doubled)
		TRY(walk_flag(w, CAUSE_ambiguous, err));
	if (c->entity.cut)
		TRY(walk_flag(w, CAUSE_too_many, err));
	if (!entity_is_multipart(&c->entity))
		return RC_OK;
	return open_multipart(w, c, err);
}

static enum rc
give_content(struct walk *w, struct cursor *c, size_t end, struct err *err)
{
	struct slice content = slice_sub(w->all, c->at, end);
	cause_set causes = 0;

	switch (c->state) {
	case IN_PREAMBLE:
		return walk_other(w, "preamble", content, err);
	case IN_EPILOGUE:
		return walk_other(w, "epilogue", content, err);
	case IN_LEAF:
		break;
	}
	for (size_t i = 0; i < w->depth; i++)
		if (w->levels[i].encrypted)
			causes |= cause_bit(CAUSE_encrypted);
	return walk_leaf(w, &c->entity, content, causes, err);
}

/* Levels inside the one that was hit are over; unclosed ones lack their end. */
static enum rc
close_levels(struct walk *w, size_t keep, struct err *err)
{
	while (w->depth > keep) {
		const struct level *level = &w->levels[--w->depth];
		if (!level->closed)
			TRY(walk_flag(w, CAUSE_truncated, err));
	}
	return RC_OK;
}

static enum rc
limit_parts(struct walk *w, struct cursor *c, struct err *err)
{
	TRY(walk_flag(w, CAUSE_too_many, err));
	TRY(walk_other(w, "parts past the limit",
	    slice_sub(w->all, c->at, w->all.len), err));
	c->at = w->all.len;
	w->depth = 0;
	return RC_END;
}

/* A new part begins behind a delimiter. */
static enum rc
begin_part(struct walk *w, struct cursor *c, struct err *err)
{
	const struct level *in = &w->levels[w->depth - 1];
	struct slice rest = slice_sub(w->all, c->at, w->all.len);
	struct header_block block;

	if (++w->parts > w->job->limits->mime_parts)
		return limit_parts(w, c, err);
	block = header_find(rest);
	if (block.broken && block.fields.len > 0 &&
	    !slice_starts(slice_sub(rest, block.body, rest.len),
	    slice_of("--")))
		TRY(walk_flag(w, CAUSE_ambiguous, err));
	TRY(walk_part_header(w, block.fields, err));
	TRY(entity_read(slice_sub(block.fields, 0,
	    w->job->limits->header_bytes),
	    in->digest ? "message/rfc822" : "text/plain", w->job->limits,
	    w->job->charsets, w->job->arena, &c->entity, err));
	c->at += block.body;
	return open_entity(w, c, err);
}

/* What a delimiter line means where it stands. */
static enum rc
cross(struct walk *w, struct cursor *c, const struct hit *hit,
    struct err *err)
{
	struct level *level;

	TRY(close_levels(w, hit->level + 1, err));
	level = &w->levels[hit->level];
	level->seen = true;
	c->at = hit->next;
	if (hit->closing) {
		level->closed = true;
		c->state = IN_EPILOGUE;
		return RC_OK;
	}
	/* Parts behind the closing line: some readers show them. */
	if (level->closed)
		TRY(walk_flag(w, CAUSE_ambiguous, err));
	return begin_part(w, c, err);
}

static enum rc
walk_body(struct walk *w, struct cursor *c, struct err *err)
{
	TRY(open_entity(w, c, err));
	for (;;) {
		bool nearly = false;
		struct hit hit = next_delimiter(w, c->at, &nearly);
		enum rc rc;
		if (nearly)
			TRY(walk_flag(w, CAUSE_ambiguous, err));
		TRY(give_content(w, c, hit.content_end, err));
		if (hit.level == SIZE_MAX)
			return close_levels(w, 0, err);
		rc = cross(w, c, &hit, err);
		if (rc != RC_OK)
			return rc == RC_END ? RC_OK : rc;
		if (clock_left_ms(w->job->clock, w->job->deadline_ms) == 0) {
			TRY(walk_flag(w, CAUSE_time, err));
			return RC_OK;
		}
	}
}

enum rc
mime_walk(const struct mime_job *job, const struct mime_sink *sink,
    struct err *err)
{
	struct walk *w = arena_alloc(job->arena, sizeof *w);
	struct header_block block = header_find(job->bytes);
	struct cursor c = { .at = block.body };

	if (w == NULL)
		return arena_full(job->arena, "the structure of a message",
		    err);
	w->job = job;
	w->sink = sink;
	w->all = job->bytes;
	if (block.broken && block.fields.len > 0)
		TRY(walk_flag(w, CAUSE_ambiguous, err));
	TRY(walk_header(w, block.fields, err));
	TRY(entity_read(slice_sub(block.fields, 0, job->limits->header_bytes),
	    "text/plain", job->limits, job->charsets, job->arena, &c.entity,
	    err));
	return walk_body(w, &c, err);
}

bool
mime_is_message(struct slice bytes)
{
	static const char *const names[] = {
		"received", "from", "to", "subject", "date", "message-id",
		"mime-version", "return-path", "content-type", "delivered-to",
		"x-mozilla-status", "reply-to", "cc",
	};
	struct header_block block = header_find(slice_sub(bytes, 0, 8192));
	struct header_field field;
	unsigned known = 0;

	while (header_next(&block.fields, &field))
		for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
			known += slice_is_text_nocase(field.name, names[i]);
	return known >= 3;
}
