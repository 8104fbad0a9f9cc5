/*
 * validate_apac - numbers of Asia and the Pacific.
 */
#include "scanner/match/number.h"

static bool
nz_ird_extra(struct slice value)
{
	static const struct number_sum first = {.weights = "32765432",
		.modulus = 11, .checks = "0-987654321", .at = 8};
	static const struct number_sum second = {.weights = "74325276",
		.modulus = 11, .checks = "0-987654321", .at = 8};
	uint64_t number = number_of(value, 0, 9);
	unsigned sum = 0;

	if (number < 10000000 || number > 150000000)
		return false;
	for (size_t i = 0; i < 8; i++)
		sum += number_value((unsigned char)first.weights[i]) *
		    number_value(value.at[i]);
	return number_sum_holds(sum % 11 == 1 ? &second : &first, NULL, value);
}

/* A = 1, without I and O; weights 7 to 2. */
static bool
nz_nhi_extra(struct slice value)
{
	static const char letters[] = "ABCDEFGHJKLMNPQRSTUVWXYZ";
	unsigned sum = 0, rest;

	for (size_t i = 0; i < 3; i++)
		sum += (7 - (unsigned)i) *
		    ((unsigned)(strchr(letters, value.at[i]) - letters) + 1);
	for (size_t i = 3; i < 6; i++)
		sum += (7 - (unsigned)i) * number_value(value.at[i]);
	rest = sum % 11;
	return rest && (11 - rest) % 10 == number_value(value.at[6]);
}

static bool
in_aadhaar_extra(struct slice value)
{
	for (size_t i = 0; i < 6; i++)
		if (value.at[i] != value.at[11 - i])
			return true;
	return false;	/* UIDAI gives out no palindromes */
}

/* The serial begins at 0001. */
static bool
in_pan_hex_extra(struct slice value)
{
	return number_of(value, 5, 4) > 0;
}

/* What commits and queued mails may be named too is left to in_pan_hex. */
static bool
in_pan_extra(struct slice value)
{
	return in_pan_hex_extra(value) &&
	    !number_fits("[A-F]{5}d{4}[A-F]", value);
}

static bool
in_gst_extra(struct slice value)
{
	uint64_t state = number_of(value, 0, 2);

	return ((state >= 1 && state <= 38) || state == 97 || state == 99) &&
	    number_luhn(value, 36);
}

static bool
in_voter_extra(struct slice value)
{
	return number_luhn(slice_sub(value, 3, 10), 10);
}

/* Two places for letters; a missing one counts 36. */
static bool
hk_hkid_extra(struct slice value)
{
	unsigned sum = value.len == 8 ? 9 * 36 : 0;
	unsigned weight = value.len == 8 ? 8 : 9;

	for (size_t i = 0; i + 1 < value.len; i++)
		sum += weight-- * number_value(value.at[i]);
	return (sum + number_value(value.at[value.len - 1])) % 11 == 0;
}

static bool
sg_nric_extra(struct slice value)
{
	static const unsigned weights[] = {2, 7, 6, 5, 4, 3, 2};
	static const char *const tables[] = {"JZIHGFEDCBA", "XWUTRQPNMLK",
		"XWUTRQPNJLK"};
	unsigned char kind = value.at[0];
	unsigned sum = kind == 'T' || kind == 'G' ? 4 : kind == 'M' ? 3 : 0;

	for (size_t i = 0; i < 7; i++)
		sum += weights[i] * number_value(value.at[i + 1]);
	return value.at[8] == (unsigned char)tables[kind == 'M' ? 2 :
	    kind == 'F' || kind == 'G'][sum % 11];
}

/* A letter is a number of two digits, in an order of its own. */
static bool
tw_id_extra(struct slice value)
{
	static const char order[] = "ABCDEFGHJKLMNPQRSTUVXYWZIO";
	unsigned code = (unsigned)(strchr(order, value.at[0]) - order) + 10;
	unsigned sum = code / 10 + code % 10 * 9;

	for (size_t i = 1; i < 9; i++) {
		unsigned char byte = value.at[i];
		unsigned v = number_value(byte);

		if (v > 9)
			v = ((unsigned)(strchr(order, byte) - order) + 10) % 10;
		sum += v * (9 - (unsigned)i);
	}
	return (sum + number_value(value.at[9])) % 10 == 0;
}

static bool
my_nric_extra(struct slice value)
{
	uint64_t place = number_of(value, 6, 2);

	return place && place != 17 && place != 18 && place != 19 &&
	    place != 20 && place != 69 && place != 70 && place != 73 &&
	    place != 80 && place != 81 && place != 94 && place != 95 &&
	    place != 96 && place != 97;
}

static bool
id_nik_extra(struct slice value)
{
	uint64_t province = number_of(value, 0, 2);

	return province >= 11 && province <= 96 && number_of(value, 12, 4);
}

NUMBER(au_tfn, "Australian tax file number",
    GOOD("123456782", "740931925", "417047187")
    BAD("123456783", "740931926", "213456782", "12345678", "1234567821",
	"111111111", "", "-23456782", "12345678?"),
    .form = "d{9}", .sums = {{.weights = "14375869a", .modulus = 11}})

