/*
 * validate_world - further numbers of people, sole traders and their accounts.
 *
 * The comment before a row says which of its good values are published: in the
 * documentation of python-stdnum, which collects them from registers.  The others
 * were computed by the rule that the published ones keep; where all are computed
 * that rule is proven by nothing but its source.
 */
#include "scanner/match/number.h"

/* The second letter counts as its place among those that are used. */
static bool
by_unp_extra(struct slice value)
{
	static const struct number_sum sum = {.weights = "tnjhd753",
		.modulus = 11, .checks = "0123456789-", .at = 8};
	static const char letters[] = "ABCEHKMOPT";
	unsigned char room[9];

	memcpy(room, value.at, sizeof(room));
	if (!byte_is_digit(room[1]))
		room[1] = (unsigned char)('0' + (strchr(letters, room[1]) -
		    letters));
	return number_sum_holds(&sum, NULL, slice_bytes(room, sizeof(room)));
}

static bool
ec_ruc_extra(struct slice value)
{
	return number_luhn(slice_sub(value, 0, 10), 10);
}

static bool
kr_brn_extra(struct slice value)
{
	struct number_sum sum = {.weights = "137137135", .modulus = 10,
		.checks = "0987654321", .at = 9};

	sum.start = 5 * number_value(value.at[8]) / 10;
	return number_sum_holds(&sum, NULL, value);
}

static bool
gb_vat_extra(struct slice value)
{
	static const unsigned starts[] = {0, 42, 55};

	for (size_t i = 0; i < sizeof(starts) / sizeof(starts[0]); i++) {
		struct number_sum sum = {.weights = "8765432a1",
			.modulus = 97, .start = starts[i]};

		if (number_sum_holds(&sum, NULL, slice_sub(value, 2, 11)))
			return true;
	}
	return false;
}

static bool
sv_nit_extra(struct slice value)
{
	static const struct number_sum old = {.weights = "edcba98765432",
		.modulus = 11, .checks = "01234567890", .at = 13};
	static const struct number_sum new = {.weights = "2765432765432",
		.modulus = 11, .checks = "00987654321", .at = 13};

	return number_sum_holds(number_of(value, 10, 3) <= 100 ? &old : &new,
	    NULL, value);
}

static bool
ru_ogrnip_extra(struct slice value)
{
	return number_modulo(value, 0, 14, 13) % 10 == number_of(value, 14, 1);
}

static bool
be_eid_extra(struct slice value)
{
	unsigned rest = number_modulo(value, 0, 10, 97);

	return (rest ? rest : 97) == number_of(value, 10, 2);
}

static bool
id_npwp_extra(struct slice value)
{
	return number_luhn(slice_sub(value, 0, 9), 10);
}

static bool
pp_lu_extra(struct slice value)
{
	size_t digits = 0;

	for (size_t i = 0; i < value.len; i++)
		digits += byte_is_digit(value.at[i]);
	return digits >= 2;
}

static bool
ru_snils_extra(struct slice value)
{
	unsigned sum = 0;

	for (size_t i = 0; i < 9; i++)
		sum += (9 - (unsigned)i) * number_value(value.at[i]);
	return number_of(value, 0, 9) > 1001998 &&
	    sum % 101 % 100 == number_of(value, 9, 2);
}

/* A part of a firm has five digits more, with a sum over all of them. */
static bool
pl_regon_extra(struct slice value)
{
	static const struct number_sum sum = {.weights = "2485097361248",
		.modulus = 11, .checks = "01234567890", .at = 13};

	return value.len == 9 || number_sum_holds(&sum, NULL, value);
}

/* Areas that no Social Security number has; the claim's letter is a class. */
static bool
us_hicn_extra(struct slice value)
{
	return number_of(value, 0, 3) && number_of(value, 0, 3) != 666 &&
	    number_of(value, 3, 2) && number_of(value, 5, 4);
}

/*
 * Ministry of Taxes, resolution 96 of 2010: people have two letters in
 * front. The first two are published.
 */
NUMBER(by_unp, "Belarusian payer number (UNP)",
    GOOD("200988541", "MA1953684", "526233761", "MC6003748",
	"536446830")
    BAD("200988540", "536446800", "53644683", "53644683012", "",
	"-36446830"),
    .form = "[1-7]d{8}|[ABCEHKM][ABCEHKMOPT]d{7}", .extra = by_unp_extra)

/*
 * eCH-0108: digits with weights 5 4 3 2 7 6 5 4. The first two are
 * published.
 */
