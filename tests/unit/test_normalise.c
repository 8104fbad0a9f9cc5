/*
 * test_normalise - promises of scanner/extract/normalise and text.
 */
#include "scanner/extract/normalise.h"
#include "unit/unit.h"

struct pair {
	const char *in, *out;
};

static struct arena *arena;

static struct text
normal(struct slice in)
{
	struct text text = {0};
	struct err err;

	CHECK_RC(normalise_bytes(arena, in, &text, &err), RC_OK, &err);
	return text;
}

static void
check_pairs(const struct pair *pairs)
{
	arena = arena_new(1 << 20);
	for (; pairs->in != NULL; pairs++) {
		struct text text = normal(slice_of(pairs->in));
		CHECK_TEXT((const char *)text.bytes.at, pairs->out);
	}
	arena_free(arena);
}

static void
ascii_keeps_its_case_and_has_no_shifts(void)
{
	struct slice in = slice_of("Secret // NOFORN\tDo not copy\n");
	struct text text;

	arena = arena_new(1 << 20);
	text = normal(in);
	CHECK(slice_is(text.bytes, in));
	CHECK_NUMBER(text.shift_count, 0);
	CHECK_NUMBER(text.repaired + text.dropped, 0);
	arena_free(arena);
}

static void
every_line_end_becomes_one_lf(void)
{
	static const struct pair pairs[] = {
		{ "a\r\nb", "a\nb" }, { "a\rb", "a\nb" },
		{ "a\r\r\nb", "a\n\nb" }, { "a\xc2\x85" "b", "a\nb" },
		{ "a\xe2\x80\xa8" "b", "a\nb" }, { "\r", "\n" },
		{ NULL, NULL },
	};

	check_pairs(pairs);
}

static void
a_run_of_bad_bytes_becomes_one_replacement(void)
{
	static const struct pair pairs[] = {
		{ "a\xff\xfe\x80" "b", "a\xef\xbf\xbd" "b" },
		{ "\xc0\xaf", "\xef\xbf\xbd" },		/* overlong */
		{ "\xed\xa0\x80", "\xef\xbf\xbd" },	/* surrogate */
		{ "\xf4\x90\x80\x80", "\xef\xbf\xbd" },	/* past the end */
		{ "x\xe2\x82", "x\xef\xbf\xbd" },	/* cut off */
		{ "\xff" "1\xff" "2\xff",
		    "\xef\xbf\xbd" "1\xef\xbf\xbd" "2\xef\xbf\xbd" },
		{ NULL, NULL },
	};

	check_pairs(pairs);
}

static void
invisible_characters_do_not_split_words(void)
{
	static const struct pair pairs[] = {
		{ "4111\xc2\xad" "1111", "41111111" },
		{ "4\xe2\x80\x8b" "1\xe2\x80\x8d" "1\xef\xbb\xbf" "1", "4111" },
		{ "SE\xe2\x80\xae" "CR\xe2\x80\xac" "ET", "SECRET" },
		{ "A\xf3\xa0\x81\x81" "B\xef\xb8\x8f" "C", "ABC" },
		{ NULL, NULL },
	};

	check_pairs(pairs);
}

static void
spaces_dashes_widths_and_digits_become_ascii(void)
{
	static const struct pair pairs[] = {
		{ "a\xc2\xa0" "b\xe3\x80\x80" "c\xe2\x80\x89" "d", "a b c d" },
		{ "1\xe2\x80\x90" "2\xe2\x88\x92" "3\xef\xbc\x8d" "4", "1-2-3-4" },
		{ "\xef\xbc\xb3\xef\xbd\x85\xef\xbc\x9a", "Se:" },
		{ "\xf0\x9d\x90\x92\xf0\x9d\x97\xb2", "Se" },
		{ "\xe2\x93\x83\xe2\x93\x90" "\xf0\x9f\x85\x83", "NaT" },
		{ "\xd9\xa4\xe0\xa5\xa7\xf0\x9d\x9f\x8f", "411" },
		{ NULL, NULL },
	};

	check_pairs(pairs);
}

