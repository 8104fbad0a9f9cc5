/*
 * validate_trader - tax numbers that people who trade share with firms.
 *
 * A sole trader has the same kind of number as a company, and it is personal
 * data then.  The comment before a row says where its rule is published; good
 * values that are not named there were computed by it.
 */
#include "scanner/match/number.h"

/*
 * Each digit plus its place from the right modulo 10, then times 2 to the power
 * of that place modulo 9, where 9 stands for a 0 that is none.
 */
static bool
tr_vkn_extra(struct slice value)
{
	unsigned sum = 0;

	for (unsigned place = 1; place <= 9; place++) {
		unsigned one = (number_value(value.at[9 - place]) + place) % 10;
		unsigned two = (one << place) % 9;

		sum += one && !two ? 9 : two;
	}
	return (10 - sum % 10) % 10 == number_value(value.at[9]);
}

static bool
sn_ninea_extra(struct slice value)
{
	size_t len = value.len;
	unsigned sum = 0;

	if (!byte_is_digit(value.at[len - 2]))
		len -= 3;	/* the code of the tax centre */
	for (size_t i = 0; i < len; i++)
		sum += number_value(value.at[len - 1 - i]) *
		    (i % 2 ? 2u : 1u);
	return sum % 10 == 0;
}

/* A branch has another code than 000, and only a branch. */
static bool
tn_mf_extra(struct slice value)
{
	return value.len == 8 ||
	    (number_of(value, 10, 3) == 0) == (value.at[9] != 'E');
}

static bool
ma_ice_extra(struct slice value)
{
	return number_modulo(value, 0, 15, 97) == 0;
}

static bool
ca_bn_extra(struct slice value)
{
	return number_luhn(slice_sub(value, 0, 9), 10);
}

static bool
no_mva_extra(struct slice value)
{
	static const struct number_sum sum = {.weights = "32765432",
		.modulus = 11, .checks = "0-987654321", .at = 8};
	size_t from = byte_is_digit(value.at[0]) ? 0 : 2;

	return number_sum_holds(&sum, NULL, slice_sub(value, from, from + 9));
}

/* 40 counties, 51 and 52 for Călărași and Giurgiu; the register is of 1990. */
static bool
ro_onrc_extra(struct slice value)
{
	uint64_t county = number_of(value, 1, 2);
	uint64_t year = number_of(value, value.len - 4, 4);

	return ((county >= 1 && county <= 40) || county == 51 ||
	    county == 52) && year >= 1990 && year <= 2024;
}

/* Revenue Administration (GİB). The first is published by python-stdnum. */
NUMBER(tr_vkn, "Turkish tax number (VKN)",
    GOOD("4540536920", "0031271476", "6196974228", "8142369715",
	"2998675783")
    BAD("4540536921", "0031271477", "619697422", "61969742281", "",
	"-196974228"),
    .form = "d{10}", .extra = tr_vkn_extra)

/* Public Revenue Office. The first three are published by python-stdnum. */
NUMBER(mk_edb, "Tax number of North Macedonia (EDB)",
    GOOD("4030000375897", "4020990116747", "4057009501106",
	"5816552837329", "5578852452145")
    BAD("4030000375890", "5816552837320", "581655283732",
	"58165528373291", "", "-816552837329"),
    .form = "[4-7]d{12}",
    .sums = {{.weights = "765432765432", .modulus = 11,
	.checks = "00987654321", .at = 12}})

/* AGESIC, data model, page 71. The first two are published there. */
NUMBER(uy_rut, "Uruguayan tax number (RUT)",
    GOOD("211003420017", "211406340011", "219443320016", "218007380017",
	"211756670010")
    BAD("211003420018", "231003420017", "211003420027", "21100342001",
	"2110034200171", "", "-11003420017"),
    .form = "0[1-9]d{6}001d|1d{7}001d|2[0-2]d{6}001d",
    .sums = {{.weights = "43298765432", .modulus = 11,
	.checks = "0-987654321", .at = 11}})

/* As the VAT number without its RO. The first is published. */
NUMBER(ro_cui, "Romanian fiscal code (CUI, CIF)",
    GOOD("18547290", "39013472", "33817753", "35373550", "4112775")
    BAD("18547291", "39013471", "4112776", "41127", "0411277523", "",
	"-8547290"),
    .form = "[1-9]d{5}|[1-9]d{6}|[1-9]d{7}|[1-9]d{8}|[1-9]d{9}", .pad = 10,
    .sums = {{.weights = "753217532", .modulus = 11,
	.checks = "00987654321", .at = 9}})

