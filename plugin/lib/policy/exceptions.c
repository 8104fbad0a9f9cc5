/*
 * exceptions - named rules that do not hold for named people, for a while.
 *
 * Each has an owner who asked, an approver who is somebody else, a reason and a
 * last day.  An exception lifts rules, never faults.
 */
#include "lib/policy/reader.h"

static bool
exceptions_digits(const char *text, size_t at, size_t count, uint64_t *value)
{
	return slice_number(slice_sub(slice_of(text), at, at + count), value);
}

static bool
exceptions_is_leap(uint64_t year)
{
	return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

/* Days from 1970-01-01 to a date of the Gregorian calendar. */
static uint64_t
exceptions_days(uint64_t year, uint64_t month, uint64_t day)
{
	uint64_t y = month <= 2 ? year - 1 : year;
	uint64_t m = month <= 2 ? month + 9 : month - 3;

	return y * 365 + y / 4 - y / 100 + y / 400 + (m * 153 + 2) / 5 +
	    day - 1 - 719468;
}

static enum rc
exceptions_expiry(const struct yaml *node, struct policy_exception *e,
    struct err *err)
{
	static const unsigned char month_days[] = {31, 29, 31, 30, 31, 30,
		31, 31, 30, 31, 30, 31};
	uint64_t year, month, day;

	TRY(yaml_string(node, &e->expires, err));
	if (strlen(e->expires) != 10 || e->expires[4] != '-' ||
	    e->expires[7] != '-' ||
	    !exceptions_digits(e->expires, 0, 4, &year) ||
	    !exceptions_digits(e->expires, 5, 2, &month) ||
	    !exceptions_digits(e->expires, 8, 2, &day) || year < 2020 ||
	    month < 1 || month > 12 || day < 1 ||
	    day > month_days[month - 1] ||
	    (month == 2 && day == 29 && !exceptions_is_leap(year)))
		return yaml_wrong(node, err, "write the last day as year, "
		    "month and day, for example 2027-01-31");
	e->expires_ms = (exceptions_days(year, month, day) + 1) * 86400000;
	return RC_OK;
}

static enum rc
exceptions_need(const struct yaml *map, const char *key, const char *what,
    const char **text, struct err *err)
{
	struct yaml *node;

	TRY(yaml_need(map, key, what, &node, err));
	TRY(yaml_string(node, text, err));
	if ((*text)[0] == '\0')
		return yaml_wrong(node, err, "it may not be empty: %s", what);
	return RC_OK;
}

static enum rc
exceptions_rule(const struct reader *r, const struct yaml *node,
    const char *id, struct err *err)
{
	const struct policy *p = r->policy;

	for (size_t i = 0; i < p->rule_count; i++)
		if (!p->rules[i].otherwise && strcmp(p->rules[i].id, id) == 0)
			return RC_OK;
	return yaml_wrong(node, err, "there is no rule %s that an exception "
	    "could lift", id);
}

static enum rc
exceptions_read(struct reader *r, const struct yaml *map,
    struct policy_exception *e, struct err *err)
{
	static const char *const keys[] = {"id", "rules", "senders",
		"sender_groups", "recipients", "recipient_groups", "owner",
		"approver", "expires", "reason", NULL};
	struct yaml *node;

	TRY(yaml_known(map, keys, err));
	TRY(exceptions_need(map, "id", "the id that records name", &e->id, err));
	TRY(exceptions_need(map, "owner", "who asked for it", &e->owner,
	    err));
	TRY(exceptions_need(map, "approver", "who allowed it", &e->approver,
	    err));
	TRY(exceptions_need(map, "reason", "why", &e->reason, err));
	if (strcmp(e->owner, e->approver) == 0)
		return yaml_wrong(yaml_find(map, "approver"), err, "nobody "
		    "approves his own request; name somebody else");
	TRY(yaml_need(map, "expires", "the last day it holds", &node, err));
	TRY(exceptions_expiry(node, e, err));
	TRY(yaml_need(map, "rules", "which rules it lifts", &node, err));
	TRY(reader_texts(r, node, exceptions_rule, &e->rules, err));
	TRY(reader_people(r, map, "senders", "sender_groups", &e->senders,
	    err));
	TRY(reader_people(r, map, "recipients", "recipient_groups",
	    &e->recipients, err));
	if (e->senders.count == 0 && e->recipients.count == 0)
		return yaml_wrong(map, err, "an exception for everybody is "
		    "a change of the rule; name senders or recipients");
	return RC_OK;
}

enum rc
reader_exceptions(struct reader *r, const struct yaml *list, struct err *err)
{
	struct policy *p = r->policy;

	if (list == NULL)
		return RC_OK;
	TRY(yaml_is_list(list, err));
	p->exceptions = arena_array(p->arena, yaml_items(list) + 1,
	    sizeof *p->exceptions);
	if (p->exceptions == NULL)
		return arena_full(p->arena, "The policy", err);
	for (const struct yaml *n = yaml_item(list, NULL); n != NULL;
	    n = yaml_item(list, n))
		TRY(exceptions_read(r, n,
		    &p->exceptions[p->exception_count++], err));
	return RC_OK;
}
