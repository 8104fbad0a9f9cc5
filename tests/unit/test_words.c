/*
 * test_words - promises of scanner/words.
 */
#include <stdio.h>

#include "base/buf.h"
#include "scanner/words.h"
#include "unit/unit.h"

static struct words *
words_of(struct arena *arena, const char *text)
{
	struct words *words = arena_alloc(arena, sizeof *words);

	words->arena = arena;
	words_hold(words, slice_of(text));
	return words;
}

/* Which place has this word among the best?  SIZE_MAX: none. */
static size_t
place_of(struct words *words, const char *word)
{
	struct slice best[64];
	size_t count = words_best(words, best, 64);

	for (size_t i = 0; i < count; i++)
		if (slice_is_text(best[i], word))
			return i;
	return SIZE_MAX;
}

static void
check_told(const char *text, const char *word)
{
	struct arena *arena = arena_new(1 << 20);
	struct words *words = words_of(arena, text);

	if (place_of(words, word) >= 8)
		printf("      %s\n", text);
	CHECK(place_of(words, word) < 8);
	arena_free(arena);
}

static void
what_is_called_a_password_comes_first(void)
{
	check_told("Hello Ada, here are many words before it, and then the "
	    "password: s3cret!", "s3cret!");
	check_told("The password for the file is Harbour7.", "Harbour7");
	check_told("Passwort = \"gr\303\274n\"", "gr\303\274n");
	check_told("PW: abc123", "abc123");
	check_told("The password:\n\n  Zebra-99\n\nRegards", "Zebra-99");
	check_told("password: two words here\nnext", "two words here");
	check_told("Le mot de passe est soleil2026, merci", "soleil2026");
	check_told("\345\257\206\347\240\201\357\274\232 abc999", "abc999");
	check_told("Archive password (case matters): <Tulip_5>", "Tulip_5");
}

static void
odd_words_come_before_plain_ones(void)
{
	struct arena *arena = arena_new(1 << 20);
	struct words *words = words_of(arena,
	    "please open the attachment with marmalade or X9-ray today");

	words_add(words, WORDS_SITE, slice_of("of the site"));
	CHECK_NUMBER(place_of(words, "of the site"), 0);
	CHECK_NUMBER(place_of(words, "X9-ray"), 1);
	CHECK(place_of(words, "marmalade") < 16);
	CHECK_NUMBER(place_of(words, "or"), SIZE_MAX);
	arena_free(arena);
}

static void
each_word_is_kept_once_and_few_of_each_kind(void)
{
	struct arena *arena = arena_new(1 << 24);
	struct buf text = buf_new(1 << 20);
	struct slice best[256];
	struct words *words;

	for (unsigned i = 0; i < 20000; i++)
		buf_printf(&text, "password: w%u word same ", i);
	words = words_of(arena, buf_string(&text));
	CHECK(words_best(words, best, 256) <= WORDS_KINDS * WORDS_EACH);
	CHECK_NUMBER(words_best(words, best, 5), 5);
	for (size_t i = 0; i < 5; i++)
		for (size_t k = 0; k < i; k++)
			CHECK(!slice_is(best[i], best[k]));
	buf_free(&text);
	arena_free(arena);
}

static void
nothing_said_is_nothing_tried(void)
{
	struct arena *arena = arena_new(1 << 20);
	struct words *words = words_of(arena, "");
	struct slice best[4];

	CHECK_NUMBER(words_best(words, best, 4), 0);
	words_hold(words, slice_of("password:"));
	CHECK_NUMBER(words_best(words, best, 4), 1);
	arena_free(arena);
}

int
main(void)
{
	static const struct unit_test tests[] = {
		UNIT(what_is_called_a_password_comes_first),
		UNIT(odd_words_come_before_plain_ones),
		UNIT(each_word_is_kept_once_and_few_of_each_kind),
		UNIT(nothing_said_is_nothing_tried),
		{ NULL, NULL },
	};

	return unit_run("words", tests);
}
