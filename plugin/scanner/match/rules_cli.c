/*
 * rules_cli - what a compliance person runs on a folder of rules.
 *
 * check runs every example through the whole matcher; list and show print what
 * is there; lint measures each pattern alone; bench shows what each pack costs.
 */
#include "scanner/match/rules_cli.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/json.h"
#include "scanner/match/compile.h"
#include "scanner/match/engine.h"
#include "scanner/match/lint.h"
#include "scanner/match/sample.h"

enum {
	STATUS_GOOD = 0, STATUS_FOUND = 1, STATUS_ERROR = 2,
	UNPROVEN_BELOW = 30,
	LINT_BYTES = 2 << 20,
	BENCH_BYTES = 16 << 20,
	JSON_MOST = 64 << 20,
	BENCH_MEMORY = 512 << 20,
};

struct options {
	const char *dir;
	const char *site;
	const char *id;
	bool json;
	struct limits limits;
	struct clock clock;
};

static int
fail(const struct err *err)
{
	fprintf(stderr, "outmark-scanner: %s\n", err->text);
	return STATUS_ERROR;
}

static struct matcher_options
matcher_options_of(const struct options *o)
{
	return (struct matcher_options){
		.rules_dir = o->dir, .site_rules_dir = o->site,
		.limits = &o->limits, .clock = &o->clock, .no_canary = true,
	};
}

static const char *
mode_name(enum rule_mode mode)
{
	static const char *const names[] = {"disabled", "shadow", "enforce",
		"element"};

	return names[mode];
}

static void
confidence_text(const struct rule *rule, char *text, size_t size)
{
	const struct rule_contract *c = rule->contract;

	if (c)
		snprintf(text, size, "%u-%u", c->steps[0].confidence,
		    c->steps[c->step_count - 1].confidence);
	else if (rule->kind == RULE_BUNDLE)
		snprintf(text, size, "members'");
	else if (rule->document)
		snprintf(text, size, "%u-%u",
		    rule->document->steps[0].confidence, rule->formatted);
	else if (rule->bare != rule->formatted)
		snprintf(text, size, "%u/%u", rule->formatted, rule->bare);
	else
		snprintf(text, size, "%u", rule->formatted);
	if (rule->evidence.words.count)
		snprintf(text + strlen(text), size - strlen(text), "+%u",
		    rule->evidence.confidence);
}

static void
print_json(struct buf *out)
{
	fwrite(out->at, 1, out->len, stdout);
	putchar('\n');
	buf_free(out);
}

/* ------------------------------------------------------------------ check */

struct checking {
	struct matcher *matcher;
	struct json json;
	bool as_json;
	size_t passed, failed;
};

static void
report_failure(struct checking *c, const struct rule *rule, size_t number,
    const struct rule_example *example, bool must_match, const char *why)
{
	const char *kind = must_match ? "example" : "counter-example";

	if (c->as_json) {
		json_object(&c->json, NULL);
		json_text(&c->json, "rule", rule->id);
		json_text(&c->json, "kind", kind);
		json_number(&c->json, "number", number);
		json_text(&c->json, "file", rule->file);
		json_number(&c->json, "line", example->line);
		json_text(&c->json, "why", why);
		json_object_end(&c->json);
		return;
	}
	if (!c->failed)
		printf("%-24s %-18s %s\n", "RULE", "EXAMPLE", "WHAT IS WRONG");
	printf("%-24s %-15s %2zu %s (%s:%u)\n", rule->id, kind, number, why,
	    rule->file, example->line);
}

static enum rc
check_list(struct checking *c, const struct rule *rule,
    const struct rule_example *list, size_t count, bool must_match,
    struct err *err)
{
	for (size_t i = 0; i < count; i++) {
		struct sample_outcome outcome;

		TRY(sample_run(c->matcher, rule, &list[i], must_match,
		    &outcome, err));
		if (outcome.passed) {
			c->passed++;
			continue;
		}
		report_failure(c, rule, i + 1, &list[i], must_match,
		    outcome.why);
		c->failed++;
	}
	return RC_OK;
}

static enum rc
check_all(struct checking *c, struct err *err)
{
	const struct ruleset *rules = c->matcher->rules;

	for (size_t i = 0; i < rules->rule_count; i++) {
		const struct rule *rule = rules->rules[i];

		TRY(check_list(c, rule, rule->examples, rule->example_count,
		    true, err));
		TRY(check_list(c, rule, rule->counter_examples,
		    rule->counter_example_count, false, err));
	}
	return RC_OK;
}

