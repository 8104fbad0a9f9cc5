/*
 * validate_global - numbers that no country owns: devices, vehicles, banks,
 * magnetic stripes and travel documents.
 */
#include "scanner/match/number.h"

extern const struct validator validate_card;

/* 49 CFR 565.15(c): letters by table, position 9 is the check digit. */
static bool
vin_extra(struct slice value)
{
	static const char values[] = "0123456789.ABCDEFGH..JKLMN.P.R..STUVWXYZ";
	static const unsigned weights[] = {8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7,
		6, 5, 4, 3, 2};
	unsigned sum = 0;

	for (size_t i = 0; i < 17; i++)
		sum += weights[i] * ((unsigned)(strchr(values, value.at[i]) -
		    values) % 10);
	return value.at[8] == (unsigned char)"0123456789X"[sum % 11];
}

/* ISO 9362: places 5 and 6 name a country (ISO 3166, and XK). */
static bool
swift_bic_extra(struct slice value)
{
	static const char countries[] = "AD AE AF AG AI AL AM AO AR AT AU AW AZ "
	    "BA BB BD BE BF BG BH BI BJ BM BN BO BR BS BT BW BY BZ CA CD CF CG "
	    "CH CI CK CL CM CN CO CR CU CV CW CY CZ DE DJ DK DM DO DZ EC EE EG "
	    "ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ "
	    "GR GT GU GW GY HK HN HR HT HU ID IE IL IM IN IQ IR IS IT JE JM JO "
	    "JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV "
	    "LY MA MC MD ME MG MH MK ML MM MN MO MQ MR MS MT MU MV MW MX MY MZ "
	    "NA NC NE NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PR PS "
	    "PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SK SL SM SN SO "
	    "SR SS ST SV SY SZ TC TD TG TH TJ TL TM TN TO TR TT TV TW TZ UA UG "
	    "US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW";

	for (const char *at = countries; *at; at += at[2] ? 3 : 2)
		if (!memcmp(at, value.at + 4, 2))
			return true;
	return false;
}

/* "B" and the card number of track 1, the card number alone of track 2. */
static enum validity
card_track_check(struct slice value)
{
	size_t from = value.len && value.at[0] == 'B' ? 1 : 0;

	return validate_card.check(slice_sub(value, from, value.len));
}

NUMBER(imei, "IMEI",
    GOOD("490154203237518", "024827370555854", "065931749731186")
    BAD("490154203237519", "024827370555855", "940154203237518",
	"49015420323751", "4901542032375181", "111111111111111", "",
	"-90154203237518", "49015420323751?"),
    .form = "d{15}", .method = NUMBER_LUHN)

NUMBER(vin, "vehicle identification number",
    GOOD("1M8GDM9AXKP042788", "W1XDXN535T8TKS18T", "5SEKN6551V41TF7LG")
    BAD("1M8GDM9AXKP042789", "W1XDXN535T8TKS18U", "1M8DGM9AXKP042788",
	"1M8GDM9AXKP04278", "1M8GDM9AXKP0427881", "1M1GDM1AXKP111111", "",
	"-M8GDM9AXKP042788", "1M8GDM9AXKP04278?"),
    .form = "[A-HJ-NPR-Z0-9]{17}", .extra = vin_extra)

NUMBER(swift_bic, "SWIFT or BIC code",
    GOOD("AGRIFRPP", "DEUTDEFF500", "CVPRGU74", "NEZBIDGI6TI")
    BAD("AGRIFSPP", "DEUTDFFF500", "AGRIRFPP", "AGRIFRP", "AGRIFRPPA", "",
	"-GRIFRPP", "AGRIFRP?"),
    .form = "L{6}A{2}|L{6}A{5}", .extra = swift_bic_extra)

static const char *const card_track_good[] = {
	"B4539148803436467", "4539148803436467", "B340000099900036", NULL
};
static const char *const card_track_bad[] = {
	"B4539148803436466", "B9999148803436467", "B", "", "C4539148803436467",
	"B0000000000000000", NULL
};
const struct validator validate_card_track = {
	.name = "card_track", .title = "magnetic stripe of a card",
	.check = card_track_check, .mask = MASK_CARD, .good = card_track_good,
	.bad = card_track_bad,
};
