/*
 * lookback - where did a match begin that is known by its end?
 *
 * The pattern library reports ends only (asking it for starts makes many
 * patterns too large).  The start is found by matching the same regex, tied to
 * the end, on the few bytes before it.  The only file that knows pcre2.h.
 */
#ifndef OUTMARK_SCANNER_MATCH_LOOKBACK_H
#define OUTMARK_SCANNER_MATCH_LOOKBACK_H

#include "base/err.h"
#include "scanner/match/rule.h"

enum { LOOKBACK_PATTERN_MOST = 4096 };

struct lookback;

/* `widths[i]`: most bytes pattern i matches (more than 512 counts as 512).  Yours. */
enum rc lookback_open(const struct rule_pattern *patterns,
    const unsigned *widths, size_t count, struct lookback **look,
    struct err *err) MUST_USE;

void lookback_close(struct lookback *look);

/*
 * The start of the longest match of this pattern that ends at `end`, or SIZE_MAX
 * when it lies further back than the window.
 */
size_t lookback_start(struct lookback *look, size_t pattern,
    struct slice text, size_t end);

#endif
