/*
 * fuzz_match - any bytes as a text: matching, marking, explaining.
 *
 * The rules are read from $srcdir/rules (the sources when it is not set).
 */
#include <stdio.h>
#include <stdlib.h>

#include "scanner/extract/normalise.h"
#include "scanner/match/match.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

enum { MEMORY = 64 << 20 };

static struct matcher *
open_matcher(void)
{
	struct limits limits = limit_defaults();
	struct clock clock = clock_system();
	const char *source = getenv("srcdir");
	char rules[1024];
	struct matcher_options options = {.rules_dir = rules,
	    .limits = &limits, .clock = &clock};
	struct matcher *matcher = NULL;
	struct err err = {0};

	snprintf(rules, sizeof(rules), "%s/rules", source ? source : ".");
	if (matcher_open(&options, &matcher, &err) != RC_OK) {
		fprintf(stderr, "%s\n", err.text);
		abort();
	}
	return matcher;
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	static struct matcher *matcher;
	struct arena *arena = arena_new(MEMORY);
	struct text_run runs[2] = {{.where = "a", .scope = SCOPE_body},
	    {.where = "b", .scope = SCOPE_headers}};
	struct text text = {.part = 1, .runs = runs, .run_count = 1};
	struct match_options options = {.explain = length % 2};
	struct match_result result;
	struct match *match;
	struct err err = {0};

	if (!matcher)
		matcher = open_matcher();
	if (normalise_bytes(arena, slice_bytes(bytes, length), &text, &err) ==
	    RC_OK && text.bytes.len > 8) {
		runs[1].start = text.bytes.len / 2;
		runs[1].evidence = text.bytes.at[0] & 1 ?
		    slice_sub(text.bytes, 0, 7) : slice_of("sio-label");
		text.run_count = 2;
	}
	if (match_begin(matcher, arena, &options, &match, &err) != RC_OK ||
	    match_text(match, &text, &err) == RC_BUG ||
	    match_end(match, &result, &err) == RC_BUG)
		abort();
	arena_free(arena);
	return 0;
}
