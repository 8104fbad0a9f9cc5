/*
 * rtf - the text of a Rich Text document.
 *
 * One pass over the tokens with a bounded stack of groups.  Text, headers,
 * notes, comments and boxes stand at their places; field codes, hidden and
 * deleted words and what is in groups that readers ignore are told as hidden;
 * embedded objects and pictures are given back as child parts.
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/escape.h"
#include "scanner/extract/codepage.h"
#include "scanner/extract/dots.h"
#include "scanner/extract/emit.h"
#include "scanner/extract/ole_native.h"
#include "scanner/extract/prose.h"
#include "scanner/extract/rtf_words.h"

enum {
	GROUPS_MOST = 512, LEVELS = 3, FONTS_MOST = 32768,
	WORD_MOST = 32, VALUE_MOST = 1 << 20, FALLBACK_MOST = 1024,
	HEAD_SPACE = 64, KINDS = 5,
};

struct group {
	enum rtf_action is;	/* what its text is */
	const char *named;	/* of a property */
	enum rtf_action outer;	/* what \ud brings back */
	uint16_t font;
	uint16_t fallback;	/* characters after \u that repeat it */
	uint8_t level;		/* whose prose its text belongs to */
	bool hidden;
	bool ignorable;		/* \* was seen, its word comes */
	bool opened;		/* a place, property or object begins here */
};

struct rtf {
	const struct extract_job *job;
	struct emit emit;
	struct codepages *pages;
	struct slice in;
	size_t at;
	struct group groups[GROUPS_MOST];
	size_t depth;
	uint64_t excess;	/* groups open beyond the stack */
	struct prose prose[LEVELS];
	struct buf bytes;	/* text not yet converted */
	struct buf text, value, name, author, object;
	int nibble;		/* first digit of a byte of the object, or -1 */
	uint32_t skip;		/* characters of a fallback to come */
	uint32_t high;		/* first half of a surrogate pair, or 0 */
	unsigned page;		/* of the document */
	uint32_t custom, objects, pictures, properties_place;
	uint32_t counts[KINDS];	/* of places, by kind */
	bool shape_text, shape_words;
	uint16_t fonts[FONTS_MOST];	/* code pages; 0: the document's */
};

static struct group *
top(struct rtf *rtf)
{
	return &rtf->groups[rtf->depth - 1];
}

/* ------------------------------------------------------------------ text */

/* Text of the current group goes where the group's words go. */
static enum rc
rtf_give(struct rtf *rtf, struct slice utf8, struct err *err)
{
	struct group *group = top(rtf);

	switch (group->is) {
	case RTF_TEXT:
		return prose_put(&rtf->prose[group->level], utf8,
		    group->hidden, err);
	case RTF_ASIDE:
		return prose_put(&rtf->prose[group->level], utf8, true, err);
	case RTF_INFO:
	case RTF_PROPERTY_NAME:
	case RTF_PROPERTY_VALUE:
	case RTF_SHAPE_NAME:
	case RTF_AUTHOR:
		(void)!buf_put(&rtf->value, utf8);
		return RC_OK;
	case RTF_SHAPE_VALUE:
		if (rtf->shape_text || rtf->shape_words)
			return prose_put(&rtf->prose[group->level], utf8,
			    !rtf->shape_text, err);
		return RC_OK;
	default:
		return RC_OK;
	}
}

/* Convert the bytes that have gathered under one font. */
static enum rc
rtf_flush(struct rtf *rtf, struct err *err)
{
	unsigned page = rtf->fonts[top(rtf)->font];

	if (rtf->bytes.len == 0)
		return RC_OK;
	buf_clear(&rtf->text);
	TRY(codepage_put(rtf->pages, page != 0 ? page : rtf->page,
	    buf_slice(&rtf->bytes), &rtf->text, err));
	buf_clear(&rtf->bytes);
	return rtf_give(rtf, buf_slice(&rtf->text), err);
}

static enum rc
rtf_symbol(struct rtf *rtf, const char *text, struct err *err)
{
	if (rtf->skip > 0) {
		rtf->skip--;
		return RC_OK;
	}
	TRY(rtf_flush(rtf, err));
	return rtf_give(rtf, slice_of(text), err);
}

