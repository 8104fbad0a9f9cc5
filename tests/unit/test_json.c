/*
 * test_json - promises of base/json.
 */
#include "base/json.h"
#include "unit/unit.h"

static void
writer_keeps_commas_and_nesting_right(void)
{
	struct buf out = buf_new(4096);
	struct json json = json_begin(&out);
	struct err err;

	json_object(&json, NULL);
	json_text(&json, "a", "x\"y");
	json_array(&json, "list");
	json_number(&json, NULL, 1);
	json_object(&json, NULL);
	json_object_end(&json);
	json_bool(&json, NULL, true);
	json_array_end(&json);
	json_null(&json, "n");
	json_object_end(&json);
	CHECK_TEXT(buf_string(&out),
	    "{\"a\":\"x\\\"y\",\"list\":[1,{},true],\"n\":null}");
	CHECK_RC(json_check(buf_slice(&out), 8, &err), RC_OK, &err);
	buf_free(&out);
}

static void
check_accepts_only_one_sound_object_on_one_line(void)
{
	static const char *const good[] = { "{}", "{\"a\":-0.5e+3}",
		"{\"a\": [ ], \"b\" :null}", "{\"\\u00e9\":\"\xc3\xa9\"}", NULL };
	static const char *const bad[] = { "", "[]", "{", "{}}", "{}\n",
		"{\"a\":1,}", "{a:1}", "{\"a\":01}", "{\"a\":1.}",
		"{\"a\":\"\n\"}", "{\"a\":\"\xff\"}", "{\"a\":\"\\x\"}",
		"{\"a\":tru}", "{\"a\"}", "{\"a\":\"", "{\"a\":\"\\u12\"}",
		"{} {}", "{\"a\":[[[[[1]]]]]}", NULL };
	struct err err;

	for (size_t i = 0; good[i] != NULL; i++)
		CHECK_RC(json_check(slice_of(good[i]), 4, &err), RC_OK, &err);
	for (size_t i = 0; bad[i] != NULL; i++)
		CHECK_RC(json_check(slice_of(bad[i]), 4, &err), RC_INPUT, &err);
}

static void
check_survives_every_truncation(void)
{
	struct slice text = slice_of(
	    "{\"a\":[1,-2.5e7,\"x\\u0041\\n\"],\"b\":{\"c\":false}}");
	struct err err;

	for (size_t i = 0; i < text.len; i++)
		CHECK_RC(json_check(slice_sub(text, 0, i), 8, &err), RC_INPUT,
		    &err);
	CHECK_RC(json_check(text, 8, &err), RC_OK, &err);
}

int
main(void)
{
	static const struct unit_test tests[] = {
		UNIT(writer_keeps_commas_and_nesting_right),
		UNIT(check_accepts_only_one_sound_object_on_one_line),
		UNIT(check_survives_every_truncation),
		{ NULL, NULL }
	};

	return unit_run("json", tests);
}
