/*
 * mail_label - an XML label inside a SIO-Label field becomes a part.
 */
#include "scanner/extract/mail_label.h"

#include <stdlib.h>

#include "base/buf.h"
#include "scanner/message/decode.h"
#include "scanner/message/param.h"

enum { LABEL_VALUE_MOST = 65536 };

static enum rc
give(const struct extract_job *job, const struct extract_sink *sink,
    const char *where, struct slice base64, struct err *err)
{
	unsigned char *bytes = arena_alloc(job->arena,
	    decode_room(DECODE_BASE64, base64.len) + 1);
	struct extract_place place = {.where = where};
	struct extract_child child = {.lasting = true,
		.type = slice_of("application/xml"),
		.scope = SCOPE_metadata};

	if (bytes == NULL)
		return arena_full(job->arena, "a label", err);
	child.bytes = slice_bytes(bytes, decode_base64(base64, bytes).len);
	if (child.bytes.len == 0)
		return RC_OK;
	TRY(sink->place(sink->own, &place, &child.place, err));
	return sink->child(sink->own, &child, err);
}

static enum rc
read_params(const struct extract_job *job, struct params *params,
    const struct extract_sink *sink, const char *where, struct slice line,
    struct err *err)
{
	struct slice type, label;

	TRY(params_read(job->arena, line, job->limits->header_params, params,
	    err));
	TRY(params_text(params, "type", job->charsets, job->arena, &type,
	    err));
	if (!slice_is_text_nocase(type, ":xml"))
		return RC_OK;
	TRY(params_text(params, "label", job->charsets, job->arena, &label,
	    err));
	return give(job, sink, where, label, err);
}

enum rc
mail_label(const struct extract_job *job, const struct extract_sink *sink,
    const char *where, struct slice value, struct err *err)
{
	struct buf line = buf_new(LABEL_VALUE_MOST + 4);
	struct params *params = calloc(1, sizeof *params);
	struct slice copy;
	enum rc rc = RC_OK;

	/* A field of parameters alone: the first stands where a value would. */
	buf_text(&line, "x; ");
	buf_put(&line, slice_sub(value, 0, LABEL_VALUE_MOST));
	copy = arena_copy(job->arena, buf_slice(&line));
	if (params == NULL || copy.at == NULL)
		rc = arena_full(job->arena, "a label", err);
	else
		rc = read_params(job, params, sink, where, copy, err);
	buf_free(&line);
	free(params);
	return rc;
}
