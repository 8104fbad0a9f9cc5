/*
 * ruleset - all packs in force, with their words, labels and suppressions.
 */
#include "scanner/match/ruleset.h"

#include "scanner/marking/phrases.h"
#include "scanner/match/contract_file.h"
#include "scanner/match/label_file.h"
#include "scanner/match/rule_read.h"
#include "scanner/match/suppress.h"

enum { RULESET_BYTES = 256 << 20, ENGINE_FORMAT = 1 };

struct loading {
	struct source source;
	struct ruleset *set;
	struct vec rules;	/* struct yaml_rule */
	struct vec packs;
	struct vec labels;
	struct vec suppressions;
	struct vec own_values;
};

/* A rule as written: its node (merged for a site's change) and its pack. */
struct yaml_rule {
	const struct yaml *node;
	const char *pack;
	const char *id;
};

static enum rc
full(struct loading *l, struct err *err)
{
	return arena_full(l->source.arena, "the rule set", err);
}

static struct yaml_rule *
find(struct loading *l, const char *id)
{
	struct yaml_rule *rules = l->rules.at;

	for (size_t i = 0; i < l->rules.count; i++)
		if (!strcmp(rules[i].id, id))
			return &rules[i];
	return NULL;
}

/* Append a copy of a child to the map. */
static enum rc
merge_child(struct loading *l, struct yaml *map, struct yaml ***tail,
    const struct yaml *child, struct err *err)
{
	struct yaml *copy = arena_alloc(l->source.arena, sizeof(*copy));

	if (!copy)
		return full(l, err);
	*copy = *child;
	copy->next = NULL;
	**tail = copy;
	*tail = &copy->next;
	map->count++;
	return RC_OK;
}

/* The shipped rule with the keys that the site wrote in place of its own. */
static enum rc
merge(struct loading *l, const struct yaml *base, const struct yaml *site,
    const struct yaml **merged, struct err *err)
{
	const char *const *ways = rule_ways();
	struct yaml *map = arena_alloc(l->source.arena, sizeof(*map));
	struct yaml **tail;
	bool new_way = false;

	if (!map)
		return full(l, err);
	*map = *site;
	map->first = NULL;
	map->count = 0;
	tail = &map->first;
	for (size_t i = 0; ways[i]; i++)
		new_way = new_way || yaml_find(site, ways[i]);
	for (const struct yaml *c = site->first; c; c = c->next)
		TRY(merge_child(l, map, &tail, c, err));
	for (const struct yaml *c = base->first; c; c = c->next) {
		bool way = false;

		for (size_t i = 0; ways[i]; i++)
			way = way || !strcmp(c->key, ways[i]);
		if (!yaml_find(site, c->key) && !(way && new_way))
			TRY(merge_child(l, map, &tail, c, err));
	}
	*merged = map;
	return RC_OK;
}

static enum rc
take_rule(struct loading *l, const struct yaml *node, const char *pack,
    bool site, struct err *err)
{
	struct yaml_rule *known, *rule;
	struct yaml *id;
	const char *text;

	TRY(yaml_known(node, rule_keys(), err));
	TRY(yaml_need(node, "id", "a name of small letters, digits and _", &id,
	    err));
	TRY(yaml_string(id, &text, err));
	known = find(l, text);
	if (known && site && strcmp(known->pack, pack)) {
		TRY(merge(l, known->node, node, &known->node, err));
		known->pack = pack;
		return RC_OK;
	}
	if (known)
		return yaml_wrong(id, err, "the rule \"%.64s\" is already at "
		    "%s:%u: ids are never used twice", text, known->node->file,
		    known->node->line);
	rule = vec_push(&l->rules, l->source.arena, sizeof(*rule));
	if (!rule)
		return full(l, err);
	*rule = (struct yaml_rule){node, pack, text};
	return RC_OK;
}

