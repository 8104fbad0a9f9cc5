/*
 * seen - the text that the engine saw of a message.  See seen.h.
 */
#include "report/seen.h"

#include <inttypes.h>

#include "base/cause.h"
#include "base/escape.h"
#include "base/json.h"
#include "report/table.h"

/* Escape a text line by line: its line ends are kept. */
static void
put_lines(struct buf *out, struct slice text)
{
	struct slice line;

	while (slice_cut(&text, '\n', &line)) {
		escape_terminal(out, line);
		buf_byte(out, '\n');
	}
}

static void
put_why_not(struct buf *out, const char *causes, size_t width)
{
	struct slice rest = slice_of(causes);
	enum cause cause;

	while (cause_cut(&rest, &cause)) {
		buf_printf(out, "[%s] ", cause_name(cause));
		table_paragraph(out, slice_of(cause_sentence(cause)), 4,
		    width);
	}
}

/* A text goes on in the next when it is of the same place. */
static bool
goes_on(const struct outmark_text *a, const struct outmark_text *b)
{
	return a->part == b->part && strcmp(a->scope, b->scope) == 0 &&
	    strcmp(a->where, b->where) == 0;
}

/* From text `*at` on, all of one place; moves `*at` behind them. */
static void
gather(const struct outmark_result *result, size_t *at, struct buf *bytes)
{
	size_t count = outmark_result_text_count(result);
	struct outmark_text first = outmark_result_text(result, *at);

	buf_clear(bytes);
	while (*at < count) {
		struct outmark_text text = outmark_result_text(result, *at);

		if (!goes_on(&first, &text))
			break;
		buf_put(bytes, slice_bytes(text.bytes, text.length));
		(*at)++;
	}
}

static void
put_part(const struct outmark_result *result, const struct outmark_part *part,
    size_t width, struct buf *out)
{
	size_t count = outmark_result_text_count(result);
	struct buf bytes = buf_new(out->ceiling);

	buf_text(out, "== ");
	escape_terminal(out, slice_of(part->where));
	if (part->name[0] != '\0') {
		buf_text(out, " \"");
		escape_terminal(out, slice_of(part->name));
		buf_byte(out, '"');
	}
	buf_printf(out, " (part %" PRIu32 ", ", part->id);
	escape_terminal(out, slice_of(part->type));
	buf_printf(out, ", %" PRIu64 " bytes), examined: %s\n", part->size,
	    part->examined);
	put_why_not(out, part->causes, width);
	for (size_t i = 0; i < count;) {
		struct outmark_text text = outmark_result_text(result, i);

		if (text.part != part->id) {
			i++;
			continue;
		}
		gather(result, &i, &bytes);
		buf_printf(out, "-- %s%s", text.scope,
		    text.where[0] != '\0' ? ", " : "");
		escape_terminal(out, slice_of(text.where));
		buf_byte(out, '\n');
		put_lines(out, buf_slice(&bytes));
	}
	buf_free(&bytes);
}

enum rc
seen_write(const struct outmark_result *result, const char *name,
    size_t width, struct buf *out, struct err *err)
{
	size_t count = outmark_result_part_count(result);

	escape_terminal(out, slice_of(name));
	buf_byte(out, '\n');
	for (size_t i = 0; i < count; i++) {
		struct outmark_part part = outmark_result_part(result, i);

		put_part(result, &part, width, out);
	}
	buf_byte(out, '\n');
	return buf_check(out, "the text of one input", err);
}

static void
put_part_json(struct json *json, const struct outmark_result *result,
    const struct outmark_part *part, struct buf *bytes)
{
	size_t count = outmark_result_text_count(result);

	json_object(json, NULL);
	json_number(json, "id", part->id);
	json_number(json, "parent", part->parent);
	json_text(json, "where", part->where);
	json_text(json, "name", part->name);
	json_text(json, "type", part->type);
	json_number(json, "size", part->size);
	json_text(json, "examined", part->examined);
	json_text(json, "cause", part->causes);
	json_array(json, "texts");
	for (size_t i = 0; i < count;) {
		struct outmark_text text = outmark_result_text(result, i);

		if (text.part != part->id) {
			i++;
			continue;
		}
		gather(result, &i, bytes);
		json_object(json, NULL);
		json_text(json, "scope", text.scope);
		json_text(json, "where", text.where);
		json_string(json, "text", buf_slice(bytes));
		json_object_end(json);
	}
	json_array_end(json);
	json_object_end(json);
}

enum rc
seen_write_json(const struct outmark_result *result, const char *name,
    struct buf *out, struct err *err)
{
	size_t count = outmark_result_part_count(result);
	struct buf bytes = buf_new(out->ceiling);
	struct json json = json_begin(out);

	json_object(&json, NULL);
	json_number(&json, "schema", 1);
	json_text(&json, "file", name);
	json_array(&json, "parts");
	for (size_t i = 0; i < count; i++) {
		struct outmark_part part = outmark_result_part(result, i);

		put_part_json(&json, result, &part, &bytes);
	}
	json_array_end(&json);
	json_array(&json, "errors");
	for (size_t i = 0; i < outmark_result_note_count(result); i++)
		json_text(&json, NULL, outmark_result_note(result, i));
	json_array_end(&json);
	json_object_end(&json);
	buf_byte(out, '\n');
	buf_free(&bytes);
	return buf_check(out, "the text of one input", err);
}
