/*
 * validate_place - where a person was: an address in a network, coordinates.
 *
 * For columns that say so; what a table of numbers holds looks the same.
 */
#include "scanner/match/validator.h"

enum {
	OCTETS = 4, GROUPS = 8, GROUP_DIGITS = 4, ADDRESS_MOST = 45,
	DEGREES_MOST = 180, DECIMALS_LEAST = 3, PARTS_MOST = 4,
};

static bool
is_hexadecimal(unsigned char byte)
{
	return byte_is_digit(byte) || ((byte | 0x20) >= 'a' &&
	    (byte | 0x20) <= 'f');
}

/* RFC 791: four numbers up to 255; 0 and 127 are no place of anybody. */
static bool
is_ipv4(struct slice text)
{
	struct slice rest = text, octet;
	unsigned first = 0;
	size_t count = 0;

	while (slice_cut(&rest, '.', &octet)) {
		unsigned value = 0;

		if (octet.len < 1 || octet.len > 3)
			return false;
		for (size_t i = 0; i < octet.len; i++) {
			if (!byte_is_digit(octet.at[i]))
				return false;
			value = value * 10 + (octet.at[i] - '0');
		}
		if (value > 255)
			return false;
		first = count++ ? first : value;
	}
	return count == OCTETS && first && first != 127;
}

/*
 * RFC 4291 section 2.2: eight groups of hexadecimal digits; one "::" stands for
 * those that are missing, an IPv4 address for the last two.
 */
static bool
is_ipv6(struct slice text)
{
	size_t groups = 0, at = 0;
	bool gap = false;

	if (text.len > ADDRESS_MOST || slice_find_byte(text, ':') == SIZE_MAX)
		return false;
	while (at < text.len) {
		size_t end = at;

		while (end < text.len && is_hexadecimal(text.at[end]))
			end++;
		if (end == text.len || text.at[end] == ':') {
			if (end - at > GROUP_DIGITS)
				return false;
			groups += end > at;
		} else if (is_ipv4(slice_sub(text, at, text.len))) {
			groups += 2;
			break;
		} else {
			return false;
		}
		at = end + 1;
		if (at < text.len && text.at[end] == ':' && text.at[at] == ':') {
			if (gap)
				return false;
			gap = true;
			at++;
		} else if (end + 1 == text.len && !gap) {
			return false;	/* it ends in one colon */
		}
	}
	return gap ? groups >= 2 && groups < GROUPS : groups == GROUPS;
}

static enum validity
network_address_check(struct slice value)
{
	struct slice text = slice_trim(value);

	if (text.len > 2 && text.at[0] == '[' && text.at[text.len - 1] == ']')
		text = slice_sub(text, 1, text.len - 1);
	return is_ipv4(text) || is_ipv6(text) ? VALID_YES : VALID_NO;
}

/* A number at `*at`: its whole part, and how many digits follow the point. */
static bool
take_number(struct slice text, size_t *at, unsigned *whole, size_t *decimals)
{
	size_t start, digits = 0;

	if (*at < text.len && (text.at[*at] == '-' || text.at[*at] == '+'))
		(*at)++;
	*whole = 0;
	for (start = *at; *at < text.len && byte_is_digit(text.at[*at]) &&
	    digits < 3; digits++)
		*whole = *whole * 10 + (text.at[(*at)++] - '0');
	*decimals = 0;
	if (*at == start || (*at < text.len && byte_is_digit(text.at[*at])))
		return false;
	if (*at + 1 < text.len && (text.at[*at] == '.' || text.at[*at] == ',') &&
	    byte_is_digit(text.at[*at + 1]))
		for ((*at)++; *at < text.len && byte_is_digit(text.at[*at]);
		    (*at)++)
			(*decimals)++;
	return true;
}

/* Signs of degrees, minutes and seconds, and of the quarter of the sky. */
static void
skip_signs(struct slice text, size_t *at, bool *degree)
{
	while (*at < text.len && (text.at[*at] >= 0x80 ||
	    strchr(" '\"NSEWOnsewo", text.at[*at]))) {
		*degree = *degree || text.at[*at] >= 0x80;
		(*at)++;
	}
}

/* ISO 6709 annexes D and H: decimal degrees, or degrees, minutes and seconds. */
static enum validity
coordinate_check(struct slice value)
{
	struct slice text = slice_trim(value);
	size_t at = 0, parts = 0, decimals = 0;
	bool fine = false, degree = false;

	skip_signs(text, &at, &degree);
	while (at < text.len) {
		unsigned whole;

		if (parts++ > 2 * PARTS_MOST ||
		    !take_number(text, &at, &whole, &decimals) ||
		    whole > DEGREES_MOST)
			return VALID_NO;
		fine = fine || decimals >= DECIMALS_LEAST;
		skip_signs(text, &at, &degree);
		if (at < text.len && (text.at[at] == ',' ||
		    text.at[at] == ';')) {
			at++;
			skip_signs(text, &at, &degree);
		}
	}
	return parts && (degree ? parts >= 2 : fine && parts <= 2) ?
	    VALID_YES : VALID_NO;
}

static const char *const address_good[] = {"192.0.2.44", "8.8.4.4",
	"2001:db8::1", "fe80:0:0:0:1:2:3:4", "::ffff:192.0.2.44", "[2001:db8::7]",
	"2001:DB8:0:0:8:800:200C:417A", NULL};
static const char *const address_bad[] = {"", "192.0.2", "192.0.2.256",
	"127.0.0.1", "0.0.0.0", "1.2.3.4.5", "2001:db8", "2001::db8::1",
	"12345::1", "1:2:3:4:5:6:7:8:9", "1:2:3:4:5:6:7:", "12:30", "::",
	"unknown", "2001:db8::g", NULL};
const struct validator validate_network_address = {
	.name = "network_address", .title = "address in a network",
	.check = network_address_check, .mask = MASK_LENGTH, .raw = true,
	.good = address_good, .bad = address_bad,
};

static const char *const coordinate_good[] = {"52.52001", "-33.8688",
	"52.5200, 13.4050", "52,52001", "52.5200;13.4050",
	"52\xc2\xb0" "31'12\"N 13\xc2\xb0" "24'18\"E", "N 52.5200 E 13.4050",
	NULL};
static const char *const coordinate_bad[] = {"", "52", "52.5", "1234.5678",
	"181.00001", "north", "12.05.2026", "52.5200, 13.4050, 7.00001",
	"3.14159 m/s", NULL};
const struct validator validate_coordinate = {
	.name = "coordinate", .title = "geographical coordinate",
	.check = coordinate_check, .mask = MASK_LENGTH, .raw = true,
	.good = coordinate_good, .bad = coordinate_bad,
};
