/*
 * validate_cee - numbers of central and south-eastern Europe, Greece, Cyprus
 * and Malta.
 */
#include "scanner/match/number.h"

/*
 * Numbers before 1954 have nine digits and no check digit; no serial is 000.  Act
 * 133/2000, section 13: the ten digits divide by 11; of numbers given out until
 * 1985 some have 0 where 10 was left.
 */
static bool
rc_extra(struct slice value)
{
	uint64_t year = number_of(value, 0, 2);
	unsigned rest = number_modulo(value, 0, 9, 11);

	if (value.len == 9)
		return year < 54 && number_of(value, 6, 3);
	if (year >= 54 && year <= 85)
		rest %= 10;
	return rest == number_value(value.at[9]);
}

/* County 01 to 52, foreigners and later registers 70 and 80 to 83. */
static bool
ro_cnp_extra(struct slice value)
{
	uint64_t county = number_of(value, 7, 2);

	return (county >= 1 && county <= 52) || county == 70 ||
	    (county >= 80 && county <= 83);
}

static bool
pl_nip_extra(struct slice value)
{
	static const struct number_sum sum = {.weights = "657234567",
		.modulus = 11, .checks = "0123456789-", .at = 9};
	size_t from = value.at[0] == 'P' ? 2 : 0;

	return number_sum_holds(&sum, NULL, slice_sub(value, from, value.len));
}

/*
 * An IBAN without its "PL" (25, 21 in digits) keeps the sum of ISO 13616: the
 * check digits come last, modulo 97 is 1.
 */
static bool
pl_nrb_extra(struct slice value)
{
	enum { MODULUS = 97, COUNTRY = 252100, ROOM = 1000000 };
	uint64_t account = number_modulo(value, 2, 24, MODULUS);

	return (account * ROOM + COUNTRY + number_of(value, 0, 2)) %
	    MODULUS == 1;
}

/* Digits in odd places by table, the others as they are, modulo 26. */
static bool
cy_tin_extra(struct slice value)
{
	static const unsigned char odd[] = {1, 0, 5, 7, 9, 13, 15, 17, 19, 21};
	unsigned sum = 0;

	for (size_t i = 0; i < 8; i++) {
		unsigned v = number_value(value.at[i]);

		sum += i % 2 ? v : odd[v];
	}
	return value.at[8] == 'A' + sum % 26 && number_of(value, 0, 2) != 12;
}

NUMBER(pl_pesel, "Polish PESEL",
    GOOD("44051401359", "99020818447", "86071343525")
    BAD("44051401350", "99020818448", "40451401359", "44191401359",
	"4405140135", "440514013591", "11111111111", "", "-4051401359",
	"4405140135?"),
    .form = "d{11}", .date = "yymmdd", .months = {20, 40, 60, 80},
    .sums = {{.weights = "13791379131", .modulus = 10}})

NUMBER(pl_nip, "Polish NIP",
    GOOD("8567346215", "PL8567346215", "7686387740", "PC8996890770")
    BAD("8567346216", "PL8567346216", "5867346215", "856734621", "85673462151",
	"1111111111", "", "-567346215", "856734621?"),
    .form = "[1-9]d{9}|PL[1-9]d{9}", .extra = pl_nip_extra)

NUMBER(pl_id, "Polish identity card",
    GOOD("ABA300000", "QAJ158247", "CPC157282")
    BAD("ABA300001", "QAJ158248", "BAA300000", "ABA30000", "ABA3000001",
	"ABA111111", "", "-BA300000", "ABA30000?"),
    .form = "L{3}d{6}",
    .sums = {{.weights = "731973173", .modulus = 10}})

/*
 * Narodowy Bank Polski, order 7/2017: the eight digits that name the bank keep
 * weights 3 9 7 1, and the whole number the sum of the IBAN.
 */
NUMBER(pl_nrb, "Polish bank account (NRB)",
    GOOD("30102055580000410293847561", "62109013460000000157382946",
	"24249000050000453000817263")
    BAD("30102055580000410293847562", "80102055560000410293847561",
	"3010205558000041029384756", "301020555800004102938475610",
	"00000000000000000000000000", "", "-0102055580000410293847561",
	"3010205558000041029384756?"),
    .form = "d{26}", .extra = pl_nrb_extra,
    .sums = {{.weights = "  39713971", .modulus = 10}})

NUMBER(cz_rc, "Czech birth number",
    GOOD("7103192745", "480512123", "440923425", "8604254461")
    BAD("7103192746", "9901305140", "481512123", "1703192745", "7119192745", "710319274",
	"71031927451", "1111111111", "", "-103192745", "710319274?"),
    .form = "d{9}|d{10}", .date = "yymmdd", .months = {20, 50, 70},
    .extra = rc_extra)

NUMBER(sk_rc, "Slovak birth number",
    GOOD("7103192745", "480122956", "9108172062")
    BAD("7103192746", "480132956", "1703192745", "7119192745", "710319274",
	"71031927451", "1111111111", "", "-103192745", "710319274?"),
    .form = "d{9}|d{10}", .date = "yymmdd", .months = {50},
    .extra = rc_extra)

