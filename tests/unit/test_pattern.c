/*
 * test_pattern - promises of match/pattern.
 */
#include "scanner/match/pattern.h"
#include "unit/unit.h"

static void
refused(const char *regex, const char *why)
{
	size_t at = 0;
	const char *sentence = pattern_refused(slice_of(regex), &at);

	CHECK_FATAL(sentence != NULL);
	CHECK_HOLDS(sentence, why);
}

static void
allowed(const char *regex)
{
	size_t at = 0;
	const char *why = pattern_refused(slice_of(regex), &at);

	CHECK(why == NULL);
	if (why)
		printf("%s: refused at %zu: %s\n", regex, at, why);
}

static void
what_loses_matches_or_time_is_refused(void)
{
	refused("^.*TAPIOCA.*EX.*$", "loses matches");
	refused("<%[\\s\\S]+%>", "wide class");
	refused("curl.*\\|\\s*python", "loses matches");
	refused("a[^b]+c", "wide class");
	refused("(?=abc)", "looking ahead");
	refused("(?<!abc)d", "looking behind");
	refused("(a)\\1", "back references");
	refused("\\b.{100,10000}\\b", "more than 255");
	refused("\\p{P}abcd", "properties");
	refused("\\b\xc3\xb6" "abcd", "not ASCII");
	refused("(?i)abcd", "flags inside");
	refused("abc[d", "no \"]\"");
	refused("abc\\", "backslash");
	refused("a++bcd", "possessive");
}

static void
what_rules_need_is_allowed(void)
{
	allowed("\\bstatement[\\s\\-]{1,4}of[\\s\\-]{1,4}work\\b");
	allowed("<%[\\s\\S]{1,80}%>");
	allowed("^DRAFT\\b");
	allowed("abcd\\*+");
	allowed("[.*]abcd");
	allowed("https?://(www\\.)?dropbox\\.com/(s|sh)/");
	allowed("x{2,255}abcd");
}

static void
literal(const char *regex, size_t want)
{
	CHECK_NUMBER(pattern_literal(slice_of(regex)), want);
}

static void
the_longest_literal_is_in_every_alternative(void)
{
	literal("abcdef", 6);
	literal("abc[0-9]def", 3);
	literal("abcdef|gh", 2);
	literal("(?:abcd|efghi)x", 4);
	literal("abcd?", 3);
	literal("(abcd)?xy", 2);
	literal("(abcd){2}", 4);
	literal("\\d{4}", 0);
	literal("\\babc\\.de\\b", 6);
	literal("ab+c", 2);
	literal("", 0);
	literal("((((", 0);
	literal("a|", 0);
}

static void
a_phrase_takes_line_ends_and_dashes_for_spaces(void)
{
	struct arena *arena = arena_new(65536);

	CHECK_TEXT(pattern_of_phrase(arena, slice_of("non  disclosure")),
	    "\\bnon[\\s\\-]{1,4}disclosure\\b");
	CHECK_TEXT(pattern_of_phrase(arena, slice_of("[a.b]")),
	    "\\[a\\.b\\]");
	CHECK(pattern_of_phrase(arena, slice_of("")) == NULL);
	arena_free(arena);
}

int
main(void)
{
	static const struct unit_test tests[] = {
		UNIT(what_loses_matches_or_time_is_refused),
		UNIT(what_rules_need_is_allowed),
		UNIT(the_longest_literal_is_in_every_alternative),
		UNIT(a_phrase_takes_line_ends_and_dashes_for_spaces),
		{NULL, NULL},
	};

	return unit_run("pattern", tests);
}
