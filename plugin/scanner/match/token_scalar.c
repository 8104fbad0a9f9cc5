/*
 * token_scalar - the token scanner one byte at a time: the reference.
 *
 * It splits the text into runs of ASCII letters and digits; where a run has the
 * length and the classes that some shape begins with, it walks the shapes' trie
 * over the runs behind it.
 */
#include "scanner/match/token.h"

static size_t
run_end(struct slice text, size_t at)
{
	while (at < text.len && shape_class_of[text.at[at]])
		at++;
	return at;
}

static enum rc
report(struct slice text, struct span span, const struct shape *shape,
    const struct token_sink *sink, struct err *err)
{
	struct slice value = slice_sub(text, span.start, span.end);

	if (shape && sink->wants_any && !sink->wants_any(sink->own, shape))
		return RC_OK;
	for (; shape; shape = shape->next) {
		struct token token = {span, shape};

		if (sink->wants && !sink->wants(sink->own, shape))
			continue;
		if (shape_fits(shape, value) && token_alone(text, span, shape))
			TRY(sink->found(sink->own, &token, err));
	}
	return RC_OK;
}

/* Follow the trie from `node`, whose last run ends at `end`. */
static enum rc
follow(const struct shape_table *table, struct slice text, struct span span,
    uint32_t node, const struct token_sink *sink, struct err *err)
{
	while (node) {
		size_t gap = span.end, next;

		TRY(report(text, span, shape_at(table, node), sink, err));
		while (gap < text.len && gap - span.end <= SHAPE_GAP_MOST &&
		    !shape_class_of[text.at[gap]])
			gap++;
		if (gap == text.len || gap - span.end > SHAPE_GAP_MOST)
			break;
		next = run_end(slice_sub(text, 0, gap + SHAPE_LENGTH_MOST + 1),
		    gap);
		node = shape_next(table, node,
		    slice_sub(text, span.end, gap), next - gap);
		span.end = next;
	}
	return RC_OK;
}

/* "LLdd" at the start of a run? */
static bool
iban_begins(struct slice text, size_t start, size_t end)
{
	const unsigned char *at = text.at + start;
	unsigned letter = SHAPE_UPPER | SHAPE_LOWER;

	return end - start >= 4 && shape_class_of[at[0]] & letter &&
	    shape_class_of[at[1]] & letter && byte_is_digit(at[2]) &&
	    byte_is_digit(at[3]);
}

static enum rc
scan_run(const struct shape_table *table, struct slice text, struct span run,
    unsigned classes, const struct token_sink *sink, struct err *err)
{
	uint32_t node = shape_first(table, run.end - run.start, classes);

	if (node)
		TRY(follow(table, text, run, node, sink, err));
	if (classes == SHAPE_DIGIT && shape_built_in(table, SHAPE_PHONE))
		TRY(token_phone(table, text, run.start, sink, err));
	if (classes & SHAPE_DIGIT && classes != SHAPE_DIGIT &&
	    shape_built_in(table, SHAPE_IBAN) &&
	    iban_begins(text, run.start, run.end))
		TRY(token_iban(table, text, run.start, sink, err));
	return RC_OK;
}

static enum rc
scan(const struct shape_table *table, struct slice text,
    const struct token_sink *sink, struct err *err)
{
	bool email = shape_built_in(table, SHAPE_EMAIL) != NULL;
	size_t at = 0;

	while (at < text.len) {
		unsigned classes = 0, class;
		size_t start = at;

		while (at < text.len &&
		    (class = shape_class_of[text.at[at]]) != 0) {
			classes |= class;
			at++;
		}
		if (at > start)
			TRY(scan_run(table, text, (struct span){start, at},
			    classes, sink, err));
		if (at < text.len && text.at[at] == '@' && email)
			TRY(token_email(table, text, at, sink, err));
		at++;
	}
	return RC_OK;
}

const struct token_scanner token_scalar = {
	.name = "scalar", .scan = scan,
};
