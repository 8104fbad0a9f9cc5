/*
 * suppress - what a person said does not count, until when and why.
 */
#include "scanner/match/suppress.h"

#include <stdlib.h>

#include "scanner/extract/normalise.h"
#include "scanner/match/mask.h"
#include "scanner/match/phone_plan.h"
#include "scanner/match/rule_read.h"

/* Characters that stand before the "*" of a value that begins so. */
enum { OWN_BEGIN_LEAST = 5, OWN_BEGIN_MOST = 24 };

static const char *const keys[] = {"rule", "value", "scope", "reason", "owner",
	"expires", NULL};

static enum rc
read_value(const struct yaml *node, struct suppression *s, struct err *err)
{
	struct slice text;

	TRY(yaml_text(node, &text, err));
	if (text.len != 2 * CRYPT_DIGEST_BYTES)
		return yaml_wrong(node, err, "write the 64 hexadecimal digits "
		    "of the finding's digest, never the value itself");
	for (size_t i = 0; i < CRYPT_DIGEST_BYTES; i++) {
		int high = byte_hex(text.at[2 * i]), low = byte_hex(text.at[2 * i + 1]);

		if (high < 0 || low < 0)
			return yaml_wrong(node, err, "write the 64 hexadecimal "
			    "digits of the finding's digest");
		s->digest[i] = (unsigned char)(high << 4 | low);
	}
	s->has_digest = true;
	return RC_OK;
}