static enum rc
rtf_end(struct rtf *rtf, struct err *err)
{
	struct group *group = top(rtf);

	TRY(rtf_flush(rtf, err));
	if (group->is == RTF_TEXT)
		return prose_end(&rtf->prose[group->level], err);
	return rtf_give(rtf, slice_of("\n"), err);
}

static unsigned
hex_digit(unsigned char c)
{
	c = byte_lower(c);
	if (byte_is_digit(c))
		return c - '0';
	return c >= 'a' && c <= 'f' ? c - 'a' + 10u : 16;
}

static void
object_digits(struct rtf *rtf, struct slice s)
{
	for (size_t i = 0; i < s.len; i++) {
		unsigned digit = hex_digit(s.at[i]);

		if (digit == 16)
			continue;
		if (rtf->nibble < 0) {
			rtf->nibble = (int)digit;
			continue;
		}
		(void)!buf_byte(&rtf->object, (unsigned char)
		    ((unsigned)rtf->nibble << 4 | digit));
		rtf->nibble = -1;
	}
}

/* Is the text of this group bytes in hexadecimal digits? */
static bool
is_digits(struct rtf *rtf)
{
	return top(rtf)->is == RTF_OBJECT || top(rtf)->is == RTF_PICTURE;
}

/* Plain bytes of the document. */
static enum rc
rtf_bytes(struct rtf *rtf, struct slice s, struct err *err)
{
	size_t skipped = rtf->skip < s.len ? rtf->skip : s.len;

	if (is_digits(rtf)) {
		object_digits(rtf, s);
		return RC_OK;
	}
	rtf->skip -= (uint32_t)skipped;
	s = slice_sub(s, skipped, s.len);
	if (top(rtf)->is == RTF_SKIP || top(rtf)->is == RTF_FONTS)
		return RC_OK;
	(void)!buf_put(&rtf->bytes, s);
	return rtf->bytes.len < VALUE_MOST / 2 ? RC_OK : rtf_flush(rtf, err);
}

/* \uN: a UTF-16 unit, signed; a pair comes as two of them. */
static enum rc
rtf_unicode(struct rtf *rtf, int number, struct err *err)
{
	uint32_t code = (uint16_t)number;

	rtf->skip = top(rtf)->fallback;
	if (code >= 0xd800 && code < 0xdc00) {
		rtf->high = code;
		return RC_OK;
	}
	if (code >= 0xdc00 && code < 0xe000)
		code = rtf->high == 0 ? 0xfffd :
		    0x10000 + ((rtf->high - 0xd800) << 10) + (code - 0xdc00);
	rtf->high = 0;
	TRY(rtf_flush(rtf, err));
	/* What symbol fonts keep at U+F0xx are bytes. */
	if (code >= 0xf020 && code < 0xf100)
		code -= 0xf000;
	buf_clear(&rtf->text);
	(void)!utf8_put(&rtf->text, code);
	return rtf_give(rtf, buf_slice(&rtf->text), err);
}

/* ---------------------------------------------------------------- groups */

static enum rc
group_open(struct rtf *rtf, struct err *err)
{
	TRY(rtf_flush(rtf, err));
	rtf->skip = 0;
	if (rtf->depth == GROUPS_MOST) {
		if (rtf->excess++ == 0)
			return emit_cause(&rtf->emit, 0, CAUSE_too_deep, err);
		return RC_OK;
	}
	rtf->groups[rtf->depth] = *top(rtf);
	rtf->depth++;
	top(rtf)->ignorable = top(rtf)->opened = false;
	return RC_OK;
}

static enum rc
close_info(struct rtf *rtf, const char *name, struct err *err)
{
	if (rtf->value.len == 0)
		return RC_OK;
	if (rtf->properties_place == 0)
		TRY(emit_place(&rtf->emit, &rtf->properties_place,
		    (struct slice){0}, (struct slice){0}, err, "properties"));
	return emit_property(&rtf->emit, rtf->properties_place,
	    slice_of(name), buf_slice(&rtf->value), err);
}

