/*
 * test_policy - the policy is total, its tables hold, its errors are sentences.
 *
 * Loops over every row of action.def, direction.def, operation.def, kind.def and
 * cause.def; proves that there is an outcome for each way they can meet.
 *
 * proves P-15
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/destination/catalogue.h"
#include "lib/labels.h"
#include "lib/policy/decide.h"
#include "lib/policy/direction.h"
#include "lib/policy/operation.h"
#include "unit/unit.h"

enum { ARENA = 1 << 24 };

static const char *const labels[] = {"pii", "pii.identity",
	"pii.identity.us", "pii.payment.card", "pii.payment.account",
	"gov", "gov.us.cui", "gov.us.classified", "contract",
	"contract.sow", NULL};

static const char *
shipped(const char *name, char path[512])
{
	snprintf(path, 512, "%s/rules/%s", unit_source_dir(), name);
	return path;
}

static struct catalogue *
read_catalogue(struct arena *arena)
{
	struct catalogue *catalogue = catalogue_new(arena);
	char path[512];
	struct err err;

	CHECK_RC(catalogue_read(catalogue, shipped(
	    "destinations/providers.yaml", path), 1 << 22, &err), RC_OK,
	    &err);
	return catalogue;
}

/* ------------------------------------------------------------- operations */

/* What each subset must come to, said again without the table. */
static enum outmark_operation
strictest(unsigned set)
{
	if (set & 1u << VERDICT_hold)
		return OUTMARK_HOLD;
	if (set & 1u << VERDICT_reject)
		return OUTMARK_REJECT;
	if (set & 1u << VERDICT_later)
		return OUTMARK_TRY_LATER;
	return OUTMARK_DELIVER;
}

static void
every_subset_of_verdicts_has_its_operation(void)
{
	static const unsigned rows[] = {
#define OPERATION(deliver, hold, reject, later, operation)                   \
		(deliver) << VERDICT_deliver | (hold) << VERDICT_hold |      \
		(reject) << VERDICT_reject | (later) << VERDICT_later,
#include "lib/policy/operation.def"
#undef OPERATION
	};
	unsigned seen = 0;

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		CHECK((seen & 1u << rows[i]) == 0);
		seen |= 1u << rows[i];
	}
	CHECK_NUMBER(seen, (1u << (1u << VERDICT_KINDS)) - 1);
	for (unsigned set = 0; set < 1u << VERDICT_KINDS; set++)
		CHECK_NUMBER(operation_of(set), strictest(set));
}

static void
actions_rise_in_strictness_with_their_verdicts(void)
{
	for (unsigned a = 1; a < ACTION_COUNT; a++) {
		const struct action_row *row = action_row((enum action)a);

		CHECK(row->strictness >
		    action_row((enum action)(a - 1))->strictness);
		CHECK(row->past[0] != '\0' && row->sentence[0] != '\0');
		CHECK(row->verdict != VERDICT_later);
	}
	CHECK_TEXT(action_name(ACTION_hold), "hold");
}

/* ------------------------------------------------------------- the format */

/* A policy around one changed piece; `%s` is where it goes. */
#define RULES "rules:\n%s- otherwise: deliver\n"
#define FAULTS "faults: {otherwise: hold}\n"

struct wrong {
	const char *before, *piece, *after, *sentence;
};

