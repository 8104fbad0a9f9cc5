/*
 * html - text, attributes and comments of an HTML page, in one linear pass.
 *
 * A tokenizer after the HTML standard (section 13.2.5) without a tree: libraries
 * that build one are quadratic in attributes or nesting.  Text that a reader
 * sees comes out in order at the page's own place, blocks end a line, inline
 * elements, <wbr> and soft hyphens do not.  Everything else (hidden elements,
 * scripts, comments, attributes) comes out behind it at places of its own, so
 * that it never splits a visible word.  Does not run scripts or style sheets:
 * only a style attribute can hide.
 */
#include <stdlib.h>

#include "base/buf.h"
#include "base/escape.h"
#include "scanner/extract/extract.h"
#include "scanner/extract/html_entities.h"
#include "scanner/extract/texty.h"
#include "scanner/message/charset.h"

enum { NAME_MAX_BYTES = 32, ENTITY_MAX = 34, RESULT_MAX = 1 << 30,
	LOOK = 4096 };

/* Text that stands apart from the page's own. */
struct aside {
	const char *kind;	/* "link": numbered by kind */
	unsigned flags;
	size_t start, len;	/* in html.asides */
};

struct html {
	const struct extract_job *job;
	struct slice in;
	size_t at;
	struct buf text;	/* what a reader sees */
	struct buf asides;	/* the bytes of all asides */
	struct buf list;	/* struct aside */
	unsigned char last;	/* last byte put to text, for white space */
	bool preformatted;
	char hidden[NAME_MAX_BYTES];	/* the element that hides, or "" */
	size_t nested;		/* elements of that name within it */
	size_t hidden_start;
	bool too_big;
};

struct tag {
	char name[NAME_MAX_BYTES];
	bool closing;
	bool hides;
	struct slice attributes;
};

struct attribute {
	struct slice name, value;
};

static bool
is_one_of(const char *name, const char *const list[])
{
	for (; *list != NULL; list++)
		if (strcmp(name, *list) == 0)
			return true;
	return false;
}

static void
aside_put(struct html *h, const char *kind, unsigned flags,
    struct slice bytes)
{
	struct aside aside = { kind, flags, h->asides.len, bytes.len };

	if (slice_trim(bytes).len == 0)
		return;
	if (buf_put(&h->asides, bytes))
		buf_put(&h->list, slice_bytes(&aside, sizeof aside));
}

/* ------------------------------------------------------------- characters */

