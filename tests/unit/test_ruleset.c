/*
 * test_ruleset - promises of match/ruleset and rule_read: every mistake is said
 * with file, line, column, key and what to write; layers change what is below.
 */
#include <sys/stat.h>

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/io.h"
#include "scanner/match/ruleset.h"
#include "scanner/match/suppress.h"
#include "unit/unit.h"

static char folder[64];

static void
write_file(const char *name, const char *text)
{
	char path[256], *slash;
	struct err err = {0};

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	slash = strrchr(path, '/');
	*slash = '\0';
	if (io_make_dir(path, 0700, &err) != RC_OK)
		abort();
	*slash = '/';
	if (io_replace_file(path, slice_of(text), 0600, &err) != RC_OK)
		abort();
}

static void
remove_file(const char *name)
{
	char path[256];

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	unlink(path);
}

#define HEAD "format: 1\npack: p\nversion: 1.0.0\nowner: o\nrules:\n"
#define ID "- id: r1\n  title: t\n  why: w\n"
#define LABEL "  label: a.b\n  mode: enforce\n"
#define WHAT "  phrases: [night jar]\n"
#define SURE "  confidence: 75\n"
#define GOOD "  examples: [x, y, z]\n"
#define NOT "  counter_examples: [u, v, w]\n"

static enum rc
read_rules(const char *site, struct ruleset **rules, struct err *err)
{
	struct limits limits = limit_defaults();
	char shipped[80];

	*rules = NULL;
	snprintf(shipped, sizeof(shipped), "%s/shipped", folder);
	return ruleset_read(shipped, site, &limits, rules, err);
}

struct mistake {
	const char *pack;
	const char *sentence;	/* the end of it, behind the folder */
};

