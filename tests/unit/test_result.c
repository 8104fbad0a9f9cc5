/*
 * test_result - promises of report/result and report/seen.
 *
 * The results are made up here: this file takes the place of the library.
 */
#include "report/result.h"

#include "base/json.h"
#include "report/seen.h"
#include "unit/unit.h"

enum { PAGE_MAX = 4194304, MANY = 120 };

/* What a result of ours holds; the same rows over and over when `many`. */
struct outmark_result {
	size_t labels, findings, markings, contracts, parts, texts;
	size_t explanations, verdicts;
	const char *hostile;	/* stands wherever a text may be hostile */
	const char *causes;
	uint64_t dropped, cut;
	const char *note;
};

static const char evil[] = "a\033]0;x\a\n\xe2\x80\xae" "b\xff";

static const char *
text(const struct outmark_result *r, const char *plain)
{
	return r->hostile != NULL ? r->hostile : plain;
}

size_t
outmark_result_label_count(const struct outmark_result *r)
{
	return r->labels;
}

struct outmark_label
outmark_result_label(const struct outmark_result *r, size_t index)
{
	(void)index;
	return (struct outmark_label){ "pii.us", text(r, "Numbers"), 85, 3 };
}

size_t
outmark_result_finding_count(const struct outmark_result *r)
{
	return r->findings;
}

struct outmark_finding
outmark_result_finding(const struct outmark_result *r, size_t index)
{
	(void)index;
	return (struct outmark_finding){ .rule = "us_ssn", .label = "pii.us",
		.confidence = 85, .count = 1, .where = text(r, "page 3"),
		.masked = text(r, "***-**-**99"), .state = "enforced" };
}

size_t
outmark_result_marking_count(const struct outmark_result *r)
{
	return r->markings;
}

struct outmark_marking
outmark_result_marking(const struct outmark_result *r, size_t index)
{
	return (struct outmark_marking){ .system = "us-cui", .kind = "banner",
		.text = text(r, "CUI//SP-CTI"), .where = "body",
		.conformant = index != 1, .mention = index == 2 };
}

size_t
outmark_result_contract_count(const struct outmark_result *r)
{
	return r->contracts;
}

struct outmark_contract
outmark_result_contract(const struct outmark_result *r, size_t index)
{
	(void)r;
	(void)index;
	return (struct outmark_contract){ .part = 2, .kind = "sow",
		.state = "draft", .score = 120 };
}

size_t
outmark_result_part_count(const struct outmark_result *r)
{
	return r->parts;
}

struct outmark_part
outmark_result_part(const struct outmark_result *r, size_t index)
{
	bool last = index + 1 == r->parts;

	return (struct outmark_part){ .id = (uint32_t)index + 1,
		.parent = (uint32_t)index, .where = index == 0 ? "message" :
		text(r, "attachment 1"), .name = text(r, "a.zip"),
		.type = "application/zip", .size = 100,
		.examined = last && r->causes[0] != '\0' ? "no" : "yes",
		.causes = last ? r->causes : "" };
}

size_t
outmark_result_explanation_count(const struct outmark_result *r)
{
	return r->explanations;
}

struct outmark_explanation
outmark_result_explanation(const struct outmark_result *r, size_t index)
{
	static const struct outmark_explanation rows[] = {
		{ .rule = "us_ssn", .element = "shape", .part = 1,
			.passed = true, .sentence = "one place", .where = "" },
		{ .rule = "us_ssn", .element = "validator", .part = 1,
			.passed = false, .sentence = "not one", .where = "x" },
		{ .rule = "iban", .element = "shape", .part = 1,
			.sentence = "nothing here", .where = "" },
		{ .rule = "us_ssn", .element = "shape", .part = 2,
			.sentence = "nothing here", .where = "" },
	};

	(void)r;
	return rows[index];
}

size_t
outmark_result_text_count(const struct outmark_result *r)
{
	return r->texts;
}

struct outmark_text
outmark_result_text(const struct outmark_result *r, size_t index)
{
	static const char *const pieces[] = { "one \xc3", "\xa4 two\n",
		"three" };

	return (struct outmark_text){ .part = index < 2 ? 1 : 2,
		.scope = "body", .where = "body",
		.bytes = text(r, pieces[index]),
		.length = strlen(text(r, pieces[index])) };
}

size_t
outmark_result_note_count(const struct outmark_result *r)
{
	return r->note != NULL;
}

const char *
outmark_result_note(const struct outmark_result *r, size_t index)
{
	(void)index;
	return r->note;
}

const char *
outmark_result_causes(const struct outmark_result *r)
{
	return r->causes;
}

uint64_t
outmark_result_findings_dropped(const struct outmark_result *r)
{
	return r->dropped;
}

uint64_t
outmark_result_text_cut(const struct outmark_result *r)
{
	return r->cut;
}

