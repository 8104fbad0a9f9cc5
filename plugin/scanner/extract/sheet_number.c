/*
 * sheet_number - a cell's number as a person sees it.
 */
#include "scanner/extract/sheet_number.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { DAYS_TO_1970_FROM_1900 = 25569, DAYS_FROM_1904 = 1462,
	DAY_OF_FALSE_LEAP = 60, DAYS_MOST = 2958465 };

/* ECMA-376 part 1, 18.8.30: the built-in formats that show a date or time. */
static bool
format_is_built_in_date(uint64_t number)
{
	return (number >= 14 && number <= 22) ||
	    (number >= 27 && number <= 36) ||
	    (number >= 45 && number <= 47) ||
	    (number >= 50 && number <= 58);
}

/*
 * One character of a format code at `*at` (moved behind it): a literal, or a
 * code letter when `*literal` is false.  Colours and conditions in brackets and
 * fillers give 0.
 */
static char
format_char(struct slice code, size_t *at, bool *quoted, bool *literal)
{
	char c = (char)code.at[(*at)++];
	size_t close;

	*literal = true;
	if (c == '"') {
		*quoted = !*quoted;
		return 0;
	}
	if (*quoted)
		return c;
	if (c == '\\' && *at < code.len)
		return (char)code.at[(*at)++];
	if ((c == '_' || c == '*') && *at < code.len) {
		++*at;
		return 0;
	}
	if (c == '[') {
		close = slice_find_byte(slice_sub(code, *at, code.len), ']');
		*at = close == SIZE_MAX ? code.len : *at + close + 1;
		return 0;
	}
	*literal = false;
	return c;
}

/* Is this a mask of digits and marks, or a date?  Anything else is plain. */
static enum sheet_format_kind
format_read(struct slice code, char mask[SHEET_MASK_MAX])
{
	size_t at = 0, len = 0, digits = 0, marks = 0;
	bool quoted = false, literal, date = false;
	char c;

	while (at < code.len) {
		c = format_char(code, &at, &quoted, &literal);
		if (c == ';' && !literal)
			break;
		if (c == 0)
			continue;
		if (!literal && strchr("yYdDmMhHsS", c) != NULL)
			date = true;
		if (!literal && strchr(".,%Ee@/?GgyYdDmMhHsS", c) != NULL)
			marks = SHEET_MASK_MAX;
		if (!literal && (c == '0' || c == '#'))
			digits++;
		else if (literal && (c == '0' || c == '#'))
			marks = SHEET_MASK_MAX;
		else
			marks++;
		if (len + 1 < SHEET_MASK_MAX)
			mask[len++] = c;
	}
	mask[len] = '\0';
	if (date && digits == 0)
		return SHEET_FORMAT_DATE;
	if (marks < SHEET_MASK_MAX && digits > 1 && len + 1 < SHEET_MASK_MAX)
		return SHEET_FORMAT_MASK;
	return SHEET_FORMAT_PLAIN;
}

struct sheet_format
sheet_format_of(uint64_t number, struct slice code)
{
	struct sheet_format format = {SHEET_FORMAT_PLAIN, ""};

	if (code.len > 0 && !slice_is_text_nocase(code, "General"))
		format.kind = format_read(code, format.mask);
	else if (format_is_built_in_date(number))
		format.kind = SHEET_FORMAT_DATE;
	return format;
}

