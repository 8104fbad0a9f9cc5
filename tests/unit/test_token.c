/*
 * test_token - promises of match/shape and of the token scanners.
 */
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include <stdlib.h>

#include "scanner/extract/text.h"
#include "scanner/match/token.h"
#include "unit/unit.h"

enum { MEMORY = 16 << 20, FOUND_MOST = 4096, RANDOM_BYTES = 4000,
	ROUNDS = 60 };

struct found {
	struct span spans[FOUND_MOST];
	uint32_t users[FOUND_MOST];
	size_t count;
};

static enum rc
keep(void *own, const struct token *token, struct err *err)
{
	struct found *found = own;

	(void)err;
	if (found->count == FOUND_MOST)
		return RC_OK;
	found->users[found->count] = token->shape->user;
	found->spans[found->count++] = token->span;
	return RC_OK;
}

static struct found
scan_by(const struct token_scanner *scanner, const struct shape_table *table,
    struct slice text)
{
	static struct found found;
	struct token_sink sink = {.own = &found, .found = keep};
	struct err err = {0};

	found.count = 0;
	CHECK_RC(scanner->scan(table, text, &sink, &err), RC_OK, &err);
	return found;
}

static bool
has(const struct found *found, struct span span, uint32_t user)
{
	for (size_t i = 0; i < found->count; i++)
		if (found->spans[i].start == span.start &&
		    found->spans[i].end == span.end && found->users[i] == user)
			return true;
	return false;
}

/* What the reference finds; the vector scanner must find just the same. */
static struct found
scan(const char *const shapes[], struct slice text)
{
	static struct found found, other;
	struct arena *arena = arena_new(MEMORY);
	struct shape_table *table = shape_table_new(arena);
	unsigned char *room = calloc(1, text.len + TEXT_SLACK);
	struct err err = {0};

	CHECK_FATAL(table != NULL && room != NULL);
	for (unsigned i = 0; shapes[i]; i++)
		CHECK_RC(shape_add(table, slice_of(shapes[i]), i, &err), RC_OK,
		    &err);
	memcpy(room, text.at, text.len);
	text = slice_bytes(room, text.len);
	found = scan_by(&token_scalar, table, text);
	other = scan_by(&token_vector, table, text);
	CHECK_NUMBER(other.count, found.count);
	for (size_t i = 0; i < other.count; i++)
		CHECK(has(&found, other.spans[i], other.users[i]));
	free(room);
	arena_free(arena);
	return found;
}

/* Letters alone fill a shape that a common word begins: its longest group is seen. */
static void
letters_without_a_digit_are_found_by_their_longest_group(void)
{
	static const char *const keys[] = {"'dp'.'pt'.a{20}", NULL};
	static const char *const codes[] = {"LLL LLL AALAA LAAAL", NULL};
	const char *text = "we say dp.pt.abcdefghijklmnopqrst, dp.pt or dp.";

	CHECK_NUMBER(scan(keys, slice_of(text)).count, 1);
	text = "dp.pt.abcdefghij1lmnopqrst and dp.pt.abcdefghijklmnopqrs";
	CHECK_NUMBER(scan(keys, slice_of(text)).count, 1);
	text = "THE CODE IS RSS MRA LMDPL HLNKT OR AN RSS MRA LMDPL";
	CHECK_NUMBER(scan(codes, slice_of(text)).count, 1);
	text = "RSS MRA LM0PL A562S, AND WORDS OF CAPITALS";
	CHECK_NUMBER(scan(codes, slice_of(text)).count, 0);
	text = "RSS MRA 85T10 A562S, RSS MRA LM0PL A562S";
	CHECK_NUMBER(scan(codes, slice_of(text)).count, 1);
}

