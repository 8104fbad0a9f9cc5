/*
 * reader - pieces of a policy file, read from YAML nodes.
 */
#include "lib/policy/reader.h"

enum rc
reader_text(const struct yaml *map, const char *key, const char **text,
    struct err *err)
{
	const struct yaml *node = yaml_find(map, key);

	*text = "";
	return node == NULL ? RC_OK : yaml_string(node, text, err);
}

bool
reader_is_id(const char *id)
{
	size_t n = strlen(id);

	return n > 0 && n <= 64 && strspn(id,
	    "abcdefghijklmnopqrstuvwxyz0123456789-_.") == n;
}

enum rc
reader_action(const struct yaml *node, enum action *action, struct err *err)
{
	unsigned which;

	TRY(yaml_choice(node, action_names(), &which, err));
	*action = (enum action)which;
	if (!action_row(*action)->built)
		return yaml_wrong(node, err, "%s",
		    action_row(*action)->sentence);
	return RC_OK;
}

/* Append the scalars of `node` (or the one it is) behind what is in the list. */
static enum rc
reader_append(struct reader *r, const struct yaml *node,
    struct text_list *list, struct err *err)
{
	const char **items;

	TRY(yaml_is_list(node, err));
	items = arena_array(r->policy->arena, list->count + yaml_items(node) + 1,
	    sizeof *items);
	if (items == NULL)
		return arena_full(r->policy->arena, "The policy", err);
	if (list->count > 0)
		memcpy(items, list->items, list->count * sizeof *items);
	for (const struct yaml *n = yaml_item(node, NULL); n != NULL;
	    n = yaml_item(node, n))
		TRY(yaml_string(n, &items[list->count++], err));
	list->items = items;
	return RC_OK;
}

enum rc
reader_texts(struct reader *r, const struct yaml *node,
    enum rc (*check)(const struct reader *r, const struct yaml *node,
    const char *text, struct err *err), struct text_list *list,
    struct err *err)
{
	if (node == NULL)
		return RC_OK;
	TRY(yaml_is_list(node, err));
	for (const struct yaml *n = yaml_item(node, NULL); n != NULL;
	    n = yaml_item(node, n)) {
		const char *text;

		TRY(yaml_string(n, &text, err));
		TRY(check(r, n, text, err));
	}
	return reader_append(r, node, list, err);
}

/* "example.org", ".example.org" or "user@example.org". */
static bool
reader_is_pattern(const char *text)
{
	const char *at = strrchr(text, '@');
	const char *domain = at != NULL ? at + 1 : text;

	if (at == text || strpbrk(text, " \t<>,*") != NULL)
		return false;
	if (at == NULL && domain[0] == '.')
		domain++;
	/* A final dot is taken off every address: it would never match. */
	return domain[0] != '\0' && domain[0] != '.' &&
	    domain[strlen(domain) - 1] != '.' && strchr(domain, '/') == NULL;
}

static enum rc
reader_check_pattern(const struct reader *r, const struct yaml *node,
    const char *text, struct err *err)
{
	(void)r;
	return reader_is_pattern(text) ? RC_OK : yaml_wrong(node, err,
	    "this is no address and no domain; write user@example.org, "
	    "example.org for it alone or .example.org for all below it");
}

enum rc
reader_patterns(struct reader *r, const struct yaml *node,
    struct text_list *list, struct err *err)
{
	return reader_texts(r, node, reader_check_pattern, list, err);
}

static enum rc
reader_check_provider(const struct reader *r, const struct yaml *node,
    const char *id, struct err *err)
{
	if (r->catalogue == NULL ||
	    destination_has_provider(r->catalogue, id))
		return RC_OK;
	return yaml_wrong(node, err, "the catalogue of destinations has no "
	    "provider %s; take an id from destinations/providers.yaml", id);
}

enum rc
reader_providers(struct reader *r, const struct yaml *node,
    struct text_list *list, struct err *err)
{
	return reader_texts(r, node, reader_check_provider, list, err);
}

enum rc
reader_groups(struct reader *r, struct err *err)
{
	struct text_list ignored = {0};

	if (r->groups == NULL)
		return RC_OK;
	TRY(yaml_is_map(r->groups, err));
	for (const struct yaml *n = yaml_item(r->groups, NULL); n != NULL;
	    n = yaml_item(r->groups, n))
		TRY(reader_patterns(r, n, &ignored, err));
	return RC_OK;
}

static enum rc
reader_group_members(struct reader *r, const struct yaml *names,
    struct text_list *list, struct err *err)
{
	TRY(yaml_is_list(names, err));
	for (const struct yaml *n = yaml_item(names, NULL); n != NULL;
	    n = yaml_item(names, n)) {
		const struct yaml *group = NULL;
		const char *name;

		TRY(yaml_string(n, &name, err));
		if (r->groups != NULL)
			group = yaml_find(r->groups, name);
		if (group == NULL)
			return yaml_wrong(n, err, "there is no group %s; "
			    "write it under `groups:` at the top", name);
		TRY(reader_append(r, group, list, err));
	}
	return RC_OK;
}

enum rc
reader_people(struct reader *r, const struct yaml *map, const char *key,
    const char *group_key, struct text_list *list, struct err *err)
{
	const struct yaml *groups = yaml_find(map, group_key);
	const struct yaml *node = yaml_find(map, key);

	TRY(reader_patterns(r, node, list, err));
	if (groups != NULL)
		TRY(reader_group_members(r, groups, list, err));
	if ((node != NULL || groups != NULL) && list->count == 0)
		return yaml_wrong(node != NULL ? node : groups, err,
		    "nobody is named here, so the rule would never match; "
		    "name somebody or leave the key out");
	return RC_OK;
}

enum rc
reader_directions(const struct yaml *node, unsigned *directions,
    struct err *err)
{
	unsigned which;

	*directions = 0;
	if (node == NULL)
		return RC_OK;
	TRY(yaml_is_list(node, err));
	for (const struct yaml *n = yaml_item(node, NULL); n != NULL;
	    n = yaml_item(node, n)) {
		TRY(yaml_choice(n, direction_names(), &which, err));
		*directions |= 1u << which;
	}
	if (*directions == 0)
		return yaml_wrong(node, err,
		    "name a direction or leave the key out");
	return RC_OK;
}