static void
letters_are_composed_and_folded(void)
{
	static const struct pair pairs[] = {
		{ "\xc3\x89T\xc3\x89", "\xc3\xa9T\xc3\xa9" },
		{ "e\xcc\x81", "\xc3\xa9" },		/* e + acute */
		{ "E\xcc\x81", "\xc3\xa9" },
		{ "\xe2\x84\xaa" "elvin", "Kelvin" },	/* it is a K */
		{ "\xc5\xbf" "ecret", "secret" },	/* long s */
		/* a + circumflex + dot below, in both orders */
		{ "a\xcc\x82\xcc\xa3", "\xe1\xba\xad" },
		{ "a\xcc\xa3\xcc\x82", "\xe1\xba\xad" },
		{ "\xd0\xa1\xd0\x95\xd0\x9a", "\xd1\x81\xd0\xb5\xd0\xba" },
		{ "\xe1\x84\x92\xe1\x85\xa1\xe1\x86\xab", "\xed\x95\x9c" },
		{ "\xcc\x81" "a", "\xcc\x81" "a" },	/* nothing before */
		{ NULL, NULL },
	};

	check_pairs(pairs);
}

static void
offsets_lead_back_to_the_original(void)
{
	/*            0 1 2 3   4      6   7 (one shy)  9   10 */
	const char *in = "ab\r\n4\xc2\xad" "1\xc2\xa0" "cd\xe2\x80\x93" "e";
	struct text text;

	arena = arena_new(1 << 20);
	text = normal(slice_of(in));
	CHECK_TEXT((const char *)text.bytes.at, "ab\n41 cd-e");
	for (size_t i = 0; i < text.bytes.len; i++) {
		size_t was = text_original(&text, i);
		if (text.bytes.at[i] >= 'a' && text.bytes.at[i] <= 'e')
			CHECK_NUMBER((unsigned char)in[was],
			    text.bytes.at[i]);
	}
	CHECK_NUMBER(text_original(&text, text.bytes.len), strlen(in));
	arena_free(arena);
}

static void
pieces_keep_their_starts_and_do_not_join(void)
{
	struct slice in = slice_of("a\r\ne" "\xcc\x81" "b");
	const struct slice pieces[] = { slice_sub(in, 0, 4),
	    slice_sub(in, 4, in.len) };
	size_t starts[2];
	struct text text = {0};
	struct err err;

	arena = arena_new(1 << 20);
	CHECK_RC(normalise_pieces(arena, pieces, 2, starts, &text, &err), RC_OK,
	    &err);
	CHECK_NUMBER(starts[0], 0);
	CHECK_NUMBER(starts[1], 3);
	CHECK_TEXT((const char *)text.bytes.at, "a\ne\xcc\x81" "b");
	arena_free(arena);
}

static void
nothing_is_a_text_too(void)
{
	struct text text;

	arena = arena_new(1 << 20);
	text = normal((struct slice){0});
	CHECK_NUMBER(text.bytes.len, 0);
	CHECK(text.bytes.at != NULL);
	text = normal(slice_bytes("\0\0", 2));
	CHECK_NUMBER(text.bytes.len, 0);
	CHECK_NUMBER(text.dropped, 2);
	arena_free(arena);
}

/* The worst growth: each bad byte between plain ones, letters that grow. */
static void
no_input_grows_past_its_room(void)
{
	unsigned char in[3000];

	arena = arena_new(1 << 24);
	for (unsigned mode = 0; mode < 4; mode++) {
		for (size_t i = 0; i < sizeof in; i++)
			in[i] = mode == 0 ? (i & 1 ? 'a' : 0xff) :
			    mode == 1 ? (i & 1 ? 0xba : 0xc8) :
			    mode == 2 ? (unsigned char)(i * 37) :
			    (unsigned char)(0x80 + i % 127);
		normal(slice_bytes(in, sizeof in));
	}
	arena_free(arena);
}

static void
a_full_arena_is_a_limit(void)
{
	struct text text = {0};
	struct err err;

	arena = arena_new(64);
	CHECK_RC(normalise_bytes(arena, slice_of("some text that is longer "
	    "than the arena allows"), &text, &err), RC_LIMIT, &err);
	arena_free(arena);
}

int
main(void)
{
	static const struct unit_test tests[] = {
		UNIT(ascii_keeps_its_case_and_has_no_shifts),
		UNIT(every_line_end_becomes_one_lf),
		UNIT(a_run_of_bad_bytes_becomes_one_replacement),
		UNIT(invisible_characters_do_not_split_words),
		UNIT(spaces_dashes_widths_and_digits_become_ascii),
		UNIT(letters_are_composed_and_folded),
		UNIT(offsets_lead_back_to_the_original),
		UNIT(pieces_keep_their_starts_and_do_not_join),
		UNIT(nothing_is_a_text_too),
		UNIT(no_input_grows_past_its_room),
		UNIT(a_full_arena_is_a_limit),
		{ NULL, NULL },
	};

	return unit_run("normalise", tests);
}