static int
command_check(const struct options *o)
{
	struct matcher_options options = matcher_options_of(o);
	struct checking c = {.as_json = o->json};
	struct buf out = buf_new(JSON_MOST);
	struct err err = {0};
	enum rc rc;

	c.json = json_begin(&out);
	rc = matcher_open(&options, &c.matcher, &err);
	if (rc != RC_OK)
		return fail(&err);
	json_object(&c.json, NULL);
	json_array(&c.json, "failures");
	rc = check_all(&c, &err);
	json_array_end(&c.json);
	json_number(&c.json, "rules", c.matcher->rules->rule_count);
	json_number(&c.json, "passed", c.passed);
	json_number(&c.json, "failed", c.failed);
	json_object_end(&c.json);
	if (rc == RC_OK && o->json)
		print_json(&out);
	else if (rc == RC_OK)
		printf("%zu rules, %zu examples passed, %zu failed\n",
		    c.matcher->rules->rule_count, c.passed, c.failed);
	buf_free(&out);
	matcher_close(c.matcher);
	if (rc != RC_OK)
		return fail(&err);
	return c.failed ? STATUS_FOUND : STATUS_GOOD;
}

/* ------------------------------------------------------------------- list */

static void
list_json(struct json *json, const struct rule *rule)
{
	char confidence[32];

	confidence_text(rule, confidence, sizeof(confidence));
	json_object(json, NULL);
	json_text(json, "id", rule->id);
	json_text(json, "title", rule->title);
	json_text(json, "label", rule->label);
	json_text(json, "mode", mode_name(rule->mode));
	json_text(json, "confidence", confidence);
	json_text(json, "pack", rule->pack);
	json_bool(json, "proven", rule->judged >= UNPROVEN_BELOW);
	json_object_end(json);
}

static void
list_line(const struct rule *rule)
{
	char confidence[32];

	confidence_text(rule, confidence, sizeof(confidence));
	printf("%-18s %-22s %-8s %-9s %-14s %s%s\n", rule->id, rule->label,
	    mode_name(rule->mode), confidence, rule->pack, rule->title,
	    rule->judged < UNPROVEN_BELOW ? " (unproven)" : "");
}

static void
list_all(const struct ruleset *rules, struct json *json, bool as_json)
{
	for (size_t i = 0; i < rules->rule_count + rules->disabled_count; i++) {
		const struct rule *rule = i < rules->rule_count ?
		    rules->rules[i] : rules->disabled[i - rules->rule_count];

		if (as_json)
			list_json(json, rule);
		else
			list_line(rule);
	}
}

static int
command_list(const struct options *o)
{
	struct ruleset *rules;
	struct buf out = buf_new(JSON_MOST);
	struct json json = json_begin(&out);
	struct err err;

	if (ruleset_read(o->dir, o->site, &o->limits, &rules, &err) != RC_OK)
		return fail(&err);
	json_object(&json, NULL);
	json_array(&json, "rules");
	if (!o->json)
		printf("%-18s %-22s %-8s %-9s %-14s %s\n", "ID", "LABEL",
		    "MODE", "SURE", "PACK", "TITLE");
	list_all(rules, &json, o->json);
	json_array_end(&json);
	json_object_end(&json);
	if (o->json)
		print_json(&out);
	else
		printf("unproven: fewer than %d hits judged by people are "
		    "recorded in the pack (judged:)\n", UNPROVEN_BELOW);
	buf_free(&out);
	ruleset_free(rules);
	return STATUS_GOOD;
}

/* ------------------------------------------------------------------- show */

