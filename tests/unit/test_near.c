/*
 * test_near - promises of match/near.
 */
#include "scanner/match/near.h"
#include "unit/unit.h"

static void
distance_runs_from_edge_to_edge(void)
{
	CHECK_NUMBER(near_distance((struct span){0, 3}, (struct span){5, 9}), 2);
	CHECK_NUMBER(near_distance((struct span){5, 9}, (struct span){0, 3}), 2);
	CHECK_NUMBER(near_distance((struct span){0, 5}, (struct span){5, 9}), 0);
	CHECK_NUMBER(near_distance((struct span){0, 9}, (struct span){3, 4}), 0);
	CHECK_NUMBER(near_distance((struct span){3, 4}, (struct span){0, 9}), 0);
}

static void
the_nearest_is_found_within_reach_only(void)
{
	static const struct span words[] = {{0, 4}, {10, 14}, {30, 34}, {90, 99}};
	struct span value = {20, 29};

	CHECK_NUMBER(near_find(words, 4, 9, value, 300), 2);
	CHECK_NUMBER(near_find(words, 2, 9, value, 300), 1);
	CHECK(near_find(words, 2, 9, value, 5) == SIZE_MAX);
	CHECK_NUMBER(near_find(words, 2, 9, value, 6), 1);
	CHECK(near_find(words, 0, 0, value, 300) == SIZE_MAX);
	CHECK_NUMBER(near_find(words, 4, 9, (struct span){95, 97}, 0), 3);
}

static void
the_last_word_before_is_found(void)
{
	static const struct span words[] = {{0, 4}, {10, 14}, {18, 25}};

	CHECK_NUMBER(near_before(words, 3, (struct span){20, 29}), 1);
	CHECK_NUMBER(near_before(words, 3, (struct span){25, 29}), 2);
	CHECK(near_before(words, 3, (struct span){3, 9}) == SIZE_MAX);
}

int
main(void)
{
	static const struct unit_test tests[] = {
		UNIT(distance_runs_from_edge_to_edge),
		UNIT(the_nearest_is_found_within_reach_only),
		UNIT(the_last_word_before_is_found),
		{NULL, NULL},
	};

	return unit_run("near", tests);
}
