/*
 * json_values - the values of a JSON text (RFC 8259), one or many in lines.
 *
 * Each value is told with its name, and the names it stands under are its
 * evidence.  Where the text stops being JSON the rest is told as it stands.
 */
#include "scanner/extract/fields.h"

enum { JSON_DEPTH_MOST = 128, JSON_LOOK = 8192 };

struct json {
	struct fields *fields;	/* NULL: only looking */
	struct slice text;
	size_t at;
	bool cut;		/* only the head is looked at */
	uint32_t values, keys;
	struct slice names[JSON_DEPTH_MOST];	/* raw, of the open objects */
	bool array[JSON_DEPTH_MOST];
	size_t depth;
	struct buf value;
};

static void
json_skip(struct json *json)
{
	while (json->at < json->text.len &&
	    byte_is_space(json->text.at[json->at]))
		json->at++;
}

static unsigned char
json_peek(struct json *json)
{
	json_skip(json);
	return json->at < json->text.len ? json->text.at[json->at] : 0;
}

/* A string without its quotes, escapes untouched; false when it is open. */
static bool
json_string(struct json *json, struct slice *raw)
{
	size_t start = ++json->at;

	for (; json->at < json->text.len; json->at++) {
		unsigned char byte = json->text.at[json->at];

		if (byte == '\\') {
			json->at++;
		} else if (byte == '"') {
			*raw = slice_sub(json->text, start, json->at++);
			return true;
		}
	}
	json->at = start - 1;
	return false;
}

/* A number or a word: true, false, null. */
static bool
json_bare(struct json *json, struct slice *raw)
{
	size_t start = json->at;
	static const char *const words[] = {"true", "false", "null"};

	while (json->at < json->text.len &&
	    (byte_is_alnum(json->text.at[json->at]) ||
	    memchr("+-.", json->text.at[json->at], 3) != NULL))
		json->at++;
	*raw = slice_sub(json->text, start, json->at);
	for (size_t i = 0; i < 3; i++)
		if (slice_is_text(*raw, words[i]))
			return true;
	if (raw->len > 0 && (byte_is_digit(raw->at[0]) || raw->at[0] == '-'))
		return true;
	json->at = start;
	return false;
}

static unsigned
json_hex(struct slice raw, size_t at)
{
	unsigned value = 0;

	for (size_t i = at; i < at + 4; i++) {
		unsigned char byte = i < raw.len ? byte_lower(raw.at[i]) : 0;

		value = value << 4 | (byte_is_digit(byte) ? byte - 48u :
		    byte >= 'a' && byte <= 'f' ? byte - 87u : 0);
	}
	return value;
}

static void
json_put_code(struct buf *out, unsigned code)
{
	if (code < 0x80) {
		(void)!buf_byte(out, (unsigned char)code);
		return;
	}
	if (code >= 0x10000) {
		(void)!buf_byte(out, (unsigned char)(0xf0 | code >> 18));
		(void)!buf_byte(out,
		    (unsigned char)(0x80 | (code >> 12 & 0x3f)));
	} else if (code >= 0x800) {
		(void)!buf_byte(out, (unsigned char)(0xe0 | code >> 12));
	}
	if (code >= 0x800)
		(void)!buf_byte(out,
		    (unsigned char)(0x80 | (code >> 6 & 0x3f)));
	else
		(void)!buf_byte(out, (unsigned char)(0xc0 | code >> 6));
	(void)!buf_byte(out, (unsigned char)(0x80 | (code & 0x3f)));
}

/* The four digits behind \u, and a second half; gives where they end. */
static size_t
json_put_escape(struct buf *out, struct slice raw, size_t at)
{
	unsigned code = json_hex(raw, at), low;

	at += 4;
	if (code >= 0xd800 && code < 0xdc00 && at + 6 <= raw.len &&
	    raw.at[at] == '\\' && raw.at[at + 1] == 'u') {
		low = json_hex(raw, at + 2);
		if (low >= 0xdc00 && low < 0xe000) {
			code = 0x10000 + ((code - 0xd800) << 10) +
			    (low - 0xdc00);
			at += 6;
		}
	}
	json_put_code(out, code);
	return at;
}

static void
json_put(struct buf *out, struct slice raw)
{
	static const char from[] = "nrtbf", to[] = "\n\r\t  ";

	for (size_t i = 0; i < raw.len;) {
		const char *known;

		if (raw.at[i] != '\\' || i + 1 >= raw.len) {
			(void)!buf_byte(out, raw.at[i++]);
			continue;
		}
		if (raw.at[i + 1] == 'u') {
			i = json_put_escape(out, raw, i + 2);
			continue;
		}
		known = memchr(from, raw.at[i + 1], sizeof(from) - 1);
		(void)!buf_byte(out, known != NULL ?
		    (unsigned char)to[known - from] : raw.at[i + 1]);
		i += 2;
	}
}

/* The nearest three names, the outer ones first. */
static void
json_label(const struct json *json, char label[FIELDS_LABEL_MAX])
{
	size_t names = 0, from = json->depth;

	label[0] = '\0';
	while (from > 0 && names < 3)
		names += json->names[--from].len > 0;
	for (size_t i = from; i < json->depth; i++)
		if (json->names[i].len > 0)
			fields_words(json->names[i], label);
}

