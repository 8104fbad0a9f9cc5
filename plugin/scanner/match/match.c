/*
 * match - opens the matcher and calls the stages of matching in order.
 */
#include "scanner/match/match.h"

#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>

#include "scanner/match/canary.h"
#include "scanner/match/compile.h"
#include "scanner/match/engine.h"
#include "scanner/match/sample.h"

enum rc
engine_in_time(const struct match *match, struct err *err)
{
	if (match->options.clock && clock_left_ms(match->options.clock,
	    match->options.deadline_ms) == 0)
		return err_set(err, RC_LIMIT,
		    "matching took longer than the time left");
	return RC_OK;
}

void *
engine_room(struct match *match, enum engine_table table, size_t count,
    size_t size)
{
	void **room = &match->rooms[table];

	if (*room)
		memset(*room, 0, count * size);
	else
		*room = arena_array(match->arena, count, size);
	return *room;
}

enum rc
engine_full(const struct match *match, struct err *err)
{
	return arena_full(match->arena, "matching", err);
}

const char *
engine_where(struct match *match, const struct text_run *run)
{
	return arena_string(match->arena, slice_of(run->where));
}

enum rc
engine_candidate(struct work *work, const struct rule *rule,
    struct span span, bool bare, bool specimen, struct err *err)
{
	struct rule_story *story = &work->stories[rule->number];
	const struct text_run *run;
	struct candidate *candidate;

	if (work->match->only && work->match->only != rule)
		return RC_OK;
	run = work->run = text_run_near(work->text, work->run, span.start);
	if (!rule_looks_at(rule, run->scope)) {
		story->elsewhere++;
		return RC_OK;
	}
	story->specimens += specimen;
	if (story->hits++ - story->refused >=
	    work->match->matcher->limits.rule_hits) {
		story->over++;
		return RC_OK;
	}
	candidate = vec_push(&work->candidates, work->match->arena,
	    sizeof(*candidate));
	if (!candidate)
		return engine_full(work->match, err);
	candidate->rule = rule;
	candidate->span = span;
	candidate->run = run;
	candidate->bare = bare;
	candidate->specimen = specimen;
	return RC_OK;
}

/* Name the rule a pattern belongs to in the compiler's sentence. */
static enum rc
name_pattern(const struct catalogue_list *list, size_t bad, struct err *err)
{
	const struct rule *rule;

	if (bad >= list->count)
		return err->rc;
	rule = list->uses[bad]->rule;
	return err_add(err, "%s:%u: rule %s", rule->file,
	    list->patterns[bad].line ? list->patterns[bad].line : rule->line,
	    rule->id);
}

static enum rc
open_texts(struct matcher *m, const char *cache, struct err *err)
{
	const struct catalogue_list *list = &m->catalogue.texts;
	unsigned *widths;
	size_t bad;

	if (!list->count)
		return RC_OK;
	widths = arena_array(m->rules->arena, list->count, sizeof(*widths));
	if (!widths)
		return arena_full(m->rules->arena, "the patterns", err);
	if (compile_open(list->patterns, list->count, cache, &m->limits,
	    &m->texts, &bad, err) != RC_OK)
		return name_pattern(list, bad, err);
	for (size_t i = 0; i < list->count; i++) {
		struct hsdb_info info;

		/* A phrase is never wider than the regex made from it. */
		info.max_width = (unsigned)strlen(list->patterns[i].regex);
		if (!list->patterns[i].phrase &&
		    hsdb_info(&list->patterns[i], &info, err) != RC_OK)
			return name_pattern(list, i, err);
		widths[i] = info.max_width;
	}
	return lookback_open(list->patterns, widths, list->count, &m->look,
	    err);
}

/* Words of evidence, phrases of contracts, names of columns: no starts are asked of them. */
static enum rc
open_list(struct matcher *m, const struct catalogue_list *list,
    const char *cache, struct keywords **keywords, struct err *err)
{
	size_t bad;

	if (keywords_open(m->rules->arena, list, cache, &m->limits, keywords,
	    &bad, err) != RC_OK)
		return name_pattern(list, bad, err);
	return RC_OK;
}

static enum rc
open_shapes(struct matcher *m, struct err *err)
{
	m->tokens = &token_vector;
	m->shapes = shape_table_new(m->rules->arena);
	if (!m->shapes)
		return arena_full(m->rules->arena, "the shapes", err);
	for (size_t i = 0; i < m->rules->rule_count; i++) {
		const struct rule *rule = m->rules->rules[i];

		for (size_t s = 0; s < rule->shape_count; s++)
			TRY(shape_add(m->shapes, slice_of(rule->shapes[s]),
			    (uint32_t)i, err));
	}
	return RC_OK;
}

/* The generation's name: everything read, and the machine it runs on. */
static enum rc
name_generation(struct matcher *m, struct err *err)
{
	unsigned char digest[CRYPT_DIGEST_BYTES];
	struct buf text = buf_new(65536);
	enum rc rc = hsdb_platform(&text, err);

	if (rc == RC_OK) {
		buf_put(&text, slice_bytes(m->rules->digest,
		    sizeof(m->rules->digest)));
		crypt_digest(buf_slice(&text), digest);
		crypt_hex(digest, sizeof(digest), m->generation);
		snprintf(m->engine, sizeof(m->engine), "hyperscan %s",
		    hsdb_version());
	}
	buf_free(&text);
	return rc;
}