/* EXCEPTION: no published value shows how its check digit is made. */
NUMBER(hu_pid, "Hungarian personal identification number",
    GOOD("35901163184", "36908270589", "86212047855", "28806085355")
    BAD("36908370589", "86213047855", "35091163184", "35919163184",
	"3590116318", "359011631841", "11111111111", "", "-5901163184",
	"3590116318?"),
    .form = "[1-8]d{10}", .date = "-yymmdd")

NUMBER(hu_taj, "Hungarian TAJ number",
    GOOD("123456788", "204846084", "365852403")
    BAD("123456789", "204846085", "213456788", "12345678", "1234567881",
	"111111111", "", "-23456788", "12345678?"),
    .form = "d{9}",
    .sums = {{.weights = "37373737", .modulus = 10,
	.checks = "0123456789", .at = 8}})

NUMBER(hu_tin, "Hungarian tax identification number",
    GOOD("8071592153", "8990347602", "8093864555")
    BAD("8071592154", "8990347603", "0871592153", "807159215", "80715921531",
	"1111111111", "", "-071592153", "807159215?"),
    .form = "8d{9}",
    .sums = {{.weights = "123456789", .modulus = 11,
	.checks = "0123456789-", .at = 9}})

NUMBER(ro_cnp, "Romanian CNP",
    GOOD("1630615123457", "5590511443979", "1541201491492")
    BAD("1630615123458", "5590511443970", "6130615123457", "1631915123457",
	"163061512345", "16306151234571", "1111111111111", "", "-630615123457",
	"163061512345?"),
    .form = "[1-9]d{12}", .date = "-yymmdd",
    .sums = {{.weights = "279146358279", .modulus = 11,
	.checks = "01234567891", .at = 12}},
    .extra = ro_cnp_extra)

NUMBER(bg_egn, "Bulgarian EGN",
    GOOD("7523169263", "8306091831", "7907026614")
    BAD("7523169264", "8306091832", "5723169263", "7519169263", "752316926",
	"75231692631", "1111111111", "", "-523169263", "752316926?"),
    .form = "d{10}", .date = "yymmdd", .months = {20, 40},
    .sums = {{.weights = "2485a9736", .modulus = 11,
	.checks = "01234567890", .at = 9}})

NUMBER(hr_oib, "Croatian OIB",
    GOOD("33392005961", "08746623295", "85167492865")
    BAD("33392005962", "08746623296", "33932005961", "3339200596",
	"333920059611", "11111111111", "", "-3392005961", "3339200596?"),
    .form = "d{11}", .method = NUMBER_MOD11_10)

NUMBER(si_emso, "Slovenian EMSO",
    GOOD("0101006500006", "1409982364948", "1007940740809")
    BAD("0101006500007", "0304543203679", "1409982364949", "1001006500006", "0119006500006",
	"010100650000", "01010065000061", "1111111111111", "", "-101006500006",
	"010100650000?"),
    .form = "d{13}", .date = "ddmmyyy",
    .sums = {{.weights = "765432765432", .modulus = 11,
	.checks = "00987654321", .at = 12}})

NUMBER(si_tin, "Slovenian tax number",
    GOOD("50223054", "75091585", "53185978")
    BAD("50223055", "75091586", "05223054", "5022305", "502230541", "11111111",
	"", "-0223054", "5022305?"),
    .form = "[1-9]d{7}",
    .sums = {{.weights = "8765432", .modulus = 11,
	.checks = "-0987654321", .at = 7}})

NUMBER(gr_amka, "Greek AMKA",
    GOOD("01013099997", "17028669459", "13078548487")
    BAD("01013099998", "17028669450", "10013099997", "01193099997",
	"0101309999", "010130999971", "11111111111", "", "-1013099997",
	"0101309999?"),
    .form = "d{11}", .date = "ddmmyy", .method = NUMBER_LUHN)

NUMBER(gr_afm, "Greek AFM",
    GOOD("094259216", "456620450", "047418536")
    BAD("094259217", "456620451", "904259216", "09425921", "0942592161",
	"111111111", "", "-94259216", "09425921?"),
    .form = "d{9}",
    /* Powers of two from 256 down, modulo 11. */
    .sums = {{.weights = "379a5842", .modulus = 11,
	.checks = "01234567890", .at = 8}})

NUMBER(cy_tin, "Cypriot tax number",
    GOOD("10259033P", "98414374U", "51832507C")
    BAD("10259033Q", "98414374V", "01259033P", "10259033", "10259033PA",
	"11111111P", "", "-0259033P", "10259033?"),
    .form = "d{8}L", .extra = cy_tin_extra)

NUMBER(mt_id, "Maltese identity card",
    GOOD("1950B", "0658787P", "9014Z", "8018752B")
    BAD("1950C", "0658787Q", "1950", "1950BA", "", "-950B", "1950?"),
    .form = "d{7}[ABGHLMPZ]|d{6}[ABGHLMPZ]|d{5}[ABGHLMPZ]|d{4}[ABGHLMPZ]")
