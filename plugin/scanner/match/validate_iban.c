/*
 * validate_iban - ISO 13616 account numbers: length and form by country,
 * mod 97.
 *
 * Source of lengths and forms: the SWIFT IBAN registry.  The check digits that
 * some countries have inside the account number are not looked at.
 */
#include "scanner/match/iban.h"
#include "scanner/match/number.h"

struct iban_country {
	char code[3];
	unsigned char length;
};

static const struct iban_country countries[] = {
	{"AD", 24}, {"AE", 23}, {"AL", 28}, {"AT", 20}, {"AZ", 28}, {"BA", 20},
	{"BE", 16}, {"BG", 22}, {"BH", 22}, {"BI", 27}, {"BR", 29}, {"BY", 28},
	{"CH", 21}, {"CR", 22}, {"CY", 28}, {"CZ", 24}, {"DE", 22}, {"DJ", 27},
	{"DK", 18}, {"DO", 28}, {"EE", 20}, {"EG", 29}, {"ES", 24}, {"FI", 18},
	{"FK", 18}, {"FO", 18}, {"FR", 27}, {"GB", 22}, {"GE", 22}, {"GI", 23},
	{"GL", 18}, {"GR", 27}, {"GT", 28}, {"HN", 28}, {"HR", 21}, {"HU", 28},
	{"IE", 22}, {"IL", 23}, {"IQ", 23}, {"IS", 26}, {"IT", 27}, {"JO", 30},
	{"KW", 30}, {"KZ", 20}, {"LB", 28}, {"LC", 32}, {"LI", 21}, {"LT", 20},
	{"LU", 20}, {"LV", 21}, {"LY", 25}, {"MC", 27}, {"MD", 24}, {"ME", 22},
	{"MK", 19}, {"MN", 20}, {"MR", 27}, {"MT", 31}, {"MU", 30}, {"NI", 28},
	{"NL", 18}, {"NO", 15}, {"OM", 23}, {"PK", 24}, {"PL", 28}, {"PS", 29},
	{"PT", 25}, {"QA", 29}, {"RO", 24}, {"RS", 22}, {"RU", 33}, {"SA", 24},
	{"SC", 31}, {"SD", 18}, {"SE", 24}, {"SI", 19}, {"SK", 24}, {"SM", 27},
	{"SO", 23}, {"ST", 25}, {"SV", 28}, {"TL", 23}, {"TN", 24}, {"TR", 26},
	{"UA", 29}, {"VA", 22}, {"VG", 24}, {"XK", 20}, {"YE", 30},
	/* Not in the registry, but used. */
	{"AO", 25}, {"BF", 28}, {"BJ", 28}, {"CF", 27}, {"CG", 27}, {"CI", 28},
	{"CM", 27}, {"CV", 25}, {"DZ", 26}, {"GA", 27}, {"GQ", 27}, {"GW", 25},
	{"IR", 26}, {"KM", 27}, {"MA", 28}, {"MG", 27}, {"ML", 28}, {"MZ", 25},
	{"NE", 28}, {"SN", 28}, {"TD", 27}, {"TG", 28},
};

static unsigned char
upper(unsigned char byte)
{
	return byte >= 'a' && byte <= 'z' ? byte - 32 : byte;
}

size_t
iban_length(struct slice start)
{
	if (start.len < 2)
		return 0;
	for (size_t i = 0; i < sizeof(countries) / sizeof(countries[0]); i++)
		if (countries[i].code[0] == upper(start.at[0]) &&
		    countries[i].code[1] == upper(start.at[1]))
			return countries[i].length;
	return 0;
}

unsigned
iban_remainder(struct slice value, size_t from)
{
	unsigned rest = 0;

	for (size_t i = 0; i < value.len; i++) {
		unsigned char byte = value.at[(from + i) % value.len];

		if (byte_is_digit(byte))
			rest = (rest * 10 + (byte - '0')) % 97;
		else if (byte >= 'A' && byte <= 'Z')
			rest = (rest * 100 + (byte - 'A' + 10)) % 97;
		else
			return 0;
	}
	return rest;
}

/* Published in standards, registries and manuals. */
static const char *const iban_specimens[] = {
	"GB82WEST12345698765432", "DE89370400440532013000",
	"GB29NWBK60161331926819", "FR1420041010050500013M02606",
	"CH9300762011623852957", "NL91ABNA0417164300",
	"BE68539007547034", "ES9121000418450200051332",
	"IT60X0542811101000000123456", "AT611904300234573201",
	"SE4550000000058398257466", "NO9386011117947",
	"DK5000400440116243", "FI2112345600000785",
	"PL61109010140000071219812874", "IE29AIBK93115212345678", NULL
};

