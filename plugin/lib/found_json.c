/*
 * found_json - what the scanner found, as members of a JSON object.
 */
#include "lib/found_json.h"

void
found_json_packs(struct json *json, const struct answer *a)
{
	json_array(json, "packs");
	for (size_t i = 0; i < a->pack_count; i++) {
		json_object(json, NULL);
		json_text(json, "id", a->packs[i].id);
		json_text(json, "version", a->packs[i].version);
		json_text(json, "hash", a->packs[i].hash);
		json_object_end(json);
	}
	json_array_end(json);
}

void
found_json_parts(struct json *json, const struct answer *a, size_t most,
    bool names)
{
	json_array(json, "parts");
	for (size_t i = 0; i < a->part_count && i < most; i++) {
		const struct answer_part *p = &a->parts[i];

		json_object(json, NULL);
		json_number(json, "id", p->id);
		json_number(json, "parent", p->parent);
		json_text(json, "where", p->where);
		if (names)
			json_text(json, "name", p->name);
		json_text(json, "type", p->type);
		json_number(json, "size", p->size);
		json_text(json, "examined",
		    answer_examined_name(p->examined));
		json_text(json, "cause", p->causes_text);
		json_object_end(json);
	}
	json_array_end(json);
}

void
found_json_labels(struct json *json, const struct answer *a)
{
	json_array(json, "labels");
	for (size_t i = 0; i < a->label_count; i++) {
		json_object(json, NULL);
		json_text(json, "id", a->labels[i].id);
		json_number(json, "confidence", a->labels[i].confidence);
		json_number(json, "count", a->labels[i].count);
		json_object_end(json);
	}
	json_array_end(json);
}

void
found_json_findings(struct json *json, const struct answer *a, size_t most,
    bool digests)
{
	char hex[CRYPT_DIGEST_HEX];

	json_array(json, "findings");
	for (size_t i = 0; i < a->finding_count && i < most; i++) {
		const struct answer_finding *f = &a->findings[i];

		json_object(json, NULL);
		json_text(json, "rule", f->rule);
		json_text(json, "label", f->label);
		json_number(json, "confidence", f->confidence);
		json_number(json, "count", f->count);
		json_number(json, "part", f->part);
		json_text(json, "where", f->where);
		json_number(json, "start", f->start);
		json_number(json, "end", f->end);
		json_text(json, "masked", f->masked);
		json_text(json, "validator", f->validator);
		json_text(json, "state", answer_state_name(f->state));
		if (digests && f->has_digest) {
			crypt_hex(f->digest, sizeof f->digest, hex);
			json_text(json, "digest", hex);
		}
		json_object_end(json);
	}
	json_array_end(json);
}

static void
found_json_texts(struct json *json, const char *key,
    const char *const *texts, size_t count)
{
	json_array(json, key);
	for (size_t i = 0; i < count; i++)
		json_text(json, NULL, texts[i]);
	json_array_end(json);
}

void
found_json_markings(struct json *json, const struct answer *a, size_t most)
{
	json_array(json, "markings");
	for (size_t i = 0; i < a->marking_count && i < most; i++) {
		const struct answer_marking *m = &a->markings[i];

		json_object(json, NULL);
		json_number(json, "part", m->part);
		json_text(json, "system", m->system);
		json_text(json, "kind", m->kind);
		json_text(json, "level", m->level);
		json_text(json, "text", m->text);
		found_json_texts(json, "controls", m->controls,
		    m->control_count);
		found_json_texts(json, "releasability", m->releases,
		    m->release_count);
		json_text(json, "where", m->where);
		json_bool(json, "conformant", m->conformant);
		json_bool(json, "mention", m->mention);
		json_bool(json, "quoted", m->quoted);
		found_json_texts(json, "rules_broken", m->broken,
		    m->broken_count);
		json_object_end(json);
	}
	json_array_end(json);
}

void
found_json_overall(struct json *json, const struct answer *a)
{
	json_array(json, "high_water");
	for (size_t i = 0; i < a->overall_count; i++) {
		const struct answer_overall *o = &a->overalls[i];

		json_object(json, NULL);
		json_text(json, "system", o->system);
		json_text(json, "level", o->level);
		json_text(json, "text", o->text);
		found_json_texts(json, "controls", o->controls,
		    o->control_count);
		found_json_texts(json, "releasability", o->releases,
		    o->release_count);
		json_object_end(json);
	}
	json_array_end(json);
}

void
found_json_contracts(struct json *json, const struct answer *a, size_t most)
{
	json_array(json, "contracts");
	for (size_t i = 0; i < a->contract_count && i < most; i++) {
		json_object(json, NULL);
		json_number(json, "part", a->contracts[i].part);
		json_text(json, "kind", a->contracts[i].kind);
		json_number(json, "score", a->contracts[i].score);
		json_text(json, "state", a->contracts[i].state);
		json_object_end(json);
	}
	json_array_end(json);
}

void
found_json_causes(struct json *json, const char *key, cause_set causes)
{
	json_array(json, key);
	for (unsigned c = 1; c < CAUSE_END; c++)
		if ((causes & cause_bit((enum cause)c)) != 0)
			json_text(json, NULL, cause_name((enum cause)c));
	json_array_end(json);
}

void
found_json_notes(struct json *json, const char *key, const struct answer *a)
{
	json_array(json, key);
	for (size_t i = 0; i < a->note_count; i++)
		json_text(json, NULL, a->notes[i]);
	json_array_end(json);
}
