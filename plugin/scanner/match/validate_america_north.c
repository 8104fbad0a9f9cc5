/*
 * validate_america_north - numbers of the United States (those without a file of
 * their own) and of Canada.
 */
#include "scanner/match/number.h"

static const char mbi_form[] = "[1-9][AC-HJKMNP-RT-Y][0-9AC-HJKMNP-RT-Y]d"
    "[AC-HJKMNP-RT-Y][0-9AC-HJKMNP-RT-Y]d[AC-HJKMNP-RT-Y]{2}dd";

/* Prefixes of Employer Identification Numbers that no campus gives out. */
static bool
ein_extra(struct slice value)
{
	static const unsigned char never[] = {0, 7, 8, 9, 17, 18, 19, 28, 29,
		49, 69, 70, 78, 79, 89, 96, 97};
	uint64_t prefix = number_of(value, 0, 2);

	for (size_t i = 0; i < sizeof(never); i++)
		if (prefix == never[i])
			return false;
	return true;
}

/* British Columbia: mod 11; Ontario: Luhn; Quebec: the date of birth. */
static bool
ca_health_extra(struct slice value)
{
	static const struct number_sum british_columbia = {
		.weights = " 2485a973", .modulus = 11,
		.checks = "0-987654321", .at = 9};
	unsigned month;

	if (!byte_is_digit(value.at[0])) {
		month = (unsigned)number_of(value, 6, 2);
		month -= month > 50 ? 50 : 0;
		return number_is_day((unsigned)number_of(value, 4, 2), false,
		    month, (unsigned)number_of(value, 8, 2));
	}
	value = slice_sub(value, 0, 10);
	if (number_luhn(value, 10))
		return true;
	return value.at[0] == '9' &&
	    number_sum_holds(&british_columbia, NULL, value);
}

NUMBER(us_dea, "U.S. DEA registration",
    GOOD("AB1234563", "HZ2319487", "KW6507529")
    BAD("AB1234564", "HZ2319488", "AB2134563", "AB123456", "AB12345631",
	"AB1111111", "", "-B1234563", "AB123456?"),
    .form = "[A-HJ-MPR-UX][A-Z9]d{7}",
    .sums = {{.weights = "  121212", .modulus = 10, .checks = "0123456789",
	.at = 8}})

NUMBER(us_mbi, "U.S. Medicare beneficiary identifier",
    GOOD("8C64FR3QQ71", "8QJ4FV6WK65", "4F22F73AU92", "5A46WC9XN28")
    BAD("8C64FS3QQ71", "8QJ4FV6WL65", "8C64FR3QQ7", "8C64FR3QQ711",
	"1C11FR1QQ11", "", "-C64FR3QQ71", "8C64FR3QQ7?")
    SPECIMENS("1EG4TE5MK73", "1EG4TE5MK72"),
    .form = mbi_form)

NUMBER(us_ein, "U.S. employer identification number",
    GOOD("911144442", "313721590", "777741215")
    BAD("787741215", "191144442", "91114444", "9111444421", "111111111", "",
	"-11144442", "91114444?"),
    .form = "d{9}", .extra = ein_extra)

NUMBER(ca_sin, "Canadian Social Insurance Number",
    GOOD("130692544", "250587706", "342646288")
    BAD("130692545", "250587707", "310692544", "13069254", "1306925441",
	"111111111", "", "-30692544", "13069254?"),
    .form = "[1-79]d{8}", .method = NUMBER_LUHN)

NUMBER(ca_health, "Canadian health number",
    GOOD("9698658215", "PWKC73022001", "JQYG44010104")
    BAD("9698658216", "PWKC73023001", "6998658215", "969865821", "96986582151",
	"1111111111", "", "-698658215", "969865821?"),
    .form = "[1-9]d{9}|[1-9]d{9}L{2}|L{4}d{8}", .extra = ca_health_extra)

NUMBER(us_passport, "U.S. passport",
    GOOD("873716786", "W33532650", "014620168", "T34072247")
    BAD("87371678", "8737167861", "111111111", "", "-73716786", "87371678?"),
    .form = "d{9}|Ld{8}")