static const struct html_entity *
entity_find(struct slice name)
{
	size_t low = 0, high = sizeof html_entities / sizeof html_entities[0];

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		const char *have = html_entities[middle].name;
		int order = strncmp(have, (const char *)name.at, name.len);
		if (order == 0 && have[name.len] != '\0')
			order = 1;
		if (order == 0)
			return &html_entities[middle];
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

/* "&#65;" and "&#x41;"; gives the bytes used, 0 when it is none. */
static size_t
put_numeric(struct buf *out, struct slice s)
{
	bool hex = s.len > 2 && byte_lower(s.at[2]) == 'x';
	size_t i = hex ? 3 : 2, first = i;
	uint32_t code = 0;

	for (; i < s.len; i++) {
		unsigned char c = byte_lower(s.at[i]);
		unsigned digit = byte_is_digit(c) ? c - '0' + 0u :
		    hex && c >= 'a' && c <= 'f' ? c - 'a' + 10u : 16u;
		if (digit == 16)
			break;
		if (code < 0x110000)
			code = code * (hex ? 16 : 10) + digit;
	}
	if (i == first)
		return 0;
	if (i < s.len && s.at[i] == ';')
		i++;
	if (code == 0 || code > 0x10ffff || (code >= 0xd800 && code < 0xe000))
		code = 0xfffd;
	utf8_put(out, code);
	return i;
}

/* The character reference at the start of `s`; 0 when it is none. */
static size_t
put_entity(struct buf *out, struct slice s)
{
	size_t len = 0;

	if (s.len > 1 && s.at[1] == '#')
		return put_numeric(out, s);
	while (len + 1 < s.len && len < ENTITY_MAX &&
	    byte_is_alnum(s.at[len + 1]))
		len++;
	if (len + 1 < s.len && s.at[len + 1] == ';')
		len++;
	/* The longest name that stands there (section 13.2.5.73). */
	for (; len >= 2; len--) {
		const struct html_entity *found =
		    entity_find(slice_sub(s, 1, 1 + len));
		if (found == NULL)
			continue;
		buf_text(out, found->utf8);
		return 1 + len;
	}
	return 0;
}

/* Decode the references in a text. */
static void
put_decoded(struct buf *out, struct slice s)
{
	while (s.len > 0) {
		size_t run = slice_find_byte(s, '&'), used;
		buf_put(out, slice_sub(s, 0, run));
		if (run == SIZE_MAX)
			return;
		s = slice_sub(s, run, s.len);
		used = put_entity(out, s);
		if (used == 0) {
			buf_byte(out, '&');
			used = 1;
		}
		s = slice_sub(s, used, s.len);
	}
}

/* Visible text: white space of the source is one space. */
static void
put_visible(struct html *h, struct slice s)
{
	while (s.len > 0) {
		size_t run = 0;
		while (run < s.len && !byte_is_space(s.at[run]))
			run++;
		if (run > 0) {
			buf_put(&h->text, slice_sub(s, 0, run));
			h->last = s.at[run - 1];
			s = slice_sub(s, run, s.len);
			continue;
		}
		if (h->preformatted && *s.at != '\r')
			buf_byte(&h->text, *s.at);
		else if (h->last != ' ' && h->last != '\n')
			buf_byte(&h->text, ' ');
		h->last = ' ';
		s = slice_sub(s, 1, s.len);
	}
}

static void
put_break(struct html *h, unsigned char with)
{
	if (h->hidden[0] != '\0') {
		buf_byte(&h->asides, ' ');
		return;
	}
	if (h->last == '\n')
		return;
	buf_byte(&h->text, with);
	h->last = with == '\t' ? ' ' : with;
}

static void
put_text(struct html *h, struct slice s)
{
	struct slice plain;

	if (h->hidden[0] != '\0') {
		put_decoded(&h->asides, s);
		return;
	}
	while (s.len > 0) {
		size_t before, used;
		size_t run = slice_find_byte(s, '&');
		plain = slice_sub(s, 0, run);
		put_visible(h, plain);
		if (run == SIZE_MAX)
			return;
		s = slice_sub(s, run, s.len);
		before = h->text.len;
		used = put_entity(&h->text, s);
		if (used == 0) {
			buf_byte(&h->text, '&');
			used = 1;
		}
		if (h->text.len > before)
			h->last = h->text.at[h->text.len - 1];
		s = slice_sub(s, used, s.len);
	}
}

/* ------------------------------------------------------------------- tags */

/* The end of the tag at `s` (behind its '>'), or 0 when there is none. */
static size_t
tag_end(struct slice s)
{
	unsigned char quote = 0;
	bool value = false;	/* a value may begin here */

	for (size_t i = 1; i < s.len; i++) {
		unsigned char c = s.at[i];
		if (quote != 0) {
			if (c == quote)
				quote = 0;
		} else if (c == '>')
			return i + 1;
		else if ((c == '"' || c == '\'') && value) {
			quote = c;
			value = false;
		} else if (c == '=')
			value = true;
		else if (!byte_is_space(c))
			value = false;
	}
	return 0;
}

static bool
attribute_next(struct slice *rest, struct attribute *a)
{
	struct slice s = *rest;
	size_t i = 0, start;

	while (i < s.len && (byte_is_space(s.at[i]) || s.at[i] == '/'))
		i++;
	start = i;
	while (i < s.len && !byte_is_space(s.at[i]) && s.at[i] != '=')
		i++;
	if (i == start && i == s.len)
		return false;
	a->name = slice_sub(s, start, i);
	a->value = slice_of("");
	while (i < s.len && byte_is_space(s.at[i]))
		i++;
	if (i < s.len && s.at[i] == '=') {
		unsigned char quote = 0;
		do
			i++;
		while (i < s.len && byte_is_space(s.at[i]));
		if (i < s.len && (s.at[i] == '"' || s.at[i] == '\''))
			quote = s.at[i++];
		start = i;
		while (i < s.len && (quote != 0 ? s.at[i] != quote :
		    !byte_is_space(s.at[i])))
			i++;
		a->value = slice_sub(s, start, i);
		i += quote != 0 && i < s.len;
	}
	*rest = slice_sub(s, i, s.len);
	return true;
}

/* Does this style attribute hide the element? */
static bool
style_hides(struct slice style)
{
	static const char *const signs[] = {
		"display:none", "visibility:hidden", "mso-hide:all",
		"opacity:0;", "font-size:0;", "font-size:0px", "font-size:1px",
		"max-height:0",
	};
	char tight[1024];
	size_t len = 0;

	for (size_t i = 0; i < style.len && len < sizeof tight - 1; i++)
		if (!byte_is_space(style.at[i]))
			tight[len++] = (char)byte_lower(style.at[i]);
	tight[len++] = ';';
	for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++)
		if (slice_find(slice_bytes(tight, len), slice_of(signs[i])) !=
		    SIZE_MAX)
			return true;
	return false;
}