static enum rc
close_property(struct rtf *rtf, struct err *err)
{
	struct slice name = buf_slice(&rtf->name);
	uint32_t place;

	TRY(emit_place(&rtf->emit, &place, name, name, err,
	    "custom property %u", ++rtf->custom));
	return emit_property(&rtf->emit, place, name, buf_slice(&rtf->value),
	    err);
}

static enum rc
close_object(struct rtf *rtf, struct err *err)
{
	uint32_t place;

	if (rtf->object.full)
		TRY(emit_cause(&rtf->emit, 0, CAUSE_too_big, err));
	if (rtf->object.len == 0)
		return RC_OK;
	TRY(emit_place(&rtf->emit, &place, (struct slice){0},
	    (struct slice){0}, err, "object %u", ++rtf->objects));
	return ole_native_object(&rtf->emit, place, buf_slice(&rtf->object),
	    err);
}

/* A picture of dots comes without the head of a file. */
static enum rc
close_picture(struct rtf *rtf, struct err *err)
{
	struct slice dots = buf_slice(&rtf->object);
	struct extract_child child = {.bytes = dots,
		.scope = SCOPE_attachment};
	struct buf file = buf_new(dots.len + 64);
	enum rc rc;

	if (rtf->object.full)
		TRY(emit_cause(&rtf->emit, 0, CAUSE_too_big, err));
	if (dots.len == 0)
		return RC_OK;
	if (dots_is(dots)) {
		dots_file(slice_sub(dots, 0, dots_head(dots)), slice_sub(dots,
		    dots_head(dots), dots.len), &file);
		child.bytes = buf_slice(&file);
	}
	rc = emit_place(&rtf->emit, &child.place, (struct slice){0},
	    (struct slice){0}, err, "picture %u", ++rtf->pictures);
	if (rc == RC_OK)
		rc = rtf->emit.sink->child(rtf->emit.sink->own, &child, err);
	buf_free(&file);
	return rc;
}

/* The group where something began is over. */
static enum rc
close_opened(struct rtf *rtf, const struct group *group, struct err *err)
{
	struct slice value = buf_slice(&rtf->value);

	switch (group->is) {
	case RTF_TEXT:
		return prose_end(&rtf->prose[group->level], err);
	case RTF_ASIDE:
		return prose_put(&rtf->prose[group->level], slice_of(" "),
		    true, err);
	case RTF_INFO:
		return close_info(rtf, group->named, err);
	case RTF_PROPERTY_NAME:
		buf_clear(&rtf->name);
		(void)!buf_put(&rtf->name, value);
		return RC_OK;
	case RTF_PROPERTY_VALUE:
		return close_property(rtf, err);
	case RTF_AUTHOR:
		buf_clear(&rtf->author);
		(void)!buf_put(&rtf->author, value);
		return RC_OK;
	case RTF_SHAPE_NAME:
		rtf->shape_text = slice_starts(value, slice_of("gtext")) &&
		    !slice_is_text(value, "gtextFont");
		rtf->shape_words = slice_starts(value, slice_of("wz")) ||
		    slice_is_text(value, "pihlShape");
		return RC_OK;
	case RTF_OBJECT:
		return close_object(rtf, err);
	case RTF_PICTURE:
		return close_picture(rtf, err);
	default:
		return RC_OK;
	}
}

static enum rc
group_close(struct rtf *rtf, struct err *err)
{
	struct group *group = top(rtf);

	TRY(rtf_flush(rtf, err));
	rtf->skip = 0;
	if (rtf->excess > 0) {
		rtf->excess--;
		return RC_OK;
	}
	if (rtf->depth == 1)
		return RC_OK;
	if (group->opened)
		TRY(close_opened(rtf, group, err));
	rtf->depth--;
	return emit_due(&rtf->emit, err);
}

/* -------------------------------------------------- words that open groups */

static uint32_t
count_place(struct rtf *rtf, const char *what)
{
	static const char *const kinds[KINDS] = {"header", "footer",
		"footnote", "comment", "text box"};
	size_t i = 0;

	while (i + 1 < KINDS && strcmp(kinds[i], what) != 0)
		i++;
	return ++rtf->counts[i];
}

