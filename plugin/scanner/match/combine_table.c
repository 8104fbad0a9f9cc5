/*
 * combine_table - which rule plays which part in which combination.
 */
#include "scanner/match/combine.h"

static enum rc
add_use(const struct ruleset *rules, struct combine_table *table,
    size_t number, struct combine_use how, struct err *err)
{
	struct combine_use *use = arena_alloc(rules->arena, sizeof(*use));

	if (!use)
		return arena_full(rules->arena, "the combinations", err);
	*use = how;
	use->next = table->uses[number];
	table->uses[number] = use;
	return RC_OK;
}

static enum rc
add_name(const struct ruleset *rules, struct combine_table *table,
    const char *name, struct combine_use how, struct err *err)
{
	const struct rule *whose = table->rules[how.rule];
	bool found = false;

	for (size_t i = 0; i < rules->rule_count; i++) {
		const struct rule *rule = rules->rules[i];

		if (!rule_is_named(rule, name) || rule->kind == RULE_COMBINE ||
		    rule->kind == RULE_BUNDLE)
			continue;
		found = true;
		TRY(add_use(rules, table, i, how, err));
	}
	if (!found && !ruleset_has_name(rules, name))
		return err_set(err, RC_CONFIG, "%s:%u: rule %s: combine: there "
		    "is no rule and no label \"%.64s\": write the id of a rule "
		    "that is no combination, or a label", whose->file,
		    whose->line, whose->id, name);
	return RC_OK;
}

static enum rc
add_parts(const struct ruleset *rules, struct combine_table *table,
    size_t rule, struct err *err)
{
	const struct rule_combine *combine = table->rules[rule]->combine;

	for (size_t k = 0; k < combine->kind_count; k++)
		for (size_t n = 0; n < combine->kinds[k].count; n++)
			TRY(add_name(rules, table, combine->kinds[k].names[n],
			    (struct combine_use){NULL, rule, 1u << k}, err));
	return RC_OK;
}

enum rc
combine_open(const struct ruleset *rules, struct combine_table *table,
    struct err *err)
{
	size_t most = rules->rule_count + 1;

	table->rules = arena_array(rules->arena, most, sizeof(*table->rules));
	table->uses = arena_array(rules->arena, most, sizeof(*table->uses));
	table->columns = arena_array(rules->arena, most,
	    sizeof(*table->columns));
	table->structures = arena_array(rules->arena, most,
	    sizeof(*table->structures));
	if (!table->rules || !table->uses || !table->columns ||
	    !table->structures)
		return arena_full(rules->arena, "the combinations", err);
	for (size_t i = 0; i < rules->rule_count; i++) {
		const struct rule *rule = rules->rules[i];

		if (rule->kind == RULE_COMBINE)
			table->rules[table->rule_count++] = rule;
		else if (rule->kind == RULE_COLUMN)
			table->columns[table->column_count++] = rule;
		else if (rule->kind == RULE_STRUCTURE)
			table->structures[table->structure_count++] = rule;
	}
	for (size_t i = 0; i < table->rule_count; i++)
		TRY(add_parts(rules, table, i, err));
	return heading_index_open(rules->arena, table->columns,
	    table->column_count, &table->headings, err);
}
