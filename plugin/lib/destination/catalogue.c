/*
 * catalogue - the services that can be told by the domain of an address.
 *
 * The entries of all providers stand in one sorted list; a domain is looked up
 * as it is and then as ".parent" for each of its parents.
 */
#include "lib/destination/catalogue.h"

#include <stdlib.h>

#include "base/yaml.h"

struct catalogue_entry {
	const char *domain;
	const struct catalogue_provider *provider;
	unsigned layer;			/* later files win */
	const struct yaml *node;
};

struct catalogue {
	struct arena *arena;
	struct catalogue_provider *first, **end;
	struct catalogue_entry *entries;
	size_t count, room;
	unsigned layers;
};

struct catalogue *
catalogue_new(struct arena *arena)
{
	struct catalogue *c = arena_alloc(arena, sizeof *c);

	if (c == NULL)
		return NULL;
	c->arena = arena;
	c->end = &c->first;
	return c;
}

static int
catalogue_compare(const void *a, const void *b)
{
	const struct catalogue_entry *x = a, *y = b;
	int order = strcmp(x->domain, y->domain);

	return order != 0 ? order : (int)y->layer - (int)x->layer;
}

static enum rc
catalogue_add_entry(struct catalogue *c, const struct yaml *node,
    const struct catalogue_provider *provider, struct err *err)
{
	const char *domain;

	TRY(yaml_string(node, &domain, err));
	if (domain[0] == '\0' || strpbrk(domain, "@/* \t") != NULL)
		return yaml_wrong(node, err, "this is no domain; write "
		    "example.org for it alone or .example.org for all below "
		    "it");
	for (const char *p = domain; *p != '\0'; p++)
		if (*p >= 'A' && *p <= 'Z')
			return yaml_wrong(node, err,
			    "write the domain in lower case");
	if (c->count == c->room) {
		size_t room = c->room * 2 + 64;
		struct catalogue_entry *more =
		    arena_array(c->arena, room, sizeof *more);

		if (more == NULL)
			return arena_full(c->arena, "The catalogue", err);
		if (c->count > 0)
			memcpy(more, c->entries, c->count * sizeof *more);
		c->entries = more;
		c->room = room;
	}
	c->entries[c->count++] = (struct catalogue_entry){
		.domain = domain, .provider = provider, .layer = c->layers,
		.node = node,
	};
	return RC_OK;
}

/* An optional text of a map: "" when it is not there. */
static enum rc
catalogue_text(const struct yaml *map, const char *key, const char **text,
    struct err *err)
{
	const struct yaml *node = yaml_find(map, key);

	*text = "";
	return node == NULL ? RC_OK : yaml_string(node, text, err);
}

static enum rc
catalogue_flag(const struct yaml *map, const char *key, bool *flag,
    struct err *err)
{
	const struct yaml *node = yaml_find(map, key);

	*flag = false;
	return node == NULL ? RC_OK : yaml_bool(node, flag, err);
}

static enum rc
catalogue_read_kinds(struct catalogue *c, const struct yaml *map,
    struct catalogue_provider *p, struct err *err)
{
	struct yaml *list;
	const char **kinds;
	unsigned which;

	TRY(yaml_need(map, "kinds", "what kind of place it is", &list, err));
	TRY(yaml_is_list(list, err));
	kinds = arena_array(c->arena, yaml_items(list) + 1, sizeof *kinds);
	if (kinds == NULL)
		return arena_full(c->arena, "The catalogue", err);
	for (const struct yaml *k = yaml_item(list, NULL); k != NULL;
	    k = yaml_item(list, k)) {
		TRY(yaml_choice(k, destination_kinds(), &which, err));
		kinds[p->kind_count++] = destination_kinds()[which];
	}
	p->kinds = kinds;
	return RC_OK;
}

static enum rc
catalogue_read_authorization(const struct yaml *map,
    struct destination_authorization *a, struct err *err)
{
	static const char *const keys[] = {"scheme", "level", "scope",
		"status", "source", "verified", "read_on", NULL};

	TRY(yaml_known(map, keys, err));
	TRY(catalogue_text(map, "scheme", &a->scheme, err));
	TRY(catalogue_text(map, "level", &a->level, err));
	TRY(catalogue_text(map, "scope", &a->scope, err));
	TRY(catalogue_text(map, "status", &a->status, err));
	TRY(catalogue_text(map, "source", &a->source, err));
	return catalogue_flag(map, "verified", &a->verified, err);
}

static enum rc
catalogue_read_authorizations(struct catalogue *c, const struct yaml *map,
    struct catalogue_provider *p, struct err *err)
{
	const struct yaml *list = yaml_find(map, "authorizations");
	struct destination_authorization *rows;

	if (list == NULL)
		return RC_OK;
	TRY(yaml_is_list(list, err));
	rows = arena_array(c->arena, yaml_items(list) + 1, sizeof *rows);
	if (rows == NULL)
		return arena_full(c->arena, "The catalogue", err);
	for (const struct yaml *n = yaml_item(list, NULL); n != NULL;
	    n = yaml_item(list, n))
		TRY(catalogue_read_authorization(n,
		    &rows[p->authorization_count++], err));
	p->authorizations = rows;
	return RC_OK;
}