static const struct mistake mistakes[] = {
	{HEAD ID LABEL WHAT SURE GOOD NOT "  confidense: 3\n",
	    "p.yaml:15:15: confidense: there is no such key; did you mean "
	    "\"confidence\"?"},
	{"format: 2\n",
	    "p.yaml:1:9: format: write a whole number from 1 to 1"},
	{HEAD "- id: r1\n",
	    "p.yaml:6:3: the key \"title\" is missing"},
	{HEAD "- id: R 1\n  title: t\n  why: w\n" LABEL WHAT SURE GOOD NOT,
	    "p.yaml:6:7: id: \"R 1\" is no id: write small letters, digits, _ "
	    "and -, at most 64"},
	{HEAD ID "  label: a.c\n  mode: enforce\n" WHAT SURE GOOD NOT,
	    "p.yaml:9:10: label: the label \"a.c\" is not in labels.yaml: add "
	    "it there, or write one of its labels"},
	{HEAD ID "  label: a.b\n  mode: on\n" WHAT SURE GOOD NOT,
	    "p.yaml:10:9: mode: \"on\" is not known here; write one of: "
	    "disabled, shadow, enforce, element"},
	{HEAD ID LABEL SURE GOOD NOT,
	    "p.yaml:6:3: the rule \"r1\" looks for nothing: write shape, "
	    "regex, phrases, marking, groups, column, structure, combine or "
	    "bundle"},
	{HEAD ID LABEL "  bundle: []\n" GOOD NOT,
	    "p.yaml:11:11: bundle: the list is empty: write ids of rules, or "
	    "labels"},
	{HEAD ID LABEL "  document: d\n  groups: []\n" SURE GOOD NOT,
	    "write a list of one to 12 groups, each with id, full, points and "
	    "phrases"},
	{HEAD ID LABEL "  document: d\n  groups:\n  - {id: g, full: 1, "
	    "phrases: [night jar]}\n" SURE GOOD NOT,
	    "the key \"points\" is missing"},
	{HEAD ID LABEL "  document: d\n  groups:\n  - {id: g, full: 1, points: "
	    "9, phrases: [night jar]}\n" SURE GOOD NOT,
	    "confidence: write one to five steps"},
	{HEAD ID LABEL WHAT "  shape: ddd\n" SURE GOOD NOT,
	    "the rule already has \"shape\": keep one of them"},
	{HEAD ID LABEL "  shape: [ddX]\n" SURE GOOD NOT,
	    "p.yaml:11:11: \"ddX\" is no shape: only d, L, l, A and a stand "
	    "for something"},
	{HEAD ID LABEL "  regex: 'abcd.*efgh'\n" SURE GOOD NOT,
	    "p.yaml:11:10: regex: character 5: \".*\" loses matches on some "
	    "libraries and has no end: write a bound, .{0,80}"},
	{HEAD ID LABEL "  regex: '[0-9]{9}'\n" SURE GOOD NOT,
	    "p.yaml:11:10: regex: it holds no fixed text of 4 characters"},
	{HEAD ID LABEL "  phrases: [ab]\n" SURE GOOD NOT,
	    "p.yaml:11:13: \"ab\" is too short to be evidence"},
	{HEAD ID LABEL "  phrases: words/none.txt\n" SURE GOOD NOT,
	    "there is no file \"words/none.txt\" in the rules folder"},
	{HEAD ID LABEL "  phrases: words/../../etc.txt\n" SURE GOOD NOT,
	    "without \"..\""},
	{HEAD ID LABEL "  marking: {system: us-cuj}\n" SURE GOOD NOT,
	    "there is no marking system \"us-cuj\""},
	{HEAD ID LABEL WHAT "  validator: lun\n" SURE GOOD NOT,
	    "p.yaml:12:14: validator: there is no validator of this name; did "
	    "you mean \"luhn\"?"},
	{HEAD ID LABEL WHAT "  confidence: 80\n" GOOD NOT,
	    "p.yaml:12:15: confidence: write 30, 65, 75, 85 or 95: only these "
	    "have a meaning (rules/README.md)"},
	{HEAD ID LABEL WHAT "  confidence: {formatted: 75}\n" GOOD NOT,
	    "the key \"bare\" is missing; write the confidence of plain digits"},
	{HEAD ID LABEL WHAT SURE "  evidence: {any_of: [ssn]}\n" GOOD NOT,
	    "the key \"raises_to\" is missing"},
	{HEAD ID LABEL WHAT SURE "  scope: [bodyy]\n" GOOD NOT,
	    "\"bodyy\" is no place: write subject, headers"},
	{HEAD ID LABEL WHAT SURE "  counts: {low: 5, medium: 2}\n" GOOD NOT,
	    "medium: write a whole number from 5 to 1000000"},
	{HEAD ID LABEL WHAT SURE "  examples: [x, y]\n" NOT,
	    "p.yaml:13:13: examples: write three or more: a rule is proven by "
	    "its examples on every start"},
	{HEAD ID LABEL WHAT SURE GOOD,
	    "the key \"counter_examples\" is missing"},
	{HEAD ID LABEL WHAT SURE GOOD NOT ID LABEL WHAT SURE GOOD NOT,
	    "the rule \"r1\" is already at"},
	{HEAD ID LABEL "  contract: sow\n  groups: [{id: g, full: 5}]\n"
	    "  confidence: [{score: 5, is: 65}]\n" GOOD NOT,
	    "the key \"phrases\" is missing; write a list of phrases"},
	{HEAD ID LABEL WHAT SURE GOOD NOT "  x: &a b\n", "anchors"},
	{"", "the file is empty"},
	{"a: [", "this is not YAML"},
};

static void
every_mistake_is_one_sentence_with_its_place(void)
{
	struct ruleset *rules;

	for (size_t i = 0; i < sizeof(mistakes) / sizeof(mistakes[0]); i++) {
		struct err err = {0};

		write_file("shipped/packs/p.yaml", mistakes[i].pack);
		CHECK_RC(read_rules(NULL, &rules, &err), RC_CONFIG, &err);
		CHECK_HOLDS(err.text, mistakes[i].sentence);
		CHECK_HOLDS(err.text, "p.yaml:");
		ruleset_free(rules);
	}
	write_file("shipped/packs/p.yaml", HEAD ID LABEL WHAT SURE GOOD NOT);
}

