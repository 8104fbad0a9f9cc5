/*
 * answer - a result as frames to the client.
 *
 * One buffer is used for all frames.  What is longer than its field is cut:
 * the schema of the client would refuse the whole answer otherwise.
 */
#include "scanner/answer.h"

#include "base/escape.h"
#include "base/frame.h"

struct sender {
	const struct answer *to;
	struct buf out;
};

static enum rc
send_frame(struct sender *s, struct err *err)
{
	TRY(buf_check(&s->out, "an answer", err));
	return frame_send(s->to->socket, &s->out, NULL, 0, s->to->clock,
	    s->to->deadline_ms, err);
}

/* At most `most` bytes, ending at a character, and only what a text may hold. */
static void
put_text(struct sender *s, enum frame_field field, const char *text,
    size_t most)
{
	struct slice in = slice_of(text);
	struct buf clean = buf_new(most);

	while (in.len > 0 && !clean.full) {
		size_t len;
		uint32_t code = utf8_decode(in, &len);
		if (code < 0x20 || (code >= 0x7f && code < 0xa0))
			code = '?';
		utf8_put(&clean, code);
		in = slice_sub(in, len, in.len);
	}
	frame_put_text(&s->out, field, buf_slice(&clean));
	buf_free(&clean);
}

static enum rc
send_packs(struct sender *s, const struct matcher *matcher, struct err *err)
{
	size_t count;
	const struct match_pack *packs = matcher_packs(matcher, &count);

	for (size_t i = 0; i < count; i++) {
		frame_begin(&s->out, FRAME_PACK);
		put_text(s, FIELD_PACK_id, packs[i].id, 128);
		put_text(s, FIELD_PACK_version, packs[i].version, 64);
		put_text(s, FIELD_PACK_hash, packs[i].hash, 64);
		TRY(send_frame(s, err));
	}
	return RC_OK;
}

static enum rc
send_part(struct sender *s, const struct part *part, struct err *err)
{
	frame_begin(&s->out, FRAME_PART);
	frame_put_number(&s->out, FIELD_PART_id, part->id);
	frame_put_number(&s->out, FIELD_PART_parent, part->parent);
	put_text(s, FIELD_PART_where, part->where, 256);
	if (part->name.len > 0)
		frame_put_bytes(&s->out, FIELD_PART_name,
		    slice_sub(part->name, 0, 1024));
	put_text(s, FIELD_PART_type, part->type, 128);
	frame_put_number(&s->out, FIELD_PART_size, part->bytes.len);
	frame_put_number(&s->out, FIELD_PART_examined, part->examined);
	frame_put_number(&s->out, FIELD_PART_causes, part->causes);
	frame_put_number(&s->out, FIELD_PART_flags, part->flags);
	return send_frame(s, err);
}

/* One run of a text, in pieces that fit a frame and end at a character. */
static enum rc
send_run(struct sender *s, const struct text *text,
    const struct text_run *run, struct slice bytes, struct err *err)
{
	while (bytes.len > 0) {
		size_t take = bytes.len < 65536 ? bytes.len : 65536;
		while (take < bytes.len && (bytes.at[take] & 0xc0) == 0x80)
			take--;
		frame_begin(&s->out, FRAME_TEXT);
		frame_put_number(&s->out, FIELD_TEXT_part, text->part);
		frame_put_number(&s->out, FIELD_TEXT_scope, run->scope);
		frame_put_bytes(&s->out, FIELD_TEXT_bytes,
		    slice_sub(bytes, 0, take));
		if (run->where != NULL)
			put_text(s, FIELD_TEXT_where, run->where, 256);
		TRY(send_frame(s, err));
		bytes = slice_sub(bytes, take, bytes.len);
	}
	return RC_OK;
}

