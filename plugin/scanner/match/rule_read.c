/*
 * rule_read - one rule from the YAML of a pack.
 */
#include "scanner/match/rule_read.h"

#include "scanner/extract/normalise.h"
#include "scanner/match/contradict.h"
#include "scanner/match/pattern.h"
#include "scanner/match/shape.h"
#include "scanner/match/structure.h"
#include "scanner/match/validator.h"
#include "scanner/match/vec.h"
#include "scanner/match/wordlist.h"

enum {
	EVIDENCE_LEAST = 3,	/* bytes of a word near a value */
	HEAD_LEAST = 2,		/* bytes of a column's name */
	PHRASE_LEAST = 4,	/* bytes of a phrase that counts by itself */
	WITHIN_MOST = 2000,
	WITHIN_DEFAULT = 300,
	COUNTER_WITHIN_DEFAULT = 40,
	ID_MOST = 64,
};

static const char *const keys[] = {"id", "title", "why", "label", "mode",
	"shape", "regex", "phrases", "marking", "contract", "groups", "points",
	"needs", "signers", "last_resort", "under", "column", "not_column", "structure",
	"combine", "document", "bundle", "case", "validator", "specimens", "confidence", "evidence",
	"counter_evidence", "counts", "scope", "allow_slow", "judged",
	"examples", "counter_examples", NULL};

static const char *const ways[] = {"shape", "regex", "phrases", "marking",
	"groups", "column", "structure", "combine", "bundle", NULL};

const char *const *
rule_keys(void)
{
	return keys;
}

const char *const *
rule_ways(void)
{
	return ways;
}

static enum rc
full(struct source *source, struct err *err)
{
	return arena_full(source->arena, "the rule set", err);
}

/* Lower-case letters, digits, "_", "-", and "." where `dots` are allowed. */
static bool
is_id(const char *text, bool dots)
{
	struct slice id = slice_of(text);

	if (!id.len || id.len > ID_MOST || !byte_is_alnum(id.at[0]))
		return false;
	for (size_t i = 0; i < id.len; i++)
		if (!byte_is_digit(id.at[i]) && id.at[i] != '_' &&
		    id.at[i] != '-' && !(dots && id.at[i] == '.') &&
		    !(id.at[i] >= 'a' && id.at[i] <= 'z'))
			return false;
	return true;
}

static enum rc
read_texts(const struct yaml *node, struct rule *rule, struct err *err)
{
	struct yaml *child;

	TRY(yaml_need(node, "id", "a name of small letters, digits and _",
	    &child, err));
	TRY(yaml_string(child, &rule->id, err));
	if (!is_id(rule->id, false))
		return yaml_wrong(child, err, "\"%.64s\" is no id: write small "
		    "letters, digits, _ and -, at most 64", rule->id);
	TRY(yaml_need(node, "title", "what a person calls it", &child, err));
	TRY(yaml_string(child, &rule->title, err));
	TRY(yaml_need(node, "why", "why it must not leave", &child, err));
	TRY(yaml_string(child, &rule->why, err));
	TRY(yaml_need(node, "label", "the label it gives, such as "
	    "pii.identity.us", &child, err));
	TRY(yaml_string(child, &rule->label, err));
	if (!is_id(rule->label, true))
		return yaml_wrong(child, err, "\"%.64s\" is no label: write "
		    "words of small letters joined by dots", rule->label);
	return RC_OK;
}

enum rc
rule_read_confidence(const struct yaml *node, unsigned *confidence,
    struct err *err)
{
	uint64_t number;

	TRY(yaml_number(node, 0, 100, &number, err));
	if (number != 30 && number != 65 && number != 75 && number != 85 &&
	    number != 95)
		return yaml_wrong(node, err, "write 30, 65, 75, 85 or 95: only "
		    "these have a meaning (rules/README.md)");
	*confidence = (unsigned)number;
	return RC_OK;
}

