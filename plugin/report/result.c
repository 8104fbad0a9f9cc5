/*
 * result - what a message contains, as a page of text.  See result.h.
 */
#include "report/result.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/cause.h"
#include "base/escape.h"
#include "base/json.h"
#include "report/table.h"

enum {
	ARENA_MAX = 67108864,
	ROWS_SHOWN = 50,	/* of one kind; JSON has all */
	INDENT = 2,
	SMALL = 32,
	TEXT_BYTES_MAX = 65536,
};

/* One page being written. */
struct page {
	const struct outmark_result *result;
	struct arena *arena;
	size_t width;
	struct buf *out;
};

static const char *
number(char text[SMALL], uint64_t value)
{
	snprintf(text, SMALL, "%" PRIu64, value);
	return text;
}

static void
put_title(struct page *page, const char *title, struct table *table)
{
	if (table_rows(table) == 0)
		return;
	buf_printf(page->out, "\n%*s%s\n", INDENT, "", title);
	table_write(table, INDENT * 2, page->width, page->out);
}

/* "... and 12 more" under a table that was not shown whole. */
static void
put_more(struct page *page, size_t count)
{
	if (count > ROWS_SHOWN)
		buf_printf(page->out, "%*sand %zu more; --json shows all\n",
		    INDENT * 2, "", count - ROWS_SHOWN);
}

static size_t
shown(size_t count)
{
	return count < ROWS_SHOWN ? count : ROWS_SHOWN;
}

static enum rc
new_table(struct page *page, const struct table_column *columns,
    struct table **table, struct err *err)
{
	*table = table_new(page->arena, columns);
	return *table == NULL ? arena_full(page->arena, "the page", err) :
	    RC_OK;
}

static enum rc
put_labels(struct page *page, struct err *err)
{
	static const struct table_column columns[] = {
		{ "LABEL", TABLE_KEEP }, { "TITLE", TABLE_WRAP },
		{ "CONFIDENCE", TABLE_RIGHT }, { "VALUES", TABLE_RIGHT },
		{ NULL, TABLE_KEEP }
	};
	size_t count = outmark_result_label_count(page->result);
	struct table *table;

	TRY(new_table(page, columns, &table, err));
	for (size_t i = 0; i < shown(count); i++) {
		struct outmark_label label =
		    outmark_result_label(page->result, i);
		char confidence[SMALL], values[SMALL];
		const char *cells[] = { label.id, label.title,
		    number(confidence, label.confidence),
		    number(values, label.count) };

		TRY(table_row(table, cells, err));
	}
	put_title(page, "Labels", table);
	put_more(page, count);
	return RC_OK;
}

static enum rc
put_findings(struct page *page, struct err *err)
{
	static const struct table_column columns[] = {
		{ "RULE", TABLE_KEEP }, { "WHERE", TABLE_WRAP },
		{ "SEEN", TABLE_WRAP }, { "CONFIDENCE", TABLE_RIGHT },
		{ "VALUES", TABLE_RIGHT }, { "STATE", TABLE_KEEP },
		{ NULL, TABLE_KEEP }
	};
	size_t count = outmark_result_finding_count(page->result);
	struct table *table;

	TRY(new_table(page, columns, &table, err));
	for (size_t i = 0; i < shown(count); i++) {
		struct outmark_finding f =
		    outmark_result_finding(page->result, i);
		char confidence[SMALL], values[SMALL];
		const char *cells[] = { f.rule, f.where, f.masked,
		    number(confidence, f.confidence),
		    number(values, f.count), f.state };

		TRY(table_row(table, cells, err));
	}
	put_title(page, "Findings", table);
	put_more(page, count);
	return RC_OK;
}

static enum rc
put_markings(struct page *page, struct err *err)
{
	static const struct table_column columns[] = {
		{ "SYSTEM", TABLE_KEEP }, { "MARKING", TABLE_WRAP },
		{ "KIND", TABLE_KEEP }, { "WHERE", TABLE_WRAP },
		{ "REMARK", TABLE_KEEP }, { NULL, TABLE_KEEP }
	};
	size_t count = outmark_result_marking_count(page->result);
	struct table *table;

	TRY(new_table(page, columns, &table, err));
	for (size_t i = 0; i < shown(count); i++) {
		struct outmark_marking m =
		    outmark_result_marking(page->result, i);
		const char *cells[] = { m.system, m.text, m.kind, m.where,
		    m.mention ? "only mentioned" :
		    m.conformant ? "" : "breaks its rules" };

		TRY(table_row(table, cells, err));
	}
	put_title(page, "Markings", table);
	put_more(page, count);
	return RC_OK;
}

