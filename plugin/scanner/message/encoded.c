/*
 * encoded - a header field's value as a person would read it.
 *
 * Neighbouring words of one charset and encoding are joined before their
 * charset is converted: senders split characters over them (forbidden by
 * RFC 2047 section 5, and common).
 */
#include "scanner/message/encoded.h"

#include "scanner/message/decode.h"

enum { WORD_MAX = 4096 };

struct word {
	struct slice charset;
	bool quoted;		/* Q, else B */
	struct slice text;
	size_t size;		/* of the whole encoded word */
};

struct state {
	struct charsets *set;
	struct arena *arena;
	struct buf out;
	struct buf raw;		/* decoded bytes waiting for their charset */
	struct slice charset;	/* of `raw` */
};

/* RFC 2047 section 2: =?charset?encoding?text?= ; RFC 2231: charset*lang. */
static bool
word_at(struct slice s, struct word *word)
{
	struct slice rest = slice_sub(s, 2, s.len), encoding;
	size_t end;

	if (!slice_starts(s, slice_of("=?")) ||
	    !slice_cut(&rest, '?', &word->charset) ||
	    !slice_cut(&rest, '?', &encoding) || encoding.len != 1)
		return false;
	word->quoted = byte_lower(*encoding.at) == 'q';
	if (!word->quoted && byte_lower(*encoding.at) != 'b')
		return false;
	/* The RFC allows 75 characters; a bound keeps a bad field linear. */
	end = slice_find(slice_sub(rest, 0, WORD_MAX), slice_of("?="));
	if (end == SIZE_MAX)
		return false;
	word->text = slice_sub(rest, 0, end);
	word->size = (size_t)(rest.at - s.at) + end + 2;
	word->charset = slice_sub(word->charset, 0,
	    slice_find_byte(word->charset, '*'));
	return word->charset.len > 0 && word->charset.len < 64;
}

/* Convert what is waiting, under its charset. */
static enum rc
flush(struct state *st, struct err *err)
{
	struct slice utf8 = buf_slice(&st->raw);
	uint64_t bad;
	enum rc rc;

	if (utf8.len == 0)
		return RC_OK;
	rc = charset_convert(st->set, st->arena, st->charset, utf8, &utf8,
	    &bad, err);
	if (rc != RC_OK && rc != RC_END)
		return rc;
	buf_put(&st->out, utf8);
	buf_clear(&st->raw);
	return RC_OK;
}

/* RFC 2047 section 4.2: '_' is a space, =XX an octet. */
static void
put_quoted(struct buf *raw, struct slice text)
{
	static const char hex[] = "0123456789abcdef";

	for (size_t i = 0; i < text.len; i++) {
		const char *high, *low;
		if (text.at[i] == '_') {
			buf_byte(raw, ' ');
			continue;
		}
		if (text.at[i] == '=' && i + 2 < text.len) {
			high = memchr(hex, byte_lower(text.at[i + 1]), 16);
			low = memchr(hex, byte_lower(text.at[i + 2]), 16);
			if (high != NULL && low != NULL) {
				buf_byte(raw, (unsigned char)((high - hex) << 4 |
				    (low - hex)));
				i += 2;
				continue;
			}
		}
		buf_byte(raw, text.at[i]);
	}
}

static void
put_base64(struct buf *raw, struct slice text)
{
	size_t room = decode_room(DECODE_BASE64, text.len), before = raw->len;
	unsigned char *into = buf_reserve(raw, room);

	if (into == NULL)
		return;
	raw->len = before + decode_base64(text, into).len;
}

static enum rc
put_word(struct state *st, const struct word *word, struct err *err)
{
	if (!slice_is_nocase(st->charset, word->charset))
		TRY(flush(st, err));
	st->charset = word->charset;
	if (word->quoted)
		put_quoted(&st->raw, word->text);
	else
		put_base64(&st->raw, word->text);
	return RC_OK;
}

/* Text between words; folds become one space. */
static void
put_plain(struct buf *out, struct slice text)
{
	size_t at = 0;

	while (at < text.len) {
		size_t start = at;

		while (at < text.len && text.at[at] != '\r' &&
		    text.at[at] != '\n')
			at++;
		buf_put(out, slice_sub(text, start, at));
		if (at == text.len)
			return;
		while (at < text.len && (text.at[at] == '\r' ||
		    text.at[at] == '\n' || text.at[at] == ' ' ||
		    text.at[at] == '\t'))
			at++;
		buf_byte(out, ' ');
	}
}

static bool
is_blank(struct slice s)
{
	return slice_trim(s).len == 0;
}

static enum rc
decode_all(struct state *st, struct slice value, struct err *err)
{
	bool after_word = false;

	while (value.len > 0) {
		struct slice plain;
		struct word word;
		size_t at = 0, hit;
		bool found = false;
		while (!found && (hit = slice_find(slice_sub(value, at,
		    value.len), slice_of("=?"))) != SIZE_MAX) {
			at += hit;
			found = word_at(slice_sub(value, at, value.len), &word);
			at += found ? 0 : 2;
		}
		plain = slice_sub(value, 0, found ? at : value.len);
		/* RFC 2047 section 6.2: white space between words is not shown. */
		if (!(found && after_word && is_blank(plain))) {
			TRY(flush(st, err));
			put_plain(&st->out, plain);
		}
		if (!found)
			break;
		TRY(put_word(st, &word, err));
		after_word = true;
		value = slice_sub(value, at + word.size, value.len);
	}
	return flush(st, err);
}

/* Raw 8-bit bytes in a header: UTF-8 (RFC 6532), or guess. */
static enum rc
read_raw(struct charsets *set, struct arena *arena, struct slice *value,
    struct err *err)
{
	struct charset_text text;

	if (charset_is_utf8(*value))
		return RC_OK;
	TRY(charset_read(set, arena, *value, slice_of(""), &text, err));
	*value = text.utf8;
	return RC_OK;
}

enum rc
encoded_words(struct charsets *set, struct arena *arena, struct slice value,
    struct slice *text, struct err *err)
{
	struct state st = { .set = set, .arena = arena };
	enum rc rc;

	TRY(read_raw(set, arena, &value, err));
	if (slice_find(value, slice_of("=?")) == SIZE_MAX &&
	    slice_find_byte(value, '\n') == SIZE_MAX) {
		*text = value;
		return RC_OK;
	}
	st.out = buf_new(4 * value.len + 64);
	st.raw = buf_new(value.len + 64);
	rc = decode_all(&st, value, err);
	if (rc == RC_OK) {
		*text = arena_copy(arena, buf_slice(&st.out));
		if (text->at == NULL)
			rc = arena_full(arena, "a header field", err);
	}
	buf_free(&st.out);
	buf_free(&st.raw);
	return rc;
}
