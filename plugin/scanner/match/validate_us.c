/*
 * validate_us - numbers of United States authorities.
 *
 * Since 25 June 2011 Social Security numbers are given out at random, so there
 * is no more to check than the ranges below.
 */
#include "scanner/match/number.h"

static bool
us_ssn_extra(struct slice value)
{
	return number_of(value, 0, 3) && number_of(value, 3, 2) &&
	    number_of(value, 5, 4);
}

NUMBER(us_ssn, "U.S. Social Security number",
    GOOD("536904399", "212098765", "665124831")
    BAD("000124831", "666124831", "900124831", "536004399", "536900000",
	"53690439", "5369043999", "", "53690439A", "555555555")
    /* Printed on sample cards and in advertisements, or in every manual. */
    SPECIMENS("078051120", "219099999", "457555462", "123456789",
	"111223333"),
    .form = "[0-578]d{8}|6[0-57-9]d{7}|66[0-57-9]d{6}",
    .extra = us_ssn_extra)

/* The fourth and fifth digits: 50 to 65, 70 to 88, 90 to 92, 94 to 99. */
NUMBER(us_itin, "U.S. taxpayer identification number",
    GOOD("912703456", "900500001")
    BAD("812703456", "912893456", "912933456", "912663456", "91270345", "",
	"999999999"),
    .form = "9d{2}5d{5}|9d{2}6[0-5]d{4}|9d{2}7d{5}|9d{2}8[0-8]d{4}|"
	"9d{2}9[0-24-9]d{4}")

/* The first two digits are those of a Federal Reserve bank. */
NUMBER(us_aba_rtn, "ABA routing number",
    GOOD("111000025", "021000021")
    BAD("111000026", "991000025", "131000027", "11100002", "000000000", ""),
    .form = "0d{8}|1[0-2]d{7}|2[1-9]d{7}|3[0-2]d{7}|6[1-9]d{7}|7[0-2]d{7}|"
	"80d{7}",
    .sums = {{.weights = "371371371", .modulus = 10}})

/* Luhn over "80840", which adds 24, and the ten digits. */
NUMBER(us_npi, "National Provider Identifier",
    GOOD("1234567893")
    BAD("1234567890", "3234567893", "123456789", ""),
    .form = "[12]d{9}",
    .sums = {{.weights = "2121212121", .modulus = 10, .start = 24,
	.cross = true}})
