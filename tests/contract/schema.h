/*
 * schema - does a JSON text hold what a JSON Schema file says?
 *
 * Only the words our two schema files use: type, properties, required,
 * additionalProperties: false, items, enum, const, minimum, maximum.  Another
 * word is an error of the test, but for `pattern`, which is not checked.
 */
#ifndef OUTMARK_TESTS_CONTRACT_SCHEMA_H
#define OUTMARK_TESTS_CONTRACT_SCHEMA_H

#include "base/yaml.h"

/* RC_OK, or RC_INPUT with the place and what is wrong. */
enum rc schema_check(const struct yaml *schema, struct slice json,
    struct err *err);

/* packaging/doc/<name>, in the arena. */
enum rc schema_read(struct arena *arena, const char *name,
    struct yaml **schema, struct err *err);

#endif