static enum rc
read_confidence(const struct yaml *node, struct rule *rule, struct err *err)
{
	static const char *const known[] = {"formatted", "bare", NULL};
	struct yaml *child;

	TRY(yaml_need(node, "confidence", "30, 65, 75, 85 or 95, or "
	    "{formatted: 75, bare: 30}", &child, err));
	if (child->kind == YAML_SCALAR) {
		TRY(rule_read_confidence(child, &rule->formatted, err));
		rule->bare = rule->formatted;
		return RC_OK;
	}
	TRY(yaml_known(child, known, err));
	node = child;
	TRY(yaml_need(node, "formatted", "the confidence of a value written "
	    "with its separators", &child, err));
	TRY(rule_read_confidence(child, &rule->formatted, err));
	TRY(yaml_need(node, "bare", "the confidence of plain digits", &child,
	    err));
	return rule_read_confidence(child, &rule->bare, err);
}

static enum rc
read_evidence(struct source *source, const struct yaml *node,
    const char *becomes, size_t within, struct rule_evidence *evidence,
    struct err *err)
{
	const char *const known[] = {"within", "any_of", becomes, NULL};
	struct yaml *child;
	uint64_t number = within;

	TRY(yaml_known(node, known, err));
	TRY(yaml_need(node, "any_of", "words, or a file such as "
	    "words/us_ssn.txt", &child, err));
	TRY(wordlist_read(source, child, EVIDENCE_LEAST, &evidence->words, err));
	TRY(yaml_need(node, becomes, "the confidence it then has", &child, err));
	TRY(rule_read_confidence(child, &evidence->confidence, err));
	child = yaml_find(node, "within");
	if (child)
		TRY(yaml_number(child, 1, WITHIN_MOST, &number, err));
	evidence->within = (size_t)number;
	return RC_OK;
}

static enum rc
read_both_evidences(struct source *source, const struct yaml *node,
    struct rule *rule, struct err *err)
{
	struct yaml *child = yaml_find(node, "evidence");

	if (child)
		TRY(read_evidence(source, child, "raises_to", WITHIN_DEFAULT,
		    &rule->evidence, err));
	child = yaml_find(node, "counter_evidence");
	if (child)
		TRY(read_evidence(source, child, "lowers_to",
		    COUNTER_WITHIN_DEFAULT, &rule->counter, err));
	return RC_OK;
}

static enum rc
read_counts(const struct yaml *node, struct rule *rule, struct err *err)
{
	static const char *const known[] = {"low", "medium", "high", NULL};
	struct yaml *counts = yaml_find(node, "counts"), *child;

	rule->low = 1;
	rule->medium = 5;
	rule->high = 10;
	if (!counts)
		return RC_OK;
	TRY(yaml_known(counts, known, err));
	if ((child = yaml_find(counts, "low")))
		TRY(yaml_number(child, 1, 1000000, &rule->low, err));
	rule->medium = rule->medium < rule->low ? rule->low : rule->medium;
	if ((child = yaml_find(counts, "medium")))
		TRY(yaml_number(child, rule->low, 1000000, &rule->medium, err));
	rule->high = rule->high < rule->medium ? rule->medium : rule->high;
	if ((child = yaml_find(counts, "high")))
		TRY(yaml_number(child, rule->medium, 1000000, &rule->high, err));
	return RC_OK;
}

enum rc
rule_read_scopes(const struct yaml *node, unsigned *scopes, struct err *err)
{
	const struct yaml *item;
	enum scope scope;

	TRY(yaml_is_list(node, err));
	*scopes = 0;
	for (item = node->kind == YAML_LIST ? node->first : node; item;
	    item = node->kind == YAML_LIST ? item->next : NULL) {
		struct slice name;

		TRY(yaml_text(item, &name, err));
		if (!scope_of_name(name, &scope))
			return yaml_wrong(item, err, "\"%.*s\" is no place: "
			    "write subject, headers, envelope, body, "
			    "attachment, filename, metadata or mime",
			    (int)(name.len < 40 ? name.len : 40),
			    (const char *)name.at);
		*scopes |= 1u << scope;
	}
	if (!*scopes)
		return yaml_wrong(node, err, "the list is empty: write where "
		    "to look, such as [subject, body, attachment]");
	return RC_OK;
}

static enum rc
read_shapes(struct source *source, const struct yaml *node, struct rule *rule,
    struct err *err)
{
	const struct yaml *item;
	struct vec shapes = {0};