static enum rc
send_text(struct sender *s, const struct text *text, struct err *err)
{
	for (size_t i = 0; i < text->run_count; i++) {
		size_t end = i + 1 < text->run_count ?
		    text->runs[i + 1].start : text->bytes.len;
		TRY(send_run(s, text, &text->runs[i],
		    slice_sub(text->bytes, text->runs[i].start, end), err));
	}
	return RC_OK;
}

static enum rc
send_label(struct sender *s, const struct label *label, struct err *err)
{
	frame_begin(&s->out, FRAME_LABEL);
	put_text(s, FIELD_LABEL_id, label->id, 128);
	frame_put_number(&s->out, FIELD_LABEL_confidence, label->confidence);
	frame_put_number(&s->out, FIELD_LABEL_count, label->count);
	frame_put_number(&s->out, FIELD_LABEL_part, label->part);
	frame_put_number(&s->out, FIELD_LABEL_part_count, label->part_count);
	return send_frame(s, err);
}

static enum rc
send_finding(struct sender *s, const struct finding *f, struct err *err)
{
	frame_begin(&s->out, FRAME_FINDING);
	put_text(s, FIELD_FINDING_rule, f->rule, 128);
	put_text(s, FIELD_FINDING_label, f->label, 128);
	frame_put_number(&s->out, FIELD_FINDING_confidence, f->confidence);
	frame_put_number(&s->out, FIELD_FINDING_count, f->count);
	frame_put_number(&s->out, FIELD_FINDING_part, f->part);
	put_text(s, FIELD_FINDING_where, f->where, 256);
	frame_put_number(&s->out, FIELD_FINDING_start, f->span.start);
	frame_put_number(&s->out, FIELD_FINDING_end, f->span.end);
	put_text(s, FIELD_FINDING_masked, f->masked, 128);
	frame_put_bytes(&s->out, FIELD_FINDING_digest,
	    slice_bytes(f->digest, sizeof f->digest));
	if (f->validator != NULL)
		put_text(s, FIELD_FINDING_validator, f->validator, 64);
	frame_put_number(&s->out, FIELD_FINDING_state, f->state);
	frame_put_number(&s->out, FIELD_FINDING_scope, f->scope);
	return send_frame(s, err);
}

static void
put_list(struct sender *s, enum frame_field field, const char *const *items,
    size_t count, size_t most)
{
	for (size_t i = 0; i < count; i++)
		put_text(s, field, items[i], most);
}

static enum rc
send_marking(struct sender *s, const struct match_marking *found,
    struct err *err)
{
	const struct marking *m = &found->marking;

	frame_begin(&s->out, FRAME_MARKING);
	frame_put_number(&s->out, FIELD_MARKING_part, found->part);
	put_text(s, FIELD_MARKING_system, m->system, 64);
	put_text(s, FIELD_MARKING_level, m->level, 64);
	put_text(s, FIELD_MARKING_text, m->text, 256);
	put_list(s, FIELD_MARKING_control, m->controls, m->control_count, 64);
	put_list(s, FIELD_MARKING_release, m->releases, m->release_count, 64);
	put_text(s, FIELD_MARKING_kind, m->kind, 32);
	put_text(s, FIELD_MARKING_where, found->where, 256);
	frame_put_number(&s->out, FIELD_MARKING_conformant,
	    m->broken_count == 0);
	put_list(s, FIELD_MARKING_broken, m->broken, m->broken_count, 128);
	frame_put_number(&s->out, FIELD_MARKING_mention, m->mention);
	frame_put_number(&s->out, FIELD_MARKING_quoted, m->quoted);
	return send_frame(s, err);
}

static enum rc
send_overall(struct sender *s, const struct marking *m, struct err *err)
{
	frame_begin(&s->out, FRAME_OVERALL);
	put_text(s, FIELD_OVERALL_system, m->system, 64);
	put_text(s, FIELD_OVERALL_level, m->level, 64);
	put_text(s, FIELD_OVERALL_text, m->text, 256);
	put_list(s, FIELD_OVERALL_control, m->controls, m->control_count, 64);
	put_list(s, FIELD_OVERALL_release, m->releases, m->release_count, 64);
	return send_frame(s, err);
}

