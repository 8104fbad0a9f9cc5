/*
 * structure - the table of all structures.
 */
#include "scanner/match/structure.h"

#define STRUCTURE(name) extern const struct structure structure_##name;
#include "scanner/match/structures.def"
#undef STRUCTURE

static const struct structure *const table[] = {
#define STRUCTURE(name) &structure_##name,
#include "scanner/match/structures.def"
#undef STRUCTURE
};

static const char *const names[] = {
#define STRUCTURE(name) #name,
#include "scanner/match/structures.def"
#undef STRUCTURE
	NULL
};

const struct structure *const *
structures(size_t *count)
{
	*count = sizeof(table) / sizeof(table[0]);
	return table;
}

const struct structure *
structure_find(struct slice name)
{
	for (size_t i = 0; names[i]; i++)
		if (slice_is_text(name, names[i]))
			return table[i];
	return NULL;
}

const char *const *
structure_names(void)
{
	return names;
}
