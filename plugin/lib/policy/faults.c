/*
 * faults - what happens to mail that was not seen whole.
 *
 * `otherwise` is the outcome of each cause that is not named, so the list is
 * total.  `approved` has outcomes for recipients at approved places; a cause
 * that is not named there has the same as elsewhere.
 */
#include "lib/policy/reader.h"

static enum rc
faults_read_map(const struct yaml *map, enum action outcomes[CAUSE_END],
    struct err *err)
{
	for (const struct yaml *n = yaml_item(map, NULL); n != NULL;
	    n = yaml_item(map, n)) {
		enum cause cause = cause_of_name(slice_of(n->key));

		if (cause != CAUSE_none)
			TRY(reader_action(n, &outcomes[cause], err));
	}
	return RC_OK;
}

/* The names of all causes, some keys behind them, NULL at the end. */
enum { FAULTS_KEYS = CAUSE_END + 4 };

static void
faults_keys(const char *const *more, const char *keys[FAULTS_KEYS])
{
	size_t n = 0;

	for (unsigned c = 1; c < CAUSE_END; c++)
		keys[n++] = cause_name((enum cause)c);
	while (*more != NULL)
		keys[n++] = *more++;
	keys[n] = NULL;
}

static enum rc
faults_read_approved(const struct yaml *map, struct policy_faults *faults,
    struct err *err)
{
	static const char *const more[] = {NULL};
	const char *keys[FAULTS_KEYS];

	memcpy(faults->approved, faults->outcomes, sizeof faults->approved);
	if (map == NULL)
		return RC_OK;
	faults_keys(more, keys);
	TRY(yaml_known(map, keys, err));
	return faults_read_map(map, faults->approved, err);
}

enum rc
reader_faults(struct reader *r, const struct yaml *root, struct err *err)
{
	static const char *const more[] = {"otherwise", "direction",
		"approved", NULL};
	struct policy_faults *faults = &r->policy->faults;
	const char *keys[FAULTS_KEYS];
	struct yaml *map, *node;
	enum action otherwise;

	TRY(yaml_need(root, "faults",
	    "what happens to mail that could not be examined", &map, err));
	faults_keys(more, keys);
	TRY(yaml_known(map, keys, err));
	TRY(yaml_need(map, "otherwise",
	    "the outcome of each cause that is not named", &node, err));
	TRY(reader_action(node, &otherwise, err));
	for (unsigned c = 0; c < CAUSE_END; c++)
		faults->outcomes[c] = otherwise;
	TRY(reader_directions(yaml_find(map, "direction"),
	    &faults->directions, err));
	TRY(faults_read_map(map, faults->outcomes, err));
	return faults_read_approved(yaml_find(map, "approved"), faults, err);
}