static enum rc
send_contract(struct sender *s, const struct contract *c, struct err *err)
{
	frame_begin(&s->out, FRAME_CONTRACT);
	frame_put_number(&s->out, FIELD_CONTRACT_part, c->part);
	put_text(s, FIELD_CONTRACT_kind, c->kind, 32);
	frame_put_number(&s->out, FIELD_CONTRACT_score, c->score);
	put_text(s, FIELD_CONTRACT_state, c->state, 32);
	return send_frame(s, err);
}

static enum rc
send_explanation(struct sender *s, const struct match_explanation *e,
    struct err *err)
{
	frame_begin(&s->out, FRAME_EXPLAIN);
	put_text(s, FIELD_EXPLAIN_rule, e->rule, 128);
	frame_put_number(&s->out, FIELD_EXPLAIN_part, e->part);
	put_text(s, FIELD_EXPLAIN_element, e->element, 64);
	frame_put_number(&s->out, FIELD_EXPLAIN_passed, e->passed);
	put_text(s, FIELD_EXPLAIN_sentence, e->sentence, 512);
	if (e->where != NULL)
		put_text(s, FIELD_EXPLAIN_where, e->where, 256);
	return send_frame(s, err);
}

static enum rc
send_match(struct sender *s, const struct match_result *m, struct err *err)
{
	for (size_t i = 0; i < m->label_count; i++)
		TRY(send_label(s, &m->labels[i], err));
	for (size_t i = 0; i < m->finding_count; i++)
		TRY(send_finding(s, &m->findings[i], err));
	for (size_t i = 0; i < m->marking_count; i++)
		TRY(send_marking(s, &m->markings[i], err));
	for (size_t i = 0; i < m->overall_count; i++)
		TRY(send_overall(s, &m->overall[i].marking, err));
	for (size_t i = 0; i < m->contract_count; i++)
		TRY(send_contract(s, &m->contracts[i], err));
	for (size_t i = 0; i < m->explanation_count; i++)
		TRY(send_explanation(s, &m->explanations[i], err));
	return RC_OK;
}

static enum rc
send_end(struct sender *s, const struct matcher *matcher,
    const struct pipeline_result *result, struct err *err)
{
	if (result->note != NULL) {
		frame_begin(&s->out, FRAME_NOTE);
		put_text(s, FIELD_NOTE_sentence, result->note, 512);
		TRY(send_frame(s, err));
	}
	frame_begin(&s->out, FRAME_DONE);
	put_text(s, FIELD_DONE_engine, matcher_engine(matcher), 64);
	put_text(s, FIELD_DONE_generation, matcher_generation(matcher), 64);
	frame_put_number(&s->out, FIELD_DONE_findings_dropped,
	    result->match.findings_dropped);
	frame_put_number(&s->out, FIELD_DONE_text_cut, result->text_cut);
	put_text(s, FIELD_DONE_jail, s->to->jail, 128);
	frame_put_number(&s->out, FIELD_DONE_text_bytes, result->text_bytes);
	return send_frame(s, err);
}

static enum rc
send_all(struct sender *s, const struct matcher *matcher,
    const struct pipeline_result *result, struct err *err)
{
	TRY(send_packs(s, matcher, err));
	for (size_t i = 0; i < result->part_count; i++)
		TRY(send_part(s, result->parts[i], err));
	for (size_t i = 0; i < result->text_count; i++)
		TRY(send_text(s, result->texts[i], err));
	TRY(send_match(s, &result->match, err));
	return send_end(s, matcher, result, err);
}

enum rc
answer_send(const struct answer *answer, const struct pipeline *pipeline,
    const struct pipeline_result *result, struct err *err)
{
	struct sender s = { .to = answer, .out = buf_new(FRAME_MAX) };
	enum rc rc = send_all(&s, pipeline->matcher, result, err);

	buf_free(&s.out);
	return rc;
}
