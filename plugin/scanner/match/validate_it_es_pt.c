/*
 * validate_it_es_pt - numbers of Italy, Spain and Portugal.
 */
#include "scanner/match/number.h"

static const char omocodia[] = "LMNPQRSTUV";

/* A digit of a codice fiscale that may be written as a letter. */
static unsigned
cf_digit(unsigned char byte)
{
	const char *at = byte ? strchr(omocodia, byte) : NULL;

	return at ? (unsigned)(at - omocodia) : number_value(byte);
}

/* D.M. 23/12/1976: values of characters in odd places. */
static unsigned
cf_odd(unsigned char byte)
{
	static const unsigned char values[26] = {1, 0, 5, 7, 9, 13, 15, 17, 19,
		21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23};

	return values[byte_is_digit(byte) ? byte - '0' : byte - 'A'];
}

static bool
it_cf_extra(struct slice value)
{
	unsigned sum = 0;
	unsigned day = cf_digit(value.at[9]) * 10 + cf_digit(value.at[10]);

	for (size_t i = 0; i < 15; i++) {
		unsigned v = number_value(value.at[i]);

		sum += i % 2 == 0 ? cf_odd(value.at[i]) : v > 9 ? v - 10 : v;
	}
	day -= day > 40 ? 40 : 0;
	return day >= 1 && day <= 31 && value.at[15] == 'A' + sum % 26;
}

/* Letter number modulo 23; X, Y, Z stand for 0, 1, 2; K, L, M for nothing. */
static bool
es_letter_extra(struct slice value)
{
	uint64_t number = number_of(value, 1, value.len - 2);

	if (byte_is_digit(value.at[0]))
		number = number_of(value, 0, value.len - 1);
	else if (value.at[0] >= 'X')
		number += (value.at[0] - 'X') * 10000000u;
	return value.at[value.len - 1] ==
	    (unsigned char)"TRWAGMYFPDXBNJZSQVHLCKE"[number % 23];
}

/* Luhn over the seven digits; some kinds write it as a letter. */
static bool
es_cif_extra(struct slice value)
{
	unsigned char room[8];
	unsigned check = 0;

	memcpy(room, value.at + 1, 7);
	for (room[7] = '0'; room[7] <= '9'; room[7]++)
		if (number_luhn(slice_bytes(room, 8), 10))
			check = room[7] - '0';
	if (byte_is_digit(value.at[8]))
		return value.at[8] == '0' + check &&
		    !strchr("KPQSNW", value.at[0]);
	return value.at[8] == (unsigned char)"JABCDEFGHI"[check] &&
	    !strchr("ABEH", value.at[0]);
}

/* Province, serial, modulo 97; a serial below ten million is one shorter. */
static bool
es_ss_extra(struct slice value)
{
	uint64_t province = number_of(value, 0, 2);
	uint64_t serial = number_of(value, 2, 8);
	uint64_t number = serial < 10000000 ? province * 10000000 + serial :
	    province * 100000000 + serial;

	return province >= 1 && province <= 66 &&
	    number % 97 == number_of(value, 10, 2);
}

/* From the right every second value doubled; letters count from 10. */
static bool
pt_cc_extra(struct slice value)
{
	unsigned sum = 0;

	for (size_t i = 0; i < value.len; i++) {
		unsigned v = number_value(value.at[value.len - 1 - i]);

		v = i % 2 ? 2 * v : v;
		sum += v > 9 && i % 2 ? v - 9 : v;
	}
	return sum % 10 == 0;
}

/*
 * Decree of 23 December 1976, section 1: seven digits of the taxpayer, three of the
 * office that gave the number out, one check digit.  Offices are the provinces,
 * and 120, 121, 888 and 999.
 */
static bool
it_vat_extra(struct slice value)
{
	size_t from = value.at[0] == 'I' ? 2 : 0;
	uint64_t office = number_of(value, from + 7, 3);

	if ((office < 1 || office > 100) && office != 120 && office != 121 &&
	    office != 888 && office != 999)
		return false;
	return number_luhn(slice_sub(value, from, value.len), 10);
}

