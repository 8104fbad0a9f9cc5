/*
 * rule_contract - a kind of contract: its own groups, what they and the shared ones
 * are worth to it, and a rule's examples.
 *
 *   contract: sow
 *   groups:
 *   - {id: title, place: title, full: 1, phrases: [...]}
 *   points: {title: 300}			# in place of the weights file's
 *   needs: {groups: 3}
 *   confidence: [{score: 500, is: 65}, {score: 650, is: 75}]
 */
#include "scanner/match/contract_file.h"
#include "scanner/match/rule_read.h"
#include "scanner/match/vec.h"

enum { EXAMPLES_LEAST = 3, SIGNERS_MOST = 20 };

enum rc
rule_read_steps(const struct yaml *steps, struct rule_step *into,
    size_t *count, struct err *err)
{
	static const char *const known[] = {"score", "is", NULL};
	struct yaml *child;

	if (steps->kind != YAML_LIST || !steps->first ||
	    steps->count > RULE_STEPS_MAX)
		return yaml_wrong(steps, err, "write one to five steps, such as "
		    "[{score: 450, is: 65}, {score: 650, is: 75}]");
	for (const struct yaml *step = steps->first; step; step = step->next,
	    into++) {
		uint64_t score;

		TRY(yaml_known(step, known, err));
		TRY(yaml_need(step, "score", "a score of 1 to 1000", &child,
		    err));
		TRY(yaml_number(child, *count ? into[-1].score :
		    1, 1000, &score, err));
		into->score = (unsigned)score;
		TRY(yaml_need(step, "is", "the confidence from there on",
		    &child, err));
		TRY(rule_read_confidence(child, &into->confidence, err));
		++*count;
	}
	return RC_OK;
}

/* A key of the rule, or of all rules in the weights file. */
static const struct yaml *
find_either(const struct source *source, const struct yaml *node,
    const char *key)
{
	const struct yaml *own = yaml_find(node, key);

	if (own || !source->contracts->weights)
		return own;
	return yaml_find(source->contracts->weights, key);
}

static enum rc
read_groups(struct source *source, const struct yaml *node,
    struct rule_contract *contract, struct err *err)
{
	const struct yaml *groups = yaml_find(node, "groups");
	struct vec found = {0};

	if (groups->kind != YAML_LIST)
		return yaml_wrong(groups, err, "write a list of groups, each "
		    "with id, full and phrases");
	for (const struct yaml *item = groups->first; item; item = item->next) {
		const struct rule_group **group = vec_push(&found,
		    source->arena, sizeof(*group));

		if (!group)
			return arena_full(source->arena, "the rule set", err);
		TRY(contract_file_group(source, item, true, group, err));
	}
	contract->groups = found.at;
	contract->group_count = found.count;
	return RC_OK;
}

/* What the rule itself says, else what the weights file says. */
static enum rc
read_points(const struct source *source, const struct yaml *node,
    const char *kind, struct rule_term *term, struct err *err)
{
	const struct yaml *own = yaml_find(node, "points"), *child = NULL;
	uint64_t number;
	bool found;

	if (own)
		child = yaml_find(own, term->group->id);
	if (child) {
		TRY(yaml_number(child, 0, RULE_POINTS_MAX, &number, err));
		term->points = term->group->against ? -(int)number :
		    (int)number;
		return RC_OK;
	}
	TRY(contract_file_points(source->contracts, kind, term->group, &found,
	    &term->points, err));
	if (!found && term->group->shows == SHOWS_NOTHING &&
	    !term->group->gate)
		return yaml_wrong(node, err, "the group \"%.64s\" has no "
		    "points: write points: {%.64s: 100} in the rule, or a "
		    "line in contracts/weights.yaml", term->group->id,
		    term->group->id);
	return RC_OK;
}

static enum rc
check_points(const struct yaml *node, const struct rule_contract *contract,
    struct err *err)
{
	const struct yaml *points = yaml_find(node, "points");

	if (!points)
		return RC_OK;
	TRY(yaml_is_map(points, err));
	for (const struct yaml *child = points->first; child;
	    child = child->next) {
		size_t t = 0;

		while (t < contract->term_count && strcmp(child->key,
		    contract->terms[t].group->id))
			t++;
		if (t == contract->term_count)
			return yaml_wrong(child, err, "there is no such group: "
			    "write the id of one of the rule or of "
			    "contracts/evidence.yaml");
	}
	return RC_OK;
}

static enum rc
read_terms(struct source *source, const struct yaml *node,
    struct rule_contract *contract, struct err *err)
{
	const struct contract_file *file = source->contracts;
	const struct rule_group *const *shared = file->groups.at;
	struct rule_term *terms = arena_array(source->arena,
	    contract->group_count + file->shared + 1, sizeof(*terms));

	if (!terms)
		return arena_full(source->arena, "the rule set", err);
	contract->terms = terms;
	contract->term_count = contract->group_count + file->shared;
	for (size_t t = 0; t < contract->term_count; t++) {
		terms[t].group = t < contract->group_count ?
		    contract->groups[t] : shared[t - contract->group_count];
		TRY(read_points(source, node, contract->kind, &terms[t], err));
	}
	return check_points(node, contract, err);
}

