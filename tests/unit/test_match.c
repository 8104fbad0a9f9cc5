/*
 * test_match - promises of match/match on the shipped rules: evidence, columns,
 * counts, collisions, explanations, limits.
 *
 * proves P-4 (as far as matching goes; tests/mta/test-gate.sh the rest)
 */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/io.h"
#include "scanner/extract/normalise.h"
#include "scanner/match/match.h"
#include "scanner/match/validator.h"
#include "unit/unit.h"

enum { MEMORY = 64 << 20 };

static struct matcher *matcher;
static struct crypt_key key;

struct seen {
	struct arena *arena;
	struct match_result result;
	enum rc rc;
};

static void
open_matcher(const struct limits *limits, const char *site,
    struct matcher **into)
{
	struct clock clock = clock_system();
	char rules[512];
	struct matcher_options options = {.rules_dir = rules, .limits = limits,
	    .clock = &clock, .key = &key, .site_rules_dir = site};
	struct err err = {0};

	snprintf(rules, sizeof(rules), "%s/rules", unit_source_dir());
	if (matcher_open(&options, into, &err) != RC_OK) {
		fprintf(stderr, "%s\n", err.text);
		exit(1);
	}
}

/* One text for each argument, the same message. */
static struct seen
look(struct matcher *with, bool explain, const char *first, const char *second,
    const char *column)
{
	struct match_options options = {.explain = explain};
	const char *texts[] = {first, second};
	struct seen seen = {.arena = arena_new(MEMORY)};
	struct match *match;
	struct err err = {0};

	CHECK_RC(match_begin(with, seen.arena, &options, &match, &err), RC_OK,
	    &err);
	for (unsigned i = 0; i < 2 && texts[i]; i++) {
		struct text_run run = {.where = "body", .scope = SCOPE_body,
		    .evidence = slice_of(column)};
		struct text text = {.part = i + 1, .runs = &run,
		    .run_count = 1};

		CHECK_RC(normalise_bytes(seen.arena, slice_of(texts[i]), &text,
		    &err), RC_OK, &err);
		CHECK_RC(match_text(match, &text, &err), RC_OK, &err);
	}
	CHECK_RC(match_end(match, &seen.result, &err), RC_OK, &err);
	return seen;
}

static const struct finding *
find(const struct seen *seen, const char *rule)
{
	for (size_t i = 0; i < seen->result.finding_count; i++)
		if (!strcmp(seen->result.findings[i].rule, rule))
			return &seen->result.findings[i];
	return NULL;
}

static void
sure(const char *rule, const char *text, const char *column, unsigned want)
{
	struct seen seen = look(matcher, false, text, NULL, column);
	const struct finding *finding = find(&seen, rule);

	CHECK_NUMBER(finding ? finding->confidence : 0, want);
	if ((finding ? finding->confidence : 0) != want)
		printf("%s: %s\n", rule, text);
	arena_free(seen.arena);
}

static void
words_near_a_value_raise_it(void)
{
	sure("us_ssn", "536409916", NULL, 30);
	sure("us_ssn", "SSN 536409916", NULL, 85);
	sure("us_ssn", "536409916 is my SSN", NULL, 85);
	sure("us_ssn", "536409916 is the assn", NULL, 30);
	sure("us_ssn", "employee_ssn=536409916", NULL, 85);
	sure("us_ssn", "social\nsecurity 536409916", NULL, 85);
}

static void
evidence_has_an_exact_reach(void)
{
	char text[512];

	for (unsigned gap = 299; gap <= 301; gap++) {
		memset(text, ' ', sizeof(text));
		memcpy(text, "ssn", 3);
		for (unsigned i = 4; i < 3 + gap; i += 2)
			text[i] = '.';
		memcpy(text + 3 + gap, "536409916", 10);
		text[2 + gap] = ' ';
		sure("us_ssn", text, NULL, gap <= 300 ? 85 : 30);
	}
}

/* More bare numbers than are all followed; one has a word of two parts. */
static void
a_number_with_its_word_is_found_below_a_long_table(void)
{
	enum { ROWS = 6000, ROW = 10 };
	static char text[ROWS * ROW + 64];

	for (unsigned i = 0; i < ROWS; i++)
		snprintf(text + i * ROW, sizeof(text) - i * ROW, "%09u\n",
		    100000000 + i * 7919);
	snprintf(text + ROWS * ROW, 64, "Health card of the\nsocial "
	    "insurance number 130692544");
	sure("ca_sin", text, NULL, 85);
}

