/*
 * rule_document - a kind of document told by the weight of its phrases.
 *
 *   document: resume
 *   groups:
 *   - {id: headings, full: 3, points: 500, regex: ['^work experience$']}
 *   - {id: letter, full: 1, points: 300, against: yes, phrases: [dear]}
 *   needs: {groups: 2}
 *   confidence: [{score: 500, is: 65}, {score: 700, is: 75}]
 */
#include "scanner/match/rule_read.h"

enum { FULL_MOST = 100 };

static enum rc
read_group(struct source *source, const struct yaml *node,
    struct document_group *group, struct err *err)
{
	static const char *const known[] = {"id", "full", "points", "against",
		"phrases", "regex", "case", NULL};
	struct yaml *regex = yaml_find(node, "regex"), *child;
	bool against = false, caseless;
	uint64_t number;

	TRY(yaml_known(node, known, err));
	TRY(yaml_need(node, "id", "a name for the group", &child, err));
	TRY(yaml_string(child, &group->id, err));
	TRY(yaml_need(node, "full", "how many different phrases give all of "
	    "its points", &child, err));
	TRY(yaml_number(child, 1, FULL_MOST, &number, err));
	group->full = (unsigned)number;
	TRY(yaml_need(node, "points", "what the group is worth when full, 1 to "
	    "1000", &child, err));
	TRY(yaml_number(child, 1, RULE_POINTS_MAX, &number, err));
	if ((child = yaml_find(node, "against")))
		TRY(yaml_bool(child, &against, err));
	group->points = against ? -(int)number : (int)number;
	TRY(rule_read_case(node, &caseless, err));
	if (regex)
		return rule_read_regexes(source, regex, caseless, false,
		    &group->patterns, &group->pattern_count, err);
	TRY(yaml_need(node, "phrases", "a list of phrases (or of regexes under "
	    "regex)", &child, err));
	return rule_read_phrases(source, child, &group->patterns,
	    &group->pattern_count, err);
}

static enum rc
read_needs(const struct yaml *node, struct rule_document *document,
    struct err *err)
{
	static const char *const known[] = {"groups", NULL};
	const struct yaml *needs = yaml_find(node, "needs");
	struct yaml *child;
	uint64_t least = 2;

	if (needs) {
		TRY(yaml_known(needs, known, err));
		TRY(yaml_need(needs, "groups", "how many groups must be found",
		    &child, err));
		TRY(yaml_number(child, 1, document->group_count, &least, err));
	}
	document->least_groups = (unsigned)least;
	return RC_OK;
}

enum rc
rule_read_document(struct source *source, const struct yaml *node,
    struct rule *rule, struct err *err)
{
	struct rule_document *document = arena_alloc(source->arena,
	    sizeof(*document));
	const struct yaml *groups = yaml_find(node, "groups");
	struct yaml *child;

	if (!document)
		return arena_full(source->arena, "the rule set", err);
	TRY(yaml_need(node, "document", "the kind of document, such as resume",
	    &child, err));
	TRY(yaml_string(child, &document->kind, err));
	if (groups->kind != YAML_LIST || !groups->first ||
	    groups->count > DOCUMENT_GROUPS_MOST)
		return yaml_wrong(groups, err, "write a list of one to %d "
		    "groups, each with id, full, points and phrases",
		    DOCUMENT_GROUPS_MOST);
	for (const struct yaml *item = groups->first; item; item = item->next)
		TRY(read_group(source, item,
		    &document->groups[document->group_count++], err));
	TRY(read_needs(node, document, err));
	TRY(yaml_need(node, "confidence", "a list such as [{score: 500, is: "
	    "65}]", &child, err));
	TRY(rule_read_steps(child, document->steps, &document->step_count,
	    err));
	rule->kind = RULE_DOCUMENT;
	rule->document = document;
	rule->formatted = document->steps[document->step_count - 1].confidence;
	return RC_OK;
}