/* "2027-01-31" with a month and a day that can be. */
static bool
is_date(const char *text)
{
	static const char form[] = "dddd-dd-dd";
	unsigned month, day;

	if (strlen(text) != sizeof(form) - 1)
		return false;
	for (size_t i = 0; i < sizeof(form) - 1; i++)
		if (form[i] == 'd' ? !byte_is_digit((unsigned char)text[i]) :
		    text[i] != '-')
			return false;
	month = (unsigned)(text[5] - '0') * 10 + (unsigned)(text[6] - '0');
	day = (unsigned)(text[8] - '0') * 10 + (unsigned)(text[9] - '0');
	return month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

static enum rc
read_one(const struct yaml *node, struct suppression *s, struct err *err)
{
	struct yaml *child, *value = yaml_find(node, "value");
	struct yaml *scope = yaml_find(node, "scope");

	TRY(yaml_known(node, keys, err));
	TRY(yaml_need(node, "rule", "the rule's id", &child, err));
	TRY(yaml_string(child, &s->rule, err));
	TRY(yaml_need(node, "reason", "why it does not count", &child, err));
	TRY(yaml_string(child, &s->reason, err));
	TRY(yaml_need(node, "owner", "who answers for it", &child, err));
	TRY(yaml_string(child, &s->owner, err));
	TRY(yaml_need(node, "expires", "the last day it counts, 2027-01-31",
	    &child, err));
	TRY(yaml_string(child, &s->expires, err));
	if (!is_date(s->expires))
		return yaml_wrong(child, err, "\"%.20s\" is no date: write it "
		    "as 2027-01-31", s->expires);
	if (!value && !scope)
		return yaml_wrong(node, err, "it would switch the whole rule "
		    "off: write value or scope, or disable the rule in a pack");
	s->scopes = ~0u;
	if (scope)
		TRY(rule_read_scopes(scope, &s->scopes, err));
	return value ? read_value(value, s, err) : RC_OK;
}

enum rc
suppress_read(struct source *source, const char *path, struct vec *suppressions,
    struct err *err)
{
	static const char *const known[] = {"format", "suppressions", NULL};
	struct yaml *root, *node;

	TRY(source_yaml(source, path, &root, err));
	TRY(yaml_format(root, known, err));
	TRY(yaml_need(root, "suppressions", "the list of them", &node, err));
	TRY(yaml_is_list(node, err));
	for (const struct yaml *item = node->first; item; item = item->next) {
		struct suppression *s = vec_push(suppressions, source->arena,
		    sizeof(*s));

		if (!s)
			return arena_full(source->arena, "suppressions", err);
		TRY(read_one(item, s, err));
	}
	return RC_OK;
}

static int
by_bytes(const void *a, const void *b)
{
	const struct slice *x = a, *y = b;
	size_t len = x->len < y->len ? x->len : y->len;
	int order = len ? memcmp(x->at, y->at, len) : 0;

	return order ? order : (x->len > y->len) - (x->len < y->len);
}

static enum rc
add_own(struct source *source, struct vec *values, struct slice canonical,
    struct err *err)
{
	struct slice *value = vec_push(values, source->arena, sizeof(*value));

	if (value)
		*value = arena_copy(source->arena, canonical);
	return value && value->at ? RC_OK :
	    arena_full(source->arena, "own values", err);
}

static enum rc
add_joined(struct source *source, struct vec *values, const char *front,
    const char *then, struct slice rest, struct err *err)
{
	unsigned char room[MASK_CANONICAL_MOST];
	size_t len = strlen(front), more = strlen(then);

	if (len + more + rest.len > sizeof(room))
		return RC_OK;
	memcpy(room, front, len);
	memcpy(room + len, then, more);
	memcpy(room + len + more, rest.at, rest.len);
	return add_own(source, values, slice_bytes(room, len + more +
	    rest.len), err);
}

/*
 * "+49 30 901820" is dialled 0049 30 from abroad, 011 49 30 from North America
 * and 030 at home, and is often written "+49 (0)30".
 */
static enum rc
add_phone(struct source *source, struct vec *values, struct slice digits,
    struct err *err)
{
	static const char *const abroad[] = {"00", "011", NULL};
	const struct phone_plan *plan = phone_plan_of(digits);
	struct slice national;

	if (!plan)
		return RC_OK;
	national = phone_plan_national(plan, digits);
	for (size_t i = 0; abroad[i]; i++)
		TRY(add_joined(source, values, abroad[i], plan->code,
		    national, err));
	TRY(add_joined(source, values, plan->code, "", national, err));
	TRY(add_joined(source, values, plan->trunk, "", national, err));
	return add_joined(source, values, plan->code, plan->trunk, national,
	    err);
}

/* A tax number is written with and without its country: "DE136695976". */
static enum rc
add_without_country(struct source *source, struct vec *values,
    struct slice canonical, struct err *err)
{
	enum { SHORTEST = 9, LONGEST = 14 };

	if (canonical.len < SHORTEST || canonical.len > LONGEST ||
	    !byte_is_alpha(canonical.at[0]) ||
	    !byte_is_alpha(canonical.at[1]))
		return RC_OK;
	return add_own(source, values, slice_sub(canonical, 2, canonical.len),
	    err);
}

/* One line of own_values.txt in all its spellings. */
static enum rc
take_own(struct source *source, struct vec *values, struct slice line,
    struct err *err)
{
	unsigned char room[MASK_CANONICAL_MOST + 1];
	bool whole = slice_find_byte(line, '@') != SIZE_MAX;
	bool more = !whole && line.at[line.len - 1] == '*';
	struct slice canonical = mask_canonical(line, whole, room);

	if (more && canonical.len >= OWN_BEGIN_LEAST) {
		room[canonical.len] = '*';
		canonical.len++;
	}
	TRY(add_own(source, values, canonical, err));
	if (whole)
		return RC_OK;
	if (line.at[0] == '+')
		return add_phone(source, values, canonical, err);
	return more ? RC_OK : add_without_country(source, values, canonical,
	    err);
}

enum rc
suppress_read_own(struct source *source, const char *path, struct vec *values,
    struct err *err)
{
	struct slice text, line, normal;

	TRY(source_file(source, path, &text, err));
	while (slice_cut(&text, '\n', &line)) {
		line = slice_trim(line);
		if (!line.len || line.at[0] == '#')
			continue;
		TRY(normalise_words(source->arena, line, &normal, err));
		if (normal.len)
			TRY(take_own(source, values, normal, err));
	}
	if (values->count)
		qsort(values->at, values->count, sizeof(struct slice), by_bytes);
	return RC_OK;
}

static bool
own_has(const struct ruleset *ruleset, struct slice key)
{
	return bsearch(&key, ruleset->own_values, ruleset->own_value_count,
	    sizeof(struct slice), by_bytes) != NULL;
}

bool
suppress_is_own(const struct ruleset *ruleset, struct slice canonical)
{
	unsigned char room[MASK_CANONICAL_MOST + 1];
	size_t at = slice_find_byte(canonical, '@');

	if (!ruleset->own_value_count || !canonical.len ||
	    canonical.len > MASK_CANONICAL_MOST)
		return false;
	if (own_has(ruleset, canonical))
		return true;
	if (at != SIZE_MAX) {	/* "*@roe.com": every address there */
		room[0] = '*';
		memcpy(room + 1, canonical.at + at, canonical.len - at);
		return own_has(ruleset, slice_bytes(room, canonical.len - at +
		    1));
	}
	/* "+49 30 9018*": every number that begins so. */
	memcpy(room, canonical.at, canonical.len);
	room[canonical.len] = 0;
	for (size_t len = OWN_BEGIN_LEAST; len <= canonical.len &&
	    len <= OWN_BEGIN_MOST; len++) {
		unsigned char kept = room[len];

		room[len] = '*';
		if (own_has(ruleset, slice_bytes(room, len + 1)))
			return true;
		room[len] = kept;
	}
	return false;
}

const struct suppression *
suppress_find(const struct ruleset *ruleset, const char *rule,
    const unsigned char digest[CRYPT_DIGEST_BYTES], enum scope scope,
    uint64_t wall_ms)
{
	char today[CLOCK_TEXT_SIZE];

	if (!ruleset->suppression_count)
		return NULL;
	clock_rfc3339(wall_ms, today);
	for (size_t i = 0; i < ruleset->suppression_count; i++) {
		const struct suppression *s = &ruleset->suppressions[i];

		if (strcmp(s->rule, rule) || !(s->scopes >> scope & 1))
			continue;
		if (s->has_digest && memcmp(s->digest, digest,
		    CRYPT_DIGEST_BYTES))
			continue;
		if (strncmp(today, s->expires, strlen(s->expires)) <= 0)
			return s;
	}
	return NULL;
}
