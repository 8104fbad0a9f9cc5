/*
 * test_mask - promises of match/mask.
 */
#include "scanner/match/mask.h"
#include "unit/unit.h"

static void
expect(enum mask_style style, const char *value, const char *want)
{
	struct arena *arena = arena_new(65536);

	CHECK_TEXT(mask_of(style, slice_of(value), arena), want);
	arena_free(arena);
}

static void
each_style_tells_what_it_says_and_no_more(void)
{
	expect(MASK_LAST_TWO, "536-90-4399", "***-**-**99");
	expect(MASK_LAST_TWO, "536904399", "*******99");
	expect(MASK_CARD, "4539 1488 0343 6467", "**** **** **** 6467");
	expect(MASK_CARD, "4539148803436467", "************6467");
	expect(MASK_IBAN, "DE75 5121 0800 1245 1261 99",
	    "DE** **** **** **** **** 99");
	expect(MASK_EMAIL, "jane.roe@roe-partners.com", "j***@***.com");
	expect(MASK_LENGTH, "project nightjar", "[16 characters]");
	expect(MASK_LENGTH, "x", "[1 character]");
	expect(MASK_LENGTH, "\xc3\xa4\xc3\xb6", "[2 characters]");
}

static void
short_and_odd_values_show_only_their_length(void)
{
	expect(MASK_CARD, "4539", "[4 characters]");
	expect(MASK_LAST_TWO, "12", "[2 characters]");
	expect(MASK_IBAN, "", "[0 characters]");
	expect(MASK_EMAIL, "nodomain", "[8 characters]");
	expect(MASK_EMAIL, "a@b.averyverylongtopleveldomain",
	    "[31 characters]");
	expect(MASK_LAST_TWO, "1234567890123456789012345678901234567890123456789"
	    "01234567890123456789", "[69 characters]");
}

static void
separators_are_no_way_to_smuggle(void)
{
	expect(MASK_LAST_TWO, "536\x1b" "90\n4399", "*** ** **99");
	expect(MASK_EMAIL, "j@x.\x1b[31m", "[9 characters]");
}

static void
canonical_form_joins_spellings(void)
{
	unsigned char room[MASK_CANONICAL_MOST];

	CHECK(slice_is_text(mask_canonical(slice_of("de75-51 21"), false, room),
	    "DE755121"));
	CHECK(slice_is_text(mask_canonical(slice_of("Project  Night\nJar"),
	    true, room), "project night jar"));
}

static void
digests_need_the_key(void)
{
	unsigned char a[CRYPT_DIGEST_BYTES], b[CRYPT_DIGEST_BYTES];
	struct crypt_key one, two;
	struct err err = {0};

	CHECK_RC(crypt_start(&err), RC_OK, &err);
	one = crypt_key_new();
	two = crypt_key_new();
	mask_digest(&one, slice_of("536904399"), a);
	mask_digest(&one, slice_of("536904399"), b);
	CHECK(memcmp(a, b, sizeof(a)) == 0);
	mask_digest(&two, slice_of("536904399"), b);
	CHECK(memcmp(a, b, sizeof(a)) != 0);
}

int
main(void)
{
	static const struct unit_test tests[] = {
		UNIT(each_style_tells_what_it_says_and_no_more),
		UNIT(short_and_odd_values_show_only_their_length),
		UNIT(separators_are_no_way_to_smuggle),
		UNIT(canonical_form_joins_spellings),
		UNIT(digests_need_the_key),
		{NULL, NULL},
	};

	return unit_run("mask", tests);
}
