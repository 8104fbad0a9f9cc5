/*
 * verdict - what the policy makes of one recipient, and why.
 *
 * Only the words of the tables.
 */
#include "lib/policy/verdict.h"

const struct action_row *
action_row(enum action action)
{
	static const struct action_row rows[] = {
#define ACTION(name, strictness, verdict, built, past, sentence)             \
		{#name, strictness, VERDICT_##verdict, built, past, sentence},
#include "lib/policy/action.def"
#undef ACTION
	};

	return &rows[action < ACTION_COUNT ? action : ACTION_hold];
}

const char *
action_name(enum action action)
{
	return action_row(action)->name;
}

const char *const *
action_names(void)
{
	static const char *const names[] = {
#define ACTION(name, strictness, verdict, built, past, sentence) #name,
#include "lib/policy/action.def"
#undef ACTION
		NULL,
	};

	return names;
}

const char *const *
direction_names(void)
{
	static const char *const names[] = {
#define DIRECTION(name, title) #name,
#include "lib/policy/direction.def"
#undef DIRECTION
		NULL,
	};

	return names;
}

const char *
direction_name(enum direction direction)
{
	return direction_names()[direction < DIRECTION_COUNT ? direction :
	    DIRECTION_outbound];
}
