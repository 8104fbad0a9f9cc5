/*
 * catalogue - every pattern and every word of all rules, each once.
 */
#include "scanner/match/catalogue.h"

#include "base/buf.h"
#include "scanner/match/vec.h"

enum { BUCKETS = 4096, WORD_REGEX_MOST = 4096 };

struct entry {
	struct entry *next;	/* in its bucket */
	struct rule_pattern pattern;
	struct slice word;
	const struct catalogue_use *uses;
};

struct collecting {
	struct arena *arena;
	struct entry *buckets[BUCKETS];
	struct vec entries;	/* struct entry *, in order */
};

static size_t
bucket_of(const char *regex)
{
	uint64_t hash = 1469598103934665603ull;

	for (; *regex; regex++)
		hash = (hash ^ (unsigned char)*regex) * 1099511628211ull;
	return (size_t)(hash % BUCKETS);
}

static struct entry *
entry_of(struct collecting *c, const struct rule_pattern *pattern)
{
	size_t bucket = bucket_of(pattern->regex);
	struct entry *entry, **place;

	for (entry = c->buckets[bucket]; entry; entry = entry->next)
		if (!strcmp(entry->pattern.regex, pattern->regex) &&
		    entry->pattern.caseless == pattern->caseless)
			return entry;
	entry = arena_alloc(c->arena, sizeof(*entry));
	place = entry ? vec_push(&c->entries, c->arena, sizeof(*place)) : NULL;
	if (!place)
		return NULL;
	entry->pattern = *pattern;
	entry->next = c->buckets[bucket];
	c->buckets[bucket] = entry;
	*place = entry;
	return entry;
}

static enum rc
full(struct collecting *c, struct err *err)
{
	return arena_full(c->arena, "the catalogue of patterns", err);
}

static enum rc
use(struct collecting *c, const struct rule_pattern *pattern,
    struct slice word, struct catalogue_use how, struct err *err)
{
	struct entry *entry = entry_of(c, pattern);
	struct catalogue_use *one = arena_alloc(c->arena, sizeof(*one));

	if (!entry || !one)
		return full(c, err);
	*one = how;
	one->next = entry->uses;
	entry->uses = one;
	entry->word = word;
	return RC_OK;
}

static enum rc
collect_patterns(struct collecting *c, const struct rule *rule,
    const struct rule_pattern *patterns, size_t count, int group,
    struct err *err)
{
	struct catalogue_use how = {.rule = rule, .group = group};

	for (size_t i = 0; i < count; i++)
		TRY(use(c, &patterns[i], (struct slice){0}, how, err));
	return RC_OK;
}

static enum rc
collect_texts(struct collecting *c, const struct rule *rule, struct err *err)
{
	const struct rule_contract *contract = rule->contract;

	if (rule->kind == RULE_TEXT)
		return collect_patterns(c, rule, rule->patterns,
		    rule->pattern_count, CATALOGUE_NO_GROUP, err);
	if (rule->kind != RULE_CONTRACT)
		return RC_OK;
	for (size_t g = 0; g < contract->group_count; g++)
		TRY(collect_patterns(c, rule, contract->groups[g].patterns,
		    contract->groups[g].pattern_count, (int)g, err));
	return RC_OK;
}

/* A word as a regex of the same length; boundaries are looked at afterwards. */
static const char *
word_regex(struct arena *arena, struct slice word)
{
	struct buf out = buf_new(WORD_REGEX_MOST);
	const char *regex;

	for (size_t i = 0; i < word.len; i++) {
		unsigned char byte = word.at[i];

		if (byte == ' ') {
			buf_text(&out, "[\\s_\\-]");
			continue;
		}
		if (byte < 0x80 && !byte_is_alnum(byte) && byte != '_')
			buf_byte(&out, '\\');
		buf_byte(&out, byte);
	}
	regex = out.full ? NULL : arena_string(arena, buf_slice(&out));
	buf_free(&out);
	return regex;
}

static enum rc
collect_words(struct collecting *c, const struct rule *rule,
    const struct rule_evidence *evidence, bool counter, struct err *err)
{
	struct catalogue_use how = {.rule = rule, .group = CATALOGUE_NO_GROUP,
	    .counter = counter};

	for (size_t i = 0; i < evidence->words.count; i++) {
		struct slice word = evidence->words.words[i];
		struct rule_pattern pattern = {.caseless = true,
		    .phrase = true};

		pattern.regex = word_regex(c->arena, word);
		if (!pattern.regex)
			return full(c, err);
		TRY(use(c, &pattern, word, how, err));
	}
	return RC_OK;
}

static enum rc
finish(struct collecting *c, struct catalogue_list *list, struct err *err)
{
	size_t count = c->entries.count;
	struct entry **entries = c->entries.at;
	struct rule_pattern *patterns = arena_array(c->arena, count + 1,
	    sizeof(*patterns));
	struct slice *words = arena_array(c->arena, count + 1, sizeof(*words));
	const struct catalogue_use **uses = arena_array(c->arena, count + 1,
	    sizeof(*uses));

	if (!patterns || !words || !uses)
		return full(c, err);
	for (size_t i = 0; i < count; i++) {
		patterns[i] = entries[i]->pattern;
		words[i] = entries[i]->word;
		uses[i] = entries[i]->uses;
	}
	*list = (struct catalogue_list){patterns, words, uses, count};
	return RC_OK;
}

enum rc
catalogue_make(const struct ruleset *rules, struct catalogue *catalogue,
    struct err *err)
{
	struct collecting texts = {.arena = rules->arena};
	struct collecting words = {.arena = rules->arena};

	for (size_t i = 0; i < rules->rule_count; i++) {
		const struct rule *rule = rules->rules[i];

		TRY(collect_texts(&texts, rule, err));
		TRY(collect_words(&words, rule, &rule->evidence, false, err));
		TRY(collect_words(&words, rule, &rule->counter, true, err));
	}
	TRY(finish(&texts, &catalogue->texts, err));
	return finish(&words, &catalogue->words, err);
}
