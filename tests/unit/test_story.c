/*
 * test_story - promises of report/story.
 */
#include "report/story.h"

#include "unit/unit.h"

static const char record[] =
    "{\"schema\":1,\"event\":\"message\",\"id\":\"A1\",\"time\":"
    "\"2026-11-02T10:00:00.000Z\",\"operation\":\"deliver\",\"would\":"
    "\"hold\",\"message\":{\"sender\":\"<pat@agency.example>\",\"queue_id\":"
    "\"Q1\",\"size\":812},\"labels\":[{\"id\":\"pii.identity.us\","
    "\"confidence\":85,\"count\":1}],\"findings\":[{\"rule\":\"us_ssn\","
    "\"where\":\"body\",\"masked\":\"***-**-****\",\"state\":\"enforced\"},"
    "{\"rule\":\"quiet\",\"where\":\"body\",\"masked\":\"*\",\"state\":"
    "\"below\"}],\"parts\":[{\"where\":\"body\",\"type\":\"text/plain\","
    "\"examined\":\"yes\",\"cause\":\"\"},{\"where\":\"attachment 1\","
    "\"type\":\"application/zip\",\"examined\":\"no\",\"cause\":"
    "\"encrypted\"}],\"verdicts\":[{\"action\":\"deliver\",\"sentence\":"
    "\"Held: because.\",\"recipients\":[\"<a\\u001b[2J@gmail.com>\","
    "\"<b@gmail.com>\"]}]}";

static void
a_record_is_told_with_all_that_matters(void)
{
	struct buf out = buf_new(65536);
	struct err err;

	CHECK_RC(story_write(slice_of(record), NULL, &out, &err), RC_OK,
	    &err);
	CHECK_HOLDS(buf_string(&out), "A1  deliver (enforcing would hold)");
	CHECK_HOLDS(buf_string(&out), "<pat@agency.example>, queue id Q1");
	CHECK_HOLDS(buf_string(&out),
	    "pii.identity.us, confidence 85, distinct 1");
	CHECK_HOLDS(buf_string(&out), "us_ssn in body: ***-**-****");
	CHECK_HOLDS(buf_string(&out),
	    "not seen attachment 1 (application/zip): encrypted");
	CHECK_HOLDS(buf_string(&out), "<b@gmail.com>: deliver.  Held: because.");
	CHECK(strstr(buf_string(&out), "quiet") == NULL);
	CHECK(strstr(buf_string(&out), "\x1b") == NULL);
	CHECK_HOLDS(buf_string(&out), "<a\\x1b[2J@gmail.com>");
	buf_free(&out);
}

static void
another_id_is_passed_over_and_junk_is_said(void)
{
	struct buf out = buf_new(65536);
	struct err err;

	CHECK_RC(story_write(slice_of(record), "B2", &out, &err), RC_END,
	    &err);
	CHECK_NUMBER(out.len, 0);
	CHECK_RC(story_write(slice_of("{"), NULL, &out, &err), RC_CONFIG,
	    &err);
	CHECK_RC(story_write(slice_of("[1]"), NULL, &out, &err), RC_CONFIG,
	    &err);
	CHECK_RC(story_write(slice_of("{\"labels\":3,\"parts\":[1],"
	    "\"verdicts\":[[2]],\"message\":{}}"), NULL, &out, &err), RC_OK,
	    &err);
	buf_free(&out);
}

static void
a_process_record_says_which_and_how(void)
{
	struct buf out = buf_new(65536);
	struct err err;

	CHECK_RC(story_write(slice_of("{\"event\":\"process\",\"process\":"
	    "\"outmark-scanner\",\"what\":\"killed\",\"number\":9}"), NULL,
	    &out, &err), RC_OK, &err);
	CHECK_HOLDS(buf_string(&out), "outmark-scanner killed (9)");
	buf_free(&out);
}

int
main(void)
{
	static const struct unit_test tests[] = {
		UNIT(a_record_is_told_with_all_that_matters),
		UNIT(another_id_is_passed_over_and_junk_is_said),
		UNIT(a_process_record_says_which_and_how),
		{ NULL, NULL }
	};

	return unit_run("story", tests);
}