/* Where a part is, by its id. */
static const char *
part_where(const struct outmark_result *result, uint32_t id)
{
	size_t count = outmark_result_part_count(result);

	for (size_t i = 0; i < count; i++) {
		struct outmark_part part = outmark_result_part(result, i);

		if (part.id == id)
			return part.where;
	}
	return "";
}

static enum rc
put_contracts(struct page *page, struct err *err)
{
	static const struct table_column columns[] = {
		{ "KIND", TABLE_KEEP }, { "STATE", TABLE_KEEP },
		{ "SCORE", TABLE_RIGHT }, { "WHERE", TABLE_WRAP },
		{ NULL, TABLE_KEEP }
	};
	size_t count = outmark_result_contract_count(page->result);
	struct table *table;

	TRY(new_table(page, columns, &table, err));
	for (size_t i = 0; i < shown(count); i++) {
		struct outmark_contract c =
		    outmark_result_contract(page->result, i);
		char score[SMALL];
		const char *cells[] = { c.kind, c.state,
		    number(score, c.score),
		    part_where(page->result, c.part) };

		TRY(table_row(table, cells, err));
	}
	put_title(page, "Contracts", table);
	put_more(page, count);
	return RC_OK;
}

/* The sentences of "encrypted, ratio", one after the other. */
static void
put_sentences(struct buf *out, const char *causes)
{
	struct slice rest = slice_of(causes);
	enum cause cause;

	while (cause_cut(&rest, &cause))
		buf_printf(out, "%s%s", out->len > 0 ? " " : "",
		    cause_sentence(cause));
}

static bool
is_seen(const struct outmark_part *part)
{
	return strcmp(part->examined, "yes") == 0 && part->causes[0] == '\0';
}

static enum rc
put_unseen_part(struct table *table, const struct outmark_part *part,
    struct err *err)
{
	struct buf why = buf_new(ERR_TEXT_MAX * 4);
	const char *cells[] = { part->where, part->name, part->examined,
	    part->causes, NULL };
	enum rc rc;

	put_sentences(&why, part->causes);
	cells[4] = buf_string(&why);
	rc = table_row(table, cells, err);
	buf_free(&why);
	return rc;
}

static enum rc
put_coverage(struct page *page, struct err *err)
{
	static const struct table_column columns[] = {
		{ "PART", TABLE_WRAP }, { "NAME", TABLE_CUT },
		{ "EXAMINED", TABLE_KEEP }, { "CAUSE", TABLE_KEEP },
		{ "WHY", TABLE_WRAP }, { NULL, TABLE_KEEP }
	};
	size_t count = outmark_result_part_count(page->result), unseen = 0;
	struct table *table;

	TRY(new_table(page, columns, &table, err));
	for (size_t i = 0; i < count; i++) {
		struct outmark_part part =
		    outmark_result_part(page->result, i);

		if (is_seen(&part) || ++unseen > ROWS_SHOWN)
			continue;
		TRY(put_unseen_part(table, &part, err));
	}
	put_title(page, "Not fully examined", table);
	put_more(page, unseen);
	return RC_OK;
}

static void
put_notes(struct page *page)
{
	size_t count = outmark_result_note_count(page->result);
	uint64_t dropped = outmark_result_findings_dropped(page->result);
	uint64_t cut = outmark_result_text_cut(page->result);

	if (dropped > 0)
		buf_printf(page->out, "\n  %" PRIu64 " findings more than the "
		    "limit allows are counted but not listed.\n", dropped);
	if (cut > 0)
		buf_printf(page->out, "\n  %" PRIu64 " bytes of text were not "
		    "read.\n", cut);
	for (size_t i = 0; i < count; i++) {
		buf_text(page->out, "\n  ");
		table_paragraph(page->out, slice_of(
		    outmark_result_note(page->result, i)), INDENT,
		    page->width);
	}
}

/* "mail.eml: 2 labels", "mail.eml: nothing found". */
static void
put_headline(struct page *page, const char *name)
{
	size_t labels = outmark_result_label_count(page->result);
	const char *causes = outmark_result_causes(page->result);

	escape_terminal(page->out, slice_of(name));
	if (labels == 0)
		buf_text(page->out, ": nothing found");
	else
		buf_printf(page->out, ": %zu label%s", labels,
		    labels == 1 ? "" : "s");
	if (causes[0] != '\0')
		buf_printf(page->out, ", not fully examined (%s)", causes);
	buf_byte(page->out, '\n');
}