NUMBER(it_cf, "Italian codice fiscale",
    GOOD("RCCMNL83S18D969H", "VFHBJML7C0PJRVPW", "AYACDZL6E53Q821Y")
    BAD("RCCMNL83S18D969I", "VFHBJML7C0PJRVPX", "CRCMNL83S18D969H",
	"RCCMNL83S18D969", "RCCMNL83S18D969HA", "RCCMNL11S11D111H", "",
	"-CCMNL83S18D969H", "RCCMNL83S18D969?"),
    .form = "L{6}[0-9LMNP-V]{2}[A-EHLMPRST][0-9LMNP-V]{2}L[0-9LMNP-V]{3}L",
    .extra = it_cf_extra)

NUMBER(it_vat, "Italian partita IVA",
    GOOD("00743110157", "IT00743110157", "73149010214", "47667290150")
    BAD("00743110158", "73149015254", "IT00743110158", "07043110157", "0074311015",
	"007431101571", "11111111111", "", "-0743110157", "0074311015?"),
    .form = "d{11}|ITd{11}", .extra = it_vat_extra)

NUMBER(es_dni, "Spanish DNI",
    GOOD("54362315K", "86118400Y", "15935399X")
    BAD("54362315L", "86118400Z", "45362315K", "54362315", "54362315KA",
	"11111111K", "", "-4362315K", "54362315?")
    SPECIMENS("12345678Z"),
    .form = "d{8}L", .extra = es_letter_extra)

NUMBER(es_nie, "Spanish NIE",
    GOOD("X2482300W", "Z8769994F", "X9100807Y")
    BAD("X2482300X", "Z8769994G", "X4282300W", "X2482300", "X2482300WA",
	"X1111111W", "", "-2482300W", "X2482300?")
    SPECIMENS("X1234567L"),
    .form = "[XYZ]d{7}L", .extra = es_letter_extra)

NUMBER(es_nif, "Spanish NIF of a person without DNI",
    GOOD("K0903106B", "M5354103W", "L1309265J", "K1198107Z")
    BAD("K0903106C", "M5354103X", "K9003106B", "K0903106", "K0903106BA",
	"K1111111B", "", "-0903106B", "K0903106?"),
    .form = "[KLM]d{7}L", .extra = es_letter_extra)

NUMBER(es_cif, "Spanish CIF",
    GOOD("J99216582", "A22348841", "B33825886")
    BAD("J99216583", "A22348842", "J92916582", "J9921658", "J992165821",
	"J11111111", "", "-99216582", "J9921658?"),
    .form = "[A-HJNP-SUVW]d{7}[0-9A-J]", .extra = es_cif_extra)

NUMBER(es_ss, "Spanish social security number",
    GOOD("281234567840", "667637094240", "491233849082")
    BAD("281234567841", "667637094241", "821234567840", "28123456784",
	"2812345678401", "111111111111", "", "-81234567840", "28123456784?"),
    .form = "d{12}", .extra = es_ss_extra)

NUMBER(pt_nif, "Portuguese NIF",
    GOOD("501964843", "225146266", "595201857")
    BAD("501964844", "225146267", "051964843", "50196484", "5019648431",
	"111111111", "", "-01964843", "50196484?"),
    .form = "[1-9]d{8}",
    .sums = {{.weights = "98765432", .modulus = 11,
	.checks = "00987654321", .at = 8}})

NUMBER(pt_cc, "Portuguese citizen card",
    GOOD("408193619IX4", "2443005518Q2", "905509724M17", "924208687KD8")
    BAD("408193619IX5", "2443005518Q3", "048193619IX4", "408193619IX",
	"408193619IX41", "111111111IX1", "", "-08193619IX4", "408193619IX?")
    SPECIMENS("000000000ZZ4"),
    .form = "d{9}A{2}d", .extra = pt_cc_extra)