static void
put_attribute(struct html *h, const char *kind, struct slice value)
{
	struct buf decoded = buf_new(4 * value.len + 64);

	put_decoded(&decoded, value);
	aside_put(h, kind, 0, buf_slice(&decoded));
	buf_free(&decoded);
}

/* Look at the attributes: some are text, some say that the element is hidden. */
static void
read_attributes(struct html *h, struct tag *tag)
{
	static const char *const links[] = { "href", "src", "action",
	    "background", "cite", "data", "poster", "srcset", "formaction",
	    NULL };
	static const char *const texts[] = { "alt", "title", "content",
	    "value", "placeholder", "label", "aria-label", "summary", NULL };
	struct slice rest = tag->attributes;
	struct attribute a;
	char name[NAME_MAX_BYTES];

	while (attribute_next(&rest, &a)) {
		size_t len = a.name.len < sizeof name - 1 ? a.name.len :
		    sizeof name - 1;
		for (size_t i = 0; i < len; i++)
			name[i] = (char)byte_lower(a.name.at[i]);
		name[len] = '\0';
		if (is_one_of(name, links))
			put_attribute(h, "link", a.value);
		else if (is_one_of(name, texts) || strncmp(name, "data-", 5) == 0)
			put_attribute(h, "attribute", a.value);
		else if (strcmp(name, "style") == 0)
			tag->hides |= style_hides(a.value);
		else if (strcmp(name, "hidden") == 0)
			tag->hides = true;
	}
}

static void
hidden_end(struct html *h)
{
	struct slice all = buf_slice(&h->asides);
	struct aside aside = { "hidden text", TEXT_FLAG_hidden,
	    h->hidden_start, all.len - h->hidden_start };

	h->hidden[0] = '\0';
	if (slice_trim(slice_sub(all, aside.start, all.len)).len > 0)
		buf_put(&h->list, slice_bytes(&aside, sizeof aside));
}

/*
 * While an element hides, its text is gathered.  Attributes inside it would
 * stand in the middle of that text; the element is ended and begun again.
 */
static void
hidden_track(struct html *h, const struct tag *tag)
{
	if (h->hidden[0] == '\0' || strcmp(h->hidden, tag->name) != 0)
		return;
	if (!tag->closing)
		h->nested++;
	else if (h->nested-- == 0)
		hidden_end(h);
}

static void
hidden_begin(struct html *h, const struct tag *tag)
{
	static const char *const empty[] = { "area", "base", "br", "col",
	    "embed", "hr", "img", "input", "link", "meta", "source", "track",
	    "wbr", NULL };

	if (!tag->hides || tag->closing || h->hidden[0] != '\0' ||
	    is_one_of(tag->name, empty))
		return;
	memcpy(h->hidden, tag->name, sizeof h->hidden);
	h->nested = 0;
	h->hidden_start = h->asides.len;
}

