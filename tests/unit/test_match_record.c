/*
 * test_match_record - promises of match/record: what is one row in places, in
 * labelled values and in plain text.
 */
#include <stdio.h>
#include <stdlib.h>

#include "scanner/match/record.h"
#include "unit/unit.h"

enum { MEMORY = 64 << 20, RUNS_MOST = 64 };

struct told {
	const char *where, *head, *text;
};

struct page {
	struct arena *arena;
	struct text text;
	struct text_run runs[RUNS_MOST];
	char bytes[8192];
};

/* A text of these runs, a line end between them as gather puts it. */
static void
make(struct page *page, const struct told *told)
{
	size_t len = 0;

	*page = (struct page){.arena = arena_new(MEMORY)};
	for (size_t i = 0; told[i].where; i++) {
		page->runs[i] = (struct text_run){.start = len,
		    .where = told[i].where,
		    .evidence = slice_of(told[i].head)};
		page->text.run_count++;
		len += (size_t)snprintf(page->bytes + len,
		    sizeof(page->bytes) - len, "%s\n", told[i].text);
	}
	page->text.runs = page->runs;
	page->text.bytes = slice_bytes(page->bytes, len);
}

/* The records as "<text>|<text>", line ends as "/", cells as {head=value}. */
static void
show(const struct text *text, struct arena *arena, char *out, size_t room)
{
	struct record_walk *walk = record_begin(text, arena);
	struct record record;
	size_t len = 0;

	CHECK_FATAL(walk != NULL);
	*out = '\0';
	while (record_next(walk, &record) && len < room - 256) {
		for (size_t i = record.span.start; i < record.span.end; i++)
			out[len++] = text->bytes.at[i] == '\n' ? '/' :
			    (char)text->bytes.at[i];
		for (size_t i = 0; i < record.cell_count; i++)
			len += (size_t)snprintf(out + len, room - len,
			    "{%.*s=%.*s}", (int)record.cells[i].head.len,
			    (const char *)record.cells[i].head.at,
			    (int)(record.cells[i].span.end -
			    record.cells[i].span.start), (const char *)
			    text->bytes.at + record.cells[i].span.start);
		out[len++] = '|';
		out[len] = '\0';
	}
}

static void
expect(const struct told *told, const char *want)
{
	struct page page;
	char out[8192];

	make(&page, told);
	show(&page.text, page.arena, out, sizeof(out));
	CHECK_TEXT(out, want);
	arena_free(page.arena);
}

static void
expect_plain(const char *text, const char *want)
{
	struct told told[] = {{"body", NULL, text}, {0}};

	expect(told, want);
}

static void
cells_of_a_row_are_one_record(void)
{
	static const struct told told[] = {
		{"attachment 2 > sheet 3 > A2", "name", "Ann"},
		{"attachment 2 > sheet 3 > B2", "city", "Ulm"},
		{"attachment 2 > sheet 3 > A3", "name", "Bob"},
		{"attachment 2 > sheet 4 > A3", "name", "Cat"},
		{"table 1 > row 2 > column 1", "name", "Dan"},
		{"table 1 > row 2 > column 2", NULL, "x"},
		{"row 3 > column 1", "name", "Eve"},
		{0}};

	expect(told, "Ann/Ulm/{name=Ann\n}{city=Ulm\n}|Bob/{name=Bob\n}|"
	    "Cat/{name=Cat\n}|Dan/x/{name=Dan\n}|Eve/{name=Eve\n}|");
}

static void
properties_of_a_card_are_one_record(void)
{
	static const struct told told[] = {
		{"object 1 > property 1", "fn", "Ann"},
		{"object 1 > property 2", "tel", "1"},
		{"object 1 > property 2 > parameters", "tel", "home"},
		{"object 2 > property 1", "fn", "Bob"},
		{0}};

	expect(told, "Ann/1/home/{fn=Ann\n}{tel=1\n}{tel=home\n}|"
	    "Bob/{fn=Bob\n}|");
}