/* What was heard of a long table's words serves for all values in it, of any script. */
static void
words_of_a_long_table_raise_what_they_stand_beside(void)
{
	enum { ROWS = 3000, ROW = 10 };
	static char text[2 * ROWS * ROW + 256];
	size_t len = 0;

	for (unsigned i = 0; i < 2 * ROWS; i++) {
		if (i == ROWS)
			len += (size_t)snprintf(text + len, sizeof(text) - len,
			    "SSN 536409916\n");
		len += (size_t)snprintf(text + len, sizeof(text) - len, "%09u\n",
		    100000000 + i * 7919);
	}
	snprintf(text + len, sizeof(text) - len,
	    "\u0440\u043d\u043e\u043a\u043f\u043f 7903066381\n");
	sure("us_ssn", text, NULL, 85);
	sure("ua_rntrc", text, NULL, 75);
}

/* More words than are kept: each value looks for its own again. */
static void
words_that_are_too_many_to_keep_are_found_again(void)
{
	enum { ROWS = 1000, ROW = 10, FILL = (1 << 20) + 16, APART = 400 };
	char *text = malloc(ROWS * ROW + FILL * 4 + APART + 64), *at = text;

	CHECK_FATAL(text != NULL);
	for (unsigned i = 0; i < ROWS; i++)
		at += snprintf(at, ROW + 1, "%09u\n", 100000000 + i * 7919);
	for (unsigned i = 0; i < FILL; i++, at += 4)
		memcpy(at, "ssn ", 4);
	memset(at, '.', APART);
	snprintf(at + APART, 64, " social insurance number 130692544");
	sure("ca_sin", text, NULL, 85);
	free(text);
}

/* Nothing but the names of columns says that these are people. */
static void
a_table_is_looked_at_where_no_value_was_found(void)
{
	static const char *const signs[] = {"    ", "\t", ";", "|", NULL};
	char text[1024];

	for (size_t s = 0; signs[s]; s++) {
		int len = snprintf(text, sizeof(text), "Last change by us\n"
		    "Nr%sName%sStreet\n", signs[s], signs[s]);

		for (int i = 0; i < 10; i++)
			len += snprintf(text + len, sizeof(text) - (size_t)len,
			    "%d%sAnn Ro%c%s%d Rose Lane\n", i + 10, signs[s],
			    'a' + i, signs[s], i + 1);
		sure("people_contacts", text, NULL, 75);
	}
	sure("people_contacts", "The name of the street, as we said,\nis "
	    "long: Ann Roe lives there.\n", NULL, 0);
}

/* The same in a sheet: only its cells' columns say that these are people. */
static void
a_sheet_is_looked_at_where_no_value_was_found(void)
{
	enum { ROWS = 12 };
	static const char *const heads[2][2] = {{"Name", "Street"},
	    {"Part", "Shelf"}};
	struct match_options options = {0};
	struct err err = {0};

	for (size_t h = 0; h < 2; h++) {
		struct text_run runs[2 * ROWS];
		char where[2 * ROWS][32], bytes[2048];
		struct text text = {.part = 1, .runs = runs,
		    .run_count = 2 * ROWS};
		struct seen seen = {.arena = arena_new(MEMORY)};
		struct match *match;
		size_t len = 0;

		for (size_t i = 0; i < 2 * ROWS; i++) {
			snprintf(where[i], sizeof(where[i]),
			    "row %zu > column %zu", i / 2 + 2, i % 2 + 1);
			runs[i] = (struct text_run){.start = len,
			    .where = where[i], .scope = SCOPE_attachment,
			    .evidence = slice_of(heads[h][i % 2])};
			len += (size_t)snprintf(bytes + len,
			    sizeof(bytes) - len, i % 2 ? "%c Rose Lane\n" :
			    "Ann Ro%c\n", (int)(i % 2 ? '1' + i / 4 :
			    'a' + i / 2));
		}
		CHECK_RC(match_begin(matcher, seen.arena, &options, &match,
		    &err), RC_OK, &err);
		CHECK_RC(normalise_bytes(seen.arena, slice_bytes(bytes, len),
		    &text, &err), RC_OK, &err);
		CHECK_RC(match_text(match, &text, &err), RC_OK, &err);
		CHECK_RC(match_end(match, &seen.result, &err), RC_OK, &err);
		CHECK((find(&seen, "people_contacts") != NULL) == (h == 0));
		arena_free(seen.arena);
	}
}

/* A value alone in its line lets another stage cut the text into records first. */
static void
a_list_of_addresses_is_found_whatever_stands_round_it(void)
{
	static const char *const names[] = {"Andreas", "Petra", "Stefan",
		"Claudia", "Monika", "Birgit", "Anna", "Adam", "Alice", "Bernd",
		"Carla", "Andrea", NULL};
	static char text[65536];
	size_t len = 0;

	for (unsigned i = 0; i < 600; i++)
		len += (size_t)snprintf(text + len, sizeof(text) - len,
		    "Nothing stands in line %u of all these.\n\n", i);
	for (unsigned i = 0; names[i]; i++)
		len += (size_t)snprintf(text + len, sizeof(text) - len,
		    "%s Musterm%c\nGartenweg %u\n5066%u K\xC3\xB6ln\n\n",
		    names[i], 'a' + (int)i, i + 1, i % 10);
	sure("people_addressed", text, NULL, 65);
	snprintf(text + len, sizeof(text) - len, "536-90-4399\n");
	sure("people_addressed", text, NULL, 65);
}