static enum rc
open_all(struct matcher *m, const struct matcher_options *options,
    struct err *err)
{
	TRY(crypt_start(err));
	m->limits = *options->limits;
	m->clock = *options->clock;
	m->key = options->key ? *options->key : crypt_key_new();
	TRY(ruleset_read(options->rules_dir, options->site_rules_dir,
	    options->limits, &m->rules, err));
	TRY(catalogue_make(m->rules, &m->catalogue, err));
	TRY(combine_open(m->rules, &m->combine, err));
	TRY(bundle_open(m->rules, &m->bundles, err));
	TRY(open_shapes(m, err));
	TRY(open_texts(m, options->cache_dir, err));
	TRY(open_list(m, &m->catalogue.words, options->cache_dir, &m->words,
	    err));
	TRY(open_list(m, &m->catalogue.phrases, options->cache_dir,
	    &m->phrases, err));
	TRY(open_list(m, &m->catalogue.heads, options->cache_dir, &m->heads,
	    err));
	TRY(name_generation(m, err));
	TRY(canary_run(err));
	return options->no_canary ? RC_OK : sample_run_all(m, err);
}

enum rc
matcher_open(const struct matcher_options *options, struct matcher **matcher,
    struct err *err)
{
	struct matcher *m = calloc(1, sizeof(*m));
	enum rc rc;

	if (!m)
		return err_set(err, RC_SYSTEM, "no memory for a matcher");
	rc = open_all(m, options, err);
	if (rc != RC_OK) {
		matcher_close(m);
		return rc;
	}
	/* What opening needed and gave back would be copied by each fork. */
	(void)malloc_trim(0);
	*matcher = m;
	return RC_OK;
}

void
matcher_close(struct matcher *m)
{
	if (!m)
		return;
	hsdb_close(m->texts);
	keywords_close(m->words);
	keywords_close(m->phrases);
	keywords_close(m->heads);
	lookback_close(m->look);
	ruleset_free(m->rules);
	crypt_wipe(&m->key, sizeof(m->key));
	free(m);
}

const struct match_pack *
matcher_packs(const struct matcher *m, size_t *count)
{
	*count = m->rules->pack_count;
	return m->rules->packs;
}

const char *
matcher_engine(const struct matcher *m)
{
	return m->engine;
}

const char *
matcher_generation(const struct matcher *m)
{
	return m->generation;
}

enum rc
match_begin(struct matcher *matcher, struct arena *arena,
    const struct match_options *options, struct match **match, struct err *err)
{
	struct match *m = arena_alloc(arena, sizeof(*m));

	if (!m)
		return arena_full(arena, "matching", err);
	m->matcher = matcher;
	m->arena = arena;
	m->options = *options;
	m->rule_hits = arena_array(arena, matcher->rules->rule_count + 1,
	    sizeof(*m->rule_hits));
	m->persons = arena_array(arena, matcher->rules->rule_count + 1,
	    sizeof(*m->persons));
	if (!m->rule_hits || !m->persons)
		return arena_full(arena, "matching", err);
	*match = m;
	return RC_OK;
}

static enum rc
run_stages(struct work *work, struct err *err)
{
	TRY(values_find(work, err));
	TRY(engine_in_time(work->match, err));
	TRY(patterns_find(work, err));
	TRY(engine_in_time(work->match, err));
	TRY(towns_find(work, err));
	TRY(evidence_weigh(work, err));
	TRY(collide_resolve(work, err));
	TRY(combine_find(work, err));
	TRY(tally_candidates(work, err));
	TRY(contracts_find(work, err));
	TRY(documents_find(work, err));
	TRY(markings_find(work, err));
	return explain_work(work, err);
}

enum rc
match_text(struct match *match, const struct text *text, struct err *err)
{
	struct work work = {.match = match, .text = text};
	struct matcher *m = match->matcher;

	if (match->ended)
		return err_set(err, RC_BUG, "a text after match_end");
	if (!text->bytes.len)
		return RC_OK;
	signature_learn(&match->sender, text, match->arena);
	work.stories = engine_room(match, ROOM_STORIES,
	    m->rules->rule_count + 1, sizeof(*work.stories));
	work.pattern_hits = engine_room(match, ROOM_PATTERN_HITS,
	    m->catalogue.texts.count + 1, sizeof(*work.pattern_hits));
	if (!work.stories || !work.pattern_hits)
		return engine_full(match, err);
	return run_stages(&work, err);
}

enum rc
match_end(struct match *match, struct match_result *result, struct err *err)
{
	if (match->ended)
		return err_set(err, RC_BUG, "match_end called twice");
	match->ended = true;
	memset(result, 0, sizeof(*result));
	TRY(watermark_find(match, err));
	TRY(contradict_find(match, err));
	TRY(explain_end(match, err));
	TRY(tally_end(match, result, err));
	result->markings = match->markings.at;
	result->marking_count = match->markings.count;
	result->overall = match->overall.at;
	result->overall_count = match->overall.count;
	result->contracts = match->contracts.at;
	result->contract_count = match->contracts.count;
	result->explanations = match->explanations.at;
	result->explanation_count = match->explanations.count;
	return RC_OK;
}