static void
show_what(const struct rule *rule)
{
	for (size_t i = 0; i < rule->shape_count; i++)
		printf("  shape        %s\n", rule->shapes[i]);
	for (size_t i = 0; i < rule->pattern_count; i++)
		printf("  %-12s %s\n", rule->patterns[i].phrase ? "phrase" :
		    "regex", rule->patterns[i].regex);
	if (rule->system)
		printf("  marking      %s (%s), from %s to %s\n",
		    rule->system->name, rule->system->source,
		    rule->least_level ? rule->least_level : "the lowest level",
		    rule->most_level ? rule->most_level : "the highest");
	for (size_t n = 0; n < rule->members.count; n++)
		printf("  member       %s\n", rule->members.names[n]);
	for (size_t g = 0; rule->document && g < rule->document->group_count;
	    g++)
		printf("  group        %s: %+d points for %u of %zu phrases\n",
		    rule->document->groups[g].id,
		    rule->document->groups[g].points,
		    rule->document->groups[g].full,
		    rule->document->groups[g].pattern_count);
	for (size_t t = 0; rule->contract && t < rule->contract->term_count;
	    t++) {
		const struct rule_term *term = &rule->contract->terms[t];

		printf("  group        %s: %+d points for %u of %zu phrases%s\n",
		    term->group->id, term->points, term->group->full,
		    term->group->pattern_count + term->group->phrases.count,
		    term->group->own ? "" : ", shared");
	}
}

static void
show_evidence(const char *name, const struct rule_evidence *evidence)
{
	if (evidence->words.count)
		printf("  %-12s %zu words within %zu characters: %u\n", name,
		    evidence->words.count, evidence->within,
		    evidence->confidence);
}

static void
show_examples(const char *name, const struct rule_example *list, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct buf out = buf_new(4096);

		buf_text(&out, "");
		for (size_t b = 0; b < list[i].text.len && b < 200; b++)
			buf_byte(&out, list[i].text.at[b] < ' ' ? ' ' :
			    list[i].text.at[b]);
		printf("  %-12s %s\n", name, buf_string(&out));
		buf_free(&out);
	}
}

static void
show_rule(const struct rule *rule)
{
	char confidence[32];

	confidence_text(rule, confidence, sizeof(confidence));
	printf("%s: %s\n  why          %s\n  label        %s\n  mode         "
	    "%s\n  from         pack %s, %s:%u\n", rule->id, rule->title,
	    rule->why, rule->label, mode_name(rule->mode), rule->pack,
	    rule->file, rule->line);
	show_what(rule);
	if (rule->validator)
		printf("  validator    %s (%s)\n", rule->validator->name,
		    rule->validator->title);
	printf("  confidence   %s\n", confidence);
	show_evidence("evidence", &rule->evidence);
	show_evidence("counter", &rule->counter);
	printf("  counts       low %llu, medium %llu, high %llu\n  judged       "
	    "%u hits%s\n", (unsigned long long)rule->low,
	    (unsigned long long)rule->medium, (unsigned long long)rule->high,
	    rule->judged, rule->judged < UNPROVEN_BELOW ? " (unproven)" : "");
	printf("  scope       ");
	for (unsigned s = 0; s < SCOPE_COUNT; s++)
		if (rule_looks_at(rule, (enum scope)s))
			printf(" %s", scope_name((enum scope)s));
	putchar('\n');
	show_examples("matches", rule->examples, rule->example_count);
	show_examples("does not", rule->counter_examples,
	    rule->counter_example_count);
}

static int
command_show(const struct options *o)
{
	struct ruleset *rules;
	const struct rule *rule;
	struct err err;

	if (!o->id) {
		err_set(&err, RC_CONFIG, "rules show needs the id of a rule: "
		    "\"rules list\" shows them");
		return fail(&err);
	}
	if (ruleset_read(o->dir, o->site, &o->limits, &rules, &err) != RC_OK)
		return fail(&err);
	rule = ruleset_find(rules, o->id);
	if (rule)
		show_rule(rule);
	else
		fprintf(stderr, "outmark-scanner: there is no rule \"%s\": "
		    "\"rules list\" shows them\n", o->id);
	ruleset_free(rules);
	return rule ? STATUS_GOOD : STATUS_ERROR;
}

/* ------------------------------------------------------------------- lint */

struct linting {
	const struct options *o;
	struct slice text;
	uint64_t literal_ns;
	size_t warned, refused, measured;
};

static enum rc
lint_one(struct linting *l, const struct rule *rule,
    const struct rule_pattern *pattern, struct err *err)
{
	struct slice example = rule->kind == RULE_TEXT ?
	    rule->examples[0].text : (struct slice){0};
	struct lint_measure m;
	enum lint_verdict verdict;
	const char *why;

	TRY(lint_pattern(pattern, example, l->text, l->literal_ns,
	    &l->o->limits, &m, err));
	verdict = lint_judge(&m, rule->allow_slow, &why);
	l->measured++;
	l->warned += verdict == LINT_WARN;
	l->refused += verdict == LINT_REFUSE;
	if (verdict != LINT_GOOD || !pattern->phrase)
		printf("%-18s %-7s %6.1f %8.0f %7.1f %7zu  %.60s%s%s\n",
		    rule->id, verdict == LINT_GOOD ? "good" :
		    verdict == LINT_WARN ? "warn" : "refuse", m.ratio,
		    m.reports_per_mib, (double)m.compile_us / 1000.0,
		    m.database_bytes / 1024, pattern->regex, why ? ": " : "",
		    why ? why : "");
	return RC_OK;
}