static enum rc
take_pack(struct loading *l, const struct yaml *root, struct slice bytes,
    bool site, struct err *err)
{
	static const char *const known[] = {"format", "pack", "version", "owner",
		"needs_engine", "description", "rules", NULL};
	unsigned char digest[CRYPT_DIGEST_BYTES];
	char hash[CRYPT_DIGEST_HEX];
	struct match_pack *pack;
	struct yaml *node;
	const char *owner;
	uint64_t number;

	TRY(yaml_format(root, known, err));
	if ((node = yaml_find(root, "needs_engine")))
		TRY(yaml_number(node, 1, ENGINE_FORMAT, &number, err));
	pack = vec_push(&l->packs, l->source.arena, sizeof(*pack));
	if (!pack)
		return full(l, err);
	TRY(yaml_need(root, "pack", "the pack's name", &node, err));
	TRY(yaml_string(node, &pack->id, err));
	TRY(yaml_need(root, "version", "a version, such as 1.0.0", &node, err));
	TRY(yaml_string(node, &pack->version, err));
	TRY(yaml_need(root, "owner", "who answers for it", &node, err));
	TRY(yaml_string(node, &owner, err));
	crypt_digest(bytes, digest);
	crypt_hex(digest, sizeof(digest), hash);
	pack->hash = arena_string(l->source.arena, slice_of(hash));
	TRY(yaml_need(root, "rules", "the list of rules", &node, err));
	if (node->kind != YAML_LIST)
		return yaml_wrong(node, err, "write a list of rules, each "
		    "beginning with \"- id:\"");
	for (const struct yaml *item = node->first; item; item = item->next)
		TRY(take_rule(l, item, pack->id, site, err));
	return pack->hash ? RC_OK : full(l, err);
}

static enum rc
read_packs(struct loading *l, const char *dir, bool site, struct err *err)
{
	const char **paths = NULL;
	size_t count;

	TRY(source_list(&l->source, dir, "packs", ".yaml", &paths, &count, err));
	if (!count && !site)
		return err_set(err, RC_CONFIG, "there are no packs in "
		    "%s/packs: name the folder that holds packs/ and "
		    "labels.yaml", dir);
	for (size_t i = 0; i < count; i++) {
		struct slice bytes;
		struct yaml *root;

		TRY(source_file(&l->source, paths[i], &bytes, err));
		TRY(yaml_parse(l->source.arena, paths[i], bytes, &root, err));
		TRY(take_pack(l, root, bytes, site, err));
	}
	return RC_OK;
}

static enum rc
read_tables(struct loading *l, const char *dir, struct marking_tables *tables,
    struct err *err)
{
	const char **paths = NULL;
	size_t count;

	TRY(source_list(&l->source, dir, "markings", ".yaml", &paths, &count,
	    err));
	for (size_t i = 0; i < count; i++) {
		struct yaml *root;

		TRY(source_yaml(&l->source, paths[i], &root, err));
		TRY(marking_tables_add(tables, l->source.arena, root, err));
	}
	return RC_OK;
}

static enum rc
read_site_extras(struct loading *l, const char *dir, struct err *err)
{
	const char *path = source_path(&l->source, dir, "suppressions.yaml");

	if (!path)
		return full(l, err);
	if (source_has(path))
		TRY(suppress_read(&l->source, path, &l->suppressions, err));
	path = source_path(&l->source, dir, "own_values.txt");
	if (!path)
		return full(l, err);
	if (source_has(path))
		TRY(suppress_read_own(&l->source, path, &l->own_values, err));
	return RC_OK;
}

static enum rc
read_layer(struct loading *l, const char *dir, bool site,
    struct marking_tables *tables, struct err *err)
{
	const char *labels = source_path(&l->source, dir, "labels.yaml");

	if (!labels)
		return full(l, err);
	if (!site || source_has(labels))
		TRY(label_file_read(&l->source, labels, &l->labels, err));
	TRY(read_packs(l, dir, site, err));
	TRY(read_tables(l, dir, tables, err));
	return site ? read_site_extras(l, dir, err) : RC_OK;
}

