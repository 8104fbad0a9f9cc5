/*
 * test_encoded - promises of scanner/message/encoded and param.
 */
#include "scanner/message/encoded.h"
#include "scanner/message/param.h"
#include "unit/unit.h"

static struct charsets *set;
static struct arena *arena;

static void
check(const char *in, const char *want)
{
	struct slice text;
	struct err err;

	CHECK_RC(encoded_words(set, arena, slice_of(in), &text, &err), RC_OK,
	    &err);
	CHECK_TEXT(arena_string(arena, text), want);
}

static void
words_of_both_encodings_are_decoded(void)
{
	check("=?utf-8?B?U0VDUkVU?=", "SECRET");
	check("=?iso-8859-1?q?Gr=FC=DFe_an?= Bob", "Gr\xc3\xbc\xc3\x9f" "e an Bob");
	check("a =?us-ascii*en?q?b?= c", "a b c");
}

static void
space_between_words_is_not_shown_and_characters_may_be_split(void)
{
	check("=?utf-8?q?41?=\r\n =?utf-8?q?11?=", "4111");
	check("=?utf-8?B?4pg=?= =?utf-8?B?gw==?=", "\xe2\x98\x83");
	check("=?utf-8?q?a?= b =?utf-8?q?c?=", "a b c");
}

static void
folds_become_one_space(void)
{
	check("one\r\n\t  two\n three", "one two three");
}

static void
what_is_no_word_stays(void)
{
	check("=?utf-8?x?abc?= =? =?utf-8?q?open", "=?utf-8?x?abc?= =? =?utf-8?q?open");
	check("=?x-none?q?abc?=", "abc");
	check("", "");
}

static void
raw_bytes_in_a_header_are_read(void)
{
	check("Gr\xc3\xbc" "n", "Gr\xc3\xbc" "n");
	check("=?utf-8?q?a?= \xc3\xbc", "a \xc3\xbc");
}

static struct params params;

static void
split(const char *value)
{
	struct err err;

	CHECK_RC(params_read(arena, slice_of(value), 100, &params, &err),
	    RC_OK, &err);
}

static void
check_param(const char *value, const char *name, const char *want)
{
	struct slice text;
	struct err err;

	split(value);
	CHECK_RC(params_text(&params, name, set, arena, &text, &err), RC_OK,
	    &err);
	CHECK_TEXT(arena_string(arena, text), want);
}

static void
parameters_in_all_their_forms(void)
{
	check_param("text/plain; charset=utf-8", "charset", "utf-8");
	check_param("text/plain;charset=\"utf-8\" ;x=y", "x", "y");
	check_param("a/b; name=\"a \\\"b\\\".txt\"", "name", "a \"b\".txt");
	check_param("a/b (c;d=e); NAME = f (g)", "name", "f (g)");
	check_param("a/b; name=no quotes here.txt; z", "name",
	    "no quotes here.txt");
	check_param("a/b; name=\"=?utf-8?q?=C3=BC?=.txt\"", "name",
	    "\xc3\xbc.txt");
}

static void
values_in_pieces_are_joined(void)
{
	check_param("a/b; n*0=\"one\"; n*1=two; n*2=three", "n", "onetwothree");
	check_param("a/b; n*1=two; n*0=one", "n", "onetwo");
	check_param("a/b; n*=utf-8'en'%C3%BC%20x", "n", "\xc3\xbc x");
	check_param("a/b; n*0*=iso-8859-1''%FC; n*1=\"%41\"; n*2*=%41", "n",
	    "\xc3\xbc%41A");
	check_param("a/b; n*0=a; n*2=c", "n", "a");
}

static void
the_first_of_two_counts_and_is_said(void)
{
	check_param("a/b; n=1; n=2", "n", "1");
	CHECK(params.doubled);
	split("a/b; n=1; m=2");
	CHECK(!params.doubled);
}

static void
broken_values_end_where_they_end(void)
{
	check_param("a/b; n=\"open", "n", "open");
	check_param("a/b; n=\"x\\", "n", "x\\");
	check_param(";;;=;=x; n=1;;", "n", "1");
	check_param("", "n", "");
	check_param("a/b; ((((", "n", "");
}

int
main(void)
{
	static const struct unit_test tests[] = {
		UNIT(words_of_both_encodings_are_decoded),
		UNIT(space_between_words_is_not_shown_and_characters_may_be_split),
		UNIT(folds_become_one_space),
		UNIT(what_is_no_word_stays),
		UNIT(raw_bytes_in_a_header_are_read),
		UNIT(parameters_in_all_their_forms),
		UNIT(values_in_pieces_are_joined),
		UNIT(the_first_of_two_counts_and_is_said),
		UNIT(broken_values_end_where_they_end),
		{ NULL, NULL },
	};
	struct err err;
	int status;

	if (charsets_open(&set, &err) != RC_OK)
		return 1;
	arena = arena_new(1 << 20);
	status = unit_run("encoded", tests);
	arena_free(arena);
	charsets_close(set);
	return status;
}