static enum rc
lint_group(struct linting *l, const struct rule *rule,
    const struct rule_group *group, struct err *err)
{
	for (size_t i = 0; i < group->pattern_count; i++)
		TRY(lint_one(l, rule, &group->patterns[i], err));
	return RC_OK;
}

static enum rc
lint_document(struct linting *l, const struct rule *rule, struct err *err)
{
	const struct rule_document *document = rule->document;

	for (size_t g = 0; g < document->group_count; g++)
		for (size_t i = 0; i < document->groups[g].pattern_count; i++)
			TRY(lint_one(l, rule, &document->groups[g].patterns[i],
			    err));
	return RC_OK;
}

static enum rc
lint_rule(struct linting *l, const struct rule *rule, struct err *err)
{
	if (rule->document)
		return lint_document(l, rule, err);
	for (size_t i = 0; i < rule->pattern_count; i++)
		TRY(lint_one(l, rule, &rule->patterns[i], err));
	for (size_t g = 0; rule->contract && g < rule->contract->group_count;
	    g++)
		TRY(lint_group(l, rule, rule->contract->groups[g], err));
	return RC_OK;
}

/* The groups of contracts/evidence.yaml, under the first rule that uses them. */
static enum rc
lint_shared(struct linting *l, const struct ruleset *rules, struct err *err)
{
	const struct rule *first = NULL;

	for (size_t i = 0; i < rules->rule_count && !first; i++)
		if (rules->rules[i]->kind == RULE_CONTRACT)
			first = rules->rules[i];
	for (size_t g = 0; first && g < rules->group_count; g++)
		if (!rules->groups[g]->own)
			TRY(lint_group(l, first, rules->groups[g], err));
	return RC_OK;
}

/* The rule that all others are compared with. */
static enum rc
lint_literal(struct linting *l, struct err *err)
{
	static const struct rule_pattern literal = {
		.regex = "\\bnon[\\s\\-]{1,4}disclosure\\b", .caseless = true,
		.phrase = true,
	};
	struct buf serialised = buf_new(1 << 20);
	struct hsdb *db = NULL;
	uint64_t reports;
	size_t bad;
	enum rc rc = hsdb_compile(&literal, 1, &serialised, &bad, err);

	if (rc == RC_OK)
		rc = hsdb_open(buf_slice(&serialised), &db, err);
	if (rc == RC_OK)
		rc = lint_time(db, l->text, &l->literal_ns, &reports, err);
	hsdb_close(db);
	buf_free(&serialised);
	return rc;
}

static enum rc
lint_all(struct linting *l, const struct ruleset *rules, struct err *err)
{
	TRY(lint_literal(l, err));
	printf("%-18s %-7s %6s %8s %7s %7s  %s\n", "RULE", "VERDICT", "TIMES",
	    "HITS/MiB", "COMP ms", "DB KiB", "PATTERN");
	for (size_t i = 0; i < rules->rule_count; i++)
		TRY(lint_rule(l, rules->rules[i], err));
	TRY(lint_shared(l, rules, err));
	printf("%zu patterns measured, %zu warned, %zu refused; TIMES is the "
	    "cost against a plain phrase\n", l->measured, l->warned,
	    l->refused);
	return RC_OK;
}

static int
command_lint(const struct options *o)
{
	struct linting l = {.o = o};
	struct ruleset *rules;
	struct err err;
	enum rc rc;

	if (ruleset_read(o->dir, o->site, &o->limits, &rules, &err) != RC_OK)
		return fail(&err);
	rc = lint_text(LINT_BYTES, &l.text, &err);
	if (rc == RC_OK)
		rc = lint_all(&l, rules, &err);
	free((void *)(uintptr_t)l.text.at);
	ruleset_free(rules);
	if (rc != RC_OK)
		return fail(&err);
	return l.refused ? STATUS_FOUND : STATUS_GOOD;
}

