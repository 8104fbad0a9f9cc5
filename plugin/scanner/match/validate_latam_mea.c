/*
 * validate_latam_mea - numbers of Latin America, the Middle East and Africa.
 */
#include "scanner/match/number.h"

/* A cedula has no check digit, a NIT (nine digits and one) has. */
static bool
co_cc_extra(struct slice value)
{
	static const struct number_sum nit = {.weights = "847186273",
		.modulus = 11, .checks = "01987654321", .at = 9};

	return value.len < 10 || value.at[0] == '1' ||
	    number_sum_holds(&nit, NULL, value);
}

/* The date stands behind three letters (firms) or four (people). */
static bool
mx_rfc_extra(struct slice value)
{
	size_t at = value.len - 9;

	return number_is_day((unsigned)number_of(value, at, 2), false,
	    (unsigned)number_of(value, at + 2, 2),
	    (unsigned)number_of(value, at + 4, 2));
}

NUMBER(br_cpf, "Brazilian CPF",
    GOOD("39053344705", "49120745516", "91251104037")
    BAD("39053344706", "49120745517", "93053344705", "3905334470",
	"390533447051", "11111111111", "", "-9053344705", "3905334470?"),
    .form = "d{11}",
    .sums = {{.weights = "a98765432", .modulus = 11,
	.checks = "00987654321", .at = 9},
	{.weights = "ba98765432", .modulus = 11,
	.checks = "00987654321", .at = 10}})

/* Letters since 2026: a character counts what its ASCII code is above "0". */
NUMBER(br_cnpj, "Brazilian CNPJ",
    GOOD("16727230000197", "YK9O3CZ2HF0Q58", "DG5KN4R4Y4W621")
    BAD("16727230000198", "YK9O3CZ2HF0Q59", "61727230000197", "1672723000019",
	"167272300001971", "11111111111111", "", "-6727230000197",
	"1672723000019?"),
    .form = "A{12}d{2}",
    .alphabet = "0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    .sums = {{.weights = "543298765432", .modulus = 11,
	.checks = "00987654321", .at = 12},
	{.weights = "6543298765432", .modulus = 11,
	.checks = "00987654321", .at = 13}})

NUMBER(mx_curp, "Mexican CURP",
    GOOD("BOXW310820HNERXN09", "EWOB540712XNBBMZW9", "RSGC510809XDSQQK63")
    BAD("BOXW310820HNERXN00", "EWOB540712XNBBMZW0", "OBXW310820HNERXN09",
	"BOXW311920HNERXN09", "BOXW310820HNERXN0", "BOXW310820HNERXN091",
	"BOXW111111HNERXN11", "", "-OXW310820HNERXN09", "BOXW310820HNERXN0?"),
    .form = "L{4}d{6}[HMX]L{5}Ad", .date = "----yymmdd",
    /* The place of a letter that has none here is kept by "~". */
    .alphabet = "0123456789ABCDEFGHIJKLMN~OPQRSTUVWXYZ",
    .sums = {{.weights = "ihgfedcba987654321", .modulus = 10}})

NUMBER(mx_rfc, "Mexican RFC",
    GOOD("GODE561231GR8", "USFN590814OAF", "YGWM810811O5Y")
    BAD("GODE561232GR8", "USFN591814OAF", "GODE516231GR8", "GODE561931GR8",
	"GODE561231GR", "GODE561231GR81", "GODE111111GR1", "", "-ODE561231GR8",
	"GODE561231GR?"),
    .form = "L{4}d{6}A{3}|L{3}d{6}A{3}", .extra = mx_rfc_extra)

NUMBER(ar_cuit, "Argentine CUIT",
    GOOD("20055361682", "50021195305", "51753431059")
    BAD("20055361683", "50021195306", "02055361682", "2005536168",
	"200553616821", "11111111111", "", "-0055361682", "2005536168?"),
    .form = "2[0347]d{9}|3[034]d{9}|5[015]d{9}",
    .sums = {{.weights = "5432765432", .modulus = 11,
	.checks = "09987654321", .at = 10}})

NUMBER(cl_rut, "Chilean RUT",
    GOOD("125319092", "324641831", "64093592")
    BAD("125319093", "324641832", "215319092", "12531909", "1253190921",
	"111111111", "", "-25319092", "12531909?"),
    .form = "d{8}[0-9K]|d{7}[0-9K]", .pad = 9,
    .sums = {{.weights = "32765432", .modulus = 11,
	.checks = "0K987654321", .at = 8}})

NUMBER(co_cc, "Colombian cedula or NIT",
    GOOD("2131234321", "1763909", "35646610")
    BAD("2131234322", "2311234321", "213123432", "21312343211", "1111111111",
	"", "-131234321", "213123432?"),
    .form = "[1-9]d{9}|[1-9]d{7}|[1-9]d{6}", .extra = co_cc_extra)

NUMBER(il_id, "Israeli identity number",
    GOOD("039337423", "78425519", "99131476")
    BAD("039337424", "78425510", "309337423", "03933742", "0393374231",
	"111111111", "", "-39337423", "03933742?"),
    .form = "d{9}|d{8}", .pad = 9, .method = NUMBER_LUHN)

NUMBER(tr_tckn, "Turkish identity number",
    GOOD("17291716060", "47701300800", "44930418542")
    BAD("17291716061", "47701300801", "71291716060", "1729171606",
	"172917160601", "11111111111", "", "-7291716060", "1729171606?"),
    .form = "[1-9]d{10}",
    .sums = {{.weights = "797979797", .modulus = 10,
	.checks = "0123456789", .at = 9},
	{.weights = "1111111111", .modulus = 10,
	.checks = "0123456789", .at = 10}})

NUMBER(za_id, "South African identity number",
    GOOD("7503305044089", "7904079066185", "0010115664095")
    BAD("7503305044080", "7904079066186", "5703305044089", "7519305044089",
	"750330504408", "75033050440891", "1111111111111", "", "-503305044089",
	"750330504408?"),
    .form = "d{10}[01][89]d", .date = "yymmdd", .method = NUMBER_LUHN)

/* EXCEPTION: its check digit is not published; the first one tells citizens. */
NUMBER(sa_id, "Saudi identity number",
    GOOD("1816513494", "2335193156", "1106141319", "2385519105")
    BAD("3335193156", "3385519105", "8116513494", "181651349", "18165134941",
	"1111111111", "", "-816513494", "181651349?"),
    .form = "[12]d{9}")