static void
break_at(struct html *h, const struct tag *tag)
{
	static const char *const blocks[] = { "address", "article", "aside",
	    "blockquote", "body", "br", "button", "caption", "center", "dd",
	    "details", "dir", "div", "dl", "dt", "fieldset", "figcaption",
	    "figure", "footer", "form", "frame", "h1", "h2", "h3", "h4", "h5",
	    "h6", "head", "header", "hr", "html", "input", "legend", "li",
	    "main", "menu", "nav", "ol", "optgroup", "option", "p", "pre",
	    "section", "select", "summary", "table", "tbody", "textarea",
	    "tfoot", "thead", "title", "tr", "ul", "iframe", "noscript",
	    "object", "template", NULL };
	static const char *const cells[] = { "td", "th", NULL };

	if (is_one_of(tag->name, cells)) {
		if (tag->closing)
			put_break(h, '\t');
	} else if (is_one_of(tag->name, blocks))
		put_break(h, '\n');
	if (strcmp(tag->name, "pre") == 0)
		h->preformatted = !tag->closing;
}

static struct slice
rest_of(const struct html *h)
{
	return slice_sub(h->in, h->at, h->in.len);
}

/* Everything up to the closing tag of a raw element, which is left to read. */
static struct slice
take_raw(struct html *h, const char *name)
{
	struct slice rest = rest_of(h);
	size_t at = 0, len = strlen(name);

	while (at < rest.len) {
		size_t hit = slice_find(slice_sub(rest, at, rest.len),
		    slice_of("</"));
		if (hit == SIZE_MAX)
			break;
		at += hit;
		if (slice_starts_nocase(slice_sub(rest, at + 2, rest.len),
		    slice_bytes(name, len))) {
			h->at += at;
			return slice_sub(rest, 0, at);
		}
		at += 2;
	}
	h->at = h->in.len;
	return rest;
}

static void
read_raw(struct html *h, const struct tag *tag)
{
	struct slice raw;

	if (tag->closing)
		return;
	if (strcmp(tag->name, "script") == 0 ||
	    strcmp(tag->name, "style") == 0) {
		bool script = tag->name[1] == 'c';
		raw = take_raw(h, tag->name);
		if (h->hidden[0] == '\0')
			aside_put(h, script ? "script" : "style",
			    TEXT_FLAG_hidden, raw);
		else
			buf_put(&h->asides, raw);
	} else if (strcmp(tag->name, "title") == 0 ||
	    strcmp(tag->name, "textarea") == 0) {
		raw = take_raw(h, tag->name);
		put_text(h, raw);
	}
}

/* The tag at h->at, `size` bytes long. */
static void
read_tag(struct html *h, size_t size)
{
	struct slice s = slice_sub(h->in, h->at, h->at + size);
	struct tag tag = {0};
	size_t i = 1, len = 0;

	h->at += size;
	tag.closing = s.at[1] == '/';
	i += tag.closing;
	for (; i < s.len - 1 && !byte_is_space(s.at[i]) && s.at[i] != '/'; i++)
		if (len < sizeof tag.name - 1)
			tag.name[len++] = (char)byte_lower(s.at[i]);
	tag.attributes = slice_sub(s, i, s.len - 1);
	if (!tag.closing) {
		bool gathering = h->hidden[0] != '\0';
		char name[NAME_MAX_BYTES];
		memcpy(name, h->hidden, sizeof name);
		if (gathering && slice_find_byte(tag.attributes, '=') != SIZE_MAX)
			hidden_end(h);
		read_attributes(h, &tag);
		if (gathering && h->hidden[0] == '\0') {
			memcpy(h->hidden, name, sizeof name);
			h->hidden_start = h->asides.len;
		}
	}
	break_at(h, &tag);
	hidden_track(h, &tag);
	hidden_begin(h, &tag);
	read_raw(h, &tag);
}

/*
 * What tags part in a comment stands on lines of its own, with the tags: one
 * program shows what another passes by ("<!--[if mso]>").
 */
static void
part_tags(struct html *h, size_t start)
{
	for (size_t i = start; i < h->asides.len; i++)
		if (h->asides.at[i] == '<' || h->asides.at[i] == '>')
			h->asides.at[i] = '\n';
}

