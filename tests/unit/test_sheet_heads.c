/*
 * test_sheet_heads - promises of scanner/extract/sheet_heads and flow_table.
 */
#include "scanner/extract/sheet_heads.h"

#include "scanner/extract/flow_table.h"
#include "unit/unit.h"

static void
row(struct sheet_heads *heads, const char *a, const char *b, bool words)
{
	sheet_heads_row(heads);
	sheet_heads_cell(heads, 1, slice_of(a), true);
	sheet_heads_cell(heads, 2, slice_of(b), words);
	sheet_heads_row_end(heads);
}

static void
the_first_row_of_words_is_the_head(void)
{
	struct sheet_heads *heads = sheet_heads_new();

	row(heads, "Name", "SSN", true);
	row(heads, "Ada", "Byron", true);
	CHECK(slice_is_text(sheet_heads_of(heads, 1), "Name"));
	CHECK(slice_is_text(sheet_heads_of(heads, 2), "SSN"));
	sheet_heads_free(heads);
}

static void
a_title_above_gives_way_to_the_head(void)
{
	struct sheet_heads *heads = sheet_heads_new();

	row(heads, "Payroll of November", "", true);
	CHECK(slice_is_text(sheet_heads_of(heads, 1), "Payroll of November"));
	row(heads, "Name", "SSN", true);
	CHECK(slice_is_text(sheet_heads_of(heads, 1), "Name"));
	sheet_heads_free(heads);
}

static void
a_row_with_numbers_is_no_head(void)
{
	struct sheet_heads *heads = sheet_heads_new();

	row(heads, "Total", "12", false);
	row(heads, "Name", "SSN", true);
	CHECK(slice_is_text(sheet_heads_of(heads, 2), "SSN"));
	sheet_heads_free(heads);
}

static void
columns_out_of_range_have_no_head(void)
{
	struct sheet_heads *heads = sheet_heads_new();

	sheet_heads_row(heads);
	sheet_heads_cell(heads, 0, slice_of("x"), true);
	sheet_heads_cell(heads, 99999, slice_of("x"), true);
	sheet_heads_row_end(heads);
	CHECK_NUMBER(sheet_heads_of(heads, 0).len, 0);
	CHECK_NUMBER(sheet_heads_of(heads, 99999).len, 0);
	sheet_heads_free(heads);
}

static void
a_spanned_cell_moves_the_columns_behind_it(void)
{
	struct flow_table *table = NULL;

	CHECK_FATAL(flow_table_begin(&table, 1));
	flow_table_row(table);
	flow_table_cell(table);
	table->span = 2;
	flow_table_text(table, slice_of("wide"));
	flow_table_cell(table);
	flow_table_text(table, slice_of("third"));
	flow_table_row(table);
	for (int i = 0; i < 3; i++)
		flow_table_cell(table);
	CHECK(slice_is_text(flow_table_head(table), "third"));
	flow_table_end(&table);
	CHECK(table == NULL);
}

static void
a_long_head_is_cut_and_never_overflows(void)
{
	struct flow_table *table = NULL;
	char text[300];

	memset(text, 'x', sizeof(text));
	CHECK_FATAL(flow_table_begin(&table, 1));
	flow_table_row(table);
	flow_table_cell(table);
	for (int i = 0; i < 3; i++)
		flow_table_text(table, slice_bytes(text, sizeof(text)));
	flow_table_row(table);
	flow_table_cell(table);
	CHECK_NUMBER(flow_table_head(table).len, FLOW_HEAD_MAX);
	flow_table_end(&table);
}

static const struct unit_test tests[] = {
	UNIT(the_first_row_of_words_is_the_head),
	UNIT(a_title_above_gives_way_to_the_head),
	UNIT(a_row_with_numbers_is_no_head),
	UNIT(columns_out_of_range_have_no_head),
	UNIT(a_spanned_cell_moves_the_columns_behind_it),
	UNIT(a_long_head_is_cut_and_never_overflows),
	{0},
};

int
main(void)
{
	return unit_run("sheet_heads", tests);
}
