/*
 * validate_mrz - the machine-readable zone of a travel document.
 *
 * ICAO 9303 parts 4 to 6: TD3 is two lines of 44, TD2 two of 36, TD1 three of
 * 30 characters.  Check digits of number, birth, expiry and the composite.
 */
#include "scanner/match/number.h"

enum { ZONE_MOST = 96 };

/* The zone without line ends. */
static struct slice
joined(struct slice value, unsigned char room[ZONE_MOST])
{
	size_t len = 0;

	for (size_t i = 0; i < value.len && len < ZONE_MOST; i++)
		if (!byte_is_space(value.at[i]))
			room[len++] = value.at[i];
	return slice_bytes(room, len);
}

static bool
digit_holds(struct slice zone, size_t from, size_t to, size_t at)
{
	return number_icao(slice_sub(zone, from, to)) ==
	    number_value(zone.at[at]);
}

/* Several stretches one after the other, as the composite reads them. */
static bool
composite_holds(struct slice zone, const size_t *stretches, size_t at)
{
	unsigned char room[ZONE_MOST];
	size_t len = 0;

	for (; stretches[1]; stretches += 2)
		for (size_t i = stretches[0]; i < stretches[1]; i++)
			room[len++] = zone.at[i];
	return number_icao(slice_bytes(room, len)) ==
	    number_value(zone.at[at]);
}

static bool
two_lines_hold(struct slice zone, size_t width)
{
	const size_t passport[] = {44, 54, 57, 64, 65, 87, 0, 0};
	const size_t card[] = {36, 46, 49, 56, 57, 71, 0, 0};

	return digit_holds(zone, width, width + 9, width + 9) &&
	    digit_holds(zone, width + 13, width + 19, width + 19) &&
	    digit_holds(zone, width + 21, width + 27, width + 27) &&
	    composite_holds(zone, width == 44 ? passport : card,
	    2 * width - 1);
}

static bool
three_lines_hold(struct slice zone)
{
	const size_t stretches[] = {5, 30, 30, 37, 38, 45, 48, 59, 0, 0};

	return digit_holds(zone, 5, 14, 14) && digit_holds(zone, 30, 36, 36) &&
	    digit_holds(zone, 38, 44, 44) &&
	    composite_holds(zone, stretches, 59);
}

static enum validity
mrz_check(struct slice value)
{
	unsigned char room[ZONE_MOST];
	struct slice zone = joined(value, room);
	bool holds = false;

	if (zone.len == 88)
		holds = two_lines_hold(zone, 44);
	else if (zone.len == 72)
		holds = two_lines_hold(zone, 36);
	else if (zone.len == 90)
		holds = three_lines_hold(zone);
	if (!holds)
		return VALID_NO;
	/* UTO, Utopia: the specimens of ICAO 9303. */
	return slice_starts(slice_sub(zone, 2, 5), slice_of("UTO")) ?
	    VALID_SPECIMEN : VALID_YES;
}

static const char *const good[] = {
	"P<USADOE<<JANE<MARIE<<<<<<<<<<<<<<<<<<<<<<<<\n"
	"5123456789USA7103025F2901145<<<<<<<<<<<<<<<2",
	"P<D<<MUSTER<<ERIKA<<<<<<<<<<<<<<<<<<<<<<<<<<\n"
	"C4VJK3L918D<<8009157F3108206<<<<<<<<<<<<<<<0",
	"I<FRAX4RTBPFW46<<<<<<<<<<<<<<<\n"
	"9007138F3002119FRA<<<<<<<<<<<6\n"
	"MARTIN<<MAELYS<<<<<<<<<<<<<<<<",
	"I<POLKOWALSKA<<ANNA<<<<<<<<<<<<<<<<<\n"
	"ABS1234566POL8506210F3201015<<<<<<<0",
	NULL
};
static const char *const bad[] = {
	"P<USADOE<<JANE<MARIE<<<<<<<<<<<<<<<<<<<<<<<<\n"
	"5123456780USA7103025F2901145<<<<<<<<<<<<<<<2",
	"P<USADOE<<JANE<MARIE<<<<<<<<<<<<<<<<<<<<<<<<\n"
	"5123456789USA1703025F2901145<<<<<<<<<<<<<<<2",
	"P<USADOE<<JANE<MARIE<<<<<<<<<<<<<<<<<<<<<<<<\n"
	"5123456789USA7103025F2901145<<<<<<<<<<<<<<<",
	"P<USADOE<<JANE<MARIE<<<<<<<<<<<<<<<<<<<<<<<<\n"
	"5123456789USA7103025F2901145<<<<<<<<<<<<<<<3",
	"I<FRAX4RTBPFW46<<<<<<<<<<<<<<<\n"
	"9007138F3002119FRA<<<<<<<<<<<7\n"
	"MARTIN<<MAELYS<<<<<<<<<<<<<<<<",
	"",
	NULL
};
static const char *const specimens[] = {
	"P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\n"
	"L898902C36UTO7408122F1204159ZE184226B<<<<<10",
	NULL
};
const struct validator validate_mrz = {
	.name = "mrz", .title = "machine-readable zone", .check = mrz_check,
	.mask = MASK_LENGTH, .raw = true, .good = good, .bad = bad,
	.specimens = specimens,
};