static enum rc
catalogue_read_texts(const struct yaml *map, struct catalogue_provider *p,
    struct err *err)
{
	TRY(catalogue_text(map, "name", &p->name, err));
	TRY(catalogue_text(map, "operator", &p->operator, err));
	TRY(catalogue_text(map, "jurisdiction", &p->jurisdiction, err));
	TRY(catalogue_text(map, "parent", &p->parent, err));
	TRY(catalogue_text(map, "evidence", &p->evidence, err));
	TRY(catalogue_flag(map, "verified", &p->verified, err));
	if (p->jurisdiction[0] != '\0' && strlen(p->jurisdiction) != 2)
		return yaml_wrong(yaml_find(map, "jurisdiction"), err,
		    "write the two letters of ISO 3166-1, for example US");
	if (strcmp(p->jurisdiction, "ZZ") == 0)
		p->jurisdiction = "";
	if (p->name[0] == '\0')
		p->name = p->id;
	return RC_OK;
}

static enum rc
catalogue_read_provider(struct catalogue *c, const struct yaml *map,
    struct err *err)
{
	static const char *const keys[] = {"id", "name", "operator",
		"jurisdiction", "parent", "kinds", "domains", "evidence",
		"sources", "verified", "authorizations", "notes", NULL};
	struct catalogue_provider *p = arena_alloc(c->arena, sizeof *p);
	struct yaml *node;

	if (p == NULL)
		return arena_full(c->arena, "The catalogue", err);
	TRY(yaml_known(map, keys, err));
	TRY(yaml_need(map, "id", "the id that policies name", &node, err));
	TRY(yaml_string(node, &p->id, err));
	TRY(catalogue_read_texts(map, p, err));
	TRY(catalogue_read_kinds(c, map, p, err));
	TRY(catalogue_read_authorizations(c, map, p, err));
	TRY(yaml_need(map, "domains", "the domains of its addresses", &node,
	    err));
	TRY(yaml_is_list(node, err));
	for (const struct yaml *d = yaml_item(node, NULL); d != NULL;
	    d = yaml_item(node, d))
		TRY(catalogue_add_entry(c, d, p, err));
	*c->end = p;
	c->end = &p->next;
	return RC_OK;
}

/* One domain may stand once in a layer. */
static enum rc
catalogue_sort(struct catalogue *c, struct err *err)
{
	if (c->count == 0)
		return RC_OK;
	qsort(c->entries, c->count, sizeof *c->entries, catalogue_compare);
	for (size_t i = 1; i < c->count; i++)
		if (c->entries[i].layer == c->entries[i - 1].layer &&
		    strcmp(c->entries[i].domain,
		    c->entries[i - 1].domain) == 0)
			return yaml_wrong(c->entries[i].node, err,
			    "%s stands under %s and under %s; leave one",
			    c->entries[i].domain,
			    c->entries[i - 1].provider->id,
			    c->entries[i].provider->id);
	return RC_OK;
}

enum rc
catalogue_read(struct catalogue *c, const char *path, size_t most,
    struct err *err)
{
	static const char *const keys[] = {"format", "as_of", "providers",
		NULL};
	struct yaml *root, *node;

	TRY(yaml_read(c->arena, path, most, &root, err));
	TRY(yaml_format(root, keys, err));
	TRY(yaml_need(root, "providers", "the list of services", &node, err));
	TRY(yaml_is_list(node, err));
	c->layers++;
	for (const struct yaml *p = yaml_item(node, NULL); p != NULL;
	    p = yaml_item(node, p))
		TRY(catalogue_read_provider(c, p, err));
	return catalogue_sort(c, err);
}

/* The first of equal entries: the one of the last layer. */
static const struct catalogue_entry *
catalogue_lookup(const struct catalogue *c, const char *name)
{
	size_t low = 0, high = c->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (strcmp(c->entries[middle].domain, name) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	if (low < c->count && strcmp(c->entries[low].domain, name) == 0)
		return &c->entries[low];
	return NULL;
}

const struct catalogue_provider *
catalogue_find(const struct catalogue *c, const char *domain,
    const char **entry)
{
	const struct catalogue_entry *found = catalogue_lookup(c, domain);
	const char *dot = strchr(domain, '.');

	for (; found == NULL && dot != NULL; dot = strchr(dot + 1, '.'))
		found = catalogue_lookup(c, dot);
	if (found == NULL)
		return NULL;
	*entry = found->domain;
	return found->provider;
}

const struct catalogue_provider *
catalogue_provider(const struct catalogue *c, const char *id)
{
	const struct catalogue_provider *p = c->first;

	while (p != NULL && strcmp(p->id, id) != 0)
		p = p->next;
	return p;
}

const struct catalogue_provider *
catalogue_first(const struct catalogue *c)
{
	return c->first;
}
