/*
 * config - outmark.yaml, read once into a value that nobody changes.
 * See config.h.
 */
#include "base/config.h"

#include <stdlib.h>

#include "base/yaml.h"

enum { CONFIG_MEMORY = 8 << 20, CONFIG_FILE_MAX = 1 << 20 };

#define KIND_text CONFIG_TEXT
#define KIND_path CONFIG_PATH
#define KIND_choice CONFIG_CHOICE
#define KIND_flag CONFIG_FLAG
#define KIND_list CONFIG_LIST

static const struct config_row rows[] = {
#define SETTING(kind, field, name, initial, reloadable, sentence)            \
	{ KIND_##kind, name, initial, reloadable, sentence,                  \
	    offsetof(struct config, field) },
#include "base/config.def"
#undef SETTING
};

enum { ROW_COUNT = sizeof(rows) / sizeof(rows[0]) };

static const char *const row_names[] = {
#define SETTING(kind, field, name, initial, reloadable, sentence) name,
#include "base/config.def"
#undef SETTING
	"limits", NULL
};

const struct config_row *
config_rows(size_t *count)
{
	*count = ROW_COUNT;
	return rows;
}

const char *
config_default_file(void)
{
	return OUTMARK_SYSCONFDIR "/outmark.yaml";
}

static void *
field_of(const struct config *config, const struct config_row *row)
{
	return (char *)(uintptr_t)config + row->offset;
}

static enum rc
no_memory(struct err *err)
{
	return err_set(err, RC_SYSTEM, "no memory for the configuration");
}

/* Words of a default list, separated by spaces. */
static enum rc
set_list_default(struct config *config, struct text_list *list,
    struct slice words, struct err *err)
{
	struct slice word;

	list->items = arena_array(config->arena, words.len + 1,
	    sizeof(*list->items));
	if (list->items == NULL)
		return no_memory(err);
	while (slice_cut(&words, ' ', &word)) {
		list->items[list->count] = arena_string(config->arena, word);
		if (list->items[list->count++] == NULL)
			return no_memory(err);
	}
	return RC_OK;
}

static enum rc
set_default(struct config *config, const struct config_row *row,
    struct err *err)
{
	struct slice first = slice_of(row->initial);
	const char *text;

	if (row->kind == CONFIG_LIST)
		return set_list_default(config, field_of(config, row), first,
		    err);
	if (row->kind == CONFIG_FLAG) {
		bool value = slice_is_text(first, "true");

		memcpy(field_of(config, row), &value, sizeof(value));
		return RC_OK;
	}
	if (row->kind == CONFIG_CHOICE)
		first = slice_sub(first, 0, slice_find_byte(first, '|'));
	text = arena_string(config->arena, first);
	if (text == NULL)
		return no_memory(err);
	memcpy(field_of(config, row), &text, sizeof(text));
	return RC_OK;
}

enum rc
config_defaults(struct config **config, struct err *err)
{
	struct arena *arena = arena_new(CONFIG_MEMORY);

	if (arena == NULL)
		return no_memory(err);
	*config = arena_alloc(arena, sizeof(**config));
	if (*config == NULL) {
		arena_free(arena);
		return no_memory(err);
	}
	(*config)->arena = arena;
	(*config)->file = "";
	(*config)->limits = limit_defaults();
	for (size_t i = 0; i < ROW_COUNT; i++) {
		enum rc rc = set_default(*config, &rows[i], err);

		if (rc != RC_OK) {
			config_free(*config);
			return rc;
		}
	}
	return RC_OK;
}

void
config_free(struct config *config)
{
	if (config != NULL)
		arena_free(config->arena);
}

static enum rc
set_list(struct config *config, const struct yaml *node,
    struct text_list *list, struct err *err)
{
	const struct yaml *item = node->kind == YAML_LIST ? node->first : node;

	TRY(yaml_is_list(node, err));
	list->count = 0;
	list->items = arena_array(config->arena, node->count + 1,
	    sizeof(*list->items));
	if (list->items == NULL)
		return no_memory(err);
	for (; item != NULL; item = item->next) {
		TRY(yaml_string(item, &list->items[list->count], err));
		list->count++;
		if (node->kind == YAML_SCALAR)
			break;
	}
	return RC_OK;
}

enum { CHOICES_MAX = 8 };