static enum rc
open_place(struct rtf *rtf, const char *what, unsigned flags,
    struct err *err)
{
	struct group *group = top(rtf);
	uint32_t place;

	TRY(emit_place(&rtf->emit, &place, buf_slice(&rtf->author),
	    (struct slice){0}, err, "%s %u", what, count_place(rtf, what)));
	if (group->level + 1 < LEVELS)
		group->level++;
	group->is = RTF_TEXT;
	group->opened = true;
	TRY(prose_move(&rtf->prose[group->level], place, flags, err));
	if (rtf->author.len > 0)
		TRY(emit_line(&rtf->emit, place, TEXT_FLAG_metadata,
		    buf_slice(&rtf->author), err));
	buf_clear(&rtf->author);
	return RC_OK;
}

static enum rc
open_destination(struct rtf *rtf, const struct rtf_word *word,
    struct err *err)
{
	struct group *group = top(rtf);
	/* Within what is skipped only these are of interest. */
	bool info = word->action == RTF_INFO ||
	    word->action == RTF_PROPERTY_NAME ||
	    word->action == RTF_PROPERTY_VALUE ||
	    word->action == RTF_SHAPE_NAME ||
	    word->action == RTF_SHAPE_VALUE ||
	    word->action == RTF_BOTH || word->action == RTF_BOTH_TEXT;

	if ((group->is == RTF_SKIP && !info) || group->is == RTF_OBJECT)
		return RC_OK;
	if (group->is == RTF_PICTURE && !info && word->action != RTF_SKIP)
		return RC_OK;
	group->outer = word->action == RTF_BOTH ? group->is : group->outer;
	switch (word->action) {
	case RTF_PLACE:
		return open_place(rtf, word->text, 0, err);
	case RTF_HEADER:
		return open_place(rtf, word->text, TEXT_FLAG_header_footer,
		    err);
	case RTF_BOTH:
		group->is = RTF_SKIP;
		return RC_OK;
	case RTF_BOTH_TEXT:
		group->is = group->outer;
		return RC_OK;
	case RTF_TEXT:
		/* Also within words that are hidden: then they stay so. */
		return RC_OK;
	default:
		break;
	}
	group->is = word->action;
	group->named = word->text;
	group->opened = true;
	if (word->action != RTF_ASIDE && word->action != RTF_SHAPE_VALUE)
		buf_clear(&rtf->value);
	if (is_digits(rtf))
		buf_clear(&rtf->object);
	rtf->nibble = -1;
	return RC_OK;
}

/* A group that a reader who does not know it must ignore. */
static enum rc
open_unknown(struct rtf *rtf)
{
	struct group *group = top(rtf);

	if (group->is == RTF_TEXT) {
		group->is = RTF_ASIDE;
		group->opened = true;
	}
	return RC_OK;
}

/* ----------------------------------------------------------------- words */

static void
set_font_page(struct rtf *rtf, unsigned page)
{
	if (top(rtf)->is == RTF_FONTS)
		rtf->fonts[top(rtf)->font] = (uint16_t)page;
}

static enum rc
set_font(struct rtf *rtf, int number, struct err *err)
{
	TRY(rtf_flush(rtf, err));
	top(rtf)->font = number >= 0 && number < FONTS_MOST ?
	    (uint16_t)number : 0;
	return RC_OK;
}

static enum rc
skip_binary(struct rtf *rtf, int number)
{
	struct slice bytes;

	if (number <= 0)
		return RC_OK;
	bytes = slice_sub(rtf->in, rtf->at, rtf->at + (size_t)number);
	rtf->at += bytes.len;
	if (is_digits(rtf))
		(void)!buf_put(&rtf->object, bytes);
	return RC_OK;
}

