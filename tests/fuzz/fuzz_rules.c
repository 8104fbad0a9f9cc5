/*
 * fuzz_rules - any bytes as the regex, shape or phrase of a rule.
 */
#include "base/arena.h"
#include "scanner/extract/text.h"
#include "scanner/match/pattern.h"
#include "scanner/match/shape.h"
#include "scanner/match/token.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

enum { MEMORY = 16 << 20 };

/* Adds up where values stand: the order of the scanners may differ. */
static enum rc
sum_up(void *own, const struct token *token, struct err *err)
{
	uint64_t *sum = own;

	(void)err;
	*sum += (token->span.start + 1) * UINT64_C(0x9e3779b97f4a7c15) +
	    token->span.end * UINT64_C(0xc2b2ae3d27d4eb4f);
	return RC_OK;
}

/* Both scanners find the same. */
static void
scan_by_both(const struct shape_table *table, struct slice text,
    struct arena *arena)
{
	unsigned char *room = arena_alloc(arena, text.len + TEXT_SLACK);
	uint64_t sums[2] = {0};
	struct token_sink sink = {.own = &sums[0], .found = sum_up};
	struct err err = {0};

	if (!room)
		return;
	if (text.len)
		memcpy(room, text.at, text.len);
	text = slice_bytes(room, text.len);
	if (token_scalar.scan(table, text, &sink, &err) != RC_OK)
		__builtin_trap();
	sink.own = &sums[1];
	if (token_vector.scan(table, text, &sink, &err) != RC_OK ||
	    sums[0] != sums[1])
		__builtin_trap();
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	struct slice text = slice_bytes(bytes, length);
	struct slice shape = slice_sub(text, 0, length / 2);
	struct arena *arena = arena_new(MEMORY);
	struct shape_table *table = shape_table_new(arena);
	struct err err = {0};
	size_t at = 0;

	if (!pattern_refused(text, &at))
		(void)pattern_literal(text);
	(void)pattern_of_phrase(arena, text);
	if (table && !shape_refused(shape) &&
	    shape_add(table, shape, 0, &err) == RC_OK)
		scan_by_both(table, slice_sub(text, length / 2, length),
		    arena);
	arena_free(arena);
	return 0;
}