/* ------------------------------------------------------------------ bench */

static double
cpu_seconds(void)
{
	struct timespec at;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &at);
	return (double)at.tv_sec + (double)at.tv_nsec / 1e9;
}

static enum rc
bench_match(struct matcher *matcher, struct slice bytes, double *seconds,
    struct err *err)
{
	struct arena *arena = arena_new(BENCH_MEMORY);
	struct text_run run = {.where = "bench", .scope = SCOPE_body};
	struct text text = {.part = 1, .bytes = bytes, .runs = &run,
	    .run_count = 1};
	struct match_options options = {0};
	struct match_result result;
	struct match *match;
	double start = cpu_seconds();
	enum rc rc;

	if (!arena)
		return err_set(err, RC_SYSTEM, "no memory for the bench");
	rc = match_begin(matcher, arena, &options, &match, err);
	if (rc == RC_OK)
		rc = match_text(match, &text, err);
	if (rc == RC_OK)
		rc = match_end(match, &result, err);
	*seconds = cpu_seconds() - start;
	arena_free(arena);
	return rc;
}

struct bench_shapes {
	struct matcher *m;
	struct slice text;
};

static void
bench_line(const char *what, size_t bytes, double seconds)
{
	printf("%-28s %8.1f MB/s\n", what, (double)bytes / 1e6 / seconds);
}

/* Patterns of one pack alone, as the library scans them. */
static enum rc
bench_pack(struct matcher *m, const char *pack, struct slice text,
    struct err *err)
{
	const struct catalogue_list *list = &m->catalogue.texts;
	struct rule_pattern *own = calloc(list->count + 1, sizeof(*own));
	struct hsdb *db = NULL;
	uint64_t best, reports;
	size_t count = 0, bad;
	enum rc rc = RC_OK;

	if (!own)
		return err_set(err, RC_SYSTEM, "no memory for the bench");
	for (size_t i = 0; i < list->count; i++)
		if (!strcmp(list->uses[i]->rule->pack, pack))
			own[count++] = list->patterns[i];
	if (count)
		rc = compile_open(own, count, NULL, &m->limits, &db, &bad, err);
	if (rc == RC_OK && count)
		rc = lint_time(db, text, &best, &reports, err);
	if (rc == RC_OK && count) {
		char name[64];

		snprintf(name, sizeof(name), "patterns of %.30s", pack);
		bench_line(name, text.len, (double)best / 1e9);
	}
	hsdb_close(db);
	free(own);
	return rc;
}

/* A token of a shape: it is checked as in earnest, and forgotten. */
static enum rc
bench_token(void *own, const struct token *token, struct err *err)
{
	const struct bench_shapes *b = own;

	(void)err;
	(void)!values_check(b->m->rules->rules[token->shape->user], slice_sub(
	    b->text, token->span.start, token->span.end));
	return RC_OK;
}

/* Shapes of one pack alone, with their validators. */
static enum rc
bench_shapes_of(struct matcher *m, const char *pack, struct slice text,
    struct err *err)
{
	struct arena *arena = arena_new(BENCH_MEMORY);
	struct shape_table *shapes = arena ? shape_table_new(arena) : NULL;
	struct bench_shapes own = {m, text};
	struct token_sink sink = {.own = &own, .found = bench_token};
	size_t count = 0;
	enum rc rc = shapes ? RC_OK : err_set(err, RC_SYSTEM,
	    "no memory for the bench");

	for (size_t i = 0; rc == RC_OK && i < m->rules->rule_count; i++) {
		const struct rule *rule = m->rules->rules[i];

		for (size_t s = 0; rc == RC_OK && !strcmp(rule->pack, pack) &&
		    s < rule->shape_count; s++, count++)
			rc = shape_add(shapes, slice_of(rule->shapes[s]),
			    (uint32_t)i, err);
	}
	if (rc == RC_OK && count) {
		char name[64];
		double start = cpu_seconds();

		rc = m->tokens->scan(shapes, text, &sink, err);
		snprintf(name, sizeof(name), "shapes of %.30s", pack);
		bench_line(name, text.len, cpu_seconds() - start);
	}
	arena_free(arena);
	return rc;
}

static bool
forget(void *own, uint32_t part, uint32_t end)
{
	(void)own;
	(void)part;
	(void)end;
	return true;
}

