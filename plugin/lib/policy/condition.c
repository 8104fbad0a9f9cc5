/*
 * condition - `when:` of a policy rule.
 *
 * All keys that are there must hold.  Left out means: any.
 */
#include "lib/policy/reader.h"

static bool
condition_label_exists(const struct reader *r, const char *id)
{
	size_t n = strlen(id);

	for (size_t i = 0; r->labels[i] != NULL; i++)
		if (strncmp(r->labels[i], id, n) == 0 &&
		    (r->labels[i][n] == '\0' || r->labels[i][n] == '.'))
			return true;
	return false;
}

static enum rc
condition_label_id(const struct reader *r, const struct yaml *node,
    const char **id, struct err *err)
{
	const char *near;

	TRY(yaml_string(node, id, err));
	if (!reader_is_id(*id))
		return yaml_wrong(node, err, "write the id of a label, for "
		    "example pii.identity or pii");
	if (r->labels == NULL || condition_label_exists(r, *id))
		return RC_OK;
	near = nearest_word(slice_of(*id), r->labels);
	return yaml_wrong(node, err, "labels.yaml has no label %s%s%s%s", *id,
	    near != NULL ? "; did you mean " : "", near != NULL ? near : "",
	    near != NULL ? "?" : "");
}

/* `pii`, or {label: pii, confidence: 75, count: 5, in: any_one_part}. */
static enum rc
condition_label(const struct reader *r, const struct yaml *node,
    struct policy_label *label, struct err *err)
{
	static const char *const keys[] = {"label", "confidence", "count",
		"in", NULL};
	static const char *const places[] = {"whole_message",
		"any_one_part", NULL};
	const struct yaml *value;
	struct yaml *id;
	uint64_t confidence;
	unsigned which = 0;

	label->confidence = 65;
	label->count = 1;
	if (node->kind == YAML_SCALAR)
		return condition_label_id(r, node, &label->id, err);
	TRY(yaml_known(node, keys, err));
	TRY(yaml_need(node, "label", "which label", &id, err));
	TRY(condition_label_id(r, id, &label->id, err));
	if ((value = yaml_find(node, "confidence")) != NULL) {
		TRY(yaml_number(value, 1, 100, &confidence, err));
		label->confidence = (unsigned)confidence;
	}
	if ((value = yaml_find(node, "count")) != NULL)
		TRY(yaml_number(value, 1, UINT64_MAX, &label->count, err));
	value = yaml_find(node, "in");
	if (value != NULL)
		TRY(yaml_choice(value, places, &which, err));
	else if (label->count > 1)
		return yaml_wrong(node, err, "say where the %llu are counted:"
		    " in: whole_message or in: any_one_part",
		    (unsigned long long)label->count);
	label->one_part = which == 1;
	return RC_OK;
}

static enum rc
condition_labels(const struct reader *r, const struct yaml *when,
    const char *key, struct policy_labels *labels, struct err *err)
{
	const struct yaml *list = yaml_find(when, key);
	struct policy_label *rows;

	if (list == NULL)
		return RC_OK;
	TRY(yaml_is_list(list, err));
	if (yaml_items(list) == 0)
		return yaml_wrong(list, err,
		    "name a label or leave the key out");
	rows = arena_array(r->policy->arena, yaml_items(list), sizeof *rows);
	if (rows == NULL)
		return arena_full(r->policy->arena, "The policy", err);
	labels->rows = rows;
	for (const struct yaml *n = yaml_item(list, NULL); n != NULL;
	    n = yaml_item(list, n))
		TRY(condition_label(r, n, &rows[labels->count++], err));
	return RC_OK;
}

static enum rc
condition_words(struct reader *r, const struct yaml *node,
    const char *const words[], struct text_list *list, unsigned *bits,
    struct err *err)
{
	const char **items;
	unsigned which;

	if (node == NULL)
		return RC_OK;
	TRY(yaml_is_list(node, err));
	items = arena_array(r->policy->arena, yaml_items(node) + 1, sizeof *items);
	if (items == NULL)
		return arena_full(r->policy->arena, "The policy", err);
	for (const struct yaml *n = yaml_item(node, NULL); n != NULL;
	    n = yaml_item(node, n)) {
		TRY(yaml_choice(n, words, &which, err));
		items[list->count++] = words[which];
		*bits |= 1u << which;
	}
	list->items = items;
	return RC_OK;
}

static enum rc
condition_country(const struct reader *r, const struct yaml *node,
    const char *code, struct err *err)
{
	(void)r;
	if (strlen(code) == 2 &&
	    strspn(code, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == 2)
		return RC_OK;
	return yaml_wrong(node, err, "write the two capital letters of ISO "
	    "3166-1, for example US");
}

static enum rc
condition_place(struct reader *r, const struct yaml *map,
    struct policy_place *place, struct err *err)
{
	static const char *const keys[] = {"class", "provider", "kind",
		"jurisdiction", "not_jurisdiction", "approved", "confidence",
		NULL};
	static const char *const classes[] = {"unknown", "provider", "own",
		NULL};
	struct text_list words = {0};
	const struct yaml *node;
	uint64_t confidence = 0;
	unsigned ignored = 0;
	bool approved;

	if (map == NULL)
		return RC_OK;
	TRY(yaml_known(map, keys, err));
	TRY(condition_words(r, yaml_find(map, "class"), classes, &words,
	    &place->classes, err));
	TRY(condition_words(r, yaml_find(map, "kind"), destination_kinds(),
	    &place->kinds, &ignored, err));
	TRY(reader_providers(r, yaml_find(map, "provider"),
	    &place->providers, err));
	TRY(reader_texts(r, yaml_find(map, "jurisdiction"),
	    condition_country, &place->jurisdictions, err));
	TRY(reader_texts(r, yaml_find(map, "not_jurisdiction"),
	    condition_country, &place->not_jurisdictions, err));
	if ((node = yaml_find(map, "approved")) != NULL) {
		TRY(yaml_bool(node, &approved, err));
		place->approved = approved ? POLICY_YES : POLICY_NO;
	}
	if ((node = yaml_find(map, "confidence")) != NULL)
		TRY(yaml_number(node, 1, 100, &confidence, err));
	place->confidence = (unsigned)confidence;
	return RC_OK;
}

enum rc
reader_condition(struct reader *r, const struct yaml *when,
    struct policy_rule *rule, struct err *err)
{
	static const char *const keys[] = {"direction", "labels",
		"all_labels", "destination", "senders", "sender_groups",
		"recipients", "recipient_groups", NULL};

	TRY(yaml_known(when, keys, err));
	if (when->count == 0)
		return yaml_wrong(when, err, "a rule without a condition "
		    "takes everything; only the last may, and is written "
		    "`- otherwise: ACTION`");
	TRY(reader_directions(yaml_find(when, "direction"),
	    &rule->directions, err));
	TRY(condition_labels(r, when, "labels", &rule->any_label, err));
	TRY(condition_labels(r, when, "all_labels", &rule->all_labels, err));
	TRY(condition_place(r, yaml_find(when, "destination"), &rule->place,
	    err));
	TRY(reader_people(r, when, "senders", "sender_groups",
	    &rule->senders, err));
	return reader_people(r, when, "recipients", "recipient_groups",
	    &rule->recipients, err);
}