/* More records than are kept for the second stage. */
static void
people_are_found_below_a_long_form(void)
{
	enum { LINES = 132000, LINE = 12 };
	static char text[LINES * LINE + 4096];
	size_t len = 0;

	for (unsigned i = 0; i < LINES; i++)
		len += (size_t)snprintf(text + len, sizeof(text) - len,
		    "Shelf: a%c\n\n", 'a' + (int)(i % 26));
	len += (size_t)snprintf(text + len, sizeof(text) - len,
	    "Nr\tName\tStreet\n");
	for (unsigned i = 0; i < 12; i++)
		len += (size_t)snprintf(text + len, sizeof(text) - len,
		    "%u\tAnn Ro%c\t%u Rose Lane\n", i + 10, 'a' + (int)i,
		    i + 1);
	snprintf(text + len, sizeof(text) - len, "\n\n\n536-90-4399\n");
	sure("people_contacts", text, NULL, 75);
}

static void
a_nearer_word_against_it_lowers_it(void)
{
	sure("us_ssn", "Order number 536-90-4399", NULL, 30);
	sure("us_ssn", "SSN 536-90-4399 order number 7", NULL, 85);
	sure("us_ssn", "SSN is below.\nInvoice 12\n536-90-4399", NULL, 85);
	sure("us_ssn", "SSN on invoice 536409916", NULL, 30);
}

static void
a_column_decides_before_the_words_around(void)
{
	sure("us_ssn", "536409916", "Social Security No", 85);
	sure("us_ssn", "536409916", "Order No", 30);
	sure("us_ssn", "536409916", "Amount", 30);
	sure("us_ssn", "536-90-4399", "Amount", 65);
	sure("us_ssn", "536-90-4399", "Order No", 30);
}

static void
equal_values_count_once(void)
{
	struct seen seen = look(matcher, false, "SSN 536-90-4399 and 536904399",
	    "SSN: 536 90 4399, 212-09-8765", NULL);

	CHECK_NUMBER(seen.result.label_count, 1);
	CHECK_TEXT(seen.result.labels[0].id, "pii.identity.us");
	CHECK_NUMBER(seen.result.labels[0].count, 2);
	CHECK_NUMBER(seen.result.labels[0].part, 2);
	CHECK_NUMBER(seen.result.labels[0].part_count, 2);
	CHECK_NUMBER(seen.result.finding_count, 3);
	arena_free(seen.arena);
}

static void
few_addresses_are_no_list(void)
{
	char text[2048] = "";
	struct seen seen;

	for (unsigned i = 0; i < 19; i++)
		snprintf(text + strlen(text), sizeof(text) - strlen(text),
		    "p%u@roe.com ", i);
	seen = look(matcher, false, text, NULL, NULL);
	CHECK_NUMBER(seen.result.label_count, 0);
	CHECK(find(&seen, "email_address")->state == FINDING_BELOW);
	arena_free(seen.arena);
	seen = look(matcher, false, text, "last@roe.com", NULL);
	CHECK_NUMBER(seen.result.label_count, 1);
	CHECK_NUMBER(seen.result.labels[0].count, 20);
	arena_free(seen.arena);
}

/* Rows of a list of people, numbered from `from`. */
static void
people(char *text, size_t room, unsigned from, unsigned count)
{
	static const char *const names[] = {"Ann", "Bob", "Cat", "Dan", "Eve"};
	size_t len = (size_t)snprintf(text, room,
	    "First name\tSurname\tDate of birth\n");

	for (unsigned i = from; i < from + count; i++)
		len += (size_t)snprintf(text + len, room - len,
		    "%s\tRoe%s%s\t19%02u-03-02\n", names[i % 5],
		    names[i / 5 % 5], names[i / 25 % 5], 50 + i % 40);
}

static void
rows_of_people_count_once_in_the_whole_message(void)
{
	char first[4096], second[4096];
	const struct finding *finding;
	struct seen seen;

	people(first, sizeof(first), 0, 9);
	seen = look(matcher, false, first, first, NULL);
	finding = find(&seen, "people_sensitive");
	CHECK_FATAL(finding != NULL);
	CHECK(finding->state == FINDING_BELOW);
	CHECK_NUMBER(finding->count, 9);
	CHECK_TEXT(finding->masked, "[9 rows]");
	arena_free(seen.arena);
	people(second, sizeof(second), 6, 9);	/* three of them again */
	seen = look(matcher, false, first, second, NULL);
	for (size_t i = 0; i < seen.result.label_count; i++)
		if (!strcmp(seen.result.labels[i].id, "pii.bulk"))
			CHECK_NUMBER(seen.result.labels[i].count, 15);
	CHECK(find(&seen, "people_sensitive")->state == FINDING_ENFORCED);
	arena_free(seen.arena);
}

