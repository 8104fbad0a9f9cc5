/*
 * test_charset - promises of scanner/message/charset.
 */
#include "scanner/message/charset.h"
#include "unit/unit.h"

static struct charsets *set;
static struct arena *arena;

static struct charset_text
read_as(struct slice bytes, const char *declared)
{
	struct charset_text text;
	struct err err;

	CHECK_RC(charset_read(set, arena, bytes, slice_of(declared), &text,
	    &err), RC_OK, &err);
	return text;
}

static void
check(const char *bytes, const char *declared, const char *want)
{
	struct charset_text text = read_as(slice_of(bytes), declared);
	char *got = arena_string(arena, text.utf8);

	CHECK_TEXT(got, want);
}

static void
declared_charsets_are_converted(void)
{
	check("Gr\xfc\xdf" "e", "iso-8859-1", "Gr\xc3\xbc\xc3\x9f" "e");
	check("\xf0\xd2\xc9\xd7\xc5\xd4", "KOI8-R",
	    "\xd0\x9f\xd1\x80\xd0\xb8\xd0\xb2\xd0\xb5\xd1\x82");
	check("\x82\xb1\x82\xf1", "Shift_JIS", "\xe3\x81\x93\xe3\x82\x93");
	check("\x1b$B$3$s\x1b(B", "ISO-2022-JP", "\x1b$B$3$s\x1b(B");
	check("\xc4\xe3\xba\xc3", "gb2312", "\xe4\xbd\xa0\xe5\xa5\xbd");
	check("\xa7\x41\xa6\x6e", "big5", "\xe4\xbd\xa0\xe5\xa5\xbd");
	check("\xb0\xa1", "euc-kr", "\xea\xb0\x80");
	check("20\x80", "windows-1252", "20\xe2\x82\xac");
}

static void
escape_sequences_are_read_beside_the_plain_bytes(void)
{
	struct charset_text text = read_as(slice_of("\x1b$B$3$s\x1b(B"),
	    "iso-2022-jp");

	CHECK(slice_is_text(text.second, "\xe3\x81\x93\xe3\x82\x93"));
}

static void
utf8_wins_over_what_is_declared_and_both_are_read(void)
{
	struct charset_text text = read_as(slice_of("\xc3\xbc"), "koi8-r");

	CHECK(slice_is_text(text.utf8, "\xc3\xbc"));
	CHECK(text.second.len > 0);
	text = read_as(slice_of("\xc3\xbc"), "utf-8");
	CHECK_NUMBER(text.second.len, 0);
	text = read_as(slice_of("plain"), "koi8-r");
	CHECK_NUMBER(text.second.len, 0);
}

static void
utf16_is_seen_by_mark_and_by_its_nuls(void)
{
	struct charset_text text;

	text = read_as(slice_bytes("\xff\xfe" "4\0" "1\0", 6), "");
	CHECK(slice_is_text(text.utf8, "41"));
	text = read_as(slice_bytes("\0S\0E\0C\0R\0E\0T", 12), "utf-8");
	CHECK(slice_is_text(text.utf8, "SECRET"));
	text = read_as(slice_bytes("S\0E\0C\0R\0E\0T\0", 12), "");
	CHECK(slice_is_text(text.utf8, "SECRET"));
	text = read_as(slice_bytes("\xff\xfe\x3d\xd8\x00\xde", 6), "");
	CHECK(slice_is_text(text.utf8, "\xf0\x9f\x98\x80"));
}

static void
half_a_utf16_character_is_bad_not_fatal(void)
{
	struct charset_text text;

	text = read_as(slice_bytes("\xff\xfe" "4\0" "1", 5), "");
	CHECK(slice_is_text(text.utf8, "4\xef\xbf\xbd"));
	text = read_as(slice_bytes("\xff\xfe\x3d\xd8" "A\0", 6), "");
	CHECK(slice_is_text(text.utf8, "\xef\xbf\xbd" "A"));
}

static void
utf7_is_a_second_reading(void)
{
	struct charset_text text = read_as(slice_of("+AFMARQBDAFIARQBU-"),
	    "us-ascii");

	CHECK(slice_is_text(text.utf8, "+AFMARQBDAFIARQBU-"));
	CHECK(slice_is_text(text.second, "SECRET"));
	text = read_as(slice_of("call +1 202 555 or 1+1=2"), "");
	CHECK_NUMBER(text.second.len, 0);
}

static void
an_unknown_charset_is_unsure_but_ascii_in_it_is_seen(void)
{
	struct charset_text text = read_as(slice_of("4111 \xe9\x81\xff"),
	    "x-martian");

	CHECK(text.unsure);
	CHECK(slice_starts(text.utf8, slice_of("4111 ")));
	text = read_as(slice_of("4111"), "x-martian");
	CHECK(!text.unsure);
}

static void
ascii_declared_with_high_bytes_is_guessed(void)
{
	struct charset_text text = read_as(slice_of(
	    "\xcf\xf0\xe8\xe2\xe5\xf2, \xea\xe0\xea \xe4\xe5\xeb\xe0? "
	    "\xcd\xee\xec\xe5\xf0 \xea\xe0\xf0\xf2\xfb"), "us-ascii");

	CHECK(slice_starts(text.utf8, slice_of("\xd0\x9f\xd1\x80")));
}

static void
bad_bytes_of_a_multibyte_charset_are_counted(void)
{
	struct slice utf8;
	struct err err;
	uint64_t bad;

	CHECK_RC(charset_convert(set, arena, slice_of("euc-jp"),
	    slice_of("a\xff" "b\xa4"), &utf8, &bad, &err), RC_OK, &err);
	CHECK_NUMBER(bad, 2);
	CHECK(slice_is_text(utf8, "a\xef\xbf\xbd" "b\xef\xbf\xbd"));
	CHECK_RC(charset_convert(set, arena, slice_of("nonsense"),
	    slice_of("a"), &utf8, &bad, &err), RC_END, &err);
}

static void
long_texts_are_converted_whole(void)
{
	struct slice utf8;
	struct err err;
	uint64_t bad;
	unsigned char *in = arena_alloc(arena, 100000);

	CHECK_FATAL(in != NULL);
	for (size_t i = 0; i < 100000; i += 2) {
		in[i] = 0xa4;
		in[i + 1] = 0xa2;
	}
	CHECK_RC(charset_convert(set, arena, slice_of("euc-jp"),
	    slice_bytes(in, 100000), &utf8, &bad, &err), RC_OK, &err);
	CHECK_NUMBER(utf8.len, 150000);
	CHECK_NUMBER(bad, 0);
}

int
main(void)
{
	static const struct unit_test tests[] = {
		UNIT(declared_charsets_are_converted),
		UNIT(escape_sequences_are_read_beside_the_plain_bytes),
		UNIT(utf8_wins_over_what_is_declared_and_both_are_read),
		UNIT(utf16_is_seen_by_mark_and_by_its_nuls),
		UNIT(half_a_utf16_character_is_bad_not_fatal),
		UNIT(utf7_is_a_second_reading),
		UNIT(an_unknown_charset_is_unsure_but_ascii_in_it_is_seen),
		UNIT(ascii_declared_with_high_bytes_is_guessed),
		UNIT(bad_bytes_of_a_multibyte_charset_are_counted),
		UNIT(long_texts_are_converted_whole),
		{ NULL, NULL },
	};
	struct err err;
	int status;

	if (charsets_open(&set, &err) != RC_OK)
		return 1;
	arena = arena_new(1 << 24);
	status = unit_run("charset", tests);
	arena_free(arena);
	charsets_close(set);
	return status;
}
