/*
 * scope - which kind of place a text was found in (scope.def).
 */
#ifndef OUTMARK_BASE_SCOPE_H
#define OUTMARK_BASE_SCOPE_H

#include "base/slice.h"

enum scope {
#define SCOPE(name, number, title) SCOPE_##name = (number),
#include "base/scope.def"
#undef SCOPE
	SCOPE_COUNT
};

/* "subject"; never NULL for a valid scope. */
const char *scope_name(enum scope scope);

/* False when there is no scope of that name. */
bool scope_of_name(struct slice name, enum scope *scope);

#endif