/* Lists inside an object, a group over it and a head before them all. */
static void
a_labelled_record_begins_where_its_leading_name_returns(void)
{
	static const struct told told[] = {
		{"value 1", "version", "version: 1"},
		{"value 2", "people name", "name: Ann"},
		{"value 3", "people phones", "1"},
		{"value 4", "people phones", "2"},
		{"value 5", "people name", "name: Bob"},
		{"value 6", "people phones", "3"},
		{"value 7", "people name", "name: Cat"},
		{0}};

	expect(told, "version: 1/name: Ann/1/2/{version=1\n}{people name=Ann\n}"
	    "{people phones=1\n}{people phones=2\n}|"
	    "name: Bob/3/{people name=Bob\n}{people phones=3\n}|"
	    "name: Cat/{people name=Cat\n}|");
}

static void
rows_of_a_pasted_table_have_their_heads(void)
{
	expect_plain("Hello,\n\nName\tCity\t\nAnn\tUlm\t\nBob\tRom\t\n\nBye",
	    "Hello,|Ann\tUlm\t{Name=Ann}{City=Ulm}|"
	    "Bob\tRom\t{Name=Bob}{City=Rom}|Bye|");
	expect_plain("The list\nName\tCity\t\n\nAnn\tUlm\t\n\nBranch 2\n\n"
	    "Bob\tRom\t\n\nA\nB\nC\nD\tE\n", "The list|"
	    "Ann\tUlm\t{Name=Ann}{City=Ulm}|Branch 2|"
	    "Bob\tRom\t{Name=Bob}{City=Rom}|A|B/C/D\tE|");
	expect_plain("Name;City\nAnn;Ulm\n", "Ann;Ulm{Name=Ann}{City=Ulm}|");
	expect_plain("Name,City,Age\n\"Roe, Ann\",Ulm,7\n",
	    "\"Roe, Ann\",Ulm,7{Name=Roe, Ann}{City=Ulm}{Age=7}|");
	expect_plain("Name    City\nAnn     Ulm\n",
	    "Ann     Ulm{Name=Ann}{City=Ulm}|");
	expect_plain("| Name | City |\n|---|---|\n| Ann | Ulm |\n",
	    "|---|---|{Name=---}{City=---}|| Ann | Ulm |{Name=Ann}{City=Ulm}|");
	/* A line between two rows that could be names of other columns. */
	expect_plain("Name\tCity\nAnn\tUlm\nNorth, South, East\nBob\tRom\n",
	    "Ann\tUlm{Name=Ann}{City=Ulm}|North, South, East|"
	    "Bob\tRom{Name=Bob}{City=Rom}|");
}

static void
prose_with_commas_is_no_table(void)
{
	expect_plain("We came, saw and left.\nThen, as said, it rained.\n",
	    "We came, saw and left./Then, as said, it rained.|");
	expect_plain("12,5,7\n13,6,8\n14,6,8\n15,1,1\n16,2,2\n17,1,1\n18,1,1\n"
	    "19,2,3\n20,3,4\n", "12,5,7|13,6,8|14,6,8|15,1,1|16,2,2|17,1,1|"
	    "18,1,1|19,2,3|20,3,4|");
}

static void
labelled_lines_are_a_record_until_the_first_returns(void)
{
	expect_plain("Name: Ann\nCity: Ulm\nName: Bob\nCity: Rom\n",
	    "Name: Ann/City: Ulm{Name=Ann}{City=Ulm}|"
	    "Name: Bob/City: Rom{Name=Bob}{City=Rom}|");
	expect_plain("> Name: Ann\n> City: Ulm\n\nUrl: http://x\nSee "
	    "http://y\n", "> Name: Ann/> City: Ulm{Name=Ann}{City=Ulm}|"
	    "Url: http://x/See http://y{Url=http://x}|");
}

