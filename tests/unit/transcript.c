/*
 * transcript - a scan as lines of text.  See transcript.h.
 */
#include "unit/transcript.h"

#include "scanner/message/charset.h"
#include "unit/unit.h"

struct transcript
transcript_new(void)
{
	struct transcript t = { .limits = limit_defaults(),
	    .clock = clock_system() };

	t.request.texts = true;
	t.request.deadline_ms = clock_monotonic_ms(&t.clock) + 60000;
	return t;
}

static void
put_part(struct buf *out, const struct part *part)
{
	static const char *const examined[] = { "no", "partly", "yes" };
	const char *comma = " ";

	buf_printf(out, "part %u < %u %s (%s) %s", part->id, part->parent,
	    part->where, part->type, examined[part->examined]);
	for (unsigned c = 1; c < CAUSE_END; c++)
		if (part->causes & cause_bit((enum cause)c)) {
			buf_printf(out, "%s%s", comma, cause_name((enum cause)c));
			comma = ",";
		}
	if (part->flags != 0)
		buf_printf(out, " +%u", part->flags);
	if (part->name.len > 0)
		buf_printf(out, " \"%.*s\"", (int)part->name.len,
		    (const char *)part->name.at);
	buf_byte(out, '\n');
}

static void
put_runs(struct buf *out, const struct text *text)
{
	for (size_t i = 0; i < text->run_count; i++) {
		const struct text_run *run = &text->runs[i];
		size_t end = i + 1 < text->run_count ?
		    text->runs[i + 1].start : text->bytes.len;
		struct slice s = slice_trim(slice_sub(text->bytes,
		    run->start, end));
		buf_printf(out, "%s [%s]: %.*s\n", run->where,
		    scope_name(run->scope), (int)s.len, (const char *)s.at);
	}
}

const char *
transcript_of(struct transcript *t, struct slice bytes)
{
	struct buf out = buf_new(1 << 26);
	static struct charsets *set;	/* costs more than a scan: kept */
	struct pipeline with = { .limits = &t->limits, .clock = &t->clock };
	struct err err;

	if (set == NULL)
		CHECK_RC(charsets_open(&set, &err), RC_OK, &err);
	with.charsets = set;
	t->arena = arena_new(1 << 28);
	t->request.bytes = bytes;
	CHECK_RC(pipeline_run(&with, &t->request, t->arena, &t->result, &err),
	    RC_OK, &err);
	for (size_t i = 0; i < t->result.part_count; i++) {
		put_part(&out, t->result.parts[i]);
		for (size_t k = 0; k < t->result.text_count; k++)
			if (t->result.texts[k]->part == t->result.parts[i]->id)
				put_runs(&out, t->result.texts[k]);
	}
	t->text = arena_string(t->arena, buf_slice(&out));
	buf_free(&out);
	return t->text;
}

void
transcript_free(struct transcript *t)
{
	arena_free(t->arena);
	t->arena = NULL;
}
