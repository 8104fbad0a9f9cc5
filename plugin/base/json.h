/*
 * json - writing JSON objects, and checking that a text is one.
 *
 * The writer keeps commas and nesting right; strings go through escape_json.
 * It does not read JSON into values: yaml.h does, a JSON text being YAML.
 */
#ifndef OUTMARK_BASE_JSON_H
#define OUTMARK_BASE_JSON_H

#include "base/buf.h"

struct json {
	struct buf *out;
	uint32_t depth;
	bool need_comma;
};

/* Start writing into `out`, which stays the caller's. */
struct json json_begin(struct buf *out);

/* `key` is NULL inside an array and at the top. */
void json_object(struct json *json, const char *key);
void json_object_end(struct json *json);
void json_array(struct json *json, const char *key);
void json_array_end(struct json *json);
void json_string(struct json *json, const char *key, struct slice value);
void json_text(struct json *json, const char *key, const char *value);
void json_number(struct json *json, const char *key, uint64_t value);
void json_bool(struct json *json, const char *key, bool value);
void json_null(struct json *json, const char *key);
/* A text that json_check accepted, put in as it is. */
void json_raw(struct json *json, const char *key, struct slice value);

/*
 * Is this one JSON object on one line, at most `most` deep, with nothing around
 * it?  RC_INPUT says at which byte it is not.
 */
enum rc json_check(struct slice text, unsigned most, struct err *err) MUST_USE;

#endif
