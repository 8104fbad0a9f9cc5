/*
 * contract_file - what all contract rules share.
 */
#include "scanner/match/contract_file.h"

#include "scanner/match/contract_measure.h"
#include "scanner/match/contract_words.h"
#include "scanner/match/rule_read.h"
#include "scanner/match/wordlist.h"

enum { FULL_MOST = 1000, FIELD_LEAST = 3, PHRASE_LEAST = 4 };

static const char *const group_keys[] = {"id", "place", "full", "count",
	"against", "gate", "names", "shows", "scope", "phrases", "regex", "measure",
	"case", "unless", NULL};

static enum rc
full(struct source *source, struct err *err)
{
	return arena_full(source->arena, "the rule set", err);
}

static enum rc
read_choices(const struct yaml *node, struct rule_group *group,
    struct err *err)
{
	static const char *const places[] = {"anywhere", "title",
		"title_part", "heading", "label", "field", NULL};
	static const char *const signs[SHOWS_COUNT + 1] = {"nothing", "signed",
		"completed", "sent", "offer", "draft", "early",
		"template", "placeholder", NULL};
	static const char *const counts[] = {"phrases", "places", NULL};
	static const char *const names[] = {"no", "if_full", "hint", NULL};
	struct yaml *child;
	unsigned choice = 0;

	if ((child = yaml_find(node, "place")))
		TRY(yaml_choice(child, places, &choice, err));
	group->place = (enum group_place)choice;
	choice = 0;
	if ((child = yaml_find(node, "shows")))
		TRY(yaml_choice(child, signs, &choice, err));
	group->shows = (enum group_shows)choice;
	choice = 0;
	if ((child = yaml_find(node, "count")))
		TRY(yaml_choice(child, counts, &choice, err));
	group->places = choice == 1;
	choice = 0;
	if ((child = yaml_find(node, "names")))
		TRY(yaml_choice(child, names, &choice, err));
	group->names_if_full = choice == 1;
	group->hints = choice == 2;
	if ((child = yaml_find(node, "against")))
		TRY(yaml_bool(child, &group->against, err));
	if ((child = yaml_find(node, "gate")))
		TRY(yaml_bool(child, &group->gate, err));
	return RC_OK;
}

/* A group that was read before. */
static enum rc
read_unless(const struct contract_file *file, const struct yaml *node,
    struct rule_group *group, struct err *err)
{
	const struct rule_group *const *groups = file->groups.at;
	struct slice id;

	TRY(yaml_text(node, &id, err));
	/* The last one is this group itself. */
	for (size_t i = 0; i + 1 < file->groups.count && !group->unless; i++)
		if (!groups[i]->own && slice_is_text(id, groups[i]->id))
			group->unless = groups[i];
	if (!group->unless)
		return yaml_wrong(node, err, "write the id of a shared group "
		    "that stands before this one");
	return RC_OK;
}

static enum rc
read_measure(const struct yaml *node, struct rule_group *group,
    struct err *err)
{
	struct slice name;

	TRY(yaml_text(node, &name, err));
	group->measure = contract_measure_find(name);
	if (!group->measure)
		return yaml_wrong(node, err, "there is no such measure: write "
		    "clauses, definitions, address, hands, letter, links, "
		    "piid, wording or other_wording");
	return RC_OK;
}

/* Exactly one of phrases, regex and measure. */
static enum rc
read_what(struct source *source, const struct yaml *node,
    struct rule_group *group, struct err *err)
{
	static const char *const cases[] = {"any", "exact", NULL};
	struct yaml *regex = yaml_find(node, "regex"), *child;
	struct yaml *measure = yaml_find(node, "measure");
	struct yaml *phrases = yaml_find(node, "phrases");
	unsigned exact = 0;

	if ((regex && phrases) || (measure && (regex || phrases)))
		return yaml_wrong(measure ? measure : regex, err, "the group "
		    "already has something to look for: make a second group");
	if ((child = yaml_find(node, "case")))
		TRY(yaml_choice(child, cases, &exact, err));
	if (measure)
		return read_measure(measure, group, err);
	if (regex)
		return rule_read_regexes(source, regex, !exact, false,
		    &group->patterns, &group->pattern_count, err);
	TRY(yaml_need(node, "phrases", "a list of phrases (or of regexes under "
	    "regex)", &phrases, err));
	return wordlist_read(source, phrases, group->place == PLACE_FIELD ?
	    FIELD_LEAST : PHRASE_LEAST, &group->phrases, err);
}