static void
read_comment(struct html *h)
{
	size_t start = h->asides.len;
	struct slice rest = slice_sub(h->in, h->at + 4, h->in.len);
	size_t end = slice_find(rest, slice_of("-->"));
	struct slice text = slice_sub(rest, 0, end);

	/* Section 13.2.5.44: "<!-->" and "<!--->" are empty comments. */
	if (slice_starts(rest, slice_of(">")) ||
	    slice_starts(rest, slice_of("->"))) {
		h->at += slice_find_byte(slice_sub(h->in, h->at, h->in.len),
		    '>') + 1;
		return;
	}
	h->at = end == SIZE_MAX ? h->in.len : h->at + 4 + end + 3;
	if (h->hidden[0] == '\0')
		aside_put(h, "comment", TEXT_FLAG_hidden, text);
	else
		buf_put(&h->asides, text);
	part_tags(h, start);
}

/* "<!doctype ...>", "<![CDATA[ ... ]]>", "<?php ... ?>". */
static void
read_other(struct html *h)
{
	struct slice rest = rest_of(h);
	bool cdata = slice_starts(rest, slice_of("<![CDATA["));
	size_t end = cdata ? slice_find(rest, slice_of("]]>")) :
	    slice_find_byte(rest, '>');
	struct slice text = slice_sub(rest, cdata ? 9 : 2, end);

	h->at = end == SIZE_MAX ? h->in.len : h->at + end + (cdata ? 3 : 1);
	if (cdata)
		put_text(h, text);
	else if (h->hidden[0] == '\0')
		aside_put(h, "declaration", TEXT_FLAG_hidden, text);
}

/* A tag that does not end within the limit is text that nobody shows. */
static void
read_endless(struct html *h)
{
	size_t most = h->job->limits->html_tag_bytes;
	struct slice text = slice_sub(h->in, h->at, h->at + most);

	h->too_big |= text.len == most;
	h->at += text.len;
	if (h->hidden[0] == '\0')
		aside_put(h, "long tag", TEXT_FLAG_hidden, text);
	else
		buf_put(&h->asides, text);
}

/* At a '<'. */
static void
read_markup(struct html *h)
{
	struct slice s = slice_sub(h->in, h->at,
	    h->at + h->job->limits->html_tag_bytes);
	unsigned char next = s.len > 1 ? s.at[1] : 0;
	size_t size;

	if (slice_starts(s, slice_of("<!--"))) {
		read_comment(h);
		return;
	}
	if (next == '!' || next == '?') {
		read_other(h);
		return;
	}
	if (!byte_is_alpha(next) &&
	    !(next == '/' && s.len > 2 && byte_is_alpha(s.at[2]))) {
		put_text(h, slice_of("<"));
		h->at++;
		return;
	}
	size = tag_end(s);
	if (size == 0)
		read_endless(h);
	else
		read_tag(h, size);
}

static void
read_page(struct html *h)
{
	while (h->at < h->in.len) {
		struct slice rest = rest_of(h);
		size_t run = slice_find_byte(rest, '<');
		struct slice text = slice_sub(rest, 0, run);
		put_text(h, text);
		h->at += text.len;
		if (run != SIZE_MAX)
			read_markup(h);
	}
	if (h->hidden[0] != '\0')
		hidden_end(h);
}

/* ---------------------------------------------------------------- results */

static enum rc
give_aside(const struct html *h, const struct aside *aside, unsigned number,
    const struct extract_sink *sink, struct err *err)
{
	struct buf where = buf_new(64);
	struct extract_place place = {0};
	uint32_t id;
	enum rc rc;

	buf_printf(&where, "%s %u", aside->kind, number);
	place.where = buf_string(&where);
	rc = sink->place(sink->own, &place, &id, err);
	if (rc == RC_OK)
		rc = sink->text(sink->own, id, aside->flags,
		    slice_bytes(h->asides.at + aside->start, aside->len), err);
	buf_free(&where);
	return rc;
}

