/*
 * validate_dach - numbers of Germany, Austria and Switzerland.
 */
#include "scanner/match/number.h"

extern const struct validator validate_mod11_10;

/* Of digits 1 to 10 exactly one value stands twice or three times. */
static bool
de_idnr_extra(struct slice value)
{
	unsigned counts[10] = {0}, repeated = 0;

	for (size_t i = 0; i < 10; i++)
		counts[number_value(value.at[i])]++;
	for (size_t i = 0; i < 10; i++) {
		if (counts[i] > 3)
			return false;
		repeated += counts[i] > 1;
	}
	return repeated == 1;
}

/* The digits with a letter as two of them (A = 01), weighted, cross sums. */
static unsigned
letter_sum(struct slice value, const unsigned *weights, size_t count)
{
	unsigned sum = 0;
	size_t at = 0;

	for (size_t i = 0; i < value.len && at < count; i++) {
		unsigned v = number_value(value.at[i]), product;

		if (v > 9) {
			product = (v - 9) / 10 * weights[at++];
			sum += product / 10 + product % 10;
			v = (v - 9) % 10;
		}
		product = v * weights[at++];
		sum += product / 10 + product % 10;
	}
	return sum;
}

static bool
de_rvnr_extra(struct slice value)
{
	static const unsigned weights[] = {2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1};

	return letter_sum(slice_sub(value, 0, 11), weights, 12) % 10 ==
	    number_value(value.at[11]);
}

static bool
de_kvnr_extra(struct slice value)
{
	static const unsigned weights[] = {1, 2, 1, 2, 1, 2, 1, 2, 1, 2};

	return letter_sum(slice_sub(value, 0, 9), weights, 10) % 10 ==
	    number_value(value.at[9]);
}

/* At least one digit, and the tenth character is the ICAO check digit. */
static bool
de_serial_extra(struct slice value)
{
	bool digit = false;

	for (size_t i = 1; i < 9; i++)
		digit = digit || byte_is_digit(value.at[i]);
	return digit && (value.len == 9 || number_icao(slice_sub(value, 0, 9)) ==
	    number_value(value.at[9]));
}

/* "DE" in front of nine digits. */
static bool
de_vat_extra(struct slice value)
{
	return validate_mod11_10.check(slice_sub(value, 2, value.len)) ==
	    VALID_YES;
}

NUMBER(de_idnr, "German tax identification number",
    GOOD("36574261809", "91046686577", "13069415175")
    BAD("36574261800", "91046686578", "63574261809", "3657426180",
	"365742618091", "11111111111", "", "-6574261809", "3657426180?"),
    .form = "[1-9]d{10}", .method = NUMBER_MOD11_10, .extra = de_idnr_extra)

NUMBER(de_rvnr, "German pension insurance number",
    GOOD("15070649C103", "42020857P653", "22070288P010")
    BAD("15070649C104", "42020857P654", "51070649C103", "15071949C103",
	"15070649C10", "15070649C1031", "11111111C111", "", "-5070649C103",
	"15070649C10?"),
    .form = "d{8}Ld{3}", .date = "--ddmmyy", .days = {50},
    .extra = de_rvnr_extra)

NUMBER(de_kvnr, "German health insurance number",
    GOOD("A123456780", "V554551079", "A107783946")
    BAD("A123456781", "V554551070", "A213456780", "A12345678", "A1234567801",
	"A111111111", "", "-123456780", "A12345678?"),
    .form = "Ld{9}", .extra = de_kvnr_extra)

NUMBER(de_id_card, "German identity card",
    GOOD("PM89K8PH6", "RZRRY5P17", "V34YHHY74", "XFGXR1TP92")
    BAD("PM89K8PI6", "RZRRY5Q17", "ZRRRY5P17", "PM89K8PH", "PM89K8PH61", "",
	"-M89K8PH6", "PM89K8PH?")
    SPECIMENS("L01X00T471", "L01X00T47", "T220001293"),
    .form = "[LMNPRTVWXY][0-9CFGHJ-NPRTV-Z]{8}|"
	"[LMNPRTVWXY][0-9CFGHJ-NPRTV-Z]{8}d", .extra = de_serial_extra)

NUMBER(pp_de, "German passport",
    GOOD("G0X2K5CW5", "F82G5F52V5", "C9N61N4F2", "KL1ZNCPGT")
    BAD("G0X2K5DW5", "F82G5F52V6", "F28G5F52V5", "G0X2K5CW", "G0X2K5CW51", "",
	"-0X2K5CW5", "G0X2K5CW?")
    SPECIMENS("C01X00T478", "C01X00T47", "C01XYCCG9"),
    .form = "[CFGHJK][0-9CFGHJ-NPRTV-Z]{8}|"
	"[CFGHJK][0-9CFGHJ-NPRTV-Z]{8}d", .extra = de_serial_extra)

NUMBER(de_vat, "German VAT number",
    GOOD("DE136695976", "DE496236527", "DE922239205")
    BAD("DE136695977", "DE496236528", "ED136695976", "DE13669597",
	"DE1366959761", "DE111111111", "", "-E136695976", "DE13669597?"),
    .form = "DE[1-9]d{8}", .extra = de_vat_extra)

NUMBER(at_svnr, "Austrian social security number",
    GOOD("1237010180", "5572200844", "3610221146")
    BAD("1237010181", "5572200845", "2137010180", "1237011980", "123701018",
	"12370101801", "1111111111", "", "-237010180", "123701018?"),
    /* Month 13: the day is not known. */
    .form = "[1-9]d{9}", .date = "----ddmmyy", .months = {1},
    .sums = {{.weights = "379 584216", .modulus = 11,
	.checks = "0123456789-", .at = 3}})

NUMBER(at_tin, "Austrian tax number",
    GOOD("591199013", "512567520", "665137907")
    BAD("591199014", "512567521", "951199013", "59119901", "5911990131",
	"111111111", "", "-91199013", "59119901?"),
    .form = "d{9}", .method = NUMBER_LUHN)

NUMBER(ch_ahv, "Swiss AHV number",
    GOOD("7569217076985", "7561998014583", "7566232120044")
    BAD("7569217076986", "7561998014584", "5769217076985", "756921707698",
	"75692170769851", "1111111111111", "", "-569217076985", "756921707698?"),
    .form = "756d{10}",
    .sums = {{.weights = "1313131313131", .modulus = 10}})
