/*
 * token - what all token scanners share: shapes, boundaries, addresses, IBANs.
 */
#include "scanner/match/token.h"

#include "scanner/match/iban.h"

enum { URL_REACH = 256, LOCAL_MOST = 64, DOMAIN_MOST = 255 };

static unsigned char
byte_at(struct slice text, size_t at)
{
	return at < text.len ? text.at[at] : ' ';
}

/* The byte `back` places before `at`, a space beyond the start. */
static unsigned char
byte_before(struct slice text, size_t at, size_t back)
{
	return back <= at ? text.at[at - back] : ' ';
}

/* What may not stand before a value although it is no letter or digit. */
static bool
left_joins(struct slice text, size_t start, bool bare)
{
	unsigned char near = byte_before(text, start, 1);
	unsigned char far = byte_before(text, start, 2);

	switch (near) {
	case '-':	/* UUID, part number */
	case '_':
	case '@':
	case '\\':
		return byte_is_alnum(far);
	case '+':	/* base64, international number */
		return bare || byte_is_alnum(far);
	case '.':	/* fraction, version, address; "No.536" is none */
		return byte_is_digit(far) || (bare && far == '.');
	case '/':	/* path, base64 */
		return true;
	case '$':
		return bare;
	}
	return false;
}

static bool
right_joins(struct slice text, size_t end, bool bare)
{
	unsigned char near = byte_at(text, end);
	unsigned char far = byte_at(text, end + 1);

	switch (near) {
	case '-':
	case '_':
	case '@':
	case '\\':
	case '/':
		return byte_is_alnum(far);
	case '+':
		return byte_is_alnum(far) || bare;
	case '.':
		return byte_is_digit(far) || (bare && byte_is_alnum(far));
	case '=':	/* base64 ends so; a magnetic stripe goes on in digits */
		return !byte_is_digit(far);
	case '%':
		return false;
	}
	return false;
}

/* Ends a word for the question whether it is a URL. */
static bool
ends_word(unsigned char byte)
{
	return byte <= ' ' || (byte < 0x80 && strchr("\"'<>,;|()[]{}", byte));
}

static bool
in_url(struct slice text, size_t start)
{
	size_t from = start, least = start > URL_REACH ? start - URL_REACH : 0;
	struct slice word;

	while (from > least && !ends_word(text.at[from - 1]))
		from--;
	word = slice_sub(text, from, start);
	return slice_find(word, slice_of("://")) != SIZE_MAX ||
	    slice_starts_nocase(word, slice_of("www."));
}

/* Digits of the group that ends just before `end`. */
static size_t
digits_before(struct slice text, size_t end)
{
	size_t count = 0;

	while (count < end && byte_is_digit(text.at[end - 1 - count]))
		count++;
	return count < end && byte_is_alnum(text.at[end - 1 - count]) ? 0 : count;
}

static size_t
digits_from(struct slice text, size_t start)
{
	size_t end = start;

	while (end < text.len && byte_is_digit(text.at[end]))
		end++;
	return byte_is_alnum(byte_at(text, end)) ? 0 : end - start;
}

/*
 * A value with spaces inside must not be a stretch of a longer row of groups:
 * a neighbour with as many digits as the value's own outer group continues it.
 * Short values (below 12 digits) allow no group of digits beside them at all.
 */
static bool
in_row(struct slice text, struct span span)
{
	struct slice value = slice_sub(text, span.start, span.end);
	bool is_short = value.len < 14;
	size_t beside;

	if (slice_find_byte(value, ' ') == SIZE_MAX)
		return false;
	if (span.start > 1 && text.at[span.start - 1] == ' ') {
		beside = digits_before(text, span.start - 1);
		if (beside && (is_short || beside == digits_from(text,
		    span.start)))
			return true;
	}
	if (byte_at(text, span.end) == ' ') {
		beside = digits_from(text, span.end + 1);
		if (beside && (is_short || beside == digits_before(text,
		    span.end)))
			return true;
	}
	return false;
}

static bool
stands_between(struct slice text, struct span span, const struct shape *shape)
{
	size_t before = strlen(shape->before), after = strlen(shape->after);

	if (before > span.start || after > text.len - span.end)
		return false;
	return !memcmp(text.at + span.start - before, shape->before, before) &&
	    !memcmp(text.at + span.end, shape->after, after);
}