static const struct wrong wrongs[] = {
	{"", "rules: [{otherwise: deliver}]\n" FAULTS, "", "format"},
	{"format: 2\n", "", "", "format"},
	{"format: 1\nnonsense: 1\n", "", "", "nonsense"},
	{"format: 1\nrules: []\n" FAULTS, "", "",
	    "the last rule must say"},
	{"format: 1\nrules:\n- otherwise: deliver\n- otherwise: hold\n"
	    FAULTS, "", "", "must be the last rule"},
	{"format: 1\nrules:\n- otherwise: explode\n" FAULTS, "", "",
	    "explode"},
	{"format: 1\nrules:\n- otherwise: deliver\n", "", "", "faults"},
	{"format: 1\nrules:\n- otherwise: deliver\nfaults: {}\n", "", "",
	    "otherwise"},
	{"format: 1\nrules:\n- otherwise: deliver\n"
	    "faults: {otherwise: hold, encryptd: tag}\n", "", "",
	    "encrypted"},
	{"format: 1\nrules:\n- otherwise: deliver\n"
	    "faults: {otherwise: hold, approved: {otherwise: tag}}\n", "",
	    "", "otherwise"},
	{NULL, "- id: a\n  when: {}\n  action: hold\n", NULL,
	    "without a condition"},
	{NULL, "- id: a\n  action: hold\n", NULL, "when"},
	{NULL, "- id: a\n  when: {direction: outbound}\n", NULL, "action"},
	{NULL, "- when: {direction: outbound}\n  action: hold\n", NULL,
	    "id"},
	{NULL, "- id: A B\n  when: {direction: outbound}\n  action: hold\n",
	    NULL, "lower-case"},
	{NULL, "- id: otherwise\n  when: {direction: outbound}\n"
	    "  action: hold\n", NULL, "other than"},
	{NULL, "- id: encrypted\n  when: {direction: outbound}\n"
	    "  action: hold\n", NULL, "name of a fault"},
	{NULL, "- id: a\n  when: {direction: outbound}\n  action: hold\n"
	    "- id: a\n  when: {direction: outbound}\n  action: hold\n", NULL,
	    "already"},
	{NULL, "- id: a\n  when: {direction: outwards}\n  action: hold\n",
	    NULL, "outbound"},
	{NULL, "- id: a\n  when: {direction: []}\n  action: hold\n", NULL,
	    "name a direction"},
	{NULL, "- id: a\n  when: {labels: [pii.identty]}\n"
	    "  action: hold\n", NULL, "pii.identity"},
	{NULL, "- id: a\n  when: {labels: []}\n  action: hold\n", NULL,
	    "name a label"},
	{NULL, "- id: a\n  when: {labels: [{label: pii, count: 5}]}\n"
	    "  action: hold\n", NULL, "whole_message"},
	{NULL, "- id: a\n  when: {labels: [{label: pii, confidence: 200}]}\n"
	    "  action: hold\n", NULL, "confidence"},
	{NULL, "- id: a\n  when: {labels: [{label: pii, cuont: 5}]}\n"
	    "  action: hold\n", NULL, "cuont"},
	{NULL, "- id: a\n  when: {labels: [{confidence: 75}]}\n"
	    "  action: hold\n", NULL, "label"},
	{NULL, "- id: a\n  when: {destination: {jurisdiction: usa}}\n"
	    "  action: hold\n", NULL, "ISO 3166-1"},
	{NULL, "- id: a\n  when: {destination: {provider: gmial}}\n"
	    "  action: hold\n", NULL, "gmial"},
	{NULL, "- id: a\n  when: {destination: {kind: castle}}\n"
	    "  action: hold\n", NULL, "castle"},
	{NULL, "- id: a\n  when: {destination: {class: theirs}}\n"
	    "  action: hold\n", NULL, "theirs"},
	{NULL, "- id: a\n  when: {destination: {approved: maybe}}\n"
	    "  action: hold\n", NULL, "approved"},
	{NULL, "- id: a\n  when: {senders: []}\n  action: hold\n", NULL,
	    "nobody is named"},
	{NULL, "- id: a\n  when: {senders: ['a b']}\n  action: hold\n",
	    NULL, "no address"},
	{NULL, "- id: a\n  when: {sender_groups: [hr]}\n  action: hold\n",
	    NULL, "no group hr"},
	{NULL, "", "exceptions:\n- id: e\n", "owner"},
	{NULL, "", "exceptions: [{id: e, owner: x, approver: x, reason: r}]\n",
	    "nobody approves his own"},
	{NULL, "", "exceptions: [{id: e, owner: x, approver: y, reason: r, "
	    "expires: 31.1.2027}]\n", "2027-01-31"},
	{NULL, "", "exceptions: [{id: e, owner: x, approver: y, reason: r, "
	    "expires: 2027-02-30}]\n", "2027-01-31"},
	{NULL, "", "exceptions: [{id: e, owner: x, approver: y, reason: r, "
	    "expires: 2027-02-29}]\n", "2027-01-31"},
	{NULL, "", "exceptions: [{id: e, owner: x, approver: y, reason: r, "
	    "expires: 2100-02-29}]\n", "2027-01-31"},
	{NULL, "", "exceptions: [{id: e, owner: x, approver: y, reason: r, "
	    "expires: 2028-02-29}]\n", "which rules it lifts"},
	{NULL, "", "exceptions: [{id: e, owner: x, approver: y, reason: r, "
	    "expires: 2027-01-31, rules: [nix]}]\n", "no rule nix"},
	{NULL, "", "exceptions: [{id: e, owner: x, approver: y, reason: r, "
	    "expires: 2027-01-31, rules: [otherwise]}]\n", "no rule"},
	{NULL, "- id: a\n  when: {direction: outbound}\n  action: hold\n",
	    "exceptions: [{id: e, owner: x, approver: y, reason: r, "
	    "expires: 2027-01-31, rules: [a]}]\n", "for everybody"},
	{NULL, "", "approved: {domains: ['*.example.org']}\n", "no domain"},
	{NULL, "", "approved: {domains: [example.org.]}\n", "no domain"},
	{NULL, "", "groups: {hr: [a@example.org.]}\n", "no address"},
	{NULL, "", "approved: {providers: [nix]}\n", "no provider nix"},
	{NULL, "", "groups: {hr: ['x@']}\n", "no address"},
};

