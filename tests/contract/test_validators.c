/*
 * test_validators - each validator takes its good values and refuses its bad ones.
 */
#include "scanner/match/phone_plan.h"
#include "scanner/match/validator.h"
#include "unit/unit.h"

static void
expect(const struct validator *v, const char *value, enum validity want)
{
	enum validity got = v->check(slice_of(value));

	CHECK(got == want);
	if (got != want)
		printf("%s: \"%s\" gives %d, not %d\n", v->name, value, got, want);
}

static void
good_values_pass_and_bad_ones_do_not(void)
{
	size_t count;
	const struct validator *const *all = validators(&count);

	CHECK(count >= 5);
	for (size_t i = 0; i < count; i++) {
		CHECK_FATAL(all[i]->good && all[i]->good[0]);
		CHECK_FATAL(all[i]->bad && all[i]->bad[0]);
		for (size_t k = 0; all[i]->good[k]; k++)
			expect(all[i], all[i]->good[k], VALID_YES);
		for (size_t k = 0; all[i]->bad[k]; k++)
			expect(all[i], all[i]->bad[k], VALID_NO);
		for (size_t k = 0; all[i]->specimens && all[i]->specimens[k]; k++)
			expect(all[i], all[i]->specimens[k], VALID_SPECIMEN);
	}
}

static void
each_is_found_by_its_name(void)
{
	size_t count;
	const struct validator *const *all = validators(&count);

	for (size_t i = 0; i < count; i++) {
		CHECK(validator_find(slice_of(all[i]->name)) == all[i]);
		CHECK(all[i]->title && *all[i]->title);
	}
	CHECK(validator_find(slice_of("none")) == NULL);
}

/* A code that began another would hide it (ITU-T E.164: none does). */
static void
each_numbering_plan_is_found_and_can_be_kept(void)
{
	size_t count;
	const struct phone_plan *plans = phone_plans(&count);

	CHECK(count >= 60);
	for (size_t i = 0; i < count; i++) {
		const struct phone_plan *plan = &plans[i];
		char digits[32];
		size_t code = strlen(plan->code);

		CHECK(plan->least >= 4 && plan->least <= plan->most);
		CHECK(code + plan->most <= 15);
		memset(digits, '5', sizeof(digits));
		memcpy(digits, plan->code, code);
		if (*plan->first)
			digits[code] = plan->first[strlen(plan->first) - 1];
		CHECK(phone_plan_of(slice_bytes(digits, 15)) == plan);
		CHECK(phone_plan_holds(plan, slice_bytes(digits,
		    code + plan->least)));
		CHECK(phone_plan_holds(plan, slice_bytes(digits,
		    code + plan->most)));
		CHECK(!phone_plan_holds(plan, slice_bytes(digits,
		    code + plan->most + 1)));
		CHECK(!phone_plan_holds(plan, slice_bytes(digits,
		    code + plan->least - 1)));
	}
}

/* Decisions of regulators that changed a plan, and what held before them. */
static void
numbers_keep_the_plan_of_today(void)
{
	static const char *const now[] = {"2250708091011", "576012345678",
		"33800123456", "390612345678", "521234567890", "254110123456",
		"251712345678", "218911234567", "9616123456", "383441234567",
		NULL};
	static const char *const before[] = {"22508091011", "5712345678",
		"3991234567", "21821123456", "4512345678", "34312345678",
		"906123", "90712345678"};

	for (size_t i = 0; now[i]; i++)
		CHECK(phone_plan_holds(phone_plan_of(slice_of(now[i])),
		    slice_of(now[i])));
	for (size_t i = 0; i < sizeof(before) / sizeof(before[0]); i++)
		CHECK(!phone_plan_holds(phone_plan_of(slice_of(before[i])),
		    slice_of(before[i])));
}

/* Every good value with one digit changed: check digits see it. */
static void
a_changed_digit_is_seen_by_check_digits(void)
{
	static const char *const checked[] = {"luhn", "card", "iban", "mod97",
		"mod11_2", "mod11_10", "verhoeff", "ean13", "us_aba_rtn",
		"us_npi", NULL};

	for (size_t n = 0; checked[n]; n++) {
		const struct validator *v = validator_find(
		    slice_of(checked[n]));
		char value[64];
		size_t len = strlen(v->good[0]);

		memcpy(value, v->good[0], len + 1);
		for (size_t i = 0; i < len; i++) {
			char kept = value[i];

			if (!byte_is_digit((unsigned char)kept))
				continue;
			value[i] = kept == '9' ? '8' : (char)(kept + 1);
			CHECK(v->check(slice_bytes(value, len)) == VALID_NO);
			value[i] = kept;
		}
	}
}

/* No value is so odd that a checker reads past it. */
static void
any_bytes_are_taken(void)
{
	size_t count;
	const struct validator *const *all = validators(&count);
	unsigned char bytes[70];

	for (size_t i = 0; i < count; i++) {
		for (unsigned byte = 0; byte < 256; byte++)
			for (size_t len = 0; len <= sizeof(bytes); len += 7) {
				memset(bytes, (int)byte, sizeof(bytes));
				(void)all[i]->check(slice_bytes(bytes, len));
			}
		CHECK(all[i]->check((struct slice){0}) == VALID_NO);
	}
}

int
main(void)
{
	static const struct unit_test tests[] = {
		UNIT(good_values_pass_and_bad_ones_do_not),
		UNIT(each_is_found_by_its_name),
		UNIT(each_numbering_plan_is_found_and_can_be_kept),
	UNIT(numbers_keep_the_plan_of_today),
	UNIT(a_changed_digit_is_seen_by_check_digits),
		UNIT(any_bytes_are_taken),
		{NULL, NULL},
	};

	return unit_run("validators", tests);
}