static enum rc
put_all(struct page *page, struct err *err)
{
	TRY(put_labels(page, err));
	TRY(put_findings(page, err));
	TRY(put_markings(page, err));
	TRY(put_contracts(page, err));
	TRY(put_coverage(page, err));
	put_notes(page);
	return RC_OK;
}

/* Give `write` a page of its own memory, and end it with an empty line. */
static enum rc
on_page(const struct outmark_result *result, size_t width, struct buf *out,
    enum rc (*write)(struct page *page, struct err *err), struct err *err)
{
	struct page page = {
		.result = result, .arena = arena_new(ARENA_MAX),
		.width = width, .out = out,
	};
	size_t before = out->len;
	enum rc rc;

	if (page.arena == NULL)
		return err_set(err, RC_SYSTEM, "no memory for the page");
	rc = write(&page, err);
	arena_free(page.arena);
	if (out->len > before)
		buf_byte(out, '\n');
	return rc;
}

enum rc
result_write(const struct outmark_result *result, const char *name,
    size_t width, struct buf *out, struct err *err)
{
	struct page page = { .result = result, .width = width, .out = out };

	put_headline(&page, name);
	return on_page(result, width, out, put_all, err);
}

/* Explanations from `at` on that are of one rule in one part: how many? */
static size_t
same_rule(const struct outmark_result *result, size_t at)
{
	size_t count = outmark_result_explanation_count(result), end = at;
	struct outmark_explanation first =
	    outmark_result_explanation(result, at);

	while (end < count) {
		struct outmark_explanation e =
		    outmark_result_explanation(result, end);

		if (e.part != first.part || strcmp(e.rule, first.rule) != 0)
			break;
		end++;
	}
	return end - at;
}

/* It failed at its first element: nothing there looks like it. */
static bool
is_no_sign(const struct outmark_result *result, size_t at, size_t len)
{
	return len == 1 && !outmark_result_explanation(result, at).passed;
}

static enum rc
put_rule(struct page *page, struct table *table, size_t at, size_t len,
    struct err *err)
{
	for (size_t i = at; i < at + len; i++) {
		struct outmark_explanation e =
		    outmark_result_explanation(page->result, i);
		const char *cells[] = { i == at ? e.rule : "", e.element,
		    e.passed ? "yes" : "no", e.where, e.sentence };

		TRY(table_row(table, cells, err));
	}
	return RC_OK;
}

static const struct table_column explain_columns[] = {
	{ "RULE", TABLE_KEEP }, { "ELEMENT", TABLE_KEEP },
	{ "HELD", TABLE_KEEP }, { "WHERE", TABLE_WRAP },
	{ "WHY", TABLE_WRAP }, { NULL, TABLE_KEEP }
};

/* All rules in the part of explanation `*at`; moves `*at` behind it. */
static enum rc
put_explained_part(struct page *page, size_t *at, struct err *err)
{
	size_t count = outmark_result_explanation_count(page->result);
	uint32_t part = outmark_result_explanation(page->result, *at).part;
	struct buf none = buf_new(TEXT_BYTES_MAX);
	struct table *table;
	enum rc rc = RC_OK;

	TRY(new_table(page, explain_columns, &table, err));
	while (rc == RC_OK && *at < count &&
	    outmark_result_explanation(page->result, *at).part == part) {
		size_t len = same_rule(page->result, *at);

		if (is_no_sign(page->result, *at, len))
			buf_printf(&none, "%s%s", none.len > 0 ? ", " : "",
			    outmark_result_explanation(page->result,
			    *at).rule);
		else
			rc = put_rule(page, table, *at, len, err);
		*at += len;
	}
	buf_printf(page->out, "%*s", INDENT, "");
	table_paragraph(page->out, slice_of(part_where(page->result, part)),
	    INDENT, page->width);
	table_write(table, INDENT * 2, page->width, page->out);
	if (rc == RC_OK && none.len > 0) {
		buf_printf(page->out, "%*sNo sign of: ", INDENT * 2, "");
		table_paragraph(page->out, buf_slice(&none), INDENT * 2,
		    page->width);
	}
	buf_free(&none);
	return rc;
}

