/*
 * token_scalar - the token scanner one byte at a time: the reference.
 *
 * It looks at every run of ASCII letters and digits, and at every '@'.
 */
#include "scanner/match/token.h"

static enum rc
scan(const struct shape_table *table, struct slice text,
    const struct token_sink *sink, struct err *err)
{
	for (size_t at = 0; at < text.len; at++) {
		struct token_run run = token_run_at(text, at);

		if (run.classes)
			TRY(token_run_find(table, text, &run, sink, err));
		at = run.span.end;
		if (at < text.len && text.at[at] == '@')
			TRY(token_email(table, text, at, sink, err));
	}
	return RC_OK;
}

const struct token_scanner token_scalar = {
	.name = "scalar", .scan = scan,
};