static enum rc
read_needs(struct source *source, const struct yaml *node,
    struct rule_contract *contract, struct err *err)
{
	static const char *const need_keys[] = {"groups", NULL};
	const struct yaml *needs = find_either(source, node, "needs");
	struct yaml *child;
	uint64_t least = 2, signers = 2;

	if (needs) {
		TRY(yaml_known(needs, need_keys, err));
		TRY(yaml_need(needs, "groups", "how many groups must be found",
		    &child, err));
		TRY(yaml_number(child, 1, contract->term_count, &least, err));
	}
	contract->least_groups = (unsigned)least;
	if ((child = yaml_find(node, "signers")))
		TRY(yaml_number(child, 1, SIGNERS_MOST, &signers, err));
	contract->signers = (unsigned)signers;
	if ((child = yaml_find(node, "last_resort")))
		TRY(yaml_bool(child, &contract->last_resort, err));
	if ((child = yaml_find(node, "under")))
		TRY(yaml_bool(child, &contract->under, err));
	return RC_OK;
}

enum rc
rule_read_contract(struct source *source, const struct yaml *node,
    struct rule *rule, struct err *err)
{
	struct rule_contract *contract = arena_alloc(source->arena,
	    sizeof(*contract));
	const struct yaml *steps = find_either(source, node, "confidence");
	struct yaml *child;

	if (!contract)
		return arena_full(source->arena, "the rule set", err);
	TRY(yaml_need(node, "contract", "the kind of document, such as sow, "
	    "nda, msa or po", &child, err));
	TRY(yaml_string(child, &contract->kind, err));
	TRY(read_groups(source, node, contract, err));
	TRY(read_terms(source, node, contract, err));
	TRY(read_needs(source, node, contract, err));
	if (!steps)
		TRY(yaml_need(node, "confidence", "a list such as "
		    "[{score: 500, is: 65}]", &child, err));
	TRY(rule_read_steps(steps ? steps : child, contract->steps,
	    &contract->step_count, err));
	rule->kind = RULE_CONTRACT;
	rule->contract = contract;
	rule->formatted = contract->steps[contract->step_count - 1].confidence;
	return RC_OK;
}

static enum rc read_list(struct source *source, const struct yaml *list,
    const struct rule_example **examples, size_t *count, struct err *err);

static enum rc
read_example_map(struct source *source, const struct yaml *node,
    struct rule_example *example, struct err *err)
{
	static const char *const known[] = {"text", "column", "confidence",
		"count", "state", "scope", "also", NULL};
	struct yaml *child;
	uint64_t count = 0;
	struct slice name;

	TRY(yaml_known(node, known, err));
	TRY(yaml_need(node, "text", "the example itself", &child, err));
	TRY(yaml_text(child, &example->text, err));
	if ((child = yaml_find(node, "column")))
		TRY(yaml_text(child, &example->column, err));
	if ((child = yaml_find(node, "confidence")))
		TRY(rule_read_confidence(child, &example->confidence, err));
	if ((child = yaml_find(node, "count")))
		TRY(yaml_number(child, 0, 100000, &count, err));
	example->count = (unsigned)count;
	if ((child = yaml_find(node, "state")))
		TRY(yaml_string(child, &example->state, err));
	if ((child = yaml_find(node, "scope"))) {
		TRY(yaml_text(child, &name, err));
		if (!scope_of_name(name, &example->scope))
			return yaml_wrong(child, err, "this is no place: write "
			    "subject, body, attachment ...");
	}
	if (!(child = yaml_find(node, "also")))
		return RC_OK;
	return read_list(source, child, &example->also, &example->also_count,
	    err);
}

static enum rc
read_list(struct source *source, const struct yaml *list,
    const struct rule_example **examples, size_t *count, struct err *err)
{
	struct vec found = {0};

	TRY(yaml_is_list(list, err));
	for (const struct yaml *item = list->first; item; item = item->next) {
		struct rule_example *example = vec_push(&found, source->arena,
		    sizeof(*example));

		if (!example)
			return arena_full(source->arena, "the rule set", err);
		example->line = item->line;
		example->scope = SCOPE_COUNT;
		if (item->kind == YAML_MAP)
			TRY(read_example_map(source, item, example, err));
		else
			TRY(yaml_text(item, &example->text, err));
	}
	*examples = found.at;
	*count = found.count;
	return RC_OK;
}

static enum rc
read_examples(struct source *source, const struct yaml *node, const char *key,
    const struct rule_example **examples, size_t *count, struct err *err)
{
	struct yaml *list;

	TRY(yaml_need(node, key, "three or more texts", &list, err));
	if (list->kind != YAML_LIST || list->count < EXAMPLES_LEAST)
		return yaml_wrong(list, err, "write three or more: a rule is "
		    "proven by its examples on every start");
	return read_list(source, list, examples, count, err);
}

enum rc
rule_read_examples(struct source *source, const struct yaml *node,
    struct rule *rule, struct err *err)
{
	TRY(read_examples(source, node, "examples", &rule->examples,
	    &rule->example_count, err));
	return read_examples(source, node, "counter_examples",
	    &rule->counter_examples, &rule->counter_example_count, err);
}