static enum rc
rtf_word(struct rtf *rtf, const struct rtf_word *word, bool has_number,
    int number, struct err *err)
{
	switch (word->action) {
	case RTF_SYMBOL:
		return rtf_symbol(rtf, word->text, err);
	case RTF_END:
		return rtf_end(rtf, err);
	case RTF_HIDE:
		TRY(rtf_flush(rtf, err));
		top(rtf)->hidden = !has_number || number != 0;
		return RC_OK;
	case RTF_PLAIN:
		TRY(rtf_flush(rtf, err));
		top(rtf)->hidden = false;
		return RC_OK;
	case RTF_FONT:
		return set_font(rtf, number, err);
	case RTF_CHARSET:
		set_font_page(rtf, codepage_of_charset(number));
		return RC_OK;
	case RTF_FONT_PAGE:
		set_font_page(rtf, number > 0 ? (unsigned)number : 0);
		return RC_OK;
	case RTF_FALLBACK:
		top(rtf)->fallback = number >= 0 && number < FALLBACK_MOST ?
		    (uint16_t)number : 1;
		return RC_OK;
	case RTF_UNICODE:
		return rtf_unicode(rtf, number, err);
	case RTF_PAGE:
		if (word->text != NULL || number > 0)
			rtf->page = (unsigned)(word->text != NULL ?
			    word->number : number);
		return RC_OK;
	case RTF_BINARY:
		return skip_binary(rtf, number);
	default:
		TRY(rtf_flush(rtf, err));
		return open_destination(rtf, word, err);
	}
}

/* A control word with its number, at the letter behind the backslash. */
static enum rc
read_word(struct rtf *rtf, struct err *err)
{
	size_t start = rtf->at, len;
	const struct rtf_word *word;
	bool has_number, minus, ignorable = top(rtf)->ignorable;
	long number = 0;
	struct slice name;

	while (rtf->at < rtf->in.len && byte_is_alpha(rtf->in.at[rtf->at]))
		rtf->at++;
	len = rtf->at - start;
	name = slice_sub(rtf->in, start, rtf->at);
	minus = rtf->at < rtf->in.len && rtf->in.at[rtf->at] == '-';
	rtf->at += minus;
	for (start = rtf->at; rtf->at < rtf->in.len &&
	    byte_is_digit(rtf->in.at[rtf->at]); rtf->at++)
		if (number < 100000000)
			number = number * 10 + (rtf->in.at[rtf->at] - '0');
	has_number = rtf->at > start;
	if (rtf->at < rtf->in.len && rtf->in.at[rtf->at] == ' ')
		rtf->at++;
	top(rtf)->ignorable = false;
	word = len > WORD_MOST ? NULL : rtf_word_find(name);
	if (word == NULL)
		return ignorable ? open_unknown(rtf) : RC_OK;
	return rtf_word(rtf, word, has_number, (int)(minus ? -number :
	    number), err);
}

/* \'hh: a byte of the text. */
static enum rc
read_byte(struct rtf *rtf, struct err *err)
{
	struct slice digits = slice_sub(rtf->in, rtf->at, rtf->at + 2);
	unsigned char byte;

	if (digits.len < 2 || hex_digit(digits.at[0]) == 16 ||
	    hex_digit(digits.at[1]) == 16)
		return RC_OK;
	rtf->at += 2;
	byte = (unsigned char)(hex_digit(digits.at[0]) << 4 |
	    hex_digit(digits.at[1]));
	if (is_digits(rtf))
		return RC_OK;
	return rtf_bytes(rtf, slice_bytes(&byte, 1), err);
}

/* What follows a backslash. */
static enum rc
read_control(struct rtf *rtf, struct err *err)
{
	unsigned char c;

	if (rtf->at >= rtf->in.len)
		return RC_OK;
	c = rtf->in.at[rtf->at];
	if (byte_is_alpha(c))
		return read_word(rtf, err);
	rtf->at++;
	switch (c) {
	case '\'':
		return read_byte(rtf, err);
	case '*':
		top(rtf)->ignorable = true;
		return RC_OK;
	case '~':
		return rtf_symbol(rtf, "\302\240", err);
	case '_':
		return rtf_symbol(rtf, "-", err);
	case '-':
		return RC_OK;
	case '\r':
	case '\n':
		return rtf_end(rtf, err);
	case '\t':
		return rtf_symbol(rtf, "\t", err);
	case '\\':
	case '{':
	case '}':
		return rtf_bytes(rtf, slice_bytes(&c, 1), err);
	}
	return RC_OK;
}