/* Asides kind by kind would tear them apart: they come in reading order. */
static enum rc
give_asides(const struct html *h, const struct extract_sink *sink,
    struct err *err)
{
	static const char *const kinds[] = { "link", "attribute",
	    "hidden text", "script", "style", "comment", "declaration",
	    "long tag" };
	enum { KINDS = sizeof kinds / sizeof kinds[0] };
	unsigned counts[KINDS] = {0};
	size_t size = sizeof(struct aside);

	for (size_t at = 0; at + size <= h->list.len; at += size) {
		struct aside aside;
		size_t k = 0;
		memcpy(&aside, h->list.at + at, size);
		while (k < KINDS - 1 && strcmp(kinds[k], aside.kind) != 0)
			k++;
		TRY(give_aside(h, &aside, ++counts[k], sink, err));
	}
	return RC_OK;
}

static enum rc
give(const struct html *h, const struct extract_sink *sink, struct err *err)
{
	TRY(sink->text(sink->own, 0, 0, buf_slice(&h->text), err));
	TRY(give_asides(h, sink, err));
	if (h->too_big)
		TRY(sink->flag(sink->own, 0, CAUSE_too_big, 0, err));
	if (h->text.full || h->asides.full || h->list.full)
		TRY(sink->flag(sink->own, 0, CAUSE_memory, 0, err));
	return RC_OK;
}

static enum rc
read_text(const struct extract_job *job, struct slice utf8,
    const struct extract_sink *sink, struct err *err)
{
	struct html h = { .job = job, .in = utf8, .last = '\n' };
	enum rc rc;

	h.text = buf_new(RESULT_MAX);
	h.asides = buf_new(RESULT_MAX);
	h.list = buf_new(RESULT_MAX);
	read_page(&h);
	rc = give(&h, sink, err);
	buf_free(&h.text);
	buf_free(&h.asides);
	buf_free(&h.list);
	return rc;
}

/* <meta charset=...> within the first bytes, as browsers look for it. */
static struct slice
meta_charset(struct slice page)
{
	struct slice head = slice_sub(page, 0, 1024);
	size_t at = slice_find_nocase(head, slice_of("charset="));
	size_t end;

	if (at == SIZE_MAX)
		return slice_of("");
	at += 8;
	while (at < head.len && (head.at[at] == '"' || head.at[at] == '\''))
		at++;
	end = at;
	while (end < head.len && (byte_is_alnum(head.at[end]) ||
	    head.at[end] == '-' || head.at[end] == '_'))
		end++;
	return slice_sub(head, at, end);
}

static enum rc
html_extract(const struct extract_job *job, const struct extract_sink *sink,
    struct err *err)
{
	struct slice declared = job->part->charset;
	struct charset_text text;

	if (declared.len == 0)
		declared = meta_charset(job->part->bytes);
	TRY(charset_read(job->charsets, job->arena, job->part->bytes, declared,
	    &text, err));
	if (text.unsure)
		TRY(sink->flag(sink->own, 0, CAUSE_charset, 0, err));
	TRY(read_text(job, text.utf8, sink, err));
	if (text.second.len > 0)
		TRY(read_text(job, text.second, sink, err));
	return RC_OK;
}

/* Is the word at the start of `rest` the name of an element? */
static bool
is_element(struct slice rest)
{
	static const char *const names[] = { "a", "b", "base", "big",
	    "blockquote", "body", "br", "button", "center", "code", "dd",
	    "div", "dl", "dt", "em", "embed", "font", "form", "h1", "h2", "h3",
	    "h4", "h5", "h6", "head", "hr", "html", "i", "iframe", "img",
	    "input", "label", "li", "link", "main", "meta", "object", "ol",
	    "option", "p", "pre", "script", "section", "select", "small",
	    "span", "strong", "style", "sub", "sup", "svg", "table", "tbody",
	    "td", "textarea", "tfoot", "th", "thead", "title", "tr", "u",
	    "ul", "video" };
	size_t len = 0;

	while (len < rest.len && byte_is_alnum(rest.at[len]))
		len++;
	if (len == rest.len || (!byte_is_space(rest.at[len]) &&
	    rest.at[len] != '>' && rest.at[len] != '/'))
		return false;
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		if (slice_is_text_nocase(slice_sub(rest, 0, len), names[i]))
			return true;
	return false;
}

