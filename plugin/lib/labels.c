/*
 * labels - the titles of labels.yaml, for sentences and for checking a policy.
 */
#include "lib/labels.h"

#include "base/yaml.h"

struct labels {
	struct arena *arena;
	const char **ids;		/* NULL at the end */
	const char **titles;
	size_t count;
};

struct labels *
labels_new(struct arena *arena)
{
	struct labels *labels = arena_alloc(arena, sizeof *labels);

	if (labels != NULL)
		labels->arena = arena;
	return labels;
}

static size_t
labels_find(const struct labels *labels, const char *id, size_t len)
{
	for (size_t i = 0; i < labels->count; i++)
		if (strncmp(labels->ids[i], id, len) == 0 &&
		    labels->ids[i][len] == '\0')
			return i;
	return SIZE_MAX;
}

static enum rc
labels_grow(struct labels *labels, size_t more, struct err *err)
{
	size_t room = labels->count + more + 1;
	const char **ids = arena_array(labels->arena, room, sizeof *ids);
	const char **titles = arena_array(labels->arena, room,
	    sizeof *titles);

	if (ids == NULL || titles == NULL)
		return arena_full(labels->arena, "The labels", err);
	for (size_t i = 0; i < labels->count; i++) {
		ids[i] = labels->ids[i];
		titles[i] = labels->titles[i];
	}
	labels->ids = ids;
	labels->titles = titles;
	return RC_OK;
}

static enum rc
labels_add(struct labels *labels, const struct yaml *map, struct err *err)
{
	struct yaml *id, *title;
	const char *text;
	size_t at;

	TRY(yaml_need(map, "id", "the id that rules name", &id, err));
	TRY(yaml_need(map, "title", "what people read", &title, err));
	TRY(yaml_string(id, &text, err));
	at = labels_find(labels, text, strlen(text));
	if (at == SIZE_MAX)
		at = labels->count++;
	labels->ids[at] = text;
	return yaml_string(title, &labels->titles[at], err);
}

enum rc
labels_read(struct labels *labels, const char *path, size_t most,
    struct err *err)
{
	struct yaml *root, *list;

	TRY(yaml_read(labels->arena, path, most, &root, err));
	TRY(yaml_is_map(root, err));
	TRY(yaml_need(root, "labels", "the list of labels", &list, err));
	TRY(yaml_is_list(list, err));
	TRY(labels_grow(labels, yaml_items(list), err));
	for (const struct yaml *n = yaml_item(list, NULL); n != NULL;
	    n = yaml_item(list, n)) {
		TRY(yaml_is_map(n, err));
		TRY(labels_add(labels, n, err));
	}
	return RC_OK;
}

const char *
labels_title(const struct labels *labels, const char *id)
{
	size_t len = strlen(id);

	while (len > 0) {
		size_t at = labels_find(labels, id, len);

		if (at != SIZE_MAX)
			return labels->titles[at];
		while (len > 0 && id[--len] != '.')
			;
	}
	return id;
}

const char *const *
labels_ids(const struct labels *labels)
{
	return labels->count > 0 ? (const char *const *)labels->ids : NULL;
}