/* Does a value stand alone at this span? */
static bool
is_alone(struct slice text, struct span span, const struct shape *shape)
{
	if (span.start && byte_is_alnum(text.at[span.start - 1]))
		return false;
	if (byte_is_alnum(byte_at(text, span.end)))
		return false;
	if (!stands_between(text, span, shape))
		return false;
	if (!shape->before[0] && left_joins(text, span.start, shape->bare))
		return false;
	if (!shape->after[0] && right_joins(text, span.end, shape->bare))
		return false;
	return !in_row(text, span) && !in_url(text, span.start);
}

static bool
is_local(unsigned char byte)
{
	return byte_is_alnum(byte) ||
	    (byte && byte < 0x80 && strchr("._%+'&=!#$*?^`{|}~-", byte));
}

static bool
is_domain(unsigned char byte)
{
	return byte_is_alnum(byte) || byte == '-' || byte == '.' || byte >= 0x80;
}

/* A value of a built-in shape, which asks for nothing else. */
static enum rc
report(const struct shape_list *list, struct span span,
    const struct token_sink *sink, struct err *err)
{
	if (list && sink->choose)
		list = sink->choose(sink->own, list);
	for (size_t i = 0; list && i < list->count; i++) {
		struct token token = {span, list->at[i]};

		TRY(sink->found(sink->own, &token, err));
	}
	return RC_OK;
}

enum rc
token_email(const struct shape_table *table, struct slice text, size_t at,
    const struct token_sink *sink, struct err *err)
{
	struct span span = {at, at + 1};

	while (span.start && at - span.start <= LOCAL_MOST &&
	    is_local(text.at[span.start - 1]))
		span.start--;
	while (span.start < at && !byte_is_alnum(text.at[span.start]))
		span.start++;
	while (span.end < text.len && span.end - at <= DOMAIN_MOST &&
	    is_domain(text.at[span.end]))
		span.end++;
	while (span.end > at + 1 && (text.at[span.end - 1] == '.' ||
	    text.at[span.end - 1] == '-' || text.at[span.end - 1] >= 0x80))
		span.end--;
	if (span.start == at || span.end == at + 1)
		return RC_OK;
	return report(shape_built_in(table, SHAPE_EMAIL), span, sink, err);
}

/* The end of an IBAN of `length` characters in groups of four, or 0. */
static size_t
iban_grouped(struct slice text, size_t start, size_t length)
{
	unsigned char separator = byte_at(text, start + 4);
	size_t at = start;

	if (separator != ' ' && separator != '-')
		return 0;
	for (size_t i = 0; i < length; i++) {
		if (i && i % 4 == 0 && byte_at(text, at++) != separator)
			return 0;
		if (!byte_is_alnum(byte_at(text, at++)))
			return 0;
	}
	return at;
}

static size_t
iban_compact(struct slice text, size_t start, size_t length)
{
	for (size_t i = 0; i < length; i++)
		if (!byte_is_alnum(byte_at(text, start + i)))
			return 0;
	return start + length;
}

/* "LLdd" at the start of a run: an IBAN? */
static enum rc
find_iban(const struct shape_table *table, struct slice text, size_t start,
    const struct token_sink *sink, struct err *err)
{
	size_t length = iban_length(slice_sub(text, start, start + 2));
	struct span span = {start, 0};

	if (length < 5)
		return RC_OK;
	span.end = iban_compact(text, start, length);
	if (!span.end)
		span.end = iban_grouped(text, start, length);
	if (!span.end || byte_is_alnum(byte_at(text, span.end)))
		return RC_OK;
	if (left_joins(text, start, false) ||
	    right_joins(text, span.end, false) || in_url(text, start))
		return RC_OK;
	return report(shape_built_in(table, SHAPE_IBAN), span, sink, err);
}

static bool
is_phone_gap(unsigned char byte)
{
	static const bool gaps[256] = {[' '] = true, ['-'] = true,
	    ['.'] = true, ['/'] = true, ['('] = true, [')'] = true,
	    ['\0'] = true};

	return gaps[byte];
}

