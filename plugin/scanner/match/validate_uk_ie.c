/*
 * validate_uk_ie - numbers of the United Kingdom and of Ireland.
 */
#include "scanner/match/number.h"

/* GOV.UK, "National Insurance number": prefixes that are not used. */
static bool
gb_nino_extra(struct slice value)
{
	static const char *const never[] = {"BG", "GB", "KN", "NK", "NT", "TN",
		"ZZ", NULL};

	return !validator_listed(slice_sub(value, 0, 2), never);
}

/* Surname padded with 9, decade, month (+50: a woman), day, year, initials. */
static bool
dl_gb_extra(struct slice value)
{
	unsigned month = (unsigned)number_of(value, 6, 2);
	bool padding = false;

	for (size_t i = 0; i < 5; i++) {
		if (padding && value.at[i] != '9')
			return false;
		padding = value.at[i] == '9';
	}
	month -= month > 50 ? 50 : 0;
	return value.at[0] != '9' && number_is_day(
	    (unsigned)number_of(value, 5, 1) * 10 +
	    (unsigned)number_of(value, 10, 1), false, month,
	    (unsigned)number_of(value, 8, 2));
}

/* The second letter, since 2013: A counts 1, B 2 ...; W, T and X count 0. */
static bool
ie_pps_extra(struct slice value)
{
	unsigned sum = 0;

	for (size_t i = 0; i < 7; i++)
		sum += (8 - (unsigned)i) * number_value(value.at[i]);
	if (value.len == 9 && value.at[8] < 'J')
		sum += 9 * (number_value(value.at[8]) - 9);
	return value.at[7] ==
	    (unsigned char)"WABCDEFGHIJKLMNOPQRSTUV"[sum % 23];
}

NUMBER(gb_nhs, "NHS number",
    GOOD("9434765870", "2004083476", "9857592317")
    BAD("9434765871", "2004083477", "4934765870", "943476587", "94347658701",
	"1111111111", "", "-434765870", "943476587?"),
    .form = "d{10}",
    .sums = {{.weights = "a98765432", .modulus = 11,
	.checks = "0-987654321", .at = 9}})

NUMBER(gb_nino, "UK National Insurance number",
    GOOD("HH019283D", "CL633636A", "LZ122364D")
    BAD("HH019283E", "DL633636A", "HH019283", "HH019283DA", "HH111111D", "",
	"-H019283D", "HH019283?"),
    .form = "[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]d{6}[A-D]",
    .extra = gb_nino_extra)

NUMBER(gb_utr, "UK unique taxpayer reference",
    GOOD("1955839661", "2534111346", "9562566277")
    BAD("1955839662", "2534111347", "9155839661", "195583966", "19558396611",
	"1111111111", "", "-955839661", "195583966?"),
    .form = "d{10}",
    .sums = {{.weights = " 6789a5432", .modulus = 11,
	.checks = "21987654321", .at = 0}})

NUMBER(dl_gb, "UK driving licence",
    GOOD("MORGA753116SM9IJ", "SMITH252018VJ5YJ47", "FARME712027ZW5D1")
    BAD("MORGA763116SM9IJ", "FARME713027ZW5D1", "MORGA573116SM9IJ",
	"MORGA719116SM9IJ", "MORGA753116SM9I", "MORGA753116SM9IJA",
	"MORGA111111SM1IJ", "", "-ORGA753116SM9IJ", "MORGA753116SM9I?"),
    .form = "[A-Z9]{5}d{6}[A-Z9]{2}dA{2}|[A-Z9]{5}d{6}[A-Z9]{2}dA{2}d{2}",
    .extra = dl_gb_extra)

NUMBER(gb_passport, "UK passport",
    GOOD("867696701", "DB7528124", "JS5105159", "JP0766374")
    BAD("86769670", "8676967011", "111111111", "", "-67696701", "86769670?"),
    .form = "d{9}|L{2}d{7}")

NUMBER(ie_pps, "Irish PPS number",
    GOOD("6433435F", "5700127PB", "8093608L")
    BAD("6433435G", "5700127PC", "4633435F", "6433435", "6433435FA", "1111111F",
	"", "-433435F", "6433435?"),
    .form = "d{7}[A-W]|d{7}[A-W][A-IWTX]", .extra = ie_pps_extra)
