/*
 * fields - text that consists of named values: tables, JSON, cards, orders.
 */
#include "scanner/extract/fields.h"

#include <stdio.h>

#include "scanner/message/charset.h"

enum { FIELDS_WHERE_MAX = 128 };

enum rc
fields_begin(struct fields *fields, const struct extract_job *job,
    const struct extract_sink *sink, struct err *err)
{
	struct charset_text text;

	*fields = (struct fields){.emit = emit_new(job, sink)};
	TRY(charset_read(job->charsets, job->arena, job->part->bytes,
	    job->part->charset, &text, err));
	fields->text = text.utf8;
	fields->second = text.second;
	if (slice_starts(fields->text, slice_of("\xef\xbb\xbf")))
		fields->text = slice_sub(text.utf8, 3, text.utf8.len);
	return text.unsure ? emit_cause(&fields->emit, 0, CAUSE_charset,
	    err) : RC_OK;
}

enum rc
fields_end(struct fields *fields, struct slice rest, struct err *err)
{
	uint32_t place;

	if (slice_trim(rest).len > 0) {
		TRY(emit_place(&fields->emit, &place, (struct slice){0},
		    (struct slice){0}, err, "rest"));
		TRY(emit_text(&fields->emit, place, 0, rest, err));
	}
	if (fields->second.len == 0)
		return RC_OK;
	TRY(emit_place(&fields->emit, &place, (struct slice){0},
	    (struct slice){0}, err, "second reading"));
	return emit_text(&fields->emit, place, 0, fields->second, err);
}

bool
fields_has_room(const struct fields *fields)
{
	return fields->places < FIELDS_PLACES_MOST;
}

enum rc
fields_tell(struct fields *fields, struct slice evidence, struct slice value,
    struct err *err, const char *format, ...)
{
	char where[FIELDS_WHERE_MAX];
	uint32_t place;
	va_list args;

	if (slice_trim(value).len == 0)
		return RC_OK;
	va_start(args, format);
	vsnprintf(where, sizeof(where), format, args);
	va_end(args);
	fields->places++;
	TRY(emit_place(&fields->emit, &place, (struct slice){0}, evidence,
	    err, "%s", where));
	return emit_text(&fields->emit, place, 0, value, err);
}

static bool
fields_is_upper(unsigned char byte)
{
	return byte >= 'A' && byte <= 'Z';
}

void
fields_words(struct slice name, char out[FIELDS_LABEL_MAX])
{
	size_t len = strlen(out);

	if (len > 0 && len < FIELDS_LABEL_MAX - 1)
		out[len++] = ' ';
	for (size_t i = 0; i < name.len && len < FIELDS_LABEL_MAX - 2; i++) {
		unsigned char byte = name.at[i];
		bool hump = i > 0 && fields_is_upper(byte) &&
		    byte_is_alpha(name.at[i - 1]) &&
		    !fields_is_upper(name.at[i - 1]);
		bool gap = byte == '_' || byte == '-' || byte == '.' ||
		    byte == ':' || byte <= ' ';

		if ((hump || gap) && len > 0 && out[len - 1] != ' ')
			out[len++] = ' ';
		if (!gap)
			out[len++] = (char)byte;
	}
	out[len] = '\0';
}
