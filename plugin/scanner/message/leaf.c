/*
 * leaf - names, decodes and gives out what mime.c found.
 *
 * A part that needs no decoding is given out where it lies in the message; a
 * decoded one lies in the arena.  What does not fit an encoding is given out
 * as other text too, so that a decoder's leniency hides nothing.
 */
#include "scanner/message/header.h"
#include "scanner/message/walk.h"
#include "scanner/message/encoded.h"

/* Header fields whose names may stand in a place; others are numbered. */
static const char *const known_fields[] = {
	"Subject", "From", "To", "Cc", "Bcc", "Reply-To", "Sender", "Date",
	"Message-ID", "In-Reply-To", "References", "Received", "Return-Path",
	"Comments", "Keywords", "Organization", "User-Agent", "X-Mailer",
	"MIME-Version", "Content-Type", "Content-Transfer-Encoding",
	"Content-Disposition", "Content-Description", "Content-ID",
	"DKIM-Signature", "List-Id", "List-Unsubscribe", "Thread-Topic",
	"Sensitivity", "Importance", "Resent-From", "Resent-To",
	"Delivered-To", "Disposition-Notification-To", "Errors-To",
	"msip_labels", "SIO-Label", "X-Protective-Marking",
};

enum rc
walk_flag(struct walk *w, enum cause cause, struct err *err)
{
	bool *said = cause == CAUSE_ambiguous ? &w->ambiguous :
	    cause == CAUSE_truncated ? &w->truncated : NULL;

	if (said != NULL && *said)
		return RC_OK;
	if (said != NULL)
		*said = true;
	return w->sink->flag(w->sink->own, cause, 0, err);
}

enum rc
walk_other(struct walk *w, const char *where, struct slice text,
    struct err *err)
{
	if (slice_trim(text).len == 0)
		return RC_OK;
	return w->sink->text(w->sink->own, where, MIME_TEXT_OTHER,
	    slice_of(""), text, err);
}

static enum rc
decode_field(struct walk *w, struct slice value, struct slice *text,
    struct err *err)
{
	return encoded_words(w->job->charsets, w->job->arena, value, text, err);
}

static enum rc
give_field(struct walk *w, const struct header_field *field, uint64_t number,
    struct err *err)
{
	const char *name = NULL, *where;
	enum mime_text kind = MIME_TEXT_HEADER;
	struct slice text;

	for (size_t i = 0; i < sizeof known_fields / sizeof known_fields[0] &&
	    name == NULL; i++)
		if (slice_is_text_nocase(field->name, known_fields[i]))
			name = known_fields[i];
	where = name != NULL ? arena_printf(w->job->arena, "header %s", name) :
	    arena_printf(w->job->arena, "header %llu",
	    (unsigned long long)number);
	if (where == NULL)
		return arena_full(w->job->arena, "a header field", err);
	if (slice_is_text_nocase(field->name, "subject"))
		kind = MIME_TEXT_SUBJECT;
	TRY(decode_field(w, field->value, &text, err));
	return w->sink->text(w->sink->own, where, kind, field->name, text,
	    err);
}

enum rc
walk_header(struct walk *w, struct slice fields, struct err *err)
{
	struct slice rest = slice_sub(fields, 0, w->job->limits->header_bytes);
	struct slice past = slice_sub(fields, rest.len, fields.len);
	struct header_field field;
	uint64_t number = 0;

	if (past.len > 0)
		TRY(walk_flag(w, CAUSE_too_big, err));
	while (number < w->job->limits->header_lines &&
	    header_next(&rest, &field))
		TRY(give_field(w, &field, ++number, err));
	if (rest.len > 0)
		TRY(walk_flag(w, CAUSE_too_many, err));
	TRY(walk_other(w, "header past the limit", rest, err));
	return walk_other(w, "header past the limit", past, err);
}

enum rc
walk_part_header(struct walk *w, struct slice fields, struct err *err)
{
	struct slice text;
	const char *where = arena_printf(w->job->arena, "mime header %llu",
	    (unsigned long long)w->parts);

	if (where == NULL)
		return arena_full(w->job->arena, "a part's header", err);
	if (fields.len == 0)
		return RC_OK;
	if (fields.len > w->job->limits->header_bytes) {
		TRY(walk_flag(w, CAUSE_too_big, err));
		return walk_other(w, where, fields, err);
	}
	TRY(decode_field(w, fields, &text, err));
	return w->sink->text(w->sink->own, where, MIME_TEXT_PART_HEADER,
	    slice_of(""), text, err);
}

static bool
is_body(const struct entity *e)
{
	return !e->attachment && e->name.len == 0 && entity_is_text(e);
}

static enum rc
name_leaf(struct walk *w, bool body, const char **where, struct err *err)
{
	if (body)
		*where = ++w->bodies == 1 ? "body" :
		    arena_printf(w->job->arena, "body > part %llu",
		    (unsigned long long)w->bodies);
	else
		*where = arena_printf(w->job->arena, "attachment %llu",
		    (unsigned long long)++w->attachments);
	if (*where == NULL)
		return arena_full(w->job->arena, "the name of a part", err);
	return RC_OK;
}

/*
 * Is there a character on this line that no base64 decoder takes, or a space
 * between words?
 */
static bool
is_dirty(struct slice line)
{
	line = slice_trim(line);
	for (size_t i = 0; i < line.len; i++)
		if (!byte_is_alnum(line.at[i]) && line.at[i] != '+' &&
		    line.at[i] != '/' && line.at[i] != '=')
			return true;
	return false;
}

/* Words that are called base64 decode like it, and some readers show them. */
static bool
has_words(struct slice content)
{
	struct slice line;

	if (slice_find_byte(content, ' ') == SIZE_MAX &&
	    slice_find_byte(content, '\t') == SIZE_MAX)
		return false;
	while (slice_cut(&content, '\n', &line))
		if (is_dirty(line))
			return true;
	return false;
}