NUMBER(ch_uid, "Swiss enterprise number (UID)",
    GOOD("CHE107787577", "CHE100155212", "CHE206991360",
	"CHE740043462", "CHE361878269")
    BAD("CHE107787570", "CHE361878260", "CHE36187826",
	"CHE36187826912", "", "-HE361878269"),
    .form = "CHEd{9}",
    .sums = {{.weights = "   54327654", .modulus = 11,
	.checks = "0-987654321", .at = 11}})

/*
 * The identity card and the number of the establishment. The first is
 * published.
 */
NUMBER(ec_ruc, "Ecuadorian RUC of a person",
    GOOD("1714307103001", "0822901583001", "1228156590001",
	"0437204472001", "1555315272001")
    BAD("1710307103001", "1550315272001", "155531527200",
	"155531527200112", "", "-555315272001"),
    .form = "0[1-9][0-6]d{7}00[1-9]|1d[0-6]d{7}00[1-9]|"
	"2[0-4][0-6]d{7}00[1-9]|30[0-6]d{7}00[1-9]",
    .extra = ec_ruc_extra)

/* SUNAT: 10, 15 and 17 stand for people. All computed. */
NUMBER(pe_ruc, "Peruvian RUC of a person",
    GOOD("10167408732", "10903755194", "17122717607",
	"15639401658", "10717056936")
    BAD("10167408730", "10717056930", "1071705693",
	"1071705693612", "", "-0717056936"),
    .form = "1[057]d{9}",
    .sums = {{.weights = "5432765432", .modulus = 11,
	.checks = "10987654321", .at = 10}})

/* ISO 7064 modulo 11, 10. The first is published. */
NUMBER(rs_pib, "Serbian tax number (PIB)",
    GOOD("101134702", "694525662", "292945407", "386262047",
	"810117805")
    BAD("101134700", "810117800", "81011780", "81011780512", "",
	"-10117805"),
    .form = "[1-9]d{8}", .method = NUMBER_MOD11_10)

/*
 * Circular 95/2016/TT-BTC: ten digits, three more for a branch. The
 * first is published.
 */
NUMBER(vn_mst, "Vietnamese tax number (MST)",
    GOOD("0100233488", "8236565943", "4170933385", "5645958851",
	"3266473377")
    BAD("0100233480", "3266473370", "326647337", "32664733771",
	"", "-266473377"),
    .form = "d{10}|d{13}",
    .sums = {{.weights = "vtnjhd753", .modulus = 11,
	.checks = "-9876543210", .at = 9}})

/* SARS: modulus 10. The first is published. */
NUMBER(za_tin, "South African tax number",
    GOOD("0001339050", "0244272829", "3734047636", "1307472280",
	"2621679444")
    BAD("0001339000", "2621679440", "262167944", "262167944412",
	"", "-621679444"),
    .form = "[01239]d{9}", .method = NUMBER_LUHN)

/*
 * National Tax Service; the ninth digit counts its tens too. The first
 * is published.
 */
NUMBER(kr_brn, "Korean business number",
    GOOD("1168200276", "6979351528", "9921586491", "0812605455",
	"8676252670")
    BAD("1168200270", "8676252600", "867625267", "867625267012",
	"", "-676252670"),
    .form = "d{10}", .extra = kr_brn_extra)

/* Statistics Poland, weights 8 9 2 3 4 5 6 7. The first is published. */
NUMBER(pl_regon, "Polish REGON",
    GOOD("192598184", "19259818400054", "485302745", "074141214", "068316925",
	"597473776")
    BAD("192598180", "19259818400055", "597473770", "59747377", "59747377612", "",
	"-97473776"),
    .form = "d{9}|d{14}", .extra = pl_regon_extra,
    .sums = {{.weights = "89234567", .modulus = 11,
	.checks = "01234567890", .at = 8}})

/* HMRC: modulo 97, since 2010 with 55 added. The first is published. */
NUMBER(gb_vat, "British VAT number",
    GOOD("GB980780684", "GB392855859", "GB956694015",
	"GB379254361", "GB109198502")
    BAD("GB980780680", "GB109198500", "GB10919850",
	"GB10919850212", "", "-B109198502"),
    .form = "GBd{9}", .extra = gb_vat_extra)

/* Surname's letter, date of birth, modulo 17. All computed. */
NUMBER(mu_nid, "Mauritian identity number",
    GOOD("V150436485491E", "P140971265463A", "E1610526466416",
	"K1603054453408", "S0211575670067")
    BAD("V1504364854910", "S0211575670060", "S021157567006",
	"S021157567006712", "", "-0211575670067"),
    .form = "Ld{12}A", .date = "-ddmmyy",
    .sums = {{.weights = "edcba98765432", .modulus = 17,
	.checks = "0GFEDCBA987654321", .at = 13}})

