/*
 * validator - the table of all validators, with small helpers for them.
 */
#include "scanner/match/validator.h"

#define VALIDATOR(name) extern const struct validator validate_##name;
#include "scanner/match/validators.def"
#undef VALIDATOR

static const struct validator *const table[] = {
#define VALIDATOR(name) &validate_##name,
#include "scanner/match/validators.def"
#undef VALIDATOR
};

static const char *const names[] = {
#define VALIDATOR(name) #name,
#include "scanner/match/validators.def"
#undef VALIDATOR
	NULL
};

const struct validator *const *
validators(size_t *count)
{
	*count = sizeof(table) / sizeof(table[0]);
	return table;
}

const struct validator *
validator_find(struct slice name)
{
	for (size_t i = 0; names[i]; i++)
		if (slice_is_text(name, names[i]))
			return table[i];
	return NULL;
}

const char *const *
validator_names(void)
{
	return names;
}

bool
validator_digits(struct slice value, size_t least, size_t most)
{
	if (value.len < least || value.len > most)
		return false;
	for (size_t i = 0; i < value.len; i++)
		if (!byte_is_digit(value.at[i]))
			return false;
	return true;
}

bool
validator_listed(struct slice value, const char *const list[])
{
	for (size_t i = 0; list[i]; i++)
		if (slice_is_text(value, list[i]))
			return true;
	return false;
}

bool
validator_uniform(struct slice value)
{
	for (size_t i = 1; i < value.len; i++)
		if (value.at[i] != value.at[0])
			return false;
	return value.len > 0;
}

unsigned
validator_different(struct slice value)
{
	bool seen[256] = {false};
	unsigned count = 0;

	for (size_t i = 0; i < value.len; i++) {
		count += !seen[value.at[i]];
		seen[value.at[i]] = true;
	}
	return count;
}