static enum rc
put_explanations(struct page *page, struct err *err)
{
	size_t count = outmark_result_explanation_count(page->result);

	if (count == 0)
		buf_printf(page->out, "%*sNo rule says anything about it.\n",
		    INDENT, "");
	for (size_t at = 0; at < count;) {
		buf_text(page->out, at > 0 ? "\n" : "");
		TRY(put_explained_part(page, &at, err));
	}
	return RC_OK;
}

enum rc
result_write_explanations(const struct outmark_result *result,
    const char *name, size_t width, struct buf *out, struct err *err)
{
	TRY(result_write(result, name, width, out, err));
	return on_page(result, width, out, put_explanations, err);
}

enum rc
result_write_explanations_json(const struct outmark_result *result,
    const char *name, struct buf *out, struct err *err)
{
	size_t count = outmark_result_explanation_count(result);
	struct json json = json_begin(out);

	json_object(&json, NULL);
	json_number(&json, "schema", 1);
	json_text(&json, "file", name);
	json_array(&json, "explanations");
	for (size_t i = 0; i < count; i++) {
		struct outmark_explanation e =
		    outmark_result_explanation(result, i);

		json_object(&json, NULL);
		json_text(&json, "rule", e.rule);
		json_number(&json, "part", e.part);
		json_text(&json, "element", e.element);
		json_bool(&json, "passed", e.passed);
		json_text(&json, "where", e.where);
		json_text(&json, "sentence", e.sentence);
		json_object_end(&json);
	}
	json_array_end(&json);
	json_object_end(&json);
	buf_byte(out, '\n');
	return buf_check(out, "the explanation of one input", err);
}

const char *
result_operation_name(enum outmark_operation operation)
{
	switch (operation) {
	case OUTMARK_DELIVER:
		return "deliver";
	case OUTMARK_HOLD:
		return "hold";
	case OUTMARK_REJECT:
		return "reject";
	case OUTMARK_TRY_LATER:
		return "try later";
	}
	return "";
}

static enum rc
put_verdict(struct table *table, struct outmark_verdict v, struct err *err)
{
	struct buf where = buf_new(SMALL * 16);
	const char *cells[] = { v.recipient, v.direction, NULL, v.would,
	    v.policy, v.sentence };
	enum rc rc;

	buf_text(&where, v.provider);
	if (v.jurisdiction[0] != '\0')
		buf_printf(&where, " (%s)", v.jurisdiction);
	cells[2] = buf_string(&where);
	rc = table_row(table, cells, err);
	buf_free(&where);
	return rc;
}

static enum rc
put_verdicts(struct page *page, struct err *err)
{
	static const struct table_column columns[] = {
		{ "RECIPIENT", TABLE_CUT }, { "DIRECTION", TABLE_KEEP },
		{ "GOES TO", TABLE_CUT }, { "ACTION", TABLE_KEEP },
		{ "BY", TABLE_KEEP }, { "WHY", TABLE_WRAP },
		{ NULL, TABLE_KEEP }
	};
	size_t count = outmark_result_verdict_count(page->result);
	struct table *table;

	TRY(new_table(page, columns, &table, err));
	for (size_t i = 0; i < count; i++)
		TRY(put_verdict(table, outmark_result_verdict(page->result, i),
		    err));
	table_write(table, 0, page->width, page->out);
	return RC_OK;
}

static void
put_reply(const struct outmark_result *result, size_t width, struct buf *out)
{
	const char *reason = outmark_result_reason(result);
	const char *code = outmark_result_reply_code(result);

	buf_printf(out, "The whole message: %s\n",
	    result_operation_name(outmark_result_would(result)));
	if (reason[0] != '\0') {
		buf_text(out, "Reason: ");
		table_paragraph(out, slice_of(reason), INDENT, width);
	}
	if (code[0] == '\0')
		return;
	buf_printf(out, "Reply: %s %s ", code,
	    outmark_result_reply_class(result));
	table_paragraph(out, slice_of(outmark_result_reply_text(result)),
	    INDENT, width);
}

enum rc
result_write_verdicts(const struct outmark_result *result, bool enforced,
    size_t width, struct buf *out, struct err *err)
{
	TRY(on_page(result, width, out, put_verdicts, err));
	put_reply(result, width, out);
	if (!enforced)
		buf_text(out, "The mode is monitor: it would be delivered "
		    "now, and this recorded as what enforcing does.\n");
	return RC_OK;
}