/* ------------------------------------------------------------------- run */

static enum rc
read_plain(struct rtf *rtf, struct err *err)
{
	size_t start = rtf->at;

	while (rtf->at < rtf->in.len) {
		unsigned char c = rtf->in.at[rtf->at];

		if (c == '\\' || c == '{' || c == '}' || c < 0x20)
			break;
		rtf->at++;
	}
	return rtf_bytes(rtf, slice_sub(rtf->in, start, rtf->at), err);
}

static enum rc
read_token(struct rtf *rtf, struct err *err)
{
	unsigned char c = rtf->in.at[rtf->at];

	if (c >= 0x20 && c != '\\' && c != '{' && c != '}')
		return read_plain(rtf, err);
	rtf->at++;
	switch (c) {
	case '{':
		return group_open(rtf, err);
	case '}':
		return group_close(rtf, err);
	case '\\':
		return read_control(rtf, err);
	case '\t':
		return rtf_symbol(rtf, "\t", err);
	}
	return RC_OK;
}

/* What stands behind the last group is shown by no reader. */
static enum rc
read_behind(struct rtf *rtf, struct err *err)
{
	uint32_t place;

	while (rtf->at < rtf->in.len && (rtf->in.at[rtf->at] == 0 ||
	    byte_is_space(rtf->in.at[rtf->at])))
		rtf->at++;
	if (rtf->at == rtf->in.len)
		return RC_OK;
	TRY(emit_place(&rtf->emit, &place, (struct slice){0},
	    (struct slice){0}, err, "behind the end"));
	TRY(prose_move(&rtf->prose[0], place, TEXT_FLAG_hidden, err));
	TRY(emit_flag(&rtf->emit, 0, PART_FLAG_hidden, err));
	top(rtf)->is = RTF_TEXT;
	rtf->bytes.len = 0;
	TRY(codepage_put(rtf->pages, rtf->page, slice_sub(rtf->in, rtf->at,
	    rtf->in.len), &rtf->bytes, err));
	return prose_put(&rtf->prose[0], buf_slice(&rtf->bytes), false, err);
}

static enum rc
rtf_run(struct rtf *rtf, struct err *err)
{
	size_t tokens = 0;
	bool begun = false;

	rtf->depth = 1;
	*top(rtf) = (struct group){.is = RTF_TEXT, .fallback = 1};
	while (rtf->at < rtf->in.len && !(begun && rtf->depth == 1)) {
		TRY(read_token(rtf, err));
		begun = begun || rtf->depth > 1;
		if (++tokens % 4096 == 0)
			TRY(emit_due(&rtf->emit, err));
	}
	if (rtf->depth > 1 || rtf->excess > 0)
		TRY(emit_cause(&rtf->emit, 0, CAUSE_truncated, err));
	rtf->excess = 0;
	while (rtf->depth > 1)
		TRY(group_close(rtf, err));
	TRY(prose_end(&rtf->prose[0], err));
	TRY(read_behind(rtf, err));
	TRY(prose_end(&rtf->prose[0], err));
	if (codepages_unknown(rtf->pages))
		TRY(emit_cause(&rtf->emit, 0, CAUSE_charset, err));
	return RC_OK;
}

static void
rtf_free(struct rtf *rtf)
{
	for (size_t i = 0; i < LEVELS; i++)
		prose_free(&rtf->prose[i]);
	buf_free(&rtf->bytes);
	buf_free(&rtf->text);
	buf_free(&rtf->value);
	buf_free(&rtf->name);
	buf_free(&rtf->author);
	buf_free(&rtf->object);
	free(rtf);
}

static enum rc
rtf_extract(const struct extract_job *job, const struct extract_sink *sink,
    struct err *err)
{
	struct rtf *rtf = calloc(1, sizeof(*rtf));
	enum rc rc;