/* Trade register: F and the county are of people who trade in their own name. */
NUMBER(ro_onrc, "Romanian trade register, a person",
    GOOD("F407502012", "F0512341999", "F521232020")
    BAD("F417502012", "F407501989", "F407502030", "J407502012", "F40", ""),
    .form = "Fd{7}|Fd{8}|Fd{9}|Fd{10}|Fd{11}|Fd{12}",
    .extra = ro_onrc_extra)

/* Tax authority, Cahier de charges NIFp. The first is published there. */
NUMBER(gn_nifp, "Guinean tax number (NIFp)",
    GOOD("693770885", "317006658", "765567714", "284730371")
    BAD("693770880", "317006659", "31700665", "3170066581", "",
	"-93770885"),
    .form = "[1-9]d{8}", .method = NUMBER_LUHN)

/* The first two are published by python-stdnum. */
NUMBER(sn_ninea, "Senegalese tax number (NINEA)",
    GOOD("3067221", "30672212G2", "1241976", "2745092", "001742065")
    BAD("3067222", "30672223G2", "306722", "30672213G2", "30672212I2", "",
	"-067221"),
    .form = "d{7}|d{9}|d{7}[012][A-HJ-NP-WZ]d|d{9}[012][A-HJ-NP-WZ]d",
    .extra = sn_ninea_extra)

/*
 * The letter is the sum modulo 23, without I, O and U. The first three are
 * published by python-stdnum, which checks only the form.
 */
NUMBER(tn_mf, "Tunisian tax number (matricule fiscal)",
    GOOD("1282182W", "0000121J", "1496298TPN000", "6629049D", "1803858T",
	"7422936RAE001")
    BAD("1282182X", "1496298TPN001", "1496298TPE000", "1496298TXN000",
	"128218W", "1219773U", "", "-282182W"),
    .form = "d{7}[A-HJ-NP-TV-Z]|d{7}[A-HJ-NP-TV-Z][APBDN][MPCNE]d{3}",
    .sums = {{.weights = "7654321", .modulus = 23,
	.checks = "ABCDEFGHJKLMNPQRSTVWXYZ", .at = 7}},
    .extra = tn_mf_extra)

/* Guide ICE: all fifteen modulo 97 are 0. The first two are published. */
NUMBER(ma_ice, "Moroccan enterprise number (ICE)",
    GOOD("001561191000066", "002136093000040", "001866380000501",
	"006328958000706")
    BAD("001561191000067", "002136093000041", "00156119100006",
	"0015611910000661", "000000000000000", "", "-01561191000066"),
    .form = "00d{13}", .extra = ma_ice_extra)

/*
 * GB 32100-2015; 92 is a household that trades. The weights are powers of 3
 * modulo 31. All computed; that of a firm is published.
 */
NUMBER(cn_uscc, "Chinese credit code of a sole trader",
    GOOD("926305622AETR367LC", "92137823K4A9BMTDC6", "92422160BMGA1EUP51",
	"92667858203EQHFHAA")
    BAD("926305622AETR367LD", "91110000600037341L", "92137823K4A9BMTDC",
	"92137823K4A9BMTDC66", "", "-2137823K4A9BMTDC6"),
    .form = "92d{6}[0-9A-HJ-NP-RTUWXY]{10}",
    .alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY",
    .sums = {{.weights = "139rjqghktpd8oaus1", .modulus = 31}})

/*
 * Canada Revenue Agency: RT is its account for sales taxes, RP for payroll, RM for
 * imports, RZ for returns of a partnership; RC is of companies alone.
 */
NUMBER(ca_bn, "Canadian business number with its account",
    GOOD("123026635RT0001", "108019795RT0001", "755714821RP0002",
	"872277082RM0001")
    BAD("123026636RT0001", "123026635RC0001", "123026635", "123026635RT001",
	"", "-23026635RT0001"),
    .form = "d{9}R[TPMZ]d{4}", .extra = ca_bn_extra)

/*
 * Brønnøysund register centre: weights 3 2 7 6 5 4 3 2; MVA says that it pays
 * the tax on sales.  The first is published by python-stdnum.
 */
NUMBER(no_mva, "Norwegian VAT number (MVA)",
    GOOD("NO995525828MVA", "995525828MVA", "922912858MVA", "953636778MVA",
	"856881830MVA")
    BAD("NO995525829MVA", "922912859MVA", "922912858", "92291285MVA",
	"9229128581MVA", "", "-22912858MVA"),
    .form = "d{9}MVA|NOd{9}MVA", .extra = no_mva_extra)
