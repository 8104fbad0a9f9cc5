/*
 * test_gather - promises of scanner/extract/gather.
 */
#include "scanner/extract/gather.h"
#include "unit/unit.h"

#include <stdio.h>

static struct arena *arena;
static struct gather *g;
static const struct part part = { .id = 3, .where = "attachment 1",
    .scope = SCOPE_attachment };

static void
begin(uint64_t most)
{
	struct err err;

	arena = arena_new(1 << 20);
	CHECK_RC(gather_begin(arena, &part, most, &g, &err), RC_OK, &err);
}

static uint32_t
place(const char *where)
{
	struct extract_place at = { .where = where,
	    .evidence = slice_of("H\xc3\x84" "D") };
	struct err err;
	uint32_t number = 0;

	CHECK_RC(gather_place(g, &at, &number, &err), RC_OK, &err);
	return number;
}

static void
put(uint32_t at, unsigned flags, const char *text)
{
	struct err err;

	CHECK_RC(gather_text(g, at, flags, slice_of(text), &err), RC_OK, &err);
}

static struct text
end(void)
{
	struct text text;
	struct err err;

	CHECK_RC(gather_end(g, &text, &err), RC_OK, &err);
	return text;
}

static void
pieces_at_one_place_are_joined_and_places_are_lines(void)
{
	struct text text;
	uint32_t a, b;

	begin(1000);
	a = place("sheet 1 > A1");
	b = place("sheet 1 > B1");
	put(a, 0, "41");
	put(a, 0, "11");
	put(b, TEXT_FLAG_metadata, "x");
	text = end();
	CHECK_TEXT((const char *)text.bytes.at, "4111\nx");
	CHECK_NUMBER(text.run_count, 2);
	CHECK_TEXT(text_run_at(&text, 3)->where, "attachment 1 > sheet 1 > A1");
	CHECK_TEXT(text_run_at(&text, 5)->where, "attachment 1 > sheet 1 > B1");
	CHECK_NUMBER(text_run_at(&text, 5)->scope, SCOPE_metadata);
	CHECK_NUMBER(text_run_at(&text, 0)->scope, SCOPE_attachment);
	CHECK(slice_is_text(text_run_at(&text, 0)->evidence,
	    "H\xc3\xa4" "D"));
	arena_free(arena);
}

static void
a_place_that_was_never_named_is_refused(void)
{
	struct err err;

	begin(1000);
	CHECK_RC(gather_text(g, 1, 0, slice_of("x"), &err), RC_INPUT, &err);
	CHECK(gather_where(g, 1) == NULL);
	end();
	arena_free(arena);
}

static void
too_long_a_text_keeps_head_and_tail(void)
{
	struct text text;
	char piece[16];

	begin(1000);
	for (unsigned i = 0; i < 1000; i++) {
		piece[0] = (char)('0' + i / 100);
		piece[1] = (char)('0' + i / 10 % 10);
		piece[2] = (char)('0' + i % 10);
		piece[3] = '\0';
		put(0, 0, piece);
	}
	CHECK(gather_cut(g) >= 2000);
	text = end();
	CHECK(text.bytes.len <= 1000);
	CHECK(slice_starts(text.bytes, slice_of("000001002")));
	CHECK(slice_ends_nocase(text.bytes, slice_of("997998999")));
	arena_free(arena);
}

static void
one_piece_over_the_limit_keeps_head_and_tail_too(void)
{
	static char piece[5001];
	struct text text;

	for (size_t i = 0; i < 5000; i++)
		piece[i] = 'm';
	piece[0] = 'h';
	piece[4999] = 't';
	begin(1000);
	put(0, 0, piece);
	CHECK_NUMBER(gather_cut(g), 4000);
	text = end();
	CHECK_NUMBER(text.bytes.len, 1000);
	CHECK_NUMBER(text.bytes.at[0], 'h');
	CHECK_NUMBER(text.bytes.at[999], 't');
	arena_free(arena);
}

static void
runs_that_were_cut_out_are_gone(void)
{
	struct text text;
	char where[32];

	begin(400);
	for (unsigned i = 0; i < 300; i++) {
		snprintf(where, sizeof where, "cell %u", i);
		put(place(where), 0, "0123456789");
	}
	text = end();
	CHECK(text.bytes.len <= 400);
	for (size_t i = 1; i < text.run_count; i++)
		CHECK(text.runs[i - 1].start <= text.runs[i].start);
	CHECK_TEXT(text.runs[0].where, "attachment 1 > cell 0");
	CHECK_TEXT(text_run_at(&text, text.bytes.len - 1)->where,
	    "attachment 1 > cell 299");
	arena_free(arena);
}

static void
a_long_place_keeps_its_end(void)
{
	char where[600];
	struct text text;

	memset(where, 'x', sizeof where);
	memcpy(where + sizeof where - 5, " B7", 4);
	begin(1000);
	put(place(where), 0, "t");
	text = end();
	CHECK(strlen(text.runs[0].where) <= 240);
	CHECK_HOLDS(text.runs[0].where, "x B7");
	arena_free(arena);
}

int
main(void)
{
	static const struct unit_test tests[] = {
		UNIT(pieces_at_one_place_are_joined_and_places_are_lines),
		UNIT(a_place_that_was_never_named_is_refused),
		UNIT(too_long_a_text_keeps_head_and_tail),
		UNIT(one_piece_over_the_limit_keeps_head_and_tail_too),
		UNIT(runs_that_were_cut_out_are_gone),
		UNIT(a_long_place_keeps_its_end),
		{ NULL, NULL },
	};

	return unit_run("gather", tests);
}
