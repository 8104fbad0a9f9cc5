/*
 * validate_vat - VAT numbers of the member states of the European Union.
 *
 * The form of each state as the Commission lists it (VIES), and its check
 * digits where they are known.  EXCEPTION: for Ireland, Lithuania, Spain and
 * Czech persons only the form is checked.
 */
#include "scanner/match/number.h"

struct vat {
	const char *country;
	const char *form;
	struct number_sum sum;
	bool (*extra)(struct slice value);
};

static bool
at_holds(struct slice value)
{
	unsigned sum = 4;

	for (size_t i = 1; i < 8; i++) {
		unsigned v = number_value(value.at[i]) * (i % 2 ? 1 : 2);

		sum += v / 10 + v % 10;
	}
	return (10 - sum % 10) % 10 == number_value(value.at[8]);
}

static bool
be_holds(struct slice value)
{
	return 97 - number_modulo(value, 0, 8, 97) == number_of(value, 8, 2);
}

static bool
cz_holds(struct slice value)
{
	unsigned sum = 0, check;

	if (value.len != 8)
		return true;
	for (size_t i = 0; i < 7; i++)
		sum += (8 - (unsigned)i) * number_value(value.at[i]);
	check = (11 - sum % 11) % 11;
	return (check ? check : 1) % 10 == number_value(value.at[7]);
}

static bool
mod11_10_holds(struct slice value)
{
	extern const struct validator validate_mod11_10;

	return validate_mod11_10.check(value) == VALID_YES;
}

/* The key is over the nine digits of the SIREN, which keep Luhn. */
static bool
fr_holds(struct slice value)
{
	uint64_t siren = number_of(value, 2, 9);

	if (!byte_is_digit(value.at[0]) || !byte_is_digit(value.at[1]))
		return true;
	return (siren * 100 + 12) % 97 == number_of(value, 0, 2) &&
	    number_luhn(slice_sub(value, 2, 11), 10);
}

static bool
luhn_holds(struct slice value)
{
	return number_luhn(slice_sub(value, 0, value.len == 12 ? 10 :
	    value.len), 10);
}

static bool
lu_holds(struct slice value)
{
	return number_modulo(value, 0, 6, 89) == number_of(value, 6, 2);
}

/* A firm's number keeps the sum of the BSN, a person's modulo 97 of it all. */
static bool
nl_holds(struct slice value)
{
	static const struct number_sum bsn = {.weights = "98765432a",
		.modulus = 11};
	/* "NL" is 23 21, "B" is 11. */
	uint64_t number = (2321000000000ull + number_of(value, 0, 9)) % 97;

	number = (number * 10000 + 1100 + number_of(value, 10, 2)) % 97;
	return number_sum_holds(&bsn, NULL, slice_sub(value, 0, 9)) ||
	    number == 1;
}

static bool
lv_holds(struct slice value)
{
	static const unsigned weights[] = {9, 1, 4, 8, 3, 10, 2, 5, 7, 6, 1};
	unsigned sum = 0;

	if (value.at[0] < '4')
		return true;	/* a person */
	for (size_t i = 0; i < 11; i++)
		sum += weights[i] * number_value(value.at[i]);
	return sum % 11 == 3;
}

static bool
ro_holds(struct slice value)
{
	static const unsigned weights[] = {7, 5, 3, 2, 1, 7, 5, 3, 2};
	unsigned sum = 0;

	for (size_t i = 0; i + 1 < value.len; i++)
		sum += weights[10 - value.len + i] * number_value(value.at[i]);
	return sum * 10 % 11 % 10 == number_value(value.at[value.len - 1]);
}

static bool
sk_holds(struct slice value)
{
	return number_modulo(value, 0, 10, 11) == 0;
}

