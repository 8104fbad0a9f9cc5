/*
 * validate_generic - check digits that many registries share.
 *
 * The exact algorithms of ISO 7064, Verhoeff and EAN-13.
 */
#include "scanner/match/validator.h"

/* 0-9 then A-Z; -1 for anything else. */
static int
alnum_value(unsigned char byte)
{
	if (byte_is_digit(byte))
		return byte - '0';
	if (byte >= 'A' && byte <= 'Z')
		return byte - 'A' + 10;
	return -1;
}

static enum validity
mod11_2_check(struct slice value)
{
	unsigned rest = 0;

	if (value.len < 2 || !validator_digits(slice_sub(value, 0,
	    value.len - 1), 1, 40))
		return VALID_NO;
	for (size_t i = 0; i < value.len; i++) {
		unsigned char byte = value.at[i];
		unsigned digit = byte == 'X' ? 10 : (unsigned)(byte - '0');

		if (digit > 10)
			return VALID_NO;
		rest = (2 * rest + digit) % 11;
	}
	return rest == 1 ? VALID_YES : VALID_NO;
}

static enum validity
mod11_10_check(struct slice value)
{
	unsigned check = 5;

	if (!validator_digits(value, 2, 40))
		return VALID_NO;
	for (size_t i = 0; i < value.len; i++)
		check = ((check ? check : 10) * 2 % 11 +
		    (unsigned)(value.at[i] - '0')) % 10;
	return check == 1 ? VALID_YES : VALID_NO;
}

static enum validity
mod37_36_check(struct slice value)
{
	unsigned check = 18;

	if (value.len < 2 || value.len > 40)
		return VALID_NO;
	for (size_t i = 0; i < value.len; i++) {
		int digit = alnum_value(value.at[i]);

		if (digit < 0)
			return VALID_NO;
		check = ((check ? check : 36) * 2 % 37 + (unsigned)digit) % 36;
	}
	return check == 1 ? VALID_YES : VALID_NO;
}

static const char verhoeff_d[10][11] = {
	"0123456789", "1234067895", "2340178956", "3401289567", "4012395678",
	"5987604321", "6598710432", "7659821043", "8765932104", "9876543210",
};
static const char verhoeff_p[8][11] = {
	"0123456789", "1576283094", "5803796142", "8916043527",
	"9453126870", "4286573901", "2793806415", "7046913258",
};

static enum validity
verhoeff_check(struct slice value)
{
	unsigned check = 0;

	if (!validator_digits(value, 2, 40) || validator_uniform(value))
		return VALID_NO;
	for (size_t i = 0; i < value.len; i++) {
		unsigned digit = value.at[value.len - 1 - i] - '0';
		unsigned turned = (unsigned)(verhoeff_p[i % 8][digit] - '0');

		check = (unsigned)(verhoeff_d[check][turned] - '0');
	}
	return check == 0 ? VALID_YES : VALID_NO;
}

static enum validity
ean13_check(struct slice value)
{
	unsigned sum = 0;

	if (!validator_digits(value, 13, 13))
		return VALID_NO;
	for (size_t i = 0; i < 13; i++)
		sum += (i % 2 ? 3u : 1u) * (unsigned)(value.at[i] - '0');
	return sum % 10 == 0 ? VALID_YES : VALID_NO;
}

static const char *const mod11_2_good[] = {"360426199101010071", "079X", NULL};
static const char *const mod11_2_bad[] = {"360426199101010072", "0790", "", "X",
	"07A9", NULL};
const struct validator validate_mod11_2 = {
	.name = "mod11_2", .title = "ISO 7064 mod 11-2", .check = mod11_2_check,
	.mask = MASK_LAST_TWO, .good = mod11_2_good, .bad = mod11_2_bad,
};

static const char *const mod11_10_good[] = {"36574261809", "33392005961", NULL};
static const char *const mod11_10_bad[] = {"36574261808", "", "1", "3A574261809",
	NULL};
const struct validator validate_mod11_10 = {
	.name = "mod11_10", .title = "ISO 7064 mod 11,10",
	.check = mod11_10_check, .mask = MASK_LAST_TWO,
	.good = mod11_10_good, .bad = mod11_10_bad,
};

static const char *const mod37_36_good[] = {"A12425GABC1234002M", NULL};
static const char *const mod37_36_bad[] = {"A12425GABC1234002N", "", "A",
	"A12425-ABC1234002M", NULL};
const struct validator validate_mod37_36 = {
	.name = "mod37_36", .title = "ISO 7064 mod 37,36",
	.check = mod37_36_check, .mask = MASK_LAST_TWO,
	.good = mod37_36_good, .bad = mod37_36_bad,
};

static const char *const verhoeff_good[] = {"234123412346", NULL};
static const char *const verhoeff_bad[] = {"234123412347", "", "2",
	"23412341234X", NULL};
const struct validator validate_verhoeff = {
	.name = "verhoeff", .title = "Verhoeff check digit",
	.check = verhoeff_check, .mask = MASK_LAST_TWO,
	.good = verhoeff_good, .bad = verhoeff_bad,
};

static const char *const ean13_good[] = {"7569217076985", NULL};
static const char *const ean13_bad[] = {"7569217076986", "756921707698", "",
	NULL};
const struct validator validate_ean13 = {
	.name = "ean13", .title = "EAN-13 check digit", .check = ean13_check,
	.mask = MASK_LAST_TWO, .good = ean13_good, .bad = ean13_bad,
};
