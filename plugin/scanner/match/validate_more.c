/*
 * validate_more - numbers of people, accounts and devices of further countries.
 */
#include "scanner/match/number.h"

NUMBER(ru_inn, "Russian INN of a person",
    GOOD("500100732259", "171008989723", "326253668440", "731708125215")
    BAD("171008989724", "326253668441", "17100898972", "17100898972312", "",
	"-71008989723"),
    .form = "d{12}",
    .sums = {{.weights = "724a359468", .modulus = 11,
	.checks = "01234567890", .at = 10}, {.weights = "3724a359468",
	.modulus = 11, .checks = "01234567890", .at = 11}})

NUMBER(ua_rntrc, "Ukrainian tax number of a person",
    GOOD("1759013776", "7903066381", "9116345052", "8131658212")
    BAD("7903066382", "9116345053", "790306638", "790306638112", "",
	"-903066381"),
    .form = "d{10}",
    .sums = {{.weights = "a57946a57", .modulus = 11, .checks = "01234567890",
	.at = 9}})

NUMBER(ec_ci, "Ecuadorian identity card",
    GOOD("1714307103", "1760123453", "1456871829", "0328530381", "0530796804")
    BAD("1456871820", "0328530382", "145687182", "145687182912", "",
	"-456871829"),
    /*
     * Provinces 01 to 24 and 30 for those abroad; the third digit: a person.
     * In the provinces that used up 0 to 5 it is 6 by now.
     */
    .form = "0[1-9][0-6]d{7}|1d[0-6]d{7}|2[0-4][0-6]d{7}|30[0-6]d{7}",
    .method = NUMBER_LUHN)

NUMBER(do_cedula, "Dominican cédula",
    GOOD("00113918205", "05498574952", "09477365002", "07951540389")
    BAD("05498574953", "09477365003", "0549857495", "0549857495212", "",
	"-5498574952"),
    .form = "d{11}",
    .method = NUMBER_LUHN)

NUMBER(pe_dni, "Peruvian DNI with its check digit",
    GOOD("101174102", "586884048", "288124332", "992066283")
    BAD("586884049", "288124333", "58688404", "58688404812", "", "-86884048"),
    .form = "d{9}|d{8}[A-K]",
    .sums = {{.weights = "32765432", .modulus = 11, .checks = "65432110987",
	.or = "KJIHGFEDCBA", .at = 8}})

NUMBER(pk_cnic, "Pakistani identity card (CNIC)",
    GOOD("5505102744875", "1007310921285", "2195155689308")
    BAD("9505102744875", "9007310921285", "550510274487", "550510274487512",
	"", "-505102744875"),
    .form = "[1-7]d{12}")

NUMBER(uy_cdi, "Uruguayan identity card",
    GOOD("96635651", "24594417", "70757859")
    BAD("96635652", "24594418", "9663565", "9663565112", "", "-6635651"),
    .form = "d{8}",
    .sums = {{.weights = "2987634", .modulus = 10, .checks = "0987654321",
	.at = 7}})

NUMBER(bg_pnf, "Bulgarian number of a foreigner (PNF)",
    GOOD("7111042925", "1046484698", "9898097260", "4895224323")
    BAD("1046484699", "9898097261", "104648469", "104648469812", "",
	"-046484698"),
    .form = "d{10}",
    .sums = {{.weights = "ljhdb9731", .modulus = 10, .checks = "0123456789",
	.at = 9}})

NUMBER(gb_upn, "Unique pupil number of the United Kingdom",
    GOOD("B801200005001", "Q106591006087", "H097356501667", "C327781206332")
    BAD("Q106591006088", "H097356501668", "Q10659100608", "Q10659100608712",
	"", "-106591006087"),
    .form = "[A-HJ-NP-RT-Z]d{12}",
    .sums = {{.weights = " 23456789abcd", .modulus = 23,
	.checks = "ABCDEFGHJKLMNPQRTUVWXYZ", .at = 0}})

NUMBER(es_ccc, "Spanish bank account (CCC)",
    GOOD("12341234161234567890", "92919797265840761041", "03059862100052650559",
	"00112212442375471229")
    BAD("92919797265840761042", "03059862100052650550",
	"9291979726584076104", "9291979726584076104112", "", "-2919797265840761041"),
    .form = "d{20}",
    .sums = {{.weights = "485a9736", .modulus = 11, .checks = "01987654321",
	.at = 8}, {.weights = "          12485a9736", .modulus = 11,
	.checks = "01987654321", .at = 9}})

NUMBER(no_kontonr, "Norwegian bank account",
    GOOD("86011117947", "66830551302", "08903982110", "76216207382")
    BAD("66830551303", "08903982111", "6683055130", "6683055130212", "",
	"-6830551302"),
    .form = "d{11}",
    .sums = {{.weights = "6789456789", .modulus = 11,
	.checks = "0123456789-", .at = 10}})

NUMBER(iccid, "Number of a SIM card (ICCID)",
    GOOD("8944500102198304826", "8952462757756303848",
	"8937092412014825203")
    BAD("8952462757756303849", "8937092412014825204", "895246275775630384",
	"895246275775630384812", "", "-952462757756303848"),
    .form = "89d{17}|89d{18}",
    .method = NUMBER_LUHN)

NUMBER(pt_niss, "Portuguese social security number (NISS)",
    GOOD("14083730990", "25042672609", "21029854672")
    BAD("14083730991", "25042672600", "1408373099", "1408373099012", "",
	"-4083730990"),
    .form = "[12]d{10}",
    .sums = {{.weights = "tnjhdb7532", .modulus = 10, .checks = "9876543210",
	.at = 10}})
