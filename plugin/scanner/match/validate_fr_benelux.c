/*
 * validate_fr_benelux - numbers of France, Belgium, the Netherlands and
 * Luxembourg.
 */
#include "scanner/match/number.h"

extern const struct validator validate_verhoeff;

/* Corsica: 2A counts as 19, 2B as 18.  Months 20-42 and 50-99: not known. */
static bool
fr_nir_extra(struct slice value)
{
	unsigned char digits[15];
	unsigned month = (unsigned)number_of(value, 3, 2);

	if (!(month >= 1 && month <= 12) && !(month >= 20 && month <= 42) &&
	    month < 50)
		return false;
	memcpy(digits, value.at, sizeof(digits));
	if (!byte_is_digit(digits[6])) {
		if (digits[5] != '2')
			return false;
		digits[5] = '1';
		digits[6] = digits[6] == 'A' ? '9' : '8';
	}
	return 97 - number_modulo(slice_bytes(digits, 13), 0, 13, 97) ==
	    number_of(value, 13, 2);
}

static bool
fr_spi_extra(struct slice value)
{
	return number_modulo(value, 0, 10, 511) == number_of(value, 10, 3);
}

/* The nine digits, with a 2 in front for those born since 2000. */
static bool
be_nn_extra(struct slice value)
{
	uint64_t body = number_of(value, 0, 9), check = number_of(value, 9, 2);

	return 97 - body % 97 == check ||
	    97 - (2000000000u + body) % 97 == check;
}

static bool
be_vat_extra(struct slice value)
{
	size_t from = value.at[0] == 'B' ? 2 : 0;

	return 97 - number_modulo(value, from, 8, 97) ==
	    number_of(value, from + 8, 2);
}

/* The twelfth digit is Luhn, the thirteenth Verhoeff, both over eleven. */
static bool
lu_nin_extra(struct slice value)
{
	unsigned char digits[12];

	memcpy(digits, value.at, 11);
	digits[11] = value.at[12];
	return number_luhn(slice_sub(value, 0, 12), 10) &&
	    validate_verhoeff.check(slice_bytes(digits, 12)) == VALID_YES;
}

NUMBER(fr_nir, "French social security number",
    GOOD("295109912611193", "288056302757848", "291065331456034")
    BAD("295109912611194", "288056302757849", "925109912611193",
	"295199912611193", "29510991261119", "2951099126111931",
	"111111111111111", "", "-95109912611193", "29510991261119?"),
    .form = "[123478]d{4}d[0-9AB]d{8}", .extra = fr_nir_extra)

NUMBER(fr_spi, "French tax number",
    GOOD("3023217600053", "3378187830045", "1635701589298")
    BAD("3023217600054", "3378187830046", "0323217600053", "302321760005",
	"30232176000531", "1111111111111", "", "-023217600053", "302321760005?"),
    .form = "[0-3]d{12}", .extra = fr_spi_extra)

NUMBER(be_nn, "Belgian national number",
    GOOD("85073003328", "68120638475", "02032864632")
    BAD("85073003329", "68120638476", "58073003328", "85193003328",
	"8507300332", "850730033281", "11111111111", "", "-5073003328",
	"8507300332?"),
    .form = "d{11}", .date = "yymmdd", .months = {20, 40},
    .date_unknown = true, .extra = be_nn_extra)

NUMBER(be_vat, "Belgian enterprise number",
    GOOD("0403019261", "BE0403019261", "BE1806064279", "1472796431")
    BAD("0403019262", "BE0403019262", "4003019261", "040301926", "04030192611",
	"1111111111", "", "-403019261", "040301926?"),
    .form = "[01]d{9}|BE[01]d{9}", .extra = be_vat_extra)

NUMBER(nl_bsn, "Dutch citizen service number",
    GOOD("111222333", "126032361", "66865840")
    BAD("111222334", "126032362", "112122333", "11122233", "1112223331",
	"111111111", "", "-11222333", "11122233?"),
    .form = "d{9}|d{8}", .pad = 9,
    .sums = {{.weights = "98765432a", .modulus = 11}})

NUMBER(lu_nin, "Luxembourg national number",
    GOOD("1893120105732", "1956101751333", "1963090210188")
    BAD("1893120105733", "1956101751334", "8193120105732", "1893190105732",
	"189312010573", "18931201057321", "1111111111111", "", "-893120105732",
	"189312010573?"),
    .form = "[12]d{12}", .date = "yyyymmdd", .extra = lu_nin_extra)
