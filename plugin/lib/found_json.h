/*
 * found_json - what the scanner found, as members of a JSON object.
 *
 * The same objects stand in `outmark scan --json` and in the journal; names are
 * content and go only into the first.
 */
#ifndef OUTMARK_LIB_FOUND_JSON_H
#define OUTMARK_LIB_FOUND_JSON_H

#include "base/json.h"
#include "lib/answer.h"

/*
 * At most `most` rows each; names of parts only if `names`, keyed digests of
 * values only if `digests`.
 */
void found_json_packs(struct json *json, const struct answer *answer);
void found_json_parts(struct json *json, const struct answer *answer,
    size_t most, bool names);
void found_json_labels(struct json *json, const struct answer *answer);
void found_json_findings(struct json *json, const struct answer *answer,
    size_t most, bool digests);
void found_json_overall(struct json *json, const struct answer *answer);
void found_json_markings(struct json *json, const struct answer *answer,
    size_t most);
void found_json_contracts(struct json *json, const struct answer *answer,
    size_t most);
void found_json_causes(struct json *json, const char *key,
    cause_set causes);
void found_json_notes(struct json *json, const char *key,
    const struct answer *answer);

#endif
