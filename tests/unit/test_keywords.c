/*
 * test_keywords - promises of match/keywords.
 */
#include "scanner/extract/text.h"
#include "scanner/match/keywords.h"
#include "unit/unit.h"

enum { MEMORY = 1 << 20, WORDS = 40, TEXT_MOST = 512 };

struct heard {
	uint32_t part, end;
	unsigned times;
};

static bool
hear(void *own, uint32_t part, uint32_t end)
{
	struct heard *heard = own;

	heard->part = part;
	heard->end = end;
	heard->times++;
	return true;
}

/* Words "b1", "bc2", "bcd3", ...: word i has i + 2 letters and digits. */
static const char *
word(unsigned i)
{
	static char words[WORDS][WORDS + 3];

	for (unsigned k = 0; k <= i; k++)
		words[i][k] = (char)('b' + k % 20);
	words[i][i + 1] = (char)('0' + i % 10);
	return words[i];
}

static struct keywords *
open_words(struct arena *arena)
{
	static struct rule_pattern patterns[WORDS];
	static bool whole[WORDS];
	static struct catalogue_list list = {.patterns = patterns,
	    .whole = whole, .count = WORDS};
	struct limits limits = limit_defaults();
	struct keywords *keywords = NULL;
	struct err err = {0};
	size_t bad;

	for (unsigned i = 0; i < WORDS; i++) {
		patterns[i].regex = word(i);
		whole[i] = true;
	}
	CHECK_RC(keywords_open(arena, &list, NULL, &limits, &keywords, &bad,
	    &err), RC_OK, &err);
	CHECK_FATAL(keywords != NULL);
	return keywords;
}

/* What is heard of a word at `at` with these bytes round it. */
static struct heard
hear_at(const struct keywords *keywords, const char *text, size_t at,
    unsigned char before, unsigned char after)
{
	unsigned char room[TEXT_MOST + TEXT_SLACK];
	struct heard heard = {0};
	struct err err = {0};
	size_t len = strlen(text);

	memset(room, '.', sizeof(room));
	memcpy(room + at, text, len);
	if (at)
		room[at - 1] = before;
	room[at + len] = after;
	CHECK_RC(keywords_scan(keywords, slice_bytes(room, at + len + 1),
	    hear, &heard, &err), RC_OK, &err);
	return heard;
}

static void
a_run_is_found_at_every_place_whatever_its_case(void)
{
	struct arena *arena = arena_new(MEMORY);
	struct keywords *keywords = open_words(arena);

	for (unsigned i = 0; i < WORDS; i++)
		for (size_t at = 0; at < 140; at++) {
			char upper[WORDS + 3] = {0};
			struct heard heard;

			for (size_t k = 0; word(i)[k]; k++)
				upper[k] = k % 2 || !byte_is_alpha(
				    (unsigned char)word(i)[k]) ? word(i)[k] :
				    (char)(word(i)[k] & ~0x20);
			heard = hear_at(keywords, upper, at, ' ', '_');
			CHECK_NUMBER(heard.times, 1);
			CHECK_NUMBER(heard.part, i);
			CHECK_NUMBER(heard.end, at + i + 2);
		}
	keywords_close(keywords);
	arena_free(arena);
}

/* "1099" is a word; numbers as long are looked up, others are not words. */
static void
a_word_of_digits_is_found_among_numbers(void)
{
	static struct rule_pattern patterns[2] = {{.regex = "1099"},
	    {.regex = "form"}};
	static bool whole[2] = {true, true};
	static struct catalogue_list list = {.patterns = patterns,
	    .whole = whole, .count = 2};
	struct arena *arena = arena_new(MEMORY);
	struct limits limits = limit_defaults();
	struct keywords *keywords = NULL;
	struct err err = {0};
	size_t bad;

	CHECK_RC(keywords_open(arena, &list, NULL, &limits, &keywords, &bad,
	    &err), RC_OK, &err);
	CHECK_FATAL(keywords != NULL);
	for (size_t at = 0; at < 140; at++) {
		CHECK_NUMBER(hear_at(keywords, "1099", at, ',', ',').times, 1);
		CHECK_NUMBER(hear_at(keywords, "1098", at, ',', ',').times, 0);
		CHECK_NUMBER(hear_at(keywords, "10990", at, ',', ',').times, 0);
		CHECK_NUMBER(hear_at(keywords, "FORM", at, '9', ',').times, at ?
		    0 : 1);
	}
	keywords_close(keywords);
	arena_free(arena);
}

static void
a_part_of_a_run_is_none(void)
{
	struct arena *arena = arena_new(MEMORY);
	struct keywords *keywords = open_words(arena);

	for (unsigned i = 0; i < WORDS; i++)
		for (size_t at = 1; at < 140; at++) {
			CHECK_NUMBER(hear_at(keywords, word(i), at, 'q',
			    ' ').times, 0);
			CHECK_NUMBER(hear_at(keywords, word(i), at, ' ',
			    'q').times, 0);
			CHECK_NUMBER(hear_at(keywords, word(i), at, 0xc3,
			    0xa9).times, 1);
		}
	keywords_close(keywords);
	arena_free(arena);
}

int
main(void)
{
	static const struct unit_test tests[] = {
		UNIT(a_run_is_found_at_every_place_whatever_its_case),
		UNIT(a_part_of_a_run_is_none),
		UNIT(a_word_of_digits_is_found_among_numbers),
		{NULL, NULL},
	};

	return unit_run("keywords", tests);
}