static void
every_error_says_where_and_what_to_write(void)
{
	for (size_t i = 0; i < sizeof wrongs / sizeof wrongs[0]; i++) {
		const struct wrong *w = &wrongs[i];
		struct arena *arena = arena_new(ARENA);
		struct policy *policy;
		char text[2048];
		struct err err;

		if (w->before != NULL)
			snprintf(text, sizeof text, "%s%s%s", w->before,
			    w->piece, w->after);
		else
			snprintf(text, sizeof text, "format: 1\n" RULES FAULTS
			    "%s", w->piece, w->after != NULL ? w->after : "");
		CHECK_RC(policy_parse(arena, "p.yaml", slice_of(text),
		    labels, read_catalogue(arena), &policy, &err), RC_CONFIG,
		    &err);
		CHECK_HOLDS(err.text, "p.yaml:");
		CHECK_HOLDS(err.text, w->sentence);
		arena_free(arena);
	}
}

static void
actions_that_are_not_built_are_refused_with_their_sentence(void)
{
	for (unsigned a = 0; a < ACTION_COUNT; a++) {
		const struct action_row *row = action_row((enum action)a);
		struct arena *arena = arena_new(ARENA);
		struct policy *policy;
		char text[256];
		struct err err;
		enum rc rc;

		snprintf(text, sizeof text, "format: 1\nrules:\n"
		    "- otherwise: %s\n" FAULTS, row->name);
		rc = policy_parse(arena, "p", slice_of(text), NULL, NULL,
		    &policy, &err);
		if (row->built)
			CHECK_RC(rc, RC_OK, &err);
		else
			CHECK_HOLDS(err.text, row->sentence);
		arena_free(arena);
	}
}

static void
the_shipped_and_the_built_in_policy_are_right(void)
{
	struct arena *arena = arena_new(ARENA);
	struct labels *known = labels_new(arena);
	struct policy *policy;
	char path[512];
	struct err err;

	CHECK_RC(labels_read(known, shipped("labels.yaml", path), 1 << 20,
	    &err), RC_OK, &err);
	CHECK_RC(policy_read(arena, shipped("policy/default.yaml", path),
	    1 << 22, labels_ids(known), read_catalogue(arena), &policy,
	    &err), RC_OK, &err);
	CHECK_RC(policy_parse(arena, "built-in",
	    slice_of(policy_builtin()), NULL, NULL, &policy, &err), RC_OK,
	    &err);
	arena_free(arena);
}

/* --------------------------------------------------------------- deciding */

struct desk {
	struct arena *arena;
	struct config *config;
	struct policy *policy;
	struct catalogue *catalogue;
	struct decide_label label;
	struct decide_facts facts;
	struct decide decide;
};

static void
desk_open(struct desk *d, const char *text)
{
	char path[512];
	struct err err;
	enum rc rc;

	memset(d, 0, sizeof *d);
	d->arena = arena_new(ARENA);
	d->catalogue = read_catalogue(d->arena);
	CHECK_RC(config_defaults(&d->config, &err), RC_OK, &err);
	rc = text == NULL ? policy_read(d->arena, shipped(
	    "policy/default.yaml", path), 1 << 22, NULL, d->catalogue,
	    &d->policy, &err) : policy_parse(d->arena, "p", slice_of(text),
	    labels, d->catalogue, &d->policy, &err);
	CHECK_RC(rc, RC_OK, &err);
	CHECK_FATAL(rc == RC_OK);
	d->facts = (struct decide_facts){.labels = &d->label,
		.now_ms = 1795000000000};	/* November 2026 */
	d->decide = (struct decide){.policy = d->policy,
		.config = d->config, .catalogue = d->catalogue,
		.facts = &d->facts, .arena = d->arena};
}

