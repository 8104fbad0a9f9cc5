/*
 * table - the values that marking systems allow, as versioned data.
 *
 * Read from the files of rules/markings before the jail:
 *   format: 1, system, version, source, lists: {name: [entries]}
 * An entry is a word (its code) or a map of code, forms (other spellings),
 * portion (spelling in a portion mark), rank (of a level: 0 unclassified,
 * 1 restricted, 2 confidential, 3 secret, 4 top secret; of a control: the least
 * level it stands with) and is (words a grammar asks for).
 */
#ifndef OUTMARK_SCANNER_MARKING_TABLE_H
#define OUTMARK_SCANNER_MARKING_TABLE_H

#include "base/yaml.h"

struct marking_entry {
	const char *code;		/* canonical, in a banner */
	const char *portion;		/* in a portion; the code when not said */
	const char *const *forms;	/* other spellings, NULL at the end */
	const char *const *slips;	/* spellings that are wrong; NULL at the end */
	const char *const *is;		/* NULL at the end */
	unsigned rank;
};

struct marking_list {
	const char *name;
	const struct marking_entry *entries;
	size_t count;
};

struct marking_table {
	const char *system;
	const char *version;
	const char *source;
	const struct marking_list *lists;
	size_t list_count;
};

struct phrases;

struct marking_tables {
	struct marking_table *tables;
	size_t count;
	size_t room;
	const struct phrases *phrases;	/* of all tables; NULL until sealed */
};

/* No tables yet; lives in the arena.  NULL when it is full. */
struct marking_tables *marking_tables_new(struct arena *arena);

/* Add what one file says.  RC_CONFIG with file, line and column. */
enum rc marking_tables_add(struct marking_tables *tables, struct arena *arena,
    const struct yaml *root, struct err *err) MUST_USE;

/* A list of a system; an empty one when there is none. */
const struct marking_list *marking_list_find(
    const struct marking_tables *tables, const char *system,
    const char *name);

/* The entry that is spelled so (code, form or portion), or NULL. */
const struct marking_entry *marking_entry_find(
    const struct marking_list *list, struct slice text);

/* Does the entry's `is` hold this word? */
bool marking_entry_is(const struct marking_entry *entry, const char *word);

#endif