static enum rc
json_tell(struct json *json, struct slice raw, struct err *err)
{
	struct slice name = json->depth > 0 ? json->names[json->depth - 1] :
	    (struct slice){0};
	char label[FIELDS_LABEL_MAX];

	json->values++;
	if (json->fields == NULL)
		return RC_OK;
	buf_clear(&json->value);
	if (name.len > 0) {
		json_put(&json->value, name);
		(void)!buf_text(&json->value, ": ");
	}
	json_put(&json->value, raw);
	json_label(json, label);
	if (json->value.full)
		TRY(emit_cause(&json->fields->emit, 0, CAUSE_too_big, err));
	return fields_tell(json->fields, slice_of(label),
	    buf_slice(&json->value), err, "value %u", json->values);
}

/* An object or array begins: its name is text too. */
static enum rc
json_open(struct json *json, struct err *err)
{
	bool array = json->text.at[json->at] == '[';

	if (json->depth > 0 && json->names[json->depth - 1].len > 0 &&
	    !json->array[json->depth - 1])
		TRY(json_tell(json, (struct slice){0}, err));
	json->at++;
	json->names[json->depth] = (struct slice){0};
	json->array[json->depth++] = array;
	return RC_OK;
}

/* The name of the next value of an object; RC_END where it is none. */
static enum rc
json_name(struct json *json)
{
	struct slice *name = &json->names[json->depth - 1];

	if (json_peek(json) != '"' || !json_string(json, name))
		return RC_END;
	json->keys++;
	if (json_peek(json) != ':')
		return RC_END;
	json->at++;
	return RC_OK;
}

/* A value, or the begin of one; RC_END where the text is no JSON. */
static enum rc
json_value(struct json *json, struct err *err)
{
	struct slice raw;

	switch (json_peek(json)) {
	case '{':
	case '[':
		if (json->depth == JSON_DEPTH_MOST)
			return RC_END;
		return json_open(json, err);
	case '"':
		if (!json_string(json, &raw))
			return RC_END;
		return json_tell(json, raw, err);
	}
	if (!json_bare(json, &raw))
		return RC_END;
	return json_tell(json, raw, err);
}

/* One step: close, go on, or read a value. */
static enum rc
json_step(struct json *json, struct err *err)
{
	unsigned char next = json_peek(json);

	if (json->depth > 0 && (next == '}' || next == ']')) {
		if (json->array[--json->depth] != (next == ']'))
			return RC_END;
		json->at++;
		return RC_OK;
	}
	if (json->depth > 0 && next == ',') {
		json->at++;
		return RC_OK;
	}
	if (json->depth == 0 && next != '{' && next != '[')
		return RC_END;
	if (json->depth > 0 && !json->array[json->depth - 1]) {
		enum rc rc = json_name(json);
		if (rc != RC_OK)
			return rc;
	}
	return json_value(json, err);
}

/* Read as long as it is JSON; `at` is then where it stopped. */
static enum rc
json_run(struct json *json, struct err *err)
{
	enum rc rc;

	for (;;) {
		size_t start = json->at;

		if (json_peek(json) == 0 || (json->fields != NULL &&
		    !fields_has_room(json->fields)))
			return RC_OK;
		rc = json_step(json, err);
		if (rc == RC_END) {
			json->at = start;
			return RC_OK;
		}
		if (rc != RC_OK)
			return rc;
	}
}

static unsigned
json_sniff(struct slice bytes, struct slice name, struct slice declared)
{
	struct json json = {.text = slice_sub(bytes, 0, JSON_LOOK),
		.cut = bytes.len > JSON_LOOK};
	struct err err;

	(void)name, (void)declared;
	if (slice_starts(json.text, slice_of("\xef\xbb\xbf")))
		json.at = 3;
	if (json_peek(&json) != '{' && json_peek(&json) != '[')
		return 0;
	if (json_run(&json, &err) != RC_OK || json.values + json.keys < 2)
		return 0;
	/* A value may reach over the end of the head. */
	json_skip(&json);
	return json.at == json.text.len || (json.cut && json.keys > 1) ? 2 :
	    0;
}

static enum rc
json_extract(const struct extract_job *job, const struct extract_sink *sink,
    struct err *err)
{
	struct fields fields;
	struct json json = {.fields = &fields, .value = buf_new(
	    (size_t)job->limits->text_part_bytes)};
	enum rc rc = fields_begin(&fields, job, sink, err);

	json.text = fields.text;
	if (rc == RC_OK)
		rc = json_run(&json, err);
	/* It ends, and something is still open. */
	if (rc == RC_OK && json.depth > 0 && json_peek(&json) == 0)
		rc = emit_cause(&fields.emit, 0, CAUSE_truncated, err);
	if (rc == RC_OK)
		rc = fields_end(&fields, slice_sub(json.text, json.at,
		    json.text.len), err);
	buf_free(&json.value);
	return rc;
}

static const char *const claims[] = {"application/json",
	"application/ld+json", "application/x-ndjson", ".json", ".jsonl",
	".ndjson", ".geojson", ".txt", ".log", NULL};
static const struct extract_sample good[] = {
	{"json/object.json", "MEADOW-INNER", "value 3", 0},
	{"json/object.json", "taxNumber: 078-05-1120", "value 4", 0},
	{"json/escapes.json", "MEADOW-\303\251SCAPED", "value 1", 0},
	{"json/array.json", "MEADOW-SECOND", "value 3", 0},
	{"json/lines.jsonl", "MEADOW-LINE", "value 4", 0},
	{"json/nested.json", "MEADOW-DEEP", NULL, 0},
	{0},
};
static const struct extract_sample bad[] = {
	{"json/broken.json", "MEADOW-BEHIND", "rest", 0},
	{0},
};

const struct extractor extractor_json = {
	.name = "json", .type = "application/json", .claims = claims,
	.class = EXTRACT_TEXT, .sniff = json_sniff, .extract = json_extract,
	.good = good, .bad = bad,
};