static bool
has_tag(struct slice head)
{
	size_t at;

	while ((at = slice_find_byte(head, '<')) != SIZE_MAX) {
		head = slice_sub(head, at + 1, head.len);
		if (is_element(slice_sub(head, head.len > 0 &&
		    head.at[0] == '/', head.len)))
			return true;
	}
	return false;
}

/* What a mail says is a page, or what a browser opens as one. */
static bool
is_claimed(struct slice name, struct slice declared)
{
	static const char *const ends[] = { ".html", ".htm", ".xhtml",
	    ".shtml", ".hta" };

	for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++)
		if (slice_ends_nocase(name, slice_of(ends[i])))
			return true;
	return slice_is_text(declared, "text/html") ||
	    slice_is_text(declared, "application/xhtml+xml");
}

static unsigned
html_sniff(struct slice bytes, struct slice name, struct slice declared)
{
	static const char *const signs[] = { "<!doctype html", "<html",
	    "<head", "<body", "<meta", "<table", "<div", "<style", "<script",
	    "<font", "<span" };
	unsigned char narrow[LOOK];
	struct slice all = texty_narrow(bytes, narrow, sizeof narrow);
	struct slice head = slice_trim(all);

	if (slice_starts(head, slice_of("\xef\xbb\xbf")))
		head = slice_trim(slice_sub(head, 3, head.len));
	while (slice_starts(head, slice_of("<!--"))) {
		size_t end = slice_find(head, slice_of("-->"));
		if (end == SIZE_MAX)
			break;
		head = slice_trim(slice_sub(head, end + 3, head.len));
	}
	for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++)
		if (slice_starts_nocase(head, slice_of(signs[i])))
			return 2;
	if (!is_claimed(name, declared) || !texty_is(bytes) ||
	    slice_starts(head, slice_of("<?xml")))
		return is_claimed(name, declared) && texty_is(bytes) ? 1 : 0;
	return has_tag(all) ? 2 : 1;
}

static const char *const claims[] = { "text/html", "application/xhtml+xml",
    ".html", ".htm", ".xhtml", NULL };
static const struct extract_sample good[] = {
	{ "text/page.html", "Card 4111 1111 and more", "document", 0 },
	{ "text/hidden.html", "kept from view", "hidden text 1", 0 },
	{ "text/entities.html", "4111 1111 1111 1111", "document", 0 },
	{ "text/entities.html", "MEADOW-TITLE", "document", 0 },
	{ "text/entities.html", "MEADOW-META", "attribute 1", 0 },
	{ "text/entities.html", "MEADOW-ALT", "attribute 2", 0 },
	{ "text/entities.html", "MEADOW-TD", "document", 0 },
	{ "text/script.html", "MEADOW-SCRIPT", "script 1", 0 },
	{ "text/script.html", "MEADOW-STYLE", "style 1", 0 },
	{ "text/script.html", "MEADOW-COMMENTED", "comment 1", 0 },
	{ "text/script.html", "https://meadow.example/link", "link 1", 0 },
	{ "text/fragment.htm", "MEADOW-ROW", "document", 0 },
	{ "text/fragment.htm", "kept from view", "hidden text 1", 0 },
	{ "text/wide.html", "MEADOW-WIDE", "document", 0 },
	{ "text/wide.html", "MEADOW-ASIDE", "comment 1", 0 },
	{ "text/address.html", "MEADOW-LETTERS", "encoded 1", 0 },
	{ NULL, NULL, NULL, 0 },
};
static const struct extract_sample bad[] = {
	{ "text/endless-tag.html", "before", "document",
	    1u << CAUSE_too_big },
	{ NULL, NULL, NULL, 0 },
};

const struct extractor extractor_html = {
	.name = "html", .type = "text/html", .claims = claims,
	.class = EXTRACT_TEXT, .sniff = html_sniff, .extract = html_extract,
	.good = good, .bad = bad,
};