static void
parts_of_combinations_make_no_finding(void)
{
	struct seen seen = look(matcher, false, "Full name: Jane Roe\n"
	    "Salary: 54300\nGender: f\n", NULL, NULL);

	CHECK_NUMBER(seen.result.finding_count, 1);
	CHECK(find(&seen, "people_sensitive") != NULL);
	arena_free(seen.arena);
}

static void
a_pasted_table_names_its_columns(void)
{
	sure("us_ssn", "Id\tSocial Security\n4711\t536409916\n", NULL, 85);
	sure("us_ssn", "SSN\tOrder No\nx\t536-40-9916\n", NULL, 30);
}

static void
specimens_do_not_count(void)
{
	sure("credit_card", "card 4111 1111 1111 1111", NULL, 30);
	sure("us_ssn", "SSN 078-05-1120", NULL, 30);
	sure("iban", "IBAN DE89370400440532013000", NULL, 30);
}

/* No value stands in anything that leaves the matcher. */
static void
nothing_but_masks_leaves(void)
{
	struct seen seen = look(matcher, true, "SSN 536-90-4399, card "
	    "4539 1488 0343 6467, IBAN DE75512108001245126199", NULL, NULL);

	CHECK(seen.result.finding_count >= 3);
	for (size_t i = 0; i < seen.result.finding_count; i++) {
		CHECK(!strstr(seen.result.findings[i].masked, "536"));
		CHECK(!strstr(seen.result.findings[i].masked, "1488"));
		CHECK(!strstr(seen.result.findings[i].masked, "5121"));
	}
	CHECK(seen.result.explanation_count > 5);
	for (size_t i = 0; i < seen.result.explanation_count; i++) {
		const char *sentence = seen.result.explanations[i].sentence;

		CHECK(!strstr(sentence, "536-90") && !strstr(sentence, "1488"));
		CHECK(!strstr(sentence, "5121"));
	}
	arena_free(seen.arena);
}

static const struct match_explanation *
explained(const struct seen *seen, const char *rule, const char *element)
{
	for (size_t i = 0; i < seen->result.explanation_count; i++)
		if (!strcmp(seen->result.explanations[i].rule, rule) &&
		    !strcmp(seen->result.explanations[i].element, element))
			return &seen->result.explanations[i];
	return NULL;
}

static void
why_and_why_not_is_explained(void)
{
	struct seen seen = look(matcher, true, "SSN 536904399 or 000-12-3456",
	    NULL, NULL);
	const struct match_explanation *e = explained(&seen, "us_ssn",
	    "evidence");

	CHECK_FATAL(e != NULL);
	CHECK(e->passed);
	CHECK_HOLDS(e->sentence, "1 character away (at most 300): raised to 85");
	e = explained(&seen, "us_ssn", "validator");
	CHECK_FATAL(e != NULL);
	CHECK_HOLDS(e->sentence, "do not keep the rules of U.S. Social");
	e = explained(&seen, "iban", "shape");
	CHECK_FATAL(e != NULL);
	CHECK(!e->passed);
	CHECK_HOLDS(e->sentence, "nothing");
	e = explained(&seen, "people_sensitive", "combination");
	CHECK_FATAL(e != NULL);
	CHECK_HOLDS(e->sentence, "in 0 of the 1 rows that have any of it, must "
	    "be there");
	e = explained(&seen, "contract_nda", "score");
	CHECK_FATAL(e != NULL);
	CHECK_HOLDS(e->sentence, "needs 2 groups");
	arena_free(seen.arena);
}

/* The state of the agreement that comes with a mail of these words. */
static void
check_cover(const char *mail, const char *state)
{
	struct seen seen = look(matcher, false, mail, "MUTUAL NON-DISCLOSURE "
	    "AGREEMENT\n\nThis Agreement is entered into by and between "
	    "Northlake Inc. (the \"Discloser\") and Verdon LLC (the "
	    "\"Recipient\").\nWHEREAS the parties wish to exchange "
	    "Confidential Information; NOW, THEREFORE, they agree as follows:"
	    "\n1. Confidential Information shall not be disclosed.\n"
	    "2. Governing law: Delaware.\n3. Entire agreement.\n"
	    "IN WITNESS WHEREOF\nBy: ______________   By: ______________\n",
	    NULL);

	CHECK_FATAL(seen.result.contract_count == 1);
	CHECK_TEXT(seen.result.contracts[0].state, state);
	arena_free(seen.arena);
}