	TRY(yaml_is_list(node, err));
	for (item = node->kind == YAML_LIST ? node->first : node; item;
	    item = node->kind == YAML_LIST ? item->next : NULL) {
		const char **shape = vec_push(&shapes, source->arena,
		    sizeof(*shape));
		const char *why;

		if (!shape)
			return full(source, err);
		TRY(yaml_string(item, shape, err));
		why = shape_refused(slice_of(*shape));
		if (why)
			return yaml_wrong(item, err, "\"%.64s\" is no shape: "
			    "%s", *shape, why);
	}
	if (!shapes.count)
		return yaml_wrong(node, err, "the list is empty: write a shape "
		    "such as ddd-dd-dddd");
	rule->kind = RULE_SHAPE;
	rule->shapes = shapes.at;
	rule->shape_count = shapes.count;
	return RC_OK;
}

enum rc
rule_read_phrases(struct source *source, const struct yaml *node,
    const struct rule_pattern **patterns, size_t *count, struct err *err)
{
	struct word_list words = {0};
	struct rule_pattern *made;

	TRY(wordlist_read(source, node, PHRASE_LEAST, &words, err));
	made = arena_array(source->arena, words.count, sizeof(*made));
	if (!made)
		return full(source, err);
	for (size_t i = 0; i < words.count; i++) {
		made[i] = (struct rule_pattern){.caseless = true,
		    .phrase = true, .line = node->line};
		made[i].regex = pattern_of_phrase(source->arena, words.words[i]);
		if (!made[i].regex)
			return full(source, err);
	}
	*patterns = made;
	*count = words.count;
	return RC_OK;
}

/* One regex, normalised as mail text is, checked against the subset. */
static enum rc
read_regex(struct source *source, const struct yaml *item, bool caseless,
    bool allow_slow, struct rule_pattern *pattern, struct err *err)
{
	struct slice text, normal;
	const char *written, *why;
	size_t at = 0;

	TRY(yaml_string(item, &written, err));
	text = slice_of(written);
	TRY(normalise_words(source->arena, text, &normal, err));
	why = normal.len ? pattern_refused(normal, &at) : "it is empty";
	if (why)
		return yaml_wrong(item, err, "character %zu: %s", at + 1, why);
	if (pattern_literal(normal) < PATTERN_LITERAL_LEAST && !allow_slow)
		return yaml_wrong(item, err, "it holds no fixed text of 4 "
		    "characters in every alternative, which makes all mail "
		    "slow: add a word, or write digits and letters as shape:");
	*pattern = (struct rule_pattern){.caseless = caseless,
	    .line = item->line};
	pattern->regex = arena_string(source->arena, normal);
	return pattern->regex ? RC_OK : full(source, err);
}

enum rc
rule_read_regexes(struct source *source, const struct yaml *node,
    bool caseless, bool allow_slow, const struct rule_pattern **patterns,
    size_t *count, struct err *err)
{
	const struct yaml *item;
	struct vec found = {0};

	TRY(yaml_is_list(node, err));
	for (item = node->kind == YAML_LIST ? node->first : node; item;
	    item = node->kind == YAML_LIST ? item->next : NULL) {
		struct rule_pattern *one = vec_push(&found, source->arena,
		    sizeof(*one));

		if (!one)
			return full(source, err);
		TRY(read_regex(source, item, caseless, allow_slow, one, err));
	}
	if (!found.count)
		return yaml_wrong(node, err, "the list is empty: write a regex");
	*patterns = found.at;
	*count = found.count;
	return RC_OK;
}

/* "contradiction: [labels_differ]": markings against each other. */
static enum rc
read_contradictions(const struct yaml *node, struct rule *rule,
    struct err *err)
{
	unsigned kind;

	TRY(yaml_is_list(node, err));
	for (const struct yaml *item = yaml_item(node, NULL); item;
	    item = yaml_item(node, item)) {
		TRY(yaml_choice(item, contradict_names(), &kind, err));
		rule->contradictions |= 1u << kind;
	}
	if (!rule->contradictions)
		return yaml_wrong(node, err, "the list is empty: write one of "
		    "label_below_text, banner_below_portion, "
		    "attachment_above_message, labels_differ, "
		    "lowered_in_reply, notice_against_marking");
	return RC_OK;
}

