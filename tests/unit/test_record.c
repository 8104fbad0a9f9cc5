/*
 * test_record - promises of report/record and report/csv.
 */
#include "report/record.h"

#include "unit/unit.h"

static const char record[] =
    "{\"schema\":1,\"event\":\"message\",\"id\":\"01ABC\",\"seq\":7,"
    "\"time\":\"2026-11-21T09:30:00.123Z\",\"mode\":\"monitor\","
    "\"operation\":\"deliver\",\"would\":\"hold\","
    "\"verdicts\":[{\"action\":\"hold\",\"sentence\":\"Held: because.\","
    "\"recipients\":[\"a@x.example\",\"b@x.example\"]},"
    "{\"action\":\"deliver\",\"sentence\":\"\",\"recipients\":[\"c\"]}],"
    "\"causes\":[\"encrypted\",\"ratio\"],"
    "\"message\":{\"queue_id\":\"4Q\",\"sender\":\"=cmd()@x.example\"},"
    "\"labels\":[{\"id\":\"pii.us\",\"count\":3},{\"id\":\"cui\"}]}";

static void
a_table_shows_what_was_decided(void)
{
	struct record_list *list = record_list_new();
	struct buf out = buf_new(65536);
	struct err err;

	CHECK_FATAL(list != NULL);
	CHECK_RC(record_list_add(list, slice_of(record), &err), RC_OK, &err);
	record_list_write(list, 0, &out);
	CHECK_HOLDS(buf_string(&out), "2026-11-21T09:30:00.123Z  message  "
	    "01ABC  deliver (would hold)   3  pii.us, cui  encrypted, ratio  "
	    "Held: because.\n");
	record_list_free(list);
	buf_free(&out);
}

static void
a_row_of_csv_runs_no_formula(void)
{
	struct buf out = buf_new(65536);
	struct err err;

	record_csv_titles(&out);
	CHECK_RC(record_write_csv(slice_of(record), &out, &err), RC_OK, &err);
	CHECK_HOLDS(buf_string(&out), "\"seq\",\"time\",");
	CHECK_HOLDS(buf_string(&out), "\r\n\"7\",\"2026-11-21T09:30:00.123Z\","
	    "\"message\",\"01ABC\",\"monitor\",\"deliver\",\"hold\","
	    "\"'=cmd()@x.example\",\"4Q\",\"3\",\"pii.us, cui\","
	    "\"encrypted, ratio\",\"Held: because.\"\r\n");
	buf_free(&out);
}

static void
an_event_without_a_message_has_empty_cells(void)
{
	struct buf out = buf_new(65536);
	struct err err;

	CHECK_RC(record_write_csv(slice_of("{\"event\":\"start\",\"seq\":1,"
	    "\"what\":\"read\"}"),
	    &out, &err), RC_OK, &err);
	CHECK_TEXT(buf_string(&out), "\"1\",\"\",\"start\",\"\",\"\",\"\",\"\","
	    "\"\",\"\",\"\",\"\",\"\",\"read\"\r\n");
	buf_free(&out);
}

static void
what_is_not_an_object_is_refused(void)
{
	static const char *const bad[] = { "", "[]", "7", "{\"a\":", "{]",
	    "\"text\"", NULL };

	for (size_t i = 0; bad[i] != NULL; i++) {
		struct buf out = buf_new(65536);
		struct err err;

		CHECK_RC(record_write_csv(slice_of(bad[i]), &out, &err),
		    RC_CONFIG, &err);
		CHECK_NUMBER(out.len, 0);
		buf_free(&out);
	}
}

/* Where a list is meant there is a text, and the other way round. */
static void
odd_shapes_are_no_trouble(void)
{
	static const char *const odd[] = {
		"{\"verdicts\":\"x\",\"labels\":{\"a\":1},\"message\":[1]}",
		"{\"verdicts\":[1,[2],{\"recipients\":\"x\"}],\"labels\":[1]}",
		"{\"causes\":[{\"a\":1}],\"time\":[1],\"id\":{\"a\":2}}",
		NULL
	};

	for (size_t i = 0; odd[i] != NULL; i++) {
		struct buf out = buf_new(65536);
		struct err err;

		CHECK_RC(record_write_csv(slice_of(odd[i]), &out, &err),
		    RC_OK, &err);
		buf_free(&out);
	}
}

static void
an_empty_journal_is_said(void)
{
	struct record_list *list = record_list_new();
	struct buf out = buf_new(65536);

	record_list_write(list, 80, &out);
	CHECK_TEXT(buf_string(&out), "The journal has no records.\n");
	record_list_free(list);
	buf_free(&out);
}

static const struct unit_test tests[] = {
	UNIT(a_table_shows_what_was_decided),
	UNIT(a_row_of_csv_runs_no_formula),
	UNIT(an_event_without_a_message_has_empty_cells),
	UNIT(what_is_not_an_object_is_refused),
	UNIT(odd_shapes_are_no_trouble),
	UNIT(an_empty_journal_is_said),
	{ NULL, NULL }
};

int
main(void)
{
	return unit_run("record", tests);
}
