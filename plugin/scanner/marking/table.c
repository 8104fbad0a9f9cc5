/*
 * table - the values that marking systems allow, as versioned data.
 */
#include "scanner/marking/table.h"

enum { TABLES_MOST = 64, RANK_MOST = 9 };

struct marking_tables *
marking_tables_new(struct arena *arena)
{
	struct marking_tables *tables = arena_alloc(arena, sizeof(*tables));

	if (!tables)
		return NULL;
	tables->tables = arena_array(arena, TABLES_MOST,
	    sizeof(*tables->tables));
	tables->room = TABLES_MOST;
	return tables->tables ? tables : NULL;
}

static enum rc
full(struct arena *arena, struct err *err)
{
	return arena_full(arena, "the marking tables", err);
}

/* A list of words (or one word), NULL at the end; none gives an empty list. */
static enum rc
read_words(struct arena *arena, const struct yaml *node,
    const char *const **words, struct err *err)
{
	const char **list = arena_array(arena, node ? node->count + 2 : 1,
	    sizeof(*list));
	size_t count = 0;

	if (!list)
		return full(arena, err);
	*words = list;
	if (!node)
		return RC_OK;
	TRY(yaml_is_list(node, err));
	if (node->kind == YAML_SCALAR)
		return yaml_string(node, &list[0], err);
	for (const struct yaml *item = node->first; item; item = item->next)
		TRY(yaml_string(item, &list[count++], err));
	return RC_OK;
}

static enum rc
read_entry(struct arena *arena, const struct yaml *node,
    struct marking_entry *entry, struct err *err)
{
	static const char *const known[] = {"code", "title", "portion", "forms",
		"slips", "is", "rank", NULL};
	struct yaml *code = NULL, *portion, *rank;
	uint64_t number = 0;

	if (node->kind == YAML_MAP) {
		TRY(yaml_known(node, known, err));
		TRY(yaml_need(node, "code", "the marking itself", &code, err));
	}
	TRY(yaml_string(code ? code : node, &entry->code, err));
	entry->portion = entry->code;
	portion = yaml_find(node, "portion");
	if (portion)
		TRY(yaml_string(portion, &entry->portion, err));
	rank = yaml_find(node, "rank");
	if (rank)
		TRY(yaml_number(rank, 0, RANK_MOST, &number, err));
	entry->rank = (unsigned)number;
	TRY(read_words(arena, yaml_find(node, "forms"), &entry->forms, err));
	TRY(read_words(arena, yaml_find(node, "slips"), &entry->slips, err));
	return read_words(arena, yaml_find(node, "is"), &entry->is, err);
}

static enum rc
read_list(struct arena *arena, const struct yaml *node,
    struct marking_list *list, struct err *err)
{
	struct marking_entry *entries;

	if (node->kind != YAML_LIST)
		return yaml_wrong(node, err, "write a list of values");
	entries = arena_array(arena, node->count + 1, sizeof(*entries));
	if (!entries)
		return full(arena, err);
	list->name = node->key;
	list->entries = entries;
	for (const struct yaml *item = node->first; item; item = item->next)
		TRY(read_entry(arena, item, &entries[list->count++], err));
	return RC_OK;
}

static enum rc
read_lists(struct arena *arena, const struct yaml *root,
    struct marking_table *table, struct err *err)
{
	struct marking_list *lists;
	struct yaml *node;

	TRY(yaml_need(root, "lists", "the lists of values", &node, err));
	TRY(yaml_is_map(node, err));
	lists = arena_array(arena, node->count + 1, sizeof(*lists));
	if (!lists)
		return full(arena, err);
	table->lists = lists;
	for (const struct yaml *item = node->first; item; item = item->next)
		TRY(read_list(arena, item, &lists[table->list_count++], err));
	return RC_OK;
}

enum rc
marking_tables_add(struct marking_tables *tables, struct arena *arena,
    const struct yaml *root, struct err *err)
{
	static const char *const known[] = {"format", "system", "version",
		"source", "lists", NULL};
	struct marking_table *table = &tables->tables[tables->count];
	struct yaml *node;
	uint64_t format;

	if (tables->count == tables->room)
		return yaml_wrong(root, err, "there are more than %d marking "
		    "tables", TABLES_MOST);
	TRY(yaml_known(root, known, err));
	TRY(yaml_need(root, "format", "format: 1", &node, err));
	TRY(yaml_number(node, 1, 1, &format, err));
	TRY(yaml_need(root, "system", "the marking system's name", &node, err));
	TRY(yaml_string(node, &table->system, err));
	TRY(yaml_need(root, "version", "the version of the values", &node, err));
	TRY(yaml_string(node, &table->version, err));
	TRY(yaml_need(root, "source", "where the values come from", &node,
	    err));
	TRY(yaml_string(node, &table->source, err));
	TRY(read_lists(arena, root, table, err));
	tables->count++;
	return RC_OK;
}

/* A later table of the same system is the site's and wins. */
const struct marking_list *
marking_list_find(const struct marking_tables *tables, const char *system,
    const char *name)
{
	static const struct marking_list none = {"", NULL, 0};

	for (size_t t = tables->count; t-- > 0;) {
		const struct marking_table *table = &tables->tables[t];

		if (strcmp(table->system, system))
			continue;
		for (size_t i = 0; i < table->list_count; i++)
			if (!strcmp(table->lists[i].name, name))
				return &table->lists[i];
	}
	return &none;
}

const struct marking_entry *
marking_entry_find(const struct marking_list *list, struct slice text)
{
	for (size_t i = 0; i < list->count; i++) {
		const struct marking_entry *entry = &list->entries[i];

		if (slice_is_text(text, entry->code) ||
		    slice_is_text(text, entry->portion))
			return entry;
		for (size_t f = 0; entry->forms[f]; f++)
			if (slice_is_text(text, entry->forms[f]))
				return entry;
	}
	return NULL;
}

bool
marking_entry_is(const struct marking_entry *entry, const char *word)
{
	for (size_t i = 0; entry->is[i]; i++)
		if (!strcmp(entry->is[i], word))
			return true;
	return false;
}