/* Numbers that nobody wants are passed by, but not what is more than they are. */
static void
quiet_numbers_are_passed_by(void)
{
	static const char *const shapes[] = {"ddddd", "ddddd dd", "phone",
		"phone+", NULL};
	static const struct { const char *text; size_t found; bool phone; }
	    cases[] = {
		{"12345\n", 0, false}, {"12345, 12345\n", 0, false},
		{"1234567\n", 1, false}, {"12345 67\n", 3, false},
		{"+12345678\n", 1, false}, {"12345678\n", 0, false},
		{"x 12345.\n", 0, false}, {"12345-6789\n", 1, false},
		{"123456, 12345\n", 0, false}, {"4711 30 99\n", 1, false},
		{"4711 30 99\n", 0, true}, {"+49 30 4711\n", 1, true},
		{"(212) 555-0123\n", 1, true}};
	struct token_quiet quiet = {.digits = {[5] = true, [8] = true}};
	const struct token_scanner *const both[] = {&token_scalar,
		&token_vector};
	struct arena *arena = arena_new(MEMORY);
	struct shape_table *table = shape_table_new(arena);
	static struct found found;
	struct token_sink sink = {.own = &found, .found = keep, .quiet = &quiet};
	struct err err = {0};

	CHECK_FATAL(table != NULL);
	for (unsigned i = 0; shapes[i]; i++)
		CHECK_RC(shape_add(table, slice_of(shapes[i]), i, &err), RC_OK,
		    &err);
	for (size_t i = 0; i < 2 * sizeof(cases) / sizeof(cases[0]); i++) {
		unsigned char room[128] = {0};
		size_t length = strlen(cases[i / 2].text);

		memcpy(room, cases[i / 2].text, length);
		found.count = 0;
		quiet.phone = cases[i / 2].phone;
		CHECK_RC(both[i % 2]->scan(table, slice_bytes(room, length),
		    &sink, &err), RC_OK, &err);
		CHECK_NUMBER(found.count, cases[i / 2].found);
	}
	arena_free(arena);
}

static size_t
count_in(const char *shape, const char *text)
{
	const char *shapes[] = {shape, NULL};

	return scan(shapes, slice_of(text)).count;
}

static void
a_shape_is_found_at_its_exact_place(void)
{
	static const char *const shapes[] = {"ddd-dd-dddd", NULL};
	struct found found = scan(shapes, slice_of("No: 536-90-4399."));

	CHECK_NUMBER(found.count, 1);
	CHECK_NUMBER(found.spans[0].start, 4);
	CHECK_NUMBER(found.spans[0].end, 15);
}

static void
a_value_inside_something_longer_is_none(void)
{
	static const char *const inside[] = {
		"1-536-90-4399", "536-90-4399-1", "x536-90-4399",
		"536-90-4399x", "1536-90-4399", "536-90-43991",
		"a/536-90-4399", "536-90-4399/b", "0.536-90-4399",
		"536-90-4399.5", "a_536-90-4399", "536-90-4399@host",
		"https://x.example/?id=536-90-4399",
		"www.x.example?536-90-4399", NULL};

	for (size_t i = 0; inside[i]; i++) {
		size_t count = count_in("ddd-dd-dddd", inside[i]);

		CHECK_NUMBER(count, 0);
		if (count)
			printf("found in %s\n", inside[i]);
	}
}

static void
a_value_beside_punctuation_is_one(void)
{
	static const char *const beside[] = {
		"536-90-4399", "(536-90-4399)", "\"536-90-4399\"",
		"a,536-90-4399,b", "SSN:536-90-4399", "SSN=536-90-4399",
		"No.536-90-4399", "536-90-4399.", "536-90-4399, 5",
		"\xe2\x80\x9c" "536-90-4399\xe2\x80\x9d", "\n536-90-4399\n",
		"#536-90-4399", "a;536-90-4399|b", NULL};

	for (size_t i = 0; beside[i]; i++) {
		size_t count = count_in("ddd-dd-dddd", beside[i]);

		CHECK_NUMBER(count, 1);
		if (count != 1)
			printf("not found in %s\n", beside[i]);
	}
}

static void
separators_are_of_one_kind(void)
{
	CHECK_NUMBER(count_in("ddd-dd-dddd", "536-90 4399"), 0);
	CHECK_NUMBER(count_in("ddd dd dddd", "536 90 4399"), 1);
	CHECK_NUMBER(count_in("ddd dd dddd", "536  90  4399"), 0);
	CHECK_NUMBER(count_in("ddd dd dddd", "12 536 90 4399"), 0);
	CHECK_NUMBER(count_in("dddd dddd dddd dddd",
	    "4539 1488 0343 6467 0001"), 0);
	CHECK_NUMBER(count_in("dddd dddd dddd dddd",
	    "4539 1488 0343 6467 11/27"), 1);
}