static void
short_lines_together_are_one_and_long_ones_are_not(void)
{
	expect_plain("Ann Roe\n1 Rose Lane\nOxford\n\nBob Roe\n2 Rose Lane\n",
	    "Ann Roe/1 Rose Lane/Oxford|Bob Roe/2 Rose Lane|");
	expect_plain("Ann a@b.de\nBob b@b.de\n", "Ann a@b.de|Bob b@b.de|");
}

static void
nothing_is_no_record_and_odd_places_do_no_harm(void)
{
	static const struct told odd[] = {
		{" > ", NULL, "a"}, {"row 1", NULL, "b"},
		{"column 1", NULL, "c"}, {"A1B", NULL, "d"},
		{"", NULL, "e"}, {0}};
	static const struct told none[] = {{0}};

	expect(odd, "a|b|c|d|e|");
	expect(none, "");
	expect_plain("", "");
	expect_plain("\n\n \t\n", "");
	expect_plain("\t\t\t", "");
	expect_plain("a\"\tb\n\"c\td\n", "\"c\td{a\"=\"c}{b=d}|");
}

/* Every byte stands in at most one record, and records come in order. */
static void
records_do_not_overlap_whatever_the_bytes(void)
{
	static const char alphabet[] = "Aa1 :;,|\t\n\"@->";
	uint64_t seed = 88172645463325252ull;
	struct record record;

	for (unsigned round = 0; round < 300; round++) {
		struct text_run run = {.where = "body"};
		unsigned char bytes[600 + TEXT_SLACK] = {0};
		struct text text = {.bytes = {bytes, 600},
		    .runs = &run, .run_count = 1};
		struct arena *arena = arena_new(MEMORY);
		struct record_walk *walk = record_begin(&text, arena);
		size_t last = 0;

		for (size_t i = 0; i < text.bytes.len; i++) {
			seed ^= seed << 13;
			seed ^= seed >> 7;
			seed ^= seed << 17;
			bytes[i] = (unsigned char)alphabet[seed %
			    (sizeof(alphabet) - 1)];
		}
		while (record_next(walk, &record)) {
			CHECK(record.span.start >= last);
			CHECK(record.span.end > record.span.start);
			CHECK(record.span.end <= text.bytes.len);
			for (size_t i = 0; i < record.cell_count; i++)
				CHECK(record.cells[i].span.start >=
				    record.span.start &&
				    record.cells[i].span.end <=
				    record.span.end);
			last = record.span.end;
		}
		arena_free(arena);
	}
}

static void
a_ruler_below_the_heads_hides_no_row(void)
{
	expect_plain("+----+------+\n| id | name |\n+----+------+\n"
	    "|  1 | Ann  |\n",
	    "+----+------+|+----+------+||  1 | Ann  |{id=1}{name=Ann}|");
	expect_plain(" id | name\n----+------\n  1 | Ann\n",
	    "----+------|  1 | Ann{id=1}{name=Ann}|");
}

static void
a_name_over_all_records_leads_none(void)
{
	expect_plain("people:\n- name: Ann\n  city: Ulm\n- name: Bob\n"
	    "  city: Rom", "people:/- name: Ann/  city: Ulm{name=Ann}"
	    "{city=Ulm}|- name: Bob/  city: Rom{name=Bob}{city=Rom}|");
}

static const struct unit_test tests[] = {
	UNIT(a_ruler_below_the_heads_hides_no_row),
	UNIT(a_name_over_all_records_leads_none),
	UNIT(cells_of_a_row_are_one_record),
	UNIT(properties_of_a_card_are_one_record),
	UNIT(a_labelled_record_begins_where_its_leading_name_returns),
	UNIT(rows_of_a_pasted_table_have_their_heads),
	UNIT(prose_with_commas_is_no_table),
	UNIT(labelled_lines_are_a_record_until_the_first_returns),
	UNIT(short_lines_together_are_one_and_long_ones_are_not),
	UNIT(nothing_is_no_record_and_odd_places_do_no_harm),
	UNIT(records_do_not_overlap_whatever_the_bytes),
	{NULL, NULL},
};

int
main(void)
{
	return unit_run("match_record", tests);
}