/* The first two are published. */
NUMBER(mz_nuit, "Mozambican tax number (NUIT)",
    GOOD("400339910", "400005834", "984842430", "918872752",
	"536316884")
    BAD("400339900", "536316880", "53631688", "53631688412", "",
	"-36316884"),
    .form = "d{9}",
    .sums = {{.weights = "89456789", .modulus = 11,
	.checks = "01234567891", .at = 8}})

/*
 * Two sums: serials up to 100 have the older one. The first is
 * published.
 */
NUMBER(sv_nit, "Salvadoran tax number (NIT)",
    GOOD("06140507071048", "91690110200587", "16820412909663",
	"90152106218542", "11270303809740")
    BAD("06140507071040", "11270303809700", "1127030380974",
	"1127030380974012", "", "-1270303809740"),
    .form = "[019]d{13}", .date = "----ddmmyy",
    .extra = sv_nit_extra)

/* As the BSN, with 5 left over. The first is published. */
NUMBER(nl_onderwijsnummer, "Dutch school number",
    GOOD("101222331", "105613132", "108851406", "107930232",
	"109145350")
    BAD("101222330", "109145300", "10914535", "10914535012", "",
	"-09145350"),
    .form = "10d{7}",
    .sums = {{.weights = "98765432a", .modulus = 11, .start = 6}})

/* Only the date can be checked. The first two are published. */
NUMBER(cu_ni, "Cuban identity number",
    GOOD("91021027775", "72062506561", "66060348589",
	"74042447525", "36082158102")
    BAD("91001027775", "36002158102", "3608215810",
	"3608215810212", "", "-6082158102"),
    .form = "d{11}", .date = "yymmdd")

/*
 * Order of the Tax Service: 3, fifteen digits, modulo 13. The first is
 * published.
 */
NUMBER(ru_ogrnip, "Russian number of a sole trader (OGRNIP)",
    GOOD("385768585948949", "394633029894189", "320797106560710",
	"349343647656621", "356032603774847")
    BAD("385768585948940", "356032603774840", "35603260377484",
	"35603260377484712", "", "-56032603774847"),
    .form = "3d{14}", .extra = ru_ogrnip_extra)

/*
 * Czech National Bank, decree 169/2011: modulo 11 of the ten digits and of the
 * two to six before them. The first is published.
 */
NUMBER(cz_bank, "Czech bank account",
    GOOD("07275580210100", "87627181110800", "98221305260800",
	"96851747910800", "43555953470800", "104687627181110800",
	"20085498221305260800")
    BAD("07205580210100", "43505953470800", "11111111111111",
	"4355595347080", "4355595347080012", "",
	"104787627181110800", "20085498221305270800",
	"-3555953470800"),
    .form = "d{12}|d{13}|d{14}|d{16}|d{17}|d{18}|d{19}|d{20}",
    .pad = 20, .sums = {{.weights = "a58421", .modulus = 11},
	{.weights = "      6379a58421", .modulus = 11}})

/*
 * Central Bank, communication A 2622: weights 7 1 3 9. The first is
 * published.
 */
NUMBER(ar_cbu, "Argentine bank account (CBU)",
    GOOD("2850590940090418135201", "2942144461601085828290",
	"4138012395899660037110", "2210610848540895706493",
	"4788057309988279328449")
    BAD("2850590940090418135200", "4788057309988279328440",
	"478805730998827932844", "478805730998827932844912", "",
	"-788057309988279328449"),
    .form = "d{22}",
    .sums = {{.weights = "7139713", .modulus = 10,
	.checks = "0987654321", .at = 7}, {
	.weights = "        3971397139713", .modulus = 10,
	.checks = "0987654321", .at = 21}})

/* Modulo 97 of the ten digits, 97 for 0. The first is published. */
NUMBER(be_eid, "Number of a Belgian identity card",
    GOOD("000001103271", "212458168796", "445762986405",
	"050807260386", "633282357494")
    BAD("000001103270", "633282357490", "63328235749",
	"63328235749412", "", "-33282357494"),
    .form = "d{12}", .extra = be_eid_extra)

/* Luhn over the first nine digits. The first is published. */
NUMBER(id_npwp, "Indonesian tax number (NPWP)",
    GOOD("013000666091000", "046136586218736", "691072136785767",
	"602677866074825", "965825110496304")
    BAD("013100666091000", "965025110496304", "96582511049630",
	"96582511049630412", "", "-65825110496304"),
    .form = "d{15}", .extra = id_npwp_extra)