static void
desk_close(struct desk *d)
{
	config_free(d->config);
	arena_free(d->arena);
}

/* Every label x class x direction x cause: an outcome and a sentence. */
static void
the_walk_through_everything_finds_an_outcome(void)
{
	struct address sender, recipient;
	struct desk d;
	struct err err;
	size_t walked = 0;

	desk_open(&d, NULL);
	CHECK_RC(address_read(d.arena, "a@example.org", &sender, &err),
	    RC_OK, &err);
	CHECK_RC(address_read(d.arena, "x@y.test", &recipient, &err), RC_OK,
	    &err);
	for (size_t l = 0; l == 0 || labels[l - 1] != NULL; l++)
	for (unsigned c = 0; c <= DESTINATION_OWN; c++)
	for (unsigned way = 0; way < DIRECTION_COUNT; way++)
	for (unsigned cause = 0; cause < CAUSE_END; cause++) {
		struct verdict v = {.recipient = "x@y.test",
			.direction = (enum direction)way,
			.destination = {.class =
			    (enum destination_class)c, .domain = "y.test",
			    .provider = c == 1 ? "gmail" : c == 2 ? "own" :
			    "unknown", .provider_name = "it",
			    .jurisdiction = "", .parent = ""}};

		d.facts.label_count = labels[l] != NULL;
		d.label = (struct decide_label){.id = labels[l],
			.title = "t", .confidence = 95, .count = 20,
			.part_count = 20};
		d.facts.causes = cause_bit((enum cause)cause);
		CHECK_FATAL(decide_verdict(&d.decide, &sender, &recipient,
		    &v, &err) == RC_OK);
		CHECK_FATAL(v.action < ACTION_COUNT);
		CHECK_FATAL(action_row(v.action)->built);
		CHECK_FATAL(v.rule != NULL && v.rule[0] != '\0');
		CHECK_FATAL(v.sentence != NULL && v.sentence[0] != '\0');
		CHECK_FATAL(v.advice != NULL);
		operation_of(1u << action_row(v.action)->verdict);
		walked++;
	}
	CHECK_NUMBER(walked, 11 * 3 * DIRECTION_COUNT * CAUSE_END);
	desk_close(&d);
}

/* A fault never loosens, whatever the rule and the fault say. */
static void
a_fault_only_makes_it_stricter(void)
{
	static const char *const built[] = {"deliver", "tag", "hold",
		"reject", NULL};

	for (size_t r = 0; built[r] != NULL; r++)
	for (size_t f = 0; built[f] != NULL; f++) {
		struct address sender, recipient;
		struct verdict v = {.direction = DIRECTION_outbound,
			.destination = {.provider = "unknown", .domain = "y",
			    .provider_name = "it", .jurisdiction = ""}};
		char text[256];
		struct desk d;
		struct err err;

		snprintf(text, sizeof text, "format: 1\nrules:\n"
		    "- otherwise: %s\nfaults: {otherwise: %s}\n", built[r],
		    built[f]);
		desk_open(&d, text);
		CHECK_RC(address_read(d.arena, "a@b.test", &sender, &err),
		    RC_OK, &err);
		CHECK_RC(address_read(d.arena, "x@y.test", &recipient, &err),
		    RC_OK, &err);
		d.facts.causes = cause_bit(CAUSE_encrypted);
		CHECK_RC(decide_verdict(&d.decide, &sender, &recipient, &v,
		    &err), RC_OK, &err);
		CHECK_TEXT(action_name(v.action), built[r > f ? r : f]);
		CHECK(v.fault == (f > r ? CAUSE_encrypted : CAUSE_none));
		desk_close(&d);
	}
}

