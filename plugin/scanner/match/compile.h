/*
 * compile - patterns to a database, by way of the cache or a limited child.
 *
 * The cache holds serialised databases under a name that says content, library
 * version, platform and engine.  A file with another name, a wrong digest or an
 * unknown form counts as absent.  Compiling runs in a child with limited time
 * and memory, because some patterns never end.
 */
#ifndef OUTMARK_SCANNER_MATCH_COMPILE_H
#define OUTMARK_SCANNER_MATCH_COMPILE_H

#include "base/limit.h"
#include "scanner/match/hsdb.h"

/* What a cache file is: its name and whether its content may be used. */
enum { COMPILE_KEY_BYTES = 32 };

/* The key of these patterns on this machine. */
enum rc compile_key(const struct rule_pattern *patterns, size_t count,
    unsigned char key[COMPILE_KEY_BYTES], struct err *err) MUST_USE;

/* A cache file's bytes for a key, and back; RC_INPUT: not that, or damaged. */
enum rc compile_wrap(const unsigned char key[COMPILE_KEY_BYTES],
    struct slice payload, struct buf *file, struct err *err) MUST_USE;
enum rc compile_unwrap(const unsigned char key[COMPILE_KEY_BYTES],
    struct slice file, struct slice *payload, struct err *err) MUST_USE;

/*
 * The database of these patterns.  `cache_dir` may be NULL.  `*bad` is the pattern
 * the sentence of RC_CONFIG is about, or SIZE_MAX.  Yours.
 */
enum rc compile_open(const struct rule_pattern *patterns, size_t count,
    const char *cache_dir, const struct limits *limits, struct hsdb **db,
    size_t *bad, struct err *err) MUST_USE;

/* Compile in a limited child; the serialised bytes. */
enum rc compile_in_child(const struct rule_pattern *patterns, size_t count,
    const struct limits *limits, struct buf *serialised, size_t *bad,
    struct err *err) MUST_USE;

#endif