/* Days since 1970-01-01 to year, month, day (proleptic Gregorian). */
static void
number_civil(long days, long *year, unsigned *month, unsigned *day)
{
	long era, shifted = days + 719468;
	unsigned of_era, year_of_era, day_of_year, m;

	era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
	of_era = (unsigned)(shifted - era * 146097);
	year_of_era = (of_era - of_era / 1460 + of_era / 36524 -
	    of_era / 146096) / 365;
	day_of_year = of_era -
	    (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
	m = (5 * day_of_year + 2) / 153;
	*day = day_of_year - (153 * m + 2) / 5 + 1;
	*month = m < 10 ? m + 3 : m - 9;
	*year = (long)year_of_era + era * 400 + (*month <= 2 ? 1 : 0);
}

static bool
number_print_date(double value, bool from_1904, char out[SHEET_NUMBER_MAX])
{
	long serial, year;
	unsigned month, day, minutes;

	/* A number this large is no date, and no long either. */
	if (value < 0 || value > DAYS_MOST)
		return false;
	serial = (long)value;
	if (from_1904)
		serial += DAYS_FROM_1904;
	if (serial < 1 || serial > DAYS_MOST)
		return false;
	/* 1900 is a leap year in spreadsheets: earlier days count one less. */
	if (serial < DAY_OF_FALSE_LEAP)
		serial++;
	number_civil(serial - DAYS_TO_1970_FROM_1900, &year, &month, &day);
	minutes = (unsigned)lround((value - floor(value)) * 1440);
	if (minutes == 0 || minutes >= 1440)
		snprintf(out, SHEET_NUMBER_MAX, "%04ld-%02u-%02u", year,
		    month, day);
	else
		snprintf(out, SHEET_NUMBER_MAX, "%04ld-%02u-%02u %02u:%02u",
		    year, month, day, minutes / 60, minutes % 60);
	return true;
}

/* Fill the mask from its right end; digits left over go before the first. */
static bool
number_print_mask(double value, const char *mask, char out[SHEET_NUMBER_MAX])
{
	char digits[32], reversed[SHEET_NUMBER_MAX];
	size_t left, len = 0, at = strlen(mask), first = 0;
	int printed;

	if (value < 0 || value >= 1e17 || value != floor(value))
		return false;
	printed = snprintf(digits, sizeof(digits), "%.0f", value);
	left = value == 0 ? 0 : (size_t)printed;
	while (mask[first] != '0' && mask[first] != '#')
		first++;
	while (at-- > 0 && len + 24 < sizeof(reversed)) {
		if (mask[at] != '0' && mask[at] != '#')
			reversed[len++] = mask[at];
		else if (left > 0)
			reversed[len++] = digits[--left];
		else if (mask[at] == '0')
			reversed[len++] = '0';
		while (at == first && left > 0)
			reversed[len++] = digits[--left];
	}
	for (size_t i = 0; i < len; i++)
		out[i] = reversed[len - 1 - i];
	out[len] = '\0';
	return true;
}

/* A whole number keeps all of its digits: a card number has sixteen. */
static struct slice
number_print_plain(struct slice raw, double value,
    char out[SHEET_NUMBER_MAX])
{
	bool exponent = slice_find_nocase(raw, slice_of("e")) != SIZE_MAX;
	bool fraction = slice_find_byte(raw, '.') != SIZE_MAX;

	if (!exponent && !fraction)
		return raw;
	if (fabs(value) < 1e17 && value == floor(value))
		snprintf(out, SHEET_NUMBER_MAX, "%.0f", value);
	else
		snprintf(out, SHEET_NUMBER_MAX, "%.15g", value);
	return slice_of(out);
}

struct slice
sheet_number_print(struct slice raw, const struct sheet_format *format,
    bool from_1904, char out[SHEET_NUMBER_MAX])
{
	char text[SHEET_NUMBER_MAX], *end;
	double value;

	raw = slice_trim(raw);
	if (raw.len == 0 || raw.len >= sizeof(text))
		return raw;
	memcpy(text, raw.at, raw.len);
	text[raw.len] = '\0';
	value = strtod(text, &end);
	if (end != text + raw.len || !isfinite(value))
		return raw;
	if (format != NULL && format->kind == SHEET_FORMAT_DATE &&
	    number_print_date(value, from_1904, out))
		return slice_of(out);
	if (format != NULL && format->kind == SHEET_FORMAT_MASK &&
	    number_print_mask(value, format->mask, out))
		return slice_of(out);
	return number_print_plain(raw, value, out);
}

double
sheet_number_packed(uint32_t rk)
{
	enum { HUNDREDTH = 1, WHOLE = 2, FLAGS = 3 };
	uint64_t bits = (uint64_t)(rk & ~(uint32_t)FLAGS) << 32;
	double value;

	if ((rk & WHOLE) != 0)
		value = (int32_t)rk >> 2;
	else
		memcpy(&value, &bits, sizeof(value));
	return (rk & HUNDREDTH) != 0 ? value / 100 : value;
}
