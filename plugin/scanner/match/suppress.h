/*
 * suppress - what a person said does not count, until when and why.
 *
 * suppressions.yaml of the site:
 *   format: 1
 *   suppressions:
 *   - {rule: us_ssn, value: <64 hex digits of a finding's digest>,
 *      scope: [body], reason: ..., owner: ..., expires: 2027-01-31}
 * `value` may be left out (the rule then does not count in that scope), then
 * `scope` must be there.
 */
#ifndef OUTMARK_SCANNER_MATCH_SUPPRESS_H
#define OUTMARK_SCANNER_MATCH_SUPPRESS_H

#include "scanner/match/ruleset.h"
#include "scanner/match/source.h"
#include "scanner/match/vec.h"

/* Append the suppressions of a file. */
enum rc suppress_read(struct source *source, const char *path,
    struct vec *suppressions, struct err *err) MUST_USE;

/*
 * own_values.txt: one value a line, kept canonical and sorted, in the spellings
 * that are usual: an international telephone number as it is dialled from home
 * and abroad, a tax number without its country.  "+49 30 9018*" is all that
 * begins so, "*@roe.com" all addresses there.
 */
enum rc suppress_read_own(struct source *source, const char *path,
    struct vec *values, struct err *err) MUST_USE;

/*
 * The suppression that covers this finding at `wall_ms`, or NULL.  It counts
 * to the end (UTC) of the day it names.
 */
const struct suppression *suppress_find(const struct ruleset *ruleset,
    const char *rule, const unsigned char digest[CRYPT_DIGEST_BYTES],
    enum scope scope, uint64_t wall_ms);

/* Is this canonical value one of the site's own? */
bool suppress_is_own(const struct ruleset *ruleset, struct slice canonical);

#endif