/* Bytes between two groups of digits at `at`: 0 when no group follows. */
static size_t
phone_gap(struct slice text, size_t at)
{
	size_t len = 0;

	while (len < 3 && is_phone_gap(byte_at(text, at + len)))
		len++;
	return len && byte_is_digit(byte_at(text, at + len)) ? len : 0;
}

/* Does the number go on before `start`, so that it does not begin here? */
static bool
phone_goes_on(struct slice text, size_t start)
{
	size_t back = 1;

	while (back <= 3 && is_phone_gap(byte_before(text, start, back)))
		back++;
	return back > 1 && byte_is_digit(byte_before(text, start, back));
}

/* "(212) 555-0123", "212-555-0123", "1.212.555.0123": groups of 3, 3, 4. */
static bool
phone_is_american(const size_t *groups, size_t count)
{
	if (count == 4 && groups[0] == 1) {
		groups++;
		count--;
	}
	return count == 3 && groups[0] == 3 && groups[1] == 3 && groups[2] == 4;
}

struct phone {
	struct span span;
	size_t groups[TOKEN_PHONE_MOST + 1];
	size_t count, digits;
	bool spaces_only;
};

/* All groups from `start` on; their number and lengths. */
static void
phone_read(struct slice text, size_t start, struct phone *p)
{
	size_t at = start, gap;

	p->spaces_only = true;
	do {
		size_t len = 0;

		while (byte_is_digit(byte_at(text, at + len)))
			len++;
		p->groups[p->count++] = len;
		p->digits += len;
		at += len;
		gap = phone_gap(text, at);
		p->spaces_only = p->spaces_only && (!gap ||
		    (gap == 1 && byte_at(text, at) == ' '));
		p->span.end = at;
		at += gap;
	} while (gap && p->count < TOKEN_PHONE_MOST);
}

/* An extension ("x45") may follow; anything else alphanumeric may not. */
static bool
phone_ends(struct slice text, size_t end)
{
	unsigned char next = byte_at(text, end), far = byte_at(text, end + 1);

	if (next == 'x')
		return byte_is_digit(far);
	if (next == '-')	/* "-Fax" */
		return !byte_is_digit(far);
	if (next == ':' || next == '/')
		return !byte_is_alnum(far);
	return !byte_is_alnum(next) && next != '_' && next != '@' &&
	    next != '%' && !(next == '.' && byte_is_alnum(far));
}

/* A telephone number that begins with this run of digits? */
static enum rc
find_phone(const struct shape_table *table, struct slice text, struct span run,
    const struct token_sink *sink, struct err *err)
{
	struct phone p = {.span = {run.start, run.start}};
	size_t length = run.end - run.start;
	bool plus;

	if (length > TOKEN_PHONE_MOST || (length < TOKEN_PHONE_LEAST &&
	    !is_phone_gap(byte_at(text, run.end))) ||
	    phone_goes_on(text, run.start))
		return RC_OK;
	phone_read(text, run.start, &p);
	if (p.digits < TOKEN_PHONE_LEAST || p.digits > TOKEN_PHONE_MOST ||
	    !phone_ends(text, p.span.end))
		return RC_OK;
	if (byte_before(text, p.span.start, 1) == '(')
		p.span.start--;
	plus = byte_before(text, p.span.start, 1) == '+';
	p.span.start -= plus;
	if (p.span.start && (byte_is_alnum(text.at[p.span.start - 1]) ||
	    left_joins(text, p.span.start, false) ||
	    in_url(text, p.span.start)))
		return RC_OK;
	plus = plus || (phone_is_american(p.groups, p.count) &&
	    !p.spaces_only && text.at[run.start] != '0');
	return report(shape_built_in(table, plus ? SHAPE_PHONE_PLUS :
	    SHAPE_PHONE), p.span, sink, err);
}

/* A value that shapes are asked about; what is the same for many is asked once. */
struct value {
	struct slice text;
	struct token token;	/* the value, and the shape that is asked about */
	bool digits;		/* one run, of digits alone */
	signed char alone[2];	/* by `bare`; negative: not asked yet */
};

