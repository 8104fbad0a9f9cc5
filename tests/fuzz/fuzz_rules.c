/*
 * fuzz_rules - any bytes as the regex, shape or phrase of a rule.
 */
#include "base/arena.h"
#include "scanner/match/pattern.h"
#include "scanner/match/shape.h"
#include "scanner/match/token.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

enum { MEMORY = 16 << 20 };

static enum rc
ignore(void *own, const struct token *token, struct err *err)
{
	(void)own;
	(void)token;
	(void)err;
	return RC_OK;
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	struct slice text = slice_bytes(bytes, length);
	struct slice shape = slice_sub(text, 0, length / 2);
	struct arena *arena = arena_new(MEMORY);
	struct token_sink sink = {.found = ignore};
	struct shape_table *table = shape_table_new(arena);
	struct err err = {0};
	size_t at = 0;

	if (!pattern_refused(text, &at))
		(void)pattern_literal(text);
	(void)pattern_of_phrase(arena, text);
	if (table && !shape_refused(shape) &&
	    shape_add(table, shape, 0, &err) == RC_OK &&
	    token_scalar.scan(table, slice_sub(text, length / 2, length), &sink,
	    &err) != RC_OK)
		__builtin_trap();
	arena_free(arena);
	return 0;
}
