/*
 * test_option - promises of front/cli/option.
 */
#include "front/cli/option.h"

#include "unit/unit.h"

static const struct option_row rows[] = {
	{ "json", 0, NULL, "as JSON" },
	{ "rule", 'r', "ID", "only this rule" },
	{ NULL, 0, NULL, NULL }
};

enum { WORDS_MAX = 16 };

struct line {
	char *words[WORDS_MAX];
	struct option_reader reader;
	const struct option_row *row;	/* the last that came */
	const char *value;
	struct err err;
};

static void
begin(struct line *line, const char *const *words)
{
	int count = 0;

	for (; words[count] != NULL; count++)
		line->words[count] = (char *)(uintptr_t)words[count];
	line->reader = option_begin(rows, count, line->words);
}

static void
expect(struct line *line, enum rc rc)
{
	CHECK_RC(option_next(&line->reader, &line->row, &line->value,
	    &line->err), rc, &line->err);
}

static void
options_and_operands_come_in_any_order(void)
{
	const char *words[] = { "a", "--json", "b", "--rule", "x", "c", NULL };
	struct line line;

	begin(&line, words);
	expect(&line, RC_OK);
	CHECK_TEXT(line.row->name, "json");
	CHECK(line.value == NULL);
	expect(&line, RC_OK);
	CHECK_TEXT(line.row->name, "rule");
	CHECK_TEXT(line.value, "x");
	expect(&line, RC_END);
	CHECK_NUMBER(line.reader.operand_count, 3);
	CHECK_TEXT(line.words[0], "a");
	CHECK_TEXT(line.words[1], "b");
	CHECK_TEXT(line.words[2], "c");
}

static void
expect_value(const char *first, const char *second, const char *want)
{
	const char *words[] = { first, second, NULL };
	struct line line;

	begin(&line, words);
	expect(&line, RC_OK);
	CHECK_TEXT(line.row->name, "rule");
	CHECK_TEXT(line.value, want);
	expect(&line, RC_END);
}

static void
a_value_stands_in_the_same_word_or_the_next(void)
{
	expect_value("--rule=x", NULL, "x");
	expect_value("--rule=", NULL, "");
	expect_value("--rule", "--json", "--json");
	expect_value("-rx", NULL, "x");
	expect_value("-r", "x", "x");
}

static void
two_dashes_end_the_options_and_one_is_an_operand(void)
{
	const char *words[] = { "-", "--", "--json", "--", NULL };
	struct line line;

	begin(&line, words);
	expect(&line, RC_END);
	CHECK_NUMBER(line.reader.operand_count, 3);
	CHECK_TEXT(line.words[0], "-");
	CHECK_TEXT(line.words[1], "--json");
	CHECK_TEXT(line.words[2], "--");
}

static void
expect_wrong(const char *first, const char *sentence)
{
	const char *words[] = { first, NULL };
	struct line line;

	begin(&line, words);
	expect(&line, RC_CONFIG);
	CHECK_HOLDS(line.err.text, sentence);
}

static void
a_wrong_option_names_the_nearest(void)
{
	expect_wrong("--jsn", "did you mean --json?");
	expect_wrong("--rulee=x", "did you mean --rule?");
	expect_wrong("-x", "there is no option -x");
	expect_wrong("--=", "there is no option --=");
	expect_wrong("--js", "did you mean --json?");
}

static void
a_flag_takes_no_value_and_a_value_is_needed(void)
{
	expect_wrong("--json=yes", "--json takes no value");
	expect_wrong("--rule", "--rule needs a value: write --rule ID");
	expect_wrong("-r", "--rule needs a value");
}

static void
help_has_a_line_for_each_row(void)
{
	struct buf out = buf_new(4096);

	option_help(rows, &out);
	CHECK_HOLDS(buf_string(&out), "  --json                as JSON\n");
	CHECK_HOLDS(buf_string(&out), "  -r, --rule ID         only");
	buf_free(&out);
}

static const struct unit_test tests[] = {
	UNIT(options_and_operands_come_in_any_order),
	UNIT(a_value_stands_in_the_same_word_or_the_next),
	UNIT(two_dashes_end_the_options_and_one_is_an_operand),
	UNIT(a_wrong_option_names_the_nearest),
	UNIT(a_flag_takes_no_value_and_a_value_is_needed),
	UNIT(help_has_a_line_for_each_row),
	{ NULL, NULL }
};

int
main(void)
{
	return unit_run("option", tests);
}
