/*
 * json - writing JSON objects, and checking that a text is one.  See json.h.
 */
#include "base/json.h"

#include <inttypes.h>

#include "base/escape.h"

struct json
json_begin(struct buf *out)
{
	return (struct json){ .out = out };
}

static void
put_key(struct json *json, const char *key)
{
	if (json->need_comma)
		buf_byte(json->out, ',');
	json->need_comma = true;
	if (key == NULL)
		return;
	buf_byte(json->out, '"');
	escape_json(json->out, slice_of(key));
	buf_text(json->out, "\":");
}

static void
open_with(struct json *json, const char *key, unsigned char bracket)
{
	put_key(json, key);
	buf_byte(json->out, bracket);
	json->depth++;
	json->need_comma = false;
}

static void
close_with(struct json *json, unsigned char bracket)
{
	buf_byte(json->out, bracket);
	json->depth--;
	json->need_comma = true;
}

void
json_object(struct json *json, const char *key)
{
	open_with(json, key, '{');
}

void
json_object_end(struct json *json)
{
	close_with(json, '}');
}

void
json_array(struct json *json, const char *key)
{
	open_with(json, key, '[');
}

void
json_array_end(struct json *json)
{
	close_with(json, ']');
}

void
json_string(struct json *json, const char *key, struct slice value)
{
	put_key(json, key);
	buf_byte(json->out, '"');
	escape_json(json->out, value);
	buf_byte(json->out, '"');
}

void
json_text(struct json *json, const char *key, const char *value)
{
	json_string(json, key, slice_of(value));
}

void
json_number(struct json *json, const char *key, uint64_t value)
{
	put_key(json, key);
	buf_printf(json->out, "%" PRIu64, value);
}

void
json_bool(struct json *json, const char *key, bool value)
{
	put_key(json, key);
	buf_text(json->out, value ? "true" : "false");
}

void
json_null(struct json *json, const char *key)
{
	put_key(json, key);
	buf_text(json->out, "null");
}

void
json_raw(struct json *json, const char *key, struct slice value)
{
	put_key(json, key);
	buf_put(json->out, value);
}

/* The checker: a cursor over RFC 8259 without insignificant line ends. */
struct check {
	struct slice text;
	size_t at;
	unsigned depth;
	unsigned most;
};

static unsigned char
peek(const struct check *check)
{
	return check->at < check->text.len ? check->text.at[check->at] : 0;
}

static void
skip_space(struct check *check)
{
	while (peek(check) == ' ' || peek(check) == '\t')
		check->at++;
}

static bool
take(struct check *check, unsigned char byte)
{
	skip_space(check);
	if (peek(check) != byte || check->at >= check->text.len)
		return false;
	check->at++;
	return true;
}

static bool
check_escape(struct check *check)
{
	unsigned char c = peek(check);

	if (c == 0)
		return false;
	check->at++;
	if (c != 'u')
		return strchr("\"\\/bfnrt", c) != NULL;
	for (int i = 0; i < 4; i++, check->at++) {
		c = byte_lower(peek(check));
		if (!byte_is_digit(c) && !(c >= 'a' && c <= 'f'))
			return false;
	}
	return true;
}

static bool
check_string(struct check *check)
{
	if (!take(check, '"'))
		return false;
	while (check->at < check->text.len) {
		struct slice rest = slice_sub(check->text, check->at,
		    check->text.len);
		size_t len = utf8_length(rest);

		if (len == 0 || rest.at[0] < 0x20)
			return false;
		check->at += len;
		if (rest.at[0] == '"')
			return true;
		if (rest.at[0] == '\\' && !check_escape(check))
			return false;
	}
	return false;
}

static bool
check_digits(struct check *check)
{
	size_t start = check->at;

	while (byte_is_digit(peek(check)))
		check->at++;
	return check->at > start;
}

static bool
check_number(struct check *check)
{
	if (peek(check) == '-')
		check->at++;
	if (peek(check) == '0')
		check->at++;
	else if (!check_digits(check))
		return false;
	if (peek(check) == '.') {
		check->at++;
		if (!check_digits(check))
			return false;
	}
	if (byte_lower(peek(check)) != 'e')
		return true;
	check->at++;
	if (peek(check) == '+' || peek(check) == '-')
		check->at++;
	return check_digits(check);
}

static bool
check_word(struct check *check)
{
	static const char *const words[] = { "true", "false", "null" };

	for (size_t i = 0; i < 3; i++) {
		struct slice word = slice_of(words[i]);

		if (slice_starts(slice_sub(check->text, check->at,
		    check->text.len), word)) {
			check->at += word.len;
			return true;
		}
	}
	return false;
}

static bool check_value(struct check *check);

static bool
check_members(struct check *check, bool object, unsigned char end)
{
	if (take(check, end))
		return true;
	do {
		if (object && (!check_string(check) || !take(check, ':')))
			return false;
		if (!check_value(check))
			return false;
	} while (take(check, ','));
	return take(check, end);
}

static bool
check_value(struct check *check)
{
	bool sound;

	skip_space(check);
	if (peek(check) == '"')
		return check_string(check);
	if (peek(check) == '-' || byte_is_digit(peek(check)))
		return check_number(check);
	if (peek(check) != '{' && peek(check) != '[')
		return check_word(check);
	if (check->depth++ >= check->most)
		return false;
	sound = take(check, '{') ? check_members(check, true, '}') :
	    take(check, '[') && check_members(check, false, ']');
	check->depth--;
	return sound;
}

enum rc
json_check(struct slice text, unsigned most, struct err *err)
{
	struct check check = { .text = text, .most = most };

	if (peek(&check) != '{' || !check_value(&check) ||
	    check.at != text.len)
		return err_set(err, RC_INPUT,
		    "this is not one JSON object on one line: byte %zu is "
		    "wrong", check.at);
	return RC_OK;
}