size_t
outmark_result_verdict_count(const struct outmark_result *r)
{
	return r->verdicts;
}

struct outmark_verdict
outmark_result_verdict(const struct outmark_result *r, size_t index)
{
	(void)index;
	return (struct outmark_verdict){ text(r, "bob@other.example"),
		"outbound", "deliver", "hold", "cui-unapproved", "gmail", "US",
		"Held: because." };
}

enum outmark_operation
outmark_result_would(const struct outmark_result *r)
{
	return r->verdicts > 0 ? OUTMARK_HOLD : OUTMARK_DELIVER;
}

const char *
outmark_result_reason(const struct outmark_result *r)
{
	return r->note != NULL ? r->note : "";
}

const char *
outmark_result_reply_code(const struct outmark_result *r)
{
	(void)r;
	return "550";
}

const char *
outmark_result_reply_class(const struct outmark_result *r)
{
	(void)r;
	return "5.7.1";
}

const char *
outmark_result_reply_text(const struct outmark_result *r)
{
	return text(r, "Not there.");
}

/* ------------------------------------------------------------- the promises */

static struct buf
page(const struct outmark_result *r, const char *name, size_t width)
{
	struct buf out = buf_new(PAGE_MAX);
	struct err err;

	CHECK_RC(result_write(r, name, width, &out, &err), RC_OK, &err);
	return out;
}

static void
nothing_found_is_one_line(void)
{
	struct outmark_result r = { .parts = 1, .causes = "" };
	struct buf out = page(&r, "a.eml", 80);

	CHECK_TEXT(buf_string(&out), "a.eml: nothing found\n");
	buf_free(&out);
}

static void
all_kinds_of_findings_have_their_table(void)
{
	struct outmark_result r = { .parts = 2, .labels = 1, .findings = 1,
		.markings = 3, .contracts = 1, .causes = "" };
	struct buf out = page(&r, "a.eml", 0);

	CHECK_HOLDS(buf_string(&out), "a.eml: 1 label\n");
	CHECK_HOLDS(buf_string(&out), "pii.us  Numbers          85       3\n");
	CHECK_HOLDS(buf_string(&out), "us_ssn  page 3  ***-**-**99");
	CHECK_HOLDS(buf_string(&out), "CUI//SP-CTI  banner  body   breaks its");
	CHECK_HOLDS(buf_string(&out), "body   only mentioned\n");
	CHECK_HOLDS(buf_string(&out), "sow   draft    120  attachment 1\n");
	CHECK(strstr(buf_string(&out), "Not fully examined") == NULL);
	buf_free(&out);
}

static void
what_was_not_seen_is_said_with_its_sentence(void)
{
	struct outmark_result r = { .parts = 2, .causes = "encrypted, ratio",
		.cut = 7, .dropped = 9, .note = "Something happened." };
	struct buf out = page(&r, "a.eml", 0);

	CHECK_HOLDS(buf_string(&out), "a.eml: nothing found, not fully "
	    "examined (encrypted, ratio)\n");
	CHECK_HOLDS(buf_string(&out), "attachment 1  a.zip  no");
	CHECK_HOLDS(buf_string(&out), "It is encrypted; without the key");
	CHECK_HOLDS(buf_string(&out), "than it holds, as a bomb does.");
	CHECK_HOLDS(buf_string(&out), "7 bytes of text were not read.");
	CHECK_HOLDS(buf_string(&out), "9 findings more than the limit");
	CHECK_HOLDS(buf_string(&out), "Something happened.");
	buf_free(&out);
}

static void
many_rows_are_cut_and_counted(void)
{
	struct outmark_result r = { .parts = 2, .findings = MANY,
		.labels = MANY, .causes = "" };
	struct buf out = page(&r, "a.eml", 80);

	CHECK_HOLDS(buf_string(&out), "and 70 more; --json shows all\n");
	buf_free(&out);
}

static void
is_harmless(const struct buf *out)
{
	struct slice s = buf_slice(out);

	for (size_t i = 0; i < s.len; i++)
		CHECK(s.at[i] == '\n' || s.at[i] >= 0x20);
	CHECK(slice_find(s, slice_of("\xe2\x80\xae")) == SIZE_MAX);
	CHECK(slice_find(s, slice_of("\xff")) == SIZE_MAX);
}

static void
hostile_texts_do_no_harm_on_any_page(void)
{
	struct outmark_result r = { .parts = 3, .labels = 2, .findings = 2,
		.markings = 3, .contracts = 1, .texts = 3, .explanations = 4,
		.verdicts = 2, .hostile = evil, .causes = "corrupt",
		.note = evil };
	struct buf out = buf_new(PAGE_MAX);
	struct err err;

	CHECK_RC(result_write(&r, evil, 60, &out, &err), RC_OK, &err);
	CHECK_RC(result_write_explanations(&r, evil, 60, &out, &err), RC_OK,
	    &err);
	CHECK_RC(result_write_verdicts(&r, true, 60, &out, &err), RC_OK, &err);
	CHECK_RC(seen_write(&r, evil, 60, &out, &err), RC_OK, &err);
	is_harmless(&out);
	buf_free(&out);
}