/* One message to one recipient under a policy; gives the rule that decided. */
static const char *
decide_for(struct desk *d, const char *from, const char *to, const char *label,
    unsigned confidence, uint64_t count)
{
	struct envelope *env = arena_alloc(d->arena, sizeof *env);
	struct verdict *v = arena_alloc(d->arena, sizeof *v);
	struct envelope_client client = {.host = "", .address = "",
		.helo = "", .user = "u", .listener = "", .queue_id = ""};
	struct err err;

	envelope_begin(env, d->arena);
	CHECK_RC(envelope_set_client(env, &client, &err), RC_OK, &err);
	CHECK_RC(envelope_set_sender(env, from, NULL, &err), RC_OK, &err);
	CHECK_RC(envelope_add(env, to, NULL, NULL, NULL, &err), RC_OK, &err);
	d->facts.label_count = label != NULL;
	d->label = (struct decide_label){.id = label, .title = label,
		.confidence = confidence, .count = count, .part = 1,
		.part_count = count / 2};
	CHECK_RC(decide_recipient(&d->decide, env, &env->recipients[0], v,
	    &err), RC_OK, &err);
	return v->rule;
}

static void
conditions_hold_at_their_edges(void)
{
	static const char text[] =
	    "format: 1\n"
	    "approved: {domains: [ok.test, .ok.test], providers: [proton]}\n"
	    "groups: {hr: [hr@example.org]}\n"
	    "rules:\n"
	    "- id: bulk\n"
	    "  when: {labels: [{label: pii, confidence: 75, count: 10,"
	    " in: whole_message}]}\n"
	    "  action: hold\n"
	    "- id: one-part\n"
	    "  when: {labels: [{label: pii, count: 4, in: any_one_part}]}\n"
	    "  action: hold\n"
	    "- id: hr\n"
	    "  when: {sender_groups: [hr], labels: [pii]}\n"
	    "  action: tag\n"
	    "- id: swiss\n"
	    "  when: {destination: {jurisdiction: [CH], approved: true}}\n"
	    "  action: tag\n"
	    "- id: abroad\n"
	    "  when: {labels: [contract],"
	    " destination: {not_jurisdiction: [US]}}\n"
	    "  action: hold\n"
	    "- id: slack\n"
	    "  when: {destination: {provider: slack-email}}\n"
	    "  action: hold\n"
	    "- id: free\n"
	    "  when: {destination: {kind: freemail, approved: false}}\n"
	    "  action: hold\n"
	    "- id: approved\n"
	    "  when: {destination: {approved: true}}\n"
	    "  action: deliver\n"
	    "- otherwise: deliver\n"
	    "faults: {otherwise: hold}\n";
	static const struct {
		const char *from, *to, *label;
		unsigned confidence;
		uint64_t count;
		const char *rule;
	} rows[] = {
		{"a@b.test", "x@y.test", "pii.identity.us", 75, 10, "bulk"},
		{"a@b.test", "x@y.test", "pii.identity.us", 74, 10,
		    "one-part"},
		{"a@b.test", "x@y.test", "pii.identity.us", 75, 9,
		    "one-part"},
		{"a@b.test", "x@y.test", "pii", 65, 8, "one-part"},
		{"a@b.test", "x@y.test", "pii", 65, 7, "otherwise"},
		{"a@b.test", "x@y.test", "pii", 64, 99, "otherwise"},
		{"a@b.test", "x@y.test", "piix.identity", 95, 99,
		    "otherwise"},
		{"HR@Example.org", "x@y.test", "pii", 85, 1, "hr"},
		{"hr@example.org.evil.test", "x@y.test", "pii", 85, 1,
		    "otherwise"},
		{"a@b.test", "x@proton.me", NULL, 0, 0, "swiss"},
		{"a@b.test", "x@y.test", "contract.sow", 75, 1, "abroad"},
		{"a@b.test", "x@gmail.com", "contract.sow", 75, 1, "free"},
		{"a@b.test", "x@team.slack.com", NULL, 0, 0, "slack"},
		{"a@b.test", "x@slack.com", NULL, 0, 0, "otherwise"},
		{"a@b.test", "x@gmail.com.evil.test", NULL, 0, 0,
		    "otherwise"},
		{"a@b.test", "x@notgmail.com", NULL, 0, 0, "otherwise"},
		{"a@b.test", "x@GMAIL.com.", NULL, 0, 0, "free"},
		{"a@b.test", "x@ok.test", NULL, 0, 0, "approved"},
		{"a@b.test", "x@a.ok.test", NULL, 0, 0, "approved"},
		{"a@b.test", "x@notok.test", NULL, 0, 0, "otherwise"},
		{"a@b.test", "x%gmail.com@ok.test", NULL, 0, 0,
		    "otherwise"},
	};
	struct desk d;

	desk_open(&d, text);
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		CHECK_TEXT(decide_for(&d, rows[i].from, rows[i].to,
		    rows[i].label, rows[i].confidence, rows[i].count),
		    rows[i].rule);
	desk_close(&d);
}

