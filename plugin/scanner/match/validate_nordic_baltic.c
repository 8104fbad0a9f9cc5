/*
 * validate_nordic_baltic - numbers of the Nordic and the Baltic states.
 */
#include "scanner/match/number.h"

/* With or without century; day + 60: a coordination number. */
static bool
se_pnr_extra(struct slice value)
{
	struct slice last = slice_sub(value, value.len - 10, value.len);
	unsigned day = (unsigned)number_of(last, 4, 2);
	unsigned century = (unsigned)number_of(value, 0, 2);

	if (value.len == 12 && (century < 18 || century > 20))
		return false;
	day -= day > 60 ? 60 : 0;
	return number_luhn(last, 10) && number_is_day(
	    (unsigned)number_of(last, 0, 2), false,
	    (unsigned)number_of(last, 2, 2), day);
}

static bool
se_tin_extra(struct slice value)
{
	size_t from = value.at[0] == 'S' ? 2 : 0;

	return number_luhn(slice_sub(value, from, from + 10), 10);
}

/* The sign between date and serial is the century: "-" and "+" are gone here. */
static bool
fi_hetu_extra(struct slice value)
{
	size_t serial = value.len - 4;
	uint64_t number = number_of(value, 0, 6) * 1000 +
	    number_of(value, serial, 3);

	return number_of(value, serial, 3) >= 2 &&
	    value.at[value.len - 1] ==
	    (unsigned char)"0123456789ABCDEFHJKLMNPRSTUVWXY"[number % 31];
}

/* Estonia, Lithuania: a second row of weights where the first gives 10. */
static bool
two_rows_extra(struct slice value)
{
	static const unsigned rows[2][10] = {{1, 2, 3, 4, 5, 6, 7, 8, 9, 1},
		{3, 4, 5, 6, 7, 8, 9, 1, 2, 3}};
	unsigned check = 10;

	for (size_t row = 0; row < 2 && check == 10; row++) {
		check = 0;
		for (size_t i = 0; i < 10; i++)
			check += rows[row][i] * number_value(value.at[i]);
		check %= 11;
	}
	return check % 10 == number_value(value.at[10]);
}

/* Numbers since 2017 begin with 32 and hold no date. */
static bool
lv_pk_extra(struct slice value)
{
	return number_of(value, 0, 2) == 32 || (value.at[6] <= '2' &&
	    number_is_day((unsigned)number_of(value, 4, 2), false,
	    (unsigned)number_of(value, 2, 2),
	    (unsigned)number_of(value, 0, 2)));
}

NUMBER(se_pnr, "Swedish personal identity number",
    GOOD("8803200016", "198803200016", "9706184414", "5306174987")
    BAD("8803200017", "198803200017", "8083200016", "8819200016", "880320001",
	"88032000161", "1111111111", "", "-803200016", "880320001?"),
    .form = "d{10}|d{12}", .extra = se_pnr_extra)

NUMBER(se_tin, "Swedish organisation number",
    GOOD("1234567897", "SE123456789701", "SE054166666546", "1397312172")
    BAD("1234567898", "SE123456789801", "2134567897", "123456789",
	"12345678971", "1111111111", "", "-234567897", "123456789?"),
    .form = "[1-9]d[2-9]d{7}|SEd{12}", .extra = se_tin_extra)

/*
 * Skatteetaten, "Fødselsnummer": 500-749 of 1854-1899, 000-499 of 1900-1999,
 * 900-999 of 1940-1999, 500-999 of 2000-2039.
 */
static bool
no_fnr_extra(struct slice value)
{
	uint64_t year = number_of(value, 4, 2), serial = number_of(value, 6, 3);

	return serial < 500 || year < 40 || (serial < 750 && year >= 54) ||
	    serial >= 900;
}

/*
 * CPR-kontoret, "Personnummeret i CPR": a seventh digit of 5 to 8 is for the years
 * 2000-2057 and 1858-1899.  In 2035 this is to be looked at again.
 */
static bool
dk_cpr_extra(struct slice value)
{
	uint64_t year = number_of(value, 4, 2);
	unsigned seventh = number_value(value.at[6]);

	return seventh < 5 || seventh > 8 || year <= 35 || year > 57;
}

NUMBER(no_fnr, "Norwegian birth number",
    GOOD("15108695088", "13115020689", "02086723339")
    BAD("15108695089", "17074285694", "13115020680", "51108695088", "15198695088",
	"1510869508", "151086950881", "11111111111", "", "-5108695088",
	"1510869508?"),
    .form = "d{11}", .date = "ddmmyy", .months = {40}, .days = {40},
    .sums = {{.weights = "376189452", .modulus = 11,
	.checks = "0-987654321", .at = 9},
	{.weights = "5432765432", .modulus = 11,
	.checks = "0-987654321", .at = 10}}, .extra = no_fnr_extra)

/* The check digit was given up in 2007: the date is what can be checked. */
NUMBER(dk_cpr, "Danish CPR number",
    GOOD("2110625629", "0307178424", "2302889796")
    BAD("2120625629", "0307478424", "0317178424", "2116025629", "2119625629", "211062562",
	"21106256291", "1111111111", "", "-110625629", "211062562?"),
    .form = "d{10}", .date = "ddmmyy", .days = {60}, .extra = dk_cpr_extra)

NUMBER(fi_hetu, "Finnish personal identity code",
    GOOD("131052308T", "131052A308T", "170577A086M", "031151E3143")
    BAD("131052308U", "131052A308U", "311052308T", "131952308T", "131052308",
	"131052308TA", "111111111T", "", "-31052308T", "131052308?"),
    .form = "d{9}[0-9A-HJ-NPR-Y]|d{6}[A-FU-Y]d{3}[0-9A-HJ-NPR-Y]",
    .date = "ddmmyy", .extra = fi_hetu_extra)

NUMBER(is_kt, "Icelandic kennitala",
    GOOD("4504013150", "1201743399", "2307788090", "0806971630")
    BAD("4504013151", "1201743309", "5404013150", "4519013150", "450401315",
	"45040131501", "1111111111", "", "-504013150", "450401315?"),
    .form = "d{9}[089]", .date = "ddmmyy", .days = {40},
    .sums = {{.weights = "3276543210", .modulus = 11}})

NUMBER(ee_ik, "Estonian personal code",
    GOOD("36805280109", "68910036023", "54904113620")
    BAD("36805280100", "68910036024", "63805280109", "36819280109",
	"3680528010", "368052801091", "11111111111", "", "-6805280109",
	"3680528010?"),
    .form = "[1-8]d{10}", .date = "-yymmdd", .extra = two_rows_extra)

NUMBER(lt_ak, "Lithuanian personal code",
    GOOD("33309240064", "67309072541", "66611280646")
    BAD("33309240065", "67309072542", "33039240064", "33319240064",
	"3330924006", "333092400641", "11111111111", "", "-3309240064",
	"3330924006?"),
    .form = "[1-6]d{10}", .date = "-yymmdd", .extra = two_rows_extra)

NUMBER(lv_pk, "Latvian personal code",
    GOOD("16117519997", "16069824275", "20086029013")
    BAD("16117519998", "16069824276", "61117519997", "16197519997",
	"1611751999", "161175199971", "11111111111", "", "-6117519997",
	"1611751999?"),
    .form = "d{11}",
    .sums = {{.weights = "a584216379", .modulus = 11, .start = 1,
	.checks = "01234567890", .at = 10}},
    .extra = lv_pk_extra)
