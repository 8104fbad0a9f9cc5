/*
 * test_arena - promises of base/arena.
 */
#include "base/arena.h"
#include "unit/unit.h"

static void
ceiling_is_never_passed(void)
{
	struct arena *arena = arena_new(100000);
	struct err err;
	size_t given = 0;

	while (arena_alloc(arena, 999) != NULL)
		given += 999;
	CHECK(given <= 100000 && given > 90000);
	CHECK(arena_used(arena) <= 100000);
	CHECK(arena_alloc(arena, SIZE_MAX) == NULL);
	CHECK(arena_array(arena, SIZE_MAX / 2, 8) == NULL);
	CHECK_RC(arena_full(arena, "a test", &err), RC_LIMIT, &err);
	CHECK_HOLDS(err.text, "100000");
	arena_free(arena);
}

static void
memory_is_zeroed_and_aligned(void)
{
	struct arena *arena = arena_new(1 << 20);

	for (size_t i = 1; i < 300; i++) {
		unsigned char *at = arena_alloc(arena, i);
		bool zero = true;

		CHECK_FATAL(at != NULL);
		CHECK((uintptr_t)at % 16 == 0);
		for (size_t j = 0; j < i; j++)
			zero = zero && at[j] == 0;
		CHECK(zero);
		memset(at, 0xff, i);
	}
	arena_free(arena);
}

static void
copy_has_a_nul_behind_it(void)
{
	struct arena *arena = arena_new(4096);
	struct slice copy = arena_copy(arena, slice_bytes("ab\0c", 4));
	struct slice none = arena_copy(arena, (struct slice){0});

	CHECK_NUMBER(copy.len, 4);
	CHECK(copy.at[4] == '\0' && memcmp(copy.at, "ab\0c", 4) == 0);
	CHECK(none.at != NULL && none.len == 0);
	CHECK_TEXT(arena_printf(arena, "%s-%d", "x", 7), "x-7");
	arena_free(arena);
	arena_free(NULL);
}

int
main(void)
{
	static const struct unit_test tests[] = {
		UNIT(ceiling_is_never_passed),
		UNIT(memory_is_zeroed_and_aligned),
		UNIT(copy_has_a_nul_behind_it),
		{ NULL, NULL }
	};

	return unit_run("arena", tests);
}
