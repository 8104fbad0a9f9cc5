/*
 * run_uri - files in the address itself: data: URIs (RFC 2397).
 *
 * "data:" media type, parameters, perhaps ";base64", a comma and the data up to
 * what ends an address.  Short ones are left alone: they hold a dot or a line.
 */
#include "scanner/extract/run.h"

enum { HEAD_MOST = 512, DATA_LEAST = 24 };

/* What ends an address in a page, a style sheet or a sentence. */
static bool
is_end(unsigned char byte, bool base64)
{
	if (base64)
		return !byte_is_alnum(byte) && memchr("+/-_=%\r\n\t ", byte, 10)
		    == NULL;
	return byte <= ' ' || memchr("\"'<>`)", byte, 6) != NULL;
}

/* %41 is A (RFC 3986 section 2.1). */
static size_t
unescape(struct slice data, unsigned char *out)
{
	size_t len = 0;

	for (size_t i = 0; i < data.len; i++) {
		int high, low;

		out[len] = data.at[i];
		if (data.at[i] == '%' && i + 2 < data.len &&
		    (high = byte_hex(data.at[i + 1])) >= 0 &&
		    (low = byte_hex(data.at[i + 2])) >= 0) {
			out[len] = (unsigned char)(high << 4 | low);
			i += 2;
		}
		len++;
	}
	return len;
}

/*
 * The end of base64: a space or a line end in it is passed over when enough
 * letters follow, as browsers do.
 */
static size_t
base64_end(struct slice data)
{
	size_t end = 0, from;

	while (end < data.len && byte_is_space(data.at[end]))
		end++;
	while (end < data.len) {
		for (from = end; end < data.len && !byte_is_space(data.at[end])
		    && !is_end(data.at[end], true);)
			end++;
		if (end == data.len || !byte_is_space(data.at[end]) ||
		    end == from || data.at[end - 1] == '=' || end - from < RUN_PIECE_LEAST)
			return end;
		while (end < data.len && byte_is_space(data.at[end]))
			end++;
	}
	return end;
}

/* "text/plain;charset=utf-8;base64" up to the comma. */
static bool
read_head(struct slice head, struct slice *type, bool *base64)
{
	struct slice rest = head, parameter;

	*base64 = false;
	for (size_t i = 0; i < head.len; i++)
		if (!byte_is_alnum(head.at[i]) &&
		    memchr("/;=.+-_\"%*!#$&^' ", head.at[i], 17) == NULL)
			return false;
	if (!slice_cut(&rest, ';', type))
		return false;
	while (slice_cut(&rest, ';', &parameter))
		*base64 |= slice_is_text_nocase(slice_trim(parameter),
		    "base64");
	return *base64 || slice_find_byte(*type, '/') != SIZE_MAX;
}

static enum rc
read_uri(struct arena *arena, struct slice text, size_t at, struct run *run,
    struct err *err)
{
	struct slice rest = slice_sub(text, at + 5, text.len);
	size_t comma = slice_find_byte(slice_sub(rest, 0, HEAD_MOST), ','),
	    end = 0;
	unsigned char *out;
	bool base64;

	if ((at > 0 && byte_is_alnum(text.at[at - 1])) || comma == SIZE_MAX ||
	    !read_head(slice_sub(rest, 0, comma), &run->type, &base64))
		return RC_END;
	rest = slice_sub(rest, comma + 1, rest.len);
	if (base64)
		end = base64_end(rest);
	while (!base64 && end < rest.len && !is_end(rest.at[end], false))
		end++;
	if (end < DATA_LEAST)
		return RC_END;
	TRY(run_room(arena, end, &out, err));
	run->bytes = slice_bytes(out, unescape(slice_sub(rest, 0, end), out));
	/* In place: never longer than what was read. */
	if (base64)
		run->bytes.len = run_base64_decode(run->bytes, out);
	run->span = (struct span){at, (size_t)(rest.at - text.at) + end};
	return RC_OK;
}

const struct run_kind run_kind_uri = {.mark = "data:", .rare = ':',
	.read = read_uri};
