/*
 * escape - one function per output form; all names and addresses are attacker text.
 *
 * Input is any bytes; output is valid in its form, and in UTF-8 where the form
 * is text: a byte that is not part of valid UTF-8 becomes U+FFFD.
 */
#ifndef OUTMARK_BASE_ESCAPE_H
#define OUTMARK_BASE_ESCAPE_H

#include "base/buf.h"

/* Terminal: control, bidi and other invisible characters become \x1b or \u202e. */
bool escape_terminal(struct buf *out, struct slice text);

/* The inside of a JSON string (RFC 8259 section 7), without the quotes. */
bool escape_json(struct buf *out, struct slice text);

/* One CSV field, always quoted; a leading = + - @ gets an apostrophe. */
bool escape_csv(struct buf *out, struct slice text);

/* HTML text or a quoted attribute value. */
bool escape_html(struct buf *out, struct slice text);

/* A CEF extension value, a CEF header field. */
bool escape_cef_value(struct buf *out, struct slice text);
bool escape_cef_header(struct buf *out, struct slice text);

/* A syslog line: like terminal, and never a line end. */
bool escape_syslog(struct buf *out, struct slice text);

/* A header field value of ours: printable ASCII only, anything else is '?'. */
bool escape_header(struct buf *out, struct slice text);

/* Length of the valid UTF-8 character at the start of `s`, or 0. */
size_t utf8_length(struct slice s);

/* Decode it; `*length` is 1 and the value 0xFFFD when invalid. */
uint32_t utf8_decode(struct slice s, size_t *length);

/* Append one code point. */
bool utf8_put(struct buf *out, uint32_t code);

#endif