NUMBER(au_medicare, "Australian Medicare number",
    GOOD("2123456701", "42656515055", "34419792376")
    BAD("2123456711", "42656515155", "1223456701", "212345670", "1111111111",
	"", "-123456701", "212345670?"),
    .form = "[2-6]d{9}|[2-6]d{10}",
    .sums = {{.weights = "13791379", .modulus = 10,
	.checks = "0123456789", .at = 8}})

NUMBER(au_abn, "Australian business number",
    GOOD("83914571673", "73569568058", "55528132460")
    BAD("83914571674", "73569568059", "38914571673", "8391457167",
	"839145716731", "11111111111", "", "-3914571673", "8391457167?"),
    /* One is taken from the first digit: 10 less, modulo 89. */
    .form = "[1-9]d{10}",
    .sums = {{.weights = "a13579bdfhj", .modulus = 89, .start = 79}})

NUMBER(au_acn, "Australian company number",
    GOOD("004085616", "381462282", "885003038")
    BAD("004085617", "381462283", "040085616", "00408561", "0040856161",
	"111111111", "", "-04085616", "00408561?"),
    .form = "d{9}", .sums = {{.weights = "876543211", .modulus = 10}})

NUMBER(nz_ird, "New Zealand IRD number",
    GOOD("49091850", "136410132", "38438239", "56348077")
    BAD("49091851", "136410133", "94091850", "4909185", "490918501", "11111111",
	"", "-9091850", "4909185?"),
    .form = "d{8}|d{9}", .pad = 9, .extra = nz_ird_extra)

NUMBER(nz_nhi, "New Zealand health index",
    GOOD("ZZZ0016", "ZKL9221", "RLX0637")
    BAD("ZZZ0017", "ZKL9222", "ZZZ0106", "ZZZ001", "ZZZ00161", "ZZZ1111", "",
	"-ZZ0016", "ZZZ001?"),
    .form = "[A-HJ-NP-Z]{3}d{4}", .extra = nz_nhi_extra)

NUMBER(in_aadhaar, "Indian Aadhaar number",
    GOOD("234123412346", "421912489918", "787388684460")
    BAD("234123412347", "421912489919", "324123412346", "23412341234",
	"2341234123461", "111111111111", "", "-34123412346", "23412341234?"),
    .form = "[2-9]d{11}", .method = NUMBER_VERHOEFF,
    .extra = in_aadhaar_extra)

NUMBER(in_pan, "Indian PAN",
    GOOD("ACUPA7085R", "PKXTG7547L", "YLXTG3645W")
    BAD("ACUQA7085R", "PKXUG7547L", "ACPUA7085R", "ACUPA7085", "ACUPA7085RA",
	"ACUPA0000R", "", "-CUPA7085R", "ACUPA7085?", "AAACB4187F",
	"BCDFA1234C")
    SPECIMENS("ABCPE1234F", "AAAPL1234C"),
    .form = "L{3}[ABCFGHJKLPT]Ld{4}L", .extra = in_pan_extra)

/* The same where a commit or a queued mail may be named so as well. */
NUMBER(in_pan_hex, "Indian PAN of hexadecimal digits",
    GOOD("AAACB4187F", "AADFE2093C", "AABCD7731E")
    BAD("ACUPA7085R", "AADPE2093C", "AABCD0000E", "AAACB4187G", "AAACB4187",
	"AAACB4187FA", "", "-AACB4187F", "AAACB4187?"),
    .form = "[A-F]{3}[ABCF][A-F]d{4}[A-F]", .extra = in_pan_hex_extra)

NUMBER(in_gst, "Indian GSTIN",
    GOOD("27AAPFU0939F1ZV", "29STEFC4947YKZ5", "37DGWTC2301S6ZH")
    BAD("27AAPFU0939F1ZW", "29STEFC4947YKZ6", "72AAPFU0939F1ZV",
	"27AAPFU0939F1Z", "27AAPFU0939F1ZVA", "11AAPFU1111F1ZV", "",
	"-7AAPFU0939F1ZV", "27AAPFU0939F1Z?"),
    .form = "d{2}L{3}[ABCFGHJKLPT]Ld{4}L[1-9A-Z]ZA", .extra = in_gst_extra)

NUMBER(in_voter, "Indian voter identity number",
    GOOD("WKH1186253", "BMU8349078", "OLM0248682")
    BAD("WKH1186254", "BMU8349079", "WKH1816253", "WKH118625", "WKH11862531",
	"WKH1111111", "", "-KH1186253", "WKH118625?"),
    .form = "L{3}d{7}", .extra = in_voter_extra)

NUMBER(in_passport, "Indian passport",
    GOOD("F8644634", "N4448658", "K6427079", "V5863167")
    BAD("K6427070", "F864463", "F86446341", "F1111111", "", "-8644634",
	"F864463?"),
    .form = "L[1-9]d{5}[1-9]")