static enum rc
bench_words(const char *what, const struct keywords *words, struct slice text,
    struct err *err)
{
	double start = cpu_seconds();

	TRY(keywords_scan(words, text, forget, NULL, err));
	bench_line(what, text.len, cpu_seconds() - start);
	return RC_OK;
}

static enum rc
bench_all(struct matcher *m, struct slice text, struct err *err)
{
	uint64_t best, reports;
	double seconds = 0;

	for (size_t i = 0; i < m->rules->pack_count; i++)
		TRY(bench_pack(m, m->rules->packs[i].id, text, err));
	for (size_t i = 0; i < m->rules->pack_count; i++)
		TRY(bench_shapes_of(m, m->rules->packs[i].id, text, err));
	if (m->texts) {
		TRY(lint_time(m->texts, text, &best, &reports, err));
		bench_line("all patterns, raw library", text.len,
		    (double)best / 1e9);
	}
	TRY(bench_words("all words", m->words, text, err));
	TRY(bench_words("all phrases of contracts", m->phrases, text, err));
	TRY(bench_match(m, text, &seconds, err));
	bench_line("whole matcher", text.len, seconds);
	return RC_OK;
}

static int
command_bench(const struct options *o)
{
	struct matcher_options options = matcher_options_of(o);
	struct matcher *matcher;
	struct slice text = {0};
	struct err err;
	enum rc rc;

	if (matcher_open(&options, &matcher, &err) != RC_OK)
		return fail(&err);
	rc = lint_text(BENCH_BYTES, &text, &err);
	if (rc == RC_OK)
		rc = bench_all(matcher, text, &err);
	free((void *)(uintptr_t)text.at);
	matcher_close(matcher);
	return rc == RC_OK ? STATUS_GOOD : fail(&err);
}

/* ----------------------------------------------------------------- choice */

static const struct command {
	const char *name;
	int (*run)(const struct options *options);
	const char *title;
} commands[] = {
	{"check", command_check, "run every example of every rule"},
	{"list", command_list, "all rules in one table"},
	{"show", command_show, "one rule, whole (needs its id)"},
	{"lint", command_lint, "measure what each pattern costs"},
	{"bench", command_bench, "speed of each pack and of all"},
};

static int
usage(FILE *to, int status)
{
	fprintf(to, "usage: outmark rules COMMAND [--json] [--site DIR] "
	    "[--rules DIR] [DIR | ID]\n");
	for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++)
		fprintf(to, "  %-7s %s\n", commands[i].name, commands[i].title);
	return status;
}

static int
read_options(int argc, char **argv, bool takes_id, struct options *o)
{
	static const struct option known[] = {
		{"json", no_argument, NULL, 'j'},
		{"site", required_argument, NULL, 's'},
		{"site-rules", required_argument, NULL, 's'},
		{"rules", required_argument, NULL, 'r'},
		{"help", no_argument, NULL, 'h'},
		{NULL, 0, NULL, 0},
	};
	int c;

	optind = 1;
	while ((c = getopt_long(argc, argv, "h", known, NULL)) != -1) {
		if (c == 'j')
			o->json = true;
		else if (c == 's')
			o->site = optarg;
		else if (c == 'r')
			o->dir = optarg;
		else
			return usage(c == 'h' ? stdout : stderr, c == 'h' ?
			    STATUS_GOOD : STATUS_ERROR);
	}
	if (optind < argc && takes_id)
		o->id = argv[optind++];
	if (optind < argc)
		o->dir = argv[optind++];
	return optind < argc ? usage(stderr, STATUS_ERROR) : -1;
}

int
rules_main(int argc, char **argv)
{
	struct options o = {.dir = OUTMARK_DATADIR "/rules"};
	struct err err;
	int status;

	o.limits = limit_defaults();
	o.clock = clock_system();
	if (crypt_start(&err) != RC_OK)
		return fail(&err);
	for (size_t i = 0; argc > 1 && i < sizeof(commands) /
	    sizeof(commands[0]); i++) {
		if (strcmp(argv[1], commands[i].name))
			continue;
		status = read_options(argc - 1, argv + 1,
		    commands[i].run == command_show, &o);
		return status >= 0 ? status : commands[i].run(&o);
	}
	if (argc > 1 && !strcmp(argv[1], "--help"))
		return usage(stdout, STATUS_GOOD);
	return usage(stderr, STATUS_ERROR);
}
