/*
 * escape - one function per output form.  See escape.h.
 */
#include "base/escape.h"

static bool
continues(struct slice s, size_t from, size_t count)
{
	if (s.len < from + count)
		return false;
	for (size_t i = from; i < from + count; i++)
		if ((s.at[i] & 0xc0) != 0x80)
			return false;
	return true;
}

/*
 * RFC 3629 section 4: no overlong forms, no surrogates, nothing over U+10FFFF.
 */
size_t
utf8_length(struct slice s)
{
	unsigned char a;

	if (s.len == 0)
		return 0;
	a = s.at[0];
	if (a < 0x80)
		return 1;
	if (a >= 0xc2 && a <= 0xdf)
		return continues(s, 1, 1) ? 2 : 0;
	if (a >= 0xe0 && a <= 0xef) {
		if (!continues(s, 1, 2) || (a == 0xe0 && s.at[1] < 0xa0) ||
		    (a == 0xed && s.at[1] > 0x9f))
			return 0;
		return 3;
	}
	if (a >= 0xf0 && a <= 0xf4) {
		if (!continues(s, 1, 3) || (a == 0xf0 && s.at[1] < 0x90) ||
		    (a == 0xf4 && s.at[1] > 0x8f))
			return 0;
		return 4;
	}
	return 0;
}

uint32_t
utf8_decode(struct slice s, size_t *length)
{
	size_t len = utf8_length(s);
	uint32_t code;

	*length = len == 0 ? 1 : len;
	if (len == 0)
		return 0xfffd;
	if (len == 1)
		return s.at[0];
	code = s.at[0] & (0x7fu >> len);
	for (size_t i = 1; i < len; i++)
		code = code << 6 | (s.at[i] & 0x3f);
	return code;
}

bool
utf8_put(struct buf *out, uint32_t code)
{
	unsigned char c[4];
	size_t len = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;

	if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff))
		return utf8_put(out, 0xfffd);
	if (len == 1)
		return buf_byte(out, (unsigned char)code);
	for (size_t i = len - 1; i > 0; i--) {
		c[i] = 0x80 | (code & 0x3f);
		code >>= 6;
	}
	c[0] = (unsigned char)(0xf00 >> len) | (unsigned char)code;
	return buf_put(out, slice_bytes(c, len));
}

/* Characters that change what a person sees without being seen. */
static bool
is_invisible(uint32_t code)
{
	return code < 0x20 || (code >= 0x7f && code < 0xa0) || code == 0xad ||
	    code == 0x61c || (code >= 0x200b && code <= 0x200f) ||
	    (code >= 0x2028 && code <= 0x202e) ||
	    (code >= 0x2060 && code <= 0x206f) || code == 0xfeff ||
	    (code >= 0xfff9 && code <= 0xfffb) ||
	    (code >= 0xe0000 && code <= 0xe0fff);
}

/* How one form writes one code point; false: as it is. */
typedef bool (*special)(struct buf *out, uint32_t code);

static bool
escape_with(struct buf *out, struct slice text, special write_special)
{
	for (size_t at = 0; at < text.len;) {
		size_t len;
		uint32_t code = utf8_decode(
		    slice_bytes(text.at + at, text.len - at), &len);

		if (!write_special(out, code))
			utf8_put(out, code);
		at += len;
	}
	return !out->full;
}

static bool
terminal_special(struct buf *out, uint32_t code)
{
	if (!is_invisible(code) && code != '\\')
		return false;
	if (code == '\\')
		buf_text(out, "\\\\");
	else if (code < 0x100)
		buf_printf(out, "\\x%02x", code);
	else
		buf_printf(out, "\\u%04x", code);
	return true;
}

bool
escape_terminal(struct buf *out, struct slice text)
{
	return escape_with(out, text, terminal_special);
}

static bool
json_special(struct buf *out, uint32_t code)
{
	switch (code) {
	case '"': buf_text(out, "\\\""); return true;
	case '\\': buf_text(out, "\\\\"); return true;
	case '\n': buf_text(out, "\\n"); return true;
	case '\r': buf_text(out, "\\r"); return true;
	case '\t': buf_text(out, "\\t"); return true;
	}
	/* JSON goes to terminals too: what acts on one unseen is spelt out. */
	if (code < 0x10000 && is_invisible(code)) {
		buf_printf(out, "\\u%04x", code);
		return true;
	}
	return false;
}

bool
escape_json(struct buf *out, struct slice text)
{
	return escape_with(out, text, json_special);
}

static bool
csv_special(struct buf *out, uint32_t code)
{
	if (code != '"')
		return false;
	buf_text(out, "\"\"");
	return true;
}

bool
escape_csv(struct buf *out, struct slice text)
{
	buf_byte(out, '"');
	/* A spreadsheet runs a cell that begins so (CWE-1236). */
	if (text.len > 0 && strchr("=+-@\t\r", text.at[0]) != NULL &&
	    text.at[0] != '\0')
		buf_byte(out, '\'');
	escape_with(out, text, csv_special);
	return buf_byte(out, '"');
}

static bool
html_special(struct buf *out, uint32_t code)
{
	switch (code) {
	case '&': buf_text(out, "&amp;"); return true;
	case '<': buf_text(out, "&lt;"); return true;
	case '>': buf_text(out, "&gt;"); return true;
	case '"': buf_text(out, "&quot;"); return true;
	case '\'': buf_text(out, "&#39;"); return true;
	case '\n': case '\t': return false;
	}
	if (!is_invisible(code))
		return false;
	buf_printf(out, "&#xfffd;");
	return true;
}

bool
escape_html(struct buf *out, struct slice text)
{
	return escape_with(out, text, html_special);
}

static bool
cef_value_special(struct buf *out, uint32_t code)
{
	switch (code) {
	case '\\': buf_text(out, "\\\\"); return true;
	case '=': buf_text(out, "\\="); return true;
	case '\n': buf_text(out, "\\n"); return true;
	case '\r': buf_text(out, "\\r"); return true;
	}
	return code < 0x20 && buf_byte(out, ' ');
}

bool
escape_cef_value(struct buf *out, struct slice text)
{
	return escape_with(out, text, cef_value_special);
}

static bool
cef_header_special(struct buf *out, uint32_t code)
{
	switch (code) {
	case '\\': buf_text(out, "\\\\"); return true;
	case '|': buf_text(out, "\\|"); return true;
	}
	return code < 0x20 && buf_byte(out, ' ');
}

bool
escape_cef_header(struct buf *out, struct slice text)
{
	return escape_with(out, text, cef_header_special);
}

static bool
syslog_special(struct buf *out, uint32_t code)
{
	if (!is_invisible(code))
		return false;
	if (code < 0x100)
		buf_printf(out, "\\x%02x", code);
	else
		buf_printf(out, "\\u%04x", code);
	return true;
}

bool
escape_syslog(struct buf *out, struct slice text)
{
	return escape_with(out, text, syslog_special);
}

static bool
header_special(struct buf *out, uint32_t code)
{
	return (code < 0x20 || code > 0x7e) && buf_byte(out, '?');
}

bool
escape_header(struct buf *out, struct slice text)
{
	return escape_with(out, text, header_special);
}
