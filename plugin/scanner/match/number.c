/*
 * number - the numbers of registries, one row of a table each.
 */
#include "scanner/match/number.h"

enum { YEAR_LEAST = 1850, YEAR_MOST = 2099 };

unsigned
number_value(unsigned char byte)
{
	if (byte_is_digit(byte))
		return byte - '0';
	if (byte >= 'A' && byte <= 'Z')
		return byte - 'A' + 10u;
	return 36;
}

uint64_t
number_of(struct slice value, size_t from, size_t count)
{
	uint64_t n = 0;

	for (size_t i = from; i < from + count && i < value.len; i++)
		n = n * 10 + number_value(value.at[i]) % 10;
	return n;
}

unsigned
number_modulo(struct slice value, size_t from, size_t count, unsigned modulus)
{
	uint64_t rest = 0;

	for (size_t i = from; i < from + count && i < value.len; i++)
		rest = (rest * 10 + number_value(value.at[i]) % 10) % modulus;
	return (unsigned)rest;
}

unsigned
number_icao(struct slice value)
{
	static const unsigned weights[] = {7, 3, 1};
	unsigned sum = 0;

	for (size_t i = 0; i < value.len; i++)
		sum += weights[i % 3] * (number_value(value.at[i]) % 36);
	return sum % 10;
}

bool
number_luhn(struct slice value, unsigned base)
{
	unsigned sum = 0;

	for (size_t i = 0; i < value.len; i++) {
		unsigned v = number_value(value.at[value.len - 1 - i]);

		if (v >= base)
			return false;
		v = i % 2 ? 2 * v : v;
		sum += v / base + v % base;
	}
	return sum % base == 0;
}

/* "[A-D7]" without its brackets. */
static bool
in_class(struct slice class, unsigned char byte)
{
	for (size_t i = 0; i < class.len; i++) {
		bool range = i + 2 < class.len && class.at[i + 1] == '-';

		if (range && byte >= class.at[i] && byte <= class.at[i + 2])
			return true;
		if (!range && byte == class.at[i])
			return true;
		i += range ? 2 : 0;
	}
	return false;
}

static bool
takes(struct slice element, unsigned char byte)
{
	bool digit = byte_is_digit(byte);
	bool letter = byte >= 'A' && byte <= 'Z';

	switch (element.at[0]) {
	case 'd':
		return digit;
	case 'L':
		return letter;
	case 'A':
		return digit || letter;
	case '[':
		return in_class(slice_sub(element, 1, element.len - 1), byte);
	}
	return byte == element.at[0];
}

/* The next element of a form and how often it stands. */
static size_t
next_element(struct slice *form, struct slice *element)
{
	size_t len = 1, times = 1;

	if (form->at[0] == '[')
		len = slice_find_byte(*form, ']') + 1;
	*element = slice_sub(*form, 0, len);
	*form = slice_sub(*form, len, form->len);
	if (form->len && form->at[0] == '{') {
		size_t end = slice_find_byte(*form, '}');

		times = (size_t)number_of(*form, 1, end - 1);
		*form = slice_sub(*form, end + 1, form->len);
	}
	return times;
}

static bool
fits_one(struct slice form, struct slice value)
{
	struct slice element;

	while (form.len) {
		size_t times = next_element(&form, &element);

		if (times > value.len)
			return false;
		for (size_t i = 0; i < times; i++)
			if (!takes(element, value.at[i]))
				return false;
		value = slice_sub(value, times, value.len);
	}
	return value.len == 0;
}

bool
number_fits(const char *form, struct slice value)
{
	struct slice rest = slice_of(form), one;

	while (slice_cut(&rest, '|', &one))
		if (fits_one(one, value))
			return true;
	return false;
}

bool
number_is_day(unsigned year, bool century, unsigned month, unsigned day)
{
	static const unsigned lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30,
		31, 30, 31};
	bool leap = year % 4 == 0 && (!century || year % 100 || year % 400 == 0);

	if (month < 1 || month > 12 || day < 1)
		return false;
	return day <= lengths[month - 1] + (month == 2 && leap);
}

/* What remains of a part of a date without what is added to it. */
static bool
takes_offset(unsigned *part, const unsigned char *offsets, size_t count,
    unsigned most)
{
	if (*part <= most)
		return true;
	for (size_t i = 0; i < count; i++)
		if (offsets[i] && *part > offsets[i] &&
		    *part <= offsets[i] + most) {
			*part -= offsets[i];
			return true;
		}
	return false;
}

