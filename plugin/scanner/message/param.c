/*
 * param - a structured header value: "text/plain; charset=utf-8; name*0=..."
 *
 * One pass over the bytes, then one lookup for each parameter that is asked
 * for.
 */
#include "scanner/message/param.h"

#include "scanner/message/encoded.h"

static bool
is_space_or_fold(unsigned char byte)
{
	return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n';
}

/* Behind white space and (nested (comments)). */
static size_t
skip_comments(struct slice s, size_t i)
{
	unsigned depth = 0;

	for (; i < s.len; i++) {
		if (s.at[i] == '\\' && depth > 0)
			i++;
		else if (s.at[i] == '(')
			depth++;
		else if (s.at[i] == ')' && depth > 0)
			depth--;
		else if (depth == 0 && !is_space_or_fold(s.at[i]))
			break;
	}
	return i < s.len ? i : s.len;
}

/* A quoted string without its quotes; `*i` moves behind it. */
static enum rc
read_quoted(struct arena *arena, struct slice s, size_t *i,
    struct slice *value, struct err *err)
{
	size_t start = ++*i, len = 0;
	unsigned char *copy;

	while (*i < s.len && s.at[*i] != '"')
		*i += s.at[*i] == '\\' ? 2 : 1;
	if (*i > s.len)
		*i = s.len;
	*value = slice_sub(s, start, *i);
	*i += *i < s.len;
	if (slice_find_byte(*value, '\\') == SIZE_MAX &&
	    slice_find_byte(*value, '\n') == SIZE_MAX)
		return RC_OK;
	copy = arena_alloc(arena, value->len + 1);
	if (copy == NULL)
		return arena_full(arena, "a header parameter", err);
	for (size_t k = 0; k < value->len; k++) {
		unsigned char byte = value->at[k];
		if (byte == '\r' || byte == '\n')
			continue;
		if (byte == '\\' && k + 1 < value->len &&
		    (value->at[k + 1] == '"' || value->at[k + 1] == '\\'))
			byte = value->at[++k];
		copy[len++] = byte;
	}
	*value = slice_bytes(copy, len);
	return RC_OK;
}

static enum rc
read_value(struct arena *arena, struct slice s, size_t *i,
    struct slice *value, struct err *err)
{
	size_t start;

	*i = skip_comments(s, *i);
	if (*i < s.len && s.at[*i] == '"')
		return read_quoted(arena, s, i, value, err);
	start = *i;
	while (*i < s.len && s.at[*i] != ';')
		++*i;
	/* EXCEPTION to RFC 2045: names with spaces come without quotes. */
	*value = slice_trim(slice_sub(s, start, *i));
	return RC_OK;
}

/* Take "*", "*2" and "*2*" off a name (RFC 2231 sections 3 and 4). */
static void
read_marks(struct param *param)
{
	struct slice name = param->name;
	size_t star;
	uint64_t section;

	param->section = -1;
	param->extended = name.len > 0 && name.at[name.len - 1] == '*';
	if (param->extended)
		name.len--;
	star = slice_find_byte(name, '*');
	if (star != SIZE_MAX &&
	    slice_number(slice_sub(name, star + 1, name.len), &section) &&
	    section < 10000) {
		param->section = (int)section;
		name.len = star;
	}
	param->name = name;
}

static bool
is_doubled(const struct params *params, const struct param *param)
{
	for (size_t i = 0; i < params->count; i++)
		if (slice_is_nocase(params->items[i].name, param->name) &&
		    params->items[i].section == param->section &&
		    params->items[i].extended == param->extended)
			return true;
	return false;
}

enum rc
params_read(struct arena *arena, struct slice value, size_t most,
    struct params *params, struct err *err)
{
	size_t i = 0, start;

