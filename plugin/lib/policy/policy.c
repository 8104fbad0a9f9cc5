/*
 * policy - the decision table that a site writes, read and checked.
 *
 * The top: lists, groups, rules.  Conditions of a rule are condition.c, faults
 * and exceptions their own files; all share reader.h.
 */
#include "lib/policy/policy.h"

#include "lib/policy/reader.h"

static enum rc
policy_read_approved(struct reader *r, const struct yaml *root,
    struct err *err)
{
	static const char *const keys[] = {"domains", "providers", NULL};
	const struct yaml *map = yaml_find(root, "approved"), *node;

	if (map == NULL)
		return RC_OK;
	TRY(yaml_known(map, keys, err));
	TRY(reader_patterns(r, yaml_find(map, "domains"),
	    &r->policy->approved_domains, err));
	node = yaml_find(map, "providers");
	return reader_providers(r, node, &r->policy->approved_providers, err);
}

/* A rule: { id, title, when, action, advice } or { otherwise: ACTION }. */
static enum rc
policy_read_otherwise(const struct yaml *node, struct policy_rule *rule,
    struct err *err)
{
	static const char *const keys[] = {"otherwise", NULL};

	TRY(yaml_known(node, keys, err));
	if (node->next != NULL)
		return yaml_wrong(node, err, "`otherwise` takes all that is "
		    "left, so it must be the last rule; move it to the end");
	rule->id = "otherwise";
	rule->title = "Whatever no other rule decides";
	rule->advice = "";
	rule->otherwise = true;
	return reader_action(yaml_find(node, "otherwise"), &rule->action,
	    err);
}

static enum rc
policy_rule_is_new(struct reader *r, const struct yaml *node, const char *id,
    struct err *err)
{
	if (!reader_is_id(id) || strcmp(id, "otherwise") == 0)
		return yaml_wrong(node, err, "write an id of lower-case "
		    "letters, digits, - and _ other than `otherwise`");
	if (cause_of_name(slice_of(id)) != CAUSE_none)
		return yaml_wrong(node, err, "%s is the name of a fault; "
		    "choose another id", id);
	for (size_t i = 0; i < r->policy->rule_count; i++)
		if (strcmp(r->policy->rules[i].id, id) == 0)
			return yaml_wrong(node, err,
			    "there is a rule %s already; choose another id",
			    id);
	return RC_OK;
}

static enum rc
policy_read_rule(struct reader *r, const struct yaml *map,
    struct policy_rule *rule, struct err *err)
{
	static const char *const keys[] = {"id", "title", "when", "action",
		"advice", "otherwise", NULL};
	struct yaml *id, *when, *action;

	TRY(yaml_is_map(map, err));
	if (yaml_find(map, "otherwise") != NULL)
		return policy_read_otherwise(map, rule, err);
	TRY(yaml_known(map, keys, err));
	TRY(yaml_need(map, "id", "the id that records and sentences name",
	    &id, err));
	TRY(yaml_string(id, &rule->id, err));
	TRY(policy_rule_is_new(r, id, rule->id, err));
	TRY(yaml_need(map, "when", "the conditions of the rule", &when, err));
	TRY(yaml_need(map, "action", "what to do then", &action, err));
	TRY(reader_text(map, "title", &rule->title, err));
	TRY(reader_text(map, "advice", &rule->advice, err));
	TRY(reader_condition(r, when, rule, err));
	return reader_action(action, &rule->action, err);
}

static enum rc
policy_read_rules(struct reader *r, const struct yaml *root, struct err *err)
{
	struct yaml *list;

	TRY(yaml_need(root, "rules", "the decision table", &list, err));
	TRY(yaml_is_list(list, err));
	r->policy->rules = arena_array(r->policy->arena, yaml_items(list) + 1,
	    sizeof *r->policy->rules);
	if (r->policy->rules == NULL)
		return arena_full(r->policy->arena, "The policy", err);
	for (const struct yaml *n = yaml_item(list, NULL); n != NULL;
	    n = yaml_item(list, n)) {
		TRY(policy_read_rule(r, n,
		    &r->policy->rules[r->policy->rule_count], err));
		r->policy->rule_count++;
	}
	if (r->policy->rule_count == 0 ||
	    !r->policy->rules[r->policy->rule_count - 1].otherwise)
		return yaml_wrong(list, err, "the last rule must say what "
		    "happens to all the rest; add `- otherwise: deliver` or "
		    "`- otherwise: hold`");
	return RC_OK;
}

static enum rc
policy_read_root(struct reader *r, const struct yaml *root, struct err *err)
{
	static const char *const keys[] = {"format", "policy", "version",
		"approved", "groups", "rules", "faults", "exceptions", NULL};

	TRY(yaml_format(root, keys, err));
	TRY(reader_text(root, "policy", &r->policy->id, err));
	TRY(reader_text(root, "version", &r->policy->version, err));
	r->groups = yaml_find(root, "groups");
	TRY(reader_groups(r, err));
	TRY(policy_read_approved(r, root, err));
	TRY(policy_read_rules(r, root, err));
	TRY(reader_faults(r, root, err));
	return reader_exceptions(r, yaml_find(root, "exceptions"), err);
}

enum rc
policy_parse(struct arena *arena, const char *file, struct slice text,
    const char *const *labels, const struct catalogue *catalogue,
    struct policy **policy, struct err *err)
{
	unsigned char digest[CRYPT_DIGEST_BYTES];
	struct reader r = {.labels = labels, .catalogue = catalogue};
	struct yaml *root;

	r.policy = arena_alloc(arena, sizeof *r.policy);
	if (r.policy == NULL)
		return arena_full(arena, "The policy", err);
	r.policy->arena = arena;
	r.policy->file = arena_string(arena, slice_of(file));
	if (r.policy->file == NULL)
		return arena_full(arena, "The policy", err);
	TRY(yaml_parse(arena, r.policy->file, text, &root, err));
	TRY(policy_read_root(&r, root, err));
	crypt_digest(text, digest);
	crypt_hex(digest, sizeof digest, r.policy->hash);
	*policy = r.policy;
	return RC_OK;
}

enum rc
policy_read(struct arena *arena, const char *path, size_t most,
    const char *const *labels, const struct catalogue *catalogue,
    struct policy **policy, struct err *err)
{
	struct buf bytes = buf_new(most);
	enum rc rc = io_read_file(path, &bytes, err);

	if (rc == RC_LIMIT)
		rc = err->rc = RC_CONFIG;
	if (rc == RC_OK)
		rc = policy_parse(arena, path, buf_slice(&bytes), labels,
		    catalogue, policy, err);
	buf_free(&bytes);
	return rc;
}

const char *
policy_builtin(void)
{
	return "format: 1\n"
	    "policy: none\n"
	    "rules:\n"
	    "- otherwise: deliver\n"
	    "faults:\n"
	    "  otherwise: tag\n";
}