static void
a_site_changes_a_rule_by_its_id(void)
{
	struct ruleset *rules;
	struct err err = {0};
	char site[80];

	snprintf(site, sizeof(site), "%s/site", folder);
	write_file("site/packs/s.yaml", "format: 1\npack: s\nversion: 2\n"
	    "owner: me\nrules:\n- id: r1\n  mode: shadow\n  confidence: 85\n");
	CHECK_RC(read_rules(site, &rules, &err), RC_OK, &err);
	CHECK_FATAL(rules != NULL);
	CHECK_NUMBER(rules->rule_count, 1);
	CHECK(rules->rules[0]->mode == RULE_SHADOW);
	CHECK_NUMBER(rules->rules[0]->formatted, 85);
	CHECK_TEXT(rules->rules[0]->title, "t");
	CHECK_TEXT(rules->rules[0]->pack, "s");
	ruleset_free(rules);
	write_file("site/packs/s.yaml", "format: 1\npack: s\nversion: 2\n"
	    "owner: me\nrules:\n- id: r1\n  mode: disabled\n");
	CHECK_RC(read_rules(site, &rules, &err), RC_OK, &err);
	CHECK_NUMBER(rules->rule_count, 0);
	CHECK_NUMBER(rules->disabled_count, 1);
	CHECK(ruleset_find(rules, "r1") != NULL);
	ruleset_free(rules);
	remove_file("site/packs/s.yaml");
}

static void
what_was_read_names_the_generation(void)
{
	struct ruleset *one, *two;
	struct err err = {0};

	CHECK_RC(read_rules(NULL, &one, &err), RC_OK, &err);
	write_file("shipped/packs/p.yaml", HEAD ID LABEL WHAT SURE GOOD NOT
	    "# a comment\n");
	CHECK_RC(read_rules(NULL, &two, &err), RC_OK, &err);
	CHECK(memcmp(one->digest, two->digest, sizeof(one->digest)) != 0);
	ruleset_free(one);
	ruleset_free(two);
}

#define DAY "0000000000000000000000000000000000000000000000000000000000000001"

static void
a_suppression_ends_with_its_day(void)
{
	static const uint64_t last = 1801439999999;	/* 2027-01-31T23:59:59.999Z */
	unsigned char digest[CRYPT_DIGEST_BYTES] = {0};
	struct ruleset *rules;
	struct err err = {0};
	char site[80];

	digest[CRYPT_DIGEST_BYTES - 1] = 1;
	snprintf(site, sizeof(site), "%s/site", folder);
	write_file("site/suppressions.yaml", "format: 1\nsuppressions:\n"
	    "- {rule: r1, value: " DAY ", scope: [body], reason: test, "
	    "owner: me, expires: 2027-01-31}\n");
	CHECK_RC(read_rules(site, &rules, &err), RC_OK, &err);
	CHECK_FATAL(rules != NULL);
	CHECK(suppress_find(rules, "r1", digest, SCOPE_body, last) != NULL);
	CHECK(suppress_find(rules, "r1", digest, SCOPE_body, last + 1) == NULL);
	CHECK(suppress_find(rules, "r1", digest, SCOPE_subject, 0) == NULL);
	CHECK(suppress_find(rules, "r2", digest, SCOPE_body, 0) == NULL);
	digest[0] = 1;
	CHECK(suppress_find(rules, "r1", digest, SCOPE_body, 0) == NULL);
	ruleset_free(rules);
}

static const struct mistake suppressions[] = {
	{"- {rule: none, value: " DAY ", reason: a, owner: b, "
	    "expires: 2027-01-31}", "there is no rule \"none\""},
	{"- {rule: r1, value: abc, reason: a, owner: b, expires: 2027-01-31}",
	    "never the value itself"},
	{"- {rule: r1, value: " DAY ", reason: a, owner: b, expires: soon}",
	    "\"soon\" is no date"},
	{"- {rule: r1, value: " DAY ", reason: a, owner: b, "
	    "expires: 2027-13-31}", "is no date"},
	{"- {rule: r1, reason: a, owner: b, expires: 2027-01-31}",
	    "switch the whole rule off"},
	{"- {rule: r1, value: " DAY ", owner: b, expires: 2027-01-31}",
	    "the key \"reason\" is missing"},
};