/* What else the marking has to say: its controls, as the tables write them. */
static enum rc
read_controls(struct source *source, const struct yaml *node,
    struct rule *rule, struct err *err)
{
	const struct yaml *child = yaml_find(node, "controls");

	if (child)
		TRY(rule_read_names(source, child, &rule->controls, err));
	child = yaml_find(node, "not_controls");
	return child ? rule_read_names(source, child, &rule->not_controls,
	    err) : RC_OK;
}

static enum rc
read_system(struct source *source, const struct yaml *node,
    struct rule *rule, struct err *err)
{
	struct yaml *child;
	struct slice name;

	TRY(yaml_need(node, "system", "the name of a marking system, such as "
	    "us-cui", &child, err));
	TRY(yaml_text(child, &name, err));
	rule->system = marking_system_find(name);
	if (!rule->system)
		return yaml_wrong(child, err, "there is no marking system "
		    "\"%.*s\": write the name of one of the files in "
		    "markings/, such as us-cui",
		    (int)(name.len < 40 ? name.len : 40), (const char *)name.at);
	child = yaml_find(node, "least_level");
	if (child)
		TRY(yaml_string(child, &rule->least_level, err));
	child = yaml_find(node, "most_level");
	if (child)
		TRY(yaml_string(child, &rule->most_level, err));
	child = yaml_find(node, "level");
	if (child)
		TRY(yaml_string(child, &rule->only_level, err));
	return read_controls(source, node, rule, err);
}

static enum rc
read_marking(struct source *source, const struct yaml *node,
    struct rule *rule, struct err *err)
{
	static const char *const known[] = {"system", "least_level",
		"most_level", "level", "controls", "not_controls",
		"contradiction", NULL};
	const struct yaml *child = yaml_find(node, "contradiction");

	TRY(yaml_known(node, known, err));
	rule->kind = RULE_MARKING;
	return child ? read_contradictions(child, rule, err) :
	    read_system(source, node, rule, err);
}

enum rc
rule_read_case(const struct yaml *node, bool *caseless, struct err *err)
{
	static const char *const words[] = {"any", "exact", NULL};
	struct yaml *child = yaml_find(node, "case");
	unsigned choice = 0;

	if (child)
		TRY(yaml_choice(child, words, &choice, err));
	*caseless = choice == 0;
	return RC_OK;
}

/* Cells below these names, and names that hold one of them and are others. */
static enum rc
read_column(struct source *source, const struct yaml *node,
    const struct yaml *what, struct rule *rule, struct err *err)
{
	const struct yaml *child = yaml_find(node, "not_column");

	TRY(wordlist_read(source, what, HEAD_LEAST, &rule->column, err));
	if (child)
		TRY(wordlist_read(source, child, HEAD_LEAST,
		    &rule->not_column, err));
	rule->kind = RULE_COLUMN;
	return RC_OK;
}

static enum rc
read_structure(const struct yaml *node, struct rule *rule, struct err *err)
{
	struct slice name;

	TRY(yaml_text(node, &name, err));
	rule->structure = structure_find(name);
	if (!rule->structure)
		return yaml_wrong(node, err, "there is no structure of this "
		    "name; did you mean \"%s\"?",
		    nearest_word(name, structure_names()));
	rule->kind = RULE_STRUCTURE;
	return RC_OK;
}

/* The one key of the rule that says what it looks for. */
static enum rc
find_way(const struct yaml *node, const struct rule *rule,
    const struct yaml **what, struct err *err)
{
	*what = NULL;
	for (size_t i = 0; ways[i]; i++) {
		const struct yaml *child = yaml_find(node, ways[i]);

		if (child && *what)
			return yaml_wrong(child, err, "the rule already has "
			    "\"%s\": keep one of them", (*what)->key);
		*what = child ? child : *what;
	}
	if (!*what)
		return yaml_wrong(node, err, "the rule \"%s\" looks for "
		    "nothing: write shape, regex, phrases, marking, groups, "
		    "column, structure, combine or bundle", rule->id);
	return RC_OK;
}