static void
letters_repeats_quotes_and_brackets_work(void)
{
	CHECK_NUMBER(count_in("LLd{6}L", "AB123456C"), 1);
	CHECK_NUMBER(count_in("LLd{6}L", "ab123456c"), 0);
	CHECK_NUMBER(count_in("lld{6}l", "ab123456C"), 1);
	CHECK_NUMBER(count_in("'DE'd{9}", "DE123456789 FR123456789"), 1);
	CHECK_NUMBER(count_in("(ddd) ddd-dddd", "call (703) 555-0135 now"), 1);
	CHECK_NUMBER(count_in("(ddd) ddd-dddd", "call 703) 555-0135 now"), 0);
	CHECK_NUMBER(count_in("AAAA-aaaa", "1EG4-te5x"), 1);
}

static void
shapes_that_are_none_say_why(void)
{
	CHECK(shape_refused(slice_of("ddd-dd-dddd")) == NULL);
	CHECK(shape_refused(slice_of("email")) == NULL);
	CHECK_HOLDS(shape_refused(slice_of("ddX")), "in quotes");
	CHECK_HOLDS(shape_refused(slice_of("")), "no group");
	CHECK_HOLDS(shape_refused(slice_of("---")), "no group");
	CHECK_HOLDS(shape_refused(slice_of("d{99}")), "1 to 64");
	CHECK_HOLDS(shape_refused(slice_of("d{")), "1 to 64");
	CHECK_HOLDS(shape_refused(slice_of("'X")), "not closed");
	CHECK_HOLDS(shape_refused(slice_of("d{40}-d{40}")), "64");
	CHECK_HOLDS(shape_refused(slice_of("d----d")), "3 characters");
	CHECK_HOLDS(shape_refused(slice_of("d-d-d-d-d-d-d-d-d")), "8 groups");
}

static void
addresses_are_found_whole(void)
{
	static const char *const email[] = {"email", NULL};
	struct found found = scan(email,
	    slice_of("To: <jane.roe@mail.roe.com>, x@y and a@b.de."));

	CHECK_NUMBER(found.count, 3);
	CHECK_NUMBER(found.spans[0].start, 5);
	CHECK_NUMBER(found.spans[0].end, 26);
	CHECK_NUMBER(found.spans[2].end - found.spans[2].start, 6);
	CHECK_NUMBER(count_in("email", "@ @x x@ @@ ."), 0);
}

static void
ibans_are_found_grouped_or_not(void)
{
	CHECK_NUMBER(count_in("iban", "DE75512108001245126199"), 1);
	CHECK_NUMBER(count_in("iban", "DE75 5121 0800 1245 1261 99"), 1);
	CHECK_NUMBER(count_in("iban", "de75-5121-0800-1245-1261-99"), 1);
	CHECK_NUMBER(count_in("iban", "DE75 5121-0800 1245 1261 99"), 0);
	CHECK_NUMBER(count_in("iban", "DE75 5121 0800 1245 1261 991"), 0);
	CHECK_NUMBER(count_in("iban", "DE75"), 0);
	CHECK_NUMBER(count_in("iban", "ZZ75512108001245126199"), 0);
}

/* Random text of the bytes that matter. */
static void
fill(unsigned char *text, size_t length, uint64_t *seed)
{
	static const char bytes[] = "0123456789012345678901234567890123456789"
	    "----    ..ab/@\n";

	for (size_t i = 0; i < length; i++) {
		*seed = *seed * 6364136223846793005ull + 1442695040888963407ull;
		text[i] = (unsigned char)bytes[(*seed >> 33) %
		    (sizeof(bytes) - 1)];
	}
}

/* All matches of a regex, also overlapping ones. */
static size_t
by_regex(pcre2_code *code, const unsigned char *text, size_t length,
    struct span *spans)
{
	pcre2_match_data *data = pcre2_match_data_create(4, NULL);
	size_t count = 0, at = 0;

	while (at < length && count < FOUND_MOST && pcre2_match(code, text,
	    length, at, 0, data, NULL) > 0) {
		PCRE2_SIZE *o = pcre2_get_ovector_pointer(data);

		spans[count++] = (struct span){o[0], o[1]};
		at = o[0] + 1;
	}
	pcre2_match_data_free(data);
	return count;
}

