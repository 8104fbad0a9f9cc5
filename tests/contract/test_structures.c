/*
 * test_structures - each structure is found in its good texts and not in its
 * bad ones, and no text makes it read or stay where it should not.
 */
#include "scanner/match/structure.h"
#include "unit/unit.h"

static bool
holds(const struct structure *s, struct slice text)
{
	struct span span;
	size_t at = 0;
	unsigned found = s->find(text, &at, &span);

	if (found) {
		CHECK(span.start < span.end && span.end <= text.len);
		CHECK(at >= span.end || at > span.start);
	}
	return (found & s->is) != 0;
}

static void
expect(const struct structure *s, const char *text, bool want)
{
	bool got = holds(s, slice_of(text));

	CHECK(got == want);
	if (got != want)
		printf("%s: \"%s\" %s\n", s->name, text, got ?
		    "holds one" : "holds none");
}

static void
good_texts_hold_one_and_bad_ones_do_not(void)
{
	size_t count;
	const struct structure *const *all = structures(&count);

	CHECK(count >= 3);
	for (size_t i = 0; i < count; i++) {
		CHECK_FATAL(all[i]->good && all[i]->good[0]);
		CHECK_FATAL(all[i]->bad && all[i]->bad[0]);
		for (size_t k = 0; all[i]->good[k]; k++)
			expect(all[i], all[i]->good[k], true);
		for (size_t k = 0; all[i]->bad[k]; k++)
			expect(all[i], all[i]->bad[k], false);
	}
}

static void
each_is_found_by_its_name(void)
{
	size_t count;
	const struct structure *const *all = structures(&count);

	for (size_t i = 0; i < count; i++) {
		CHECK(structure_find(slice_of(all[i]->name)) == all[i]);
		CHECK(all[i]->title && *all[i]->title);
	}
	CHECK(structure_find(slice_of("none")) == NULL);
}

/* Looking on ends, whatever the bytes: each find moves forward. */
static void
any_bytes_are_taken(void)
{
	static const char alphabet[] = "AZaz09 .,-@:\n'\xc3\xa4\xff";
	uint64_t seed = 362436069ull;
	unsigned char bytes[STRUCTURE_LOOK];
	size_t count;
	const struct structure *const *all = structures(&count);

	for (unsigned round = 0; round < 50; round++) {
		for (size_t i = 0; i < sizeof(bytes); i++) {
			seed ^= seed << 13;
			seed ^= seed >> 7;
			seed ^= seed << 17;
			bytes[i] = (unsigned char)alphabet[seed %
			    (sizeof(alphabet) - 1)];
		}
		for (size_t i = 0; i < count; i++) {
			struct slice text = slice_bytes(bytes, sizeof(bytes));
			struct span span;
			size_t at = 0, last = 0;

			while (all[i]->find(text, &at, &span)) {
				CHECK_FATAL(at > last && at <= text.len);
				CHECK(span.end <= text.len);
				last = at;
			}
		}
	}
}

static const struct unit_test tests[] = {
	UNIT(good_texts_hold_one_and_bad_ones_do_not),
	UNIT(each_is_found_by_its_name),
	UNIT(any_bytes_are_taken),
	{NULL, NULL},
};

int
main(void)
{
	return unit_run("structures", tests);
}