static bool
value_fits(struct value *value)
{
	const struct shape *shape = value->token.shape;
	struct span span = value->token.span;
	signed char *alone = &value->alone[shape->bare];

	if (!(shape->bare ? value->digits : shape_fits(shape, slice_sub(
	    value->text, span.start, span.end))))
		return false;
	if (shape->before[0] || shape->after[0])
		return is_alone(value->text, span, shape);
	if (*alone < 0)
		*alone = is_alone(value->text, span, shape);
	return *alone;
}

static enum rc
report_value(const struct shape_list *list, struct value *value,
    const struct token_sink *sink, struct err *err)
{
	if (list && sink->choose)
		list = sink->choose(sink->own, list);
	value->alone[0] = value->alone[1] = -1;
	for (size_t i = 0; list && i < list->count; i++) {
		value->token.shape = list->at[i];
		if (value_fits(value))
			TRY(sink->found(sink->own, &value->token, err));
	}
	return RC_OK;
}

/* Follow the trie from `node`, to which the run leads. */
static enum rc
follow(const struct shape_table *table, struct slice text,
    const struct token_run *run, uint32_t node, const struct token_sink *sink,
    struct err *err)
{
	struct value value = {.text = text, .token = {run->span, NULL},
	    .digits = run->classes == SHAPE_DIGIT};
	size_t start = run->span.start, end = run->span.end;

	while (node) {
		size_t gap = end, next;

		value.token.span.end = end;
		TRY(report_value(shape_at(table, node, text.at[start],
		    text.at[end - 1]), &value, sink, err));
		if (!shape_goes_on(table, node, byte_at(text, gap)))
			break;
		while (gap < text.len && gap - end <= SHAPE_GAP_MOST &&
		    !shape_class_of[text.at[gap]])
			gap++;
		if (gap == text.len || gap - end > SHAPE_GAP_MOST)
			break;
		next = token_run_at(slice_sub(text, 0,
		    gap + SHAPE_LENGTH_MOST + 1), gap).span.end;
		node = shape_next(table, node, slice_sub(text, end, gap),
		    next - gap);
		end = next;
		value.digits = false;
	}
	return RC_OK;
}

/* "LLdd" at the start of a run? */
static bool
iban_begins(struct slice text, struct span run)
{
	const unsigned char *at = text.at + run.start;

	return run.end - run.start >= 4 && byte_is_alpha(at[0]) &&
	    byte_is_alpha(at[1]) && byte_is_digit(at[2]) &&
	    byte_is_digit(at[3]);
}

/* Digits that no shape of interest has, and that nothing joins to more of them? */
static bool
is_quiet(const struct shape_table *table, struct slice text,
    const struct token_run *run, uint32_t node, const struct token_sink *sink)
{
	size_t length = run->span.end - run->span.start;

	return sink->quiet && run->classes == SHAPE_DIGIT &&
	    length < TOKEN_QUIET && sink->quiet->digits[length] &&
	    !shape_goes_on(table, node, byte_at(text, run->span.end)) &&
	    !phone_gap(text, run->span.end) &&
	    byte_before(text, run->span.start, 1) != '+';
}

/* May a telephone number that is of interest begin with this run of digits? */
static bool
may_be_phone(const struct shape_table *table, struct slice text,
    struct span run, const struct token_sink *sink)
{
	size_t length = run.end - run.start;

	if (!shape_built_in(table, SHAPE_PHONE))
		return false;
	/* One with its country code, or of groups as in North America? */
	return !sink->quiet || !sink->quiet->phone || length == 1 ||
	    length == 3 || byte_before(text, run.start, 1) == '+';
}

enum rc
token_run_find(const struct shape_table *table, struct slice text,
    const struct token_run *run, const struct token_sink *sink,
    struct err *err)
{
	uint32_t node = shape_first(table, run->span.end - run->span.start,
	    run->classes);

	if (is_quiet(table, text, run, node, sink))
		return RC_OK;
	if (node)
		TRY(follow(table, text, run, node, sink, err));
	if (run->classes == SHAPE_DIGIT)
		return may_be_phone(table, text, run->span, sink) ?
		    find_phone(table, text, run->span, sink, err) : RC_OK;
	if (run->classes & SHAPE_DIGIT && shape_built_in(table, SHAPE_IBAN) &&
	    iban_begins(text, run->span))
		return find_iban(table, text, run->span.start, sink, err);
	return RC_OK;
}