enum rc
contract_file_group(struct source *source, const struct yaml *node, bool own,
    const struct rule_group **out, struct err *err)
{
	struct contract_file *file = source->contracts;
	struct rule_group *group = arena_alloc(source->arena, sizeof(*group));
	const struct rule_group **place = vec_push(&file->groups,
	    source->arena, sizeof(*place));
	struct yaml *child;
	uint64_t number = 1;

	if (!group || !place)
		return full(source, err);
	TRY(yaml_known(node, group_keys, err));
	TRY(yaml_need(node, "id", "a name for the group", &child, err));
	TRY(yaml_string(child, &group->id, err));
	TRY(yaml_need(node, "full", "how many different phrases give all of "
	    "its points", &child, err));
	TRY(yaml_number(child, 1, FULL_MOST, &number, err));
	group->full = (unsigned)number;
	group->line = node->line;
	group->own = own;
	group->number = file->groups.count - 1;
	group->scopes = 1u << SCOPE_body | 1u << SCOPE_attachment;
	if ((child = yaml_find(node, "scope")))
		TRY(rule_read_scopes(child, &group->scopes, err));
	TRY(read_choices(node, group, err));
	if ((child = yaml_find(node, "unless")))
		TRY(read_unless(file, child, group, err));
	TRY(read_what(source, node, group, err));
	*place = group;
	*out = group;
	return RC_OK;
}

/* `contracts/NAME` of the site, else of the shipped rules, else NULL. */
static enum rc
find_file(struct source *source, const char *name, const char **path,
    struct err *err)
{
	const char *dirs[] = {source->site, source->shipped};

	*path = NULL;
	for (size_t i = 0; i < 2 && !*path; i++) {
		if (!dirs[i])
			continue;
		*path = source_path(source, dirs[i], name);
		if (!*path)
			return full(source, err);
		if (!source_has(*path))
			*path = NULL;
	}
	return RC_OK;
}

static enum rc
read_evidence(struct source *source, const char *path, struct err *err)
{
	static const char *const known[] = {"format", "groups", NULL};
	const struct rule_group *group;
	struct yaml *root, *node;

	TRY(source_yaml(source, path, &root, err));
	TRY(yaml_format(root, known, err));
	TRY(yaml_need(root, "groups", "the list of groups", &node, err));
	if (node->kind != YAML_LIST)
		return yaml_wrong(node, err, "write a list of groups, each "
		    "with id, full and phrases");
	for (const struct yaml *item = node->first; item; item = item->next)
		TRY(contract_file_group(source, item, false, &group, err));
	return RC_OK;
}

static enum rc
read_weights(struct source *source, const char *path,
    const struct yaml **weights, struct err *err)
{
	static const char *const known[] = {"format", "version", "trained",
		"needs", "confidence", "all", "kinds", NULL};
	struct yaml *root, *node;

	TRY(source_yaml(source, path, &root, err));
	TRY(yaml_format(root, known, err));
	TRY(yaml_need(root, "all", "the points of each group", &node, err));
	TRY(yaml_is_map(node, err));
	if ((node = yaml_find(root, "kinds")))
		TRY(yaml_is_map(node, err));
	*weights = root;
	return RC_OK;
}

enum rc
contract_file_read(struct source *source, struct err *err)
{
	struct contract_file *file = arena_alloc(source->arena, sizeof(*file));
	const char *evidence, *weights, *words;

	if (!file)
		return full(source, err);
	source->contracts = file;
	TRY(find_file(source, "contracts/evidence.yaml", &evidence, err));
	TRY(find_file(source, "contracts/weights.yaml", &weights, err));
	TRY(find_file(source, "contracts/vocabulary.tsv", &words, err));
	if (evidence)
		TRY(read_evidence(source, evidence, err));
	file->shared = file->groups.count;
	if (words)
		TRY(contract_words_read(source, words, &file->words, err));
	return weights ? read_weights(source, weights, &file->weights, err) :
	    RC_OK;
}

enum rc
contract_file_points(const struct contract_file *file, const char *kind,
    const struct rule_group *group, bool *found, int *points, struct err *err)
{
	const struct yaml *all = file->weights ?
	    yaml_find(file->weights, "all") : NULL;
	const struct yaml *kinds = file->weights ?
	    yaml_find(file->weights, "kinds") : NULL;
	const struct yaml *map = kinds ? yaml_find(kinds, kind) : NULL;
	const struct yaml *node = map ? yaml_find(map, group->id) : NULL;
	uint64_t number = 0;

	if (!node && all)
		node = yaml_find(all, group->id);
	if (!node && all && group->own)
		node = yaml_find(all, group->against ? "own_against" :
		    group->place == PLACE_TITLE ||
		    group->place == PLACE_TITLE_PART ? "title" : "own");
	*found = node != NULL;
	if (node)
		TRY(yaml_number(node, 0, RULE_POINTS_MAX, &number, err));
	*points = group->against ? -(int)number : (int)number;
	return RC_OK;
}