	params->count = 0;
	params->doubled = params->cut = false;
	i = start = skip_comments(value, 0);
	while (i < value.len && value.at[i] != ';' && value.at[i] != '(')
		i++;
	params->value = slice_trim(slice_sub(value, start, i));
	if (most > PARAM_MAX)
		most = PARAM_MAX;
	while (i < value.len) {
		struct param param = {0};
		while (i < value.len && value.at[i] != ';')
			i++;
		start = i = skip_comments(value, i + 1);
		while (i < value.len && value.at[i] != '=' &&
		    value.at[i] != ';')
			i++;
		if (i >= value.len || value.at[i] == ';')
			continue;
		param.name = slice_trim(slice_sub(value, start, i++));
		TRY(read_value(arena, value, &i, &param.value, err));
		read_marks(&param);
		if (params->count == most) {
			params->cut = true;
			break;
		}
		params->doubled |= is_doubled(params, &param);
		params->items[params->count++] = param;
	}
	return RC_OK;
}

static const struct param *
find(const struct params *params, const char *name, int section)
{
	for (size_t i = 0; i < params->count; i++)
		if (slice_is_text_nocase(params->items[i].name, name) &&
		    params->items[i].section == section)
			return &params->items[i];
	return NULL;
}

/* "%41" to "A"; what is no escape stays. */
static void
put_percent(struct buf *out, struct slice text)
{
	static const char hex[] = "0123456789abcdef";

	for (size_t i = 0; i < text.len; i++) {
		const char *high = NULL, *low = NULL;
		if (text.at[i] == '%' && i + 2 < text.len) {
			high = memchr(hex, byte_lower(text.at[i + 1]), 16);
			low = memchr(hex, byte_lower(text.at[i + 2]), 16);
		}
		if (high == NULL || low == NULL) {
			buf_byte(out, text.at[i]);
			continue;
		}
		buf_byte(out, (unsigned char)((high - hex) << 4 | (low - hex)));
		i += 2;
	}
}

/* RFC 2231 section 4: charset'language'text in the first piece. */
static struct slice
take_charset(struct slice *text)
{
	struct slice rest = *text, charset, language;

	if (!slice_cut(&rest, '\'', &charset) ||
	    slice_find_byte(rest, '\'') == SIZE_MAX ||
	    !slice_cut(&rest, '\'', &language))
		return slice_of("");
	*text = rest;
	return charset;
}

static void
put_piece(struct buf *out, const struct param *param, struct slice text)
{
	if (param->extended)
		put_percent(out, text);
	else
		buf_put(out, text);
}

/* All pieces of a value, and the charset its first one names. */
static void
put_pieces(const struct params *params, const char *name,
    const struct param *first, struct buf *out, struct slice *charset)
{
	struct slice text = first->value;

	*charset = slice_of("");
	if (first->extended)
		*charset = take_charset(&text);
	put_piece(out, first, text);
	for (int section = 1; first->section == 0; section++) {
		const struct param *next = find(params, name, section);
		if (next == NULL)
			break;
		put_piece(out, next, next->value);
	}
}

static enum rc
to_text(struct charsets *set, struct arena *arena, struct slice charset,
    struct slice raw, struct slice *text, struct err *err)
{
	struct slice copy = arena_copy(arena, raw);
	uint64_t bad;
	enum rc rc;

	if (copy.at == NULL)
		return arena_full(arena, "a header parameter", err);
	if (charset.len == 0)
		return encoded_words(set, arena, copy, text, err);
	rc = charset_convert(set, arena, charset, copy, text, &bad, err);
	if (rc != RC_END)
		return rc;
	return encoded_words(set, arena, copy, text, err);
}

enum rc
params_text(const struct params *params, const char *name,
    struct charsets *set, struct arena *arena, struct slice *text,
    struct err *err)
{
	const struct param *first = find(params, name, 0);
	struct slice charset;
	struct buf raw;
	enum rc rc;

	if (first == NULL)
		first = find(params, name, -1);
	*text = slice_of("");
	if (first == NULL)
		return RC_OK;
	raw = buf_new(1 << 20);
	put_pieces(params, name, first, &raw, &charset);
	rc = to_text(set, arena, charset, buf_slice(&raw), text, err);
	buf_free(&raw);
	return rc;
}
