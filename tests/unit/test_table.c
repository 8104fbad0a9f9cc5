/*
 * test_table - promises of report/table.
 */
#include "report/table.h"

#include "unit/unit.h"

static const struct table_column columns[] = {
	{ "NAME", TABLE_CUT }, { "N", TABLE_RIGHT }, { "WHY", TABLE_WRAP },
	{ NULL, TABLE_KEEP }
};

static const char *
written(struct buf *out, size_t indent, size_t width, const char *name,
    const char *number, const char *why)
{
	const char *cells[] = { name, number, why };
	struct arena *arena = arena_new(1048576);
	struct table *table = table_new(arena, columns);
	struct err err;

	*out = buf_new(65536);
	CHECK_FATAL(table != NULL);
	CHECK_RC(table_row(table, cells, &err), RC_OK, &err);
	table_write(table, indent, width, out);
	arena_free(arena);
	return buf_string(out);
}

static void
columns_are_as_wide_as_their_widest_cell(void)
{
	struct buf out;

	CHECK_TEXT(written(&out, 0, 0, "abcdef", "7", "so"),
	    "NAME    N  WHY\n"
	    "abcdef  7  so\n");
	buf_free(&out);
}

static void
numbers_are_set_to_the_right(void)
{
	struct buf out;

	CHECK_TEXT(written(&out, 2, 0, "a", "1234", "so"),
	    "  NAME     N  WHY\n"
	    "  a     1234  so\n");
	buf_free(&out);
}

static void
widths_count_characters_not_bytes(void)
{
	struct buf out;

	CHECK_TEXT(written(&out, 0, 0, "\xc3\xa4\xc3\xb6\xc3\xbc\xc3\x9f", "1",
	    "so"),
	    "NAME  N  WHY\n"
	    "\xc3\xa4\xc3\xb6\xc3\xbc\xc3\x9f  1  so\n");
	buf_free(&out);
}

static void
a_narrow_terminal_wraps_at_words(void)
{
	struct buf out;

	CHECK_TEXT(written(&out, 0, 24, "abc", "1", "one two three four"),
	    "NAME  N  WHY\n"
	    "abc   1  one two three\n"
	    "         four\n");
	buf_free(&out);
}

static void
a_word_longer_than_the_line_is_broken(void)
{
	struct buf out;

	CHECK_TEXT(written(&out, 0, 17, "abc", "1", "abcdefghijkl"),
	    "NAME  N  WHY\n"
	    "abc   1  abcdefgh\n"
	    "         ijkl\n");
	buf_free(&out);
}

static void
no_line_is_longer_than_the_terminal(void)
{
	struct buf out;
	struct slice rest, line;

	written(&out, 4, 50, "a-very-long-name-that-does-not-fit-in-there",
	    "123", "and a long reason that goes on for quite a while, and on");
	rest = buf_slice(&out);
	while (slice_cut(&rest, '\n', &line))
		CHECK(table_width(line) <= 50);
	CHECK_HOLDS(buf_string(&out), "\xe2\x80\xa6");
	buf_free(&out);
}

static void
control_characters_never_get_out(void)
{
	struct buf out;
	struct slice bytes;

	written(&out, 0, 40, "\033]0;title\a", "\r", "a\nb\tc\x9b"
	    "31m \xe2\x80\xaegpj.exe \xff");
	bytes = buf_slice(&out);
	for (size_t i = 0; i < bytes.len; i++)
		CHECK(bytes.at[i] == '\n' || bytes.at[i] >= 0x20);
	CHECK(slice_find(bytes, slice_of("\xe2\x80\xae")) == SIZE_MAX);
	CHECK(slice_find(bytes, slice_of("\x9b")) == SIZE_MAX);
	buf_free(&out);
}

static void
an_empty_table_writes_nothing(void)
{
	struct arena *arena = arena_new(65536);
	struct table *table = table_new(arena, columns);
	struct buf out = buf_new(65536);

	table_write(table, 0, 80, &out);
	CHECK_NUMBER(out.len, 0);
	arena_free(arena);
}

static void
a_full_arena_is_a_limit(void)
{
	struct arena *arena = arena_new(8192);
	struct table *table = table_new(arena, columns);
	const char *cells[] = { "a", "b", "c" };
	enum rc rc = RC_OK;
	struct err err;

	CHECK_FATAL(table != NULL);
	for (int i = 0; i < 1000 && rc == RC_OK; i++)
		rc = table_row(table, cells, &err);
	CHECK_NUMBER(rc, RC_LIMIT);
	arena_free(arena);
}

static void
a_missing_cell_is_an_empty_one(void)
{
	struct buf out;

	CHECK_TEXT(written(&out, 0, 0, NULL, "1", NULL),
	    "NAME  N  WHY\n"
	    "      1\n");
	buf_free(&out);
}

static void
a_paragraph_is_wrapped_and_escaped(void)
{
	struct buf out = buf_new(1024);

	table_paragraph(&out, slice_of("one two\033 three"), 2, 14);
	CHECK_TEXT(buf_string(&out), "one two\\x1b\n  three\n");
	buf_free(&out);
}

static const struct unit_test tests[] = {
	UNIT(columns_are_as_wide_as_their_widest_cell),
	UNIT(numbers_are_set_to_the_right),
	UNIT(widths_count_characters_not_bytes),
	UNIT(a_narrow_terminal_wraps_at_words),
	UNIT(a_word_longer_than_the_line_is_broken),
	UNIT(no_line_is_longer_than_the_terminal),
	UNIT(control_characters_never_get_out),
	UNIT(an_empty_table_writes_nothing),
	UNIT(a_full_arena_is_a_limit),
	UNIT(a_missing_cell_is_an_empty_one),
	UNIT(a_paragraph_is_wrapped_and_escaped),
	{ NULL, NULL }
};

int
main(void)
{
	return unit_run("table", tests);
}
