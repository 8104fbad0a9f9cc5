/*
 * validate_luhn - the Luhn check digit, alone and for payment cards.
 *
 * A card also needs an issuer's prefix with a length that issuer uses.  Card
 * networks and payment services publish test numbers: they are specimens.
 */
#include "scanner/match/validator.h"

static bool
luhn_holds(struct slice value)
{
	unsigned sum = 0;

	for (size_t i = 0; i < value.len; i++) {
		unsigned digit = value.at[value.len - 1 - i] - '0';

		if (i % 2 == 1)
			digit = digit * 2 > 9 ? digit * 2 - 9 : digit * 2;
		sum += digit;
	}
	return sum % 10 == 0;
}

static enum validity
luhn_check(struct slice value)
{
	if (!validator_digits(value, 2, 32) || validator_uniform(value))
		return VALID_NO;
	return luhn_holds(value) ? VALID_YES : VALID_NO;
}

/* Issuer identification ranges over the first six digits. */
struct issuer {
	uint32_t first, last;
	unsigned lengths;	/* bit n: a number may have n digits */
};

#define LEN(n) (1u << (n))

static const struct issuer issuers[] = {
	{400000, 499999, LEN(13) | LEN(16) | LEN(19)},		/* Visa */
	{510000, 559999, LEN(16)},				/* Mastercard */
	{222100, 272099, LEN(16)},				/* Mastercard 2017 */
	{340000, 349999, LEN(15)},				/* American Express */
	{370000, 379999, LEN(15)},
	{601100, 601199, LEN(16) | LEN(19)},			/* Discover */
	{644000, 659999, LEN(16) | LEN(19)},
	{622126, 622925, LEN(16) | LEN(19)},
	{300000, 305999, LEN(14) | LEN(16) | LEN(19)},		/* Diners Club */
	{309500, 309599, LEN(14) | LEN(16) | LEN(19)},
	{360000, 369999, LEN(14) | LEN(16) | LEN(19)},
	{380000, 399999, LEN(14) | LEN(16) | LEN(19)},
	{352800, 358999, LEN(16) | LEN(19)},			/* JCB */
	{213100, 213199, LEN(15)},				/* JCB, older */
	{180000, 180099, LEN(15)},
	{620000, 629999, LEN(16) | LEN(17) | LEN(18) | LEN(19)}, /* UnionPay */
	{810000, 817199, LEN(16) | LEN(17) | LEN(18) | LEN(19)},
	{500000, 509999, LEN(12) | LEN(13) | LEN(14) | LEN(15) | LEN(16) | LEN(17) |
	    LEN(18) | LEN(19)},					/* Maestro */
	{560000, 589999, LEN(12) | LEN(13) | LEN(14) | LEN(15) | LEN(16) | LEN(17) |
	    LEN(18) | LEN(19)},
	{630000, 639999, LEN(12) | LEN(16) | LEN(18) | LEN(19)},
	{670000, 679999, LEN(12) | LEN(16) | LEN(18) | LEN(19)},
	{220000, 220499, LEN(16) | LEN(17) | LEN(18) | LEN(19)}, /* Mir */
};

static bool
issuer_known(struct slice value)
{
	uint32_t prefix = 0;

	for (size_t i = 0; i < 6; i++)
		prefix = prefix * 10 + (uint32_t)(value.at[i] - '0');
	for (size_t i = 0; i < sizeof(issuers) / sizeof(issuers[0]); i++)
		if (prefix >= issuers[i].first && prefix <= issuers[i].last &&
		    issuers[i].lengths & LEN(value.len))
			return true;
	return false;
}

static const char *const card_specimens[] = {
	"4111111111111111", "4012888888881881", "4222222222222",
	"4242424242424242", "4000056655665556", "4444333322221111",
	"4917610000000000", "4005519200000004", "4009348888881881",
	"5555555555554444", "5105105105105100", "5200828282828210",
	"5454545454545454", "2223003122003222", "2223000048400011",
	"378282246310005", "371449635398431", "378734493671000",
	"6011111111111117", "6011000990139424", "6011000000000004",
	"30569309025904", "38520000023237", "3056930009020004",
	"3530111333300000", "3566002020360505", "6200000000000005",
	"6304000000000000", "6759649826438453", NULL
};

static enum validity
card_check(struct slice value)
{
	if (!validator_digits(value, 12, 19) || validator_uniform(value))
		return VALID_NO;
	if (!issuer_known(value) || !luhn_holds(value))
		return VALID_NO;
	return validator_listed(value, card_specimens) ? VALID_SPECIMEN :
	    VALID_YES;
}

static const char *const luhn_good[] = {
	"79927398713", "123456782", "4539148803436467", NULL
};
static const char *const luhn_bad[] = {
	"79927398710", "", "7", "7992739871A", "0000000000", NULL
};
const struct validator validate_luhn = {
	.name = "luhn", .title = "Luhn check digit", .check = luhn_check,
	.mask = MASK_LAST_TWO, .good = luhn_good, .bad = luhn_bad,
};

static const char *const card_good[] = {
	"4539148803436467", "5500005555555559", "340000099900036",
	"6011601160116611", "36700102000000", NULL
};
static const char *const card_bad[] = {
	"4539148803436466", "9999148803436467", "453914880343646", "",
	"0000000000000000", "12345678901234567890", NULL
};
const struct validator validate_card = {
	.name = "card", .title = "payment card number", .check = card_check,
	.mask = MASK_CARD, .good = card_good, .bad = card_bad,
	.specimens = card_specimens,
};
