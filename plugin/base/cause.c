/*
 * cause - the closed list of causes of not seeing.  See cause.h.
 */
#include "base/cause.h"

static const struct row {
	const char *name;
	const char *sentence;
} rows[CAUSE_END] = {
#define CAUSE(name, number, sentence) [number] = { #name, sentence },
#include "base/cause.def"
#undef CAUSE
};

const char *
cause_name(enum cause cause)
{
	return (unsigned)cause < CAUSE_END ? rows[cause].name : NULL;
}

const char *
cause_sentence(enum cause cause)
{
	return (unsigned)cause < CAUSE_END ? rows[cause].sentence : NULL;
}

enum cause
cause_of_name(struct slice name)
{
	for (unsigned i = 0; i < CAUSE_END; i++)
		if (rows[i].name != NULL && slice_is_text(name, rows[i].name))
			return (enum cause)i;
	return CAUSE_none;
}

bool
cause_cut(struct slice *list, enum cause *cause)
{
	struct slice name;

	while (slice_cut(list, ',', &name)) {
		*cause = cause_of_name(slice_trim(name));
		if (*cause != CAUSE_none)
			return true;
	}
	return false;
}
