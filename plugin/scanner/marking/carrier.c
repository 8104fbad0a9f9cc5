/*
 * carrier - the table of all label carriers, and the list they fill.
 */
#include "scanner/marking/carrier.h"

#define CARRIER(name) extern const struct carrier carrier_##name;
#include "scanner/marking/carriers.def"
#undef CARRIER

static const struct carrier *const table[] = {
#define CARRIER(name) &carrier_##name,
#include "scanner/marking/carriers.def"
#undef CARRIER
};

enum { CARRIERS = sizeof(table) / sizeof(table[0]) };

const struct carrier *const *
carriers_all(size_t *count)
{
	*count = CARRIERS;
	return table;
}

static bool
is_field(const char *name, struct slice field)
{
	size_t len = strlen(name);

	if (len > 1 && name[0] == '*' && name[len - 1] == '*')
		return slice_find_nocase(field, slice_bytes(name + 1,
		    len - 2)) != SIZE_MAX;
	if (len > 0 && name[len - 1] == '*')
		return slice_starts_nocase(field, slice_bytes(name, len - 1));
	return slice_is_nocase(field, slice_bytes(name, len));
}

const struct carrier *
carrier_of(struct slice field)
{
	for (size_t i = 0; i < CARRIERS; i++)
		for (size_t f = 0; table[i]->fields[f] != NULL; f++)
			if (is_field(table[i]->fields[f], field))
				return table[i];
	return NULL;
}

static struct slice
first_of(struct slice old, struct slice new)
{
	return old.len > 0 ? old : new;
}

void
carrier_put(struct carrier_reading *reading, const struct carried *carried)
{
	struct carried one = *carried;

	one.id = slice_sub(slice_trim(one.id), 0, CARRIED_ID_MOST);
	one.words = slice_sub(slice_trim(one.words), 0, CARRIED_WORDS_MOST);
	one.policy = slice_sub(slice_trim(one.policy), 0, CARRIED_ID_MOST);
	one.extra = slice_sub(one.extra, 0, CARRIED_WORDS_MOST);
	if (one.id.len == 0 && one.words.len == 0)
		return;
	for (size_t i = 0; one.id.len > 0 && i < reading->count; i++) {
		struct carried *old = &reading->list[i];

		if (!slice_is_nocase(old->id, one.id))
			continue;
		old->words = first_of(old->words, one.words);
		old->policy = first_of(old->policy, one.policy);
		old->off = old->off || one.off;
		return;
	}
	if (reading->count < CARRIED_MOST)
		reading->list[reading->count++] = one;
}
