/*
 * json_result - the result as `outmark scan --json` prints it, schema 1.
 *
 * Within a schema number fields are only added; packaging/doc has the schema.
 * "truncated.text" is the number of bytes that were not read.
 */
#include "lib/found_json.h"
#include "lib/library.h"

const char *
outmark_result_json(struct outmark_result *r, const char *file)
{
	const struct answer *a = r->answer;
	struct json json;

	buf_clear(&r->json);
	json = json_begin(&r->json);
	json_object(&json, NULL);
	json_number(&json, "schema", 1);
	json_text(&json, "engine", a->engine);
	found_json_packs(&json, a);
	json_text(&json, "file", file);
	found_json_parts(&json, a, SIZE_MAX, true);
	found_json_labels(&json, a);
	found_json_findings(&json, a, SIZE_MAX, false);
	found_json_markings(&json, a, SIZE_MAX);
	found_json_overall(&json, a);
	found_json_contracts(&json, a, SIZE_MAX);
	found_json_causes(&json, "causes", a->causes);
	json_object(&json, "truncated");
	json_number(&json, "findings", a->findings_dropped);
	json_number(&json, "text", a->text_cut);
	json_object_end(&json);
	found_json_notes(&json, "errors", a);
	json_object_end(&json);
	return r->json.full ? NULL : buf_string(&r->json);
}