static const struct vat states[] = {
	{"AT", "Ud{8}", {0}, at_holds},
	{"BE", "[01]d{9}", {0}, be_holds},
	{"BG", "d{9}|d{10}", {0}, NULL},
	{"CY", "d{8}L", {0}, NULL},
	{"CZ", "d{8}|d{9}|d{10}", {0}, cz_holds},
	{"DE", "[1-9]d{8}", {0}, mod11_10_holds},
	{"DK", "d{8}", {.weights = "27654321", .modulus = 11}, NULL},
	{"EE", "d{9}", {.weights = "371371371", .modulus = 10}, NULL},
	{"EL", "d{9}", {.weights = "379a5842", .modulus = 11,
	    .checks = "01234567890", .at = 8}, NULL},
	{"ES", "Ad{7}A", {0}, NULL},
	{"FI", "d{8}", {.weights = "79a58421", .modulus = 11}, NULL},
	{"FR", "A{2}d{9}", {0}, fr_holds},
	{"HR", "d{11}", {0}, mod11_10_holds},
	{"HU", "d{8}", {.weights = "97319731", .modulus = 10}, NULL},
	{"IE", "dAd{5}L|d{7}L[A-IW]", {0}, NULL},
	{"IT", "d{11}", {0}, luhn_holds},
	{"LT", "d{9}|d{12}", {0}, NULL},
	{"LU", "d{8}", {0}, lu_holds},
	{"LV", "d{11}", {0}, lv_holds},
	{"MT", "d{8}", {.weights = "346789a1", .modulus = 37}, NULL},
	{"NL", "d{9}Bd{2}", {0}, nl_holds},
	{"PL", "d{10}", {.weights = "657234567", .modulus = 11,
	    .checks = "0123456789-", .at = 9}, NULL},
	{"PT", "d{9}", {.weights = "98765432", .modulus = 11,
	    .checks = "00987654321", .at = 8}, NULL},
	{"RO", "d{6}|d{7}|d{8}|d{9}|d{10}", {0}, ro_holds},
	{"SE", "d{12}", {0}, luhn_holds},
	{"SI", "d{8}", {.weights = "8765432", .modulus = 11,
	    .checks = "-0987654321", .at = 7}, NULL},
	{"SK", "[1-9]d{9}", {0}, sk_holds},
};

static enum validity
vat_check(struct slice value)
{
	struct slice country = slice_sub(value, 0, 2);
	struct slice number = slice_sub(value, 2, value.len);

	if (validator_uniform(number))
		return VALID_NO;
	for (size_t i = 0; i < sizeof(states) / sizeof(states[0]); i++) {
		const struct vat *vat = &states[i];

		if (!slice_is_text(country, vat->country))
			continue;
		if (!number_fits(vat->form, number))
			return VALID_NO;
		if (vat->sum.weights &&
		    !number_sum_holds(&vat->sum, NULL, number))
			return VALID_NO;
		return !vat->extra || vat->extra(number) ? VALID_YES :
		    VALID_NO;
	}
	return VALID_NO;
}

static const char *const good[] = {
	"ATU13585627", "BE0403019261", "DE136695976", "DK13585628",
	"EE100931558", "EL094259216", "FI20774740", "FR83404833048",
	"HR33392005961", "HU12892312", "IT00743110157", "LU15027442",
	"LV40003521600", "MT11679112", "NL004495445B01", "PL8567346215",
	"PT501964843", "RO18547290", "SE123456789701", "SI50223054",
	"SK2022749619", "CZ25123891", NULL
};
static const char *const bad[] = {
	"ATU13585626", "BE0403019262", "DE136695977", "DK13585627",
	"EL094259217", "FR84404833048", "IT00743110158", "XX123456789", "",
	"DE", "DE1366959760", "NL004495445B", "PL0000000000", "DEABCDEFGHI",
	NULL
};
const struct validator validate_vat_eu = {
	.name = "vat_eu", .title = "VAT number of the European Union",
	.check = vat_check, .mask = MASK_LAST_TWO, .good = good, .bad = bad,
};