static void
a_mail_tells_the_state_of_what_it_brings(void)
{
	check_cover("Dear Ann,\nhere is the agreement we spoke of.\n", "draft");
	check_cover("Dear Ann,\nplease sign and return the agreement.\n",
	    "sent");
	check_cover("Dear Ann,\nthe fully executed agreement is attached.\n",
	    "executed");
}

/* Pages of anything before it do not hide a contract that its parties sign. */
static void
a_contract_below_many_pages_is_one(void)
{
	static const char page[] = "The weather was fine and the team went out "
	    "for lunch near the river, as it had on each day of that week.\n";
	static const char contract[] = "\nMUTUAL NON-DISCLOSURE AGREEMENT\n\n"
	    "This Agreement is entered into as of March 1, 2026 by and between "
	    "Northwind Tooling Inc., a Delaware corporation, and Harbor "
	    "Castings LLC, an Ohio limited liability company (each a "
	    "\"Party\").\n\n1. Confidential Information means all non-public "
	    "information disclosed by the Disclosing Party to the Receiving "
	    "Party.\n\n2. The Receiving Party shall hold it in confidence and "
	    "shall not disclose it without the prior written consent of the "
	    "Disclosing Party.\n\n3. Term. Three years from the Effective "
	    "Date.\n\n4. Governing Law. This Agreement shall be governed by "
	    "the laws of the State of Ohio.\n\nIN WITNESS WHEREOF, the parties "
	    "have executed this Agreement as of the date first written "
	    "above.\n\nNorthwind Tooling Inc.\nBy: /s/ Carla Mendes\n"
	    "Name: Carla Mendes\nTitle: CEO\nDate: March 3, 2026\n\n"
	    "Harbor Castings LLC\nBy: /s/ Tom Vance\nName: Tom Vance\n"
	    "Title: President\nDate: March 4, 2026\n";
	static char text[100 << 10];
	struct seen seen;
	size_t len = 0;

	while (len < (90 << 10)) {
		memcpy(text + len, page, sizeof(page));
		len += sizeof(page) - 1;
	}
	memcpy(text + len, contract, sizeof(contract));
	seen = look(matcher, false, text, NULL, NULL);
	CHECK_NUMBER(seen.result.contract_count, 1);
	arena_free(seen.arena);
}

/* What the many pages of a program's history say by chance. */
static void
a_long_history_is_no_contract(void)
{
	static const char chance[] = "1.1 Agreement of keys: the buffer is "
	    "replaced by a pool (the \"arena\").\n"
	    "1.2 Timeouts are extended until the socket closes (the \"peer\").\n"
	    "1.3 The option is amended (the \"flag\"), other parsers remain "
	    "unchanged.\n1.4 gpg: status: sent (the \"status fd\"), please "
	    "sign and return the patch.\n1.5 Signature: agreed and accepted "
	    "(the \"digest\").\n1.6 Draft keys (the \"slot\"): confirm your "
	    "agreement, name and title, signed by.\n";
	static const char change[] = "2.0 Fix a crash in the parser, add an "
	    "option to configure the cache, support new compilers and the "
	    "latest kernel, don't break builds without a linux server; thanks "
	    "to everyone who wrote a bug report on the mailing list, see the "
	    "log, tests and the README file for how to debug it.\n";
	static char text[80 << 10];
	struct seen seen;
	size_t len = sizeof(chance) - 1;

	memcpy(text, chance, sizeof(chance));
	while (len < (66 << 10)) {
		memcpy(text + len, change, sizeof(change));
		len += sizeof(change) - 1;
	}
	seen = look(matcher, false, text, NULL, NULL);
	CHECK_NUMBER(seen.result.contract_count, 0);
	arena_free(seen.arena);
}

static void
hits_over_the_limit_are_counted(void)
{
	struct limits limits = limit_defaults();
	struct matcher *small = NULL;
	struct seen seen;
	char text[8192] = "SSN ";

	limits.rule_hits = 100;
	limits.findings = 50;
	open_matcher(&limits, NULL, &small);
	for (unsigned i = 0; i < 300; i++)
		snprintf(text + strlen(text), sizeof(text) - strlen(text),
		    "536-90-%04u ", 1000 + i);
	seen = look(small, false, text, NULL, NULL);
	CHECK_NUMBER(seen.result.finding_count, 50);
	CHECK_NUMBER(seen.result.findings_dropped, 250);
	arena_free(seen.arena);
	matcher_close(small);
}

