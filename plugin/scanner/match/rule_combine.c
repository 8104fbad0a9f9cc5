/*
 * rule_combine - what a rule wants to stand together, read from YAML.
 *
 *   combine:
 *     within: row                 # or a number of characters
 *     all_of: [[person_name, pii.contact.email], date_of_birth]
 *     least: 2
 *     any_of: [pii.identity, pii.tax, postal_address]
 *     some_of: [given_entry]      # a fifth of such rows has one of these
 *     none_of: [place_entry]      # and a row none of these
 *
 * Each item is a kind of thing: a rule's id, a label (which covers those
 * below it), or a list of them of which one will do.
 */
#include "scanner/match/rule_read.h"
#include "scanner/match/vec.h"

enum { COMBINE_WITHIN_MOST = 2000 };

static enum rc
read_within(const struct yaml *node, struct rule_combine *combine,
    struct err *err)
{
	const struct yaml *child = yaml_find(node, "within");
	uint64_t number;

	if (!child || (child->kind == YAML_SCALAR &&
	    slice_is_text(child->text, "row")))
		return RC_OK;
	TRY(yaml_number(child, 1, COMBINE_WITHIN_MOST, &number, err));
	combine->within = (size_t)number;
	return RC_OK;
}

enum rc
rule_read_names(struct source *source, const struct yaml *node,
    struct rule_kind_of *kind, struct err *err)
{
	struct vec names = {0};

	TRY(yaml_is_list(node, err));
	for (const struct yaml *item = yaml_item(node, NULL); item;
	    item = yaml_item(node, item)) {
		const char **name = vec_push(&names, source->arena,
		    sizeof(*name));

		if (!name)
			return arena_full(source->arena, "the rule set", err);
		TRY(yaml_string(item, name, err));
	}
	if (!names.count)
		return yaml_wrong(node, err, "the list is empty: write ids of "
		    "rules, or labels");
	*kind = (struct rule_kind_of){names.at, names.count};
	return RC_OK;
}

/* The kinds under a key become bits. */
static enum rc
read_kinds(struct source *source, const struct yaml *node, const char *key,
    struct rule_combine *combine, uint32_t *bits, struct err *err)
{
	const struct yaml *list = yaml_find(node, key);

	*bits = 0;
	if (!list)
		return RC_OK;
	TRY(yaml_is_list(list, err));
	for (const struct yaml *item = yaml_item(list, NULL); item;
	    item = yaml_item(list, item)) {
		if (combine->kind_count == COMBINE_KINDS_MOST)
			return yaml_wrong(item, err, "a combination has at "
			    "most %d kinds: put some of them in one list",
			    COMBINE_KINDS_MOST);
		TRY(rule_read_names(source, item,
		    &combine->kinds[combine->kind_count], err));
		*bits |= 1u << combine->kind_count++;
	}
	return RC_OK;
}

static enum rc
read_least(const struct yaml *node, struct rule_combine *combine,
    struct err *err)
{
	const struct yaml *child = yaml_find(node, "least");
	uint64_t number = combine->any_of ? 1 : 0, kinds = 0;

	for (uint32_t bits = combine->any_of; bits; bits &= bits - 1)
		kinds++;
	if (child)
		TRY(yaml_number(child, 1, COMBINE_KINDS_MOST, &number, err));
	if (number > kinds)
		return yaml_wrong(child, err, "any_of lists only %llu kinds: "
		    "write at most that, or list more",
		    (unsigned long long)kinds);
	combine->least = (unsigned)number;
	return RC_OK;
}

enum rc
rule_read_combine(struct source *source, const struct yaml *node,
    struct rule *rule, struct err *err)
{
	static const char *const known[] = {"within", "all_of", "any_of",
		"least", "some_of", "none_of", NULL};
	struct rule_combine *combine = arena_alloc(source->arena,
	    sizeof(*combine));

	if (!combine)
		return arena_full(source->arena, "the rule set", err);
	TRY(yaml_is_map(node, err));
	TRY(yaml_known(node, known, err));
	TRY(read_within(node, combine, err));
	TRY(read_kinds(source, node, "all_of", combine, &combine->all_of,
	    err));
	TRY(read_kinds(source, node, "any_of", combine, &combine->any_of,
	    err));
	TRY(read_least(node, combine, err));
	TRY(read_kinds(source, node, "some_of", combine, &combine->some_of,
	    err));
	TRY(read_kinds(source, node, "none_of", combine, &combine->none_of,
	    err));
	if ((combine->some_of || combine->none_of) && combine->within)
		return yaml_wrong(node, err, "some_of and none_of ask for "
		    "rows: write within: row");
	if (combine->kind_count < 2)
		return yaml_wrong(node, err, "one kind alone is no "
		    "combination: write two or more under all_of and any_of");
	rule->kind = RULE_COMBINE;
	rule->combine = combine;
	return RC_OK;
}
