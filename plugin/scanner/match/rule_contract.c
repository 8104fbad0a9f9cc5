/*
 * rule_contract - the weighted groups of a contract rule, and its examples.
 *
 *   contract: sow
 *   groups:
 *   - {id: title, place: title, weight: 300, most: 300, phrases: [...]}
 *   needs: {groups: 3}
 *   confidence: [{score: 450, is: 65}, {score: 650, is: 75}]
 */
#include "scanner/match/rule_read.h"
#include "scanner/match/vec.h"

enum { WEIGHT_MOST = 1000, EXAMPLES_LEAST = 3 };

static const char *const group_keys[] = {"id", "place", "weight", "most",
	"against", "required", "state", "phrases", "regex", "case", NULL};

static enum rc
read_group_weight(const struct yaml *node, struct rule_group *group,
    struct err *err)
{
	struct yaml *child;
	uint64_t weight, most;
	bool against = false;

	TRY(yaml_need(node, "weight", "how much each phrase adds, 1 to 1000",
	    &child, err));
	TRY(yaml_number(child, 0, WEIGHT_MOST, &weight, err));
	most = weight;
	child = yaml_find(node, "most");
	if (child)
		TRY(yaml_number(child, weight, WEIGHT_MOST, &most, err));
	child = yaml_find(node, "against");
	if (child)
		TRY(yaml_bool(child, &against, err));
	group->weight = against ? -(int)weight : (int)weight;
	group->most = against ? -(int)most : (int)most;
	return RC_OK;
}

static enum rc
read_group_switches(const struct yaml *node, struct rule_group *group,
    struct err *err)
{
	static const char *const places[] = {"anywhere", "title", "heading",
		NULL};
	static const char *const states[] = {"template", "draft", "executed",
		NULL};
	struct yaml *child = yaml_find(node, "place");
	unsigned choice = 0;

	if (child)
		TRY(yaml_choice(child, places, &choice, err));
	group->place = (enum group_place)choice;
	child = yaml_find(node, "required");
	if (child)
		TRY(yaml_bool(child, &group->required, err));
	child = yaml_find(node, "state");
	if (child) {
		TRY(yaml_choice(child, states, &choice, err));
		group->state = states[choice];
	}
	return RC_OK;
}

static enum rc
read_group(struct source *source, const struct yaml *node,
    struct rule_group *group, struct err *err)
{
	static const char *const cases[] = {"any", "exact", NULL};
	struct yaml *child, *phrases;
	unsigned exact = 0;

	TRY(yaml_known(node, group_keys, err));
	TRY(yaml_need(node, "id", "a name for the group", &child, err));
	TRY(yaml_string(child, &group->id, err));
	TRY(read_group_weight(node, group, err));
	TRY(read_group_switches(node, group, err));
	if ((child = yaml_find(node, "case")))
		TRY(yaml_choice(child, cases, &exact, err));
	child = yaml_find(node, "regex");
	phrases = yaml_find(node, "phrases");
	if (phrases && child)
		return yaml_wrong(child, err, "the group already has "
		    "\"phrases\": make a second group");
	if (child)
		return rule_read_regexes(source, child, !exact, false,
		    &group->patterns, &group->pattern_count, err);
	TRY(yaml_need(node, "phrases", "a list of phrases (or of regexes under "
	    "regex)", &phrases, err));
	return rule_read_phrases(source, phrases, &group->patterns,
	    &group->pattern_count, err);
}

static enum rc
read_steps(const struct yaml *node, struct rule_contract *contract,
    struct err *err)
{
	static const char *const known[] = {"score", "is", NULL};
	struct yaml *steps, *child;

	TRY(yaml_need(node, "confidence", "a list such as "
	    "[{score: 450, is: 65}]", &steps, err));
	if (steps->kind != YAML_LIST || !steps->first ||
	    steps->count > RULE_STEPS_MAX)
		return yaml_wrong(steps, err, "write one to five steps, such as "
		    "[{score: 450, is: 65}, {score: 650, is: 75}]");
	for (const struct yaml *step = steps->first; step; step = step->next) {
		struct rule_step *into = &contract->steps[contract->step_count];
		uint64_t score;

		TRY(yaml_known(step, known, err));
		TRY(yaml_need(step, "score", "a score of 1 to 1000", &child,
		    err));
		TRY(yaml_number(child, contract->step_count ? into[-1].score :
		    1, 1000, &score, err));
		into->score = (unsigned)score;
		TRY(yaml_need(step, "is", "the confidence from there on",
		    &child, err));
		TRY(rule_read_confidence(child, &into->confidence, err));
		contract->step_count++;
	}
	return RC_OK;
}

static enum rc
read_groups(struct source *source, const struct yaml *node,
    struct rule_contract *contract, struct err *err)
{
	struct yaml *groups = yaml_find(node, "groups");
	struct vec found = {0};

	if (groups->kind != YAML_LIST)
		return yaml_wrong(groups, err, "write a list of groups, each "
		    "with id, weight and phrases");
	for (const struct yaml *item = groups->first; item; item = item->next) {
		struct rule_group *group = vec_push(&found, source->arena,
		    sizeof(*group));

		if (!group)
			return arena_full(source->arena, "the rule set", err);
		TRY(read_group(source, item, group, err));
	}
	contract->groups = found.at;
	contract->group_count = found.count;
	return RC_OK;
}

enum rc
rule_read_contract(struct source *source, const struct yaml *node,
    struct rule *rule, struct err *err)
{
	static const char *const need_keys[] = {"groups", NULL};
	struct rule_contract *contract = arena_alloc(source->arena,
	    sizeof(*contract));
	struct yaml *child, *needs = yaml_find(node, "needs");
	uint64_t least = 2;

	if (!contract)
		return arena_full(source->arena, "the rule set", err);
	TRY(yaml_need(node, "contract", "the kind of document: sow, nda, msa "
	    "or po", &child, err));
	TRY(yaml_string(child, &contract->kind, err));
	TRY(read_groups(source, node, contract, err));
	if (needs) {
		TRY(yaml_known(needs, need_keys, err));
		TRY(yaml_need(needs, "groups", "how many groups must be found",
		    &child, err));
		TRY(yaml_number(child, 1, contract->group_count, &least, err));
	}
	contract->least_groups = (unsigned)least;
	TRY(read_steps(node, contract, err));
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