/* How the account number behind the check digits is made; others: any. */
static const struct iban_form {
	char code[3];
	const char *form;
} forms[] = {
	{"AD", "d{8}A{12}"}, {"AE", "d{19}"}, {"AL", "d{8}A{16}"},
	{"AT", "d{16}"}, {"AZ", "L{4}A{20}"}, {"BA", "d{16}"}, {"BE", "d{12}"},
	{"BG", "L{4}d{6}A{8}"}, {"BH", "L{4}A{14}"}, {"BR", "d{23}LA"},
	{"BY", "A{4}d{4}A{16}"}, {"CH", "d{5}A{12}"}, {"CR", "d{18}"},
	{"CY", "d{8}A{16}"}, {"CZ", "d{20}"}, {"DE", "d{18}"}, {"DK", "d{14}"},
	{"DO", "A{4}d{20}"}, {"EE", "d{16}"}, {"EG", "d{25}"}, {"ES", "d{20}"},
	{"FI", "d{14}"}, {"FO", "d{14}"}, {"FR", "d{10}A{11}d{2}"},
	{"GB", "L{4}d{14}"}, {"GE", "L{2}d{16}"}, {"GI", "L{4}A{15}"},
	{"GL", "d{14}"}, {"GR", "d{7}A{16}"}, {"GT", "A{24}"}, {"HR", "d{17}"},
	{"HU", "d{24}"}, {"IE", "L{4}d{14}"}, {"IL", "d{19}"},
	{"IQ", "L{4}d{15}"}, {"IS", "d{22}"}, {"IT", "Ld{10}A{12}"},
	{"JO", "L{4}d{4}A{18}"}, {"KW", "L{4}A{22}"}, {"KZ", "d{3}A{13}"},
	{"LB", "d{4}A{20}"}, {"LC", "L{4}A{24}"}, {"LI", "d{5}A{12}"},
	{"LT", "d{16}"}, {"LU", "d{3}A{13}"}, {"LV", "L{4}A{13}"},
	{"MC", "d{10}A{11}d{2}"}, {"MD", "A{20}"}, {"ME", "d{18}"},
	{"MK", "d{3}A{10}d{2}"}, {"MR", "d{23}"}, {"MT", "L{4}d{5}A{18}"},
	{"MU", "L{4}d{19}L{3}"}, {"NL", "L{4}d{10}"}, {"NO", "d{11}"},
	{"PK", "L{4}A{16}"}, {"PL", "d{24}"}, {"PS", "L{4}A{21}"},
	{"PT", "d{21}"}, {"QA", "L{4}A{21}"}, {"RO", "L{4}A{16}"},
	{"RS", "d{18}"}, {"SA", "d{2}A{18}"}, {"SC", "L{4}d{20}L{3}"},
	{"SE", "d{20}"}, {"SI", "d{15}"}, {"SK", "d{20}"},
	{"SM", "Ld{10}A{12}"}, {"ST", "d{21}"}, {"SV", "L{4}d{20}"},
	{"TL", "d{19}"}, {"TN", "d{20}"}, {"TR", "d{6}A{16}"},
	{"UA", "d{6}A{19}"}, {"VA", "d{18}"}, {"VG", "L{4}d{16}"},
	{"XK", "d{16}"},
};

static bool
form_holds(struct slice value)
{
	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++)
		if (!memcmp(forms[i].code, value.at, 2))
			return number_fits(forms[i].form,
			    slice_sub(value, 4, value.len));
	return true;
}

static enum validity
iban_check(struct slice value)
{
	if (value.len < 15 || value.len != iban_length(value))
		return VALID_NO;
	if (!byte_is_digit(value.at[2]) || !byte_is_digit(value.at[3]))
		return VALID_NO;
	if (!form_holds(value) || iban_remainder(value, 4) != 1)
		return VALID_NO;
	return validator_listed(value, iban_specimens) ? VALID_SPECIMEN :
	    VALID_YES;
}

static enum validity
mod97_check(struct slice value)
{
	if (value.len < 3 || value.len > 40)
		return VALID_NO;
	return iban_remainder(value, 0) == 1 ? VALID_YES : VALID_NO;
}

static const char *const iban_good[] = {
	"DE75512108001245126199", "GB33BUKB20201555555555",
	"FR7630006000011234567890189", NULL
};
static const char *const iban_bad[] = {
	"DE76512108001245126199", "DE7551210800124512619", "ZZ75512108001245126199",
	"", "DE", "VG46H07Y0223060094359858", "DEXX512108001245126199", NULL
};
const struct validator validate_iban = {
	.name = "iban", .title = "IBAN", .check = iban_check,
	.mask = MASK_IBAN, .good = iban_good, .bad = iban_bad,
	.specimens = iban_specimens,
};

static const char *const mod97_good[] = {
	"5493001KJTIIGC8Y1R12", "213800WSGIIZCXF1P572", NULL
};
static const char *const mod97_bad[] = {
	"5493001KJTIIGC8Y1R13", "", "12", NULL
};
const struct validator validate_mod97 = {
	.name = "mod97", .title = "ISO 7064 mod 97-10", .check = mod97_check,
	.mask = MASK_LAST_TWO, .good = mod97_good, .bad = mod97_bad,
};
