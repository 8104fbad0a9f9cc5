/*
 * scope - which kind of place a text was found in.  See scope.h.
 */
#include "base/scope.h"

static const char *const names[SCOPE_COUNT] = {
#define SCOPE(name, number, title) [number] = #name,
#include "base/scope.def"
#undef SCOPE
};

const char *
scope_name(enum scope scope)
{
	return (unsigned)scope < SCOPE_COUNT ? names[scope] : NULL;
}

bool
scope_of_name(struct slice name, enum scope *scope)
{
	for (unsigned i = 0; i < SCOPE_COUNT; i++) {
		if (slice_is_text(name, names[i])) {
			*scope = (enum scope)i;
			return true;
		}
	}
	return false;
}
