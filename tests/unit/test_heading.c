/*
 * test_heading - promises of match/heading.
 */
#include "scanner/match/heading.h"
#include "unit/unit.h"

enum { RULES = 3 };

static struct rule rules[RULES];
static const struct rule *const all[RULES] = {&rules[0], &rules[1], &rules[2]};

/* Which rules ask for the name: bit by bit. */
static unsigned
asked(const char *name)
{
	struct slice first[] = {slice_of("name"), slice_of("full name"),
		slice_of("n")};
	struct slice not_first[] = {slice_of("file name")};
	struct slice second[] = {slice_of("date of birth"),
		slice_of("\xe5\x90\x8d\xe5\x89\x8d")};
	struct arena *arena = arena_new(1 << 20);
	const struct heading_index *index;
	const struct rule *asking[RULES];
	struct heading_words words[RULES];
	struct err err = {0};
	unsigned bits = 0;
	size_t count;

	rules[0].column = (struct word_list){first, 3};
	rules[0].not_column = (struct word_list){not_first, 1};
	rules[1].column = (struct word_list){second, 2};
	CHECK_FATAL(heading_index_open(arena, all, RULES, &index, &err) ==
	    RC_OK);
	count = heading_rules(index, slice_of(name), words, asking);
	for (size_t i = 0; i < count; i++)
		bits |= 1u << (asking[i] - rules);
	arena_free(arena);
	return bits;
}

static void
a_name_is_found_as_a_word_wherever_it_stands(void)
{
	CHECK_NUMBER(asked("Name"), 1);
	CHECK_NUMBER(asked("customer NAME"), 1);
	CHECK_NUMBER(asked("customer_name"), 1);
	CHECK_NUMBER(asked("N"), 1);
	CHECK_NUMBER(asked("surnames"), 0);
	CHECK_NUMBER(asked("name2"), 0);
	CHECK_NUMBER(asked(""), 0);
}

static void
spaces_of_a_phrase_may_be_dashes_or_strokes(void)
{
	CHECK_NUMBER(asked("date of birth"), 2);
	CHECK_NUMBER(asked("Date-of_Birth (UK)"), 2);
	CHECK_NUMBER(asked("dateofbirth"), 0);
}

static void
letters_beyond_ascii_need_no_space(void)
{
	CHECK_NUMBER(asked("\xe3\x81\x94\xe5\x90\x8d\xe5\x89\x8d"), 2);
}

static void
a_longer_word_against_wins(void)
{
	CHECK_NUMBER(asked("file name"), 0);
	CHECK_NUMBER(asked("full name of the file"), 1);
	CHECK_NUMBER(asked("name, date of birth"), 3);
}

int
main(void)
{
	static const struct unit_test tests[] = {
		UNIT(a_name_is_found_as_a_word_wherever_it_stands),
		UNIT(spaces_of_a_phrase_may_be_dashes_or_strokes),
		UNIT(letters_beyond_ascii_need_no_space),
		UNIT(a_longer_word_against_wins),
		{NULL, NULL},
	};

	return unit_run("heading", tests);
}
