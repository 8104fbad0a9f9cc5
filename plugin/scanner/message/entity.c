/*
 * entity - what the header of a message or part says about its body.
 *
 * Works on a few fields only; all others are skipped.
 */
#include "scanner/message/entity.h"

#include "scanner/message/header.h"
#include "scanner/message/param.h"

struct reader {
	const struct limits *limits;
	struct charsets *set;
	struct arena *arena;
	struct entity *entity;
	struct params params;
	bool has_type, has_disposition;
};

static enum rc
lower_copy(struct arena *arena, struct slice s, struct slice *out,
    struct err *err)
{
	unsigned char *copy = arena_alloc(arena, s.len + 1);

	if (copy == NULL)
		return arena_full(arena, "a media type", err);
	for (size_t i = 0; i < s.len; i++)
		copy[i] = byte_lower(s.at[i]);
	*out = slice_bytes(copy, s.len);
	return RC_OK;
}

bool
entity_is_multipart(const struct entity *entity)
{
	return slice_starts(entity->type, slice_of("multipart/"));
}

bool
entity_is_text(const struct entity *entity)
{
	return slice_is_text(entity->type, "text/plain") ||
	    slice_is_text(entity->type, "text/html");
}

static enum rc
read_params(struct reader *r, struct slice value, struct err *err)
{
	TRY(params_read(r->arena, value, r->limits->header_params, &r->params,
	    err));
	r->entity->doubled |= r->params.doubled;
	r->entity->cut |= r->params.cut;
	return RC_OK;
}

static enum rc
text_of(struct reader *r, const char *name, struct slice *text,
    struct err *err)
{
	return params_text(&r->params, name, r->set, r->arena, text, err);
}

static bool
is_type(struct slice value)
{
	size_t slash = slice_find_byte(value, '/');

	return slash != SIZE_MAX && slash > 0 && slash + 1 < value.len &&
	    value.len < 128;
}

static enum rc
read_type(struct reader *r, struct slice value, struct err *err)
{
	struct entity *e = r->entity;
	bool multipart = slice_starts_nocase(value, slice_of("multipart/"));

	e->doubled |= r->has_type;
	if (r->has_type && (!multipart || entity_is_multipart(e)))
		return RC_OK;
	r->has_type = true;
	TRY(read_params(r, value, err));
	if (is_type(r->params.value))
		TRY(lower_copy(r->arena, r->params.value, &e->type, err));
	TRY(text_of(r, "charset", &e->charset, err));
	TRY(text_of(r, "boundary", &e->boundary, err));
	TRY(text_of(r, "smime-type", &e->smime, err));
	if (e->name.len == 0)
		TRY(text_of(r, "name", &e->name, err));
	return RC_OK;
}

static enum rc
read_disposition(struct reader *r, struct slice value, struct err *err)
{
	struct slice name;

	r->entity->doubled |= r->has_disposition;
	r->has_disposition = true;
	TRY(read_params(r, value, err));
	r->entity->attachment |=
	    slice_is_text_nocase(r->params.value, "attachment");
	TRY(text_of(r, "filename", &name, err));
	if (name.len > 0)
		r->entity->name = name;
	return RC_OK;
}

static void
read_encoding(struct reader *r, struct slice value)
{
	enum decode_kind kind = decode_kind(value);

	if (r->entity->encoding.len > 0 && kind != r->entity->kind) {
		r->entity->doubled = true;
		if (r->entity->kind != DECODE_NONE)
			return;
	}
	r->entity->encoding = value;
	r->entity->kind = kind;
}

enum rc
entity_read(struct slice fields, const char *fallback,
    const struct limits *limits, struct charsets *set, struct arena *arena,
    struct entity *entity, struct err *err)
{
	struct reader r = { .limits = limits, .set = set, .arena = arena,
	    .entity = entity };
	struct header_field field;

	*entity = (struct entity){ .type = slice_of(fallback) };
	while (header_next(&fields, &field)) {
		if (!slice_starts_nocase(field.name, slice_of("content-")))
			continue;
		if (slice_is_text_nocase(field.name, "content-type"))
			TRY(read_type(&r, field.value, err));
		else if (slice_is_text_nocase(field.name,
		    "content-disposition"))
			TRY(read_disposition(&r, field.value, err));
		else if (slice_is_text_nocase(field.name,
		    "content-transfer-encoding"))
			read_encoding(&r, field.value);
	}
	return RC_OK;
}
