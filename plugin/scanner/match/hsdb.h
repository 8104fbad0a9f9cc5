/*
 * hsdb - one block-mode pattern database, and scanning with it.
 *
 * The only file that knows hs.h.  Flags are CASELESS and MULTILINE alone, bytes
 * not characters, no start of match: each other mode of the library was
 * measured to be slow or to lose matches.  Every return code is looked at; an
 * error is RC_BUG, never "nothing found".  A database lives in sealed shared
 * memory, so that forking costs nothing for it.
 */
#ifndef OUTMARK_SCANNER_MATCH_HSDB_H
#define OUTMARK_SCANNER_MATCH_HSDB_H

#include "base/buf.h"
#include "scanner/match/rule.h"

struct hsdb;

/* A compiler's finding about one expression. */
struct hsdb_info {
	unsigned min_width;
	unsigned max_width;	/* UINT32_MAX: no bound */
};

/* "5.4.0 2021-01-26" and the processor features it compiled for. */
const char *hsdb_version(void);

/* Bytes that name library, platform and engine: part of every cache key. */
enum rc hsdb_platform(struct buf *into, struct err *err) MUST_USE;

/*
 * Compile expressions (number i reports as i) and give the serialised bytes.
 * RC_CONFIG carries the library's own sentence, and `*bad` the expression it
 * is about (SIZE_MAX: none).  May take for ever on some expressions: call it in
 * a limited child.
 */
enum rc hsdb_compile(const struct rule_pattern *patterns, size_t count,
    struct buf *serialised, size_t *bad, struct err *err) MUST_USE;

/* Widths of one expression; RC_CONFIG when the library refuses it. */
enum rc hsdb_info(const struct rule_pattern *pattern, struct hsdb_info *info,
    struct err *err) MUST_USE;

/*
 * Load serialised bytes into shared memory with a scratch of its own.
 * RC_CONFIG: they are not of this library and platform.  Yours.
 */
enum rc hsdb_open(struct slice serialised, struct hsdb **db, struct err *err)
    MUST_USE;

void hsdb_close(struct hsdb *db);

/* Size of the database in bytes. */
size_t hsdb_size(const struct hsdb *db);

struct hsdb_hit {
	uint32_t pattern;
	uint32_t end;
};

/* Called inside the scan: it may record and nothing else. */
typedef bool hsdb_record(void *own, uint32_t pattern, uint32_t end);

/*
 * Scan at most 2^31 bytes.  RC_LIMIT when the callback gave false; RC_BUG when
 * the library failed.
 */
enum rc hsdb_scan(struct hsdb *db, struct slice text, hsdb_record *record,
    void *own, struct err *err) MUST_USE;

#endif