	if (rtf == NULL)
		return err_set(err, RC_SYSTEM, "no memory for a document");
	rtf->job = job;
	rtf->emit = emit_new(job, sink);
	rtf->in = job->part->bytes;
	rtf->page = 1252;
	rtf->bytes = buf_new(SIZE_MAX);
	rtf->text = buf_new(SIZE_MAX);
	rtf->value = buf_new(VALUE_MOST);
	rtf->name = buf_new(VALUE_MOST);
	rtf->author = buf_new(VALUE_MOST);
	rtf->object = buf_new((size_t)job->limits->entry_bytes);
	for (size_t i = 0; i < LEVELS; i++)
		rtf->prose[i] = prose_new(&rtf->emit);
	rc = codepages_new(job, &rtf->pages, err);
	if (rc == RC_OK)
		rc = rtf_run(rtf, err);
	rtf_free(rtf);
	return rc;
}

/* Word reads a file that begins with "{\rt", also after white space. */
static unsigned
rtf_sniff(struct slice bytes, struct slice name, struct slice declared_type)
{
	(void)name;
	(void)declared_type;
	bytes = slice_sub(bytes, 0, HEAD_SPACE);
	if (slice_starts(bytes, slice_of("\357\273\277")))
		bytes = slice_sub(bytes, 3, bytes.len);
	return slice_starts(slice_trim(bytes), slice_of("{\\rt")) ? 2 : 0;
}

static const char *const rtf_claims[] = {"application/rtf", "text/rtf",
	"text/richtext", ".rtf", NULL};

static const struct extract_sample rtf_good[] = {
	{"rtf/body.rtf", "HARBOUR-BODY inspection", "", 0},
	{"rtf/body.rtf", "caf\303\251 \342\202\254 \320\226\320\257", "", 0},
	{"rtf/body.rtf", "4111111111111111", "", 0},
	{"rtf/body.rtf", "HARBOUR-HIDDEN", "", 0},
	{"rtf/body.rtf", "HARBOUR-FIELD", "", 0},
	{"rtf/charsets.rtf", "\320\237\321\200\320\270\320\262\320\265\321\202",
	    "", 0},
	{"rtf/charsets.rtf", "\346\227\245\346\234\254", "", 0},
	{"rtf/charsets.rtf", "\360\237\230\200", "", 0},
	{"rtf/places.rtf", "HARBOUR-HEADER", "header 1", 0},
	{"rtf/places.rtf", "HARBOUR-FOOTNOTE", "footnote 1", 0},
	{"rtf/places.rtf", "HARBOUR-COMMENT", "comment 1", 0},
	{"rtf/places.rtf", "HARBOUR-BOX", "text box 1", 0},
	{"rtf/places.rtf", "unsplit5500005555555559", "", 0},
	{"rtf/info.rtf", "title=HARBOUR-TITLE", "properties", 0},
	{"rtf/info.rtf", "MSIP_Label_HARBOUR_Name=HARBOUR-LABEL",
	    "custom property 1", 0},
	{"rtf/info.rtf", "HARBOUR-IGNORED", "", 0},
	{"rtf/info.rtf", "HARBOUR-BEHIND", "behind the end", 0},
	{"rtf/object.rtf", "HARBOUR-OBJECT", "object 1", 0},
	{"rtf/object.rtf", "HARBOUR-PACKAGE", "object 2", 0},
	{"rtf/picture.rtf", "HARBOUR-DRAWN first", "picture 1 > picture", 0},
	{"rtf/picture.rtf", "HARBOUR-DRAWN second", "picture 2 > picture", 0},
	{0},
};

static const struct extract_sample rtf_bad[] = {
	{"rtf/open.rtf", "HARBOUR-OPEN", "", 1u << CAUSE_truncated},
	{"rtf/deep.rtf", "HARBOUR-DEEP", "", 1u << CAUSE_too_deep},
	{0},
};

const struct extractor extractor_rtf = {
	.name = "rtf",
	.type = "application/rtf",
	.claims = rtf_claims,
	.class = EXTRACT_DOCUMENT,
	.sniff = rtf_sniff,
	.extract = rtf_extract,
	.good = rtf_good,
	.bad = rtf_bad,
};