static enum rc
set_choice(struct config *config, const struct yaml *node,
    const struct config_row *row, struct err *err)
{
	const char *words[CHOICES_MAX + 1] = {0};
	struct slice rest = slice_of(row->initial), word;
	unsigned index, count = 0;

	while (count < CHOICES_MAX && slice_cut(&rest, '|', &word)) {
		words[count] = arena_string(config->arena, word);
		if (words[count++] == NULL)
			return no_memory(err);
	}
	TRY(yaml_choice(node, words, &index, err));
	memcpy(field_of(config, row), &words[index], sizeof(words[index]));
	return RC_OK;
}

static enum rc
set_row(struct config *config, const struct yaml *node,
    const struct config_row *row, struct err *err)
{
	const char *text;
	bool flag;

	switch (row->kind) {
	case CONFIG_LIST:
		return set_list(config, node, field_of(config, row), err);
	case CONFIG_CHOICE:
		return set_choice(config, node, row, err);
	case CONFIG_FLAG:
		TRY(yaml_bool(node, &flag, err));
		memcpy(field_of(config, row), &flag, sizeof(flag));
		return RC_OK;
	case CONFIG_PATH:
	case CONFIG_TEXT:
		TRY(yaml_string(node, &text, err));
		if (row->kind == CONFIG_PATH && text[0] != '\0' &&
		    text[0] != '/')
			return yaml_wrong(node, err,
			    "write a path that begins with /");
		memcpy(field_of(config, row), &text, sizeof(text));
		return RC_OK;
	}
	return RC_OK;
}

static enum rc
set_limits(struct config *config, const struct yaml *map, struct err *err)
{
	TRY(yaml_is_map(map, err));
	for (const struct yaml *node = map->first; node != NULL;
	    node = node->next) {
		uint64_t value;
		struct err inner;

		TRY(yaml_number(node, 0, UINT64_MAX, &value, err));
		if (limit_set(&config->limits, slice_of(node->key), value,
		    &inner) != RC_OK)
			return yaml_wrong(node, err, "%s", inner.text);
	}
	return RC_OK;
}

static enum rc
fill(struct config *config, const char *path, struct err *err)
{
	struct yaml *root;
	const struct yaml *limits;

	TRY(yaml_read(config->arena, path, CONFIG_FILE_MAX, &root, err));
	TRY(yaml_known(root, row_names, err));
	for (size_t i = 0; i < ROW_COUNT; i++) {
		const struct yaml *node = yaml_find(root, rows[i].name);

		if (node != NULL)
			TRY(set_row(config, node, &rows[i], err));
	}
	limits = yaml_find(root, "limits");
	if (limits != NULL)
		TRY(set_limits(config, limits, err));
	config->file = root->file;
	return RC_OK;
}

enum rc
config_read(const char *path, struct config **config, struct err *err)
{
	enum rc rc;

	TRY(config_defaults(config, err));
	rc = fill(*config, path, err);
	if (rc != RC_OK) {
		config_free(*config);
		*config = NULL;
	}
	return rc;
}

static const char *
join(const struct config *config, const struct text_list *list)
{
	const char *text = "";

	for (size_t i = 0; i < list->count && text != NULL; i++)
		text = arena_printf(config->arena, "%s%s%s", text,
		    i == 0 ? "" : " ", list->items[i]);
	return text == NULL ? "" : text;
}

const char *
config_text(const struct config *config, const char *name)
{
	for (size_t i = 0; i < ROW_COUNT; i++) {
		const void *field = field_of(config, &rows[i]);

		if (strcmp(rows[i].name, name) != 0)
			continue;
		if (rows[i].kind == CONFIG_LIST)
			return join(config, field);
		if (rows[i].kind == CONFIG_FLAG)
			return *(const bool *)field ? "yes" : "no";
		return *(const char *const *)field;
	}
	return NULL;
}

enum config_mode
config_mode(const struct config *config)
{
	return strcmp(config->mode, "enforce") == 0 ? MODE_ENFORCE :
	    MODE_MONITOR;
}

enum config_tags
config_tags(const struct config *config)
{
	if (strcmp(config->tags, "full") == 0)
		return TAGS_FULL;
	return strcmp(config->tags, "id") == 0 ? TAGS_ID : TAGS_LABELS;
}

struct log
config_log(const struct config *config, const char *program)
{
	enum log_level least = LOG_LEVEL_INFO;

	if (strcmp(config->log_level, "error") == 0)
		least = LOG_LEVEL_ERROR;
	else if (strcmp(config->log_level, "warning") == 0)
		least = LOG_LEVEL_WARNING;
	else if (strcmp(config->log_level, "debug") == 0)
		least = LOG_LEVEL_DEBUG;
	if (strcmp(config->log_to, "syslog") == 0)
		return log_syslog(program, least);
	return log_stderr(program, least);
}