NUMBER(cn_ric, "Chinese resident identity number",
    GOOD("360426199101010071", "326934198802237333", "974928194504262753")
    BAD("360426199101010072", "326934198802237334", "630426199101010071",
	"360426199119010071", "36042619910101007", "3604261991010100711",
	"111111111111111111", "", "-60426199101010071", "36042619910101007?"),
    .form = "[1-9]d{16}[0-9X]", .date = "------yyyymmdd",
    .method = NUMBER_MOD11_2)

NUMBER(hk_hkid, "Hong Kong identity card",
    GOOD("G123456A", "AB9876543", "WX1234569", "S6756885", "LM7533150")
    BAD("G123456B", "AB9876544", "G213456A", "G123456", "G123456AA", "G111111A",
	"", "-123456A", "G123456?"),
    .form = "Ld{6}[0-9A]|L{2}d{6}[0-9A]", .extra = hk_hkid_extra)

NUMBER(sg_nric, "Singapore NRIC or FIN",
    GOOD("S1234567D", "M5012345J", "F0000004M", "F9944485K", "F6996921Q")
    BAD("S1234567E", "M5012345K", "S2134567D", "S1234567", "S1234567DA",
	"S1111111D", "", "-1234567D", "S1234567?"),
    .form = "[STFGM]d{7}L", .extra = sg_nric_extra)

NUMBER(tw_id, "Taiwanese identity number",
    GOOD("A123456789", "Y202733451", "B173542133")
    BAD("A123456780", "Y202733452", "A213456789", "A12345678", "A1234567891",
	"A111111111", "", "-123456789", "A12345678?"),
    .form = "L[12]d{8}", .extra = tw_id_extra)

NUMBER(tw_arc, "Taiwanese resident certificate",
    GOOD("A800000014", "XD41653966", "X873476895")
    BAD("A800000015", "XD41653967", "A080000014", "A80000001", "A8000000141",
	"A111111111", "", "-800000014", "A80000001?"),
    .form = "L[89]d{8}|L[A-D]d{8}", .extra = tw_id_extra)

NUMBER(jp_mynumber, "Japanese My Number",
    GOOD("621498320257", "149982539181", "787859988385")
    BAD("621498320258", "149982539182", "261498320257", "62149832025",
	"6214983202571", "111111111111", "", "-21498320257", "62149832025?"),
    .form = "d{12}",
    .sums = {{.weights = "65432765432", .modulus = 11,
	.checks = "00987654321", .at = 11}})

/*
 * Enforcement rule of the Resident Registration Act, section 2: given out since
 * October 2020, the last six digits are random.  Before, the last one was a
 * check digit: who was born earlier has it, but for those few who got a new one.
 */
static bool
kr_rrn_extra(struct slice value)
{
	static const struct number_sum sum = {.weights = "234567892345",
		.modulus = 11, .checks = "10987654321", .at = 12};
	uint64_t birth = number_of(value, 0, 6);
	bool since_2000 = value.at[6] == '3' || value.at[6] == '4';

	return (since_2000 && birth >= 201001) ||
	    number_sum_holds(&sum, NULL, value);
}

NUMBER(kr_rrn, "Korean resident registration number",
    GOOD("9710139019902", "2110123347045", "5507172467821", "6510121347048")
    BAD("9720139019902", "9710139019903", "5507172467823", "5507175467823", "9170139019902", "9719139019902",
	"971013901990", "97101390199021", "1111111111111", "", "-710139019902",
	"971013901990?"),
    .form = "d{6}[01-49]d{6}", .date = "yymmdd", .extra = kr_rrn_extra)

NUMBER(kr_frn, "Korean foreigner registration number",
    GOOD("9701056380592", "8202045453916", "8109097333442", "5512016867528")
    BAD("8109007333442", "5513016867528", "9071056380592", "9719056380592",
	"970105638059", "97010563805921", "1111111111111", "", "-701056380592",
	"970105638059?"),
    .form = "d{6}[5-8]d{6}", .date = "yymmdd")

NUMBER(th_pin, "Thai identity number",
    GOOD("3100600445635", "5298163054751", "4632232446686")
    BAD("3100600445636", "5298163054752", "1300600445635", "310060044563",
	"31006004456351", "1111111111111", "", "-100600445635", "310060044563?"),
    .form = "[1-8]d{12}",
    .sums = {{.weights = "dcba98765432", .modulus = 11,
	.checks = "10987654321", .at = 12}})

NUMBER(my_nric, "Malaysian MyKad number",
    GOOD("770305021234", "420122777779", "470903729829")
    BAD("771305021234", "420132777779", "707305021234", "771905021234",
	"77030502123", "7703050212341", "111111111111", "", "-70305021234",
	"77030502123?"),
    .form = "d{12}", .date = "yymmdd", .extra = my_nric_extra)

NUMBER(id_nik, "Indonesian NIK",
    GOOD("3171011708450001", "5654772808528096", "2858051804713265")
    BAD("3171011718450001", "5654772818528096", "3171011078450001",
	"3171011719450001", "317101170845000", "31710117084500011",
	"1111111111111111", "", "-171011708450001", "317101170845000?"),
    .form = "d{16}", .date = "------ddmmyy", .days = {40},
    .extra = id_nik_extra)
