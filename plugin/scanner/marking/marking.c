/*
 * marking - the table of all marking systems.
 */
#include "scanner/marking/marking.h"

#define MARKING_SYSTEM(name) extern const struct marking_system marking_##name;
#include "scanner/marking/markings.def"
#undef MARKING_SYSTEM

static const struct marking_system *const table[] = {
#define MARKING_SYSTEM(name) &marking_##name,
#include "scanner/marking/markings.def"
#undef MARKING_SYSTEM
};

enum { SYSTEMS = sizeof(table) / sizeof(table[0]) };

const struct marking_system *const *
marking_systems(size_t *count)
{
	*count = SYSTEMS;
	return table;
}

const struct marking_system *
marking_system_find(struct slice name)
{
	for (size_t i = 0; i < SYSTEMS; i++)
		if (slice_is_text(name, table[i]->name))
			return table[i];
	return NULL;
}