static void
a_full_arena_is_a_limit(void)
{
	struct arena *arena = arena_new(200000);
	struct match_options options = {0};
	struct text_run run = {.where = "body", .scope = SCOPE_body};
	struct text text = {.part = 1, .runs = &run, .run_count = 1};
	static char bytes[60000 + TEXT_SLACK];
	struct match *match;
	struct err err = {0};

	for (size_t i = 0; i + 12 < sizeof(bytes) - TEXT_SLACK; i += 12)
		snprintf(bytes + i, 13, "536-90-%04u ", (unsigned)(i / 12 +
		    1000));
	text.bytes = slice_bytes(bytes, sizeof(bytes) - TEXT_SLACK);
	CHECK_RC(match_begin(matcher, arena, &options, &match, &err), RC_OK,
	    &err);
	CHECK_RC(match_text(match, &text, &err), RC_LIMIT, &err);
	arena_free(arena);
}

static char site[64];

static void
site_file(const char *name, const char *text)
{
	char path[256];
	struct err err = {0};

	snprintf(path, sizeof(path), "%s/packs", site);
	if (io_make_dir(path, 0700, &err) != RC_OK)
		abort();
	snprintf(path, sizeof(path), "%s/%s", site, name);
	if (*text ? io_replace_file(path, slice_of(text), 0600, &err) != RC_OK :
	    unlink(path) != 0)
		abort();
}

static enum finding_state
state_with_site(const char *text)
{
	struct limits limits = limit_defaults();
	struct matcher *with = NULL;
	enum finding_state state;
	struct seen seen;

	open_matcher(&limits, site, &with);
	seen = look(with, false, text, NULL, NULL);
	CHECK_FATAL(find(&seen, "us_ssn") != NULL);
	state = find(&seen, "us_ssn")->state;
	CHECK(seen.result.label_count == (state == FINDING_ENFORCED));
	arena_free(seen.arena);
	matcher_close(with);
	return state;
}

static void
shadow_and_suppressed_values_give_no_label(void)
{
	unsigned char digest[CRYPT_DIGEST_BYTES];
	char hex[CRYPT_DIGEST_HEX], text[512];

	site_file("packs/s.yaml", "format: 1\npack: s\nversion: 1\nowner: o\n"
	    "rules:\n- {id: us_ssn, mode: shadow}\n");
	CHECK_NUMBER(state_with_site("SSN 536-90-4399"), FINDING_SHADOW);
	site_file("packs/s.yaml", "");
	crypt_keyed(&key, slice_of("536904399"), digest);
	crypt_hex(digest, sizeof(digest), hex);
	snprintf(text, sizeof(text), "format: 1\nsuppressions:\n- {rule: us_ssn, "
	    "value: %s, reason: r, owner: o, expires: 2999-12-31}\n", hex);
	site_file("suppressions.yaml", text);
	CHECK_NUMBER(state_with_site("SSN 536 90 4399"), FINDING_SUPPRESSED);
	CHECK_NUMBER(state_with_site("SSN 212-09-8765"), FINDING_ENFORCED);
	site_file("suppressions.yaml", "");
}

static void
a_bundle_follows_its_members(void)
{
	static const char *const modes[] = {"enforce", "shadow", "disabled"};
	struct limits limits = limit_defaults();
	char text[1024];

	for (unsigned m = 0; m < 3; m++) {
		struct matcher *with = NULL;
		struct seen seen;

		snprintf(text, sizeof(text), "format: 1\npack: s\nversion: 1\n"
		    "owner: o\nrules:\n- {id: us_ssn, mode: %s}\n"
		    "- id: any_us\n  title: t\n  why: w\n  label: eu\n"
		    "  mode: enforce\n  bundle: [us_ssn, pii.identity.us]\n"
		    "  examples: [SSN 536904399, SSN 536904399, SSN 212098765]\n"
		    "  counter_examples: [a, b, c]\n", modes[m]);
		site_file("packs/s.yaml", text);
		open_matcher(&limits, site, &with);
		seen = look(with, true, "SSN 536-90-4399 and 536904399", NULL,
		    NULL);
		CHECK((find(&seen, "any_us") != NULL) == (m == 0));
		if (m == 0) {
			CHECK_NUMBER(find(&seen, "any_us")->confidence,
			    find(&seen, "us_ssn")->confidence);
			CHECK_NUMBER(seen.result.label_count, 2);
			CHECK_NUMBER(seen.result.labels[0].count, 1);
			CHECK_NUMBER(seen.result.labels[1].count, 1);
			CHECK_HOLDS(explained(&seen, "any_us", "bundle")->
			    sentence, "was found by the rule us_ssn");
		}
		arena_free(seen.arena);
		matcher_close(with);
	}
	site_file("packs/s.yaml", "");
}

/* Two kinds of number with the same digits, and a word for each. */
struct collision {
	const char *rule, *word;
	const char *other, *other_word;
	const char *from;	/* the search for digits that are both begins */
};