/* The shape's regex with the boundaries that token_alone adds. */
static void
compare(const char *shape, const char *regex)
{
	const char *shapes[] = {shape, NULL};
	struct span spans[FOUND_MOST];
	unsigned char text[RANDOM_BYTES];
	uint64_t seed = 42;
	size_t offset, total = 0;
	int code;
	pcre2_code *compiled = pcre2_compile((PCRE2_SPTR)regex,
	    PCRE2_ZERO_TERMINATED, 0, &code, &offset, NULL);

	CHECK_FATAL(compiled != NULL);
	for (unsigned round = 0; round < ROUNDS; round++) {
		struct found found;
		size_t count;

		fill(text, sizeof(text), &seed);
		found = scan(shapes, slice_bytes(text, sizeof(text)));
		count = by_regex(compiled, text, sizeof(text), spans);
		CHECK_NUMBER(found.count, count);
		for (size_t i = 0; i < count && i < found.count; i++) {
			CHECK_NUMBER(found.spans[i].start, spans[i].start);
			CHECK_NUMBER(found.spans[i].end, spans[i].end);
		}
		total += count;
	}
	CHECK(total > 0);
	pcre2_code_free(compiled);
}

#define LEFT "(?<![0-9a-z])(?<![0-9a-z]-)(?<![0-9]\\.)(?<!/)(?<![0-9a-z]@)"
#define RIGHT "(?![0-9a-z])(?!-[0-9a-z])(?!\\.[0-9])(?!/[0-9a-z])(?!@[0-9a-z])"

static void
random_text_gives_what_the_regex_gives(void)
{
	compare("dd-d-dd", LEFT "[0-9]{2}-[0-9]-[0-9]{2}" RIGHT);
	compare("ddd-dd", LEFT "[0-9]{3}-[0-9]{2}" RIGHT);
	compare("d.dd", LEFT "[0-9]\\.[0-9]{2}" RIGHT);
	compare("ld-dd", LEFT "[a-z][0-9]-[0-9]{2}" RIGHT);
}

/* Words before numbers, capitals alone, small letters alone, whatever is between. */
static void
both_scanners_find_the_same_in_any_text(void)
{
	static const char *const shapes[] = {"LL dddd", "LL-LL-dd", "A{5}",
		"L{3} A{3}", "l{9}", "LLLLLLAA", "aa.aa/aaaa-dd", "d{7}",
		"'AB'd{3}", "(ddd) ddd", "email", "iban", "phone", "phone+",
		NULL};
	static const char bytes[] = "AAABBCDEFGHab cdef gh 0123456789 0123 -./"
	    "()@+\n,DE89";
	unsigned char text[RANDOM_BYTES];
	uint64_t seed = 7;
	size_t total = 0;

	for (unsigned round = 0; round < 20 * ROUNDS; round++) {
		size_t length = RANDOM_BYTES - round % 131;
		size_t kinds = round % 3 ? sizeof(bytes) - 1 : 24;

		for (size_t i = 0; i < length; i++) {
			seed = seed * 6364136223846793005ull +
			    1442695040888963407ull;
			text[i] = (unsigned char)bytes[(seed >> 33) % kinds];
		}
		total += scan(shapes, slice_bytes(text, length)).count;
	}
	CHECK(total > 1000);
}

int
main(void)
{
	static const struct unit_test tests[] = {
		UNIT(both_scanners_find_the_same_in_any_text),
		UNIT(letters_without_a_digit_are_found_by_their_longest_group),
		UNIT(quiet_numbers_are_passed_by),
		UNIT(a_shape_is_found_at_its_exact_place),
		UNIT(a_value_inside_something_longer_is_none),
		UNIT(a_value_beside_punctuation_is_one),
		UNIT(separators_are_of_one_kind),
		UNIT(letters_repeats_quotes_and_brackets_work),
		UNIT(shapes_that_are_none_say_why),
		UNIT(addresses_are_found_whole),
		UNIT(ibans_are_found_grouped_or_not),
		UNIT(random_text_gives_what_the_regex_gives),
		{NULL, NULL},
	};

	return unit_run("token", tests);
}
