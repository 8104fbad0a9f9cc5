/*
 * test_slice - promises of base/slice.
 */
#include "base/slice.h"
#include "unit/unit.h"

static void
cut_gives_every_piece_and_then_nothing(void)
{
	struct slice rest = slice_of("a,,b"), piece;

	CHECK(slice_cut(&rest, ',', &piece) && slice_is_text(piece, "a"));
	CHECK(slice_cut(&rest, ',', &piece) && piece.len == 0);
	CHECK(slice_cut(&rest, ',', &piece) && slice_is_text(piece, "b"));
	CHECK(!slice_cut(&rest, ',', &piece));
	rest = slice_of("");
	CHECK(!slice_cut(&rest, ',', &piece));
}

static void
sub_clamps_both_ends(void)
{
	struct slice s = slice_of("abcdef");

	CHECK(slice_is_text(slice_sub(s, 2, 4), "cd"));
	CHECK(slice_is_text(slice_sub(s, 4, 99), "ef"));
	CHECK_NUMBER(slice_sub(s, 9, 3).len, 0);
	CHECK_NUMBER(slice_sub((struct slice){0}, 1, 3).len, 0);
}

static void
number_refuses_all_but_digits_and_overflow(void)
{
	uint64_t n = 7;

	CHECK(slice_number(slice_of("18446744073709551615"), &n));
	CHECK_NUMBER(n, UINT64_MAX);
	CHECK(!slice_number(slice_of("18446744073709551616"), &n));
	CHECK(!slice_number(slice_of(""), &n));
	CHECK(!slice_number(slice_of("-1"), &n));
	CHECK(!slice_number(slice_of("1 "), &n));
	CHECK_NUMBER(n, UINT64_MAX);
}

static void
find_sees_first_and_last_and_ignores_case_when_asked(void)
{
	struct slice s = slice_of("one Two two");

	CHECK_NUMBER(slice_find(s, slice_of("two")), 8);
	CHECK_NUMBER(slice_find_nocase(s, slice_of("two")), 4);
	CHECK_NUMBER(slice_find(s, slice_of("three")), SIZE_MAX);
	CHECK_NUMBER(slice_find(slice_of("ab"), slice_of("abc")), SIZE_MAX);
	CHECK(slice_ends_nocase(s, slice_of("TWO")));
	CHECK(!slice_ends_nocase(slice_of("wo"), slice_of("two")));
	CHECK(slice_starts_nocase(s, slice_of("ONE")));
}

static void
sums_and_products_refuse_overflow(void)
{
	size_t out = 3;

	CHECK(!size_add(SIZE_MAX, 1, &out));
	CHECK(!size_mul(SIZE_MAX / 2, 3, &out));
	CHECK_NUMBER(out, 3);
	CHECK(size_add(1, 2, &out) && size_mul(out, 4, &out));
	CHECK_NUMBER(out, 12);
}

static void
trim_takes_white_space_only_from_the_ends(void)
{
	CHECK(slice_is_text(slice_trim(slice_of(" \t a b\r\n")), "a b"));
	CHECK_NUMBER(slice_trim(slice_of(" \n")).len, 0);
}

int
main(void)
{
	static const struct unit_test tests[] = {
		UNIT(cut_gives_every_piece_and_then_nothing),
		UNIT(sub_clamps_both_ends),
		UNIT(number_refuses_all_but_digits_and_overflow),
		UNIT(find_sees_first_and_last_and_ignores_case_when_asked),
		UNIT(sums_and_products_refuse_overflow),
		UNIT(trim_takes_white_space_only_from_the_ends),
		{ NULL, NULL }
	};

	return unit_run("slice", tests);
}
