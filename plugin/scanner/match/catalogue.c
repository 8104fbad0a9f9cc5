/*
 * catalogue - every pattern and every word of all rules, each once.
 */
#include "scanner/match/catalogue.h"

#include "base/buf.h"
#include "scanner/match/vec.h"
#include "scanner/match/wordlist.h"

enum { BUCKETS = 4096, WORD_REGEX_MOST = 4096, PART_LEAST = 5, RUN_LEAST = 3 };

struct entry {
	struct entry *next;	/* in its bucket */
	struct rule_pattern pattern;
	struct catalogue_word *words;
	const struct catalogue_use *uses;
	bool whole;
};

struct collecting {
	struct arena *arena;
	struct entry *buckets[BUCKETS];
	struct vec entries;	/* struct entry *, in order */
	size_t word_count;
	uint32_t *group_uses;	/* shared by all lists */
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
entry_of(struct collecting *c, const struct rule_pattern *pattern, bool whole)
{
	size_t bucket = bucket_of(pattern->regex);
	struct entry *entry, **place;

	for (entry = c->buckets[bucket]; entry; entry = entry->next)
		if (!strcmp(entry->pattern.regex, pattern->regex) &&
		    entry->pattern.caseless == pattern->caseless &&
		    entry->whole == whole)
			return entry;
	entry = arena_alloc(c->arena, sizeof(*entry));
	place = entry ? vec_push(&c->entries, c->arena, sizeof(*place)) : NULL;
	if (!place)
		return NULL;
	entry->pattern = *pattern;
	entry->whole = whole;
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
use(struct collecting *c, const struct catalogue_use **uses,
    struct catalogue_use how, struct err *err)
{
	struct catalogue_use *one = arena_alloc(c->arena, sizeof(*one));

	if (!one)
		return full(c, err);
	*one = how;
	if (how.group >= 0)
		one->number = (*c->group_uses)++;
	one->next = *uses;
	*uses = one;
	return RC_OK;
}

static enum rc
collect_patterns(struct collecting *c, const struct rule *rule,
    const struct rule_pattern *patterns, size_t count, int group,
    size_t number, struct err *err)
{
	struct catalogue_use how = {.rule = rule, .group = group,
	    .number = (uint32_t)number};

	for (size_t i = 0; i < count; i++) {
		struct entry *entry = entry_of(c, &patterns[i], false);

		if (!entry)
			return full(c, err);
		TRY(use(c, &entry->uses, how, err));
	}
	return RC_OK;
}

/* The longest part of a word that holds no space; where it ends in it. */
static struct slice
longest_part(struct slice word, size_t *lead)
{
	struct slice rest = word, part, best = {0};

	while (slice_cut(&rest, ' ', &part))
		if (part.len > best.len) {
			best = part;
			*lead = (size_t)(part.at - word.at) + part.len;
		}
	return best;
}

/* Plain text as a regex; boundaries are looked at afterwards. */
static const char *
part_regex(struct arena *arena, struct slice part)
{
	struct buf out = buf_new(WORD_REGEX_MOST);
	const char *regex;

	for (size_t i = 0; i < part.len; i++) {
		unsigned char byte = part.at[i];

		if (byte < 0x80 && !byte_is_alnum(byte) && byte != '_')
			buf_byte(&out, '\\');
		buf_byte(&out, byte);
	}
	regex = out.full ? NULL : arena_string(arena, buf_slice(&out));
	buf_free(&out);
	return regex;
}

static struct catalogue_word *
word_of(struct collecting *c, struct entry *entry, struct slice word,
    size_t lead)
{
	struct catalogue_word *one;

	for (const struct catalogue_word *old = entry->words; old;
	    old = old->next)
		if (slice_is(old->word, word))
			return (struct catalogue_word *)(uintptr_t)old;
	one = arena_alloc(c->arena, sizeof(*one));
	if (!one)
		return NULL;
	*one = (struct catalogue_word){.next = entry->words, .word = word,
	    .lead = lead, .number = c->word_count++};
	entry->words = one;
	return one;
}

/* The longest run of ASCII letters and digits in a word. */
static struct slice
longest_run(struct slice word, size_t *lead)
{
	struct slice best = {0};

	for (size_t at = 0, end; at < word.len; at = end + 1) {
		for (end = at; end < word.len && byte_is_alnum(word.at[end]); )
			end++;
		if (end - at > best.len) {
			best = slice_sub(word, at, end);
			*lead = end;
		}
	}
	return best;
}

/*
 * What of a word is looked for: a whole run, unless it joins onto longer words
 * or says less than what stands round it in another alphabet; of a phrase without
 * a part that is seldom found, all of it.
 */
static struct slice
part_of(struct slice word, bool phrase, size_t *lead, bool *whole)
{
	struct slice run = longest_run(word, lead), part;
	size_t part_lead = 0;

	part = longest_part(word, &part_lead);
	*whole = (run.len >= RUN_LEAST || run.len == part.len) &&
	    !(phrase && (run.len < PART_LEAST || wordlist_joins(word)));
	if (*whole)
		return run;
	if (phrase && part.len < PART_LEAST) {
		*lead = word.len;
		return word;
	}
	*lead = part_lead;
	return part;
}

static enum rc
collect_word(struct collecting *c, struct slice text,
    struct catalogue_use how, struct err *err)
{
	struct rule_pattern pattern = {.caseless = true, .phrase = true};
	struct catalogue_use name = {.rule = how.rule, .group = CATALOGUE_PART};
	struct catalogue_word *word;
	struct entry *entry;
	size_t lead = 0;
	bool whole;
	struct slice part = part_of(text, how.group >= 0, &lead, &whole);

	pattern.regex = part_regex(c->arena, part);
	entry = pattern.regex ? entry_of(c, &pattern, whole) : NULL;
	word = entry ? word_of(c, entry, text, lead) : NULL;
	if (!word)
		return full(c, err);
	if (!entry->uses)	/* so that a bad pattern has a name */
		TRY(use(c, &entry->uses, name, err));
	return use(c, &word->uses, how, err);
}

static enum rc
collect_words(struct collecting *c, const struct rule *rule,
    const struct rule_evidence *evidence, bool counter, struct err *err)
{
	struct catalogue_use how = {.rule = rule, .group = CATALOGUE_NO_GROUP,
	    .counter = counter};

	for (size_t i = 0; i < evidence->words.count; i++)
		TRY(collect_word(c, evidence->words.words[i], how, err));
	return RC_OK;
}

static enum rc
collect_heads(struct collecting *c, const struct rule *rule, struct err *err)
{
	struct catalogue_use how = {.rule = rule, .group = CATALOGUE_NO_GROUP};

	for (size_t i = 0; i < rule->column.count; i++)
		TRY(collect_word(c, rule->column.words[i], how, err));
	return RC_OK;
}

/* The regexes of a group to tier A, its phrases apart. */
static enum rc
collect_group(struct collecting *texts, struct collecting *phrases,
    const struct rule *rule, const struct rule_group *group, struct err *err)
{
	struct catalogue_use how = {.rule = rule,
	    .group = (int)group->number};

	TRY(collect_patterns(texts, rule, group->patterns,
	    group->pattern_count, how.group, 0, err));
	for (size_t i = 0; group->place != PLACE_FIELD &&
	    i < group->phrases.count; i++)
		TRY(collect_word(phrases, group->phrases.words[i], how, err));
	return RC_OK;
}

static enum rc
collect_texts(struct collecting *c, struct collecting *phrases,
    const struct rule *rule, struct err *err)
{
	const struct rule_contract *contract = rule->contract;
	const struct rule_document *document = rule->document;

	for (size_t g = 0; document && g < document->group_count; g++)
		TRY(collect_patterns(c, rule, document->groups[g].patterns,
		    document->groups[g].pattern_count, CATALOGUE_DOCUMENT, g,
		    err));
	if (rule->kind == RULE_TEXT)
		return collect_patterns(c, rule, rule->patterns,
		    rule->pattern_count, CATALOGUE_NO_GROUP, 0, err);
	if (rule->kind != RULE_CONTRACT)
		return RC_OK;
	for (size_t g = 0; g < contract->group_count; g++)
		TRY(collect_group(c, phrases, rule, contract->groups[g], err));
	return RC_OK;
}

/* Groups that all contract rules share; the first of these answers for them. */
static enum rc
collect_shared(struct collecting *c, struct collecting *phrases,
    const struct ruleset *rules, struct err *err)
{
	const struct rule *first = NULL;

	for (size_t i = 0; i < rules->rule_count && !first; i++)
		if (rules->rules[i]->kind == RULE_CONTRACT)
			first = rules->rules[i];
	for (size_t g = 0; first && g < rules->group_count; g++)
		if (!rules->groups[g]->own)
			TRY(collect_group(c, phrases, first, rules->groups[g],
			    err));
	return RC_OK;
}

static enum rc
finish(struct collecting *c, struct catalogue_list *list, struct err *err)
{
	size_t count = c->entries.count;
	struct entry **entries = c->entries.at;
	struct rule_pattern *patterns = arena_array(c->arena, count + 1,
	    sizeof(*patterns));
	const struct catalogue_word **words = arena_array(c->arena, count + 1,
	    sizeof(*words));
	const struct catalogue_use **uses = arena_array(c->arena, count + 1,
	    sizeof(*uses));
	bool *whole = arena_array(c->arena, count + 1, sizeof(*whole));

	if (!patterns || !words || !uses || !whole)
		return full(c, err);
	for (size_t i = 0; i < count; i++) {
		patterns[i] = entries[i]->pattern;
		words[i] = entries[i]->words;
		uses[i] = entries[i]->uses;
		whole[i] = entries[i]->whole;
	}
	*list = (struct catalogue_list){patterns, words, uses, whole, count,
	    c->word_count};
	return RC_OK;
}

static bool
lists_equal(const struct word_list *a, const struct word_list *b)
{
	if (a->count != b->count)
		return false;
	for (size_t i = 0; i < a->count; i++)
		if (!slice_is(a->words[i], b->words[i]))
			return false;
	return true;
}

static uint32_t
first_against(const struct ruleset *rules, size_t number)
{
	const struct word_list *own = &rules->rules[number]->counter.words;
	uint32_t first = 0;

	while (!lists_equal(&rules->rules[first]->counter.words, own))
		first++;
	return first;
}

enum rc
catalogue_make(const struct ruleset *rules, struct catalogue *catalogue,
    struct err *err)
{
	uint32_t group_uses = 0;
	struct collecting texts = {.arena = rules->arena,
	    .group_uses = &group_uses}, phrases = texts, words = texts,
	    heads = texts;
	uint32_t *against = arena_array(rules->arena, rules->rule_count + 1,
	    sizeof(*against));

	if (!against)
		return full(&words, err);
	catalogue->against = against;
	TRY(collect_shared(&texts, &phrases, rules, err));
	for (size_t i = 0; i < rules->rule_count; i++) {
		const struct rule *rule = rules->rules[i];

		against[i] = first_against(rules, i);

		TRY(collect_texts(&texts, &phrases, rule, err));
		TRY(collect_words(&words, rule, &rule->evidence, false, err));
		TRY(collect_heads(&heads, rule, err));
		if (against[i] == i)
			TRY(collect_words(&words, rule, &rule->counter, true,
			    err));
	}
	catalogue->group_uses = group_uses;
	TRY(finish(&phrases, &catalogue->phrases, err));
	TRY(finish(&texts, &catalogue->texts, err));
	TRY(finish(&heads, &catalogue->heads, err));
	return finish(&words, &catalogue->words, err);
}
