/*
 * test_mta - promises of front/milter/mta that need no MTA; the rest is in
 * tests/mta.
 *
 * proves P-13
 */
#include "front/milter/mta.h"

#include "unit/unit.h"

static void
names_and_values_that_would_break_a_header_are_refused(void)
{
	char wide[1200];

	CHECK(mta_is_field_name("X-Outmark-ID"));
	CHECK(!mta_is_field_name(""));
	CHECK(!mta_is_field_name(" X"));
	CHECK(!mta_is_field_name("X:Y"));
	CHECK(!mta_is_field_name("X\r\nBcc"));
	CHECK(!mta_is_field_name("X\xc3\xa4"));
	CHECK(mta_is_field_value("a b; c=d"));
	CHECK(!mta_is_field_value("a\r\nBcc: x"));
	CHECK(!mta_is_field_value("\xc3\xa4"));
	memset(wide, 'a', sizeof(wide));
	wide[sizeof(wide) - 1] = '\0';
	CHECK(!mta_is_field_value(wide));
	CHECK(!mta_is_field_name(wide));
}

static void
a_long_list_of_parameters_is_folded(void)
{
	char out[400];

	mta_fold(10, "a=1; b=2", out, sizeof(out));
	CHECK_TEXT(out, " a=1; b=2");
	mta_fold(60, "marking=\"SECRET\"; type=\":ess\"", out, sizeof(out));
	CHECK_TEXT(out, " marking=\"SECRET\";\n type=\":ess\"");
	mta_fold(60, "one word that is long enough for two lines or more", out,
	    sizeof(out));
	CHECK_TEXT(out, " one word that is long enough for two lines or more");
	mta_fold(0, "", out, sizeof(out));
	CHECK_TEXT(out, "");
	mta_fold(0, "cut; here", out, 8);
	CHECK(strlen(out) < 8);
}

static void
percent_is_doubled_and_the_reply_stays_one_line(void)
{
	char out[64];

	mta_reply_text("100% sure", out, sizeof(out));
	CHECK_TEXT(out, "100%% sure");
	mta_reply_text("a\r\nb\xc3\xa4", out, sizeof(out));
	CHECK_TEXT(out, "a??b??");
	mta_reply_text("%%%%%%%%%%", out, 8);
	CHECK_TEXT(out, "%%%%%%");
	mta_reply_text("0123456789", out, 8);
	CHECK_NUMBER(strlen(out), 5);
}

static void
all_recipients_are_never_removed(void)
{
	static const char *const all[] = { "<a@example.org>" };
	struct err err;

	CHECK_RC(mta_remove_recipients(NULL, all, 1, 1, &err), RC_BUG, &err);
	CHECK_HOLDS(err.text, "the message lost");
	CHECK_RC(mta_remove_recipients(NULL, NULL, 0, 1, &err), RC_OK, &err);
}

static void
codes_that_do_not_fit_each_other_are_refused(void)
{
	struct err err;

	CHECK_RC(mta_reply(NULL, "550", "4.7.1", "x", &err), RC_BUG, &err);
	CHECK_RC(mta_reply(NULL, "250", "2.0.0", "x", &err), RC_BUG, &err);
	CHECK_RC(mta_reply(NULL, "55", "5.7.1", "x", &err), RC_BUG, &err);
	CHECK_RC(mta_reply(NULL, "550", "571", "x", &err), RC_BUG, &err);
}

static void
a_path_too_long_for_a_socket_is_said(void)
{
	char address[200] = "unix:";
	struct err err;

	memset(address + 5, 'a', sizeof(address) - 6);
	address[sizeof(address) - 1] = '\0';
	CHECK_RC(mta_listen(address, "", 1, &err), RC_CONFIG, &err);
	CHECK_HOLDS(err.text, "too long");
}

int
main(void)
{
	static const struct unit_test tests[] = {
		UNIT(names_and_values_that_would_break_a_header_are_refused),
		UNIT(a_long_list_of_parameters_is_folded),
		UNIT(percent_is_doubled_and_the_reply_stays_one_line),
		UNIT(all_recipients_are_never_removed),
		UNIT(codes_that_do_not_fit_each_other_are_refused),
		UNIT(a_path_too_long_for_a_socket_is_said),
		{ NULL, NULL }
	};

	return unit_run("mta", tests);
}