static bool
label_known(const struct loading *l, const char *id)
{
	const struct label_row *rows = l->labels.at;

	for (size_t i = 0; i < l->labels.count; i++)
		if (!strcmp(rows[i].id, id))
			return true;
	return false;
}

/* From the merged nodes to rules; disabled ones apart. */
static enum rc
make_rules(struct loading *l, struct err *err)
{
	struct ruleset *set = l->set;
	const struct yaml_rule *written = l->rules.at;
	const struct rule **on, **off;

	on = arena_array(set->arena, l->rules.count + 1, sizeof(*on));
	off = arena_array(set->arena, l->rules.count + 1, sizeof(*off));
	if (!on || !off)
		return full(l, err);
	for (size_t i = 0; i < l->rules.count; i++) {
		struct rule *rule = arena_alloc(set->arena, sizeof(*rule));

		if (!rule)
			return full(l, err);
		TRY(rule_read(&l->source, written[i].node, written[i].pack,
		    rule, err));
		if (!label_known(l, rule->label))
			return yaml_wrong(yaml_find(written[i].node, "label"),
			    err, "the label \"%.64s\" is not in labels.yaml: "
			    "add it there, or write one of its labels",
			    rule->label);
		rule->number = set->rule_count;
		if (rule->mode == RULE_DISABLED)
			off[set->disabled_count++] = rule;
		else
			on[set->rule_count++] = rule;
	}
	set->rules = on;
	set->disabled = off;
	return RC_OK;
}

/* A rule's bounds are levels of its system. */
static enum rc
check_levels(const struct ruleset *set, const struct marking_tables *tables,
    struct err *err)
{
	for (size_t i = 0; i < set->rule_count; i++) {
		const struct rule *rule = set->rules[i];
		const char *bounds[] = {rule->least_level, rule->most_level};

		for (size_t b = 0; rule->system && b < 2; b++)
			if (bounds[b] && marking_rank(tables, rule->system,
			    slice_of(bounds[b])) < 0)
				return err_set(err, RC_CONFIG, "rule %s: the "
				    "marking system %s has no level \"%.64s\": "
				    "write one of its levels "
				    "(markings/%s.yaml)", rule->id,
				    rule->system->name, bounds[b],
				    rule->system->name);
	}
	return RC_OK;
}

/* Does a list of the system have this word as the code of an entry? */
static bool
has_code(const struct marking_tables *tables, const char *system,
    const char *code)
{
	for (size_t t = 0; t < tables->count; t++)
		for (size_t l = 0; !strcmp(tables->tables[t].system, system) &&
		    l < tables->tables[t].list_count; l++) {
			const struct marking_list *list =
			    &tables->tables[t].lists[l];

			for (size_t e = 0; e < list->count; e++)
				if (!strcmp(list->entries[e].code, code))
					return true;
		}
	return false;
}

/* And the caveats it asks for, or refuses, are caveats there. */
static enum rc
check_controls(const struct ruleset *set, const struct marking_tables *tables,
    struct err *err)
{
	for (size_t i = 0; i < set->rule_count; i++) {
		const struct rule *rule = set->rules[i];
		const struct rule_kind_of *both[] = {&rule->controls,
			&rule->not_controls};

		for (size_t n = 0; rule->system && n < both[0]->count +
		    both[1]->count; n++) {
			const char *name = n < both[0]->count ?
			    both[0]->names[n] :
			    both[1]->names[n - both[0]->count];

			if (!has_code(tables, rule->system->name, name))
				return err_set(err, RC_CONFIG, "rule %s: the "
				    "marking system %s has no control "
				    "\"%.64s\": write one of its codes "
				    "(markings/%s.yaml)", rule->id,
				    rule->system->name, name,
				    rule->system->name);
		}
	}
	return RC_OK;
}

