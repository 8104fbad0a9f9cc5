/*
 * test_slice - promises of base/slice.
 */
#include "base/block.h"
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

/* Every place in texts of every length round the size of a block. */
static void
find_without_case_sees_every_place(void)
{
	unsigned char text[3 * BLOCK_BYTES];

	for (size_t len = 5; len <= sizeof(text); len++)
		for (size_t at = 0; at + 5 <= len; at++) {
			memset(text, 'x', sizeof(text));
			memcpy(text + at, "aB-c\xe9", 5);
			CHECK_NUMBER(slice_find_nocase(slice_bytes(text, len),
			    slice_of("Ab-C\xe9")), at);
			text[at + 2] = '\r';	/* '-' with the bit of case */
			CHECK_NUMBER(slice_find_nocase(slice_bytes(text, len),
			    slice_of("Ab-C\xe9")), SIZE_MAX);
		}
}

static void
a_block_says_which_bytes_are_of_a_kind(void)
{
	unsigned char at[BLOCK_BYTES];

	for (unsigned first = 0; first < 256; first++) {
		for (unsigned i = 0; i < BLOCK_BYTES; i++)
			at[i] = (unsigned char)(first + 5 * i);
		for (unsigned i = 0; i < BLOCK_BYTES; i++) {
			CHECK_NUMBER(block_digits(at) >> i & 1,
			    byte_is_digit(at[i]));
			CHECK_NUMBER(block_letters(at) >> i & 1,
			    byte_is_alpha(at[i]));
			CHECK_NUMBER(block_capitals(at) >> i & 1,
			    at[i] >= 'A' && at[i] <= 'Z');
			CHECK_NUMBER(block_is(at, 0xe9) >> i & 1,
			    at[i] == 0xe9);
		}
	}
	CHECK_NUMBER(block_below(0), 0);
	CHECK_NUMBER(block_below(64), UINT64_MAX);
	CHECK_NUMBER(block_first(0), BLOCK_BYTES);
	CHECK_NUMBER(block_first(8), 3);
}

static void
lines_end_in_lf_or_cr_lf(void)
{
	struct slice rest = slice_of("a\r\n\nb\rc\nd"), line;

	CHECK(slice_line(&rest, &line) && slice_is_text(line, "a"));
	CHECK(slice_line(&rest, &line) && line.len == 0);
	CHECK(slice_line(&rest, &line) && slice_is_text(line, "b\rc"));
	CHECK(slice_line(&rest, &line) && slice_is_text(line, "d"));
	CHECK(!slice_line(&rest, &line));
	rest = slice_of("e\n");
	CHECK(slice_line(&rest, &line) && slice_is_text(line, "e"));
	CHECK(!slice_line(&rest, &line));
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
		UNIT(lines_end_in_lf_or_cr_lf),
		UNIT(find_without_case_sees_every_place),
		UNIT(a_block_says_which_bytes_are_of_a_kind),
		UNIT(find_sees_first_and_last_and_ignores_case_when_asked),
		UNIT(sums_and_products_refuse_overflow),
		UNIT(trim_takes_white_space_only_from_the_ends),
		{ NULL, NULL }
	};

	return unit_run("slice", tests);
}
