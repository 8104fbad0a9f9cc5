/*
 * test_sheet_number - promises of scanner/extract/sheet_number.
 */
#include "scanner/extract/sheet_number.h"

#include <stdio.h>

#include "unit/unit.h"

static void
check(const char *raw, const char *code, const char *want)
{
	struct sheet_format format = sheet_format_of(0, slice_of(code));
	char out[SHEET_NUMBER_MAX], got[128];
	struct slice text = sheet_number_print(slice_of(raw), &format, false,
	    out);

	snprintf(got, sizeof(got), "%.*s", (int)text.len,
	    (const char *)text.at);
	CHECK_TEXT(got, want);
}

static void
a_card_number_keeps_its_sixteen_digits(void)
{
	check("4111111111111111", "", "4111111111111111");
	check("4.11111111111111E+15", "", "4111111111111110");
	check("4.111111111111111E15", "General", "4111111111111111");
	check("123456789.0", "", "123456789");
}

static void
fractions_and_what_is_no_number_stay(void)
{
	check("0.1", "", "0.1");
	check("1E-5", "", "1e-05");
	check("not a number", "", "not a number");
	check("1e999", "", "1e999");
	check("", "", "");
	check("12 34", "", "12 34");
}

static void
a_mask_shows_its_dashes_and_leading_zeros(void)
{
	check("78051120", "000\\-00\\-0000", "078-05-1120");
	check("78051120", "000-00-0000", "078-05-1120");
	check("78051120", "000\"-\"00\"-\"0000", "078-05-1120");
	check("1234", "00000", "01234");
	check("123456789012", "000-00-0000", "123456-78-9012");
	check("0", "000-00-0000", "000-00-0000");
	check("2125550123", "(###) ###-####", "(212) 555-0123");
}

static void
a_date_is_a_date(void)
{
	check("-5.5e303", "yyyy-mm-dd", "-5.5e+303");
	check("9e300", "yyyy-mm-dd", "9e+300");
	check("46347", "yyyy\\-mm\\-dd", "2026-11-21");
	check("1", "d/m/yy", "1900-01-01");
	check("61", "d/m/yy", "1900-03-01");
	check("46347.5", "d.m.yyyy h:mm", "2026-11-21 12:00");
	check("2958466", "d/m/yy", "2958466");
	check("-1", "d/m/yy", "-1");
}

static void
built_in_dates_need_no_code(void)
{
	struct sheet_format format = sheet_format_of(14, (struct slice){0});
	char out[SHEET_NUMBER_MAX];

	CHECK(slice_is_text(sheet_number_print(slice_of("46347"), &format,
	    false, out), "2026-11-21"));
	CHECK(slice_is_text(sheet_number_print(slice_of("44885"), &format,
	    true, out), "2026-11-21"));
}

static void
money_and_percent_are_plain(void)
{
	check("1599.99", "\"$\"#,##0.00", "1599.99");
	check("0.5", "0%", "0.5");
	check("12", "0.00E+00", "12");
	check("12", "[Red]#,##0", "12");
}

static void
a_mask_of_any_length_is_survived(void)
{
	char code[512];

	for (size_t len = 0; len < sizeof(code) - 1; len++) {
		struct sheet_format format;
		char out[SHEET_NUMBER_MAX];

		memset(code, len % 3 ? '0' : '-', len);
		code[len] = '\0';
		format = sheet_format_of(0, slice_of(code));
		CHECK(sheet_number_print(slice_of("99999999999999999"),
		    &format, false, out).len > 0);
	}
}

static const struct unit_test tests[] = {
	UNIT(a_card_number_keeps_its_sixteen_digits),
	UNIT(fractions_and_what_is_no_number_stay),
	UNIT(a_mask_shows_its_dashes_and_leading_zeros),
	UNIT(a_date_is_a_date),
	UNIT(built_in_dates_need_no_code),
	UNIT(money_and_percent_are_plain),
	UNIT(a_mask_of_any_length_is_survived),
	{0},
};

int
main(void)
{
	return unit_run("sheet_number", tests);
}