static enum rc
read_what(struct source *source, const struct yaml *node, struct rule *rule,
    struct err *err)
{
	const struct yaml *what;
	bool caseless;

	TRY(find_way(node, rule, &what, err));
	TRY(rule_read_case(node, &caseless, err));
	rule->kind = RULE_TEXT;
	if (!strcmp(what->key, "shape"))
		return read_shapes(source, what, rule, err);
	if (!strcmp(what->key, "phrases"))
		return rule_read_phrases(source, what, &rule->patterns,
		    &rule->pattern_count, err);
	if (!strcmp(what->key, "regex"))
		return rule_read_regexes(source, what, caseless,
		    rule->allow_slow, &rule->patterns, &rule->pattern_count,
		    err);
	if (!strcmp(what->key, "marking"))
		return read_marking(source, what, rule, err);
	if (!strcmp(what->key, "column"))
		return read_column(source, node, what, rule, err);
	if (!strcmp(what->key, "structure"))
		return read_structure(what, rule, err);
	if (!strcmp(what->key, "combine"))
		return rule_read_combine(source, what, rule, err);
	if (!strcmp(what->key, "bundle")) {
		rule->kind = RULE_BUNDLE;
		return rule_read_names(source, what, &rule->members, err);
	}
	return yaml_find(node, "document") ?
	    rule_read_document(source, node, rule, err) :
	    rule_read_contract(source, node, rule, err);
}

static enum rc
read_validator(const struct yaml *node, struct rule *rule, struct err *err)
{
	static const char *const words[] = {"ignore", "count", NULL};
	struct yaml *child = yaml_find(node, "validator");
	struct slice name;
	unsigned choice = 0;

	if (child) {
		TRY(yaml_text(child, &name, err));
		rule->validator = validator_find(name);
		if (!rule->validator)
			return yaml_wrong(child, err, "there is no validator "
			    "of this name; did you mean \"%s\"?",
			    nearest_word(name, validator_names()));
	}
	child = yaml_find(node, "specimens");
	if (child)
		TRY(yaml_choice(child, words, &choice, err));
	rule->count_specimens = choice == 1;
	return RC_OK;
}

static enum rc
read_switches(const struct yaml *node, struct rule *rule, struct err *err)
{
	static const char *const modes[] = {"disabled", "shadow", "enforce",
		"element", NULL};
	struct yaml *child;
	unsigned mode = RULE_ENFORCE;
	uint64_t judged = 0;

	TRY(yaml_need(node, "mode", "enforce, shadow, element or "
	    "disabled", &child, err));
	TRY(yaml_choice(child, modes, &mode, err));
	rule->mode = (enum rule_mode)mode;
	child = yaml_find(node, "allow_slow");
	if (child)
		TRY(yaml_bool(child, &rule->allow_slow, err));
	child = yaml_find(node, "judged");
	if (child)
		TRY(yaml_number(child, 0, 1000000000, &judged, err));
	rule->judged = (unsigned)judged;
	return RC_OK;
}

enum rc
rule_read(struct source *source, const struct yaml *node, const char *pack,
    struct rule *rule, struct err *err)
{
	struct yaml *child;

	TRY(yaml_known(node, keys, err));
	rule->pack = pack;
	rule->file = node->file;
	rule->line = node->line;
	TRY(read_texts(node, rule, err));
	TRY(read_switches(node, rule, err));
	TRY(read_what(source, node, rule, err));
	TRY(read_validator(node, rule, err));
	/* Documents say it with their score; a bundle has its members'. */
	if (rule->kind != RULE_CONTRACT && rule->kind != RULE_DOCUMENT &&
	    rule->kind != RULE_BUNDLE)
		TRY(read_confidence(node, rule, err));
	TRY(read_both_evidences(source, node, rule, err));
	TRY(read_counts(node, rule, err));
	rule->scopes = 1u << SCOPE_subject | 1u << SCOPE_body |
	    1u << SCOPE_attachment;
	if ((child = yaml_find(node, "scope")))
		TRY(rule_read_scopes(child, &rule->scopes, err));
	return rule_read_examples(source, node, rule, err);
}
