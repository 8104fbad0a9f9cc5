/*
 * lookback - where did a match begin that is known by its end?
 */
#include "scanner/match/lookback.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <stdio.h>
#include <stdlib.h>

enum {
	WINDOW_MOST = 512,
	CONTEXT = 8,
	MATCH_STEPS = 10000,
	HEAP_KIB = 1024,
};

struct lookback {
	pcre2_code **codes;
	size_t *windows;
	size_t count;
	pcre2_match_data *data;
	pcre2_match_context *context;
};

static pcre2_code *
compile(const struct rule_pattern *pattern, struct err *err)
{
	char text[256 + LOOKBACK_PATTERN_MOST];
	PCRE2_UCHAR message[128];
	int code, len;
	PCRE2_SIZE at;
	pcre2_code *compiled;

	len = snprintf(text, sizeof(text), "(?:%s)\\z", pattern->regex);
	if (len < 0 || (size_t)len >= sizeof(text)) {
		err_set(err, RC_CONFIG, "the regex is too long");
		return NULL;
	}
	compiled = pcre2_compile((PCRE2_SPTR)text, (PCRE2_SIZE)len,
	    PCRE2_MULTILINE | PCRE2_NEVER_UTF | PCRE2_NEVER_UCP |
	    PCRE2_NEVER_BACKSLASH_C |
	    (pattern->caseless ? PCRE2_CASELESS : 0), &code, &at, NULL);
	if (!compiled) {
		pcre2_get_error_message(code, message, sizeof(message));
		err_set(err, RC_CONFIG, "the regex is wrong: %s", message);
		return NULL;
	}
	/*
	 * Without JIT it is slower and gives the same.  Phrases are many and
	 * short: their machine code would be memory that each fork copies.
	 */
	if (!pattern->phrase)
		(void)pcre2_jit_compile(compiled, PCRE2_JIT_COMPLETE);
	return compiled;
}

static enum rc
fill(struct lookback *look, const struct rule_pattern *patterns,
    const unsigned *widths, struct err *err)
{
	for (size_t i = 0; i < look->count; i++) {
		look->windows[i] = widths[i] < WINDOW_MOST ? widths[i] :
		    WINDOW_MOST;
		look->codes[i] = compile(&patterns[i], err);
		if (!look->codes[i])
			return err->rc;
	}
	return RC_OK;
}

enum rc
lookback_open(const struct rule_pattern *patterns, const unsigned *widths,
    size_t count, struct lookback **out, struct err *err)
{
	struct lookback *look = calloc(1, sizeof(*look));
	enum rc rc;

	if (!look)
		return err_set(err, RC_SYSTEM, "no memory to look back");
	look->count = count;
	look->codes = calloc(count + 1, sizeof(*look->codes));
	look->windows = calloc(count + 1, sizeof(*look->windows));
	look->data = pcre2_match_data_create(1, NULL);
	look->context = pcre2_match_context_create(NULL);
	if (!look->codes || !look->windows || !look->data || !look->context) {
		lookback_close(look);
		return err_set(err, RC_SYSTEM, "no memory to look back");
	}
	pcre2_set_match_limit(look->context, MATCH_STEPS);
	pcre2_set_heap_limit(look->context, HEAP_KIB);
	rc = fill(look, patterns, widths, err);
	if (rc != RC_OK) {
		lookback_close(look);
		return rc;
	}
	*out = look;
	return RC_OK;
}

void
lookback_close(struct lookback *look)
{
	if (!look)
		return;
	for (size_t i = 0; look->codes && i < look->count; i++)
		pcre2_code_free(look->codes[i]);
	pcre2_match_data_free(look->data);
	pcre2_match_context_free(look->context);
	free(look->codes);
	free(look->windows);
	free(look);
}

size_t
lookback_start(struct lookback *look, size_t pattern, struct slice text,
    size_t end)
{
	size_t window = look->windows[pattern];
	size_t from = end > window ? end - window : 0;
	size_t base = from > CONTEXT ? from - CONTEXT : 0;
	int found = pcre2_match(look->codes[pattern],
	    (PCRE2_SPTR)text.at + base, end - base, from - base,
	    base ? PCRE2_NOTBOL : 0, look->data, look->context);

	if (found < 0)
		return SIZE_MAX;
	return base + pcre2_get_ovector_pointer(look->data)[0];
}
