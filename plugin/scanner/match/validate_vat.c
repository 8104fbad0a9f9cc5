/*
 * validate_vat - VAT numbers of the member states of the European Union.
 *
 * The form of each state as the Commission lists it (VIES), and its check
 * digits where they are known.  EXCEPTION: for Bulgaria, Ireland, Spain, French
 * keys with a letter, Czech and Latvian persons only the form is checked.
 */
#include "scanner/match/number.h"

extern const struct validator validate_vat_eu;

struct vat {
	const char *country;
	struct number number;
};

static bool
be_holds(struct slice value)
{
	return 97 - number_modulo(value, 0, 8, 97) == number_of(value, 8, 2);
}

/* The key is over the nine digits of the SIREN, which keep Luhn. */
static bool
fr_holds(struct slice value)
{
	uint64_t siren = number_of(value, 2, 9);

	return (siren * 100 + 12) % 97 == number_of(value, 0, 2) &&
	    number_luhn(slice_sub(value, 2, 11), 10);
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

/* Weights 1 to 9 and again; where they leave 10 over, the same two later. */
static bool
lt_holds(struct slice value)
{
	unsigned sum = 0, other = 0;

	for (unsigned i = 0; i + 1 < value.len; i++) {
		sum += (1 + i % 9) * number_value(value.at[i]);
		other += (1 + (i + 2) % 9) * number_value(value.at[i]);
	}
	sum %= 11;
	return (sum == 10 ? other % 11 % 10 : sum) ==
	    number_value(value.at[value.len - 1]);
}

static bool
se_holds(struct slice value)
{
	return number_luhn(slice_sub(value, 0, 10), 10);
}

extern const struct validator validate_cy_tin, validate_it_vat;

static bool
cy_holds(struct slice value)
{
	return validate_cy_tin.check(value) == VALID_YES;
}

static bool
it_holds(struct slice value)
{
	return validate_it_vat.check(value) == VALID_YES;
}

#define SUM(...) .sums = {{__VA_ARGS__}}
#define VAT(country_, ...) {.country = country_, .number = {__VA_ARGS__}},

/* Of several rows of a state one must hold. */
static const struct vat states[] = {
	VAT("AT", .form = "Ud{8}", SUM(.weights = " 1212121", .modulus = 10,
	    .checks = "0987654321", .at = 8, .start = 4, .cross = true))
	VAT("BE", .form = "[01]d{9}", .extra = be_holds)
	VAT("BG", .form = "d{9}|d{10}")
	VAT("CY", .form = "d{8}L", .extra = cy_holds)
	VAT("CZ", .form = "[0-8]d{7}", SUM(.weights = "8765432", .modulus = 11,
	    .checks = "10987654321", .at = 7))
	VAT("CZ", .form = "d{9}|d{10}")
	VAT("DE", .form = "[1-9]d{8}", .method = NUMBER_MOD11_10)
	VAT("DK", .form = "d{8}", SUM(.weights = "27654321", .modulus = 11))
	VAT("EE", .form = "d{9}", SUM(.weights = "371371371", .modulus = 10))
	VAT("EL", .form = "d{9}", SUM(.weights = "379a5842", .modulus = 11,
	    .checks = "01234567890", .at = 8))
	VAT("ES", .form = "Ad{7}A")
	VAT("FI", .form = "d{8}", SUM(.weights = "79a58421", .modulus = 11))
	VAT("FR", .form = "d{11}", .extra = fr_holds)
	VAT("FR", .form = "LAd{9}|dLd{9}")
	VAT("HR", .form = "d{11}", .method = NUMBER_MOD11_10)
	VAT("HU", .form = "d{8}", SUM(.weights = "97319731", .modulus = 10))
	VAT("IE", .form = "dAd{5}L|d{7}L[A-IW]")
	VAT("IT", .form = "d{11}", .extra = it_holds)
	VAT("LT", .form = "d{7}1d|d{10}1d", .extra = lt_holds)
	VAT("LU", .form = "d{8}", .extra = lu_holds)
	VAT("LV", .form = "[0-3]d{10}")	/* a person */
	VAT("LV", .form = "[4-9]d{10}", SUM(.weights = "91483a25761",
	    .modulus = 11, .start = 8))
	VAT("MT", .form = "d{8}", SUM(.weights = "346789a1", .modulus = 37))
	VAT("NL", .form = "d{9}Bd{2}", .extra = nl_holds)
	VAT("PL", .form = "d{10}", SUM(.weights = "657234567", .modulus = 11,
	    .checks = "0123456789-", .at = 9))
	VAT("PT", .form = "[1-9]d{8}", SUM(.weights = "98765432", .modulus = 11,
	    .checks = "00987654321", .at = 8))
	VAT("RO", .form = "d{6}|d{7}|d{8}|d{9}|d{10}", .pad = 10,
	    SUM(.weights = "753217532", .modulus = 11,
	    .checks = "00987654321", .at = 9))
	VAT("SE", .form = "d{12}", .extra = se_holds)
	VAT("SI", .form = "d{8}", SUM(.weights = "8765432", .modulus = 11,
	    .checks = "-0987654321", .at = 7))
	/* 10 and 1 are the powers of ten modulo 11. */
	VAT("SK", .form = "[1-9]d{9}", SUM(.weights = "a1a1a1a1a1",
	    .modulus = 11))
};

static enum validity
vat_check(struct slice value)
{
	struct slice country = slice_sub(value, 0, 2);
	struct slice number = slice_sub(value, 2, value.len);

	for (size_t i = 0; i < sizeof(states) / sizeof(states[0]); i++)
		if (slice_is_text(country, states[i].country) &&
		    number_check(&states[i].number, &validate_vat_eu,
		    number) == VALID_YES)
			return VALID_YES;
	return VALID_NO;
}

static const char *const good[] = {
	"ATU13585627", "BE0403019261", "DE136695976", "DK13585628",
	"EE100931558", "EL094259216", "FI20774740", "FR83404833048",
	"HR33392005961", "HU12892312", "IT00743110157", "LU15027442",
	"LV40003521600", "MT11679112", "NL004495445B01", "PL8567346215",
	"PT501964843", "RO18547290", "SE123456789701", "SI50223054",
	"SK2022749619", "CZ25123891", "CY10259033P", "IE8D79739I",
	"LT119511515", "LT100001919017", "LT100004801610", "ES54362315K",
	NULL
};
static const char *const bad[] = {
	"ATU13585626", "BE0403019262", "DE136695977", "DK13585627",
	"EL094259217", "FR84404833048", "IT00743110158", "XX123456789", "",
	"CY10259033Q", "IT73149015254", "LT100001919018", "LT119511516",
	"DE", "DE1366959760", "NL004495445B", "PL0000000000", "DEABCDEFGHI",
	NULL
};
const struct validator validate_vat_eu = {
	.name = "vat_eu", .title = "VAT number of the European Union",
	.check = vat_check, .mask = MASK_LAST_TWO, .good = good, .bad = bad,
};