/* The first is published. */
NUMBER(gt_nit, "Guatemalan tax number (NIT)",
    GOOD("576937K", "68178778", "98285491", "89033159",
	"82399700")
    BAD("5769370", "82309700", "8239", "8239970012", "",
	"-2399700"),
    .form = "d{6}[0-9K]|d{7}[0-9K]|d{8}[0-9K]", .pad = 9,
    .sums = {{.weights = "98765432", .modulus = 11,
	.checks = "0K987654321", .at = 8}})

/* Computed; the class of the claim stands behind the number. */
NUMBER(us_hicn, "U.S. Medicare claim number (HICN)",
    GOOD("536904399A", "212098765B", "665124831C1", "536904399D6")
    BAD("000904399A", "666904399A", "536004399A", "536900000A", "536904399",
	"536904399G", "536904399A12", "", "-36904399A"),
    .form = "d{9}[A-FHJKMTW]|d{9}[A-FHJKMTW][0-9]", .extra = us_hicn_extra)

/* Ten digits, the first six a date of birth; the sum is not published. */
NUMBER(gb_chi, "Scottish health number (CHI)",
    GOOD("1203714482", "2406683517", "3101894026")
    BAD("3113714482", "3002894026", "120371448", "12037144822", "",
	"-203714482"),
    .form = "d{10}", .date = "ddmmyy")

/* EN 1867: 80, the state's number of ISO 3166-1, the card's own. */
NUMBER(eu_ehic, "European health insurance card",
    GOOD("80276004471203958614", "80250000014471203958",
	"80040004471203958612")
    BAD("80999004471203958614", "79276004471203958614",
	"8027600447120395861", "802760044712039586144", "",
	"-0276004471203958614"),
    .form = "80040d{15}|80056d{15}|80100d{15}|80191d{15}|80196d{15}|"
	"80203d{15}|80208d{15}|80233d{15}|80246d{15}|80250d{15}|80276d{15}|"
	"80300d{15}|80348d{15}|80352d{15}|80372d{15}|80380d{15}|80428d{15}|"
	"80438d{15}|80440d{15}|80442d{15}|80470d{15}|80528d{15}|80578d{15}|"
	"80616d{15}|80620d{15}|80642d{15}|80703d{15}|80705d{15}|80724d{15}|"
	"80752d{15}|80756d{15}|80826d{15}")

NUMBER(fi_ehic, "Finnish European health insurance card",
    GOOD("80246802464471203958", "80246802467120395861")
    BAD("80246802564471203958", "8024680246447120395", "80250802464471203958",
	"", "-0246802464471203958"),
    .form = "8024680246d{10}")

/*
 * Pension Fund, resolution 192p of 2006, annex: weights 9 to 1, modulo 101, of which
 * the last two places are kept.  Numbers up to 001-001-998 have no check.  The first
 * two are published.
 */
NUMBER(ru_snils, "Russian individual insurance number (SNILS)",
    GOOD("11223344595", "08765430300", "20447183947", "57863031421")
    BAD("11223344596", "20447183900", "00100199800", "1122334459",
	"112233445955", "11111111111", "", "-1223344595"),
    .form = "d{11}", .extra = ru_snils_extra)

/* The first digit is the century of birth. */
NUMBER(qa_id, "Qatari identity number",
    GOOD("28463400123", "29104820771", "31263400457")
    BAD("48463400123", "2846340012", "284634001234", "", "-8463400123"),
    .form = "[23]d{10}")

/* The tenth digit: 1 for firms, 2 for people. */
NUMBER(az_voen, "Azerbaijani tax number (VÖEN) of a person",
    GOOD("1400057422", "2301847192", "1705530482")
    BAD("1400057421", "140005742", "14000574222", "", "-400057422"),
    .form = "d{9}2")

NUMBER(cr_cr, "Costa Rican residence card (DIMEX)",
    GOOD("155812994816", "159100247413", "15582004471")
    BAD("955812994816", "1558129948", "1558129948166", "", "-55812994816"),
    .form = "1d{10}|1d{11}")

/* Eight letters alone are a word. */
NUMBER(pp_lu, "Luxembourg passport number",
    GOOD("JC4FH7P9", "KA71B2C4", "LU90X4Y2")
    BAD("DOCUMENT", "JCFHXP9Y", "JC4FH7P", "JC4FH7P99", "", "-C4FH7P9"),
    .form = "L{2}A{6}", .extra = pp_lu_extra)

/* ITU-T E.212: the country's code begins with 2 to 7. */
NUMBER(imsi, "Identity of a SIM card (IMSI)",
    GOOD("262074471203958", "310150123456789", "208011203958614")
    BAD("962074471203958", "162074471203958", "26207447120395",
	"2620744712039588", "", "-62074471203958"),
    .form = "[2-7]d{14}")
