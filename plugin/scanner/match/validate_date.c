/*
 * validate_date - a date on which somebody may have been born.
 *
 * Day, month and year in the orders people write, months as numbers or by the
 * first letters of their names in seven languages.  Where day and month cannot
 * be told apart, either order that is a day of the calendar will do.
 */
#include "scanner/match/number.h"

enum { BORN_LEAST = 1890, BORN_MOST = 2035, DATE_PARTS = 3 };

static const char *const months[12] = {
	"jan ene gen", "feb fev", "mar mrt mae", "apr abr avr",
	"may mai mei mag", "jun juin giu", "jul juil lug", "aug ago aou",
	"sep set", "oct okt out ott", "nov", "dec dez dic",
};

/* The month this word begins, 0: none. */
static unsigned
month_named(struct slice word)
{
	for (unsigned i = 0; i < 12; i++) {
		struct slice names = slice_of(months[i]), name;

		while (slice_cut(&names, ' ', &name))
			if (slice_starts_nocase(word, name))
				return i + 1;
	}
	return 0;
}

struct date {
	unsigned parts[DATE_PARTS];
	size_t lengths[DATE_PARTS];
	bool named[DATE_PARTS];
	size_t count;
};

static bool
is_ordinal(struct slice word)
{
	static const char *const endings[] = {"st", "nd", "rd", "th", "of",
		NULL};

	for (size_t i = 0; endings[i]; i++)
		if (word.len == 2 && slice_starts_nocase(word,
		    slice_of(endings[i])))
			return true;
	return false;
}

static bool
put_part(struct date *date, struct slice part, bool digits)
{
	unsigned value = digits ? (unsigned)number_of(part, 0, part.len) :
	    month_named(part);

	if (!digits && is_ordinal(part))
		return date->count == 1;
	if (date->count == DATE_PARTS || part.len > 9 || (!digits && !value) ||
	    (digits && part.len > 4))
		return false;
	date->parts[date->count] = value;
	date->lengths[date->count] = part.len;
	date->named[date->count++] = !digits;
	return true;
}

static bool
read_date(struct slice value, struct date *date)
{
	size_t at = 0;

	while (at < value.len) {
		size_t start = at;
		bool digits = byte_is_digit(value.at[at]);

		while (at < value.len && byte_is_alnum(value.at[at]) &&
		    byte_is_digit(value.at[at]) == digits)
			at++;
		if (at > start && !put_part(date, slice_sub(value, start, at),
		    digits))
			return false;
		at += at == start;
	}
	return date->count == DATE_PARTS;
}

/* Two digits: the past hundred years. */
static bool
is_birthday(unsigned year, size_t digits, unsigned month, unsigned day)
{
	if (digits == 2)
		return number_is_day(year, false, month, day);
	return digits == 4 && year >= BORN_LEAST && year <= BORN_MOST &&
	    number_is_day(year, true, month, day);
}

static enum validity
date_check(struct slice value)
{
	struct date d = {.count = 0};
	unsigned *p = d.parts;
	bool good;

	if (value.len > 32 || !read_date(value, &d) || d.named[2])
		return VALID_NO;
	if (d.lengths[0] == 4 && !d.named[0])
		good = !d.named[1] && is_birthday(p[0], 4, p[1], p[2]);
	else if (d.named[0])
		good = is_birthday(p[2], d.lengths[2], p[0], p[1]);
	else if (d.named[1])
		good = is_birthday(p[2], d.lengths[2], p[1], p[0]);
	else
		good = is_birthday(p[2], d.lengths[2], p[1], p[0]) ||
		    is_birthday(p[2], d.lengths[2], p[0], p[1]);
	return good ? VALID_YES : VALID_NO;
}

static const char *const good[] = {"1971-03-02", "17/06/1976", "11/22/1972",
	"02.12.1979", "22-nov-1972", "4 June 1976", "15th June 1991",
	"29.02.2000", NULL};
static const char *const bad[] = {"1971-13-02", "31/04/1976", "29.02.1900",
	"22-xyz-1972", "4 June 2976", "1976", "", "12.1979", "1 2 3 4",
	"32 June 1976", NULL};
const struct validator validate_date_of_birth = {
	.name = "date_of_birth", .title = "date of birth", .check = date_check,
	.mask = MASK_LENGTH, .raw = true, .good = good, .bad = bad,
};