static const struct collision collisions[] = {
	{"us_ssn", "social security number", "nl_bsn", "burgerservicenummer",
	    "123000000"},
	{"us_aba_rtn", "routing number", "ca_sin", "social insurance number",
	    "121000000"},
	{"au_tfn", "tax file number", "pt_nif", "contribuinte", "210000000"},
	{"au_acn", "acn", "gr_afm", "αφμ", "104000000"},
	{"nl_bsn", "bsn", "pl_regon", "regon", "142000000"},
	{"il_id", "teudat zehut", "std_rs_pib", "pib", "103000000"},
	{"gb_nhs", "nhs number", "us_npi", "national provider identifier",
	    "1400000000"},
	{"pl_nip", "nip", "ua_rntrc", "рнокпп", "2150000000"},
	{"bg_egn", "егн", "gb_utr", "unique taxpayer reference", "7501020000"},
	{"se_pnr", "personnummer", "gb_nhs", "nhs number", "8803200000"},
	{"std_bg_pnf", "лнч", "std_za_tin", "sars tax number", "1046000000"},
	{"pl_pesel", "pesel", "br_cpf", "cpf", "44051400000"},
	{"de_idnr", "steuer-id", "hr_oib", "oib", "36574200000"},
	{"it_vat", "partita iva", "std_do_cedula", "cédula dominicana",
	    "00743110000"},
	{"ee_ik", "isikukood", "lt_ak", "asmens kodas", "37605030000"},
	{"no_fnr", "fødselsnummer", "std_no_kontonr", "kontonummer",
	    "15108600000"},
	{"au_abn", "abn", "tr_tckn", "kimlik no", "53000000000"},
};

/* The validator of a rule: named like it, without the prefix of a register. */
static const struct validator *
validator_of(const char *rule)
{
	return validator_find(slice_of(strncmp(rule, "std_", 4) ? rule :
	    rule + 4));
}

/* The next number of as many digits that both rules' validators accept. */
static bool
find_both(const struct collision *c, char value[16])
{
	size_t len = strlen(c->from);
	unsigned long long number = strtoull(c->from, NULL, 10);
	const struct validator *a = validator_of(c->rule);
	const struct validator *b = validator_of(c->other);

	CHECK_FATAL(a && b);
	for (unsigned i = 0; i < 2000000; i++, number++) {
		snprintf(value, 16, "%0*llu", (int)len, number);
		if (a->check(slice_of(value)) == VALID_YES &&
		    b->check(slice_of(value)) == VALID_YES)
			return true;
	}
	return false;
}

static void
digits_of_two_kinds_go_with_the_word(void)
{
	char value[16], text[128];

	for (size_t i = 0; i < sizeof(collisions) / sizeof(collisions[0]);
	    i++) {
		const struct collision *c = &collisions[i];
		const char *rules[] = {c->rule, c->other};
		const char *words[] = {c->word, c->other_word};

		CHECK(find_both(c, value));
		for (unsigned w = 0; w < 2; w++) {
			struct seen seen;

			snprintf(text, sizeof(text), "%s %s", words[w], value);
			seen = look(matcher, false, text, NULL, NULL);
			CHECK(find(&seen, rules[w]) &&
			    find(&seen, rules[w])->confidence >= 65);
			CHECK(!find(&seen, rules[!w]));
			if (!find(&seen, rules[w]) || find(&seen, rules[!w]))
				printf("%s: %s\n", rules[w], text);
			arena_free(seen.arena);
		}
		snprintf(text, sizeof(text), "Yesterday %s of them.", value);
		for (unsigned w = 0; w < 2; w++) {
			struct seen seen = look(matcher, false, text, NULL,
			    NULL);

			CHECK_NUMBER(seen.result.label_count, 0);
			arena_free(seen.arena);
		}
	}
}

static void
a_value_in_two_rules_counts_for_the_better_one(void)
{
	struct limits limits = limit_defaults();
	struct matcher *with = NULL;
	struct seen seen;

	site_file("packs/s.yaml", "format: 1\npack: s\nversion: 1\nowner: o\n"
	    "rules:\n- id: other\n  title: t\n  why: w\n"
	    "  label: pii.identity.us\n  mode: enforce\n"
	    "  shape: ddd-dd-dddd\n  confidence: 65\n"
	    "  examples: [000-09-8765, 000-09-8766, 000-09-8767]\n"
	    "  counter_examples: [a, b, c]\n");
	open_matcher(&limits, site, &with);
	seen = look(with, true, "SSN 536-90-4399", NULL, NULL);
	CHECK(find(&seen, "us_ssn") && !find(&seen, "other"));
	CHECK_HOLDS(explained(&seen, "other", "collision")->sentence,
	    "better explained by the rule us_ssn");
	arena_free(seen.arena);
	matcher_close(with);
	site_file("packs/s.yaml", "");
}