/* The lines of a text that are odd, or those that are not. */
static enum rc
pick_lines(struct walk *w, struct slice content, bool dirty,
    struct slice *picked, struct err *err)
{
	struct buf text = buf_new(content.len + 1);
	struct slice line;

	while (slice_cut(&content, '\n', &line))
		if (is_dirty(line) == dirty) {
			buf_put(&text, line);
			buf_byte(&text, '\n');
		}
	*picked = arena_copy(w->job->arena, buf_slice(&text));
	buf_free(&text);
	if (picked->at == NULL)
		return arena_full(w->job->arena, "text between base64", err);
	return RC_OK;
}

/*
 * Lines between the base64 are text that some reader shows, or smuggled; and
 * their letters shift what stands behind them, unless a reader skips them.
 */
static enum rc
give_dirty(struct walk *w, const struct mime_leaf *leaf,
    struct slice content, struct err *err)
{
	struct mime_leaf again = *leaf;
	struct slice odd, rest;
	unsigned char *out;

	TRY(pick_lines(w, content, true, &odd, err));
	TRY(walk_other(w, leaf->where, odd, err));
	TRY(pick_lines(w, content, false, &rest, err));
	out = arena_room(w->job->arena,
	    decode_room(DECODE_BASE64, rest.len));
	again.where = arena_printf(w->job->arena, "%s, without odd lines",
	    leaf->where);
	if (out == NULL || again.where == NULL)
		return arena_full(w->job->arena, "base64", err);
	again.bytes = slice_bytes(out, decode_base64(rest, out).len);
	if (again.bytes.len == 0 || slice_is(again.bytes, leaf->bytes))
		return RC_OK;
	again.causes |= cause_bit(CAUSE_ambiguous);
	return w->sink->leaf(w->sink->own, &again, err);
}

static enum rc
decode_leaf(struct walk *w, const struct entity *e, struct slice content,
    struct mime_leaf *leaf, struct err *err)
{
	struct decoded done;
	unsigned char *out;

	leaf->bytes = content;
	if (e->kind == DECODE_UNKNOWN)
		leaf->causes |= cause_bit(CAUSE_unsupported);
	if (e->kind == DECODE_NONE || e->kind == DECODE_UNKNOWN)
		return RC_OK;
	out = arena_room(w->job->arena, decode_room(e->kind, content.len));
	if (out == NULL) {
		leaf->causes |= cause_bit(CAUSE_memory);
		return RC_OK;
	}
	done = decode_bytes(e->kind, content, out);
	leaf->bytes = slice_bytes(out, done.len);
	if (done.truncated)
		leaf->causes |= cause_bit(CAUSE_truncated);
	if (e->kind == DECODE_QUOTED || (done.garbage == 0 &&
	    (e->kind != DECODE_BASE64 || !has_words(content))))
		return RC_OK;
	if (e->kind == DECODE_UU)
		return walk_other(w, leaf->where, content, err);
	if (done.garbage > content.len / 50)
		leaf->causes |= cause_bit(CAUSE_corrupt);
	return give_dirty(w, leaf, content, err);
}

/* What the declared type says about not being able to look inside. */
static cause_set
type_causes(const struct entity *e)
{
	bool pkcs7 = slice_is_text(e->type, "application/pkcs7-mime") ||
	    slice_is_text(e->type, "application/x-pkcs7-mime");

	if (slice_is_text(e->type, "message/partial") ||
	    slice_is_text(e->type, "message/external-body"))
		return cause_bit(CAUSE_elsewhere);
	if (pkcs7 && !slice_is_text_nocase(e->smime, "signed-data") &&
	    !slice_is_text_nocase(e->smime, "certs-only"))
		return cause_bit(CAUSE_encrypted);
	if (entity_is_multipart(e))
		return cause_bit(CAUSE_corrupt);
	return 0;
}

/* An encoded multipart becomes a message that its decoded bytes make. */
static enum rc
as_message(struct walk *w, const struct entity *e, struct mime_leaf *leaf,
    struct err *err)
{
	struct buf text = buf_new(leaf->bytes.len + e->boundary.len + 256);

	buf_text(&text, "Content-Type: multipart/mixed; boundary=\"");
	buf_put(&text, e->boundary);
	buf_text(&text, "\"\n\n");
	buf_put(&text, leaf->bytes);
	leaf->bytes = arena_copy(w->job->arena, buf_slice(&text));
	buf_free(&text);
	if (leaf->bytes.at == NULL)
		return arena_full(w->job->arena, "an encoded multipart", err);
	leaf->type = slice_of("message/rfc822");
	leaf->causes &= ~cause_bit(CAUSE_corrupt);
	leaf->causes |= cause_bit(CAUSE_ambiguous);
	return RC_OK;
}

enum rc
walk_leaf(struct walk *w, const struct entity *entity, struct slice content,
    cause_set causes, struct err *err)
{
	bool body = is_body(entity);
	struct mime_leaf leaf = {
		.name = entity->name, .type = entity->type,
		.charset = entity->charset,
		.causes = causes | type_causes(entity),
		.scope = body ? SCOPE_body : SCOPE_attachment,
	};

	TRY(name_leaf(w, body, &leaf.where, err));
	TRY(decode_leaf(w, entity, content, &leaf, err));
	if (entity_is_multipart(entity) && entity->boundary.len > 0)
		TRY(as_message(w, entity, &leaf, err));
	else if (entity_is_multipart(entity))
		leaf.type = slice_of("text/plain");
	return w->sink->leaf(w->sink->own, &leaf, err);
}
