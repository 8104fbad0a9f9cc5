/*
 * limit - every ceiling of the product, in one list.  See limit.h.
 */
#include "base/limit.h"

#include <inttypes.h>

#include "base/yaml.h"

static const struct limit_row rows[] = {
#define LIMIT(name, initial, least, most, reason)                            \
	{ #name, initial, least, most, reason, offsetof(struct limits, name) },
#include "base/limit.def"
#undef LIMIT
};

enum { ROW_COUNT = sizeof(rows) / sizeof(rows[0]) };

static const char *const row_names[] = {
#define LIMIT(name, initial, least, most, reason) #name,
#include "base/limit.def"
#undef LIMIT
	NULL
};

const struct limit_row *
limit_rows(size_t *count)
{
	*count = ROW_COUNT;
	return rows;
}

struct limits
limit_defaults(void)
{
	return (struct limits){
#define LIMIT(name, initial, least, most, reason) .name = initial,
#include "base/limit.def"
#undef LIMIT
	};
}

enum rc
limit_set(struct limits *limits, struct slice name, uint64_t value,
    struct err *err)
{
	for (size_t i = 0; i < ROW_COUNT; i++) {
		const struct limit_row *row = &rows[i];

		if (!slice_is_text(name, row->name))
			continue;
		if (value < row->least || value > row->most)
			return err_set(err, RC_CONFIG,
			    "%s is %" PRIu64 "; write a number from %" PRIu64
			    " to %" PRIu64, row->name, value, row->least,
			    row->most);
		memcpy((char *)limits + row->offset, &value, sizeof(value));
		return RC_OK;
	}
	return err_set(err, RC_CONFIG,
	    "there is no limit \"%.*s\"; did you mean \"%s\"?", (int)name.len,
	    (const char *)name.at, nearest_word(name, row_names));
}

uint64_t
limit_get(const struct limits *limits, const struct limit_row *row)
{
	uint64_t value;

	memcpy(&value, (const char *)limits + row->offset, sizeof(value));
	return value;
}