static bool
date_holds(const struct number *number, struct slice value)
{
	unsigned year = 0, month = 0, day = 0, digits = 0;

	for (size_t i = 0; number->date[i] && i < value.len; i++) {
		unsigned v = number_value(value.at[i]);

		switch (number->date[i]) {
		case 'y':
			year = year * 10 + v;
			digits++;
			break;
		case 'm':
			month = month * 10 + v;
			break;
		case 'd':
			day = day * 10 + v;
			break;
		}
	}
	if (!takes_offset(&month, number->months, sizeof(number->months), 12) ||
	    !takes_offset(&day, number->days, sizeof(number->days), 31))
		return false;
	if (number->date_unknown && (!month || !day))
		return true;
	/* A year of three digits lacks its millennium; two lack a century. */
	if (digits == 3)
		year += year > 800 ? 1000 : 2000;
	if (digits > 2 && (year < YEAR_LEAST || year > YEAR_MOST))
		return false;
	return number_is_day(year, digits > 2, month, day);
}

static unsigned
value_in(const char *alphabet, unsigned char byte)
{
	const char *at;

	if (!alphabet)
		return number_value(byte);
	at = strchr(alphabet, byte);
	return at ? (unsigned)(at - alphabet) : 0;
}

static unsigned
weight_of(char weight)
{
	if (weight >= 'a' && weight <= 'z')
		return (unsigned)(weight - 'a') + 10;
	return weight == ' ' ? 0 : (unsigned)(weight - '0');
}

bool
number_sum_holds(const struct number_sum *sum, const char *alphabet,
    struct slice value)
{
	unsigned total = sum->start, rest;

	for (size_t i = 0; sum->weights[i] && i < value.len; i++) {
		unsigned product = weight_of(sum->weights[i]) *
		    value_in(alphabet, value.at[i]);

		total += sum->cross ? product / 10 + product % 10 : product;
	}
	rest = total % sum->modulus;
	if (!sum->checks)
		return rest == 0;
	if (sum->at >= value.len)
		return false;
	return value.at[sum->at] == (unsigned char)sum->checks[rest] ||
	    (sum->or && value.at[sum->at] == (unsigned char)sum->or[rest]);
}

static bool
method_holds(enum number_method method, struct slice value)
{
	extern const struct validator validate_mod11_10, validate_mod11_2,
	    validate_verhoeff;

	switch (method) {
	case NUMBER_SUMS_ONLY:
		return true;
	case NUMBER_LUHN:
		return number_luhn(value, 10);
	case NUMBER_MOD11_10:
		return validate_mod11_10.check(value) == VALID_YES;
	case NUMBER_MOD11_2:
		return validate_mod11_2.check(value) == VALID_YES;
	case NUMBER_VERHOEFF:
		return validate_verhoeff.check(value) == VALID_YES;
	}
	return false;
}

/* Six digits or more and all of them the same: a filled-in form. */
static bool
digits_equal(struct slice value)
{
	unsigned char first = 0;
	size_t count = 0;

	for (size_t i = 0; i < value.len; i++) {
		if (!byte_is_digit(value.at[i]))
			continue;
		if (count++ && value.at[i] != first)
			return false;
		first = value.at[i];
	}
	return count >= 6;
}

static struct slice
padded(unsigned pad, struct slice value, unsigned char room[NUMBER_LENGTH_MOST])
{
	size_t zeros = pad > value.len ? pad - value.len : 0;

	if (!zeros || pad > NUMBER_LENGTH_MOST)
		return value;
	memset(room, '0', zeros);
	memcpy(room + zeros, value.at, value.len);
	return slice_bytes(room, pad);
}

enum validity
number_check(const struct number *number, const struct validator *validator,
    struct slice value)
{
	unsigned char room[NUMBER_LENGTH_MOST];

	if (!number_fits(number->form, value) || digits_equal(value))
		return VALID_NO;
	if (validator->specimens &&
	    validator_listed(value, validator->specimens))
		return VALID_SPECIMEN;
	value = padded(number->pad, value, room);
	if (number->date && !date_holds(number, value))
		return VALID_NO;
	if (!method_holds(number->method, value))
		return VALID_NO;
	for (size_t i = 0; i < NUMBER_SUMS; i++)
		if (number->sums[i].weights && !number_sum_holds(
		    &number->sums[i], number->alphabet, value))
			return VALID_NO;
	if (number->extra && !number->extra(value))
		return VALID_NO;
	return VALID_YES;
}
