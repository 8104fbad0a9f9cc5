/*
 * shown - what the scanner found, as the public result shows it.
 *
 * Nothing is made here: rows of the checked answer under their public names.
 */
#include "base/scope.h"
#include "lib/library.h"

size_t
outmark_result_label_count(const struct outmark_result *r)
{
	return r->answer->label_count;
}

struct outmark_label
outmark_result_label(const struct outmark_result *r, size_t index)
{
	const struct answer_label *l;

	if (index >= r->answer->label_count)
		return (struct outmark_label){0};
	l = &r->answer->labels[index];
	return (struct outmark_label){
		.id = l->id,
		.title = labels_title(r->generation->labels, l->id),
		.confidence = l->confidence, .count = l->count,
	};
}

size_t
outmark_result_part_count(const struct outmark_result *r)
{
	return r->answer->part_count;
}

struct outmark_part
outmark_result_part(const struct outmark_result *r, size_t index)
{
	const struct answer_part *p;

	if (index >= r->answer->part_count)
		return (struct outmark_part){0};
	p = &r->answer->parts[index];
	return (struct outmark_part){
		.id = p->id, .parent = p->parent, .where = p->where,
		.name = p->name, .type = p->type, .size = p->size,
		.examined = answer_examined_name(p->examined),
		.causes = p->causes_text,
	};
}

size_t
outmark_result_finding_count(const struct outmark_result *r)
{
	return r->answer->finding_count;
}

struct outmark_finding
outmark_result_finding(const struct outmark_result *r, size_t index)
{
	const struct answer_finding *f;

	if (index >= r->answer->finding_count)
		return (struct outmark_finding){0};
	f = &r->answer->findings[index];
	return (struct outmark_finding){
		.rule = f->rule, .label = f->label,
		.confidence = f->confidence, .count = f->count,
		.part = f->part, .where = f->where, .masked = f->masked,
		.validator = f->validator,
		.state = answer_state_name(f->state), .start = f->start,
		.end = f->end,
	};
}

size_t
outmark_result_marking_count(const struct outmark_result *r)
{
	return r->answer->marking_count;
}

struct outmark_marking
outmark_result_marking(const struct outmark_result *r, size_t index)
{
	const struct answer_marking *m;

	if (index >= r->answer->marking_count)
		return (struct outmark_marking){0};
	m = &r->answer->markings[index];
	return (struct outmark_marking){
		.part = m->part, .system = m->system, .kind = m->kind,
		.level = m->level, .text = m->text, .where = m->where,
		.conformant = m->conformant, .mention = m->mention,
	};
}

size_t
outmark_result_contract_count(const struct outmark_result *r)
{
	return r->answer->contract_count;
}

struct outmark_contract
outmark_result_contract(const struct outmark_result *r, size_t index)
{
	const struct answer_contract *c;

	if (index >= r->answer->contract_count)
		return (struct outmark_contract){0};
	c = &r->answer->contracts[index];
	return (struct outmark_contract){
		.part = c->part, .kind = c->kind, .state = c->state,
		.score = c->score,
	};
}

const char *
outmark_result_causes(const struct outmark_result *r)
{
	const char *causes = answer_causes_text(r->arena, r->answer->causes);

	return causes != NULL ? causes : "";
}

enum outmark_operation
outmark_result_would(const struct outmark_result *r)
{
	return r->would;
}

uint64_t
outmark_result_findings_dropped(const struct outmark_result *r)
{
	return r->answer->findings_dropped;
}

uint64_t
outmark_result_text_cut(const struct outmark_result *r)
{
	return r->answer->text_cut;
}

size_t
outmark_result_explanation_count(const struct outmark_result *r)
{
	return r->answer->explain_count;
}

struct outmark_explanation
outmark_result_explanation(const struct outmark_result *r, size_t index)
{
	const struct answer_explain *e;

	if (index >= r->answer->explain_count)
		return (struct outmark_explanation){0};
	e = &r->answer->explains[index];
	return (struct outmark_explanation){
		.rule = e->rule, .element = e->element, .where = e->where,
		.sentence = e->sentence, .part = e->part,
		.passed = e->passed,
	};
}

size_t
outmark_result_text_count(const struct outmark_result *r)
{
	return r->answer->text_count;
}

struct outmark_text
outmark_result_text(const struct outmark_result *r, size_t index)
{
	const struct answer_text *t;

	if (index >= r->answer->text_count)
		return (struct outmark_text){0};
	t = &r->answer->texts[index];
	return (struct outmark_text){
		.part = t->part, .scope = scope_name((enum scope)t->scope),
		.where = t->where, .bytes = (const char *)t->bytes.at,
		.length = t->bytes.len,
	};
}

size_t
outmark_result_note_count(const struct outmark_result *r)
{
	return r->answer->note_count;
}

const char *
outmark_result_note(const struct outmark_result *r, size_t index)
{
	return index < r->answer->note_count ? r->answer->notes[index] : "";
}
