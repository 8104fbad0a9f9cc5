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
		struct span run = {at, token_run_end(text, at)};

		if (run.end > run.start)
			TRY(token_run(table, text, run, sink, err));
		at = run.end;
		if (at < text.len && text.at[at] == '@')
			TRY(token_email(table, text, at, sink, err));
	}
	return RC_OK;
}

const struct token_scanner token_scalar = {
	.name = "scalar", .scan = scan,
};