static void
a_wrong_suppression_is_said(void)
{
	struct ruleset *rules;
	char site[80], text[512];

	snprintf(site, sizeof(site), "%s/site", folder);
	for (size_t i = 0; i < sizeof(suppressions) /
	    sizeof(suppressions[0]); i++) {
		struct err err = {0};

		snprintf(text, sizeof(text), "format: 1\nsuppressions:\n%s\n",
		    suppressions[i].pack);
		write_file("site/suppressions.yaml", text);
		CHECK_RC(read_rules(site, &rules, &err), RC_CONFIG, &err);
		CHECK_HOLDS(err.text, suppressions[i].sentence);
		ruleset_free(rules);
	}
	remove_file("site/suppressions.yaml");
}

static void
own_values_are_found_in_any_spelling(void)
{
	static const char *const own[] = {"4930901820", "004930901820",
		"01149" "30901820", "030901820", "49030901820", "136695976",
		"DE136695976", "442079460958", "44207946", "any.one@roe.net",
		NULL};
	static const char *const others[] = {"30901820", "4930901821",
		"13669597", "44207945", "4420794", "one@roe.org",
		"one@x.roe.net", "512108001245126199", NULL};
	struct ruleset *rules;
	struct err err = {0};
	char site[80];

	snprintf(site, sizeof(site), "%s/site", folder);
	write_file("site/own_values.txt", "# ours\nDE75 5121 0800 1245 1261 99\n"
	    "Info@Roe.com\n\n+49 30 901820\nDE 136695976\n+44 20 7946*\n"
	    "*@roe.net\n");
	CHECK_RC(read_rules(site, &rules, &err), RC_OK, &err);
	CHECK_FATAL(rules != NULL);
	CHECK(suppress_is_own(rules, slice_of("DE75512108001245126199")));
	CHECK(suppress_is_own(rules, slice_of("info@roe.com")));
	CHECK(!suppress_is_own(rules, slice_of("INFO@ROE.CO")));
	CHECK(!suppress_is_own(rules, (struct slice){0}));
	for (size_t i = 0; own[i]; i++)
		CHECK(suppress_is_own(rules, slice_of(own[i])));
	for (size_t i = 0; others[i]; i++)
		CHECK(!suppress_is_own(rules, slice_of(others[i])));
	ruleset_free(rules);
	remove_file("site/own_values.txt");
}

static void
clean_up(void)
{
	static const char *const names[] = {"shipped/packs/p.yaml",
		"shipped/labels.yaml", NULL};
	static const char *const dirs[] = {"shipped/packs", "shipped",
		"site/packs", "site", NULL};
	char path[256];

	for (size_t i = 0; names[i]; i++)
		remove_file(names[i]);
	for (size_t i = 0; dirs[i]; i++) {
		snprintf(path, sizeof(path), "%s/%s", folder, dirs[i]);
		rmdir(path);
	}
	rmdir(folder);
}

int
main(void)
{
	static const struct unit_test tests[] = {
		UNIT(every_mistake_is_one_sentence_with_its_place),
		UNIT(a_site_changes_a_rule_by_its_id),
		UNIT(what_was_read_names_the_generation),
		UNIT(a_suppression_ends_with_its_day),
		UNIT(a_wrong_suppression_is_said),
		UNIT(own_values_are_found_in_any_spelling),
		{NULL, NULL},
	};
	struct err err = {0};
	int status;

	if (crypt_start(&err) != RC_OK)
		return 1;
	snprintf(folder, sizeof(folder), "test_ruleset-XXXXXX");
	if (!mkdtemp(folder))
		return 1;
	write_file("shipped/labels.yaml", "format: 1\nlabels:\n- {id: a.b, "
	    "scheme: a, title: t, description: d, owner: o}\n");
	status = unit_run("ruleset", tests);
	clean_up();
	return status;
}
