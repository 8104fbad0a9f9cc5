/*
 * validate_phone - is this row of digits a telephone number?
 *
 * ITU-T E.164: at most fifteen digits, a country code of one to three.  Behind a
 * code that is known (phone_plans.def) the number keeps the plan of its country.
 * What is rather a date, an address on the Internet, a Social Security number or
 * an amount with thousands is none.  It does not know which numbers are given
 * out.
 */
#include "scanner/match/number.h"
#include "scanner/match/phone_plan.h"

enum { GROUPS_MOST = 16, DIGITS_MOST = 24 };

struct groups {
	struct slice at[GROUPS_MOST];
	size_t count, digits;
};

static void
read_groups(struct slice value, struct groups *g)
{
	for (size_t i = 0; i < value.len && g->count < GROUPS_MOST;) {
		size_t start = i;

		while (i < value.len && byte_is_digit(value.at[i]))
			i++;
		if (i > start) {
			g->at[g->count++] = slice_sub(value, start, i);
			g->digits += i - start;
		}
		i += i == start;
	}
}

static bool
lengths_are(const struct groups *g, const char *lengths)
{
	if (g->count != strlen(lengths))
		return false;
	for (size_t i = 0; i < g->count; i++)
		if (g->at[i].len != (size_t)(lengths[i] - '0'))
			return false;
	return true;
}

static bool
is_year(struct slice group)
{
	uint64_t year = number_of(group, 0, group.len);

	return year >= 1900 && year < 2100;
}

/* A date, with or without an hour behind it; a Social Security number. */
static bool
is_something_else(const struct groups *g, struct slice value)
{
	bool hyphen = slice_find_byte(value, '-') != SIZE_MAX;
	bool dot = slice_find_byte(value, '.') != SIZE_MAX;
	struct groups first = *g;

	if (lengths_are(g, "324") && hyphen)
		return true;
	if ((lengths_are(g, "43") || lengths_are(g, "53")) && hyphen)
		return true;	/* a postcode of Portugal or Brazil */
	if (g->count == 4 && dot && !hyphen && g->at[0].len < 4 &&
	    g->at[1].len < 4 && g->at[2].len < 4 && g->at[3].len < 4 &&
	    slice_find_byte(value, ' ') == SIZE_MAX && value.at[0] != '+')
		return true;	/* four numbers of an IP address */
	if (first.count > 3)
		first.count = 3;
	if (lengths_are(&first, "422") || lengths_are(&first, "412"))
		return is_year(first.at[0]);
	if (lengths_are(&first, "224") || lengths_are(&first, "214") ||
	    lengths_are(&first, "124") || lengths_are(&first, "114"))
		return is_year(first.at[2]);
	return false;
}

static bool
country_known(struct slice value)
{
	/* First digits of country codes: 2-9 all, but these are spare. */
	static const char *const spare[] = {"210", "214", "215", "217", "219",
		"259", "28", "384", "422", "424", "425", "426", "427", "428",
		"429", "671", "684", "693", "694", "695", "696", "697", "698",
		"699", "80", "83", "85", "87", "88", "89", "97", "99", "0",
		NULL};
	static const char *const used[] = {"800", "808", "850", "852", "853",
		"855", "856", "870", "880", "886", "970", "971", "972", "973",
		"974", "975", "976", "977", "992", "993", "994", "995", "996",
		"998", NULL};

	for (size_t i = 0; used[i]; i++)
		if (slice_starts(value, slice_of(used[i])))
			return true;
	for (size_t i = 0; spare[i]; i++)
		if (slice_starts(value, slice_of(spare[i])))
			return false;
	return true;
}

/* The North American plan: no area and no exchange begins with 0 or 1. */
static bool
american_holds(const struct groups *g)
{
	size_t at = g->count == 4 ? 1 : 0;

	return g->at[at].at[0] >= '2' && g->at[at + 1].at[0] >= '1';
}

/* 045-123-4567: the 0 that is dialled at home, and an area (ITU-T E.123, 7). */
static bool
trunk_holds(const struct groups *g)
{
	return g->count == 3 && g->at[0].at[0] == '0' && g->at[0].at[1] != '0';
}

/* A number with "+": its digits, and an extension behind them apart. */
static bool
international_holds(struct slice value)
{
	unsigned char digits[DIGITS_MOST];
	size_t count = 0;
	struct slice all;
	const struct phone_plan *plan;

	for (size_t i = 0; i < value.len && count < DIGITS_MOST; i++) {
		if ((value.at[i] == 'x' || value.at[i] == 'X') && count)
			break;
		if (byte_is_digit(value.at[i]))
			digits[count++] = value.at[i];
	}
	all = slice_bytes(digits, count);
	plan = phone_plan_of(all);
	if (plan)
		return phone_plan_holds(plan, all);
	return count >= 8 && count <= 15 && country_known(all);
}

static enum validity
phone_check(struct slice value)
{
	struct groups g = {.count = 0};
	size_t first = 0;

	read_groups(value, &g);
	if (g.count == 0 || g.digits < 7 || g.digits > 15 || g.count > 7)
		return VALID_NO;
	while (first < value.len && !byte_is_digit(value.at[first]))
		first++;
	if (slice_find_byte(value, '+') != SIZE_MAX)
		return international_holds(slice_sub(value, first, value.len)) ?
		    VALID_YES : VALID_NO;
	for (size_t i = 0; i < g.count; i++)
		if (g.count > 1 && g.at[i].len > 10)
			return VALID_NO;
	if (is_something_else(&g, value))
		return VALID_NO;
	if ((lengths_are(&g, "334") || lengths_are(&g, "1334")) &&
	    slice_find_byte(value, ' ') == SIZE_MAX && !american_holds(&g) &&
	    !trunk_holds(&g))
		return VALID_NO;
	return VALID_YES;
}

static const char *const good[] = {"+1-212-736-5000", "(212) 736-5000",
	"+44 20 7946 0958", "030 901820", "0490 75 40 81", "06 12 34 56 78", "5551234",
	"+49 (0)30 901820", "+7 495 123-45-67", "+39 06 1234567",
	"+43 1 51234", "+55 11 91234-5678", "+886 2 2345 6789", "045-123-4567", "+33 (0)1 23 45 67 89",
	NULL};
static const char *const bad[] = {"2003-08-28", "12.10.1999", "106.31.73.20",
	"536-90-4399", "+0 12 345 678", "123456", "1234567890123456", "",
	"+45 3012345", "+1 123 555 0199", "+33 01234567", "+39 91234567",
	"2003-08-28 12", "3214-343", "80020-190", "000-926-1928", "(012) 736-5000-1-2-3-4-5-6", NULL};
const struct validator validate_phone = {
	.name = "phone", .title = "telephone number", .check = phone_check,
	.mask = MASK_LAST_TWO, .raw = true, .good = good, .bad = bad,
};