static void
an_exception_lifts_its_rule_for_its_people_until_its_day(void)
{
	static const char text[] =
	    "format: 1\n"
	    "rules:\n"
	    "- id: pii\n"
	    "  when: {labels: [pii]}\n"
	    "  action: hold\n"
	    "- otherwise: deliver\n"
	    "faults: {otherwise: hold}\n"
	    "exceptions:\n"
	    "- id: ex-1\n"
	    "  rules: [pii]\n"
	    "  senders: [hr@example.org]\n"
	    "  recipients: [insurer.test]\n"
	    "  owner: Jane\n"
	    "  approver: John\n"
	    "  expires: 2026-11-30\n"
	    "  reason: enrolment\n";
	struct desk d;

	desk_open(&d, text);
	CHECK_TEXT(decide_for(&d, "hr@example.org", "x@insurer.test", "pii",
	    85, 1), "otherwise");
	CHECK_TEXT(decide_for(&d, "it@example.org", "x@insurer.test", "pii",
	    85, 1), "pii");
	CHECK_TEXT(decide_for(&d, "hr@example.org", "x@other.test", "pii",
	    85, 1), "pii");
	d.facts.causes = cause_bit(CAUSE_encrypted);
	CHECK_TEXT(decide_for(&d, "hr@example.org", "x@insurer.test", "pii",
	    85, 1), "encrypted");
	d.facts.causes = 0;
	/* The last day counts whole: 2026-12-01T00:00Z ends it. */
	d.facts.now_ms = UINT64_C(1796083199999);
	CHECK_TEXT(decide_for(&d, "hr@example.org", "x@insurer.test", "pii",
	    85, 1), "otherwise");
	d.facts.now_ms++;
	CHECK_TEXT(decide_for(&d, "hr@example.org", "x@insurer.test", "pii",
	    85, 1), "pii");
	desk_close(&d);
}

/* -------------------------------------------------------------- catalogue */

static void
the_shipped_catalogue_tells_its_own_domains(void)
{
	struct arena *arena = arena_new(ARENA);
	struct catalogue *catalogue = read_catalogue(arena);
	const struct catalogue_provider *p = catalogue_first(catalogue);
	const char *entry;
	size_t n = 0;

	for (; p != NULL; p = p->next, n++) {
		CHECK(p->kind_count > 0);
		CHECK(catalogue_provider(catalogue, p->id) == p);
	}
	CHECK(n >= 90);
	CHECK_TEXT(catalogue_find(catalogue, "gmail.com", &entry)->id,
	    "gmail");
	CHECK_TEXT(catalogue_find(catalogue, "x.onmicrosoft.us",
	    &entry)->id, "ms365-us-sovereign");
	CHECK(catalogue_find(catalogue, "onmicrosoft.us", &entry) == NULL);
	CHECK(catalogue_find(catalogue, "gmail.com.evil.test", &entry) ==
	    NULL);
	CHECK(catalogue_find(catalogue, "", &entry) == NULL);
	arena_free(arena);
}

static void
every_source_of_destinations_has_a_name(void)
{
	size_t count;
	const struct destination_source *const *sources =
	    destination_sources(&count);

	CHECK(count >= 2);
	for (size_t i = 0; i < count; i++)
		CHECK(sources[i]->name != NULL && sources[i]->look != NULL);
}

int
main(void)
{
	static const struct unit_test tests[] = {
		UNIT(every_subset_of_verdicts_has_its_operation),
		UNIT(actions_rise_in_strictness_with_their_verdicts),
		UNIT(every_error_says_where_and_what_to_write),
		UNIT(actions_that_are_not_built_are_refused_with_their_sentence),
		UNIT(the_shipped_and_the_built_in_policy_are_right),
		UNIT(the_walk_through_everything_finds_an_outcome),
		UNIT(a_fault_only_makes_it_stricter),
		UNIT(conditions_hold_at_their_edges),
		UNIT(an_exception_lifts_its_rule_for_its_people_until_its_day),
		UNIT(the_shipped_catalogue_tells_its_own_domains),
		UNIT(every_source_of_destinations_has_a_name),
		{NULL, NULL},
	};
	struct err err;

	if (crypt_start(&err) != RC_OK)
		return 1;
	return unit_run("policy", tests);
}