static void
json_is_valid_whatever_is_in_it(void)
{
	struct outmark_result r = { .parts = 2, .texts = 3, .explanations = 4,
		.hostile = evil, .causes = "corrupt", .note = evil };
	struct buf out = buf_new(PAGE_MAX);
	struct err err;

	CHECK_RC(seen_write_json(&r, evil, &out, &err), RC_OK, &err);
	CHECK_RC(json_check(slice_trim(buf_slice(&out)), 8, &err), RC_OK,
	    &err);
	is_harmless(&out);
	buf_clear(&out);
	CHECK_RC(result_write_explanations_json(&r, evil, &out, &err), RC_OK,
	    &err);
	CHECK_RC(json_check(slice_trim(buf_slice(&out)), 8, &err), RC_OK,
	    &err);
	buf_free(&out);
}

static void
explanations_are_by_part_and_silent_rules_in_one_line(void)
{
	struct outmark_result r = { .parts = 2, .explanations = 4,
		.causes = "" };
	struct buf out = buf_new(PAGE_MAX);
	struct err err;

	CHECK_RC(result_write_explanations(&r, "a", 0, &out, &err), RC_OK,
	    &err);
	CHECK_TEXT(buf_string(&out), "a: nothing found\n"
	    "  message\n"
	    "    RULE    ELEMENT    HELD  WHERE  WHY\n"
	    "    us_ssn  shape      yes          one place\n"
	    "            validator  no    x      not one\n"
	    "    No sign of: iban\n"
	    "\n"
	    "  attachment 1\n"
	    "    No sign of: us_ssn\n"
	    "\n");
	buf_free(&out);
}

static void
a_text_in_pieces_is_put_together(void)
{
	struct outmark_result r = { .parts = 2, .texts = 3, .causes = "" };
	struct buf out = buf_new(PAGE_MAX);
	struct err err;

	CHECK_RC(seen_write(&r, "a", 0, &out, &err), RC_OK, &err);
	CHECK_HOLDS(buf_string(&out), "-- body, body\none \xc3\xa4 two\n== ");
	CHECK_HOLDS(buf_string(&out), "\nthree\n");
	buf_clear(&out);
	CHECK_RC(seen_write_json(&r, "a", &out, &err), RC_OK, &err);
	CHECK_HOLDS(buf_string(&out), "\"text\":\"one \xc3\xa4 two\\n\"");
	buf_free(&out);
}

static void
a_page_that_does_not_fit_is_a_limit(void)
{
	struct outmark_result r = { .parts = 2, .texts = 3, .causes = "" };
	struct buf out = buf_new(64);
	struct err err;

	CHECK_RC(seen_write(&r, "a", 0, &out, &err), RC_LIMIT, &err);
	buf_clear(&out);
	CHECK_RC(seen_write_json(&r, "a", &out, &err), RC_LIMIT, &err);
	buf_free(&out);
}

static void
verdicts_end_with_the_whole(void)
{
	struct outmark_result r = { .verdicts = 1, .causes = "",
		.note = "Held for review." };
	struct buf out = buf_new(PAGE_MAX);
	struct err err;

	CHECK_RC(result_write_verdicts(&r, false, 0, &out, &err), RC_OK, &err);
	CHECK_HOLDS(buf_string(&out), "bob@other.example  outbound   gmail (US)"
	    "  hold    cui-unapproved  Held: because.\n");
	CHECK_HOLDS(buf_string(&out), "\nThe whole message: hold\n"
	    "Reason: Held for review.\nReply: 550 5.7.1 Not there.\n"
	    "The mode is monitor: ");
	buf_free(&out);
}

static const struct unit_test tests[] = {
	UNIT(nothing_found_is_one_line),
	UNIT(all_kinds_of_findings_have_their_table),
	UNIT(what_was_not_seen_is_said_with_its_sentence),
	UNIT(many_rows_are_cut_and_counted),
	UNIT(hostile_texts_do_no_harm_on_any_page),
	UNIT(json_is_valid_whatever_is_in_it),
	UNIT(explanations_are_by_part_and_silent_rules_in_one_line),
	UNIT(a_text_in_pieces_is_put_together),
	UNIT(a_page_that_does_not_fit_is_a_limit),
	UNIT(verdicts_end_with_the_whole),
	{ NULL, NULL }
};

int
main(void)
{
	return unit_run("result", tests);
}
