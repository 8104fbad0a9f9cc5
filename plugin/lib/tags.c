/*
 * tags - the header fields that go on the message.
 *
 * X-Outmark-ID always, the labels unless the site wants ids only (the action
 * `tag` wants them all the same), confidence, counts and coverage in full.
 * Values are printable ASCII on one line, cut between two labels.
 */
#include "base/escape.h"
#include "lib/protective.h"
#include "lib/result.h"
#include "lib/sio.h"

/* A line may be 998 octets long (RFC 5322, 2.1.1); the name takes some. */
enum { TAGS_VALUE = 900 };

enum rc
tags_add(struct outmark_result *r, const char *name, const char *value,
    struct err *err)
{
	if (value == NULL)
		return arena_full(r->arena, "The result", err);
	r->headers[r->header_count++] = (struct result_header){
		.name = name, .value = value,
	};
	return RC_OK;
}

static bool
tags_wants_labels(const struct outmark_result *r)
{
	if (config_tags(r->use->config) != TAGS_ID)
		return true;
	for (size_t i = 0; r->enforced && i < r->verdict_count; i++)
		if (r->verdicts[i].action == ACTION_tag)
			return true;
	return false;
}

static enum rc
tags_labels(struct outmark_result *r, bool full, struct err *err)
{
	const struct answer *a = r->answer;
	struct buf out = buf_new(TAGS_VALUE + 256);
	const char *value;
	size_t i;

	for (i = 0; i < a->label_count && out.len < TAGS_VALUE - 160; i++) {
		buf_text(&out, i > 0 ? ", " : "");
		escape_header(&out, slice_of(a->labels[i].id));
		if (full)
			buf_printf(&out, ";confidence=%u;count=%llu",
			    a->labels[i].confidence,
			    (unsigned long long)a->labels[i].count);
	}
	if (i < a->label_count)
		buf_printf(&out, ", more=%zu", a->label_count - i);
	value = arena_string(r->arena, buf_slice(&out));
	buf_free(&out);
	return tags_add(r, "X-Outmark-Labels", value, err);
}

static enum rc
tags_coverage(struct outmark_result *r, struct err *err)
{
	const struct answer *a = r->answer;
	size_t counts[3] = {0};
	const char *causes = answer_causes_text(r->arena, a->causes);

	for (size_t i = 0; i < a->part_count; i++)
		counts[a->parts[i].examined < 3 ? a->parts[i].examined : 0]++;
	if (causes == NULL)
		return arena_full(r->arena, "The result", err);
	return tags_add(r, "X-Outmark-Coverage", arena_printf(r->arena,
	    "parts=%zu; examined=%zu; partly=%zu; no=%zu; causes=%s",
	    a->part_count, counts[2], counts[1], counts[0],
	    causes[0] != '\0' ? causes : "none"), err);
}

enum rc
tags_write(struct outmark_result *r, const unsigned char *body,
    struct err *err)
{
	bool full = config_tags(r->use->config) == TAGS_FULL;
	char mark[INCIDENT_MARK_SIZE];

	incident_mark(&r->outmark->mark_key, r->id, body, mark);
	TRY(tags_add(r, "X-Outmark-ID", arena_string(r->arena,
	    slice_of(mark)), err));
	if (tags_wants_labels(r) && r->answer->label_count > 0)
		TRY(tags_labels(r, full, err));
	if (full)
		TRY(tags_coverage(r, err));
	TRY(sio_write(r, err));
	return protective_write(r, err);
}