static enum rc
check_suppressions(const struct loading *l, struct err *err)
{
	const struct suppression *list = l->suppressions.at;

	for (size_t i = 0; i < l->suppressions.count; i++)
		if (!ruleset_find(l->set, list[i].rule))
			return err_set(err, RC_CONFIG, "suppressions.yaml: "
			    "there is no rule \"%.64s\": write the id of one "
			    "(outmark rules list)", list[i].rule);
	return RC_OK;
}

static enum rc
load(struct loading *l, const char *shipped, const char *site, struct err *err)
{
	struct marking_tables *tables = marking_tables_new(l->source.arena);

	if (!tables)
		return full(l, err);
	TRY(read_layer(l, shipped, false, tables, err));
	if (site)
		TRY(read_layer(l, site, true, tables, err));
	TRY(phrases_seal(tables, l->source.arena, err));
	TRY(contract_file_read(&l->source, err));
	TRY(make_rules(l, err));
	TRY(check_levels(l->set, tables, err));
	TRY(check_controls(l->set, tables, err));
	l->set->groups = l->source.contracts->groups.at;
	l->set->group_count = l->source.contracts->groups.count;
	l->set->words = l->source.contracts->words;
	TRY(check_suppressions(l, err));
	l->set->tables = tables;
	l->set->packs = l->packs.at;
	l->set->pack_count = l->packs.count;
	l->set->labels = l->labels.at;
	l->set->label_count = l->labels.count;
	l->set->suppressions = l->suppressions.at;
	l->set->suppression_count = l->suppressions.count;
	l->set->own_values = l->own_values.at;
	l->set->own_value_count = l->own_values.count;
	return RC_OK;
}

enum rc
ruleset_read(const char *shipped, const char *site,
    const struct limits *limits, struct ruleset **out, struct err *err)
{
	struct arena *arena = arena_new(RULESET_BYTES);
	struct loading l = {0};
	enum rc rc;

	if (!arena)
		return err_set(err, RC_SYSTEM, "no memory for the rules");
	l.set = arena_alloc(arena, sizeof(*l.set));
	l.source.digest = crypt_digest_begin();
	if (!l.set || !l.source.digest) {
		arena_free(arena);
		return err_set(err, RC_SYSTEM, "no memory for the rules");
	}
	l.set->arena = arena;
	l.source.arena = arena;
	l.source.limits = limits;
	l.source.shipped = shipped;
	l.source.site = site && *site ? site : NULL;
	rc = load(&l, shipped, l.source.site, err);
	crypt_digest_end(l.source.digest, l.set->digest);
	if (rc != RC_OK) {
		/* A full arena here is the operator's, not a message's. */
		arena_free(arena);
		err->rc = rc == RC_LIMIT ? RC_CONFIG : rc;
		return err->rc;
	}
	*out = l.set;
	return RC_OK;
}

void
ruleset_free(struct ruleset *ruleset)
{
	if (ruleset)
		arena_free(ruleset->arena);
}

bool
rule_is_named(const struct rule *rule, const char *name)
{
	size_t len = strlen(name);

	if (!strcmp(rule->id, name))
		return true;
	return !strncmp(rule->label, name, len) &&
	    (rule->label[len] == '\0' || rule->label[len] == '.');
}

bool
ruleset_has_name(const struct ruleset *set, const char *name)
{
	for (size_t i = 0; i < set->disabled_count; i++)
		if (rule_is_named(set->disabled[i], name))
			return true;
	for (size_t i = 0; i < set->label_count; i++)
		if (!strcmp(set->labels[i].id, name))
			return true;
	return false;
}

const struct rule *
ruleset_find(const struct ruleset *set, const char *id)
{
	for (size_t i = 0; i < set->rule_count; i++)
		if (!strcmp(set->rules[i]->id, id))
			return set->rules[i];
	for (size_t i = 0; i < set->disabled_count; i++)
		if (!strcmp(set->disabled[i]->id, id))
			return set->disabled[i];
	return NULL;
}
