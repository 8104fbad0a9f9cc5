/*
 * validate_us - numbers of United States authorities.
 *
 * Since 25 June 2011 Social Security numbers are given out at random, so there
 * is no more to check than the ranges below.
 */
#include "scanner/match/validator.h"

static unsigned
number(struct slice value, size_t from, size_t count)
{
	unsigned n = 0;

	for (size_t i = 0; i < count; i++)
		n = n * 10 + (value.at[from + i] - '0');
	return n;
}

/* Printed on sample cards and in advertisements, or in every manual. */
static const char *const ssn_specimens[] = {
	"078051120", "219099999", "457555462", "123456789", "111223333", NULL
};

static enum validity
ssn_check(struct slice value)
{
	unsigned area, group, serial;

	if (!validator_digits(value, 9, 9) || validator_uniform(value))
		return VALID_NO;
	area = number(value, 0, 3);
	group = number(value, 3, 2);
	serial = number(value, 5, 4);
	if (area == 0 || area == 666 || area >= 900 || !group || !serial)
		return VALID_NO;
	return validator_listed(value, ssn_specimens) ? VALID_SPECIMEN :
	    VALID_YES;
}

static enum validity
itin_check(struct slice value)
{
	unsigned group;

	if (!validator_digits(value, 9, 9) || value.at[0] != '9')
		return VALID_NO;
	group = number(value, 3, 2);
	if ((group >= 50 && group <= 65) || (group >= 70 && group <= 88) ||
	    (group >= 90 && group <= 92) || group >= 94)
		return VALID_YES;
	return VALID_NO;
}

/* ABA routing number: weights 3 7 1, first two digits of a Federal Reserve. */
static enum validity
rtn_check(struct slice value)
{
	static const unsigned weights[] = {3, 7, 1};
	unsigned sum = 0, first;

	if (!validator_digits(value, 9, 9) || validator_uniform(value))
		return VALID_NO;
	first = number(value, 0, 2);
	if (!(first <= 12 || (first >= 21 && first <= 32) ||
	    (first >= 61 && first <= 72) || first == 80))
		return VALID_NO;
	for (size_t i = 0; i < 9; i++)
		sum += weights[i % 3] * (unsigned)(value.at[i] - '0');
	return sum % 10 == 0 ? VALID_YES : VALID_NO;
}

/* National Provider Identifier: Luhn over "80840" and the ten digits. */
static enum validity
npi_check(struct slice value)
{
	unsigned sum = 24;	/* what "80840" adds */

	if (!validator_digits(value, 10, 10) || value.at[0] < '1' ||
	    value.at[0] > '2')
		return VALID_NO;
	for (size_t i = 0; i < 10; i++) {
		unsigned digit = value.at[9 - i] - '0';

		if (i % 2 == 1)
			digit = digit * 2 > 9 ? digit * 2 - 9 : digit * 2;
		sum += digit;
	}
	return sum % 10 == 0 ? VALID_YES : VALID_NO;
}

static const char *const ssn_good[] = {"536904399", "212098765", "665124831",
	NULL};
static const char *const ssn_bad[] = {"000124831", "666124831", "900124831",
	"536004399", "536900000", "53690439", "5369043999", "", "53690439A",
	"555555555", NULL};
const struct validator validate_us_ssn = {
	.name = "us_ssn", .title = "U.S. Social Security number",
	.check = ssn_check, .mask = MASK_LAST_TWO,
	.good = ssn_good, .bad = ssn_bad, .specimens = ssn_specimens,
};

static const char *const itin_good[] = {"912703456", "900500001", NULL};
static const char *const itin_bad[] = {"812703456", "912893456", "912933456",
	"91270345", "", NULL};
const struct validator validate_us_itin = {
	.name = "us_itin", .title = "U.S. taxpayer identification number",
	.check = itin_check, .mask = MASK_LAST_TWO,
	.good = itin_good, .bad = itin_bad,
};

static const char *const rtn_good[] = {"111000025", "021000021", NULL};
static const char *const rtn_bad[] = {"111000026", "991000025", "11100002",
	"000000000", "", NULL};
const struct validator validate_us_aba_rtn = {
	.name = "us_aba_rtn", .title = "ABA routing number",
	.check = rtn_check, .mask = MASK_LAST_TWO,
	.good = rtn_good, .bad = rtn_bad,
};

static const char *const npi_good[] = {"1234567893", NULL};
static const char *const npi_bad[] = {"1234567890", "3234567893", "123456789",
	"", NULL};
const struct validator validate_us_npi = {
	.name = "us_npi", .title = "National Provider Identifier",
	.check = npi_check, .mask = MASK_LAST_TWO,
	.good = npi_good, .bad = npi_bad,
};
