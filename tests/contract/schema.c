/*
 * schema - does a JSON text hold what a JSON Schema file says?
 */
#include "contract/schema.h"

#include <stdio.h>

#include "unit/unit.h"

enum { SCHEMA_ARENA = 1 << 24 };

static enum rc check_node(const struct yaml *schema, const struct yaml *node,
    struct err *err);

static enum rc
wrong(const struct yaml *node, struct err *err, const char *what)
{
	return err_set(err, RC_INPUT, "column %u, %s: %s", node->column,
	    node->key != NULL ? node->key : "(no key)", what);
}

static bool
is_type(const struct yaml *node, struct slice type)
{
	uint64_t number;

	if (slice_is_text(type, "object"))
		return node->kind == YAML_MAP;
	if (slice_is_text(type, "array"))
		return node->kind == YAML_LIST;
	if (node->kind != YAML_SCALAR)
		return false;
	if (slice_is_text(type, "string"))
		return node->quoted;
	if (slice_is_text(type, "integer"))
		return !node->quoted && slice_number(node->text, &number);
	return slice_is_text(type, "boolean") && !node->quoted &&
	    (slice_is_text(node->text, "true") ||
	    slice_is_text(node->text, "false"));
}

static bool
is_same(const struct yaml *a, const struct yaml *b)
{
	return b->kind == YAML_SCALAR && a->quoted == b->quoted &&
	    slice_is(a->text, b->text);
}

static bool
is_one_of(const struct yaml *list, const struct yaml *node)
{
	for (const struct yaml *n = list->first; n != NULL; n = n->next)
		if (is_same(n, node))
			return true;
	return false;
}

static bool
is_within(const struct yaml *schema, const struct yaml *node)
{
	const struct yaml *least = yaml_find(schema, "minimum");
	const struct yaml *most = yaml_find(schema, "maximum");
	uint64_t value, bound;

	if (!slice_number(node->text, &value))
		return least == NULL && most == NULL;
	return (least == NULL || (slice_number(least->text, &bound) &&
	    value >= bound)) && (most == NULL ||
	    (slice_number(most->text, &bound) && value <= bound));
}

static enum rc
check_members(const struct yaml *schema, const struct yaml *node,
    struct err *err)
{
	const struct yaml *known = yaml_find(schema, "properties");
	const struct yaml *needed = yaml_find(schema, "required");

	for (const struct yaml *n = needed->first; n != NULL; n = n->next)
		if (yaml_find(node, (const char *)n->text.at) == NULL)
			return wrong(node, err, (const char *)n->text.at);
	for (const struct yaml *n = node->first; n != NULL; n = n->next) {
		const struct yaml *rule = yaml_find(known, n->key);

		if (rule == NULL)
			return wrong(n, err, "the schema does not know it");
		TRY(check_node(rule, n, err));
	}
	return RC_OK;
}

static enum rc
check_node(const struct yaml *schema, const struct yaml *node,
    struct err *err)
{
	const struct yaml *type = yaml_find(schema, "type");
	const struct yaml *list = yaml_find(schema, "enum");
	const struct yaml *constant = yaml_find(schema, "const");
	const struct yaml *items = yaml_find(schema, "items");

	if (type != NULL && !is_type(node, type->text))
		return wrong(node, err, "it has another type");
	if (list != NULL && !is_one_of(list, node))
		return wrong(node, err, "it is none of the words allowed");
	if (constant != NULL && !is_same(constant, node))
		return wrong(node, err, "it is not the constant");
	if (!is_within(schema, node))
		return wrong(node, err, "it is out of range");
	if (yaml_find(schema, "properties") != NULL)
		return check_members(schema, node, err);
	for (const struct yaml *n = items != NULL ? node->first : NULL;
	    n != NULL; n = n->next)
		TRY(check_node(items, n, err));
	return RC_OK;
}

enum rc
schema_check(const struct yaml *schema, struct slice json, struct err *err)
{
	struct arena *arena = arena_new(SCHEMA_ARENA);
	struct yaml *root;
	enum rc rc = yaml_parse(arena, "json", json, &root, err);

	if (rc == RC_OK)
		rc = check_node(schema, root, err);
	arena_free(arena);
	return rc;
}

enum rc
schema_read(struct arena *arena, const char *name, struct yaml **schema,
    struct err *err)
{
	char path[512];

	snprintf(path, sizeof path, "%s/packaging/doc/%s", unit_source_dir(),
	    name);
	return yaml_read(arena, path, 1 << 20, schema, err);
}