static void
a_rule_whose_example_fails_never_opens(void)
{
	struct limits limits = limit_defaults();
	struct clock clock = clock_system();
	char rules[512];
	struct matcher_options options = {.rules_dir = rules, .limits = &limits,
	    .clock = &clock, .key = &key, .site_rules_dir = site};
	struct matcher *with = NULL;
	struct err err = {0};

	snprintf(rules, sizeof(rules), "%s/rules", unit_source_dir());
	site_file("packs/s.yaml", "format: 1\npack: s\nversion: 1\nowner: o\n"
	    "rules:\n- id: other\n  title: t\n  why: w\n"
	    "  label: pii.identity.us\n  mode: enforce\n"
	    "  phrases: [night jar]\n  confidence: 75\n"
	    "  examples: [night jar, a night jar, night bird]\n"
	    "  counter_examples: [a, b, c]\n");
	CHECK_RC(matcher_open(&options, &with, &err), RC_CONFIG, &err);
	CHECK(with == NULL);
	CHECK_HOLDS(err.text, "rule other, example 3: it must match but does "
	    "not");
	site_file("packs/s.yaml", "");
}

static void
generation_and_engine_have_names(void)
{
	size_t count;

	CHECK(strlen(matcher_generation(matcher)) == 64);
	CHECK_HOLDS(matcher_engine(matcher), "hyperscan");
	CHECK(matcher_packs(matcher, &count) && count >= 6);
}

static uint64_t
stopped(void *own)
{
	(void)own;
	return 1000;
}

static void
a_passed_deadline_is_a_limit(void)
{
	struct clock clock = {.monotonic_ms = stopped, .wall_ms = stopped};
	struct arena *arena = arena_new(MEMORY);
	struct match_options options = {.clock = &clock, .deadline_ms = 999};
	struct text_run run = {.where = "body", .scope = SCOPE_body};
	struct text text = {.part = 1, .runs = &run, .run_count = 1};
	struct match *match;
	struct err err = {0};

	CHECK_RC(normalise_bytes(arena, slice_of("text"), &text, &err), RC_OK,
	    &err);
	CHECK_RC(match_begin(matcher, arena, &options, &match, &err), RC_OK,
	    &err);
	CHECK_RC(match_text(match, &text, &err), RC_LIMIT, &err);
	arena_free(arena);
}

int
main(void)
{
	static const struct unit_test tests[] = {
		UNIT(words_near_a_value_raise_it),
		UNIT(evidence_has_an_exact_reach),
		UNIT(a_number_with_its_word_is_found_below_a_long_table),
		UNIT(words_of_a_long_table_raise_what_they_stand_beside),
		UNIT(words_that_are_too_many_to_keep_are_found_again),
		UNIT(a_table_is_looked_at_where_no_value_was_found),
		UNIT(a_sheet_is_looked_at_where_no_value_was_found),
	UNIT(a_nearer_word_against_it_lowers_it),
		UNIT(a_column_decides_before_the_words_around),
		UNIT(equal_values_count_once),
		UNIT(few_addresses_are_no_list),
		UNIT(a_list_of_addresses_is_found_whatever_stands_round_it),
		UNIT(people_are_found_below_a_long_form),
		UNIT(rows_of_people_count_once_in_the_whole_message),
	UNIT(parts_of_combinations_make_no_finding),
	UNIT(a_pasted_table_names_its_columns),
	UNIT(specimens_do_not_count),
		UNIT(a_mail_tells_the_state_of_what_it_brings),
		UNIT(a_long_history_is_no_contract),
		UNIT(a_contract_below_many_pages_is_one),
		UNIT(nothing_but_masks_leaves),
		UNIT(why_and_why_not_is_explained),
		UNIT(hits_over_the_limit_are_counted),
		UNIT(a_full_arena_is_a_limit),
		UNIT(shadow_and_suppressed_values_give_no_label),
		UNIT(a_bundle_follows_its_members),
	UNIT(digits_of_two_kinds_go_with_the_word),
	UNIT(a_value_in_two_rules_counts_for_the_better_one),
		UNIT(a_rule_whose_example_fails_never_opens),
		UNIT(generation_and_engine_have_names),
		UNIT(a_passed_deadline_is_a_limit),
		{NULL, NULL},
	};
	struct limits limits = limit_defaults();
	struct err err = {0};
	char packs[128];
	int status;

	if (crypt_start(&err) != RC_OK)
		return 1;
	key = crypt_key_new();
	snprintf(site, sizeof(site), "test_match-XXXXXX");
	if (!mkdtemp(site))
		return 1;
	open_matcher(&limits, NULL, &matcher);
	if (!matcher)
		return 1;
	status = unit_run("match", tests);
	matcher_close(matcher);
	snprintf(packs, sizeof(packs), "%s/packs", site);
	rmdir(packs);
	rmdir(site);
	return status;
}
